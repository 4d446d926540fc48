"""A song as it is written: who sings which syllable on which note, how fast, over which chords.

A Score is unrolled: repeats, verses and jumps are played out, so that time runs one way. Musical time is in *beats*,
which are quarter notes throughout, whatever the meter; `Score.seconds` and `Score.beat` go between beats and seconds
over every change of tempo. All values are frozen, and hold what their
docstrings say: what breaks that raises ValueError.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from avatar.errors import SongError
from avatar.song.chords import transposed

MOST_NOTES = 20_000
"""Notes of a score, all parts together: two hours of a busy duet."""
LONGEST_SECONDS = 3600.0
"""A score lasts no longer."""
SLOWEST, FASTEST = 20.0, 400.0
"""Quarter notes a minute. Readers bring a tempo outside into this range, and say so."""
LOWEST, HIGHEST = 0.0, 127.0
"""MIDI numbers of pitches; what a voice can't reach is the singer's to transpose."""
QUIETEST, LOUDEST = 0.3, 1.5

_CLOSE = 1e-6
"""Beats: closer times are the same."""

_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
"""Kana, Chinese characters and their marks."""


class Remark(NamedTuple):
    """Something in a file that was not understood, or was changed, told to whoever asked for the song."""

    place: str
    """As "bar 12" or "line 3"; '' for the whole file."""
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.said}" if self.place else self.said


@dataclass(frozen=True)
class SungNote:
    """A note and what is sung on it."""

    start: float
    """Beats from the start of the song."""
    beats: float
    """How long it lasts; above 0."""
    pitch: float | None
    """MIDI number, 69 is A4 of 440 Hz; None for what is spoken in rhythm."""
    syllable: str
    """As written, without hyphens. '' goes on with the syllable of the note before (a melisma). One that holds a blank
    is the end of one word and the beginning of the next, sung on one note (an elision)."""
    begins: bool
    """Whether it begins a word; False goes on with the word of the note before."""
    line: int
    """Number of its lyric line, from 0: a phrase, for captions and breath. It never falls within a part."""
    loud: float = 1.0
    """From dynamics, accents and golden notes: `QUIETEST` to `LOUDEST`."""
    swell: float = 1.0
    """How many times as loud it ends: above 1 it grows; `QUIETEST` / `LOUDEST` to the inverse of that."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and self.start >= 0):
            raise ValueError(f"a note starts at 0 beats or later, not at {self.start}")
        if not (math.isfinite(self.beats) and self.beats > 0):
            raise ValueError(f"a note lasts longer than {self.beats} beats")
        if self.pitch is not None and not LOWEST <= self.pitch <= HIGHEST:
            raise ValueError(f"a pitch is a MIDI number from 0 to 127, not {self.pitch}")
        if not QUIETEST <= self.loud <= LOUDEST:
            raise ValueError(f"a note's loudness is {QUIETEST} to {LOUDEST}, not {self.loud}")
        if not QUIETEST / LOUDEST <= self.swell * (1 + 1e-9) <= LOUDEST / QUIETEST * (1 + 2e-9):
            raise ValueError(f"a note doesn't get {self.swell} times as loud")
        if self.begins and not self.syllable:
            raise ValueError("a note without a syllable begins no word")
        if self.line < 0:
            raise ValueError(f"a lyric line has a number from 0, not {self.line}")

    @property
    def end(self) -> float:
        """Beats from the start of the song."""
        return self.start + self.beats


class SungWord(NamedTuple):
    """A word and its notes."""

    text: str
    notes: tuple[SungNote, ...]

    @property
    def syllables(self) -> tuple[str, ...]:
        return tuple(note.syllable for note in self.notes if note.syllable)


@dataclass(frozen=True)
class Part:
    """What one singer sings: one note at a time, in order."""

    name: str
    notes: tuple[SungNote, ...]
    language: str = ""
    """BCP 47 tag, as `de`; '' where the file doesn't say."""
    character: str = ""
    """Who sings it, where the file says."""
    voice: str = ""

    def __post_init__(self) -> None:
        for one, after in pairwise(self.notes):
            if after.start < one.end - _CLOSE:
                raise ValueError(f"{self.name}: a note at {after.start} beats begins before the one before it ends")
            if after.line < one.line:
                raise ValueError(f"{self.name}: line {after.line} comes after line {one.line}")
        if self.notes and not self.notes[0].syllable:
            raise ValueError(f"{self.name}: its first note has no syllable to go on with")

    def lines(self) -> tuple[tuple[SungNote, ...], ...]:
        """Its notes by lyric line."""
        return tuple(tuple(notes) for _, notes in groupby(self.notes, key=lambda note: note.line))

    @property
    def end(self) -> float:
        """Beats."""
        return self.notes[-1].end if self.notes else 0.0


