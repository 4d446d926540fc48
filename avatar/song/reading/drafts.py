"""What every reader does with the notes it found: put in order, mended where they contradict, told of, and bounded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from avatar.errors import SongError
from avatar.song.score import (
    FASTEST,
    HIGHEST,
    LOUDEST,
    LOWEST,
    MOST_NOTES,
    QUIETEST,
    SLOWEST,
    Chord,
    Dynamic,
    Meter,
    Part,
    Remark,
    Score,
    SungNote,
    Tempo,
)

SHORTEST = 1 / 64
"""Beats: what is left of a note that another cuts shorter is left out."""
BREATH = 0.5
"""Beats of rest that end a phrase where a file has no lines."""
LONGEST_LINE = 16
"""Syllables after which a phrase ends at the next mark or rest, where a file has no lines."""
ENDINGS = (".", "!", "?", ";", ":", "…", "。", "！", "？")


class Found(NamedTuple):
    """A note as it stands in a file, before anything is mended. Fields as SungNote's."""

    start: float
    beats: float
    pitch: float | None
    syllable: str
    begins: bool
    line: int = 0
    loud: float = 1.0
    place: str = ""
    swell: float = 1.0


def part_of(name: str, found: Iterable[Found], remarks: list[Remark], *, language: str = "") -> Part:
    """What was found as a part: one note at a time, in order. Each kind of mending is told once, with a place."""
    mended: dict[str, list[str]] = {}
    notes: list[SungNote] = []
    line = 0
    for each in sorted(found, key=lambda each: (each.start, each.pitch is None)):
        if not (math.isfinite(each.start) and math.isfinite(each.beats)) or each.beats < SHORTEST:
            mended.setdefault("too short to be sung, left out", []).append(each.place)
            continue
        start, beats = max(0.0, each.start), each.beats
        if notes and start < notes[-1].end - 1e-6:
            start = _after(notes, start, each, mended)
            beats = each.start + each.beats - start
            if beats < SHORTEST:
                mended.setdefault("sung at the same time as another, left out", []).append(each.place)
                continue
        if not each.syllable and not notes:
            mended.setdefault("without words before the first word, left out", []).append(each.place)
            continue
        line = max(line, each.line)
        notes.append(
            SungNote(
                start, beats, _pitch(each, mended), each.syllable, each.begins and bool(each.syllable), line,
                min(LOUDEST, max(QUIETEST, each.loud)), each.swell,
            )
        )  # fmt: skip
    for what, places in mended.items():
        remarks.append(Remark(next(filter(None, places), ""), f"{counted(len(places), 'note')} {what} ({name})"))
    return Part(name, tuple(notes), language)


def _after(notes: list[SungNote], start: float, each: Found, mended: dict[str, list[str]]) -> float:
    """Where a note begins that begins before the last one has ended: that one is cut, or, both at once, this."""
    last = notes[-1]
    if start - last.start >= SHORTEST:
        if last.end - start > 0.05:  # less is how people play, and how ticks are rounded
            mended.setdefault("cut short by the next one", []).append(each.place)
        notes[-1] = replace(last, beats=start - last.start)
        return start
    return last.end


def _pitch(each: Found, mended: dict[str, list[str]]) -> float | None:
    if each.pitch is None or LOWEST <= each.pitch <= HIGHEST:
        return each.pitch
    mended.setdefault("beyond any keyboard, moved by octaves", []).append(each.place)
    return LOWEST + each.pitch % 12 if each.pitch < LOWEST else HIGHEST - 11 + (each.pitch - HIGHEST + 11) % 12


