"""What a track holds as one sees it: blocks, those that were made and those that were edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.editing.footage import Footage, mouth_of, seen_letters
from avatar.edits.values import CURVES, Span, TakeEdits
from avatar.lipsync.formats import opening
from avatar.lipsync.shown import LETTERS
from avatar.runs import find_equal_runs
from avatar.types import FRAME_RATE, Floats, Mark, Timed

SEAM_S = 1e-4
"""Seconds within which two times are one."""


class Block(NamedTuple):
    """One thing that a track holds."""

    start: float
    end: float
    value: str
    edited: bool = False
    ease: str = ""

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def blocks(footage: Footage, edits: TakeEdits, track: str, start: float, end: float) -> tuple[Block, ...]:
    """What a track holds where a stretch touches it, in order, whole blocks; where there is nothing there is none."""
    spans = edits.of(track)
    made = _made(footage, edits, track, start, end)
    low = min([start, *(block.start for block in made)])
    high = max([end, *(block.end for block in made)])
    near = [span for span in spans if span.end > low - SEAM_S and span.start < high + SEAM_S]
    if track in CURVES:
        return tuple(Block(span.start, max(span.end, span.start + 0.01), span.value, True, span.ease) for span in near)
    rest = [part for block in made for part in _beside(block, near)]
    put = [Block(span.start, span.end, span.value, True, span.ease) for span in near if span.value or track == "phones"]
    found = sorted([*rest, *put])
    return tuple(block for block in found if block.end > start and block.start < end)


def block_at(footage: Footage, edits: TakeEdits, track: str, t: float) -> Block | None:
    """The block that a second is in; None where there is nothing."""
    near = blocks(footage, edits, track, max(0.0, t - 0.01), t + 0.01)
    return next((block for block in near if block.start <= t + SEAM_S < block.end), None)


def _made(footage: Footage, edits: TakeEdits, track: str, start: float, end: float) -> list[Block]:
    """What was made there, words and phones as they were, mouths as the edits of words and phones make them."""
    if track == "mouths":
        return list(_mouths(footage, edits, start, end))
    if track in ("words", "phones"):
        row: Sequence[Timed] = footage.sheet.words if track == "words" else footage.sheet.phones or ()
        return [Block(*each[:3]) for each in _touching(row, start, end) if each.value]
    if track == "camera":
        shots = footage.surround.shots if footage.surround else ()
        return [Block(*each[:3]) for each in _touching(shots, start, end)]
    return [
        block for block in _marked(footage.marks, track, footage.duration) if block.end > start and block.start < end
    ]


def _touching(row: Sequence[Timed], start: float, end: float) -> Iterator[Timed]:
    low, high = 0, len(row)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if row[middle].end <= start else (low, middle)
    for each in row[low:]:
        if each.start >= end:
            return
        yield each


def _mouths(footage: Footage, edits: TakeEdits, start: float, end: float) -> Iterator[Block]:
    line = row_of_letters(footage, edits, start, end)
    first = round(footage.stretch(footage.clause_at(max(0.0, start)))[0] * FRAME_RATE)
    for low, high in find_equal_runs(line):
        yield Block((first + low) / FRAME_RATE, (first + high) / FRAME_RATE, LETTERS[line[low]])


def row_of_letters(footage: Footage, edits: TakeEdits | None, start: float, end: float) -> NDArray[np.uint8]:
    """Index into LETTERS of each frame of the clauses that a stretch touches; None: as they were made."""
    rows = [seen_letters(mouth_of(footage, edits, index)) for index in footage.clauses(start, end)]
    return np.concatenate(rows) if rows else np.zeros(0, np.uint8)


def curve(footage: Footage, edits: TakeEdits | None, start: float, end: float) -> Floats:
    """How far the mouth is open at each frame of a stretch, 0 to 1 of the widest that was made."""
    rows = [opening.curve(mouth_of(footage, edits, index)) for index in footage.clauses(start, end)]
    first = round(footage.stretch(footage.clause_at(max(0.0, start)))[0] * FRAME_RATE)
    low = max(0, round(start * FRAME_RATE) - first)
    whole = np.concatenate(rows) if rows else np.zeros(0, np.float32)
    return np.asarray(whole[low : low + round((end - start) * FRAME_RATE)].clip(0.0, 1.0), np.float32)


def _marked(marks: Sequence[Mark], track: str, duration: float) -> Iterator[Block]:
    """Marks of a kind as blocks: an expression and a look last until the next one."""
    own = [mark for mark in marks if mark.kind == track]
    for number, mark in enumerate(own):
        following = own[number + 1] if number + 1 < len(own) else None
        until = following.start if following else duration
        lasts = until if track != "gesture" else min(until, mark.start + GESTURE_S)
        end = min(until, mark.end) if mark.end is not None else lasts
        if mark.name and end > mark.start:
            yield Block(mark.start, end, mark.name)


def _beside(block: Block, spans: Sequence[Span]) -> Iterator[Block]:
    """What is left of a block between spans that are in order."""
    at = block.start
    for span in spans:
        if span.end <= at + SEAM_S or span.start >= block.end - SEAM_S:
            continue
        if span.start > at + SEAM_S:
            yield block._replace(start=at, end=span.start)
        at = max(at, span.end)
    if block.end > at + SEAM_S:
        yield block._replace(start=at)


GESTURE_S = 1.0
"""Seconds that a gesture without an end is shown to last."""
