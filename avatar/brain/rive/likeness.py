"""Which example sentence a message comes nearest to in meaning, and whether that is near enough.

A likeness is chosen by the nearest of its examples, where no other likeness comes as near. What the vectors of words
can't see is compared apart: whether both ask, whether both say "not", and who is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from avatar.brain.meaning import Floats, find_direction, find_directions, find_share_known, is_negated
from avatar.brain.rive.ranking import describe, judge
from avatar.brain.sentences import Act, find_act

_Of = TypeVar("_Of")

NEAR = 0.52
"""Likeness from which a kind is meant, where it leads."""
LEAD = 0.04
"""How much nearer it must be than the next one. Of the sentences of `benchmarks/meaning.py` that come so near and lead
so much, nine of ten are taken for what they are."""
SURE = 0.67
"""Likeness from which a kind is meant, however near another one comes: it is mostly one of the same family."""
LIKELY, CLEARLY = 0.42, 0.08
"""Likeness, and lead, from which a kind is taken where nothing else is heard."""
FITS = 0.18
"""Likelihood from which a likeness is what is meant: most of what is nearest by chance is left out by it
(`benchmarks/likenesses.py`)."""
_DENIED = 0.12
"""What is taken off where only one of two says "not"."""
_OTHERS = 0.1
"""What is taken off where only one of two is about the one who is spoken to, or about the speaker."""
_APART = np.array([_DENIED, _OTHERS, _OTHERS / 2], np.float32)
_OTHERWISE = 0.12
"""What is taken off where two ask for answers of different kinds."""
_ASKING = tuple(
    re.compile(rf"(?:(?:and|so|but|oh|then|wait|ok|do you know|tell me) )*{words}\b")
    for words in (
        "(?:who|whose|whom)", "where", "(?:when|what time)", "(?:why|how come)", "how", "(?:what|which)",
        "(?:is|are|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|may|might|am)",
    )
)  # fmt: skip
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b")
_MINE = re.compile(r"\b(?:i|my|me|mine|myself|we|our|us)\b")
_ASIDE = re.compile(r"\b(?:do|did|can|could|would) you (?:think|know|reckon|believe|mind|happen|tell me|say)\b")


class Likeness(NamedTuple, Generic[_Of]):
    """What a message is like."""

    of: _Of
    example: str
    """The nearest of its examples."""
    near: float
    """How like the nearest example, and all of them: from -1 to 1, the same."""
    lead: float
    """How much nearer than anything else."""
    fit: float
    """How likely it is what is meant, from 0 to 1."""

    @property
    def is_sure(self) -> bool:
        return ((self.near >= NEAR and self.lead >= LEAD) or self.near >= SURE) and self.fit >= FITS

    @property
    def is_likely(self) -> bool:
        """Whether it is better than nothing."""
        return self.near >= LIKELY and self.lead >= CLEARLY and self.fit >= FITS

    @property
    def is_plain(self) -> bool:
        """Whether it is near enough where there is but one way to say it, without others to bear it out."""
        return self.near >= SURE and self.lead >= LEAD / 2


@dataclass(frozen=True, eq=False)
class Likes(Generic[_Of]):
    """Sentences, and what each of them stands for."""

    texts: Sequence[str]
    of: Sequence[_Of]
    """By place, what an example stands for."""
    kinds: NDArray[np.intp]
    """By example, the place in `of`, in order."""
    directions: Floats
    """(examples, dimensions)"""
    asks: NDArray[np.bool_]
    signs: Floats
    """(examples, 3) Whether each says "not", is about "you", is about "me"."""
    wanted: NDArray[np.intp]
    """What kind of answer each asks for: a place in `_ASKING`, from 1; 0 where it does not say."""

    @classmethod
    def of_examples(cls, examples: Sequence[tuple[str, _Of]]) -> Likes[_Of]:
        """Plain sentences in small letters, each with what it stands for."""
        places = {of: place for place, of in enumerate(dict.fromkeys(of for _, of in examples))}
        examples = sorted(examples, key=lambda each: places[each[1]])
        texts = [text for text, _ in examples]
        return cls(
            texts,
            tuple(places),
            np.array([places[of] for _, of in examples], np.intp),
            find_directions(texts),
            np.array([asks(find_act(text, asked=False)) for text in texts], np.bool_),
            np.array([_signs(text) for text in texts], np.float32).reshape(len(texts), 3),
            np.array([find_kind(text) for text in texts], np.intp),
        )

    @cached_property
    def _spans(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """(of,) Where the examples of each kind begin, and how many they are."""
        return np.searchsorted(self.kinds, np.arange(len(self.of))), np.bincount(self.kinds)

    def nearest(self, text: str, act: Act) -> Likeness[_Of] | None:
        """What a plain sentence is most like; None where nothing is like it at all."""
        near = self.compare(text, act)
        if not len(near) or near.max() <= 0:
            return None
        starts, sizes = self._spans
        spread = np.add.reduceat(np.maximum(near, 0) ** 2, starts) / sizes
        best = (np.maximum.reduceat(near, starts) + np.sqrt(spread)) / 2
        first = int(best.argmax())
        found = float(best[first])
        best[first] = -1
        place = int(starts[first] + near[starts[first] :][: int(sizes[first])].argmax())
        lead = found - float(best.max(initial=0))
        fit = judge(self.describe(text, act, place, (found, lead, float(near[place]))))
        return Likeness(self.of[first], self.texts[place], found, lead, fit)

    def describe(self, text: str, act: Act, place: int, near: tuple[float, float, float]) -> NDArray[np.float64]:
        """(features,) What a plain sentence and an example have in common. `near`: see `ranking.describe`."""
        starts, sizes = self._spans
        first = int(starts[self.kinds[place]])
        last = first + int(sizes[self.kinds[place]])
        example, asking = self.texts[place], asks(act)
        differs = [one != other for one, other in zip(_signs(text), _signs(example), strict=True)]
        otherwise = asking and find_kind(text) != find_kind(example)
        every = [each for each in self.texts[first:last] if each != text]
        return describe(
            text, example, every, near=near, apart=(*differs, asking, otherwise), known=find_share_known(text)
        )

    def compare(self, text: str, act: Act) -> Floats:
        """(examples,) How like each example a plain sentence is."""
        if not len(self.kinds):
            return np.zeros(0, np.float32)
        near = self.directions @ find_direction(text) * find_share_known(text)
        apart = np.abs(self.signs - np.array(_signs(text), np.float32))
        near = near - apart @ _APART
        if wanted := find_kind(text):
            near = near - _OTHERWISE * ((self.wanted != wanted) & (self.wanted > 0))
        return np.where(self.asks == asks(act), near, -1).astype(np.float32)


def asks(act: Act) -> bool:
    return act in (Act.QUESTION, Act.REQUEST)


@lru_cache(1024)
def find_kind(text: str) -> int:
    """What kind of answer a plain sentence asks for, from 1; 0 where it does not say."""
    bare = _ASIDE.sub("", text).strip() or text
    return next((place for place, asking in enumerate(_ASKING, 1) if asking.match(bare)), 0)


@lru_cache(1024)
def _signs(text: str) -> tuple[bool, bool, bool]:
    bare = _ASIDE.sub("", text)
    return is_negated(text), bool(_YOU.search(bare)), bool(_MINE.search(bare))
