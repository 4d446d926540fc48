"""What each voice of a MusicXML score sings, played out: its verse at each time through, ties, melismas, graces."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from avatar.song.reading.drafts import Found, counted, in_phrases, part_of
from avatar.song.reading.dynamics import make_curve, sung_loud
from avatar.song.reading.musicxml.measures import Measure, Printed, Syllable
from avatar.song.reading.musicxml.unrolling import Turn
from avatar.song.score import MOST_NOTES, Dynamic, Part, Remark, loud_at

GRACE = 0.125
"""Beats of a grace note, and at most half of the note after it for all of them."""
WORDLESS = "la"
"""What is sung where a score has no words."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

NamedMeasures = tuple[str, Sequence[Measure]]


def verses_of(parts: Sequence[Sequence[Measure]], remarks: list[Remark]) -> list[int]:
    """How many verses stand below each measure, of all parts together.

    Verses in another language than the first are translations: they are told, and left out.
    """
    spoken: dict[int, str] = {}
    for measures in parts:
        for measure in measures:
            for note in measure.notes:
                for verse, syllable in note.syllables.items():
                    if syllable.language:
                        spoken.setdefault(verse, syllable.language)
    first = spoken.get(min(spoken, default=1), "")
    others = {verse: tongue for verse, tongue in spoken.items() if tongue[:2] != first[:2]}
    for verse, tongue in others.items():
        remarks.append(Remark("", f"line {verse} of its words is in another language ({tongue}), and left out"))
    longest = max((len(measures) for measures in parts), default=0)
    counts = [0] * longest
    for measures in parts:
        for index, measure in enumerate(measures):
            for note in measure.notes:
                for verse in list(note.syllables):
                    if verse in others:
                        del note.syllables[verse]
                    else:  # an ending may begin the next verse, and is not played for it
                        most = len(measure.endings) or verse
                        counts[index] = max(counts[index], min(verse, most))
    return counts


def read_voices(
    parts: Sequence[NamedMeasures],
    played: Sequence[tuple[Turn, float]],
    root: ET.Element,
    remarks: list[Remark],
) -> list[Part]:
    """A part for each voice that has words. Where none has, the first voice is sung on `WORDLESS`, which is told."""
    language = next((each.get(_LANG, "") for each in root.iterfind("defaults/lyric-language")), "")
    made: list[Part] = []
    silenced: list[str] = []
    for name, measures in parts:
        sung, silent = _voices(measures)
        if silent and not sung and len(parts) > 1:
            silenced.append(name)
        if silent and sung:
            said = f"{counted(len(silent), 'voice')} of {name} without words of their own: nobody sings them"
            remarks.append(Remark("", said))
        for number, voice in enumerate(sung, 1):
            its = name if len(sung) == 1 else f"{name} {number}"
            made.append(_Singer(its, remarks, language).sing(measures, voice, played))
    if made and silenced:
        said = f"{', '.join(silenced)[:80]} without words: not played, the backing plays the chords in its place"
        remarks.append(Remark("", said))
    if not any(part.notes for part in made):
        first = next(((name, measures) for name, measures in parts if any(m.notes for m in measures)), None)
        if first is not None:
            remarks.append(Remark("", f"it has no words, and is sung on {WORDLESS!r}"))
            voice = next(note.voice for measure in first[1] for note in measure.notes)
            made = [_Singer(first[0], remarks, language, wordless=True).sing(first[1], voice, played)]
    return made


def curve_of(measures: Sequence[Measure], played: Iterable[tuple[Turn, float]]) -> tuple[Dynamic, ...]:
    """How loud one part is, played out."""
    return make_curve(
        mark._replace(at=start + mark.at)
        for turn, start in played
        if turn.measure < len(measures)
        for mark in measures[turn.measure].dynamics
    )


def played_dynamics(parts: Sequence[NamedMeasures], played: Sequence[tuple[Turn, float]]) -> tuple[Dynamic, ...]:
    """How loud the backing plays: as the first part with words has it or, where it has no marks, the first that has."""
    worded = [measures for _, measures in parts if any(note.syllables for m in measures for note in m.notes)]
    others = [measures for _, measures in parts]
    return next((curve for each in (*worded, *others) if (curve := curve_of(each, played))), ())


def _voices(measures: Sequence[Measure]) -> tuple[list[str], list[str]]:
    """(voices with words, voices with notes alone), in the order of their numbers."""
    words: dict[str, bool] = {}
    for measure in measures:
        for note in measure.notes:
            words[note.voice] = words.get(note.voice, False) or bool(note.syllables)
    ordered = sorted(words, key=lambda voice: (len(voice), voice))
    return [voice for voice in ordered if words[voice]], [voice for voice in ordered if not words[voice]]


class _Group(NamedTuple):
    """What one voice sounds at once, of which one note is sung."""

    note: Printed
    graces: tuple[Printed, ...]
    syllables: dict[int, Syllable]
    notes: int


def _groups(measure: Measure, voice: str) -> list[_Group]:
    """Chords as their top notes, grace notes with what comes after them."""
    groups: list[_Group] = []
    graces: list[Printed] = []
    its = [note for note in measure.notes if note.voice == voice]
    sounding = [note for note in its if note.beats > 0]
    for note in its:
        if note.beats == 0 and not note.chord:
            graces.append(note)
        elif note.beats > 0 and not note.chord:
            chord = [each for each in sounding if each.at == note.at]
            top = max(chord, key=lambda each: -1.0 if each.pitch is None else each.pitch)
            syllables = {verse: each for one in (*graces, *chord) for verse, each in one.syllables.items()}
            groups.append(_Group(top, tuple(graces), syllables, len(chord)))
            graces = []
    return sorted(groups, key=lambda group: group.note.at)


