"""The sound of a scene in stereo: who stands left is heard left, house and music all around, on the air of the set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.film.air import Air
from avatar.scene.courses import trace
from avatar.scene.staging import STAGING, WIDE
from avatar.sound.sides import MIDDLE, ROUND_S, SPREADS, Waves
from avatar.types import Clip, Entry, Mark, Performance, Scene, Spread

RATE = 48_000
"""Hz of what a film is mixed at: what the stage asks its device for."""

BLOCK_S = 1.0
"""Seconds mixed at a time."""


@dataclass(eq=False)
class _Sound:
    """A clip in the mix: its samples at RATE, from sample `first` of the film's scene on."""

    who: str
    first: int
    samples: NDArray[np.float32]
    spread: Spread

    @property
    def end(self) -> int:
        return self.first + len(self.samples)


class Mixed:
    """The sound of a scene that may still be growing. Entries come in the order in which the stage would get them."""

    rate = RATE
    channels = 2

    def __init__(self, base: Scene | None = None, shape: float = WIDE, *, air: bool = False) -> None:
        """`base`: whose cast and set it has, without entries; None: everybody is in the middle. `shape`: width over
        height of the picture. `air`: what a room sounds like where nothing sounds is heard, too."""
        self._base = replace(base or Scene(()), entries=())
        self._shape = shape
        self._staged: list[Entry] = []
        self._scene = self._base
        self._courses = trace(self._base, shape)
        self._sounds: list[_Sound] = []
        self._at = 0
        self._air = Air(self._base.set) if air else None

    def add(self, entries: Iterable[Entry]) -> None:
        """What happens next. It may begin before what was taken already; what of it is over is not heard."""
        staged: list[Entry] = []
        for entry in entries:
            clip = entry.what.speech.clip if isinstance(entry.what, Performance) else entry.what
            if isinstance(clip, Clip) and len(clip.samples):
                samples = audio.floats(clip, RATE) * np.float32(entry.gain)
                self._sounds.append(_Sound(entry.who, round(entry.start * RATE), samples, entry.spread))
            staged += _staging(entry)
        if staged:
            self._staged += staged
            ordered = sorted(self._staged, key=lambda entry: entry.start)
            self._scene = replace(self._base, entries=tuple(ordered))
            self._courses = trace(self._scene, self._shape, self._at / RATE)
            if self._air is not None:
                self._air.follow(self._scene)

    def take(self, count: int) -> Waves:
        """The next `count` samples. Sums may be larger than 1: who levels them sees to it."""
        out = np.zeros((count, 2), np.float32)
        block = round(BLOCK_S * RATE)
        for start in range(0, count, block):
            self._mix(out[start : start + block])
        self._sounds = [sound for sound in self._sounds if sound.end + round(ROUND_S * RATE) > self._at]
        return out

    def _mix(self, out: Waves) -> None:
        first, last = self._at, self._at + len(out)
        for sound in self._sounds:
            if not sound.who and sound.spread in SPREADS:
                _spread(sound, first, out)
            else:
                low, high = max(first, sound.first), min(last, sound.end)
                if low < high:
                    piece = sound.samples[low - sound.first : high - sound.first]
                    gains = self._courses.get(sound.who, MIDDLE).gains(low, high - low, 1 / RATE)
                    out[low - first : high - first] += piece[:, np.newaxis] * gains
        if self._air is not None:
            out += self._air.of(first, len(out))
        self._at = last


def _staging(entry: Entry) -> Iterator[Entry]:
    """The marks of an entry that say where people stand, each as an entry of its own."""
    if isinstance(entry.what, Mark):
        if entry.what.kind in STAGING:
            yield entry
    elif isinstance(entry.what, Performance):
        for mark in entry.what.marks:
            if mark.kind in STAGING:
                yield Entry(entry.start, entry.who, mark)


def _spread(sound: _Sound, first: int, out: Waves) -> None:
    """A sound that comes from no place."""
    for late, gains in SPREADS[sound.spread]:
        begin = sound.first + round(late * RATE)
        low, high = max(first, begin), min(first + len(out), begin + len(sound.samples))
        if low < high:
            piece = sound.samples[low - begin : high - begin]
            out[low - first : high - first] += piece[:, np.newaxis] * gains
