"""What a listener would notice of a sound, as numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.sound.synth import RATE, Wave
from avatar.types import Clip

Floats = NDArray[np.float64]


def floats(clip: Clip) -> Floats:
    return clip.samples.astype(np.float64) / 32768


def peak_db(clip: Clip) -> float:
    return 20 * float(np.log10(np.abs(floats(clip)).max()))


def rms(sound: Floats) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def swell(clip: Clip, window: float = 0.1) -> Floats:
    """Its level, a hundred times a second."""
    step, width = clip.rate // 100, round(window * 100)
    power = floats(clip)[: len(clip.samples) // step * step].reshape(-1, step).__pow__(2).mean(axis=1)
    level: Floats = np.sqrt(np.convolve(power, np.ones(width) / width, "same"))
    return level


def between(clip: Clip, low: float, high: float) -> float:
    """The share of its power that lies between two frequencies."""
    power = np.abs(np.fft.rfft(floats(clip))) ** 2
    f = np.fft.rfftfreq(len(clip.samples), 1 / clip.rate)
    return float(power[(f >= low) & (f < high)].sum() / power.sum())


def beats(clip: Clip, low: float, high: float) -> float:
    """How much of its swelling and fading happens between `low` and `high` times a second (of 1 to 30)."""
    power = np.fft.rfft(floats(clip))
    f = np.fft.rfftfreq(len(clip.samples), 1 / clip.rate)
    voices = Clip.from_floats(np.fft.irfft(power * ((f > 400) & (f < 2500)), len(clip.samples)), clip.rate)
    level, slow = swell(voices, 0.01), swell(voices, 0.4)
    fast = (level - slow) / (slow + slow.max() * 0.05) * np.hanning(len(level))
    spectrum = np.abs(np.fft.rfft(fast, 1024)) ** 2
    f = np.fft.rfftfreq(1024, 0.01)
    return float(spectrum[(f >= low) & (f <= high)].sum() / spectrum[(f > 1) & (f < 30)].sum())


def pitch(clip: Clip, start: float, end: float) -> float:
    """The strongest frequency between two seconds, in Hz."""
    piece = floats(clip)[round(start * clip.rate) : round(end * clip.rate)]
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 1 << 17))
    return float(np.argmax(spectrum) * clip.rate / (1 << 17))


def peak_near(clip: Clip, low: float, high: float) -> float:
    """The strongest frequency between two others, in Hz."""
    size = 1 << 19
    sound = floats(clip)
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size))
    first, last = (round(each * size / clip.rate) for each in (low, high))
    return float((first + np.argmax(spectrum[first:last])) * clip.rate / size)


def note_of(sound: Floats, expected: float, within: float = 0.4, rate: int = 48_000) -> float:
    """The note of a sound, in Hz, by autocorrelation: the best one within a share of the expected, either way."""
    size = 1 << (2 * len(sound) - 1).bit_length()
    lag = np.fft.irfft(np.abs(np.fft.rfft(sound - sound.mean(), size)) ** 2)
    low, high = int(rate / expected / (1 + within)), int(rate / expected * (1 + within)) + 1
    best = low + int(np.argmax(lag[low:high]))
    before, here, after = lag[best - 1 : best + 2]
    return float(rate / (best + 0.5 * (before - after) / (before - 2 * here + after)))


def clip_of(sound: Wave, rate: int = RATE) -> Clip:
    """A sound as loud as 16 bits allow."""
    return Clip.from_floats(0.9 * sound / np.abs(sound).max(), rate)


def part(clip: Clip, start: float, end: float) -> Clip:
    return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)


def key(name: str) -> float:
    """Hertz of a key such as "a4", in equal temperament: twelve steps to an octave, a4 = 440."""
    step = "c c# d d# e f f# g g# a a# b".split().index(name[:-1])
    return 440.0 * 2 ** ((step - 9) / 12 + int(name[-1]) - 4)
