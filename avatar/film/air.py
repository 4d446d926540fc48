"""What a room sounds like where nothing sounds: quiet, never the digital silence in which a listener thinks that the
film has stopped."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.types import Mark, Scene

RATE = 48_000
LOOP_S = 24.0
"""Seconds after which it begins again, without a seam: longer than anybody remembers a hiss."""

CHANGE_S = 0.25
"""Seconds in which one room becomes another at a change of set."""


class Room(NamedTuple):
    """How a place sounds by itself."""

    level: float
    """RMS in dB below full scale, before the film's own gain."""
    tilt: float
    """dB an octave above `knee`: air swallows what is high."""
    knee: float
    """Hz."""
    hum: float = 0.0
    """Hz of a machine that runs; 0 for none."""
    why: str = ""


INDOORS = Room(-66.0, -5.0, 180.0, why="soft walls leave only the low end of what goes on outside")

ROOMS: dict[str, Room] = {
    "plain": Room(-68.0, -5.0, 200.0, why="nowhere in particular: the quietest"),
    "office": Room(-63.0, -4.5, 250.0, 120.0, "air conditioning, and machines that run"),
    "kitchen": Room(-64.0, -4.5, 250.0, 100.0, "a refrigerator; tiles give more of the high end back"),
    "park": Room(-60.0, -3.0, 700.0, why="leaves and air: brighter than any room"),
    "street": Room(-57.0, -4.5, 160.0, why="a town is low and far away"),
    "stage": Room(-62.0, -4.0, 220.0, why="a large room with people in it who are quiet"),
    "club": Room(-61.0, -4.5, 200.0, why="a low room full of people who are quiet"),
    "studio": Room(-69.0, -5.0, 200.0, why="built to be quiet"),
    "space": Room(-62.0, -6.0, 120.0, 60.0, "a ship that flies"),
}
"""Set to how it sounds; others sound as INDOORS."""


class Air:
    """The air of a scene's sets, from one to the next."""

    def __init__(self, name: str) -> None:
        """`name`: the set that a scene begins with."""
        self._first = name
        self._changes: list[tuple[float, str]] = []

    def follow(self, scene: Scene) -> None:
        """Take over the changes of set of a scene, as far as it is known."""
        self._changes = [
            (entry.start + entry.what.start, entry.what.name)
            for entry in scene.entries
            if isinstance(entry.what, Mark) and entry.what.kind == "set"
        ]

    def of(self, first: int, count: int) -> NDArray[np.float32]:
        """The samples from number `first` of the scene on, shape (count, 2)."""
        start, end = first / RATE, (first + count) / RATE
        place = bisect_right(self._changes, start - CHANGE_S, key=lambda change: change[0])
        name = self._changes[place - 1][1] if place else self._first
        out = _piece(name, first, count)
        for t, after in self._changes[place:]:
            if t >= end:
                break
            share = np.clip((np.arange(first, first + count) / RATE - t) / CHANGE_S, 0.0, 1.0).astype(np.float32)
            # Roots of the shares: as loud all the time, and exactly one of both before and after.
            out = out * np.sqrt(1 - share)[:, np.newaxis] + _piece(after, first, count) * np.sqrt(share)[:, np.newaxis]
        return out


def _piece(name: str, first: int, count: int) -> NDArray[np.float32]:
    loop = _loop(ROOMS.get(name, INDOORS))
    begin = first % len(loop)
    piece = loop[begin : begin + count]
    return piece if len(piece) == count else np.resize(np.roll(loop, -begin, axis=0), (count, 2))


@lru_cache(maxsize=8)
def _loop(room: Room) -> NDArray[np.float32]:
    """The whole loop, shape (count, 2): two sides that have their lows in common, as in a room."""
    count = round(LOOP_S * RATE)
    f = np.fft.rfftfreq(count, 1 / RATE).astype(np.float32)
    octaves = np.log2(np.maximum(f, room.knee) / np.float32(room.knee))
    size = np.float32(10) ** (octaves * np.float32(room.tilt / 20)) * (f / np.hypot(f, np.float32(40))) * (f < 14_000)
    chance = np.random.Generator(np.random.PCG64([17, round(10 * room.knee), round(-10 * room.level)]))
    shared, left, right = (_turned(chance.random(len(f), np.float32)) for _ in range(3))
    common = 1 / (1 + (f / np.float32(300)) ** 2)
    own = np.sqrt(1 - common**2)
    sides = [np.fft.irfft(size * (common * shared + own * each), count) for each in (left, right)]
    wave = np.stack(sides, axis=1).astype(np.float32)
    wave *= np.float32(10 ** (room.level / 20) / np.sqrt(np.square(wave, dtype=np.float64).mean()))
    if room.hum:
        # It goes on for whole turns: sines in single precision, which are quick, need small angles.
        turn = np.float32(2 * np.pi) * (np.arange(count) * room.hum / RATE % 1.0).astype(np.float32)
        hum = sum(np.sin(np.float32(n) * turn + np.float32(n)) / np.float32(n**2) for n in (1, 2, 3))
        wave += np.float32(10 ** ((room.level - 6) / 20)) * np.asarray(hum, np.float32)[:, np.newaxis]
    return wave


def _turned(shares: NDArray[np.float32]) -> NDArray[np.complex64]:
    """Numbers of length 1, turned by shares of a circle."""
    angles = np.float32(2 * np.pi) * shares
    found = np.empty(len(shares), np.complex64)
    found.real, found.imag = np.cos(angles), np.sin(angles)
    return found
