"""What a character has said of itself in a talk, so that it stands by it when it is asked again.

"You've got a hammock?", after "I'd lend you the hammock", is affirmed; what it has denied is not affirmed later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from avatar.brain.meaning import find_word, is_negated
from avatar.brain.plain import split_words
from avatar.brain.rive.nearest import stem
from avatar.brain.senses import LIGHT
from avatar.brain.sheet import make_bare

SAID, DENIED = "said", "denied"
"""What becomes of what is asked, by what the character said before."""
_SAME = 0.72
"""Likeness of two words from which on one stands for the other."""
_LATELY = 2
"""Replies in which the subject of a sentence does not matter."""
_FEWEST = 2
"""Words of weight that a deed must have to be known again from a longer time ago."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
_SUPPOSED = re.compile(r"\b(?:would|could|might|if|wish|perhaps|maybe|almost|nearly|used to|'d)\b|'d\b")
"""What says that something is only thought of."""
_OWN = re.compile(r"\b(?:i|me|my|mine|we|our|one|one's|i'm|i've|i'll)\b")
_SAYS_LITTLE = frozenset(
    "got have keep own thing things ever kind sort one ones bit say said tell told really call called still use used "
    "make made".split()
)
"""Words of a deed that say too little of it."""


def find_claim(deed: str, replies: Sequence[str], *, owned: bool, of_other: bool = False) -> str:
    """SAID or DENIED where the character has said that it does what it is asked whether it does, or that it doesn't; ''
    where it said neither.

    `deed`: plain, from the character's side ("live in a case"). `replies`: its own, the latest first. `owned`: the deed
    is a thing, and it is asked whether it has it. `of_other`: it is asked of somebody else, who may have been named a
    sentence before.
    """
    words = [word for word in split_words(deed) if word not in LIGHT and word not in _SAYS_LITTLE and word.isalpha()]
    if not words or is_negated(deed):
        return ""
    for place, reply in enumerate(replies):
        before = ""
        for sentence in _SENTENCE_ENDS.split(reply):
            plain = make_bare(sentence)
            if of_other and len(words) >= _FEWEST:
                plain, before = f"{before} {plain}", plain
            if sentence.rstrip('" ').endswith("?") or not _holds(plain, words):
                continue
            verb = "" if owned or of_other else split_words(deed)[0]
            if verb and verb in LIGHT | _SAYS_LITTLE and not _says_verb(plain, verb):
                continue  # "I'm keeping that for a flat day" does not say that it gets them
            if owned:
                return DENIED if _is_denied(plain) else SAID
            lately = place < _LATELY
            whole, own = len(words) >= _FEWEST, bool(_OWN.search(plain))
            if not (whole or own if lately else whole and (own or of_other)) or _SUPPOSED.search(plain):
                continue
            return DENIED if _is_denied(plain) else SAID
    return ""


def _holds(plain: str, words: Sequence[str]) -> bool:
    """Whether a plain sentence has each of some words, in whatever form, or one that means the same."""
    told = split_words(plain)
    stems = {stem(word) for word in told}
    return all(stem(word) in stems or _means_one(word, told) for word in words)


def _says_verb(plain: str, verb: str) -> bool:
    told = {stem(word) for word in split_words(plain)}
    return stem(verb) in told or bool(told & {"have", "had", "has", "got", "'ve", "i've"})


def _means_one(word: str, told: Sequence[str]) -> bool:
    direction = find_word(word)[0]
    return any(float(find_word(other)[0] @ direction) >= _SAME for other in told if other not in LIGHT)


def _is_denied(plain: str) -> bool:
    return is_negated(re.sub(r"n't\b", " not", plain))
