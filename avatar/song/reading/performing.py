"""A song in our own notation, played out: its tunes sung as often as it says, each part on one clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from avatar.errors import SongError
from avatar.song.reading.drafts import (
    Found,
    chords_of,
    counted,
    meter_of,
    meters_of,
    part_of,
    sane_tempo,
    tempos_of,
)
from avatar.song.reading.dynamics import Hold, LoudMark, held_tempos, make_curve, sung_loud, with_pauses
from avatar.song.reading.fitting import fit
from avatar.song.reading.notation import Key, NoteRow, WordRow, read_key, read_notes, read_words
from avatar.song.reading.rhythm import Bars, SpokenRow, spoken_row
from avatar.song.score import MOST_NOTES, SLOWEST, Chord, Dynamic, Meter, Part, Remark, Tempo

SPEEDS = {
    "largo": 50, "very slow": 56, "adagio": 66, "slow": 72, "andante": 84, "moderato": 104, "moderate": 104,
    "allegretto": 116, "allegro": 132, "fast": 138, "vivace": 152, "presto": 172, "very fast": 172,
}  # fmt: skip
"""Beats a minute by word: the middles of metronomes' ranges."""
WORDLESS = "la"
"""What is sung where a song has no words at all."""
MOST_VOICES = 8
MOST_TIMES = 32

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SPAN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(bars?|beats?|)\s*", re.IGNORECASE)
_CANON = re.compile(r"(\d+(?:\.\d+)?)\s*(bars?|beats?|voices?|times?)?", re.IGNORECASE)
_METER = re.compile(r"\s*(\d{1,3})\s*/\s*(\d{1,3})\s*")
_CLOSE = 1e-6


class Placed(NamedTuple):
    """A line of words and where it stands."""

    words: WordRow
    place: str


@dataclass
class Row:
    """A line of notes with the lines of words below it, one a verse."""

    notes: NoteRow | None
    """None for words without a tune."""
    verses: list[Placed]
    place: str


@dataclass
class Section:
    """What is sung from one heading to the next."""

    kind: Literal["plain", "tune", "sing"] = "plain"
    name: str = ""
    rows: list[Row] = field(default_factory=list)
    words: list[Placed] = field(default_factory=list)
    """Of `sing` alone."""
    place: str = ""


@dataclass
class Canon:
    """How each voice comes in later than the one before it."""

    delay: float
    """Beats."""
    voices: int = 0
    """0: as many as there are names."""
    times: int = 1


@dataclass
class Singer:
    """A part while it grows."""

    found: list[Found] = field(default_factory=list)
    louds: list[LoudMark] = field(default_factory=list)
    lines: int = 0
    language: str = ""
    character: str = ""
    voice: str = ""


class Played(NamedTuple):
    """What a song came to; fields as Score's."""

    title: str
    author: str
    style: str
    parts: tuple[Part, ...]
    tempos: tuple[Tempo, ...]
    meters: tuple[Meter, ...]
    chords: tuple[Chord, ...]
    pickup: float
    dynamics: tuple[Dynamic, ...]


