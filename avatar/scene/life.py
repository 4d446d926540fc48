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
"""Seconds that are drawn at a time."""
_BLINK_MEDIAN = 3.3
"""Seconds between blinks, median, in conversation; Bentivoglio et al. 1997 (Movement Disorders 12) count 26 a minute
in talk, 17 at rest."""
_BLINK_SPREAD = 0.55
"""Standard deviation of the logarithm of the intervals: many short, a few long ones."""
BLINK_SHUT = 0.085
BLINK_HELD = 0.035
BLINK_OPENED = 0.16
"""Seconds of a blink's three parts; lids fall faster than they rise."""


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
    t = block * _BLOCK + float(random.uniform(0.4, 2.5))
    while t < (block + 1) * _BLOCK - 0.6:
        starts.append(t)
        if random.random() < 0.12:
            starts.append(t + 0.34)
        t += max(0.9, float(random.lognormal(math.log(_BLINK_MEDIAN / max(rate, 0.05)), _BLINK_SPREAD)))
    return tuple(starts)


def blinks(seed: int, who: str, t: float, rate: float) -> tuple[float, ...]:
    """Times at which blinks start, around `t`."""
    block = math.floor(t / _BLOCK)
    near = [start for at in (block - 1, block, block + 1) for start in _blink_starts(seed, who, at, rate)]
    return tuple(start for start in near if -1.0 < t - start < 1.0)


def lid(since: float) -> float:
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
        aside = random.random() < 0.22
        reach = 0.42 if aside else 0.1
        found.append(Glance(t, float(random.normal(0.0, reach)), float(random.normal(0.02, reach * 0.45))))
        t += max(0.35, float(random.lognormal(math.log(0.7 if aside else 1.5), 0.5)))
    return tuple(found)


def glance(seed: int, who: str, t: float) -> tuple[float, float]:
    """Where the eyes look by themselves at `t`: jumps of 60 ms between fixations."""
    block = math.floor(t / _BLOCK)
    before, now = Glance(-1e9, 0.0, 0.0), Glance(-1e9, 0.0, 0.0)
    for each in (*_glances(seed, who, block - 1)[-2:], *_glances(seed, who, block)):
        if each.start > t:
            break
        before, now = now, each
    share = ease((t - now.start) / 0.06)
    x, y = before.x + (now.x - before.x) * share, before.y + (now.y - before.y) * share
    return max(-0.8, min(0.8, x)), max(-0.4, min(0.4, y))


@lru_cache(maxsize=4096)
def _knot(seed: int, who: str, channel: str, number: int) -> float:
    return float(_random("sway", seed, who, channel, number).uniform(-1.0, 1.0))


def sway(seed: int, who: str, channel: str, t: float, period: float) -> float:
    """A slow wander in [-1, 1]: a cubic through random knots `period` seconds apart; never repeats."""
    place = t / period
    number = math.floor(place)
    share = place - number
    p0, p1, p2, p3 = (_knot(seed, who, channel, number + step) for step in (-1, 0, 1, 2))
    value = p1 + 0.5 * share * (p2 - p0 + share * (2 * p0 - 5 * p1 + 4 * p2 - p3 + share * (3 * (p1 - p2) + p3 - p0)))
    return max(-1.0, min(1.0, value))


def ease(share: float) -> float:
    """0 to 1 with rest at both ends."""
    share = max(0.0, min(1.0, share))
    return share * share * (3.0 - 2.0 * share)
