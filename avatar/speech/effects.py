"""What a voice goes through on its way: a loudspeaker, a wooden box, a cave. As long as before, and as loud.

    samples ─ filter ─ ring ─ reflections ─ tail ─ saturation ─> samples, brought back to their level

Each effect is a row of numbers. A later part of a row works on what the one before it made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import EngineError
from avatar.nearest import find_nearest
from avatar.types import Clip

Samples = NDArray[np.float64]

KNEE, PEAK = 0.75, 0.98
"""Of full scale: what is over the knee is rounded off so that it never passes the peak."""


class Peak(NamedTuple):
    """A resonance."""

    hertz: float
    db: float
    octaves: float
    """Its width, where half of its dB are left."""


class Effect(NamedTuple):
    """Numbers of one effect; as they stand, each part does nothing."""

    low_hz: float = 0.0
    """Below this it falls by 12 dB an octave."""
    high_hz: float = 0.0
    """Above this, too; 0: nowhere."""
    peaks: tuple[Peak, ...] = ()
    ring_hz: float = 0.0
    """The sound is multiplied with a sine of this frequency ..."""
    ring: float = 0.0
    """... and so much of the product takes the place of the sound, 0 to 1."""
    reflections: tuple[tuple[float, float], ...] = ()
    """Milliseconds after the sound, and strength against it; negative ones come back upside down."""
    tail_s: float = 0.0
    """Seconds in which the rest of a room's sound falls by 60 dB."""
    tail: float = 0.0
    """Its energy against that of the sound, 0 to 1."""
    tail_high_hz: float = 6000.0
    """Above this the walls swallow it."""
    wobble_hz: float = 0.0
    """Times a second that the pitch goes up and down ..."""
    wobble_ms: float = 0.0
    """... by being so much earlier and later."""
    drive: float = 0.0
    """How far it overdrives what it goes through: 1 rounds off a voice's peaks, 4 squares them."""


EFFECTS: Mapping[str, Effect] = {
    # A cone of some 8 cm gives nothing below 300 Hz, rings where its cavity does, and breaks up above 4 kHz.
    "loudspeaker": Effect(
        low_hz=320, high_hz=4200, peaks=(Peak(780, 5, 0.6), Peak(2300, 6, 0.5)), drive=1.6,
        reflections=((1.3, -0.35), (2.9, 0.2)),
    ),
    # What makes a robot of a voice since "Doctor Who" (1963): 30 to 60 Hz, low enough that words stay words.
    "ring": Effect(ring_hz=52, ring=0.55),
    # A tin that answers: a comb of 4.3 ms is a tube of 70 cm, whose partials lie 230 Hz apart.
    "tin": Effect(reflections=((4.3, 0.55), (8.6, 0.34), (12.9, 0.2), (17.2, 0.12))),
    # A head or a chest of wood with 30 cm between its walls: modes near 570 and 1140 Hz, lows of the body, dull above.
    "box": Effect(
        low_hz=140, high_hz=3600, peaks=(Peak(290, 6, 0.45), Peak(570, 7, 0.35), Peak(1140, 5, 0.3)),
        reflections=((1.7, 0.3), (3.5, -0.22)),
    ),
    # Stone with water on it: it gives back early and hard, and swallows the highs slowly.
    "cave": Effect(
        reflections=((11, 0.42), (17, -0.33), (23, 0.3), (31, 0.22)), tail_s=0.55, tail=0.16, tail_high_hz=5200,
        peaks=(Peak(420, 3, 0.7),),
    ),
    # What is under water or made of it bends: the wobble of a bubble, slower than a vibrato (5 to 6 Hz).
    "wobble": Effect(wobble_hz=4.3, wobble_ms=0.9),
    # Between shelves of books: near walls, and little that they give back.
    "study": Effect(reflections=((4.1, 0.16), (7.3, 0.1)), tail_s=0.16, tail=0.03, tail_high_hz=3500),
    # A room with some chairs in it.
    "room": Effect(reflections=((6.2, 0.2), (11.5, 0.15)), tail_s=0.3, tail=0.06, tail_high_hz=5000),
    # A hall of stone: a station, a museum.
    "hall": Effect(reflections=((19, 0.2), (29, 0.16), (41, 0.12)), tail_s=0.9, tail=0.1, tail_high_hz=4500),
}  # fmt: skip
"""Name of an effect to its numbers."""


def check_effect(name: str) -> None:
    """Raises EngineError where there is no such effect."""
    if name not in EFFECTS:
        close = find_nearest(name, EFFECTS)
        hint = f"Did you mean {close!r}? " if close else ""
        raise EngineError(f"There is no effect {name!r}", remedy=f"{hint}There are: {', '.join(EFFECTS)}.")


