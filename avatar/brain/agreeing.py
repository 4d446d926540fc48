"""What may be asked of a character that costs nothing and that it can do by saying so: "tell the drawer I said thanks",
"write that on your sleeve", "save me a seat for next time".

To such a thing it agrees. What it can't do from where it is ("send me a picture") is no such thing.
"""

from __future__ import annotations

import re

from avatar.brain.indirect import turn_round
from avatar.brain.leads import lead
from avatar.brain.soundness import is_sound

_LEAD = lead(
    "please|just|go on|go and|be sure to|make sure (?:you|to)|you (?:must|should|have to|have got to|can|could|better"
    "|will)|(?:can|could|will|would) you(?: please)?|do(?: me a favour(?: and)?)?"
)
_TAIL = re.compile(r"(?: (?:please|then|now|haha|lol|x+|ok|okay|will you|would you|wont you|thanks|dear|love|mate))+$")
_NOT_ME = r"(?!me\b|us\b|a\b|an\b|another\b|some\b|something\b|anything\b|it\b|more\b|you\b|stories\b|jokes\b|lies\b)"
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "greetings, thanks and news for somebody else",
        (
            rf"(?:tell|remind|ask|thank|wish|warn) (?:{_NOT_ME}(?!the (?:truth|time|story|joke"
            rf"|difference)\b)\w+(?: \w+)?)"
            r" (?:that |to |not to |about |from me|for me|if |happy |good |i |he |she |it |we |they |all |thanks|hello"
            r"|hi\b|hey"
            r"|sorry|well done|how |what |where |who |why )?.*"
            rf"|pass on .+ to {_NOT_ME}.+|pass .+ on to {_NOT_ME}.+|remember me to {_NOT_ME}.+"
            rf"|wish {_NOT_ME}(?:\w+ ){{1,2}}(?:a )?(?:happy|good|merry|all the) .+"
            rf"|say (?:a (?:big|special) )?(?:hi|hello|hey|bye|goodbye|good \w+|night|sorry|thanks|thank you|well done"
            rf"|happy \w+)"
            rf" (?:from \w+ )?to {_NOT_ME}.+"
            rf"|(?:give|send|blow) {_NOT_ME}(?:\w+ ){{1,3}}(?:a |an |my |our |all my )?(?:\w+ )?(?:hug|kiss|pat|stroke"
            rf"|squeeze|nod"
            r"|wave|cuddle|regards|love|best|polish|tickle|rub|high five|head scratch|scratch|wish(?:es)?)(?: .*)?"
        ),
    ),
    (
        "what is written down or remembered",
        (
            r"(?:write|put|note|jot|pop|mark|stick) (?:it|that|this|him|her|me|us|them)(?: \w+)? (?:down|on|in|under"
            r"|up)\b.*"
            r"|(?:write|note|jot) (?:it|that|this) down"
            r"|(?:remember|keep|save|hold|mind|guard|leave|reserve|store) (?:(?!the change)\w+ ){1,7}?(?:for (?:me|us"
            r"|next time"
            r"|later|tomorrow|another day)|safe|warm|open|on|in mind|till \w+.*|until \w+.*)(?: .*)?"
            r"|(?:do not|never) (?:ever )?forget (?:to )?(?!it$|that$|about it$)\w+.*"
        ),
    ),
    (
        "small kindnesses to its own",
        (
            r"(?:wave|nod|smile|wink|bow|sing) (?:at|to|for) (?!me\b|us\b)\w+(?: \w+){0,3}(?: (?:for|from) me)?"
            r"|(?:pat|hug|kiss|stroke|polish|dust|feed|tuck in) (?!me\b|us\b)\w+(?: \w+){0,4}"
            r"|(?:look after|take care of|be (?:nice|kind|good|gentle) to|watch over"
            r"|keep an eye on) (?!me$)\w+(?: \w+){0,4}"
        ),
    ),
    (
        "a moment's attention",
        (
            r"have (?:a|another) (?:\w+ )?(?:look|think|guess|go|rest|listen|sit|nap|try|peek|rummage)\b(?: .*)?"
            r"|think of (?:me|us|him|her|them|my \w+)(?: .*)?|(?:wait|stay) (?:for me|there|here|up|with me"
            r"|right there)(?: .*)?"
        ),
    ),
    (
        "what is its own to do",
        (
            r"(?:finish|start|begin|get on with|carry on with|go back to|go on with|practise|have another go at)"
            r" (?:that|the|your|this) \w+.*"
        ),
    ),
    ("what is promised", r"promise (?:me )?(?:that |to |you will |you would |not to )+\w+.*"),
)
"""What is agreed to, by kind: why it is harmless, and how it is asked."""
_AGREED = tuple(re.compile(f"{_LEAD}({pattern})") for _, pattern in _KINDS)
_PROMISED = re.compile(r"promise (?:me )?(?:that )?(?:you (?:will|would) |to )?(not to )?")
_MOST = 14
"""Words of what is to be done."""


def find_agreed(plain: str) -> str:
    """What a plain sentence asks for that is agreed to, from the character's side: "tell the drawer you said thanks";
    '' for nothing, or where it can't be told back."""
    bare = _TAIL.sub("", plain)
    found = next((found for pattern in _AGREED if (found := pattern.fullmatch(bare))), None)
    if found is None:
        return ""
    asked = _TAIL.sub("", found[1])
    asked = _PROMISED.sub(lambda each: "not " if each[1] else "", asked)
    asked = re.sub(r"^(?:do not|never) (?:ever )?forget (to )?", lambda each: "" if each[1] else "remember ", asked)
    deed = turn_round(asked)
    return deed if is_sound(deed, most=_MOST) else ""


_ALLOWED = re.compile(
    rf"{lead('please')}(?:(?:what|how) about (?P<what>(?:\w+ ){{0,2}}?\w+) )?(?:can|may)"
    r" (?P<who>he|she|they|it|(?:my|our|the) \w+|(?!i\b|you\b|we\b|one\b|people\b|a\b|an\b|anyone\b|that\b|this\b)\w+)"
    r" (?P<deed>(?:join|come|sit|stay|play|listen|watch|visit|borrow|help|meet|say (?:hello|hi|hey|something))\b.*)"
)
"""What asks whether somebody else may come: "can my dog come too"."""
_AS_OBJECT = {"he": "him", "she": "her", "they": "them"}


def find_allowed(plain: str) -> str:
    """What is to be allowed to somebody who isn't the one who asks: "let your dog come too"; '' for nothing."""
    found = _ALLOWED.fullmatch(plain)
    if found is None:
        return ""
    who = found["what"] or _AS_OBJECT.get(found["who"], found["who"])
    deed = turn_round(f"let {who} {found['deed']}")
    return deed if is_sound(deed) else ""
