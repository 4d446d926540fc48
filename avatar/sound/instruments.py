"""Musical instruments: a few waves each, whose shares change as a note goes on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from avatar.sound.synth import (
    RATE,
    Points,
    Rng,
    Wave,
    band,
    curve,
    decay,
    noise,
    resonant,
    room,
    sequence,
    times,
)

_TABLE = 4096

Harmonics = tuple[float, ...]


@lru_cache(maxsize=256)
def _table(harmonics: Harmonics) -> Wave:
    turns = np.arange(_TABLE) / _TABLE
    out = np.zeros(_TABLE)
    for number, loud in enumerate(harmonics, 1):
        if loud:
            out += loud * np.sin(2 * np.pi * number * turns)
    return out


def _read(harmonics: Harmonics, pitch: Wave | float, phase: Wave) -> Wave:
    """A wave at a phase (turns, one value a sample), without what would lie above the ear's and the rate's end."""
    highest = max(1, int(17_000 / float(np.max(pitch))))
    found: Wave = _table(harmonics[:highest])[(phase * _TABLE).astype(np.int64) & (_TABLE - 1)]
    return found


def _falling(count: int, power: float, odd: float = 1.0, even: float = 1.0) -> Harmonics:
    return tuple((odd if number % 2 else even) / number**power for number in range(1, count + 1))


@dataclass(frozen=True)
class Struck:
    """A string, bar or tine that is hit or plucked, and then dies away: its bright part sooner."""

    dull: Harmonics
    bright: Harmonics
    rings: float
    """Seconds for the dull part to fall by a factor of e, at A4 (440 Hz); lower notes ring longer."""
    glints: float
    """The same for the bright part."""
    click: float = 0.0
    """Loudness of the hammer, the stick or the finger."""
    tremolo: float = 0.0
    """Depth of the swell of a vibraphone, six times a second."""
    damped: float = 0.08
    """Seconds in which a note dies once it is let go."""


@dataclass(frozen=True)
class Blown:
    """A pipe or a bowed string: it speaks, is held, and stops. Louder is brighter."""

    dull: Harmonics
    bright: Harmonics
    rise: float
    """Seconds until it speaks."""
    fall: float
    vibrato: float = 0.006
    """Depth, as a share of the pitch, once the note has settled."""
    hiss: float = 0.0
    many: int = 1
    """How many players: each a little off."""


PIANO = Struck(_falling(10, 1.6), _falling(18, 0.8), 0.55, 0.12, 0.10)
ELECTRIC = Struck((1.0, 0.12, 0.04), (0.2, 0.5, 0.2, 0.3, 0, 0, 0.35, 0, 0, 0.1), 0.8, 0.10, 0.04, 0.12)
VIBES = Struck((1.0, 0.0, 0.0, 0.12), (0.1, 0, 0, 0.6, 0, 0, 0, 0, 0, 0.3), 0.9, 0.10, 0.03, 0.35, 0.3)
GLOCK = Struck((1.0, 0.0, 0.25), (0.2, 0, 0.5, 0, 0.4, 0, 0, 0.2), 0.55, 0.15, 0.05)
PLUCKED = Struck(_falling(8, 1.3), _falling(16, 0.9), 0.16, 0.05, 0.15, damped=0.12)
BASS = Struck(_falling(6, 1.3), _falling(14, 1.0), 0.38, 0.06, 0.12, damped=0.06)
MALLETS = Struck((1.0, 0, 0, 0.25), (0.3, 0, 0, 0.7, 0, 0, 0, 0.2), 0.20, 0.04, 0.12)
CLARINET = Blown(_falling(15, 1.3, 1.0, 0.06), _falling(21, 0.75, 1.0, 0.3), 0.03, 0.05, 0.004, 0.008)
BRASS = Blown(_falling(10, 1.7), _falling(26, 0.75), 0.025, 0.06, 0.005, 0.01, 3)
STRINGS = Blown(_falling(16, 1.25), _falling(24, 0.95), 0.12, 0.25, 0.006, 0.01, 2)
LOW_STRINGS = Blown(_falling(20, 1.2), _falling(30, 0.9), 0.08, 0.2, 0.005, 0.02, 2)

Instrument = Struck | Blown


def hertz(midi: float) -> float:
    """Equal temperament, A4 = 440 Hz."""
    return float(440.0 * 2.0 ** ((midi - 69.0) / 12.0))


def note(instrument: Instrument, midi: float, seconds: float, force: float, chance: Rng) -> Wave:
    """One note, held for `seconds`; `force` 0 to 1."""
    if isinstance(instrument, Struck):
        return _struck(instrument, hertz(midi), seconds, force, chance)
    return _blown(instrument, hertz(midi), seconds, force, chance)


def _struck(what: Struck, pitch: float, seconds: float, force: float, chance: Rng) -> Wave:
    low = float(np.clip((440.0 / pitch) ** 0.5, 0.4, 2.2))
    length = min(seconds + what.damped * 4, what.rings * low * 6)
    t = times(length)
    phase = t * pitch
    held = np.exp(-np.maximum(t - seconds, 0.0) / what.damped)
    rise = np.minimum(t / 0.002, 1.0)
    out = _read(what.dull, pitch, phase) * np.exp(-t / (what.rings * low))
    out += (0.35 + 0.5 * force) * _read(what.bright, pitch, phase) * np.exp(-t / (what.glints * low))
    if what.tremolo:
        out *= 1.0 - what.tremolo * (0.5 - 0.5 * np.cos(2 * np.pi * 5.6 * t))
    if what.click:
        hit = band(noise(chance, 0.03), 300.0, 5000.0, 1) * decay(0.03, 0.004)
        out[: len(hit)] += what.click * force * hit[: len(out)]
    return force * out * rise * held


def _blown(what: Blown, pitch: float, seconds: float, force: float, chance: Rng) -> Wave:
    length = seconds + what.fall
    t = times(length)
    rise = min(what.rise, seconds * 0.5)
    steady = rise * 3 + 0.02
    swell = np.interp(t, (0.0, rise, steady, max(seconds, steady + rise)), (0.0, 1.0, 0.85, 0.8))
    loud = swell * np.clip((length - t) / what.fall, 0.0, 1.0)
    out = np.zeros_like(t)
    for _ in range(what.many):
        off = 1.0 + (0.004 * (chance.random() - 0.5) if what.many > 1 else 0.0)
        settled = np.clip((t - 0.25) / 0.4, 0.0, 1.0)
        swing = what.vibrato * settled * np.sin(2 * np.pi * ((4.8 + 0.8 * chance.random()) * t + chance.random()))
        scoop = 1.0 - 0.012 * np.exp(-t / 0.03)
        phase = np.cumsum(pitch * off * scoop * (1.0 + swing)) / RATE + chance.random()
        bright = np.clip(force * loud**1.5, 0.0, 1.0)
        out += _read(what.dull, pitch, phase) * (1.0 - bright) + _read(what.bright, pitch, phase) * bright
    if what.hiss:
        out += what.hiss * what.many * band(noise(chance, length), pitch, 7000.0, 1)[: len(t)]
    heard: Wave = force * out * loud / what.many**0.7
    return heard


_WAH_NOTES: tuple[tuple[float, float, float], ...] = (
    (0.0, 0.40, 62),
    (0.46, 0.40, 61),
    (0.92, 0.42, 60),
    (1.42, 1.75, 59),
)
"""(second, length, MIDI note): down by semitones, and the last one stays to be ashamed."""


def _wah(start: float, length: float, midi: float, chance: Rng) -> Wave:
    """One note of a muted trombone: slid into from below, the plunger opened and shut once, or for ever on the last."""
    last = length > 1.0
    t = times(length)
    bends: Points = ((0, -0.9), (0.07, 0.0), (length * 0.85, 0.0), (length, -0.35))
    if last:
        bends = ((0, -0.9), (0.08, 0.0), (0.5, -0.1), (length, -2.2))
    shake = curve(((0, 0), (0.35, 0.05), (length, 0.42)), length) if last else 0.0 * t
    pitch = hertz(midi) * 2 ** ((curve(bends, length) + shake * np.sin(2 * np.pi * 5.2 * t)) / 12)
    phase = np.cumsum(pitch) / RATE + chance.random()
    loud = curve(((0, 0), (0.04, 1.0), (length * 0.8, 0.8), (length, 0)), length)
    buzz = (_read(_falling(30, 1.05), pitch, phase) + 0.02 * noise(chance, length)[: len(t)]) * loud
    shut = resonant(buzz, ((430.0, 180.0, 0.8), (1250.0, 700.0, 0.08)))
    half = resonant(buzz, ((620.0, 260.0, 0.8), (1500.0, 500.0, 0.5)))
    wide = resonant(buzz, ((850.0, 500.0, 0.9), (1700.0, 700.0, 0.9), (2900.0, 1400.0, 0.45)))
    if last:
        opened = 0.5 - 0.5 * np.cos(2 * np.pi * np.cumsum(curve(((0, 2.2), (length, 4.2)), length)) / RATE)
        opened *= curve(((0, 1), (length * 0.7, 0.8), (length, 0.2)), length)
    else:
        opened = np.sin(np.pi * np.clip(t / length, 0, 1)) ** 1.2
    near = np.clip(1.0 - 2 * opened, 0, 1)
    far = np.clip(2 * opened - 1.0, 0, 1)
    return shut * near + half * (1.0 - near - far) + wide * far


def sad_trombone(chance: Rng) -> Wave:
    """Wah, wah, wah, waaah: it did not work out."""
    parts = [(start, _wah(start, length, midi, chance)) for start, length, midi in _WAH_NOTES]
    return room(sequence(parts), 0.2, 0.7, chance, 3000.0)
