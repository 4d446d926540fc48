"""Cuts of a show on a film's frames, and the clocks that begin with them."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from avatar.types import Entry, Mark

CUTS = frozenset({"set", "camera"})
"""Marks at which the picture is another one: what idles begins anew there, unseen."""


def snap(t: float, grid: float) -> float:
    """The first multiple of `grid` seconds that is not before `t`; `t` itself where there is no grid."""
    return math.ceil(t / grid - 1e-6) * grid if grid else t


def begin_clocks(entries: Iterable[Entry], grid: float, *content: str) -> Iterator[Entry]:
    """The entries, each cut among them on the grid and with a clock of what idles; `content`: what is seen and said."""
    for entry in entries:
        mark = entry.what
        if isinstance(mark, Mark) and mark.kind in CUTS:
            entry = replace(entry, start=snap(entry.start, grid))
            yield begin_clock(entry.start, mark.kind, mark.name, entry.who, *content)
        yield entry


def begin_clock(t: float, *content: str) -> Entry:
    """A clock whose seed is made of what is seen and said, and not of when, or after how much else: so a shot is the
    same wherever it stands."""
    return Entry(t, "", Mark("clock", f"{zlib.crc32(chr(10).join(content).encode()):08x}"))
