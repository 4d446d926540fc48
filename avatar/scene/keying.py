"""Marks that hold a head or brows where somebody put them: keys of a curve, each complete in itself.

A mark's name says where the curve is at its start and at its end, how it goes there, and whether it takes over from
what is there by itself: "0 5 0|0 -5 0|in-out|io". So a key needs no other mark to be read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from avatar.scene.timeline import CueTrack
from avatar.types import Brows, Head

TAKES_OVER_S = 0.15
"""Seconds in which a key comes in and goes out, where no other key joins it."""

WAYS: Mapping[str, Callable[[Any], Any]] = {
    "linear": lambda share: share,
    "in": lambda share: share * share,
    "out": lambda share: share * (2.0 - share),
    "in-out": lambda share: share * share * (3.0 - 2.0 * share),
    "hold": lambda share: share * 0.0,
}
"""How much of the way is gone by the share of the time that is over, 0 to before 1: by the eases' names. Numbers or
arrays."""

MOST = 5
"""Numbers of a key: yaw, pitch and roll in degrees, x and y in head heights; of brows the left and the right one's
raise, then their tilts."""

LARGEST = 90.0


class Key(NamedTuple):
    """What a mark says."""

    first: tuple[float, ...]
    last: tuple[float, ...]
    ease: str
    comes: bool
    """Whether it takes over at its start, rather than go on from another key."""
    goes: bool


def write_key(key: Key) -> str:
    """The name of a key's mark."""
    rows = (" ".join(f"{value:g}" for value in row) for row in (key.first, key.last))
    return "|".join((*rows, key.ease, "i" * key.comes + "o" * key.goes))


@lru_cache(maxsize=4096)
def read_key(name: str) -> Key | None:
    """The key of a mark's name; None for what is none."""
    parts = name.split("|")
    if len(parts) != 4 or parts[2] not in WAYS:
        return None
    try:
        first, last = (tuple(float(each) for each in part.split()) for part in parts[:2])
    except ValueError:
        return None
    if not 0 < len(first) == len(last) <= MOST or not all(abs(each) <= LARGEST for each in (*first, *last)):
        return None
    return Key(first, last, parts[2], "i" in parts[3], "o" in parts[3])


class Keyed(NamedTuple):
    """Where a curve is at a moment."""

    values: tuple[float, ...]
    share: float
    """How much it counts beside what is there by itself, 0 to 1."""


def keyed_at(track: CueTrack, t: float) -> Keyed | None:
    """Where the keys of a track are at `t`; None where none says anything."""
    for cue in reversed(track.last(t, 1)):
        key = read_key(cue.name)
        lasts = cue.end - cue.start
        if key is None or t >= cue.end or not 0.0 < lasts < math.inf:
            return None
        way = WAYS[key.ease]((t - cue.start) / lasts)
        fade = min(TAKES_OVER_S, lasts / 2)
        come = min(1.0, (t - cue.start) / fade) if key.comes else 1.0
        gone = min(1.0, (cue.end - t) / fade) if key.goes else 1.0
        share = WAYS["in-out"](min(come, gone)) * cue.strength
        return Keyed(tuple(a + (b - a) * way for a, b in zip(key.first, key.last, strict=True)), share)
    return None


def turned(head: Head, track: CueTrack, t: float) -> Head:
    """A head as its keys hold it."""
    keyed = keyed_at(track, t)
    if keyed is None:
        return head
    yaw, pitch, roll, x, y = _filled(keyed.values, 5)
    return Head(*_mixed(head, Head(x, y, roll, yaw, pitch), keyed.share))


def raised(brows: Brows, track: CueTrack, t: float) -> Brows:
    """Brows as their keys hold them."""
    keyed = keyed_at(track, t)
    if keyed is None:
        return brows
    wanted = Brows(*(max(-1.0, min(1.0, each)) for each in _filled(keyed.values, 4)[:4]))
    return Brows(*_mixed(brows, wanted, keyed.share))


def _filled(values: Sequence[float], count: int) -> tuple[float, ...]:
    return (*values, *(0.0,) * (count - len(values)))


def _mixed(one: Sequence[float], other: Sequence[float], share: float) -> list[float]:
    return [a + (b - a) * share for a, b in zip(one, other, strict=True)]
