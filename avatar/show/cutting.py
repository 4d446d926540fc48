"""Cuts of a show on a film's frames, and the clocks that begin with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from avatar.scene.clocks import begin_clock
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
