"""Left and right: who stands left is heard left, what comes from nowhere all around. For films and for the stage."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from avatar.types import Spread

BREADTH = 0.6
"""How far places are apart to the ear, of what two loudspeakers could do: partners differ by some 4 dB from side to
side, which places them and tires nobody who listens by headphones."""

STEP_S = 0.05
"""Seconds between the moments at which the place of somebody who walks is looked up; between them it moves evenly."""

ROUND, ROUND_S = 0.45, 0.0113
"""How much of a sound from nowhere (the house, music, weather) is added to one side and taken from the other, so many
seconds late: a comb for either ear (Lauridsen 1954). Both sides together are the sound as it was."""

Waves = NDArray[np.float32]
"""Samples or gains, shape (count, 2)."""


def spread_gains(x: NDArray[np.float64]) -> Waves:
    """Gains of left and right, shape (count, 2), for places 0 (left) to 1 (right) of the picture: of constant power,
    and 1 and 1 in the middle, where a sound is as loud as it was."""
    angle = np.pi / 4 + (np.clip(x, 0.0, 1.0) - 0.5) * BREADTH * np.pi / 2
    gains: Waves = (np.sqrt(2.0) * np.stack([np.cos(angle), np.sin(angle)], axis=1)).astype(np.float32)
    return gains


@lru_cache(maxsize=256)
def _standing(x: float) -> Waves:
    """The gains of a place, shape (1, 2)."""
    return spread_gains(np.array([x]))


class Course:
    """Where somebody is heard in the course of a scene, 0 (left) to 1 (right)."""

    def __init__(self, times: Sequence[float] = (0.0,), xs: Sequence[float] = (0.5,)) -> None:
        """`times`: seconds of the scene, ascending, one at least; `xs`: the place at each. Between them it moves
        evenly, before and after them it stays."""
        self.times, self.xs = tuple(times), tuple(xs)

    def gains(self, first: int, count: int, step: float, origin: float = 0.0) -> Waves:
        """What left and right hear of samples `first` to `first + count`, of which number n is at the scene second
        `origin + n * step`: shape (count, 2), or (1, 2) where nothing moves."""
        low = max(0, bisect_right(self.times, origin + first * step) - 1)
        high = bisect_left(self.times, origin + (first + count - 1) * step)
        near = self.xs[low : high + 1]
        if min(near) == max(near):
            return _standing(near[0])
        low = max(0, low - 1)
        seconds = origin + np.arange(first, first + count) * step
        return spread_gains(np.interp(seconds, self.times[low : high + 2], self.xs[low : high + 2]))


MIDDLE = Course()
"""Of who is not to be seen."""

SPREADS: Mapping[Spread, tuple[tuple[float, Waves], ...]] = {
    "around": ((0.0, np.ones((1, 2), np.float32)), (ROUND_S, np.array([[ROUND, -ROUND]], np.float32))),
    "sides": ((0.0, np.array([[1.0, -1.0]], np.float32)),),
}
"""Sounds that are heard otherwise than from a place: so many seconds late each is heard with these gains, shape
(1, 2)."""
