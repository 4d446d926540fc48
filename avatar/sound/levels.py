"""How loud a sound is to the ear, and how it is brought to a level without ever clipping."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.sound.synth import RATE, Wave, band, fade

PEAK = 10 ** (-1.5 / 20)
"""No sample is larger: -1.5 dBFS, so that a change of rate stays below -1."""
_BLOCK = 0.4
"""Seconds: the window of "momentary" loudness."""
_KNEE = 0.6
"""Share of PEAK below which nothing is bent."""


def loudness(sound: Wave, rate: int = RATE) -> float:
    """The loudest 0.4 s, in LUFS: ITU-R BS.1770's weighting, drawn straight onto the spectrum, without its gate."""
    length = len(sound)
    f = np.fft.rfftfreq(length, 1 / rate)
    high_pass = f**2 / (f**2 + 38.0**2)
    shelf = 1.0 + (10 ** (4.0 / 20) - 1.0) * f**2 / (f**2 + 1500.0**2)
    weighted = np.fft.irfft(np.fft.rfft(sound) * high_pass * shelf, length)
    power = np.cumsum(np.concatenate([[0.0], weighted**2]))
    window = min(length, round(_BLOCK * rate))
    loudest = float((power[window:] - power[:-window]).max()) / round(_BLOCK * rate)
    return -0.691 + 10 * float(np.log10(max(loudest, 1e-12)))


def mean_loudness(sound: NDArray[np.floating], rate: int = RATE) -> float:
    """LUFS of all of a sound that is heard: BS.1770's integrated loudness, of blocks side by side; -70 for silence.

    What lies more than 10 dB under the mean is a pause, and does not count.
    """
    size = max(1, round(_BLOCK * rate))
    count = len(sound) // size
    blocks = sound[: count * size].reshape(count, size) if count else np.pad(sound, (0, size - len(sound)))[None]
    f = np.fft.rfftfreq(size, 1 / rate)
    weight = f**2 / (f**2 + 38.0**2) * (1.0 + (10 ** (4.0 / 20) - 1.0) * f**2 / (f**2 + 1500.0**2))
    power = np.concatenate([(np.abs(np.fft.rfft(part, axis=1) * weight) ** 2).sum(axis=1) for part in _parts(blocks)])
    power *= 2.0 / size**2
    heard = power[power > 10 ** ((-70 + 0.691) / 10)]
    heard = heard[heard > heard.mean() / 10] if len(heard) else heard
    return -0.691 + 10 * float(np.log10(heard.mean())) if len(heard) else -70.0


def _parts(blocks: NDArray[np.floating], count: int = 64) -> list[NDArray[np.floating]]:
    """Blocks a few at a time, so that a long sound takes little memory."""
    return [blocks[at : at + count] for at in range(0, len(blocks), count)]


def limit(sound: Wave) -> Wave:
    """Peaks bent towards PEAK, never past it; what is under the knee stays as it is."""
    knee = _KNEE * PEAK
    over = np.maximum(np.abs(sound) - knee, 0.0)
    if not over.any():
        return sound
    bent: Wave = np.sign(sound) * (np.minimum(np.abs(sound), knee) + (PEAK - knee) * np.tanh(over / (PEAK - knee)))
    return bent


def level(sound: Wave, lufs: float, rise: float = 0.002, fall: float = 0.03, rate: int = RATE) -> Wave:
    """The sound at a loudness in LUFS, its peaks under PEAK, without inaudible lows, fading in and out of silence."""
    clean = fade(band(sound, 25.0, np.inf, 2, rate), rise, fall, rate)
    out = limit(clean * 10 ** ((lufs - loudness(clean, rate)) / 20))
    steady: Wave = out - out.mean() * _window(len(out), rate)
    return steady


def _window(count: int, rate: int) -> Wave:
    """Ones with soft ends, of mean 1: takes away a constant without a step at either end."""
    window = fade(np.ones(count), 0.002, 0.02, rate)
    return window / max(float(window.mean()), 1e-9)
