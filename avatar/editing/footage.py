"""What is edited: one take as it was made, and clause by clause as it is with its edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from avatar.editing.surround import Surround
from avatar.edits.applying import apply
from avatar.edits.values import Span, TakeEdits
from avatar.lipsync.coarticulate import Stops
from avatar.lipsync.formats import CueSheet
from avatar.lipsync.shown import LETTER_OF, LETTERS
from avatar.types import FRAME_RATE, VISEMES, Clip, Floats, Mark, MouthTrack, Performance, Speech, Timed

SoundOf = Callable[[float, float], Clip]
"""The sound from one second of a take to another."""

LETTER_AT = np.array([LETTERS.index(LETTER_OF[viseme]) for viseme in VISEMES], np.uint8)
"""Index into LETTERS of the letter that shows each of VISEMES."""

THINNED = 8
"""Every so many-th sample goes with a clause that is only looked at: enough to find what is stressed in it."""


@dataclass(frozen=True, eq=False)
class Footage:
    """One take, as it was made."""

    key: str
    """Its key within its file: '' for a recording."""
    title: str
    who: str
    character: str
    """Who is seen: the name of a character in the library."""
    fingerprint: str
    """What tells its sound from others (`edits.values.fingerprint`)."""
    sheet: CueSheet
    """Its mouth, words, phones and doubts."""
    sound: SoundOf
    loud: Floats
    """How loud it is, 0 to 1, FRAME_RATE times a second, shape (frames,)."""
    cuts: tuple[int, ...]
    """First frames of its clauses, the first 0."""
    places: tuple[Timed, ...] = ()
    """Stretches where the mouth may be wrong, with what is doubted: those that a viewer would see most first."""
    doubt: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    """How likely the mouth is wrong, 0 to 1, shape (frames,); empty where nobody knows."""
    marks: tuple[Mark, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What there is to choose from, by track: expressions, gestures, looks, shots."""
    language: str = "en"
    voice: str = ""
    """Who is heard, as nets that were learned for one speaker go by it: a voice's name, or a speaker's."""
    stops: Stops = "span"
    """Where the times of its phones put a voiceless stop."""
    surround: Surround | None = None
    """The scene that it belongs to; None where nobody knows of any."""

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.sheet.duration

    def clause_at(self, t: float) -> int:
        """Index of the clause that a second is in."""
        return max(0, min(len(self.cuts), bisect_right(self.cuts, round(t * FRAME_RATE, 3))) - 1)

    def stretch(self, index: int) -> tuple[float, float]:
        """Start and end of a clause, in seconds."""
        end = self.cuts[index + 1] / FRAME_RATE if index + 1 < len(self.cuts) else self.duration
        return self.cuts[index] / FRAME_RATE, end

    def clauses(self, start: float, end: float) -> range:
        """Those that a stretch touches."""
        return range(self.clause_at(max(0.0, start)), self.clause_at(max(0.0, end)) + 1)


def perform(footage: Footage, edits: TakeEdits | None, index: int) -> Performance:
    """A clause with its edits; None: as it was made. Times count from the clause's start."""
    return _performed(footage, index, _rows_of(footage, edits, index))


def mouth_of(footage: Footage, edits: TakeEdits | None, index: int) -> MouthTrack:
    """A clause's mouth, as `perform` has it: where nothing is edited, no sound is read for that."""
    rows = _rows_of(footage, edits, index)
    return _performed(footage, index, rows).mouth if rows else _mouth_as_made(footage, index)


_Rows = tuple[tuple[str, tuple[Span, ...]], ...]
"""Tracks and what is edited of them."""


def _rows_of(footage: Footage, edits: TakeEdits | None, index: int) -> _Rows:
    start, end = footage.stretch(index)
    rows = () if edits is None else tuple((name, cut(spans, start, end)) for name, spans in edits.tracks.items())
    return tuple((name, spans) for name, spans in rows if spans)


def _mouth_as_made(footage: Footage, index: int) -> MouthTrack:
    last = footage.cuts[index + 1] if index + 1 < len(footage.cuts) else None
    return footage.sheet.track.part(footage.cuts[index], last)


def cut(spans: tuple[Span, ...], start: float, end: float) -> tuple[Span, ...]:
    """What of some spans lies in a stretch, counted from its start."""
    first = bisect_right(spans, start, key=lambda span: span.end)
    found = []
    for span in spans[first:]:
        if span.start >= end:
            break
        found.append(span._replace(start=max(span.start, start) - start, end=min(span.end, end) - start))
    return tuple(found)


@lru_cache(maxsize=256)
def _performed(footage: Footage, index: int, rows: _Rows) -> Performance:
    if not rows:
        return _as_made(footage, index)
    made = _performed(footage, index, ())
    edits = TakeEdits(footage.key, made.speech.text, "", made.duration, made.speech.words, dict(rows))
    return apply(made, edits)


def _as_made(footage: Footage, index: int) -> Performance:
    start, end = footage.stretch(index)
    sheet = footage.sheet
    words = _within(sheet.words, start, end)
    phones = None if sheet.phones is None else _within(sheet.phones, start, end)
    clip = footage.sound(start, end)
    speech = Speech(clip, " ".join(word.value for word in words), "", footage.language, words, phones)
    marks = tuple(replace(mark, start=mark.start - start) for mark in footage.marks if start <= mark.start < end)
    return Performance(footage.who, speech, _mouth_as_made(footage, index), marks)


@lru_cache(maxsize=8)
def thin(performance: Performance) -> Performance:
    """The same for whoever only looks at it: with little of its sound, which is not to be sent about for nothing."""
    clip = performance.speech.clip
    little = Clip(np.ascontiguousarray(clip.samples[::THINNED]), max(1, clip.rate // THINNED))
    return replace(performance, speech=replace(performance.speech, clip=little))


def _within(timed: tuple[Timed, ...], start: float, end: float) -> tuple[Timed, ...]:
    """Those that lie in a stretch for the most part, counted from its start."""
    first = bisect_right(timed, start, key=lambda each: each.end)
    found = []
    for each in timed[first:]:
        if each.start >= end:
            break
        if start <= (each.start + each.end) / 2 < end:
            left = max(0.0, each.start - start)
            found.append(Timed(left, max(left, min(each.end, end) - start), each.value))
    return tuple(found)


def seen_letters(track: MouthTrack) -> NDArray[np.uint8]:
    """The letters of a track as the editor shows them: index into LETTERS, shape (frames,)."""
    if track.drawn is not None:
        return np.asarray(LETTER_AT[track.drawn], np.uint8)
    late = round(track.lead * FRAME_RATE)
    best = track.weights.argmax(axis=1)
    return np.asarray(LETTER_AT[np.concatenate([best[:1].repeat(late), best[: len(best) - late]])], np.uint8)


def measure_loudness(clip: Clip) -> Floats:
    """How loud a sound is at each frame, 0 to 1 of its loudest, as ears have it: the square root of the peak."""
    hop = max(1, clip.rate // FRAME_RATE)
    count = -(-len(clip.samples) // hop)
    padded = np.zeros(count * hop, np.int16)
    padded[: len(clip.samples)] = clip.samples
    peaks = np.abs(padded.reshape(count, hop).astype(np.int32)).max(axis=1, initial=0).astype(np.float32)
    return np.asarray(np.sqrt(peaks / max(1.0, float(peaks.max(initial=0.0)))), np.float32)
