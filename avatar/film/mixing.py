"""The sound of a scene in stereo: who stands left is heard left, house and music all around, on the air of the set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.film.air import Air
from avatar.scene.staging import STAGING, WIDE, arrange
from avatar.types import Clip, Entry, Mark, Performance, Scene

RATE = 48_000
"""Hz of what a film is mixed at: what the stage asks its device for."""

BLOCK_S = 1.0
"""Seconds mixed at a time."""

BREADTH = 0.6
"""How far places are apart to the ear, of what two loudspeakers could do: partners differ by some 4 dB from side to
side, which places them and tires nobody who listens by headphones."""

STEP_S = 0.05
"""Seconds between the moments at which somebody's place is looked up; between them it moves evenly."""

ROUND, ROUND_S = 0.45, 0.0113
"""How much of a sound from nowhere (the house, music, weather) is added to one side and taken from the other, so many
seconds late: a comb for either ear (Lauridsen 1954). Both sides together are the sound as it was."""

Waves = NDArray[np.float32]
"""Samples, shape (count, 2)."""


def spread_gains(x: NDArray[np.float64]) -> NDArray[np.float32]:
    """Gains of left and right, shape (count, 2), for places 0 (left) to 1 (right) of the picture: of constant power,
    and 1 and 1 in the middle, where a sound is as loud as it was."""
    angle = np.pi / 4 + (np.clip(x, 0.0, 1.0) - 0.5) * BREADTH * np.pi / 2
    gains: NDArray[np.float32] = (np.sqrt(2.0) * np.stack([np.cos(angle), np.sin(angle)], axis=1)).astype(np.float32)
    return gains


@dataclass(eq=False)
class _Sound:
    """A clip in the mix: its samples at RATE, from sample `first` of the film's scene on."""

    who: str
    first: int
    samples: NDArray[np.float32]

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
                self._sounds.append(_Sound(entry.who, round(entry.start * RATE), samples))
            staged += _staging(entry)
        if staged:
            self._staged += staged
            ordered = sorted(self._staged, key=lambda entry: entry.start)
            self._scene = replace(self._base, entries=tuple(ordered))
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
            if sound.who:
                low, high = max(first, sound.first), min(last, sound.end)
                if low < high:
                    piece = sound.samples[low - sound.first : high - sound.first]
                    out[low - first : high - first] += piece[:, np.newaxis] * self._gains(sound.who, low, high)
            else:
                _surround(sound, first, out)
        if self._air is not None:
            out += self._air.of(first, len(out))
        self._at = last

    def _gains(self, who: str, low: int, high: int) -> NDArray[np.float32]:
        """What left and right hear of somebody from sample `low` to `high`: (count, 2), or (1, 2) who stands still."""
        step = round(STEP_S * RATE)
        grid = np.arange(low // step, -(-high // step) + 1)
        xs = np.array([self._place(who, number * STEP_S) for number in grid])
        if np.ptp(xs) == 0.0:
            return spread_gains(xs[:1])
        return spread_gains(np.interp(np.arange(low, high) / step, grid, xs))

    def _place(self, who: str, t: float) -> float:
        """Where somebody is at `t` seconds; who is not to be seen is heard in the middle."""
        place = arrange(self._scene, t, self._shape).places.get(who) if self._base.cast else None
        return 0.5 if place is None else place.x


def _staging(entry: Entry) -> Iterator[Entry]:
    """The marks of an entry that say where people stand, each as an entry of its own."""
    if isinstance(entry.what, Mark):
        if entry.what.kind in STAGING:
            yield entry
    elif isinstance(entry.what, Performance):
        for mark in entry.what.marks:
            if mark.kind in STAGING:
                yield Entry(entry.start, entry.who, mark)


def _surround(sound: _Sound, first: int, out: Waves) -> None:
    """A sound from nowhere, all around."""
    for late, sides in ((0, (1.0, 1.0)), (round(ROUND_S * RATE), (ROUND, -ROUND))):
        begin = sound.first + late
        low, high = max(first, begin), min(first + len(out), begin + len(sound.samples))
        if low < high:
            piece = sound.samples[low - begin : high - begin]
            out[low - first : high - first] += piece[:, np.newaxis] * np.array(sides, np.float32)
