"""Edits as values: spans of tracks, those of one take, and those of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.types import Clip, Timed

TRACKS = ("words", "phones", "mouths", "opening", "expression", "gesture", "look", "head", "brows", "camera")

CURVES = frozenset({"opening", "head", "brows"})
"""Tracks of keys, between which values go; the others hold one thing after another."""

EASES = ("", "linear", "in", "out", "in-out", "hold")
"""How a span is entered, or how a curve goes to its next key; '' is the track's own way."""


class Span(NamedTuple):
    """What a track holds between two times; it replaces what was made there."""

    start: float
    """Seconds from the start of the take's sound; of the scene, for `camera`."""
    end: float
    value: str
    """A word, an IPA phone ('' for silence), a letter of `shown.LETTERS`, a name, or a curve's numbers; '' for nothing
    there."""
    ease: str = ""
    """Of EASES."""


@dataclass(frozen=True)
class TakeEdits:
    """The edits of one take."""

    take: str
    """Its key within its file: '' for a recording."""
    text: str = ""
    """What is said in it, as it was when edited."""
    sound: str = ""
    """`fingerprint` of its sound; '' where there is none."""
    duration: float = 0.0
    """Seconds."""
    words: tuple[Timed, ...] = ()
    """Where its words were: by these, edits are carried over to another sound."""
    tracks: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """By TRACKS; in order, not overlapping."""
    looked: tuple[tuple[float, float], ...] = ()
    """Stretches, in seconds, that somebody looked at and left, or put right."""
    unplaced: tuple[tuple[str, Span, str], ...] = ()
    """Track, span and the words around it, of edits that fit no more: kept and listed, never dropped."""

    def of(self, track: str) -> tuple[Span, ...]:
        """The spans of one track."""
        return self.tracks.get(track, ())

    @property
    def empty(self) -> bool:
        """Whether nothing is edited."""
        return not any(self.tracks.values())


@dataclass(frozen=True)
class EditFile:
    """All edits that lie beside one file."""

    takes: tuple[TakeEdits, ...] = ()
    notes: tuple[str, ...] = ()
    """What was mended as it was read, to be told; not written."""

    def take(self, key: str) -> TakeEdits | None:
        """The edits of one take."""
        return next((each for each in self.takes if each.take == key), None)


NO_EDITS = EditFile()


def without_take(file: EditFile, key: str) -> EditFile:
    """A file's edits but for those of one take."""
    return replace(file, takes=tuple(each for each in file.takes if each.take != key))


def put_in_order(spans: Iterable[Span], *, points: bool = False) -> tuple[tuple[Span, ...], int]:
    """Spans one after another, and how many had to give way: where two overlap, the earlier one ends at the later.

    `points`: whether spans without length stay, as keys of a curve do.
    """
    found: list[Span] = []
    mended = 0
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if found and found[-1].end > span.start + 1e-9:
            mended += 1
            found[-1] = found[-1]._replace(end=span.start)
        found.append(span)
    kept = tuple(span for span in found if span.end > span.start or points)
    return kept, mended


def with_track(edits: TakeEdits, track: str, spans: Sequence[Span]) -> TakeEdits:
    """The same edits with another row of spans in one track; () takes the track away."""
    ordered, _ = put_in_order(spans, points=track in CURVES)
    others = {name: row for name, row in edits.tracks.items() if name != track}
    return replace(edits, tracks=others | ({track: ordered} if ordered else {}))


def fingerprint(clip: Clip) -> str:
    """What tells a sound from others: a hash of its samples and their rate."""
    return fingerprint_blocks((clip.samples,), clip.rate)


def fingerprint_blocks(blocks: Iterable[NDArray[np.int16]], rate: int) -> str:
    """The same of a sound that comes in blocks, which together are its samples."""
    told = hashlib.sha256(b"%d " % rate)
    for block in blocks:
        told.update(block.astype("<i2").tobytes())
    return told.hexdigest()[:32]
