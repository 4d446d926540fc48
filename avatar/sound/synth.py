"""What all the sounds are put together from: noise, tones, envelopes, filters, rooms.

Sounds are float64 arrays, shape (count,), at `RATE` unless a function is told another rate. Filters work on the whole
sound at once, by its spectrum: sounds are short, and nothing here has to run live.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

RATE = 48_000
"""Hz."""

Wave = NDArray[np.float64]
Rng = np.random.Generator
Points = Sequence[tuple[float, float]]
"""(second, value) pairs, in order; straight lines between them."""


def rng(*seed: int) -> Rng:
    """A source of chance that is the same on every machine. PCG64 and its `random` are fixed for good by NumPy."""
    return np.random.Generator(np.random.PCG64(list(seed)))


def times(seconds: float, rate: int = RATE) -> Wave:
    """The times of a sound's samples, in seconds."""
    return np.arange(max(1, round(seconds * rate))) / rate


def noise(chance: Rng, seconds: float, rate: int = RATE) -> Wave:
    """White noise in [-1, 1]."""
    return chance.random(max(1, round(seconds * rate))) * 2.0 - 1.0


def tone(hertz: ArrayLike, seconds: float, rate: int = RATE, phase: float = 0.0) -> Wave:
    """A sine; `hertz` may be an array, one value a sample."""
    count = max(1, round(seconds * rate))
    pitch = np.broadcast_to(np.asarray(hertz, np.float64), (count,))
    out: Wave = np.sin(2 * np.pi * np.cumsum(pitch) / rate + phase)
    return out


def decay(seconds: float, fall: float, rise: float = 0.001, rate: int = RATE) -> Wave:
    """An envelope: up within `rise`, then down by a factor of e every `fall` seconds."""
    t = times(seconds, rate)
    return np.minimum(t / rise, 1.0) * np.exp(-t / fall)


def curve(points: Points, seconds: float, rate: int = RATE) -> Wave:
    """Straight lines through (second, value) points."""
    at, values = zip(*points, strict=True)
    return np.asarray(np.interp(times(seconds, rate), at, values), np.float64)


# ------------------------------------------------------------------------------------------------------------ filters