def apply_effects(clip: Clip, names: Sequence[str]) -> Clip:
    """The clip through some effects, one after the other; each keeps its length and its loudness, and clips nothing.

    Raises EngineError for a name that no effect has.
    """
    for name in names:
        check_effect(name)
    effects = [EFFECTS[name] for name in names]
    if not effects or not len(clip.samples):
        return clip
    samples = clip.floats().astype(np.float64)
    loud = _loudness(samples)
    for effect in effects:
        samples = _through(samples, clip.rate, effect)
    samples *= loud / max(_loudness(samples), 1e-9)
    return Clip.from_floats(_round_off(samples), clip.rate)


def _through(samples: Samples, rate: int, effect: Effect) -> Samples:
    samples = _bent(samples, rate, effect)
    samples = _filtered(samples, rate, effect)
    t = np.arange(len(samples)) / rate
    samples = samples * (1 - effect.ring + effect.ring * 1.4 * np.sin(2 * np.pi * effect.ring_hz * t))
    samples = _convolved(samples, _response(effect, rate)) if effect.reflections or effect.tail else samples
    if effect.drive:
        peak = max(float(np.abs(samples).max()), 1e-9)
        samples = np.tanh(samples / peak * (1 + 2 * effect.drive)) * peak
    return samples


def _bent(samples: Samples, rate: int, effect: Effect) -> Samples:
    if not effect.wobble_ms:
        return samples
    at = np.arange(len(samples), dtype=np.float64)
    later = effect.wobble_ms / 1000 * rate * np.sin(2 * np.pi * effect.wobble_hz * at / rate)
    return np.interp(at - later, at, samples)


def _filtered(samples: Samples, rate: int, effect: Effect) -> Samples:
    """Without delay: the filter has no phase, and what it would do before a sound begins is below hearing."""
    if not (effect.low_hz or effect.high_hz or effect.peaks):
        return samples
    size = _fast(len(samples) + rate // 10)
    hertz = np.fft.rfftfreq(size, 1 / rate)
    octaves = np.log2(np.maximum(hertz, 1.0))
    db = sum((each.db * 0.5 ** (((octaves - np.log2(each.hertz)) / each.octaves * 2) ** 2) for each in effect.peaks),
             np.zeros_like(hertz))  # fmt: skip
    factor = 10 ** (db / 20)
    if effect.low_hz:
        factor = factor * hertz**2 / (hertz**2 + effect.low_hz**2)
    if effect.high_hz:
        factor = factor / (1 + (hertz / effect.high_hz) ** 2)
    return np.asarray(np.fft.irfft(np.fft.rfft(samples, size) * factor, size)[: len(samples)])


@cache
def _response(effect: Effect, rate: int) -> Samples:
    """What a click becomes: itself, the reflections, and a tail of noise that falls; the same every time."""
    last = max((ms for ms, _ in effect.reflections), default=0.0) / 1000
    size = 1 + round(max(last, effect.tail_s) * rate)
    response = np.zeros(size)
    response[0] = 1.0
    for ms, strength in effect.reflections:
        response[min(size - 1, round(ms / 1000 * rate))] += strength
    if effect.tail:
        t = np.arange(size) / rate
        begins = 1 - np.exp(-t / 0.008)  # a tail grows out of the first reflections
        noise = np.random.default_rng(7).standard_normal(size) * 10 ** (-3 * t / effect.tail_s) * begins
        hertz = np.fft.rfftfreq(size, 1 / rate)
        noise = np.fft.irfft(np.fft.rfft(noise) / (1 + (hertz / effect.tail_high_hz) ** 2), size)
        response += noise * np.sqrt(effect.tail / np.sum(noise**2))
    return response


def _convolved(samples: Samples, response: Samples) -> Samples:
    size = _fast(len(samples) + len(response))
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)[: len(samples)]
    last = min(len(wet), len(response))
    wet[len(wet) - last :] *= np.linspace(1.0, 0.0, last) ** 0.5
    return np.asarray(wet)


def _fast(size: int) -> int:
    """The next size that a Fourier transform likes."""
    return 1 << (size - 1).bit_length()


def _loudness(samples: Samples) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(samples**2)))


def _round_off(samples: Samples) -> Samples:
    size = np.abs(samples)
    rounded = KNEE + (PEAK - KNEE) * np.tanh((size - KNEE) / (PEAK - KNEE))
    return np.where(size > KNEE, np.sign(samples) * rounded, samples)
