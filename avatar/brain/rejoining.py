"""Pieces of a message put together again before they are read: the other half of a question behind its mark, what an
order is about behind its full stop, a question without who does it; and what is acted rather than said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from avatar.brain.verbs import is_verb

_ACTED = re.compile(r"\*(?!always|yes|this|his|is|was|has|does|us|as)[a-z]+s(?: [^*\n]{1,50})?\*")
"""What a user acts beside what they say: "*points*"."""


def leave_out_acts(text: str) -> str:
    """A message without what its writer acts; as it is where that is all."""
    said = _ACTED.sub(" ", text)
    return said if any(map(str.isalnum, said)) else text


_ALTERNATIVE = re.compile(
    r"or (?!(?:is|are|was|were|do|does|did|can|could|will|would|should|have|has|what|who|how|why|where|when|if"
    r"|maybe not)\b)",
    re.I,
)
"""What is left of a question: "is he a cat? or one of your machines"."""


_ABOUT = re.compile(
    r"about (?!to\b|time\b|it\b|that\b|you\W|\d|nine|ten|five|six|two|three|four|seven|eight|half"
    r"|an? (?:hour|week|month|year))[\w' ]{2,40}\W*$",
    re.I,
)
_TELLS_OF = re.compile(r"\b(?:tell|story|stories|joke|song|poem|sing|write|read)\b[^?]*$", re.I)
"""What may be about something that stands behind its full stop: "Tell me the long story. About Miss Thistlewood."."""


_DOUBTS = re.compile(r",? (?:maybe|perhaps|possibly|or something|then|i guess|i suppose)$", re.I)
_TAG = re.compile(
    r"(?:is|are|was|were|do|does|did|have|has|can|would|will|is(?:n['’]t)|are(?:n['’]t)) (you|it|he"
    r"|she|they|that)\s*\?+",
    re.I,
)
"""What only asks whether it is so, of what was said before: "you sound sad about it. are you?"."""


def _says_of(text: str, whom: str) -> bool:
    """Whether a sentence that asks nothing says something of whom a tag asks about."""
    return "?" not in text and bool(re.match(rf"(?:\w+,? )?{whom}\b(?!\W*$)", text.strip(), re.I))


def join_again(parts: Iterable[str]) -> list[str]:
    """Sentences, each with the other half of it that stands behind its mark."""
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1].rstrip().endswith("?") and _ALTERNATIVE.match(part.strip()):
            other = _DOUBTS.sub("", part.strip().rstrip(" ?.!"))
            joined[-1] = f"{joined[-1].rstrip(' ?')} {other}?"
        elif joined and (tag := _TAG.fullmatch(part.strip())) and _says_of(joined[-1], tag[1]):
            joined[-1] = f"{joined[-1].rstrip(' .!')}?"
        elif joined and _ABOUT.match(part.strip()) and _TELLS_OF.search(joined[-1]):
            joined[-1] = f"{joined[-1].rstrip(' .!')} {part.strip()[:1].lower()}{part.strip()[1:]}"
        else:
            joined.append(part)
    return joined


_PROPOSED = re.compile(
    r"((?:(?:so|and|but|then|ok|well|um|hm+|maybe|first thought|or|just"
    r"|like)[ ,.…]+)*)([a-z]+) (?=(?:my|him|her|them|it|the|an?|some|to)\b[\w' ]{0,50}\?$)",
    re.I,
)
"""Something that might be done, asked without who does it: "ring my mum?"."""
_NO_PROPOSAL = frozenset(
    "is be do have had tell guess mean want like know remember see did say said get got give think".split()
)


_VERBS_TOO = ("text", "email", "message", "ignore", "dump", "block", "confront", "ditch", "chuck")


_ANSWERED = re.compile(
    r"\W*(?:i (?:do|did|am|have|will|would|can|could|must)\b|yes|yeah|yep|no|nope|every|all the time|of course"
    r"|always|never"
    r"|sometimes|not )",
    re.I,
)
"""What answers it at once: it was only what the other might ask."""


def ask_in_full(part: str, behind: str = "") -> str:
    """A sentence as it would be asked in full: "ring my mum?" asks whether one should. `behind`: the sentence that
    follows."""
    found = _PROPOSED.match(part)
    verb = found[2].lower() if found else ""
    if found is None or verb in _NO_PROPOSAL or not (is_verb(verb) or verb in _VERBS_TOO) or _ANSWERED.match(behind):
        return part
    return f"{found[1]}should I {part[found.start(2) :]}"


_TAKEN_AS = re.compile(
    r"(?:(?:so|ok|well|oh|haha|then)\W+)*(?:i(?:['’]?ll| will)|i(?:['’]m| am)(?: going to"
    r"| gonna)) (?:take|count) (?:that|it) as\b",
    re.I,
)
"""What asks nothing, whatever mark it has."""


def takes_as(text: str) -> bool:
    """Whether a sentence asks nothing, whatever mark it has: "I'll take that as a yes?"."""
    return bool(_TAKEN_AS.match(text))