def words_of(notes: tuple[SungNote, ...]) -> tuple[SungWord, ...]:
    """The words of a line, in order, each with the notes that it is sung on.

    What goes on with a word of the line before is a word here.
    """
    found: list[list[SungNote]] = []
    for note in notes:
        if note.begins or not found:
            found.append([])
        found[-1].append(note)
    return tuple(SungWord("".join(note.syllable for note in word), tuple(word)) for word in found)


def text_of(notes: tuple[SungNote, ...]) -> str:
    """The words of a line as they are read: blanks between them, but in scripts that have none."""
    text = ""
    for word in words_of(notes):
        if word.text:
            close = not text or (_UNSPACED.match(text[-1]) and _UNSPACED.match(word.text[0]))
            text += word.text if close else f" {word.text}"
    return text


@dataclass(frozen=True)
class Tempo:
    """How fast from here on."""

    at: float
    """Beats."""
    bpm: float
    """Quarter notes a minute, `SLOWEST` to `FASTEST`."""

    def __post_init__(self) -> None:
        if not SLOWEST <= self.bpm <= FASTEST:
            raise ValueError(f"a tempo is {SLOWEST:g} to {FASTEST:g} quarter notes a minute, not {self.bpm}")


@dataclass(frozen=True)
class Chord:
    """What the backing plays from here on."""

    at: float
    """Beats."""
    symbol: str
    """As `Am7` or `C/E`; `N.C.` for none."""


@dataclass(frozen=True)
class Dynamic:
    """How loud from here on; 1 is usual."""

    at: float
    """Beats."""
    loud: float
    """`QUIETEST` to `LOUDEST`."""
    swells: bool = False
    """Whether it changes evenly to the next one."""

    def __post_init__(self) -> None:
        if not QUIETEST <= self.loud <= LOUDEST:
            raise ValueError(f"a song's loudness is {QUIETEST} to {LOUDEST}, not {self.loud}")


def loud_at(dynamics: Sequence[Dynamic], beat: float) -> float:
    """How loud it is at a beat; 1 before the first dynamic."""
    number = bisect_right(dynamics, beat, key=lambda each: each.at) - 1
    if number < 0:
        return 1.0
    here = dynamics[number]
    if not here.swells or number + 1 == len(dynamics):
        return here.loud
    after = dynamics[number + 1]
    return here.loud + (after.loud - here.loud) * (beat - here.at) / (after.at - here.at)


@dataclass(frozen=True)
class Meter:
    """How long a bar is from here on; a bar begins here (or at the pickup's end, for the first)."""

    at: float
    """Beats."""
    beats: float
    """Quarter notes a bar: 3 for 3/4 and for 6/8."""
    pulse: float = 1.0
    """Quarter notes between the beats that are felt and danced to: 1.5 for 6/8, 2 for 2/2."""

    def __post_init__(self) -> None:
        if not (0.25 <= self.beats <= 64 and 0.25 <= self.pulse <= self.beats + _CLOSE):
            raise ValueError(f"a bar of {self.beats} quarter notes can't be counted in {self.pulse}")


class GridBeat(NamedTuple):
    """A beat that is felt."""

    at: float
    """Beats (quarter notes) from the start of the song."""
    second: float
    bar: bool
    """Whether a bar begins here."""


