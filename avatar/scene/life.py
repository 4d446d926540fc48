"""Idle life: blinks, glances, sway. Everything looks random, and is a pure function of a seed and the time.

Random times are drawn in blocks, each from a seed of its own, so that any moment can be asked for on its own.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

_BLOCK = 64.0
"""Seconds of blinks or glances that are drawn at a time."""
_BLINK_MEDIAN = 3.3
"""Seconds between blinks, median, in conversation; Bentivoglio et al. 1997 (Movement Disorders 12) count 26 a minute
in talk, 17 at rest."""
_BLINK_SPREAD = 0.55
"""Standard deviation of the logarithm of the intervals: many short, a few long ones."""
_BLINK_LEAST = 0.9
"""Least seconds between blinks that are drawn: sooner ones look like a fault of the film."""
_BLINK_RATE_LEAST = 0.05
"""A character that hardly blinks still does so at this share of the usual rate, so that the median stays finite."""
_FIRST_BLINK = (0.4, 2.5)
"""Seconds from a block's start to its first blink, least and most: as if one had come shortly before."""
_BLINK_END = 0.6
"""No blink begins in the last seconds of a block: with the least of `_FIRST_BLINK`, blinks of two blocks keep apart."""
_DOUBLE_SHARE = 0.12
"""Share of the blinks that are double: about one in eight."""
_DOUBLE_AFTER = 0.34
"""Seconds from the first half of a double blink to the second: just after the lids have opened again."""
_BLINK_NEAR = 1.0
"""Seconds around a moment within which blinks are looked for: longer than any blink lasts."""
BLINK_SHUT = 0.085
BLINK_HELD = 0.035
BLINK_OPENED = 0.16
"""Seconds of a blink's three parts; lids fall faster than they rise."""


class _Fixations(NamedTuple):
    """One way to look about."""

    reach: float
    """Standard deviation of where the eyes rest, across; 1 is the end of their reach."""
    lasts: float
    """Seconds that the eyes rest, median."""


_AHEAD = _Fixations(0.1, 1.5)
"""About the viewer's face, and for long: that is what a talk needs."""
_ASIDE = _Fixations(0.42, 0.7)
"""At something else, and soon back."""
_ASIDE_SHARE = 0.22
"""Share of fixations that go aside: about one in five."""
_REST_SPREAD = 0.5
"""Standard deviation of the logarithm of how long the eyes rest."""
_REST_LEAST = 0.35
"""Least seconds that the eyes rest: sooner moves look nervous."""
_REST_LOW = 0.02
"""Middle height of the fixations: a little below straight ahead."""
_REST_FLAT = 0.45
"""Eyes wander less up and down than across: the height's share of the reach."""
_SACCADE = 0.06
"""Seconds of a jump between fixations."""
_FARTHEST = (0.8, 0.4)
"""The farthest that eyes wander by themselves, across and up or down: marks alone take them further."""


class Glance(NamedTuple):
    """Where the eyes rest from `start` on; -1 to 1 each."""

    start: float
    x: float
    y: float


def _random(*key: object) -> np.random.Generator:
    digest = hashlib.blake2b(repr(key).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "little"))


@lru_cache(maxsize=256)
def _blink_starts(seed: int, who: str, block: int, rate: float) -> tuple[float, ...]:
    random = _random("blink", seed, who, block)
    starts: list[float] = []
    median = math.log(_BLINK_MEDIAN / max(rate, _BLINK_RATE_LEAST))
    t = block * _BLOCK + float(random.uniform(*_FIRST_BLINK))
    while t < (block + 1) * _BLOCK - _BLINK_END:
        starts.append(t)
        if random.random() < _DOUBLE_SHARE:
            starts.append(t + _DOUBLE_AFTER)
        t += max(_BLINK_LEAST, float(random.lognormal(median, _BLINK_SPREAD)))
    return tuple(starts)


def find_blinks(seed: int, who: str, t: float, rate: float) -> tuple[float, ...]:
    """Times at which blinks start, around `t`."""
    block = math.floor(t / _BLOCK)
    near = [start for at in (block - 1, block, block + 1) for start in _blink_starts(seed, who, at, rate)]
    return tuple(start for start in near if -_BLINK_NEAR < t - start < _BLINK_NEAR)


def blink(since: float) -> float:
    """How far the lids are shut, 0 to 1, `since` seconds after a blink's start."""
    if since < 0.0:
        return 0.0
    if since < BLINK_SHUT:
        return ease(since / BLINK_SHUT)
    if since < BLINK_SHUT + BLINK_HELD:
        return 1.0
    return 1.0 - ease((since - BLINK_SHUT - BLINK_HELD) / BLINK_OPENED)


@lru_cache(maxsize=256)
def _glances(seed: int, who: str, block: int) -> tuple[Glance, ...]:
    """Fixations: most near the viewer's face, some aside; a second or so each."""
    random = _random("glance", seed, who, block)
    found: list[Glance] = []
    t = block * _BLOCK
    while t < (block + 1) * _BLOCK:
        how = _ASIDE if random.random() < _ASIDE_SHARE else _AHEAD
        x, y = float(random.normal(0.0, how.reach)), float(random.normal(_REST_LOW, how.reach * _REST_FLAT))
        found.append(Glance(t, x, y))
        t += max(_REST_LEAST, float(random.lognormal(math.log(how.lasts), _REST_SPREAD)))
    return tuple(found)


def glance(seed: int, who: str, t: float) -> tuple[float, float]:
    """Where the eyes look by themselves at `t`: fixations, with quick jumps between them."""
    block = math.floor(t / _BLOCK)
    before, now = Glance(-1e9, 0.0, 0.0), Glance(-1e9, 0.0, 0.0)
    for each in (*_glances(seed, who, block - 1)[-2:], *_glances(seed, who, block)):
        if each.start > t:
            break
        before, now = now, each
    share = ease((t - now.start) / _SACCADE)
    x, y = before.x + (now.x - before.x) * share, before.y + (now.y - before.y) * share
    across, high = _FARTHEST
    return max(-across, min(across, x)), max(-high, min(high, y))


@lru_cache(maxsize=4096)
def _knot(seed: int, who: str, channel: str, number: int) -> float:
    return float(_random("sway", seed, who, channel, number).uniform(-1.0, 1.0))


@lru_cache(maxsize=1024)
def _knots(seed: int, who: str, channel: str, number: int) -> tuple[float, ...]:
    """The four around what lies between knot `number` and the next."""
    return tuple(_knot(seed, who, channel, number + step) for step in (-1, 0, 1, 2))


def sway(seed: int, who: str, channel: str, t: float, period: float) -> float:
    """A slow wander in [-1, 1]: a cubic through random knots `period` seconds apart; never repeats."""
    place = t / period
    number = math.floor(place)
    share = place - number
    p0, p1, p2, p3 = _knots(seed, who, channel, number)
    value = p1 + 0.5 * share * (p2 - p0 + share * (2 * p0 - 5 * p1 + 4 * p2 - p3 + share * (3 * (p1 - p2) + p3 - p0)))
    return max(-1.0, min(1.0, value))


def ease(share: float) -> float:
    """0 to 1 with rest at both ends."""
    share = max(0.0, min(1.0, share))
    return share * share * (3.0 - 2.0 * share)
