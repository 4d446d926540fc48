"""The clap test's arithmetic: how much later a sound is heard than the lips are seen that make it.

Somebody taps along with a row of beats twice: once by ear, once by eye. How far ahead of or behind a steady beat
people tap is their own (Repp, Sensorimotor synchronization, 2005), and falls out of the difference.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

BEATS = 10
LEAD_IN = 2
"""Beats at the beginning in which one only finds the rhythm."""
LEAST_TAPS = 5
SCATTER_MS = 90.0
"""From this median distance to the median on, the taps follow no beat."""


class Tapped(NamedTuple):
    """How somebody tapped along."""

    late: float
    """Seconds, the median over the beats; negative: early."""
    scatter: float
    """Seconds, the median distance to that."""


def match_taps(beats: Sequence[float], taps: Sequence[float]) -> Tapped | None:
    """How taps lie to beats, both in seconds of one clock; None where too few of them belong to a beat."""
    if len(beats) <= LEAD_IN:
        return None
    half = median(b - a for a, b in itertools.pairwise(beats)) / 2
    found = []
    for beat in beats[LEAD_IN:]:
        near = min((tap - beat for tap in taps), key=abs, default=half)
        if abs(near) < half:
            found.append(near)
    if len(found) < LEAST_TAPS:
        return None
    late = median(found)
    return Tapped(late, median(abs(each - late) for each in found))


def find_offset_ms(heard: Tapped, seen: Tapped, now: float) -> float:
    """The offset (picture later than the sound, ms) that brings lips and sound together; `now`: the one in use."""
    return round(min(1000.0, max(-1000.0, now + 1000 * (heard.late - seen.late))))
