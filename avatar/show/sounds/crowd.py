"""Rooms full of people who laugh, clap, gasp and sigh: many throats and hands, each with its own moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from avatar.sound.synth import (
    RATE,
    Points,
    Rng,
    Wave,
    add,
    band,
    convolve,
    good_length,
    impulse,
    noise,
    resonant,
    sequence,
)
from avatar.sound.throats import THROAT_RATE, Person, breath, hold_voice, laugh, person


@dataclass(frozen=True)
class House:
    """Who is listening, and where."""

    name: str
    people: int
    near: int
    """How many of them are heard one by one; the rest blend."""
    spread: float
    """Seconds within which they catch on."""
    room: float
    """Seconds of reverberation (to -60 dB)."""
    wet: float
    """Level of the reverberation against what comes straight."""
    length: float
    """How long they go on, relative to a club."""
    lufs: float
    """Loudness of a laugh of strength 3. Speech stands at -17 in its loudest moments."""
    why: str


HOUSES: dict[str, House] = {
    house.name: house
    for house in (
        House("none", 0, 0, 0.0, 0.0, 0.0, 0.0, -70.0, "a rehearsal, or a show that wants no laughter"),
        House("table", 5, 5, 0.30, 0.30, 0.15, 0.75, -21.5, "friends: each is heard, and nobody laughs for long alone"),
        House("club", 60, 22, 0.40, 0.60, 0.30, 1.0, -17.5, "low ceiling, close tables: dry, quick, infectious"),
        House("theatre", 500, 26, 0.70, 1.60, 0.55, 1.3, -16.5, "the back row hears later: laughter rolls, and lasts"),
    )
}


@dataclass(frozen=True)
class Mirth:
    """One strength of laughter."""

    share: float
    """How much of the house laughs."""
    breaths: tuple[float, float, float]
    """How likely each person is to laugh a first, a second, a third breath."""
    calls: tuple[int, int]
    """Fewest and most calls on the first breath."""
    force: float
    """0 through the nose, 1 helpless."""
    late: float
    """Seconds until the second wave, where there is one: people laugh at the laughing."""
    claps: float
    """How much of the house claps as well."""
    lufs: float
    """Relative to strength 3."""
    why: str


MIRTH: tuple[Mirth, ...] = (
    Mirth(0.30, (1.0, 0.05, 0.0), (2, 4), 0.05, 0.0, 0.0, -7.0, "a chuckle: the joke was noticed"),
    Mirth(0.55, (1.0, 0.25, 0.0), (3, 6), 0.25, 0.0, 0.0, -3.5, "a laugh: most saw it coming and were glad"),
    Mirth(0.85, (1.0, 0.60, 0.1), (5, 9), 0.50, 0.0, 0.0, 0.0, "a good laugh: the house, together"),
    Mirth(0.95, (1.0, 0.80, 0.35), (6, 10), 0.75, 1.3, 0.0, 1.5, "a big laugh: a second wave, at the laughing itself"),
    Mirth(1.00, (1.0, 0.95, 0.7), (7, 12), 1.0, 1.7, 0.45, 2.75, "a roar that breaks into applause"),
)
"""Strengths 1 to 5."""


def _onset(chance: Rng, spread: float) -> float:
    """When someone catches on: most soon, some late. A gamma distribution of shape 2, of mean `spread` / 2."""
    return -0.25 * spread * float(np.log(max(chance.random() * chance.random(), 1e-4)))


def _someone_laughs(who: Person, mirth: Mirth, house: House, chance: Rng) -> list[tuple[float, Wave]]:
    """The breaths of one person's laugh, each at its second."""
    at = _onset(chance, house.spread)
    out: list[tuple[float, Wave]] = []
    for number, likely in enumerate(mirth.breaths):
        if chance.random() >= likely * (1.0 if number == 0 else house.length**0.5):
            break
        fewest, most = mirth.calls
        count = max(2, round((fewest + (most - fewest) * chance.random()) * (0.7**number) * house.length**0.3))
        force = mirth.force * (0.75 + 0.5 * chance.random()) * (0.8**number)
        sound = laugh(who, count, min(force, 1.0), chance) * ((0.95 if mirth.late else 0.75) ** number)
        out.append((at, sound))
        end = at + len(sound) / THROAT_RATE - 0.1
        gasp = 0.22 + 0.2 * chance.random()
        if mirth.force > 0.2:
            out.append((end + 0.03, breath(who, gasp, chance) * 0.10))
        at = end + gasp + 0.1 + 0.2 * chance.random()
        if number == 0 and mirth.late:
            at = max(at, mirth.late + 0.4 * (chance.random() - 0.5) + _onset(chance, house.spread))
    return out


