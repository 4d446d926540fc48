"""Where to look next: the doubtful places that nobody has looked at, those first that a viewer would see most."""

from __future__ import annotations

from collections.abc import Sequence

from avatar.edits.values import TakeEdits
from avatar.types import Timed

SEEN_SHARE = 0.5
"""Share of a place that must have been looked at for it to be done."""


def is_done(place: Timed, edits: TakeEdits) -> bool:
    """Whether somebody has looked at a place."""
    seen = sum(max(0.0, min(place.end, end) - max(place.start, start)) for start, end in edits.looked)
    return seen >= SEEN_SHARE * max(0.01, place.end - place.start)


def next_place(places: Sequence[Timed], edits: TakeEdits, now: int, way: int) -> int:
    """Index of the next place to look at from the one of index `now` on (-1: from the beginning), or, `way` -1, of the
    one before; -1 where all are done."""
    count = len(places)
    for step in range(1, count + 1):
        index = (now + way * step if now >= 0 or way > 0 else step * way) % count
        if not is_done(places[index], edits):
            return index
    return -1


def count_left(places: Sequence[Timed], edits: TakeEdits) -> int:
    """How many places nobody has looked at."""
    return sum(not is_done(place, edits) for place in places)
