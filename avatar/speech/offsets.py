"""By how much the times that a net tells are late against the sound that it makes.

A net makes speech from text and durations by steps that look around, so what is heard of a phone begins before the step
that the durations give it. Each figure is the median over 40 sentences of where edges are heard (stops, hiss, nasals;
`python -m benchmarks.boundaries`), with a stress mark's time given to its vowel and a space's to the phone after it.
"""

from __future__ import annotations

from typing import NamedTuple


class Lag(NamedTuple):
    """How late an engine's times are."""

    seconds: float
    """At the voice's own pace."""
    reason: str


LAGS = {
    "kokoro": Lag(0.052, "its sound is made from a text that is 25 ms to the step and smoothed over several steps"),
    "hibari": Lag(0.050, "it was distilled from Kokoro, durations and all"),
    "piper": Lag(0.017, "VITS aligns by steps of 12 ms, and a step takes in where its sound begins"),
}


def find_lag(engine: str, pace: float) -> float:
    """Seconds by which an engine's times are late. `pace`: 1 is the voice's own, 2 twice as fast.

    Half of it is the net's own, half goes with its steps: hibari's is 58 ms at pace 0.7, 50 at 1 and 41 at 1.4.
    """
    return LAGS[engine].seconds * (1 + 1 / pace) / 2