@cache
def good_length(count: int) -> int:
    """The next length whose spectrum is quick to take: 2, 3 and 5 are its only factors."""
    best = 1 << (count - 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            two = three
            while two < count:
                two *= 2
            best = min(best, two)
            three *= 3
        five *= 5
    return best


def shape_spectrum(sound: Wave, gains: NDArray[np.complex128], length: int) -> Wave:
    """A sound through a filter given by its answer at each frequency of a spectrum of `length` samples."""
    return np.fft.irfft(np.fft.rfft(sound, length) * gains, length)[: len(sound)]


_DAMPINGS = {1: (), 2: (1.4142,), 4: (1.8478, 0.7654)}
"""Butterworth's polynomials: the middle factors of each order's quadratic terms."""


def _butterworth(s: NDArray[np.complex128], order: int) -> NDArray[np.complex128]:
    terms = [s * s + damping * s + 1.0 for damping in _DAMPINGS[order]] or [s + 1.0]
    answer: NDArray[np.complex128] = 1.0 / np.prod(terms, axis=0)
    return answer


def band(sound: Wave, low: float, high: float, order: int = 2, rate: int = RATE) -> Wave:
    """Only what lies between two frequencies; 0 and infinity leave a side open. `order` is 1, 2 or 4 (Butterworth)."""
    length = good_length(len(sound) + rate // 20)
    f = np.maximum(np.fft.rfftfreq(length, 1 / rate), 1e-3)
    gains = np.ones(len(f), np.complex128)
    if low > 0:
        gains *= _butterworth(low / (1j * f), order)
    if high < rate / 2:
        gains *= _butterworth(1j * f / high, order)
    return shape_spectrum(sound, gains, length)


def resonant(sound: Wave, peaks: Iterable[tuple[float, float, float]], rate: int = RATE) -> Wave:
    """A sound through resonators side by side: (Hz, bandwidth in Hz, gain at the peak) each."""
    length = good_length(len(sound) + rate // 20)
    f = np.fft.rfftfreq(length, 1 / rate)
    gains = np.zeros(len(f), np.complex128)
    for centre, width, gain in peaks:
        gains += gain * 1j * f * width / (centre**2 - f**2 + 1j * f * width)
    return shape_spectrum(sound, gains, length)


def modes(partials: Iterable[tuple[float, float, float]], seconds: float, chance: Rng, rate: int = RATE) -> Wave:
    """A struck thing: (Hz, loudness, seconds to fall by a factor of e) for each way that it rings."""
    t = times(seconds, rate)
    out = np.zeros_like(t)
    for hertz, loudness, fall in partials:
        if hertz < rate * 0.45:
            out += loudness * np.exp(-t / fall) * np.sin(2 * np.pi * (hertz * t + chance.random()))
    return out * np.minimum(t / 0.0008, 1.0)


def convolve(sound: Wave, impulse: Wave) -> Wave:
    count = len(sound) + len(impulse) - 1
    length = good_length(count)
    return np.fft.irfft(np.fft.rfft(sound, length) * np.fft.rfft(impulse, length), length)[:count]


# ------------------------------------------------------------------------------------------------- putting together


def add(out: Wave, sound: Wave, at: float, gain: float = 1.0, rate: int = RATE) -> None:
    """Mixes a sound into another at `at` seconds; what hangs over the end is lost."""
    start = round(at * rate)
    if start < 0:
        sound, start = sound[-start:], 0
    count = min(len(sound), len(out) - start)
    if count > 0:
        out[start : start + count] += gain * sound[:count]


def sequence(parts: Iterable[tuple[float, Wave]], rate: int = RATE) -> Wave:
    """Sounds at their seconds, mixed; as long as the last of them."""
    placed = list(parts)
    out = np.zeros(max((round(at * rate) + len(sound) for at, sound in placed), default=1))
    for at, sound in placed:
        add(out, sound, at, rate=rate)
    return out


def room(sound: Wave, wet: float, size: float, chance: Rng, bright: float = 4000.0, rate: int = RATE) -> Wave:
    """The sound in a room: a few early reflections, then noise that fades within `size` seconds (to -60 dB).

    High notes fade sooner, as walls and people swallow them. `wet` is the reverberation's level against the sound's.
    """
    if wet <= 0.0 or size <= 0.0:
        return sound
    return sequence(((0.0, sound), (0.0, wet * convolve(sound, impulse(size, chance, bright, rate)))), rate)


def impulse(size: float, chance: Rng, bright: float = 4000.0, rate: int = RATE) -> Wave:
    """A room's answer to a clap, of energy 1, without the clap itself."""
    t = times(size, rate)
    hiss = noise(chance, size, rate)
    low = band(hiss, 120.0, bright * 0.4, 1, rate) * np.exp(-6.9 * t / size)
    high = band(hiss, bright * 0.4, bright * 2.5, 1, rate) * np.exp(-6.9 * t / (size * 0.55))
    tail = (low + high) * np.minimum(t / (0.015 + size * 0.02), 1.0)
    tail /= np.sqrt(np.sum(tail**2))
    for _ in range(8):
        place = int((0.004 + chance.random() * 0.05 * min(size, 1.2)) * rate)
        tail[min(place, len(tail) - 1)] += (chance.random() - 0.5) * 0.5
    return tail


def fade(sound: Wave, rise: float = 0.002, fall: float = 0.02, rate: int = RATE) -> Wave:
    """Begins and ends at nothing, smoothly."""
    up, down = min(round(rise * rate), len(sound) // 2), min(round(fall * rate), len(sound) // 2)
    out = sound.copy()
    out[:up] *= np.sin(np.linspace(0.0, np.pi / 2, up)) ** 2
    out[len(out) - down :] *= np.cos(np.linspace(0.0, np.pi / 2, down)) ** 2
    return out


def trim(sound: Wave, floor: float = 0.001) -> Wave:
    """The sound without the tail that nobody hears: all that stays below `floor` of the loudest sample."""
    loud = np.flatnonzero(np.abs(sound) > floor * max(np.abs(sound).max(initial=0.0), 1e-12))
    return sound[: loud[-1] + 1] if len(loud) else sound[:1]
