"""How likely it is that what was written for one sentence answers another: a small model over what the two have in
common.

It was learned from what strangers said to three characters, and from readers who said of each line that came near
whether it would have been an answer (`python -m benchmarks.fits`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from avatar.brain.encoder import find_codes
from avatar.brain.meaning import Floats, count_dimensions, find_direction, find_word, is_negated
from avatar.brain.plain import split_words
from avatar.brain.senses import find_weighty
from avatar.brain.sorts import find_sorts

LEARNED: Mapping[str, tuple[float, float, float]] = {
    "alike": (0.6071, 0.1931, 0.5143),
    "alike squared": (0.4058, 0.2385, 0.5679),
    "words": (0.6756, 0.1996, -0.08306),
    "near": (0.073, 0.2601, 0.1547),
    "alike near": (0.03032, 0.1264, 0.1355),
    "asking": (0.6101, 0.4877, -0.1447),
    "alike asking": (0.384, 0.3497, 0.2821),
    "asks otherwise": (0.1549, 0.3618, -0.3337),
    "yes or no": (0.1021, 0.3028, 0.219),
    "denied": (0.09648, 0.2952, -0.2106),
    "you": (0.243, 0.4289, -0.1981),
    "me": (0.2413, 0.4279, -0.2676),
    "covered": (0.5277, 0.2962, 0.05596),
    "left out": (6.225, 4.443, 0.1328),
    "covers": (0.6461, 0.3077, 0.1955),
    "leaves out": (3.472, 3.179, -0.1147),
    "length": (0.2247, 0.2365, 0.02111),
    "points": (0.1845, 0.3879, -0.1655),
    "sort": (0.02817, 0.1655, 0.01647),
}
"""Mean, spread and weight of each thing that is looked at."""
CONSTANT = -1.939
_MEAN, _SPREAD, _WEIGHTS = np.array(list(LEARNED.values())).T
_DENIED = 0.6
"""What is left of a likelihood where only one of two says "not": too few sentences of strangers did to learn it."""
_JUDGED = 3
"""Sentences of several that are looked at closely: those that the encoder finds most alike."""
_YES_OR_NO = 7
"""What `find_kind` calls a yes or no."""
_THIRD = frozenset("he him his she her hers they them their it its that this those these there".split())
"""Words that point at what was spoken of."""


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


@lru_cache(4096)
def find_kind(text: str) -> int:
    """What kind of answer a plain sentence asks for, from 1; 0 where it does not say."""
    bare = _ASIDE.sub("", text).strip() or text
    return next((place for place, asking in enumerate(_ASKING, 1) if asking.match(bare)), 0)


@lru_cache(4096)
def find_signs(text: str) -> tuple[bool, bool, bool]:
    """Whether a plain sentence says "not", is about the one who is spoken to, and about the speaker."""
    bare = _ASIDE.sub("", text)
    return is_negated(text), bool(_YOU.search(bare)), bool(_MINE.search(bare))


def describe(said: str, written: str, alike: float, *, asking: bool, near: bool) -> NDArray[np.float64]:
    """(features,) What two plain sentences have in common, by the keys of LEARNED. `alike`: as the encoder finds it;
    `asking`: what was said asks; `near`: what is written belongs to the character's very last line."""
    words, others = find_weighty(said), find_weighty(written)
    covered, missed = find_cover(words, split_words(written))
    covers, misses = find_cover(others, split_words(said))
    kinds = find_kind(said), find_kind(written)
    differ = kinds[0] != kinds[1] and 0 not in kinds
    sorts = find_sorts(said), find_sorts(written)
    points = bool({*split_words(said)} & _THIRD) and not {*split_words(written)} & _THIRD
    denied, you, me = (one != other for one, other in zip(find_signs(said), find_signs(written), strict=True))
    return np.array(
        [
            alike, alike * alike, float(find_direction(said) @ find_direction(written)), near, alike * near, asking,
            alike * asking, differ, differ and _YES_OR_NO in kinds, denied, you, me, covered, missed, covers, misses,
            abs(len(said.split()) - len(written.split())) / 10, points, bool(all(sorts) and not sorts[0] & sorts[1]),
        ],
        np.float64,
    )  # fmt: skip


def judge(features: NDArray[np.float64]) -> float:
    """How likely what is written answers what was said, from 0 to 1."""
    return float(1 / (1 + np.exp(-(_WEIGHTS @ ((features - _MEAN) / _SPREAD) + CONSTANT))))


@lru_cache(8192)
def _judge_kept(said: str, written: str, alike: float, asking: bool, near: bool) -> float:
    denied = find_signs(said)[0] != find_signs(written)[0]
    return judge(describe(said, written, alike, asking=asking, near=near)) * (_DENIED if denied else 1)


def find_fits(said: str, written: Sequence[str], *, asking: bool, near: bool = False) -> Floats:
    """(written,) How likely what each of some plain sentences is written for answers a plain sentence: 1 for the very
    same, 0 for those that others are far nearer than. `asking`, `near`: as `describe` takes them."""
    fits = np.zeros(len(written), np.float32)
    if not written:
        return fits
    codes = find_codes([said, *written])
    alike = codes[1:] @ codes[0]
    for place in alike.argsort()[::-1][:_JUDGED]:
        same = written[place] == said
        fits[place] = 1.0 if same else _judge_kept(said, written[place], round(float(alike[place]), 4), asking, near)
    return fits
