"""Holds a sound's true peaks below a ceiling: turned down before they come, up again after them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

CEILING_DB = -1.5
"""dBTP that no peak passes: places ask for -1, and a lossy encoder adds some tenths."""

AHEAD_S = 0.01
"""Seconds in which it is turned down before a peak: slow enough not to click."""

BACK_DB_S = 40.0
"""Decibels a second in which it comes back: faster is heard as distortion, slower as pumping."""

BLOCK = 128
"""Steps that are looked at in one go: what fits into a processor's nearest memory."""

REACH = 8
"""Samples on either side that the filters between samples look at."""

Waves = NDArray[np.float32]

Read = Callable[[int, int], Waves]
"""First sample and count to samples, shape (count, channels): silence before the beginning and after the end."""


def _between(share: float) -> NDArray[np.float32]:
    """The filter for what lies `share` of the way from a sample to the next: a sinc under a Kaiser window."""
    away = np.arange(1 - REACH, REACH + 1) - share
    window = np.i0(7.0 * np.sqrt(np.maximum(0.0, 1 - (away / REACH) ** 2))) / np.i0(7.0)
    taps = np.sinc(away) * window
    found: NDArray[np.float32] = (taps / taps.sum()).astype(np.float32)
    return found


FILTERS = np.stack([_between(part / 4) for part in (1, 2, 3)])

MOST = float(np.abs(FILTERS).sum(axis=1).max()) * 1.001
"""How many times as high as all samples around it a true peak can be."""


class Peaks:
    """The true peak of each step, at four times the rate (ITU-R BS.1770-4, annex 2): looked for only where the samples
    are high enough for it to matter, which few are."""

    def __init__(self, highest: Waves, step: int, read: Read) -> None:
        """`highest`: magnitude of the samples of each step, `step` of them; `read`: the samples."""
        self._step, self._read = step, read
        self.found = highest.copy()
        """The true peaks, where they were looked for; else the highest samples."""
        around = np.pad(highest, 1)
        self._bound = np.lib.stride_tricks.sliding_window_view(around, 3).max(axis=1, initial=0.0) * np.float32(MOST)
        self._open = np.ones(len(highest), bool)

    def look(self, above: NDArray[np.floating[Any]] | float) -> NDArray[np.float32]:
        """The peaks of all steps: the true ones of all that can be higher than `above`."""
        wanted = np.flatnonzero(self._open & (self._bound > above))
        for run in np.split(wanted, np.flatnonzero(np.diff(wanted) > 1) + 1):
            for at in range(0, len(run), BLOCK):
                self._look(int(run[at]), len(run[at : at + BLOCK]))
        self._open[wanted] = False
        return self.found

    def highest(self, curve: NDArray[np.float32]) -> float:
        """The highest true peak under gains at the edges of the steps."""
        if not len(self.found):
            return 0.0
        gains = np.maximum(curve[:-1], curve[1:])
        least = float((self.found * np.minimum(curve[:-1], curve[1:])).max())
        found = self.look(least / np.maximum(gains, 1e-9))
        return float((found * gains).max())

    def _look(self, first: int, steps: int) -> None:
        count = steps * self._step
        piece = self._read(first * self._step - REACH, count + 2 * REACH)
        part = self.found[first : first + steps]
        between, product = np.empty((2, count), np.float32)
        for channel in np.ascontiguousarray(piece.T):
            for taps in FILTERS:
                between.fill(0.0)
                for place, tap in enumerate(taps, 1):
                    between += np.multiply(channel[place : place + count], tap, out=product)
                np.abs(between, out=between)
                np.maximum(part, between.reshape(steps, self._step).max(axis=1), out=part)


def hold(peaks: NDArray[np.float32], gain: float, step_s: float) -> NDArray[np.float32]:
    """Gains at the edges of the steps, shape (steps + 1,), `gain` among them, that let no peak pass the ceiling."""
    room, before = find_room(), round(AHEAD_S / step_s)
    need = 20 * np.log10(np.minimum(1.0, room / np.maximum(peaks.astype(np.float64) * gain, 1e-9)))
    falling = np.arange(len(need)) * (BACK_DB_S * step_s)
    back = falling + np.minimum.accumulate(need - falling)
    # Each edge gets the mean of minima that all reach over the steps on both of its sides.
    ahead = np.pad(back, (before, before), "constant")
    least = np.lib.stride_tricks.sliding_window_view(ahead, before + 1).min(axis=1)
    smooth = np.convolve(least, np.full(before, 1 / before), "valid")[: len(need) + 1]
    gains: NDArray[np.float32] = (gain * 10 ** (smooth / 20)).astype(np.float32)
    return gains


def find_room() -> float:
    """The magnitude that no peak passes."""
    return float(10 ** (CEILING_DB / 20))
