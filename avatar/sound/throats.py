"""People who make sounds together without words: one throat at a time, by source and formants.

What a laugh is made of follows Bachorowski, Smoski and Owren, "The acoustic features of human laughter" (JASA 110,
2001): calls of a tenth of a second, about five a second, around 270 Hz for men and 400 for women and far above when
laughter is strong, vowels from the middle of the mouth, softer and lower towards the end of a breath.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avatar.sound.synth import Rng, Wave, add, good_length

THROAT_RATE = 24_000
"""Hz: throats have little above 10 kHz, and a crowd takes half the time."""

_CALL = 0.21
"""Seconds of sound that a call may take up, ringing and all."""


@dataclass(frozen=True)
class Person:
    """How one throat sounds."""

    pitch: float
    """Hz, of a relaxed laugh."""
    tract: float
    """Formants relative to a man's: 1.0 to 1.25."""
    vowel: tuple[float, float, float, float]
    """Formants in Hz, of a man."""
    rate: float
    """Calls a second."""
    breath: float
    """Share of hiss in the voice, 0 to 1."""
    tilt: float
    """How fast harmonics fall: dull 1.2, bright 0.5."""
    gain: float


_VOWELS = (
    (700.0, 1220.0, 2600.0, 3500.0),  # ha
    (640.0, 1190.0, 2390.0, 3400.0),  # huh
    (620.0, 1450.0, 2500.0, 3500.0),  # heh, from the middle
    (570.0, 1000.0, 2410.0, 3300.0),  # hoh
    (480.0, 1750.0, 2550.0, 3500.0),  # hih
)
_VOWEL_SHARES = (0.40, 0.68, 0.86, 0.95, 1.0)
"""Cumulative: laughter is mostly open and central."""


def person(chance: Rng) -> Person:
    """Anyone in the house."""
    high = chance.random() < 0.5
    vowel = _VOWELS[int(np.searchsorted(_VOWEL_SHARES, chance.random()))]
    return Person(
        pitch=(205.0 if not high else 340.0) * 2 ** (0.9 * (chance.random() - 0.45)),
        tract=(1.0 if not high else 1.16) * (0.95 + 0.1 * chance.random()),
        vowel=vowel,
        rate=4.4 + 1.3 * chance.random(),
        breath=0.08 + 0.5 * chance.random() ** 2,
        tilt=0.5 + 0.6 * chance.random(),
        gain=0.3 + 1.5 * chance.random() ** 3,  # one in ten has the laugh that everyone hears
    )


def wave(pitch: float, tilt: float) -> Wave:
    """One period of a voice, as a table: all harmonics below 9 kHz, each softer than the one before."""
    turns = np.arange(2048) / 2048
    highest = max(2, int(9000 / pitch))
    out = np.zeros_like(turns)
    for number in range(1, highest + 1):
        out += np.sin(2 * np.pi * number * turns + 0.4 * number) / number**tilt
    level: float = np.sqrt(np.mean(out**2))
    return out / level


def read_wave(table: Wave, pitch: NDArray[np.float64], start: NDArray[np.float64] | float = 0.0) -> Wave:
    """The voice at a pitch that moves: `pitch` in Hz, one value a sample, along the last axis."""
    phase = np.cumsum(pitch, axis=-1) / THROAT_RATE + start
    return table[((phase % 1.0) * len(table)).astype(np.int64)]


def formants(length: int, tract: NDArray[np.float64], vowel: tuple[float, ...]) -> NDArray[np.complex128]:
    """The answer of a throat, shape (rows of `tract`, frequencies): resonators one after the other."""
    f = np.fft.rfftfreq(length, 1 / THROAT_RATE)[None, :]
    answer = np.ones((len(tract), f.shape[1]), np.complex128)
    for number, formant in enumerate(vowel):
        centre = formant * tract[:, None]
        width = (90.0, 110.0, 170.0, 250.0)[number] * 1.15
        answer *= centre**2 / (centre**2 - f**2 + 1j * f * width)
    lift = (
        1.0 + (f / 1700.0) ** 1.3 + (np.minimum(f, 9000.0) / 2400.0) ** 6
    )  # the formants above the fourth, and the lips' radiation
    answer *= lift
    return answer


def airy(throat: NDArray[np.complex128]) -> NDArray[np.float64]:
    """The answer of a throat to breath, which is born all along it: the same peaks, half as high."""
    return np.sqrt(np.abs(throat))