@dataclass(frozen=True)
class Score:
    """A song, unrolled. Raises ValueError where it is none."""

    title: str
    parts: tuple[Part, ...]
    author: str = ""
    tempos: tuple[Tempo, ...] = (Tempo(0.0, 120.0),)
    """In order, the first at 0."""
    meters: tuple[Meter, ...] = (Meter(0.0, 4.0),)
    """In order, the first at 0."""
    chords: tuple[Chord, ...] = ()
    """In order."""
    pickup: float = 0.0
    """Beats before the first whole bar."""
    style: str = ""
    """How the backing plays; '' where the file doesn't say."""
    dynamics: tuple[Dynamic, ...] = ()
    """How loud the backing plays, in order; the notes of the parts have theirs."""
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        changes: tuple[tuple[str, tuple[Tempo | Meter, ...]], ...] = (("tempo", self.tempos), ("meter", self.meters))
        for what, its in changes:
            if not its or its[0].at != 0:
                raise ValueError(f"the first {what} is at 0")
            if any(after.at <= one.at for one, after in pairwise(its)):
                raise ValueError(f"each {what} is at a later beat than the one before")
        if any(after.at < one.at for one, after in pairwise(self.chords)):
            raise ValueError("chords are in order")
        if any(after.at <= one.at for one, after in pairwise(self.dynamics)):
            raise ValueError("each dynamic is at a later beat than the one before")
        if not (math.isfinite(self.pickup) and self.pickup >= 0):
            raise ValueError(f"a pickup lasts 0 beats or more, not {self.pickup}")
        if sum(len(part.notes) for part in self.parts) > MOST_NOTES:
            raise ValueError(f"a score has at most {MOST_NOTES} notes")
        if not self.duration <= LONGEST_SECONDS:
            raise ValueError(f"a score lasts at most {LONGEST_SECONDS:g} seconds")

    @property
    def end(self) -> float:
        """Beats: where the last part ends."""
        return max((part.end for part in self.parts), default=0.0)

    @property
    def duration(self) -> float:
        """Seconds until the last part ends."""
        return self.seconds(self.end)

    @cached_property
    def _seconds_at(self) -> tuple[float, ...]:
        """When each tempo begins."""
        at = [0.0]
        for one, after in pairwise(self.tempos):
            at.append(at[-1] + (after.at - one.at) * 60.0 / one.bpm)
        return tuple(at)

    def seconds(self, beat: float) -> float:
        """When a beat is; before the song's start (a count-in is) it goes on at the first tempo."""
        tempo = max(0, bisect_right(self.tempos, beat, key=lambda each: each.at) - 1)
        return self._seconds_at[tempo] + (beat - self.tempos[tempo].at) * 60.0 / self.tempos[tempo].bpm

    def beat(self, seconds: float) -> float:
        """Which beat it is then: `seconds` backwards."""
        tempo = max(0, bisect_right(self._seconds_at, seconds) - 1)
        return self.tempos[tempo].at + (seconds - self._seconds_at[tempo]) * self.tempos[tempo].bpm / 60.0

    def transposed(self, semitones: float) -> Score:
        """The same so much higher: notes whole octaves lower or higher where they would leave 0 to 127.

        Chords move by whole semitones and keep their kind.
        """
        parts = tuple(replace(part, notes=tuple(_moved(note, semitones) for note in part.notes)) for part in self.parts)
        chords = tuple(Chord(chord.at, transposed(chord.symbol, round(semitones))) for chord in self.chords)
        return replace(self, parts=parts, chords=chords)

    def at_tempo(self, bpm: float) -> Score:
        """The same with its first tempo at so many quarter notes a minute, and later ones changed in the same ratio.

        Raises SongError where that leaves `SLOWEST` to `FASTEST`.
        """
        if not (math.isfinite(bpm) and SLOWEST <= bpm <= FASTEST):
            raise SongError(
                f"No song is sung at {bpm:g} quarter notes a minute",
                where=self.title,
                remedy=f"Give a tempo from {SLOWEST:g} to {FASTEST:g}.",
            )
        factor = bpm / self.tempos[0].bpm
        tempos = tuple(Tempo(each.at, min(FASTEST, max(SLOWEST, each.bpm * factor))) for each in self.tempos)
        try:
            return replace(self, tempos=tempos)
        except ValueError as error:
            raise SongError(f"At {bpm:g}, {error}", where=self.title, remedy="Give a faster tempo.") from error

    def beat_grid(self, until: float | None = None) -> tuple[GridBeat, ...]:
        """The beats that are felt, from 0 until the end of the bar that the song ends in, or until beat `until`."""
        return tuple(GridBeat(at, self.seconds(at), bar) for at, bar in self._grid(until))

    def _grid(self, until: float | None) -> Iterator[tuple[float, bool]]:
        ends = [meter.at for meter in self.meters[1:]] + [math.inf]
        stop = self.end if until is None else until
        for number, (meter, end) in enumerate(zip(self.meters, ends, strict=True)):
            first = self.pickup if number == 0 else meter.at
            if number == 0:  # what is felt of the bar that the pickup is the end of
                yield from ((first - n * meter.pulse, False) for n in range(int(first / meter.pulse + _CLOSE), 0, -1))
            bar = first
            while bar < end - _CLOSE and bar < stop - _CLOSE:
                for n in range(max(1, round(meter.beats / meter.pulse))):
                    at = bar + n * meter.pulse
                    if at < min(end, bar + meter.beats) - _CLOSE and (until is None or at < until - _CLOSE):
                        yield at, n == 0
                bar += meter.beats


def _moved(note: SungNote, semitones: float) -> SungNote:
    if note.pitch is None:
        return note
    pitch = note.pitch + semitones
    if pitch < LOWEST:
        pitch += 12.0 * math.ceil((LOWEST - pitch) / 12.0)
    if pitch > HIGHEST:
        pitch -= 12.0 * math.ceil((pitch - HIGHEST) / 12.0)
    return replace(note, pitch=pitch)
