"""Where in a sound somebody speaks: by its level alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.runs import find_runs
from avatar.types import FRAME_RATE, Clip

QUIETEST = -60.0
"""dB below full scale: nothing under it is speech."""

DEPTH = 45.0
"""dB: how far below the loud parts the floor may lie; digital silence lies deeper but tells no more."""

LEAST_CONTRAST = 8.0
"""dB between the background and the loud parts; with less, there is no pause to measure the background in."""

_SPOKEN = 0.3
"""Share of the way in dB from the background to the loud parts above which somebody speaks."""

SHORTEST_PAUSE = 0.12
"""Seconds; a shorter dip is a stop's closure, not a pause."""

SHORTEST_SPEECH = 0.05
"""Seconds; a shorter burst is a click."""


def levels(clip: Clip) -> NDArray[np.float32]:
    """Level in dB of full scale of each 10 ms frame, shape (ceil(duration x 100),); windows of 20 ms."""
    count = -(-len(clip.samples) * FRAME_RATE // clip.rate)
    edges = (np.arange(count + 1) * clip.rate // FRAME_RATE).clip(0, len(clip.samples))
    power = np.zeros(count, np.float64)
    for first in range(0, count, 6000):  # in blocks, so that a long sound is never held as floats at once
        last = min(first + 6000, count)
        block = clip.samples[edges[first] : edges[last]].astype(np.float32) / 32768.0
        total = np.concatenate(([0.0], np.cumsum(np.square(block), dtype=np.float64)))
        low, high = edges[first:last] - edges[first], edges[first + 1 : last + 1] - edges[first]
        power[first:last] = (total[high] - total[low]) / np.maximum(high - low, 1)
    smooth = power.copy()
    smooth[1:] += power[:-1]
    smooth[1:] /= 2
    decibels: NDArray[np.float32] = (10 * np.log10(smooth + 1e-12)).astype(np.float32)
    return decibels


def floor_and_top(level: NDArray[np.float32]) -> tuple[float, float]:
    """dB of the background and of the loud parts of a sound's levels."""
    top = float(np.percentile(level, 95))
    return max(float(np.percentile(level, 8)), top - DEPTH), top


def voiced_spans(clip: Clip) -> tuple[tuple[float, float], ...]:
    """Start and end in seconds of each stretch in which somebody speaks; () for silence."""
    level = levels(clip)
    if len(level) == 0:
        return ()
    floor, top = floor_and_top(level)
    if top < QUIETEST:
        return ()
    if top - floor < LEAST_CONTRAST:
        floor = top - DEPTH
    loud = level > max(floor + _SPOKEN * (top - floor), QUIETEST)
    spans: list[tuple[float, float]] = []
    for first, last in find_runs(loud):
        start, end = first / FRAME_RATE, last / FRAME_RATE
        if spans and start - spans[-1][1] < SHORTEST_PAUSE:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple((start, min(end, clip.duration)) for start, end in spans if end - start >= SHORTEST_SPEECH)