def utter_calls(who: Person, starts: Wave, loud: Wave, pitch: Wave, lengths: Wave, chance: Rng) -> Wave:
    """ "Ha" at each of `starts` (seconds), with its loudness, its pitch in Hz and the length of its voice."""
    count = round(_CALL * THROAT_RATE)
    t = np.arange(count)[None, :] / THROAT_RATE
    rows = len(starts)
    lag = 0.035 + 0.02 * chance.random((rows, 1))
    inside = (t - lag) / lengths[:, None]
    voice_rise = np.clip((t - lag) / 0.018, 0.0, 1.0)
    voiced = voice_rise * np.clip(1.15 - inside, 0.0, 1.0) ** 1.4 * (inside > 0)
    arch = 1.0 + 0.10 * np.sin(np.pi * np.clip(inside, 0.0, 1.2)) - 0.12 * np.clip(inside, 0.0, 1.4)
    shake = 1.0 + 0.02 * (chance.random((rows, 1)) - 0.5)
    source = read_wave(
        wave(float(pitch.max()) * 1.1, who.tilt), pitch[:, None] * arch * shake, chance.random((rows, 1))
    )
    puff = np.clip(t / 0.025, 0.0, 1.0) * np.exp(-np.maximum(t - lag, 0.0) / 0.03)
    hiss = (chance.random((rows, count)) * 2.0 - 1.0) * (who.breath * (1.3 * puff + 0.5 * voiced))
    length = good_length(count + 480)
    throat = formants(length, who.tract * (0.94 + 0.12 * chance.random(rows)), who.vowel)
    spectrum = np.fft.rfft(source * voiced, length, axis=1) * throat + np.fft.rfft(hiss, length, axis=1) * airy(throat)
    heard = np.fft.irfft(spectrum, length, axis=1)[:, :count]
    heard *= np.clip((_CALL - t) / 0.02, 0.0, 1.0)
    out = np.zeros(round((float(starts.max()) + _CALL) * THROAT_RATE) + 1)
    for start, row, gain in zip(starts, heard, loud, strict=True):
        add(out, row, float(start), float(gain), THROAT_RATE)
    return out


def laugh(who: Person, count: int, force: float, chance: Rng) -> Wave:
    """One person laughs for `count` calls on one breath; `force` 0 (through the nose) to 1 (helpless)."""
    numbers = np.arange(count)
    through = numbers / max(count - 1, 1)
    gaps = (1.0 + 0.25 * through + 0.16 * (chance.random(count) - 0.5)) / (who.rate * (0.94 + 0.12 * force))
    starts = np.concatenate([[0.0], np.cumsum(gaps[:-1])])
    crest = 0.12 + 0.2 * chance.random()
    bow = np.where(through < crest, 0.7 + 0.3 * through / crest, np.exp(-1.6 * (through - crest)))
    loud = bow * (0.8 + 0.4 * chance.random(count))
    reach = 1.0 + force * (0.2 + 0.9 * chance.random())
    pitch = who.pitch * (0.86 + (reach - 0.86) * bow) * (1.0 + 0.06 * (chance.random(count) - 0.5))
    lengths = (0.075 + 0.05 * chance.random(count)) * (0.85 + 0.3 * force)
    return utter_calls(who, starts, loud, pitch, lengths, chance)


def breath(who: Person, seconds: float, chance: Rng) -> Wave:
    """Air drawn in, as after a laugh."""
    count = round(seconds * THROAT_RATE)
    through = np.arange(count) / count
    hiss = (chance.random(count) * 2.0 - 1.0) * np.sin(np.pi * through) ** 1.5
    length = good_length(count + 480)
    throat = formants(length, np.array([who.tract * 1.1]), who.vowel)[0]
    return np.fft.irfft(np.fft.rfft(hiss, length) * airy(throat), length)[:count]


def hold_voice(
    who: Person, pitch: Wave, loud: Wave, open_to: tuple[float, ...], chance: Rng, hiss: float = 0.1
) -> Wave:
    """A voice held: "aww", "ooh", "hey". `pitch` (Hz) and `loud` have a value a sample; the mouth goes from the
    person's vowel to `open_to`."""
    count = len(pitch)
    wander = np.interp(np.arange(count), np.linspace(0, count, 12), 1.0 + 0.025 * (chance.random(12) - 0.5))
    shake = 1.0 + 0.012 * np.sin(2 * np.pi * (4.5 + 1.5 * chance.random()) * np.arange(count) / THROAT_RATE)
    source = read_wave(wave(float(pitch.max()) * 1.1, who.tilt), pitch * wander * shake, chance.random())
    source = (source + hiss * 2 * (chance.random(count) * 2.0 - 1.0)) * loud
    length = good_length(count + 1200)
    spectrum = np.fft.rfft(source, length)
    row = np.array([who.tract])
    first = np.fft.irfft(spectrum * formants(length, row, who.vowel)[0], length)[:count]
    last = np.fft.irfft(spectrum * formants(length, row, open_to)[0], length)[:count]
    share = np.arange(count) / count
    return first * (1 - share) + last * share
