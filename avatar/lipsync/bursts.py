"""Where the lips part: the bursts of P and B, found in the sound. Times of phones say no more than that one is near."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from avatar.lipsync.visemes import targets
from avatar.types import Clip, Timed

ABOVE_HZ = 1500.0
"""A burst is a click: what hums on behind shut lips lies below this."""

BEFORE_S, AFTER_S = 0.006, 0.015
"""Seconds before the span of a stop and after it in which its burst may be: times are no better than that."""

WINDOW = 6
"""Milliseconds before and after a moment whose levels are compared."""

CLEAR_DB = 12.0
"""Rise of the level at a burst, at least. A stop without one, as before another, is let alone."""

BLOCK, MARGIN = 10_000, 500
"""Milliseconds that are looked at at once, and those around them that are filtered with them: a transform of minutes of
sound takes hundreds of megabytes."""

FLOOR = 1e-5
"""Amplitude below which nothing is heard."""


def find_bursts(clip: Clip, phones: Sequence[Timed]) -> tuple[float, ...]:
    """Seconds of the bursts of those P and B among the phones that have one, in order."""
    stops = [phone for phone in phones if _is_lips(phone.value)]
    if not stops or len(clip.samples) < clip.rate // 50:
        return ()
    levels = _levels(clip)
    found = []
    for stop in stops:
        low = max(1, round(1000 * (stop.start - BEFORE_S)))
        high = min(len(levels) - WINDOW, round(1000 * (stop.end + AFTER_S)))
        rises = [levels[at : at + WINDOW].mean() - levels[max(0, at - WINDOW) : at].mean() for at in range(low, high)]
        if rises and max(rises) >= CLEAR_DB:
            found.append((low + int(np.argmax(rises))) / 1000)
    return tuple(found)


def _is_lips(phone: str) -> bool:
    return any(target.manner == "stop" and target.part == "closure" for target in targets(phone))


def _levels(clip: Clip) -> np.ndarray:
    """Decibels of each millisecond, of what is above ABOVE_HZ; block by block where it is long."""
    count = math.ceil(1000 * clip.duration)
    if count <= BLOCK + 2 * MARGIN:
        return _levels_of(clip)
    found = []
    for first in range(0, count, BLOCK):
        low, high = max(0, first - MARGIN), first + BLOCK + MARGIN
        part = Clip(clip.samples[low * clip.rate // 1000 : high * clip.rate // 1000], clip.rate)
        found.append(_levels_of(part)[first - low : first - low + BLOCK])
    return np.concatenate(found)


def _levels_of(clip: Clip) -> np.ndarray:
    samples = clip.floats().astype(np.float64)
    spectrum = np.fft.rfft(samples)
    spectrum[: round(ABOVE_HZ * len(samples) / clip.rate)] = 0.0
    high = np.fft.irfft(spectrum, len(samples))
    edges = np.round(np.arange(0, len(samples) / clip.rate, 0.001) * clip.rate).astype(int)
    edges = edges[edges < len(samples)]  # the last one may be rounded up to the end
    power = np.add.reduceat(high**2, edges) / np.diff([*edges, len(samples)])
    return 10 * np.log10(power + FLOOR**2)
