"""Holds a sound's true peaks below a ceiling: turned down before they come, up again after them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CEILING_DB = -1.5
"""dBTP that no peak passes: places ask for -1, and a lossy encoder adds some tenths."""

STEP_S = 0.0025
"""Seconds for which one peak is noted: 1600 bytes a second are kept of a film."""

AHEAD = 4
"""Steps in which it is turned down before a peak: slow enough not to click."""

BACK_DB_S = 40.0
"""Decibels a second in which it comes back: faster is heard as distortion, slower as pumping."""

REACH = 8
"""Samples on either side that the filters between samples look at."""

Waves = NDArray[np.float32]


def _between(share: float) -> NDArray[np.float32]:
    """The filter for what lies `share` of the way from a sample to the next: a sinc under a Kaiser window."""
    away = np.arange(1 - REACH, REACH + 1) - share
    window = np.i0(7.0 * np.sqrt(np.maximum(0.0, 1 - (away / REACH) ** 2))) / np.i0(7.0)
    taps = np.sinc(away) * window
    found: NDArray[np.float32] = (taps / taps.sum()).astype(np.float32)
    return found


FILTERS = tuple(_between(part / 4) for part in (1, 2, 3))


class Peaks:
    """Notes the true peak of each step, at four times the rate (ITU-R BS.1770-4, annex 2), while the sound comes in."""

    def __init__(self, rate: int, channels: int) -> None:
        self.step = round(STEP_S * rate)
        self._held = np.zeros((REACH, channels), np.float32)
        """What was not looked at yet, after as many samples as the filters look back."""
        self._found: list[Waves] = []

    def hear(self, samples: Waves) -> None:
        """The next samples, shape (count, channels)."""
        self._held = np.concatenate([self._held, samples])
        steps = (len(self._held) - 2 * REACH) // self.step
        if steps > 0:
            self._note(steps)

    def end(self) -> NDArray[np.float32]:
        """The largest magnitude of each step, shape (steps,)."""
        left = len(self._held) - REACH
        if left > 0:
            fill = -left % self.step + REACH
            self._held = np.concatenate([self._held, np.zeros((fill, self._held.shape[1]), np.float32)])
            self._note(-(-left // self.step))
        return np.concatenate([*self._found, np.zeros(0, np.float32)])

    def _note(self, steps: int) -> None:
        count = steps * self.step
        piece = self._held[: count + 2 * REACH]
        highest = np.abs(piece[REACH : REACH + count]).max(axis=1)
        for channel in piece.T:
            for taps in FILTERS:
                between = np.convolve(channel, taps[::-1], "valid")[1 : count + 1]
                highest = np.maximum(highest, np.abs(between))
        self._found.append(highest.reshape(steps, self.step).max(axis=1))
        self._held = self._held[count:]


def hold(peaks: NDArray[np.float32], gain: float) -> NDArray[np.float32]:
    """Gains at the edges of the steps, shape (steps + 1,), `gain` among them, that let no peak pass the ceiling."""
    room = 10 ** (CEILING_DB / 20)
    need = 20 * np.log10(np.minimum(1.0, room / np.maximum(peaks.astype(np.float64) * gain, 1e-9)))
    falling = np.arange(len(need)) * (BACK_DB_S * STEP_S)
    back = falling + np.minimum.accumulate(need - falling)
    # Each edge gets the mean of minima that all reach over the steps on both of its sides.
    ahead = np.pad(back, (AHEAD, AHEAD), "constant")
    least = np.lib.stride_tricks.sliding_window_view(ahead, AHEAD + 1).min(axis=1)
    smooth = np.convolve(least, np.full(AHEAD, 1 / AHEAD), "valid")[: len(need) + 1]
    gains: NDArray[np.float32] = (gain * 10 ** (smooth / 20)).astype(np.float32)
    return gains