def _mixed(parts: list[tuple[float, Wave]], rate: int = THROAT_RATE) -> Wave:
    out = np.zeros(max(round(at * rate) + len(sound) for at, sound in parts) + 1)
    for at, sound in parts:
        add(out, sound, at, rate=rate)
    return out


def _blended(near: Wave, house: House, heard: int, chance: Rng) -> Wave:
    """The near ones and, behind them, the rest of the house: the same throats from many places at once, duller."""
    rest = house.people - heard
    if rest <= 0:
        return near
    taps = np.zeros(round((0.05 + house.spread * 0.6) * THROAT_RATE))
    for _ in range(max(3, round(rest / max(heard, 1)) + 2)):
        taps[int(chance.random() ** 1.3 * (len(taps) - 1))] += 1.0 if chance.random() < 0.5 else -1.0
    taps *= 0.55 * (rest / max(heard, 1)) ** 0.2 / np.sqrt(np.sum(taps**2))
    far = band(convolve(near, taps), 150.0, 3500.0, 1, THROAT_RATE)
    far[: len(near)] += near
    return far


def _doubled(sound: Wave) -> Wave:
    """From the throats' rate to RATE, exactly: the same spectrum with nothing above it."""
    length = good_length(len(sound) + 200)
    spectrum = np.fft.rfft(sound, length)
    return np.fft.irfft(np.pad(spectrum, (0, length - length // 2)), 2 * length)[: 2 * len(sound)] * 2.0


def _housed(parts: list[tuple[float, Wave]], heard: int, house: House, chance: Rng) -> Wave:
    """All voices in their room, at RATE."""
    dry = _blended(_mixed(parts), house, heard, chance)
    wet = convolve(dry, impulse(house.room, chance, 3500.0, THROAT_RATE))
    wet *= house.wet
    wet[: len(dry)] += dry
    return _doubled(wet)


def laughter(house: House, mirth: Mirth, chance: Rng) -> Wave:
    """The house laughs."""
    heard = max(1, round(house.near * (mirth.share**0.5)))
    parts: list[tuple[float, Wave]] = []
    for _ in range(heard):
        who = person(chance)
        parts += [(at, sound * who.gain) for at, sound in _someone_laughs(who, mirth, house, chance)]
    sound = _housed(parts, heard, house, chance)
    if mirth.claps:
        hands = applause(house, mirth.claps, 3.4 * house.length**0.5, chance, gather=1.6)
        return _over(sound, hands, mirth.late * 0.6, 0.5)
    return sound


def _over(sound: Wave, other: Wave, at: float, share: float) -> Wave:
    """Another sound on top from `at` seconds on, at a share of this one's level."""
    loud = share * float(np.sqrt(np.mean(sound**2) / np.mean(other**2)))
    return sequence(((0.0, sound), (at, other * loud)))


# -------------------------------------------------------------------------------------------------------------- hands


def clap(chance: Rng) -> Wave:
    """One pair of hands, once: a click, and the air between the palms, whose note says how they are cupped.

    Repp, "The sound of two hands clapping" (JASA 81, 1987): peaks from 500 Hz (cupped) to 2.5 kHz (flat, fingers).
    """
    cup = 600.0 * 4.0 ** chance.random()
    hiss = noise(chance, 0.06) * np.exp(-np.arange(round(0.06 * RATE)) / RATE / (0.004 + 0.006 * chance.random()))
    body = resonant(hiss, ((cup, cup * 0.5, 1.0), (cup * 2.3, cup, 0.5), (5200.0, 4000.0, 0.22)))
    level: float = np.sqrt(np.sum(body**2))
    return body / level


def applause(house: House, share: float, seconds: float, chance: Rng, gather: float = 0.5) -> Wave:
    """The house claps: each at an own pace, in on a moment and out on another; thinning to the last one.

    `gather`: seconds within which they join in.
    """
    hands = max(2, round(house.people * share))
    near = min(hands, max(house.near * 3, 8))
    out = np.zeros(round((seconds + 1.0) * RATE))
    for _ in range(near):
        once = [clap(chance) for _ in range(2)]
        gain = 0.25 + chance.random() ** 3
        pace = 0.19 + 0.12 * chance.random()
        at = 0.05 + _onset(chance, gather + house.spread)
        end = seconds * (0.45 + 0.55 * chance.random() ** 0.7)
        while at < end:
            tired = 1.0 - 0.6 * (at / seconds) ** 2
            add(out, once[int(chance.random() * 2)], at, gain * tired * (0.6 + 0.6 * chance.random()))
            at += pace * (0.92 + 0.16 * chance.random()) * (1.0 + 0.25 * (at / seconds) ** 3)
    if hands > near:
        taps = np.zeros(round(0.25 * RATE))
        for _ in range(12):
            taps[int(chance.random() * (len(taps) - 1))] += chance.random() - 0.5
        taps *= np.sqrt(hands / near) * 0.5 / np.sqrt(np.sum(taps**2))
        out += band(convolve(out, taps)[: len(out)], 0.0, 5000.0, 1)
    wet = convolve(out, impulse(max(house.room, 0.2), chance, 6000.0)) * house.wet
    wet[: len(out)] += out
    return wet


# ------------------------------------------------------------------------------------------------- sounds of one mind

_OH = (420.0, 800.0, 2400.0, 3300.0)
_AH = (720.0, 1180.0, 2550.0, 3500.0)
_AY = (450.0, 1900.0, 2600.0, 3500.0)
_OO = (330.0, 900.0, 2300.0, 3300.0)


@dataclass(frozen=True)
class Murmur:
    """What a house says with one voice, without a word."""

    opens: tuple[float, float, float, float]
    closes: tuple[float, float, float, float]
    pitches: Points
    """(share of the length, factor on the person's pitch) points."""
    swells: Points
    """(share of the length, loudness) points."""
    seconds: float
    pitch: float
    """Relative to laughing."""
    hiss: float
    spread: float
    lufs: float
    """Relative to a laugh of strength 3."""


_SWELL = ((0.0, 0.0), (0.2, 0.8), (0.5, 1.0), (1.0, 0.0))
MURMURS: dict[str, Murmur] = {
    "aww": Murmur(_AH, _OH, ((0, 0.95), (0.3, 1.12), (1, 0.8)), _SWELL, 1.7, 0.75, 0.08, 0.45, -2.0),
    "ooh": Murmur(_OO, _OO, ((0, 0.8), (0.6, 1.15), (1, 1.05)), _SWELL, 1.5, 0.75, 0.08, 0.4, -2.0),
    "groan": Murmur(_AH, _OO, ((0, 1.0), (0.2, 1.05), (1, 0.7)), _SWELL, 1.6, 0.55, 0.25, 0.5, -2.0),
    "boo": Murmur(_OO, _OO, ((0, 0.95), (0.15, 1.0), (1, 0.88)), _SWELL, 2.0, 0.6, 0.1, 0.6, -1.0),
    "cheer": Murmur(
        _AY, _AH, ((0, 1.0), (0.2, 1.7), (1, 1.25)), ((0, 0), (0.08, 1), (0.5, 0.8), (1, 0)), 1.6, 1.05, 0.15, 0.8, 2.0
    ),
}


def _along(points: Points, through: Wave) -> Wave:
    at, values = zip(*points, strict=True)
    return np.asarray(np.interp(through, at, values), np.float64)


def murmur(kind: Murmur, house: House, chance: Rng) -> Wave:
    """The house says "aww", or the like."""
    heard = max(1, round(house.near * 0.8))
    parts: list[tuple[float, Wave]] = []
    for _ in range(heard):
        who = person(chance)
        seconds = kind.seconds * (0.7 + 0.5 * chance.random())
        through = np.linspace(0.0, 1.0, round(seconds * THROAT_RATE))
        pitch = who.pitch * kind.pitch * _along(kind.pitches, through)
        loud = _along(kind.swells, through) ** 1.5
        who = Person(who.pitch, who.tract, kind.opens, who.rate, who.breath, who.tilt + 0.2, who.gain)
        at = _onset(chance, kind.spread * (0.5 + house.spread))
        parts.append((at, hold_voice(who, pitch, loud, kind.closes, chance, kind.hiss) * who.gain))
    return _housed(parts, heard, house, chance)


def ovation(house: House, share: float, seconds: float, chance: Rng) -> Wave:
    """Applause with cheers on it."""
    cheer = murmur(MURMURS["cheer"], house, chance)
    waves = sequence((at * house.length**0.5, cheer * loud) for at, loud in ((0.0, 1.0), (1.3, -0.8), (2.7, 0.6)))
    return _over(applause(house, share, seconds, chance), waves, 0.5, 0.8)


def gasp(house: House, chance: Rng) -> Wave:
    """The house draws its breath."""
    heard = max(1, round(house.near * 0.8))
    parts: list[tuple[float, Wave]] = []
    for _ in range(heard):
        who = person(chance)
        seconds = 0.3 + 0.25 * chance.random()
        sound = breath(who, seconds, chance) * np.linspace(0.4, 1.6, round(seconds * THROAT_RATE))
        if chance.random() < 0.45:  # some have a voice while they draw in
            through = np.linspace(0.0, 1.0, round(seconds * THROAT_RATE))
            pitch = who.pitch * (1.2 + 0.5 * through)
            sound = sound * 0.5 + hold_voice(who, pitch, np.sin(np.pi * through) ** 2 * 0.6, _AH, chance, 0.5)
        parts.append((_onset(chance, 0.3 + 0.2 * house.spread), sound * who.gain))
    return _housed(parts, heard, house, chance)
