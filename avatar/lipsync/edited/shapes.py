"""Shapes with names (letters, visemes, Preston Blair's, Character Animator's) as a mouth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise

import numpy as np

from avatar.errors import LipSyncError
from avatar.lipsync.coarticulate import RULES
from avatar.lipsync.made import Made
from avatar.lipsync.visemes import blend
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Rung, Timed

LETTERS = {
    "A": "PP", "B": "SS .5 ih .5", "C": "E", "D": "aa", "E": "oh", "F": "ou", "G": "FF", "H": "nn", "X": "sil",
    "T": "TH",
}  # fmt: skip
"""The visemes that each of Rhubarb's letters shows."""

OVR = {viseme: viseme for viseme in VISEMES}

PRESTON_BLAIR = {
    "rest": "sil", "MBP": "PP", "FV": "FF", "etc": "SS", "AI": "aa", "E": "E", "WQ": "ou", "O": "oh", "U": "ou",
    "L": "nn",
}  # fmt: skip

ADOBE = {
    "Neutral": "sil", "Ah": "aa", "D": "DD", "Ee": "ih", "F": "FF", "L": "nn", "M": "PP", "Oh": "oh", "R": "RR",
    "S": "SS", "Uh": "E", "W-Oo": "ou", "Smile": "sil", "Surprised": "oh",
}  # fmt: skip
"""Character Animator's."""

_SETS: tuple[Mapping[str, str], ...] = (LETTERS, OVR, PRESTON_BLAIR, ADOBE)
"""Sets of shapes, likeliest first. E and L are other mouths in each: all names of a file belong to one set."""

_CONTACTS = [VISEMES.index("PP"), VISEMES.index("FF")]

SOFT = np.array([0.25, 0.5, 0.25], np.float32)
"""How a change of shape is spread over frames: soft enough for curves, too little to move a letter."""


def are_shapes(names: Set[str]) -> bool:
    """Whether one of the sets has all of these shapes."""
    return any(names <= each.keys() for each in _SETS)


def of_shapes(spans: Sequence[Timed], duration: float) -> Made:
    """A mouth of shapes, '' for rest, moved ahead of the sound by the lips' lead.

    Raises LipSyncError for a shape that is not in the set of the others, and for times that go back.
    """
    said = {span.value for span in spans}
    names = max(_SETS, key=lambda each: len(said & each.keys()))
    weights = np.zeros((math.ceil(duration * FRAME_RATE - 1e-6), len(VISEMES)), np.float32)
    weights[:, 0] = 1
    drawn = np.zeros(len(weights), np.uint8)  # at sound time: so that what is written again is what was read
    for span in spans:
        if span.value and span.value not in names:
            what = f"There is no mouth shape {span.value!r} (at {span.start:g} s)"
            raise LipSyncError(what, remedy=f"Use one of {', '.join(names)}.")
    for span in in_order(spans, duration):
        first, last = (max(0, round((t - RULES.lead) * FRAME_RATE)) for t in (span.start, span.end))
        shape = blend(names[span.value] if span.value else "sil")
        weights[0 if span.start == 0 else first : last] = shape
        first, last = (math.ceil(t * FRAME_RATE - 1e-6) for t in (span.start, span.end))
        drawn[first:last] = shape.argmax()
    if len(weights):
        around = np.pad(weights, ((1, 1), (0, 0)), mode="edge")
        soft = around[:-2] * SOFT[0] + around[1:-1] * SOFT[1] + around[2:] * SOFT[2]
        shut = weights[:, _CONTACTS].max(axis=1, keepdims=True) == 1  # closures and bites keep hard edges
        weights = np.where(shut, weights, soft)
    return Made(MouthTrack(weights, Rung.EDITED, RULES.lead, drawn=drawn))


def of_changes(changes: Iterable[tuple[float, str]], duration: float) -> list[Timed]:
    """Shapes from their starts alone: each lasts until the next one, the last one to the end."""
    rows = list(changes)
    ends = [*rows, (max(duration, rows[-1][0]) if rows else 0.0, "")]
    return [Timed(start, end, name) for (start, name), (end, _) in pairwise(ends)]


def in_order(spans: Sequence[Timed], duration: float) -> tuple[Timed, ...]:
    """Spans one after another, none beyond a second after the sound's end. Raises LipSyncError where times go back."""
    found: list[Timed] = []
    for span in spans:
        before = found[-1].start if found else 0.0
        if not math.isfinite(span.start + span.end) or span.start < before - 1e-6 or span.end < span.start:
            raise LipSyncError(f"The cue at {span.start:g} s is out of order", remedy="Sort the cues by time.")
        if found and found[-1].end > span.start:
            found[-1] = found[-1]._replace(end=span.start)
        found.append(span)
    last = duration + 1
    return tuple(span._replace(start=min(span.start, last), end=min(span.end, last)) for span in found)