@dataclass
class _State:
    """Where a voice is in its words."""

    open: bool = False
    """Whether a word goes on."""
    verse: int = 1
    """Whose words it is."""
    extends: bool = False
    """Whether a melisma goes on."""
    end: float = -1.0
    """Beats: where the last note ended."""
    tied: float | None = None
    """The pitch that goes on."""


class _Singer:
    """One voice of one part."""

    def __init__(self, name: str, remarks: list[Remark], language: str, *, wordless: bool = False) -> None:
        self._name, self._remarks, self._language = name, remarks, language
        self._wordless = wordless
        self._found: list[Found] = []
        self._state = _State()
        self._chords: list[str] = []
        self._unsung: list[str] = []
        self._curve: tuple[Dynamic, ...] = ()

    def sing(self, measures: Sequence[Measure], voice: str, played: Sequence[tuple[Turn, float]]) -> Part:
        self._curve = curve_of(measures, played)
        groups = {index: _groups(measure, voice) for index, measure in enumerate(measures)}
        for turn, start in played:
            if turn.measure < len(measures) and len(self._found) <= MOST_NOTES:
                self._measure(measures[turn.measure], groups[turn.measure], turn.time, start)
        if self._chords:
            said = f"of {counted(len(self._chords), 'chord')} of notes the top one is sung ({self._name})"
            self._remarks.append(Remark(self._chords[0], said))
        if self._unsung:
            said = f"{counted(len(self._unsung), 'note')} without words below: nobody sings them ({self._name})"
            self._remarks.append(Remark(self._unsung[0], said))
        return part_of(self._name, in_phrases(self._found), self._remarks, language=self._language)

    def _measure(self, measure: Measure, groups: Sequence[_Group], time: int, start: float) -> None:
        place = f"bar {measure.number}"
        verses = {verse for group in groups for verse in group.syllables}
        here = time in verses
        for group in groups:
            passing = next((loud for at, loud in measure.struck if abs(at - group.note.at) < 1e-6), 1.0)
            if group.notes > 1:
                self._chords.append(place)
            verse = self._verse(measure, group, time, here, verses)
            syllable = Syllable(WORDLESS, True, True, False) if self._wordless else group.syllables.get(verse)
            if syllable is not None:
                self._state.verse = verse
            self._group(group, syllable, start, place, passing)

    def _verse(self, measure: Measure, group: _Group, time: int, here: bool, verses: set[int]) -> int:
        """Whose words are sung this time through: what says so, this verse, or, where it has nothing in this measure,
        the words that all verses share: those of the first line."""
        state = self._state
        told = next((verse for verse, each in group.syllables.items() if time in each.passes), 0)
        if told:
            return told
        if here or not verses:
            again = measure.backward or measure.endings
            upbeat = here and again and not (time in group.syllables or state.open or state.extends)
            return time + 1 if upbeat else time
        if state.open:
            return state.verse
        if state.extends and time > 1 and min(verses) != 1:
            return 0
        return max((verse for verse in verses if verse <= time), default=min(verses))

    def _group(self, group: _Group, syllable: Syllable | None, start: float, place: str, passing: float) -> None:
        state, note = self._state, group.note
        at, end = start + note.at, start + note.at + note.beats
        loud = loud_at(self._curve, at + 1e-6) * passing * note.accent
        if note.stops_tie and state.tied == note.pitch and abs(state.end - at) < 1e-6 and self._found:
            last = self._found[-1]
            self._found[-1] = last._replace(beats=end - last.start, swell=self._swell(last.start, end))
        elif syllable is None and not (state.extends or abs(state.end - at) < 1e-6):
            self._unsung.append(place)
            state.end, state.tied = -1.0, None
            return
        elif syllable is None and not self._found:
            self._unsung.append(place)
            return
        else:
            self._found += self._notes(group, syllable, at, loud, place)
            if syllable is not None:
                self._language = self._language or syllable.language
                state.open, state.extends = not syllable.ends, syllable.extends
        if note.ends_melisma:
            state.extends = False
        state.end = -1.0 if note.ends_melisma and not note.starts_tie else end
        state.tied = note.pitch if note.starts_tie else None

    def _notes(self, group: _Group, syllable: Syllable | None, at: float, loud: float, place: str) -> list[Found]:
        """The note, and the grace notes before it, which take their time of it; the syllable begins with the first."""
        note = group.note
        graces = [grace for grace in group.graces if grace.pitch is not None]
        each = min(GRACE, note.beats / 2 / len(graces)) if graces else 0.0
        text = syllable.text if syllable else ""
        begins = syllable is not None and (not self._found or (syllable.begins and not self._state.open))
        pitch = None if note.spoken else note.pitch
        made: list[Found] = []
        for number, grace in enumerate(graces):
            made.append(Found(at + number * each, each, grace.pitch, text, begins, 0, loud, place))
            text, begins = "", False
        late = each * len(graces)
        swell = self._swell(at + late, at + note.beats)
        made.append(Found(at + late, note.beats - late, pitch, text, begins, 0, loud, place, swell))
        return made

    def _swell(self, start: float, end: float) -> float:
        return sung_loud(self._curve, start + 1e-6, end)[1]
