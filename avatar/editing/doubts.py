"""Where to look next: the doubtful places that nobody has looked at, those first that a viewer would see most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from avatar.editing.footage import Footage
from avatar.edits.values import TakeEdits
from avatar.lipsync.shown import LETTERS
from avatar.types import FRAME_RATE, Timed

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


def suggest(footage: Footage, start: float, end: float) -> str:
    """The letter that would fit a stretch best in place of what is drawn there; '' where nobody knows."""
    doubt = footage.sheet.doubt
    if doubt is None:
        return ""
    frames = slice(round(start * FRAME_RATE), max(round(start * FRAME_RATE) + 1, round(end * FRAME_RATE)))
    count = np.bincount(doubt.instead[frames], doubt.chance[frames], len(LETTERS))
    return LETTERS[int(count.argmax())] if count.any() else ""


def weigh(footage: Footage, start: float, end: float) -> float:
    """How much doubt there is in a stretch: seconds, where nobody knows how much."""
    frames = slice(round(start * FRAME_RATE), round(end * FRAME_RATE))
    return float(footage.doubt[frames].sum()) if len(footage.doubt) else end - start
