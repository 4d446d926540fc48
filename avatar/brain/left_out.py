"""What begins like a question or an order and is none, as it leaves out who does it; and what leads up to an order."""

from __future__ import annotations

import re

_NO_SUBJECT = re.compile(
    r"had (?:a|an|the|my|our|some|no|to|this|one|two|loads|lots|another|both|enough|nothing)\b"
    r"|have (?:an?(?! \w+ ever)|my|our|to|been|had|got|no|some|enough|both|loads|lots)\b"
    r"|(?:was|were) (?:(?!(?:any|every|some|no)?thing\b|k?ing\b|morning\b|evening\b|ring\b|being\b)\w+ing\b|an?\b"
    r"(?! \w+ (?:an?|the|in|on|more|there)\b)|(?:so|too|very|really|quite|just|only|not|on|in|at|never|always|about"
    r"|gonna|meant|supposed|like)\b)"
    r"|is (?:raining|snowing|pouring|freezing|so|too|very|really|quite|just|only|not|always|never|like)\b"
    r"|did (?:an?|some|my|our|both|not|nothing|loads|lots|the (?:\w+ing|dishes|garden|lot|same|school run)"
    r"|(?:it|that) (?:again|all|too|anyway|yesterday|myself|twice|once|already|last \w+))\b"
    r"|do (?:up|love|like|enjoy|miss|need|want|hate|hope|wonder|worry|prefer|have|mean"
    r"|a (?:bit|lot)|some|both|my|our)\b(?!.* (?:me|us)\b)"
    r"|does (?:my head|make|take|sound|look|seem|feel|help|get|hurt|smell|taste|depend|rain)\b"
    r"|(?:could|would) (?:eat|do|go|have|murder|kill|sleep|use|be|love|like|listen|never|not|always|rather|hate"
    r"|drink|live)\b"
    r"|be (?:an? )?(?:lovely|nice|good|great|fun|glad|happy|fine|weird|strange|funny|cool|brilliant|interesting|odd) "
    r"(?:if|when|to (?:see|hear|have|get|meet|know)|for (?!me\b)|getting|having|not to)\b|be (?:ages|years|worth)\b"
    r"|(?:make|write|read|dance|sing|speak|teach|play|draw|talk|paint|cook|help|count|describe|ask|show|explain"
    r"|spell|smile|laugh)\b(?!.*\b(?:me|us|you|your|please)\b).* (?:every (?:\w+)|mostly|usually|sometimes|a bit"
    r"|a little"
    r"|for a living|on \w+days|in a (?:choir|band|club|team|pub|group)|at home|these days|all day|(?:once|twice) a \w+"
    r"|now and then|nowadays|at weekends)"
)
"""What begins like a question or an order, and leaves out who does it: "had a hard day", "was going to say"."""


def leaves_out_subject(plain: str) -> bool:
    """Whether a plain sentence without a question mark tells something of its speaker, or of "it", and leaves that
    out."""
    return bool(_NO_SUBJECT.match(plain))


_LED = re.compile(
    r"^(?:(?:ok|okay|so|well|right|haha|lol|now|then|no|yes|yeah|but|oh|please|alright|come on|go on"
    r"|anyway|just|you) )+(?=(?:tell|show|give|sing|read) me\b)"
)
"""What leads up to an order: "ok tell me a joke then"."""


def drop_lead(plain: str) -> str:
    """A plain sentence without what leads up to an order."""
    return _LED.sub("", plain)
