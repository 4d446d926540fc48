"""How much of what a microphone hears is what is being played, at whatever delay.

A canceller knows the delay and the room, and is lost for a second where either changes: a device that lost some sound
is enough. This asks for neither, so that it holds meanwhile; it knows no room, so that it takes nothing away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.ears.voice import RATE

WINDOW = 2048
"""Samples of the microphone that are looked at: 128 ms. Fewer are alike by chance, more hold what was before somebody
began to speak."""

REACH = round(0.3 * RATE)
"""Samples by which an echo may come after its sound."""

SHARP = 0.95
"""How much of each sample is taken from the next: speech's low notes are alike whoever speaks."""


def find_likeness(heard: NDArray[np.float32], played: NDArray[np.float32]) -> float:
    """How alike what is heard is to the most alike piece of what is played, 0 to 1.

    `heard`: WINDOW samples; `played`: at least as many, and as many more as delays are tried.
    """
    what, where = _sharpened(heard), _sharpened(played)
    size = 1 << (len(what) + len(where) - 1).bit_length()
    found = np.fft.irfft(np.conj(np.fft.rfft(what, size)) * np.fft.rfft(where, size), size)
    places = len(where) - len(what) + 1
    power = np.concatenate(([0.0], np.cumsum(where.astype(np.float64) ** 2)))
    power = power[len(what) :] - power[: -len(what)]
    scale = np.sqrt(float(np.sum(what.astype(np.float64) ** 2)) * power)
    usable = scale > 1e-9
    return float(np.max(np.abs(found[:places][usable]) / scale[usable], initial=0.0))


def _sharpened(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.append(samples[:1], samples[1:] - np.float32(SHARP) * samples[:-1])
