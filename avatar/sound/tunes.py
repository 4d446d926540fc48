"""Music in lines of words, and how it is played.

A line of music is words: `c4:1` is a note and its beats, `c4+e4+g4:2` a chord, `r:.5` a rest, `c4:.5!` an accent;
a `|` is for the eye. Drums are `k` kick, `s` snare, `b` brush, `h` hat, `x` rim, `t` tom, `C` cymbal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from avatar.sound import drums
from avatar.sound.instruments import Instrument, note
from avatar.sound.synth import RATE, Rng, Wave, add, room


@dataclass(frozen=True)
class TuneLine:
    """What one player plays."""

    plays: Instrument | None
    """None for the drums."""
    notes: str
    gain: float = 1.0
    held: float = 0.9
    """Share of its beats that a note is held: short is staccato, 1 legato."""


@dataclass(frozen=True)
class Tune:
    """A piece of music."""

    about: str
    beats_a_minute: float
    lines: tuple[TuneLine, ...]
    swing: float = 0.5
    """Where the second half of a beat falls: 0.5 straight, 0.66 swung."""
    bar: int = 4
    """Beats a bar."""
    bars: int = 0
    """How many bars until it begins again, for beds; 0 for what is played once."""
    space: float = 0.9
    """Seconds of reverberation."""

    @property
    def seconds(self) -> float:
        """How long a bed lasts until it begins again."""
        return self.bars * self.bar * 60.0 / self.beats_a_minute


_SCALE = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_WORD = re.compile(r"([^:]+):(\d*\.?\d+)(!?)")
_KEY = re.compile(r"([a-g])(#|b)?(\d)")

_DRUMS: dict[str, Callable[[Rng], Wave]] = {
    "k": lambda chance: 0.8 * drums.kick(chance),
    "s": lambda chance: 0.5 * drums.snare(chance, 0.7),
    "b": lambda chance: 0.35 * drums.brush(chance),
    "h": lambda chance: 0.3 * drums.hat(chance),
    "x": lambda chance: 0.35 * drums.click(chance),
    "t": lambda chance: 0.6 * drums.tom(chance, 110.0),
    "C": lambda chance: 0.5 * drums.cymbal(chance, 2.0),
}


def midi(key: str) -> int:
    """The MIDI number of a key such as "c#4". Raises ValueError for any other text."""
    found = _KEY.fullmatch(key)
    if not found:
        raise ValueError(f"{key!r} is no note")
    letter, bent, octave = found.groups()
    return 12 * (int(octave) + 1) + _SCALE[letter] + {"#": 1, "b": -1, None: 0}[bent]


def read(notes: str) -> Iterator[tuple[float, float, tuple[str, ...], bool]]:
    """(beat, beats, keys, accented) of each note in a line. Raises ValueError for a word that is no note."""
    at = 0.0
    for word in notes.replace("|", " ").split():
        found = _WORD.fullmatch(word)
        if not found:
            raise ValueError(f"{word!r} is no note")
        keys, beats, accent = found.groups()
        if keys != "r":
            yield at, float(beats), tuple(keys.split("+")), bool(accent)
        at += float(beats)


Clock = Callable[[float], float]
"""When a beat is, in seconds."""


def play(tune: Tune, chance: Rng, clock: Clock | None = None) -> Wave:
    """The tune, once, with the ring of its last notes. `clock`: for music whose tempo changes; None for an even one."""
    parts: list[tuple[float, Wave]] = []
    beat = 60.0 / tune.beats_a_minute
    when: Clock = clock or (lambda at: at * beat)

    def second(at: float) -> float:
        half = at % 1.0
        swung = half * 2 * tune.swing if half <= 0.5 else tune.swing + (half - 0.5) * 2 * (1 - tune.swing)
        return when(at - half + swung)

    struck: dict[tuple[int, str, float, bool], Wave] = {}
    for number, line in enumerate(tune.lines):
        for at, beats, keys, accent in read(line.notes):
            human = 0.006 * (chance.random() - 0.5) + 0.004
            force = (1.0 if accent else 0.72) * (0.92 + 0.16 * chance.random())
            lasts = beats * beat if clock is None else round(when(at + beats) - when(at), 4)
            for key in keys:
                if (number, key, lasts, accent) not in struck:
                    struck[number, key, lasts, accent] = (
                        _DRUMS[key](chance)
                        if line.plays is None
                        else note(line.plays, midi(key), lasts * line.held, 1.0 if accent else 0.72, chance)
                    )
                parts.append((second(at) + human, struck[number, key, lasts, accent] * (line.gain * force)))
    out = np.zeros(max(round(at * RATE) + len(sound) for at, sound in parts))
    for at, sound in parts:
        add(out, sound, at)
    return room(out, 0.16, tune.space, chance, 4500.0)


def play_bars(tune: Tune, chance: Rng) -> tuple[Wave, Wave]:
    """A bed from its beginning, and as it goes on, ringing with what was before; both last `tune.seconds`."""
    whole = play(tune, chance)
    count = round(tune.seconds * RATE)
    first = np.zeros(count)
    first[: min(count, len(whole))] = whole[:count]
    again = first.copy()
    tail = whole[count : 2 * count]
    again[: len(tail)] += tail
    return first, again
