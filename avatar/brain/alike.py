"""Whether what a question is near to in meaning is the same question: nearness knows neither who is spoken of nor what
is asked for.
"""

from __future__ import annotations

import re
from typing import TypeVar

from avatar.brain.rive.likeness import Likeness, find_kind
from avatar.brain.rive.patterns import split_words
from avatar.brain.rive.ranking import find_cover
from avatar.brain.senses import find_weighty
from avatar.brain.sorts import find_sorts

_Of = TypeVar("_Of")

_FAVOURITE = re.compile(r"(?:what|which|who) is your favourite (?:\w+ )?(\w+)")
_SAME_SORT = 0.8
"""Likeness of two words from which on a favourite of the one is one of the other."""


def _is_other_favourite(plain: str, example: str) -> bool:
    """Whether a favourite is asked for of another sort than an example names: a dinosaur is no animal."""
    found = _FAVOURITE.fullmatch(plain)
    return found is not None and find_cover([found[1]], split_words(example))[0] < _SAME_SORT


_ABOUT = re.compile(
    r"\b(?:tell|told|talk|speak|hear|know|more)\b.* (?:about|of) (?!it$|that$|this$|him$|her$|them$)(.+)"
)
_SHOULD = re.compile(r"\b(?:should|shall) (?:i|we)\b")
_STATED = re.compile(r"(?:(?:so|but|and|oh|well|then|wait) )*(?:you|it|that|this|he|she|they|i|we|there|your|my|the)\b")
_WH = re.compile(r"(?:who|whose|what|where|when|why|how|which)\b")
_MISSED = 4.4
"""The weight of a word from which on an example that has nothing like it is about something else."""


_THIRD = frozenset("he him his she her hers they them their theirs".split())
_YES_OR_NO = 7
"""What `find_kind` calls a yes or no."""


def _asks_other(form: str, like: Likeness[_Of]) -> bool:
    """Whether a question asks for something else than an example does: a yes or no, a joke that is not dirty, what was
    said rather than what there is."""
    one, other = find_kind(form), find_kind(like.example)
    if one and other and one != other and _YES_OR_NO in (one, other) and like.near < _WORD_FOR_WORD:
        return True
    sorts, others = find_sorts(form), find_sorts(like.example)
    if sorts and others and not sorts & others:
        return True
    return one == 0 and find_cover(find_weighty(like.example), split_words(form))[1] > _MISSED_OF_IT


_WORD_FOR_WORD = 0.93
"""Likeness from which on it does not matter how a question begins."""
_MISSED_OF_IT = 6.0
"""The weight of a word of what is to be done that a request must name."""


def is_of_another(plain: str, example: str) -> bool:
    """Whether a question is about somebody who was spoken of, and an example about nobody: "do you still think about
    them" is no "what do you think about"."""
    return bool({*split_words(plain)} & _THIRD) and not {*split_words(example)} & _THIRD


_OF_ME = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our"))


def is_otherwise(plain: str, form: str, like: Likeness[_Of]) -> bool:
    """Whether a question, in one of the ways to read it, is another than the example that it is nearest to."""
    words, example = {*split_words(plain)}, {*split_words(like.example)}
    if _is_other_favourite(plain, like.example) or is_of_another(plain, like.example) or _asks_other(form, like):
        return True
    if example & _OF_ME and not words & _OF_ME:
        return True  # "where does she live" is no "where do I live"
    if _SHOULD.match(form) and not _SHOULD.search(like.example):
        return True  # "should I open with a joke" asks for none
    if _STATED.match(plain) and _WH.match(like.example):
        return True  # "but you are talking to me" is no "who do you talk to"
    about = _ABOUT.search(form)  # "tell me about the van" is no "tell me another"
    return about is not None and find_cover(find_weighty(about[1]), split_words(like.example))[1] > _MISSED
