"""What somebody edited of a take's acting, as marks: faces, gestures, looks, and keys of head and brows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from avatar.edits.curves import MEETS_S
from avatar.edits.files import numbers
from avatar.edits.shooting import recut
from avatar.edits.values import Span, TakeEdits
from avatar.scene.keying import LARGEST, Key, write_key
from avatar.types import Entry, Mark, MarkKind, Performance, Scene

HELD: tuple[MarkKind, ...] = ("expression", "look")
"""Kinds of marks that hold until the next one: what was there goes on after an edit."""

KEYED: tuple[MarkKind, ...] = ("head", "brows")

NOTHING = {"expression": "neutral", "look": "audience"}
"""What an edit of nothing puts there."""


def apply_marks(performance: Performance, edits: TakeEdits) -> Performance:
    """The performance with the acting of its edits; marks of other kinds, and beside the edits, stay as they are."""
    marks = edited_marks(performance.marks, edits)
    return performance if marks is performance.marks else replace(performance, marks=marks)


def edited_marks(marks: tuple[Mark, ...], edits: TakeEdits) -> tuple[Mark, ...]:
    """Marks with the edits of acting in their place; the very same ones where nothing is edited."""
    if not any(edits.of(track) for track in (*HELD, "gesture", *KEYED)):
        return marks
    found = list(marks)
    for kind in HELD:
        found = _held(found, kind, edits.of(kind))
    if gestures := edits.of("gesture"):
        found = [mark for mark in found if mark.kind != "gesture" or not _covered(mark.start, gestures)]
        found += [Mark("gesture", span.value, span.start, span.end) for span in gestures if span.value]
    for kind in KEYED:
        found += keys(kind, edits.of(kind))
    return tuple(sorted(found, key=lambda mark: mark.start))


def _held(marks: list[Mark], kind: MarkKind, spans: Sequence[Span]) -> list[Mark]:
    """Marks that hold, with spans in their place; after each the one goes on that would have been in force."""
    if not spans:
        return marks
    own = sorted((mark for mark in marks if mark.kind == kind), key=lambda mark: mark.start)
    found = [mark for mark in marks if mark.kind != kind or not _covered(mark.start, spans)]
    for span, after in zip(spans, [*spans[1:], None], strict=True):
        found.append(Mark(kind, span.value or NOTHING[kind], span.start, span.end))
        if after is not None and after.start - span.end <= MEETS_S:
            continue
        last = next((mark for mark in reversed(own) if mark.start <= span.end), None)
        if last is not None and last.start > span.end - MEETS_S:
            continue
        if last is None or (last.end is not None and last.end <= span.end):
            if kind == "expression":
                found.append(Mark(kind, NOTHING[kind], span.end))
        else:
            found.append(replace(last, start=span.end))
    return found


def _covered(t: float, spans: Sequence[Span]) -> bool:
    return any(span.start - MEETS_S <= t < span.end - MEETS_S for span in spans)


def keys(kind: MarkKind, spans: Sequence[Span]) -> list[Mark]:
    """The marks of a curve's keys: each says where it begins and ends, so that it can be read alone."""
    found = []
    before: Span | None = None
    for span, after in pairwise([*spans, None]):
        assert span is not None
        joined = before is not None and span.start - before.end <= MEETS_S
        joins = after is not None and after.start - span.end <= MEETS_S
        first = _values(kind, span.value)
        last = _values(kind, after.value) if joins and after is not None else first
        if span.end > span.start:
            key = Key(first, last, span.ease or "in-out", not joined, not joins)
            found.append(Mark(kind, write_key(key), span.start, span.end))
        before = span
    return found


def _values(kind: MarkKind, text: str) -> tuple[float, ...]:
    """A key's numbers, all of them: of brows one is both brows' raise, two are raise and tilt."""
    given = tuple(max(-LARGEST, min(LARGEST, each)) for each in numbers(text)) if text else (0.0,)
    if kind == "brows":
        return (given[0], given[0], given[-1], given[-1]) if len(given) == 2 else (given * 2 + (0.0, 0.0))[:4]
    return (*given, *(0.0,) * 5)[:5]


def acted(scene: Scene, who: str, edits: TakeEdits) -> Scene:
    """A scene of one sound with the acting that was edited in it, at the sound's times, and its shots."""
    own = [
        Entry(mark.start, who, replace(mark, start=0.0, end=None if mark.end is None else mark.end - mark.start))
        for mark in edited_marks((), edits)
    ]
    return scene.added(*own, *recut((), edits.of("camera"), speaker=who))
