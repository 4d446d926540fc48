"""How many things somebody changed: what one key did is one, however many spans it took to write that down."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from avatar.edits.values import CURVES, Span, TakeEdits
from avatar.lipsync.formats import CueSheet
from avatar.lipsync.shown import LETTER_OF
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Timed

MEET_S = 1e-3
"""Seconds between two spans that touch."""


def count_edits(edits: TakeEdits, sheet: CueSheet, shots: Sequence[Timed] = ()) -> int:
    """Things that were changed in a take whose sheet and shots, as they were made, are these.

    A key of a curve is one, and so is a span that holds something else than what was made there. Spans that touch and
    hold what was made, at other times, are one together, or part of what they touch: where a mouth comes later, the
    one before it lasts longer, and the one after it begins later. Phones that went along
    with their word are part of it.
    """
    count = 0
    words = edits.of("words")
    for track, spans in edits.tracks.items():
        for run in _runs(spans) if track not in CURVES else ([span] for span in spans):
            others = sum(not _as_made(track, span, sheet, shots) for span in run)
            along = track == "phones" and any(word.start < run[-1].end and run[0].start < word.end for word in words)
            count += others or (0 if along else 1)
    return count


def _runs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Spans that touch, together."""
    number = 0
    numbered = []
    for place, span in enumerate(spans):
        number += place > 0 and span.start - spans[place - 1].end > MEET_S
        numbered.append((number, span))
    for _, run in groupby(numbered, lambda each: each[0]):
        yield [span for _, span in run]


def _as_made(track: str, span: Span, sheet: CueSheet, shots: Sequence[Timed]) -> bool:
    """Whether a span holds what was made in its middle, or makes room for what moved: then its times alone changed."""
    middle = (span.start + span.end) / 2
    match track:
        case "mouths":
            return span.value == _letter_at(sheet.track, middle)
        case "words" | "phones":
            row = sheet.words if track == "words" else sheet.phones or ()
            return not span.value or span.value == _value_at(row, middle)
        case "camera":
            return span.value == _value_at(shots, middle)
    return False


def _letter_at(track: MouthTrack, t: float) -> str:
    frame = min(max(0, int(t * FRAME_RATE)), len(track.weights) - 1)
    if frame < 0:
        return ""
    best = track.weights[max(0, frame - round(track.lead * FRAME_RATE))].argmax()
    return LETTER_OF[VISEMES[int(best if track.drawn is None else track.drawn[frame])]]


def _value_at(row: Sequence[Timed], t: float) -> str:
    place = bisect_right(row, t, key=lambda each: each.start) - 1
    return row[place].value if place >= 0 and t < row[place].end else ""
