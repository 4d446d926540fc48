"""Which example sentence a message comes nearest to in meaning, and how likely it is what was meant.

The nearest by their words are found among all; the encoder, and what was learned of what its likeness is worth
(`ranking.py`), choose among those. Whether both ask must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from avatar.brain.encoder import find_codes, find_likeness
from avatar.brain.meaning import Floats, find_direction, find_directions, find_share_known
from avatar.brain.rive.ranking import find_fits, find_kind, find_signs
from avatar.brain.sentences import Act, find_act

_Of = TypeVar("_Of")

LIKELY, SURE, PLAIN, SURE_OF_TOLD = 0.33, 0.45, 0.6, 0.58
"""Likelihood from which a likeness is better than nothing, from which it is meant, and from which nothing else need
bear it out; and from which what is told, rather than asked, is meant. Of the questions that readers were shown, 4, 6
and 8 in ten were right above the first three (`python -m benchmarks.fits`)."""
_PIECE = 64
"""Examples that are prepared at once."""
_KEPT = 256
"""Sentences of which it is kept what they are like."""
_LOOKED_AT = 16
"""Examples, the nearest by their words, that are looked at closely: among them is what is nearest of all in 97 of 100
cases."""
_DENIED = 0.12
"""What is taken off the nearness of words where only one of two says "not"."""
_OTHERS = 0.1
"""What is taken off where only one of two is about the one who is spoken to, or about the speaker."""
_APART = np.array([_DENIED, _OTHERS, _OTHERS / 2], np.float32)
_OTHERWISE = 0.12
"""What is taken off where two ask for answers of different kinds."""


class Likeness(NamedTuple, Generic[_Of]):
    """What a message is like."""

    of: _Of
    example: str
    """The nearest of its examples."""
    near: float
    """How like the example the encoder finds it: from -1 to 1, the same."""
    fit: float
    """How likely it is what is meant, from 0 to 1."""
    asking: bool = True
    """Whether the message asks."""

    @property
    def is_sure(self) -> bool:
        return self.fit >= (SURE if self.asking else SURE_OF_TOLD)

    @property
    def is_likely(self) -> bool:
        """Whether it is better than nothing."""
        return self.fit >= LIKELY

    @property
    def is_plain(self) -> bool:
        """Whether it is sure enough where there is but one way to say it, without others to bear it out."""
        return self.fit >= PLAIN


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
            np.array([find_signs(text) for text in texts], np.float32).reshape(len(texts), 3),
            np.array([find_kind(text) for text in texts], np.intp),
        )

    def prepare(self) -> Iterator[object]:
        """Finds what the encoder makes of each example, before it is asked for, in pieces of some hundredths of a
        second."""
        for start in range(0, len(self.texts), _PIECE):
            yield find_codes(self.texts[start : start + _PIECE])

    def nearest(self, text: str, act: Act) -> Likeness[_Of] | None:
        """What a plain sentence is most likely to mean; None where nothing is like it at all."""
        return self._found(text, act)

    @cached_property
    def _found(self) -> Callable[[str, Act], Likeness[_Of] | None]:
        """What `nearest` finds, kept: one turn asks for the same sentence again and again."""
        return lru_cache(_KEPT)(self._find_nearest)

    def _find_nearest(self, text: str, act: Act) -> Likeness[_Of] | None:
        ranked = self.rank(text, act)
        if not ranked:
            return None
        place, fit = ranked[0]
        alike = float(find_likeness(text, [self.texts[place]])[0])
        return Likeness(self.of[int(self.kinds[place])], self.texts[place], alike, fit, asks(act))

    def rank(self, text: str, act: Act) -> list[tuple[int, float]]:
        """The examples that a plain sentence is most likely to mean, and how likely, the likeliest first."""
        near = self.compare(text, act)
        if not len(near) or near.max() <= 0:
            return []
        most = min(_LOOKED_AT, len(near))
        best = [int(place) for place in np.argpartition(near, -most)[-most:] if near[place] > 0]
        fits = find_fits(text, [self.texts[place] for place in best], asking=asks(act))
        order = sorted(range(len(best)), key=lambda each: -fits[each])
        return [(best[each], float(fits[each])) for each in order if fits[each] > 0]

    def compare(self, text: str, act: Act) -> Floats:
        """(examples,) How like each example a plain sentence is."""
        if not len(self.kinds):
            return np.zeros(0, np.float32)
        near = self.directions @ find_direction(text) * find_share_known(text)
        apart = np.abs(self.signs - np.array(find_signs(text), np.float32))
        near = near - apart @ _APART
        if wanted := find_kind(text):
            near = near - _OTHERWISE * ((self.wanted != wanted) & (self.wanted > 0))
        return np.where(self.asks == asks(act), near, -1).astype(np.float32)


def asks(act: Act) -> bool:
    return act in (Act.QUESTION, Act.REQUEST)
