"""Whether what a sentence is near to in meaning is the same: nearness knows neither who is spoken of nor what is asked
for, and of something told it takes one word by the way for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from avatar.brain.leads import LEAD, lead
from avatar.brain.meaning import is_negated
from avatar.brain.plain import split_words
from avatar.brain.rive.likeness import Likeness
from avatar.brain.rive.nearest import stem
from avatar.brain.rive.ranking import find_cover, find_kind
from avatar.brain.senses import find_weighty
from avatar.brain.sorts import find_sorts
from avatar.brain.tones import find_tone

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
_STATED = re.compile(rf"{LEAD}(?:you|it|that|this|he|she|they|i|we|there|your|my|the)\b")
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


_AS_GOOD_AS_SAID = 0.8
"""Likeness from which on something told is an example in other words, whatever words it shares with it."""
_OF_ITS_OWN, _MOST_LIKELY = 5.8, 0.45
"""The weight of a word from which on what is told is about that word, where nothing like it is in an example; and the
likelihood from which on it may be all the same: "my landlord wants to sell the building"."""
_VERY_LIKELY = 0.75
"""Likelihood from which on it needs to share no word with any example: a sore shoulder, and a back that hurts."""
_LIKELIER = 0.3
"""The same, where a word of such weight of the example is missing: "haha ok grandpa" is no visit to him."""
_HALF_OF_IT, _SAYS_TWO, _WORD_BY_WORD = 7.0, 2, 0.7
"""The weight of the one of an example's two words of weight that must not be missing, unless it is as near."""
_POSSESSIVE = re.compile(r"'s?(?!\w)")
_NUMBER = re.compile(
    r"\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
)
_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|(?:this|last|next|every|in the|all) (?:morning|afternoon|evening|night"
    r"|week|weekend|month|year|summer|winter|spring|autumn)|tonight|again|lately|already|finally|actually"
    r"|unfortunately|anyway|honestly)\b"
)
"""What says no more than when, or how it is meant."""
_IF = re.compile(rf"{LEAD}(?:if|unless)\b")
_OF_THAT = re.compile(rf"{lead('no|yes')}(?:that|this) (?:is|was|sounds?|must be)\b")
"""What says how something is that was just said: "that is lovely" tells of no day."""


_LOW, _GAY = ("=sad", "=bad news", "=wistful", "=disliked"), ("=good news", "=fond", "=funny")


def is_borne_out(form: str, like: Likeness[_Of], kind: Iterable[str]) -> bool:
    """Whether something told says by its own words of weight what an example says: "I will bribe him" is no wedding,
    and "wind in the willows" no storm. `kind`: all examples of the likeness."""
    if find_tone(form) in _LOW and any(find_tone(each) in _GAY for each in (like.example, *kind)):
        return False  # "it's my birthday and nobody has remembered"
    if like.near >= _AS_GOOD_AS_SAID:
        return True
    if any(each.match(form) and not each.match(like.example) for each in (_OF_THAT, _IF)):
        return False
    said, shown = (find_weighty(_WHEN.sub(" ", _POSSESSIVE.sub("", each))) for each in (form, like.example))
    if like.fit >= _VERY_LIKELY:
        return True
    if not {*map(_bare, said)} & {_bare(word) for each in kind for word in find_weighty(each)}:
        return False
    if find_cover(said, split_words(like.example))[1] >= _OF_ITS_OWN and like.fit < _MOST_LIKELY:
        return False
    left_out = find_cover(shown, split_words(form))[1]
    if left_out >= _HALF_OF_IT and len(shown) <= _SAYS_TWO and like.near < _WORD_BY_WORD:
        return False  # "I love Gerald" minds him for nobody
    return left_out < _OF_ITS_OWN or like.fit >= _LIKELIER


def _bare(word: str) -> str:
    """A word without its ending; any number as the same word."""
    return "0" if _NUMBER.fullmatch(word) else stem(word)


_MOST_OF_EXAMPLE = 2
"""Words of weight that an example must have to be what is told around it."""
_LIKELY_HELD = 0.28
"""Likelihood from which it is."""


def holds_example(form: str, like: Likeness[_Of]) -> bool:
    """Whether something told holds all that an example says: "my sister is getting married on saturday"."""
    words = find_weighty(like.example)
    held = len(words) >= _MOST_OF_EXAMPLE and {*words} <= {*split_words(form)}
    return held and like.fit >= _LIKELY_HELD and is_negated(form) == is_negated(like.example)
