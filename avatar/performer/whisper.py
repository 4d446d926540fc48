"""A whisper made of speech: the same mouth, with breath in place of the voice.

Each moment's spectral envelope (its cepstrum without the pitch) shapes noise, as the throat shapes breath; what a
voice adds below the first formant is taken out. Envelope by liftering: Oppenheim and Schafer, "Homomorphic analysis of
speech", IEEE Trans. Audio Electroacoustics 16, 1968; a whisper's flatter spectrum: Ito, Takeda and Itakura, "Analysis
and recognition of whispered speech", Speech Communication 45, 2005.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.types import Clip

WINDOW_S = 0.024
"""Seconds of one moment: two periods of a low voice."""

LIFTER_S = 0.0016
"""Seconds of the cepstrum that are the mouth's; what comes later is pitch, of voices up to 500 Hz."""

FLOOR_HZ = 350.0
"""Below this a whisper has next to nothing."""

TILT_DB = 4.0
"""dB that the spectrum is raised by for each octave from FLOOR_HZ to TILT_TO_HZ: the spectrum of a voice falls towards
high frequencies, that of breath does not."""

TILT_TO_HZ = 3000.0

_PEAK = 0.98
"""Of full scale: samples are held just short of it."""

BLOCK = 512
"""Moments worked on at once."""


def whispered(clip: Clip) -> Clip:
    """The same words in a whisper, as long and about as strong moment by moment; the same every time."""
    size = int(WINDOW_S * clip.rate) // 4 * 4
    hop = size // 4
    samples = clip.floats()
    if len(samples) < size:
        return clip
    padded = np.concatenate([np.zeros(size, np.float32), samples, np.zeros(2 * size, np.float32)])
    window = np.hanning(size + 1)[:size].astype(np.float32)
    starts = np.arange(0, len(padded) - size, hop)
    noise = np.random.default_rng(0).standard_normal(len(padded)).astype(np.float32)
    tilt = _tilt(np.fft.rfftfreq(size, 1 / clip.rate))
    out = np.zeros(len(padded), np.float32)
    for first in range(0, len(starts), BLOCK):
        places = starts[first : first + BLOCK, np.newaxis] + np.arange(size)
        said = padded[places] * window
        breath = np.fft.irfft(
            np.fft.rfft(noise[places] * window) * _envelope(said, round(LIFTER_S * clip.rate)) * tilt, size
        )
        strength = _strength(said) / np.maximum(_strength(breath), 1e-9)
        for start, piece in zip(starts[first : first + BLOCK], breath * strength * window, strict=True):
            out[start : start + size] += piece
    # Hann windows applied twice, a quarter window apart, add up to 1.5.
    return Clip.from_floats(np.clip(out[size : size + len(samples)] / 1.5, -_PEAK, _PEAK), clip.rate)


def _envelope(moments: NDArray[np.float32], kept: int) -> NDArray[np.float64]:
    """What the mouth does to each moment, shape (moments, bins): the spectrum without its harmonics."""
    spectrum = np.log(np.abs(np.fft.rfft(moments)) + 1e-5)
    cepstrum = np.fft.irfft(spectrum)
    cepstrum[:, kept:-kept] = 0.0
    return np.asarray(np.exp(np.fft.rfft(cepstrum).real), np.float64)


def _tilt(hertz: NDArray[np.floating]) -> NDArray[np.float64]:
    octaves = np.log2(np.clip(hertz, FLOOR_HZ, TILT_TO_HZ) / FLOOR_HZ)
    high_pass = hertz**4 / (hertz**4 + FLOOR_HZ**4)
    return np.asarray(high_pass * 10 ** (TILT_DB * octaves / 20))


def _strength(moments: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(np.sqrt(np.mean(moments**2, axis=1, keepdims=True)))