def counted(count: int, what: str) -> str:
    """As "1 note" or "7 notes"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def in_phrases(notes: Sequence[Found]) -> list[Found]:
    """Notes in order with lines of their own: for files that have none.

    A line ends before a word, after a rest of half a beat, or after a full stop and its like; when it is long, at the
    next comma or small rest.
    """
    numbered: list[Found] = []
    line, long = 0, 0
    for one, each in pairwise([None, *notes]):
        assert each
        if one and each.begins and long:
            rest = each.start - (one.start + one.beats)
            said = last_syllable(numbered)
            full = long >= LONGEST_LINE
            if (
                rest >= BREATH
                or (long >= 3 and said.endswith(ENDINGS))
                or (full and (rest > 0.05 or said.endswith((",", "、"))))
                or long >= 2 * LONGEST_LINE
            ):
                line, long = line + 1, 0
        long += bool(each.syllable)
        numbered.append(each._replace(line=line))
    return numbered


def last_syllable(notes: Sequence[Found]) -> str:
    return next((each.syllable for each in reversed(notes) if each.syllable), "")


def sane_tempo(bpm: float, place: str, remarks: list[Remark]) -> float:
    """A tempo that can be sung, told where it was changed: 0 and 1000 are not."""
    if math.isfinite(bpm) and SLOWEST <= bpm <= FASTEST:
        return bpm
    sane = SLOWEST if bpm < SLOWEST else FASTEST if math.isfinite(bpm) else 120.0
    remarks.append(Remark(place, f"nobody sings at {bpm:g} quarter notes a minute; it is sung at {sane:g}"))
    return sane


def tempos_of(changes: Iterable[tuple[float, float]]) -> tuple[Tempo, ...]:
    """Tempos from (beat, bpm), in any order: the last at each beat, what changes nothing left out, the first at 0."""
    by_beat = dict(sorted(((max(0.0, at), bpm) for at, bpm in changes), key=lambda each: each[0]))
    if 0.0 not in by_beat:
        by_beat = {0.0: next(iter(by_beat.values()), 120.0)} | by_beat
    tempos: list[Tempo] = []
    for at, bpm in by_beat.items():
        if not tempos or tempos[-1].bpm != bpm:
            tempos.append(Tempo(at, bpm))
    return tuple(tempos)


def meters_of(changes: Iterable[Meter]) -> tuple[Meter, ...]:
    """The same for meters."""
    by_beat = {each.at: each for each in sorted(changes, key=lambda each: each.at)}
    meters: list[Meter] = []
    for each in by_beat.values():
        if not meters or (meters[-1].beats, meters[-1].pulse) != (each.beats, each.pulse):
            meters.append(each)
    if not meters or meters[0].at > 0:
        meters.insert(0, Meter(0.0, 4.0))
    return tuple(meters)


def meter_of(at: float, upper: int, lower: int, place: str, remarks: list[Remark]) -> Meter:
    """A time signature; one that can't be counted is told of, and 4/4 taken.

    Eighths in threes are felt in threes (6/8, 9/8, 12/8, and 3/8 in one).
    """
    if 1 <= upper <= 64 and lower in {1, 2, 4, 8, 16, 32}:
        unit = 4.0 / lower
        beats = upper * unit
        if 0.25 <= beats <= 64:
            pulse = 3 * unit if lower >= 8 and upper % 3 == 0 else min(max(unit, 0.5), beats)
            return Meter(at, beats, pulse)
    remarks.append(Remark(place, f"no bar is counted in {upper}/{lower}; it is counted in 4/4"))
    return Meter(at, 4.0)


def chords_of(changes: Iterable[tuple[float, str]]) -> tuple[Chord, ...]:
    """Chords from (beat, symbol): the last at each beat, what changes nothing left out."""
    chords: list[Chord] = []
    for at, symbol in dict(sorted(changes, key=lambda each: each[0])).items():
        if not chords or chords[-1].symbol != symbol:
            chords.append(Chord(max(0.0, at), symbol))
    return tuple(chords)


def score_of(
    path: Path,
    title: str,
    parts: Sequence[Part],
    *,
    author: str = "",
    tempos: tuple[Tempo, ...],
    meters: tuple[Meter, ...],
    chords: tuple[Chord, ...] = (),
    pickup: float = 0.0,
    style: str = "",
    dynamics: tuple[Dynamic, ...] = (),
    remarks: Sequence[Remark] = (),
) -> Score:
    """A score of what a reader found. Raises SongError where nobody sings, or it is too long."""
    sung = tuple(part for part in parts if part.notes)
    if not sung:
        why = f": {remarks[0]}" if remarks else ""
        raise SongError(
            f"There are no words to sing on notes in it{why}",
            where=path,
            remedy="`avatar docs songs` shows how songs are written.",
        )
    total = sum(len(part.notes) for part in sung)
    if total > MOST_NOTES:
        raise SongError(f"It has over {MOST_NOTES} notes", where=path, remedy="Cut it into songs.")
    try:
        return Score(
            title.strip() or path.stem,
            sung,
            author.strip(),
            tempos,
            meters,
            chords,
            pickup,
            style,
            dynamics,
            tuple(remarks),
        )
    except ValueError as error:
        raise SongError(f"No song can be made of it: {error}", where=path, remedy="Cut it into songs.") from error