class Performing:
    """Takes a song's lines in order, and gives it played out. Time is in quarter notes unless a name says units."""

    def __init__(self, path: Path, remarks: list[Remark]) -> None:
        self._path, self._remarks = path, remarks
        self._about: dict[str, str] = {}
        self._key, self._octave, self._unit = Key(0), 4, 1.0
        self._meters, self._tempos = [Meter(0.0, 4.0)], [(0.0, 100.0, "")]
        self._pickup: float | None = None
        self._cursor = self._group_start = self._group_end = 0.0
        self._names: list[str] = [""]
        self._singers: dict[str, Singer] = {}
        self._everybody = Singer()
        """What is said of all of them, at the head of the song."""
        self._tunes: dict[str, Section] = {}
        self._section = Section()
        self._waiting: list[tuple[NoteRow, str]] = []
        """Lines of notes whose words are yet to come."""
        self._chords: list[tuple[float, str]] = []
        self._holds: list[Hold] = []
        self._wordless: list[Found] = []
        self._room = 0.0
        """Units before the next line in which nobody speaks."""
        self._canon: Canon | None = None
        self._canon_from: float | None = None
        self._count = 0

    # ------------------------------------------------------------------------------------------------ what lines say

    def notes(self, text: str, place: str) -> None:
        """A line of notes."""
        if self._section.kind == "sing":
            self._close()
        row = read_notes(text, self._key, self._octave, place, self._remarks)
        self._octave = row.octave
        self._count_bars(row, place)
        self._waiting.append((row, place))

    def words(self, text: str, place: str, below: bool) -> None:
        """A line of words. `below`: it stands right below another line."""
        placed = Placed(read_words(text, place, self._remarks), place)
        rows = self._section.rows
        if self._section.kind == "sing":
            self._section.words.append(placed)
        elif self._waiting:
            rows.append(Row(_joined([row for row, _ in self._waiting]), [placed], self._waiting[0][1]))
            self._waiting = []
        elif below and rows and rows[-1].notes is not None:
            rows[-1].verses.append(placed)
        else:
            rows.append(Row(None, [placed], place))

    def head(self, name: str, value: str, place: str) -> None:
        """A line with a name and a colon."""
        if name in {"title", "author", "style"}:
            self._about[name] = f"{self._about[name]}, {value}" if self._about.get(name) and name == "author" else value
            return
        if name == "pickup":
            self._pickup = self._span(value, place)
            return
        self._close()
        match name:
            case "tempo":
                self._tempos.append((self._cursor, self._speed(value, place), place))
            case "meter":
                self._count_in(value, place)
            case "key":
                self._change_key(value, place)
            case "language" | "voice" | "character":
                self._describe(name, value)
            case "part" | "with":
                self._enter(value, together=name == "with", place=place)
            case "canon":
                self._canon = self._read_canon(value, place)
            case "tune":
                self._section = Section("tune", value.lower(), place=place)
                self._octave = 4
            case "sing":
                self._section = Section("sing", value.lower(), place=place)
            case "rest":
                self._cursor += self._span(value, place)

    def finished(self) -> Played:
        """The song, played out."""
        self._close()
        self._end_group()
        if not any(singer.found for singer in self._singers.values()) and self._wordless:
            self._remarks.append(Remark("", f"it has no words, and is sung on {WORDLESS!r}"))
            self._singer("").found = self._wordless
        for tune in self._tunes.values():
            if not tune.words and not any(row.verses for row in tune.rows):
                self._remarks.append(Remark(tune.place, f"nobody sings the tune {tune.name!r}"))
        named = [(name, singer) for name, singer in self._singers.items() if singer.found]
        parts = tuple(with_pauses(self._part(name or "Song", singer), self._holds) for name, singer in named)
        dynamics = next((make_curve(singer.louds) for singer in self._singers.values() if singer.louds), ())
        meters = meters_of(self._meters)
        tempos = [
            (at, sane_tempo(taps * _in_force(meters, at).pulse, place, self._remarks))
            for at, taps, place in self._tempos
        ]
        return Played(
            self._about.get("title", ""), self._about.get("author", ""), self._about.get("style", ""), parts,
            held_tempos(tempos_of(tempos), self._holds), meters, chords_of(self._chords), self._pickup or 0.0, dynamics,
        )  # fmt: skip

    # --------------------------------------------------------------------------------------------- what headings mean

    def _speed(self, value: str, place: str) -> float:
        """Beats a minute, as a foot taps them."""
        if value.lower() in SPEEDS:
            return float(SPEEDS[value.lower()])
        if found := _NUMBER.search(value):
            return float(found[0].replace(",", "."))
        self._remarks.append(Remark(place, f"{value[:20]!r} is no tempo: write beats a minute, or {', '.join(SPEEDS)}"))
        return self._tempos[-1][1]

    def _count_in(self, value: str, place: str) -> None:
        found = _METER.fullmatch({"c": "4/4", "waltz": "3/4"}.get(value.lower(), value))
        if not found:
            self._remarks.append(Remark(place, f"{value[:20]!r} is no meter: write one as 3/4"))
            return
        before = len(self._remarks)
        meter = meter_of(self._cursor, int(found[1]), int(found[2]), place, self._remarks)
        self._meters.append(meter)
        self._unit = 4.0 / int(found[2]) if len(self._remarks) == before else 1.0

    def _change_key(self, value: str, place: str) -> None:
        key = read_key(value)
        if key is None:
            self._remarks.append(Remark(place, f"{value[:20]!r} is no key: write one as C, F# or Am"))
        else:
            self._key = key

    def _describe(self, name: str, value: str) -> None:
        """Of whoever sings now, or of everybody while nobody has been named: one value each, or one for all."""
        begun = bool(self._singers) or self._names != [""]
        each = [one.strip() for one in value.split(",")]
        whose = self._names if begun else [""]
        if not begun:
            setattr(self._everybody, name, value)
            return
        for number, who in enumerate(whose):
            setattr(self._singer(who), name, each[min(number, len(each) - 1)])

    def _enter(self, value: str, *, together: bool, place: str) -> None:
        """Others sing: from here on, or from where the part above began."""
        self._end_group(new=not together)
        names = [name.strip() for name in re.split(r"[,&]", value) if name.strip()][:MOST_VOICES]
        if not names:
            self._remarks.append(Remark(place, "it names nobody"))
        self._names = names or [""]
        self._octave = 4
        if together:
            self._cursor = self._group_start

    def _read_canon(self, value: str, place: str) -> Canon | None:
        canon = Canon(0.0)
        for number, what in _CANON.findall(value):
            kind = what.lower()[:4]
            if kind in {"bar", "bars", "beat", ""}:
                canon.delay = self._span(f"{number} {what}", place)
            elif kind == "voic":
                canon.voices = min(MOST_VOICES, max(1, int(float(number))))
            else:
                canon.times = min(MOST_TIMES, max(1, int(float(number))))
        if canon.delay <= 0:
            self._remarks.append(Remark(place, "a canon says how much later each voice comes in, as 2 bars"))
            return None
        return canon

    def _span(self, value: str, place: str) -> float:
        """Quarter notes of so many bars or beats."""
        found = _SPAN.fullmatch(value)
        if not found or float(found[1]) > 1000:
            self._remarks.append(Remark(place, f"{value[:20]!r} is no time: write as 2 bars or 4 beats"))
            return 0.0
        bars = found[2].lower().startswith("bar")
        return float(found[1]) * (self._meters[-1].beats if bars else self._unit)

    # -------------------------------------------------------------------------------------------------- singing it

    def _count_bars(self, row: NoteRow, place: str) -> None:
        """Whoever writes bar lines is told where they are wrong; a short first bar is a pickup."""
        bar = self._meters[-1].beats / self._unit
        first = not (self._cursor or self._waiting or self._section.rows or self._tunes)
        if self._pickup is None and first and row.bars and 0 < row.bars[0] < bar - _CLOSE:
            self._pickup = row.bars[0] * self._unit
        for number, (start, end) in enumerate(zip(row.bars, row.bars[1:], strict=False), 1):
            if end - start > _CLOSE and abs(end - start - bar) > 0.01:
                said = f"between its bar lines {number} and {number + 1} are {end - start:g} beats, not {bar:g}"
                self._remarks.append(Remark(place, said))

    def _close(self) -> None:
        """Sings what stands since the last heading."""
        section, self._section = self._section, Section()
        left, self._waiting = self._waiting, []
        section.rows += [Row(row, [], place) for row, place in left]
        if section.kind == "tune" and section.rows:
            self._tunes[section.name] = section
        if section.kind == "sing":
            self._sing_again(section)
        elif section.kind == "plain" or any(row.verses for row in section.rows):
            self._sing(section.rows)

    def _sing(self, rows: Sequence[Row]) -> None:
        """Every verse of the rows; a row with fewer lines of words has its last one again."""
        for verse in range(max((len(row.verses) for row in rows), default=0) or 1):
            for row in rows:
                few = 1 < len(row.verses) <= verse
                if few:
                    said = f"it has words for {counted(len(row.verses), 'verse')} only, and sings the last again"
                    self._remarks.append(Remark(row.place, said))
                self._sing_row(row, row.verses[min(verse, len(row.verses) - 1)] if row.verses else None)

    def _sing_again(self, section: Section) -> None:
        tune = self._tunes.get(section.name)
        if tune is None:
            known = ", ".join(sorted(self._tunes)) or "none"
            said = f"there is no tune {section.name!r} above it (there is {known}); its words are spoken in rhythm"
            self._remarks.append(Remark(section.place, said))
            for placed in section.words:
                self._sing_row(Row(None, [], placed.place), placed)
            return
        if not section.words:
            self._sing(tune.rows)
            return
        tune.words = section.words  # it is used
        for number, placed in enumerate(section.words):
            self._sing_row(tune.rows[number % len(tune.rows)], placed)
        left = -len(section.words) % len(tune.rows)
        if left:
            said = f"{counted(left, 'line')} of the tune {section.name!r} have no words here, and are left out"
            self._remarks.append(Remark(section.place, said))

    def _sing_row(self, row: Row, placed: Placed | None) -> None:
        notes = row.notes
        if notes is None:
            assert placed
            self._remarks.append(
                Remark(
                    placed.place,
                    "no notes stand above it: it is spoken in rhythm (a line of notes above it has it sung)",
                )
            )
            spoken = self._speak(placed.words)
            notes, placed = spoken.notes, Placed(spoken.words, placed.place)
            self._room = spoken.room
        else:
            self._room = 0.0
        if self._canon and self._canon_from is None:
            self._canon_from = self._cursor
        chords = notes.chords
        if placed is None:
            self._play_alone(row, notes)
        else:
            fitted = fit(placed.words.slots, notes.notes, self._language(), placed.place, self._remarks)
            pairs = tuple(zip(fitted.slots, fitted.sounds, strict=True))
            told = [(sound.at, slot.chord) for slot, sound in pairs if slot.chord]
            told += [(notes.length, placed.words.after)] if placed.words.after else []
            chords = tuple(told) or chords
            found = [
                Found(
                    self._cursor + sound.at * self._unit, sound.length * self._unit, sound.pitch, slot.text,
                    slot.begins, 0, sound.loud, placed.place,
                )
                for slot, sound in pairs
            ]  # fmt: skip
            self._add(found)
        self._chords += [(self._cursor + at * self._unit, symbol) for at, symbol in chords]
        self._holds += [Hold(self._cursor + each.at * self._unit, each.beats * self._unit) for each in notes.holds]
        marks = [each._replace(at=self._cursor + each.at * self._unit) for each in notes.marks]
        for name in self._names[:1] if self._canon else self._names:
            self._singer(name).louds += marks
        self._cursor += notes.length * self._unit

    def _speak(self, words: WordRow) -> SpokenRow:
        """A line of words without notes; the upbeat of a song's first line is its pickup."""
        taps, meter = self._tempos[-1][1], self._meters[-1]
        opens = self._pickup is None and self._cursor <= 0
        bar, pulse = meter.beats / self._unit, meter.pulse / self._unit
        bars = Bars(bar, pulse, 60.0 / max(SLOWEST, taps) / pulse, bar if opens else self._room)
        spoken = spoken_row(words, bars, self._language())
        if opens and spoken.upbeat:
            self._pickup = spoken.upbeat * self._unit
            self._cursor = self._pickup
        return spoken

    def _play_alone(self, row: Row, notes: NoteRow) -> None:
        """Notes without words: kept in case that the whole song has none."""
        self._wordless += [
            Found(
                self._cursor + sound.at * self._unit, sound.length * self._unit, sound.pitch, WORDLESS, True,
                int((self._cursor + sound.at * self._unit) // 16), sound.loud, row.place,
            )
            for sound in notes.notes
        ]  # fmt: skip
        if notes.notes:
            said = f"{counted(len(notes.notes), 'note')} have no words below them: nobody sings there"
            self._remarks.append(Remark(row.place, said))

    def _add(self, found: Sequence[Found]) -> None:
        for name in self._names[:1] if self._canon else self._names:
            singer = self._singer(name)
            singer.found += [each._replace(line=singer.lines) for each in found]
            singer.lines += 1
            self._count += len(found)
        if self._count > MOST_NOTES:
            raise SongError(f"It has over {MOST_NOTES} notes", where=self._path, remedy="Cut it into songs.")

    def _end_group(self, *, new: bool = True) -> None:
        """What was sung since the last `Part:` has ended: canons are sung out, and time goes on behind the longest."""
        if self._canon and self._canon_from is not None:
            self._sing_canon(self._canon, self._canon_from)
            self._canon = self._canon_from = None
        self._group_end = max(self._group_end, self._cursor)
        if new:
            self._cursor = self._group_start = self._group_end

    def _sing_canon(self, canon: Canon, begins: float) -> None:
        """Each voice as the first, so much later; the chords of whoever sings last go on."""
        one = self._singer(self._names[0])
        block = [each for each in one.found if each.start >= begins - _CLOSE]
        louds = [each for each in one.louds if each.at >= begins - _CLOSE]
        length = self._cursor - begins
        everybody = [each.strip() for each in self._everybody.character.split(",")]
        count = canon.voices or max(2, len(self._names), len(everybody))
        names = self._names[:count]
        names += [f"Voice {n + 1}" for n in range(len(names), count)]
        if names[0] == "":
            names[0] = "Voice 1"
            self._singers[names[0]] = self._singers.pop("")
        lines = len({each.line for each in block})
        if count * canon.times * len(block) > MOST_NOTES:
            raise SongError(f"It has over {MOST_NOTES} notes", where=self._path, remedy="Give the canon fewer times.")
        for voice, name in enumerate(names):
            singer = self._singer(name)
            for time in range(canon.times):
                if voice or time:
                    later = voice * canon.delay + time * length
                    first = singer.lines - block[0].line if block else 0
                    singer.found += [each._replace(start=each.start + later, line=each.line + first) for each in block]
                    singer.louds += [each._replace(at=each.at + later) for each in louds]
                    singer.lines += lines
        its = [(at - begins, symbol) for at, symbol in self._chords if at >= begins - _CLOSE]
        for turn in range(1, canon.times):
            self._chords += [(begins + at + turn * length, symbol) for at, symbol in its]
        end, tail = canon.times * length, (count - 1) * canon.delay
        late = tail + (canon.times - 1) * length
        self._chords += [(begins + at + late, symbol) for at, symbol in its if at + late >= end - _CLOSE]
        self._cursor = begins + end + tail

    # ------------------------------------------------------------------------------------------------------- singers

    def _singer(self, name: str) -> Singer:
        return self._singers.setdefault(name, Singer())

    def _language(self) -> str:
        its = self._singers.get(self._names[0])
        return (its.language if its else "") or self._everybody.language

    def _part(self, name: str, singer: Singer) -> Part:
        """Of several characters for everybody, each part has its own, in order."""
        number = [each or "Song" for each in self._singers].index(name)

        def its(value: str, everybody: str) -> str:
            each = [one.strip() for one in everybody.split(",")]
            return value or each[min(number, len(each) - 1)]

        curve = make_curve(singer.louds)
        found = [_loudened(each, curve) for each in singer.found]
        part = part_of(name, found, self._remarks, language=singer.language or self._everybody.language)
        return replace(
            part,
            character=its(singer.character, self._everybody.character),
            voice=its(singer.voice, self._everybody.voice),
        )


def _loudened(found: Found, curve: Sequence[Dynamic]) -> Found:
    loud, swell = sung_loud(curve, found.start + _CLOSE, found.start + found.beats)
    return found._replace(loud=found.loud * loud, swell=swell)


def _joined(rows: Sequence[NoteRow]) -> NoteRow:
    """Several lines of notes as one."""
    at = 0.0
    sounds, chords, bars, marks, holds = [], [], [], [], []
    for row in rows:
        marks += [each._replace(at=each.at + at) for each in row.marks]
        holds += [each._replace(at=each.at + at) for each in row.holds]
        sounds += [each._replace(at=each.at + at) for each in row.sounds]
        chords += [(each + at, symbol) for each, symbol in row.chords]
        bars += [each + at for each in row.bars]
        at += row.length
    octave = rows[-1].octave
    return NoteRow(tuple(sounds), tuple(chords), tuple(bars), at, octave, tuple(marks), tuple(holds))


def _in_force(meters: Sequence[Meter], at: float) -> Meter:
    return [meter for meter in meters if meter.at <= at + _CLOSE][-1]
