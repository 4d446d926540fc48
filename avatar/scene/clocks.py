"""The clock of what idles: blinks, glances, sway, breath, tails. It begins anew with every shot.

A mark of kind `clock` begins one: its name is the seed, '' the scene's own. So a shot is the same picture wherever it
stands in a show, and whoever films a show again need not draw the shots after a line that became longer. At a cut that
jump is not seen. A scene without such marks, as a talk is, has one clock, which began with it.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

from avatar.scene.life import sway
from avatar.types import Entry, Mark, Scene


class Idle(NamedTuple):
    """What somebody idles by at one moment."""

    own: int
    """Seed of what is always so of them: which side they incline to."""
    seed: int
    """Seed of the clock in force."""
    who: str
    t: float
    """Seconds since that clock began."""

    def sway(self, channel: str, period: float) -> float:
        """As `life.sway`."""
        return sway(self.seed, self.who, channel, self.t, period)


class _Begun(NamedTuple):
    starts: tuple[float, ...]
    names: tuple[str, ...]


_BEGUN: WeakKeyDictionary[Scene, _Begun] = WeakKeyDictionary()


def idle_at(scene: Scene, who: str, t: float, seed: int) -> Idle:
    """What a cast member idles by at `t` seconds of a scene; `seed`: the scene's own, or another."""
    begun = _BEGUN.get(scene)
    if begun is None:
        found = sorted(list_clocks(scene.entries))
        begun = _BEGUN[scene] = _Begun(tuple(t for t, _ in found), tuple(name for _, name in found))
    place = bisect_right(begun.starts, t)
    if not place:
        return Idle(seed, seed, who, t)
    name = begun.names[place - 1]
    return Idle(seed, zlib.crc32(f"{seed} {name}".encode()) if name else seed, who, t - begun.starts[place - 1])


def begin_clock(t: float, *content: str) -> Entry:
    """A clock whose seed is made of what is seen and said, and not of when, or after how much else: so a shot is the
    same wherever it stands."""
    return Entry(t, "", Mark("clock", f"{zlib.crc32(chr(10).join(content).encode()):08x}"))


def list_clocks(entries: Iterable[Entry]) -> Iterator[tuple[float, str]]:
    """When clocks begin among entries, each with its name."""
    for entry in entries:
        if isinstance(entry.what, Mark) and entry.what.kind == "clock":
            yield entry.start + entry.what.start, entry.what.name
