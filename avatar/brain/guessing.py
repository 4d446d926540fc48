"""What guesses at what the character meant: "like on the poster?", "is that what you fell out over?", "so grandad was
the mast!".

Whoever listens fills in the rest, and mostly rightly. A guess is granted: the character stands by its own tale better
than by saying that it lost a question which was none.
"""

from __future__ import annotations

import re

from avatar.brain.leads import lead
from avatar.brain.plain import split_words
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import LIGHT, find_weighty
from avatar.brain.sheet import make_bare

_LEAD = lead("eh|yeah|yes|no|i see|let me guess")
_MINE = re.compile(r"\b(?:i|me|my|mine|we|us|our)\b")
_IS_THAT = re.compile(
    rf"{_LEAD}(?:is|was|are|were) (?:that|this|it|those|these) (?P<what>(?:not )?(?:why|where|what|who|how|when|because"
    r"|like|meant|supposed|from|after|before|with|for|instead|about|you|your|one of|the|an?|in|on|at)\b.+)"
)
"""What asks whether the guess is right: "is that what you fell out over"."""
_JUDGES = re.compile(
    r"(?:not )?(?:the |an? )?(?:very |really )?(?:good|bad|nice|new|problem|thing|shame|crime|joke|yes|no|lot|bit"
    r"|secret|long|promise|deal|maybe|same|right|wrong|true|what (?:you|i|it) (?:think|want|mean|meant|said)"
    r"|you (?:who|that|in)\b)\b"
)
"""What asks for a verdict rather than makes a guess: "is that a good thing"."""
_PIECE = re.compile(
    r"(?:like|because|as in|as a|instead of|in|on|at|with|without|from|for|to|by|after|before|during|under|behind|near"
    r"|about|into|over|through|inside|outside|just|only|even|all|both|not|except|made of|made from|carried|called"
    r"|named|dressed|left|lost|stuck|hidden|kept|sort of|kind of|\w{3,}(?:ed|ing))\b.*"
)
"""How a guess begins that is no whole sentence: "carried in a suitcase"."""
_ASKS = re.compile(r"\b(?:who|whom|whose|what|where|when|why|how|which|or|any|anything|anyone|anybody)\b")
_YOU_MEAN = re.compile(rf"{_LEAD}(?:(?:do |did )?you mean )(?P<what>.+)|{_LEAD}(?P<last>.+?) (?:do |did )?you mean")
_CONCLUDES = re.compile(
    rf"{lead('i see')}(?:so|then|which means|that means|meaning)"
    r" (?P<who>(?:you|your \w+|it|that|he|she|they|the \w+|\w+)) "
    r"(?:(?:really|actually|basically|all|must have|must|kind of|sort of) )?"
    r"(?:is|was|are|were|has|have|had|does|did|do|been|be|got|can|could|never|would|just)\b.*"
)
"""What draws a conclusion from the character's tale: "so grandad was the mast"."""
_NO_CONCLUSION = re.compile(
    r"(?:i|we|my|our|much|many|far|long|is|was|are|were|do|did|does|what|who|where|when|why|how|which|there|tell|can"
    r"|could|would|will|this|have|be|if)$"
)
_OF_THEM = ("he", "she", "they")
_LONGEST_PIECE, _LONGEST = 9, 14
"""Words of a guess that is a piece of a sentence, and of one that is a whole one."""


def guesses(plain: str, said: str, *, asked: bool) -> bool:
    """Whether a plain sentence guesses at what the character meant by its last reply. `said`: that reply. `asked`: it
    ends in a question mark."""
    if not said or len(plain.split()) > _LONGEST:
        return False
    if asked and (pointed := _IS_THAT.fullmatch(plain)):
        mine = _MINE.search(plain) and not pointed["what"].startswith(("you telling", "you saying", "you asking"))
        return not (mine or _JUDGES.match(pointed["what"]) or re.search(r"\bor\b", plain))
    if asked and (meant := _YOU_MEAN.fullmatch(plain)):
        return not _ASKS.search(meant["what"] or meant["last"])
    if asked and _is_piece(plain):
        return True
    concluded = _CONCLUDES.fullmatch(plain)
    if concluded is None or _MINE.search(plain) or _NO_CONCLUSION.match(concluded["who"]):
        return False
    told = split_words(make_bare(said))
    if concluded["who"] in _OF_THEM:
        return concluded["who"] in told
    stems = {stem(word) for word in told}
    return concluded["who"].startswith(("you", "it", "that")) or any(
        stem(word) in stems for word in find_weighty(plain)
    )


def _is_piece(plain: str) -> bool:
    bare = re.sub(f"^{_LEAD}", "", plain)
    words = bare.split()
    return (
        2 <= len(words) <= _LONGEST_PIECE
        and bool(_PIECE.fullmatch(bare))
        and not _MINE.search(bare)
        and not _ASKS.search(bare)
        and any(word not in LIGHT for word in words)
    )
