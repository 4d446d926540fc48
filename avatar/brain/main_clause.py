"""The main clause of a question, where commas part it from what is guessed, called or said beside it: "who is Mortimer,
another friend you forgot to mention?" asks who Mortimer is, and "what was he like, your man?" what the man was like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from avatar.brain.leads import LEADS, lead

_LEAD = rf"(?:(?:{LEADS}|or|no|yes|yeah)\s+)*"
_REPORTED = r"(?:(?:he|she|they|my \w+|[A-Z]\w+) (?:just )?(?:wants|want|wanted|would like) to know (?:if|whether)\s+)"
_ASKS = re.compile(
    rf"{_LEAD}(?:{_REPORTED}you|tell me|show me|describe|explain|(?:who|whom|whose|what|which|where|when|why|how|is"
    rf"|are|was|were|do|does|did|can"
    rf"|could|will|would|should|have"
    r"|has|had|any|got)(?:['’](?:s|re|d|ve|ll))?)\b",
    re.I,
)
_OPEN_ASKS = re.compile(
    rf"{_LEAD}(?:tell me|show me|describe|explain|who|whom|whose|what|which|where|when|why"
    rf"|how)(?:['’](?:s|re|d|ve|ll))?\b",
    re.I,
)
_FEWEST, _LONGEST_BESIDE = 2, 9
"""Fewest words of a main clause, and most of what stands beside it."""
_NEEDED = re.compile(
    r"^(?:and|but|if|when|whenever|because|so that|since|as|while|unless|until|till|which|who|that|where|before"
    r"|after|even"
    r"|though|although|given|not)\b|\bor\b",
    re.I,
)
"""What begins a clause that belongs to what is asked."""
_SAID_BESIDE = re.compile(
    rf"{lead('please|just')}(?:tell me|go on|come on|please|do tell|be honest|honestly|i wonder"
    r"|answer me|(?:give|find|get) (?:me|us|it|him|her|them)"
    r"|make (?:your|up your) mind(?: up)?|out with it|say|spill|let me guess|i am (?:curious|dying to know))\b.*",
    re.I,
)
"""What urges an answer: "tell me"."""
_EXCEPT = re.compile(r"(?:apart from|except(?: for)?|besides|other than)\b", re.I)
_POINTS = re.compile(r"\b(he|she|it|they|him|her|them|that|this)\b", re.I)
_NAMED = re.compile(
    r"(?:the|a|an|your|my|his|her|our|their|that|this|those|these|old|poor)(?: [\w'’-]+){1,3}"
    r"|[A-ZÀ-Þ][\w'’-]+(?: (?:and )?[A-ZÀ-Þ][\w'’-]+)?"
)
"""Somebody or something, as it is named."""
_WHAT_MEANT = re.compile(rf"({_LEAD}(?:what|how) (?:do|did|are) you (?:mean|on about|talking about)),", re.I)
"""What asks what was meant, and quotes it."""


class Clause(NamedTuple):
    """A question without what stands beside it."""

    text: str
    surely: bool
    """Whether it is what is asked, however the whole of it may be heard."""
    named: bool = False
    """Whether what stood beside it is named in it."""


def find_main_clauses(text: str) -> Iterator[Clause]:
    """The questions that a question may be without what stands beside it, the fullest first; none where it has no
    comma, or where all of it is needed."""
    bare = text.strip().rstrip("?!. ")
    if meant := _WHAT_MEANT.match(bare):
        yield Clause(meant[1], surely=True)
        return
    first, *rest = (part.strip() for part in bare.split(","))
    if not rest:
        return
    beside = ", ".join(rest)
    if _is_named(first) and _ASKS.match(rest[0]) and _POINTS.search(rest[0]):
        yield Clause(_name_it(beside, first), surely=True, named=True)
        yield Clause(beside, surely=False)
    elif not _ASKS.match(first) or len(first.split()) < _FEWEST or _NEEDED.search(beside):
        return
    elif _SAID_BESIDE.fullmatch(beside) or _EXCEPT.match(beside):
        yield Clause(first, surely=not _EXCEPT.match(beside))
    elif _is_named(beside) and _POINTS.search(first):
        yield Clause(_name_it(first, beside), surely=False, named=True)
        yield Clause(first, surely=False)
    elif _OPEN_ASKS.match(first) and len(beside.split()) <= _LONGEST_BESIDE and not _OPEN_ASKS.match(beside):
        yield Clause(first, surely=False)


def _is_named(part: str) -> bool:
    return bool(_NAMED.fullmatch(part)) and not _ASKS.match(part)


def _name_it(clause: str, named: str) -> str:
    """A clause with something named in place of the first word that points at it."""
    return _POINTS.sub(lambda _: named, clause, count=1)
