"""The audience: how a house of a given size laughs, claps and sighs, and when a comedian would go on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from avatar.errors import ConfigError
from avatar.show.sounds import crowd
from avatar.show.sounds.crowd import HOUSES, MIRTH, MURMURS
from avatar.sound.levels import level
from avatar.sound.synth import RATE, Wave, rng, trim
from avatar.types import Clip

RESUME = 1 / 3
"""A comedian goes on once laughter has fallen to a third of its crest: talking into the tail keeps the roll, waiting
for silence loses it, and talking into the crest throws the line away."""
BEAT_S = 0.35
"""Where nobody laughs: long enough that the line still ends, short enough that nobody waits for anyone."""
_WINDOW = 0.4
"""Seconds over which the level is taken: a listener hears a swell, not single claps or calls."""


@dataclass(frozen=True, eq=False)
class Laughter:
    """The sound of a house, and its two moments that a performer listens for."""

    clip: Clip
    crest_s: float
    """Seconds from its start to the loudest moment."""
    resume_s: float
    """Seconds from its start to where a comedian goes on: past the crest, at `RESUME` of its level."""


def laugh(strength: int, house: str = "club", seed: int = 0) -> Laughter:
    """Laughter of strength 1 (a chuckle) to 5 (a roar that breaks into applause).

    The same arguments give the same samples. Raises ConfigError for a house that is not in HOUSES; strengths outside
    1 to 5 count as the nearest.
    """
    return _heard("laugh", min(max(strength, 1), 5), _house(house), seed)


def applaud(strength: int, house: str = "club", seed: int = 0) -> Laughter:
    """Clapping of strength 1 (polite) to 5 (an ovation, with cheers)."""
    return _heard("applause", min(max(strength, 1), 5), _house(house), seed)


def greet_entrance(house: str = "club", seed: int = 0) -> Laughter:
    """Applause that greets an entrance: quick to rise, and over sooner than applause at an end."""
    return _heard("entrance", 3, _house(house), seed)


def gasp(house: str = "club", seed: int = 0) -> Laughter:
    """A breath drawn by all at once."""
    return _heard("gasp", 3, _house(house), seed)


def murmur(kind: str, house: str = "club", seed: int = 0) -> Laughter:
    """What a house says with one voice: "aww", "ooh", "groan", "boo", "cheer"."""
    if kind not in MURMURS:
        raise ConfigError(f"No audience says {kind!r}", remedy=f"It is one of {', '.join(MURMURS)}.")
    return _heard(kind, 3, _house(house), seed)


def _house(name: str) -> str:
    if name not in HOUSES:
        raise ConfigError(f"There is no audience {name!r}", remedy=f"It is one of {', '.join(HOUSES)}.")
    return name


_CLAPS = ((0.35, 1.8, -8.0), (0.6, 2.6, -4.0), (0.9, 3.6, -1.0), (1.0, 5.0, 1.0), (1.0, 7.0, 3.0))
"""Share of the house, seconds and loudness of applause, by strength."""


@lru_cache(maxsize=48)  # a show of twenty minutes asks for a hundred or so; half a minute of sound is 3 MB
def _heard(kind: str, strength: int, house_name: str, seed: int) -> Laughter:
    house = HOUSES[house_name]
    if house.people == 0:
        return Laughter(Clip.silence(0.0, RATE), 0.0, BEAT_S if kind == "laugh" else 0.0)
    chance = rng(seed, strength, list(HOUSES).index(house_name), sum(kind.encode()))
    if kind == "laugh":
        mirth = MIRTH[strength - 1]
        sound, lufs = crowd.laughter(house, mirth, chance), mirth.lufs
    elif kind in ("applause", "entrance"):
        share, seconds, lufs = _CLAPS[strength - 1]
        seconds = (seconds if kind == "applause" else 2.8) * house.length**0.5
        sound = (crowd.ovation if strength == 5 else crowd.applause)(house, share, seconds, chance)
    elif kind == "gasp":
        sound, lufs = crowd.gasp(house, chance), -2.0
    else:
        sound, lufs = crowd.murmur(MURMURS[kind], house, chance), MURMURS[kind].lufs
    return _timed(level(trim(sound, 0.01), house.lufs + lufs, 0.005, 0.15))


def _timed(sound: Wave) -> Laughter:
    window = round(_WINDOW * RATE)
    power = np.convolve(sound[::24] ** 2, np.hanning(window // 24), "same")
    level = np.sqrt(power / max(power.max(), 1e-12))
    crest = int(np.argmax(level))
    above = np.flatnonzero(level > RESUME)
    step = 24 / RATE
    return Laughter(Clip.from_floats(sound, RATE), crest * step, (int(above[-1]) + 1) * step)
