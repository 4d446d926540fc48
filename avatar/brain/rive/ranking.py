"""How likely it is that the nearest likeness is what a message means: a small model over what the two have in common.

It was learned from the examples of the likenesses themselves (`python -m benchmarks.likenesses`): each example in turn
is a message, once with its own kind there to be found, and once without, so that whatever is nearest is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from avatar.brain.meaning import Floats, count_dimensions, find_word, split_text

LEARNED: Mapping[str, tuple[float, float, float]] = {
    "kind": (0.5476, 0.09694, 1.237),
    "lead": (0.04942, 0.05064, 0.4427),
    "example": (0.672, 0.1133, -1.572),
    "covered": (0.6104, 0.1475, -0.2665),
    "left out": (5.402, 2.345, 0.1455),
    "covers": (0.6297, 0.1476, 0.4495),
    "leaves out": (4.681, 2.122, 0.1086),
    "covered by all": (0.6925, 0.1429, 0.6232),
    "left out by all": (4.767, 2.326, -0.2838),
    "denied": (0.0191, 0.1369, -0.06644),
    "you": (0.04294, 0.2027, -0.1957),
    "me": (0.1211, 0.3263, -0.1246),
    "asks": (0.4074, 0.4913, 0.02616),
    "asks otherwise": (0.07426, 0.2622, 0.02973),
    "length": (0.5482, 0.1596, -0.1575),
    "longer": (0.1327, 0.1248, -0.1445),
    "known": (0.9982, 0.03128, 0.009066),
}
"""Mean, spread and weight of what is looked at: nearness of the kind, its lead and the nearest example; how much of the
message the example and the whole kind cover, and the weight of the word least covered; what is compared apart."""
CONSTANT = -2.173
_MEAN, _SPREAD, _WEIGHTS = np.array(list(LEARNED.values())).T


def find_cover(words: Sequence[str], others: Sequence[str]) -> tuple[float, float]:
    """How much of some words, by weight, others mean as well, from 0 to 1; and the weight of the one least covered."""
    directions = _directions_of(tuple(others))
    whole = covered = missed = 0.0
    for word in words:
        direction, weight = find_word(word)
        near = float((directions @ direction).max(initial=0.0)) if direction.any() else float(word in others)
        whole, covered = whole + weight, covered + weight * near
        missed = max(missed, weight * (1 - near))
    return (covered / whole if whole else 0.0), missed


@lru_cache(4096)
def _directions_of(words: tuple[str, ...]) -> Floats:
    """(words, dimensions)"""
    return np.array([find_word(word)[0] for word in words], np.float32).reshape(len(words), count_dimensions())


def describe(
    text: str, example: str, kind: Sequence[str], *, near: Sequence[float], apart: Sequence[bool], known: float
) -> NDArray[np.float64]:
    """(features,) What a message and a likeness have in common, by the keys of LEARNED.

    `near`: nearness of the kind, its lead, nearness of the example. `apart`: whether they differ in "not", "you" and
    "me"; whether the message asks, and for another kind of answer. `known`: how much of the message is known.
    """
    said, shown = split_text(text), split_text(example)
    every = list(dict.fromkeys(word for each in kind for word in split_text(each)))
    lengths = len(text.split()), len(example.split())
    return np.array(
        [
            *near, *find_cover(said, shown), *find_cover(shown, said), *find_cover(said, every), *apart,
            min(lengths[0], 12) / 10, abs(lengths[0] - lengths[1]) / 10, known,
        ],
        np.float64,
    )  # fmt: skip


def judge(features: NDArray[np.float64]) -> float:
    """How likely a likeness is what is meant, from 0 to 1."""
    return float(1 / (1 + np.exp(-(_WEIGHTS @ ((features - _MEAN) / _SPREAD) + CONSTANT))))
