"""A line of a song planned: which phone sounds from when to when, on which pitch, and where the singer breathes.

The voice speaks the line as a whole; its phones are shared out to the notes (`syllables`) and placed in time as singers
do: the vowel begins on the beat and the consonants before it come out of the time of the note before; what is held is
the vowel, whose diphthong turns at the end; consonants last about as long as in speech, less in fast passages.
(Sundberg, "The Science of the Singing Voice", 1987, chapter 7: vowel onsets, not consonants, are on the beat.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from avatar.lipsync.visemes import targets
from avatar.lipsync.voiced import levels
from avatar.song.score import Part, Remark, Score, SungNote
from avatar.song.syllables import SpokenPhone, Syllable, match
from avatar.song.wording import LineText, hummed
from avatar.types import FRAME_RATE, Speech

Role = Literal["onset", "vowel", "glide", "coda"]

LONGEST_CONSONANT_S: Mapping[str, float] = {
    "stop": 0.105,
    "nasal": 0.085,
    "fricative": 0.12,
    "approximant": 0.08,
    "tap": 0.05,
    "click": 0.08,
    "vowel": 0.09,
}
"""Seconds, by manner: a sung consonant is as quick as it can be understood, however slow the voice spoke. A vowel is
one that shares a note with a stronger one."""
LONGEST_LETTER_S: Mapping[str, float] = {"h": 0.08, "ð": 0.065, "l": 0.075}
"""Sounds that are quicker than others of their manner: what is long and loud before a vowel is heard as the beat."""
AFTER_STOP_S = 0.055
"""An l or w between a stop and its vowel, whose burst would be heard as the beat."""
SHORTEST_CONSONANT_S = 0.03
VOWEL_SHARE = 0.5
"""Of the time from vowel to vowel, the vowel keeps so much at least: consonants are shortened for it."""
FIRST_ONSET_S = 0.3
"""Seconds that the consonants before a line's first vowel take at most."""
CODA_OVER = 0.35
"""Share of the last consonants that sounds after the note's end, where there is a rest."""
LEGATO_S = 0.03
"""A gap between notes up to this is none."""
GLIDE_S, GLIDE_SHARE = 0.14, 0.35
"""A diphthong turns within so many seconds, and within so much of its note."""
SPOKEN_STRETCH = 1.8
"""A note without a pitch is spoken: its vowel is stretched by no more than this."""

BREATH_S, LEAST_BREATH_S = 0.42, 0.14
"""Seconds of a breath before a line, where there is room, and the least that is one."""
BREATH_BEFORE_S = 0.05
"""Seconds from the breath's end to the first consonant."""
REST_FOR_BREATH_S = 0.45
"""A rest within a line that is long enough to breathe in."""
STOLEN_S, STOLEN_SHARE, LONG_S = 0.24, 0.3, 0.6
"""Where a line follows on the one before, its last note gives up to so many seconds and so much of itself for a breath,
if it is at least this long."""
AFTER_WORDS = 12
"""Words between breaths: a line that follows on a short one needs none."""

CLOSURE_S = 0.04
"""Seconds that the mouth is shut before a burst, where an engine tells only the burst."""

LOST_DB = 6.0
"""A vowel that is so much softer than the r, l or n after it is not where the engine says."""
HEARD_DB = 42.0
"""A spoken line ends where it is so much under its loudest moment."""

MOST_LINE_NOTES = 48
"""A line with more is sung as several: its words are spoken at once."""


class Sung(NamedTuple):
    """A phone in the song."""

    phone: SpokenPhone
    """As it was spoken."""
    start: float
    """Seconds from the start of the song; may lie before 0, for consonants before a first beat."""
    end: float
    role: Role
    syllable: int
    """Number of its syllable in the line."""


class Pitch(NamedTuple):
    """A pitch and how long it is held."""

    start: float
    """Seconds from the start of the song."""
    end: float
    midi: float | None
    """MIDI number; None: the voice keeps the pitch that it spoke with."""
    loud: float
    swell: float = 1.0
    """How many times as loud it ends."""


class SyllableTime(NamedTuple):
    """A written syllable, while it is sung."""

    start: float
    end: float
    text: str
    at: int
    """Place in the line's text."""
    length: int


class Breath(NamedTuple):
    """When the singer draws breath, in seconds from the start of the song."""

    start: float
    end: float


@dataclass(frozen=True)
class PlannedLine:
    """All that is needed to sing a line."""

    text: LineText
    phones: tuple[Sung, ...]
    """In order, not overlapping."""
    pitches: tuple[Pitch, ...]
    syllables: tuple[SyllableTime, ...]
    breaths: tuple[Breath, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def start(self) -> float:
        """Seconds from the start of the song: the first breath or sound."""
        firsts = [*(each.start for each in self.breaths[:1]), *(each.start for each in self.phones[:1])]
        firsts += [each.start for each in self.pitches[:1]]
        return min(firsts, default=0.0)

    @property
    def end(self) -> float:
        lasts = [*(each.end for each in self.phones[-1:]), *(each.end for each in self.pitches[-1:])]
        return max(lasts, default=0.0)


# ------------------------------------------------------------------------------------------------------------ the words


def split_lines(part: Part) -> list[tuple[SungNote, ...]]:
    """The part's notes by lyric line; a line that is too long to be spoken at once is parted at a word after a rest,
    else at any word."""
    found: list[tuple[SungNote, ...]] = []
    for line in part.lines():
        rest = line
        while len(rest) > MOST_LINE_NOTES:
            cut = _best_cut(rest[: MOST_LINE_NOTES + 1])
            found.append(rest[:cut])
            rest = rest[cut:]
        found.append(rest)
    return found


def _best_cut(notes: Sequence[SungNote]) -> int:
    """Index of the note to begin the next line with: in the later half, after the longest rest, at a word's start."""
    candidates = range(len(notes) // 2, len(notes))
    return max(
        candidates, key=lambda at: (notes[at].begins, bool(notes[at].syllable), notes[at].start - notes[at - 1].end, at)
    )


# ---------------------------------------------------------------------------------------------------- the spoken phones


def spoken_phones(speech: Speech, text: LineText) -> list[SpokenPhone]:
    """The phones of a spoken line, each with its word; silences left out, a stop's closure in its span."""
    found: list[SpokenPhone] = []
    by_word = [(word.start, word.end, _word_of(text, word.at)) for word in speech.words if word.at >= 0]
    for phone in speech.phones or ():
        name = phone.value.strip("ˈˌ")
        if not name or not targets(name) or targets(name)[0].manner == "silence":
            continue
        middle = (phone.start + phone.end) / 2
        word = next((number for start, end, number in by_word if start <= middle < end), -1)
        found.append(SpokenPhone(name, phone.start, phone.end, word, "ˈ" in phone.value))
    if speech.times_from == "engine":
        found = _with_closures(found)
    found = _without_silence(_with_vowels(found, speech), speech)
    return found if len(text.words) > 1 else [each._replace(word=-1) for each in found]


def _with_vowels(phones: list[SpokenPhone], speech: Speech) -> list[SpokenPhone]:
    """A vowel of which nothing is heard before the r, l or n that follows it takes the first half of that: a net's
    "for" before "love" has some 20 ms of vowel, which are still f."""
    level = levels(speech.clip)
    found = list(phones)

    def loudest(phone: SpokenPhone) -> float:
        first = round(phone.start * FRAME_RATE)
        return float(level[first : max(round(phone.end * FRAME_RATE), first + 1)].max(initial=-120.0))

    for at in range(1, len(found)):
        before, here = found[at - 1], found[at]
        rings = targets(here.name)[0].manner in ("approximant", "nasal")
        if not rings or here.start - before.end > LEGATO_S or targets(before.name)[0].manner != "vowel":
            continue
        if loudest(here) > loudest(before) + LOST_DB:
            middle = (here.start + here.end) / 2
            found[at - 1], found[at] = before._replace(end=middle), here._replace(start=middle)
    return found


def _without_silence(phones: list[SpokenPhone], speech: Speech) -> list[SpokenPhone]:
    """The last phone ends where it is no longer heard: engines give it what is silent at the end."""
    if not phones:
        return phones
    level = levels(speech.clip)
    heard = np.flatnonzero(level > level.max() - HEARD_DB)
    last = phones[-1]
    end = (heard[-1] + 1) / FRAME_RATE if len(heard) else last.end
    return [*phones[:-1], last._replace(end=min(max(end, last.start + SHORTEST_CONSONANT_S), last.end))]


def _word_of(text: LineText, at: int) -> int:
    return next((number for number, (start, length) in enumerate(text.words) if start <= at < start + length), -1)


def _with_closures(phones: Sequence[SpokenPhone]) -> list[SpokenPhone]:
    """Voiceless stops begin at their burst here; the closure before it is in the span of the phone before."""
    found = list(phones)
    for at in range(1, len(found)):
        before, here = found[at - 1], found[at]
        if here.name[:1] in "ptkc" and here.start - before.end < LEGATO_S:
            start = here.start - min(CLOSURE_S, before.seconds / 2)
            found[at - 1], found[at] = before._replace(end=min(before.end, start)), here._replace(start=start)
    return found


# ------------------------------------------------------------------------------------------------------------- the plan


def plan_line(text: LineText, phones: Sequence[SpokenPhone], score: Score, until: float | None = None) -> PlannedLine:
    """The line's phones placed in time. `until`: seconds, when the line must have ended, for a breath that follows."""
    matched = match(text.written, phones)
    sung = hummed(matched.syllables, text.written)
    times = [(score.seconds(notes[0].start), score.seconds(notes[-1].end)) for notes in text.notes]
    if until is not None and times[-1][1] > until:
        times[-1] = (times[-1][0], max(until, times[-1][0] + 0.05))
    syllables, spans = _joined(sung, times)
    placed = _place(syllables, spans, [notes[0].pitch is None for notes in text.notes])
    pitches = tuple(
        Pitch(score.seconds(note.start), score.seconds(note.end), note.pitch, note.loud, note.swell)
        for notes in text.notes
        for note in notes
    )
    if until is not None:
        pitches = (*pitches[:-1], pitches[-1]._replace(end=max(min(pitches[-1].end, until), pitches[-1].start + 0.05)))
    shown = tuple(
        SyllableTime(start, end, written.text, *place)
        for (start, end), written, place in zip(times, text.written, text.places, strict=True)
    )
    return PlannedLine(text, tuple(placed), pitches, shown, (), _remarks(text, matched.spread, matched.joined))


def _remarks(text: LineText, spread: Sequence[int], joined: Sequence[int]) -> tuple[Remark, ...]:
    place = f"line {text.notes[0][0].line + 1}" if text.notes else ""
    found = []
    if spread:
        which = ", ".join(f"“{text.written[each].text}”" for each in spread)
        found.append(Remark(place, f"the voice says no vowel for {which}: the one before is held through it"))
    if joined:
        which = ", ".join(f"“{text.written[each].text}”" for each in joined)
        found.append(Remark(place, f"the voice says more syllables than there are notes: {which} has several"))
    return tuple(found)


class _Span(NamedTuple):
    number: int
    """Of the written syllable."""
    start: float
    end: float


def _joined(syllables: Sequence[Syllable], times: Sequence[tuple[float, float]]) -> tuple[list[Syllable], list[_Span]]:
    """Syllables without a vowel of their own become part of the one before; those before all vowels are left out."""
    found: list[Syllable] = []
    spans: list[_Span] = []
    for number, (syllable, (start, end)) in enumerate(zip(syllables, times, strict=True)):
        if syllable.vowel is not None:
            found.append(syllable)
            spans.append(_Span(number, start, end))
        elif found:
            found[-1] = found[-1]._replace(
                glide=syllable.glide or found[-1].glide, coda=(*found[-1].coda, *syllable.onset, *syllable.coda)
            )
            spans[-1] = spans[-1]._replace(end=end)
    return found, spans


def _wanted(phones: Sequence[SpokenPhone]) -> list[float]:
    """Seconds of phones that are not held."""
    found: list[float] = []
    before = ""
    for phone in phones:
        manner = targets(phone.name)[0].manner if targets(phone.name) else ""
        longest = LONGEST_LETTER_S.get(phone.name[:1], LONGEST_CONSONANT_S.get(manner, 0.1))
        if manner == "approximant" and before == "stop":
            longest = AFTER_STOP_S
        found.append(min(max(phone.seconds, SHORTEST_CONSONANT_S), longest))
        before = manner
    return found


def _place(syllables: Sequence[Syllable], spans: Sequence[_Span], spoken: Sequence[bool]) -> list[Sung]:
    onsets = [sum(_wanted(each.onset)) for each in syllables]
    codas = [sum(_wanted(each.coda)) for each in syllables]
    if onsets:
        onsets[0] = min(onsets[0], FIRST_ONSET_S)
    for number, (here, after) in enumerate(pairwise(spans)):
        both = codas[number] + onsets[number + 1]
        factor = min(1.0, (1 - VOWEL_SHARE) * (after.start - here.start) / both) if both else 1.0
        codas[number] *= factor
        onsets[number + 1] *= factor
    found: list[Sung] = []
    for number, (syllable, span) in enumerate(zip(syllables, spans, strict=True)):
        following = spans[number + 1].start - onsets[number + 1] if number + 1 < len(spans) else None
        found += _placed(syllable, span, onsets[number], codas[number], following, spoken[span.number])
    return found


def _placed(
    syllable: Syllable, span: _Span, onset: float, coda: float, following: float | None, spoken: bool
) -> list[Sung]:
    """One syllable; `onset` and `coda` in seconds, `following`: when the next syllable's onset begins."""
    vowel = syllable.vowel
    assert vowel is not None
    coda = min(coda, (1 - VOWEL_SHARE) * (span.end - span.start))
    legato = following is not None and following - span.end < LEGATO_S
    ends = span.end + CODA_OVER * coda
    if following is not None:
        ends = following if legato else min(ends, following)
    turned = ends - coda
    if spoken:
        whole = sum(each.seconds for each in (vowel, *syllable.glide)) * SPOKEN_STRETCH
        turned = min(turned, span.start + whole)
        ends = min(ends, turned + coda)
    glide = sum(each.seconds for each in syllable.glide)
    glide = min(glide, GLIDE_S, GLIDE_SHARE * (turned - span.start))
    number = span.number
    return [
        *_in_a_row(syllable.onset, span.start - onset, span.start, "onset", number),
        Sung(vowel, span.start, turned - glide, "vowel", number),
        *_in_a_row(syllable.glide, turned - glide, turned, "glide", number),
        *_in_a_row(syllable.coda, turned, ends, "coda", number),
    ]


def _in_a_row(phones: Sequence[SpokenPhone], start: float, end: float, role: Role, syllable: int) -> list[Sung]:
    wanted = _wanted(phones)
    found, at = [], start
    for phone, seconds in zip(phones, wanted, strict=True):
        until = at + (end - start) * seconds / sum(wanted)
        found.append(Sung(phone, at, until, role, syllable))
        at = until
    return found


# ---------------------------------------------------------------------------------------------------------- the breaths


def ends_for_breath(lines: Sequence[Sequence[SungNote]], score: Score) -> list[float | None]:
    """For each line, when it must have ended so that there is a breath before the next; None where nothing presses."""
    found: list[float | None] = []
    if not lines:
        return found
    words = 0
    for here, after in pairwise(lines):
        words += sum(note.begins for note in here)
        end, following = score.seconds(here[-1].end), score.seconds(after[0].start)
        last = end - score.seconds(here[-1].start)
        room = following - end
        if room >= LEAST_BREATH_S + 2 * BREATH_BEFORE_S:
            found.append(None)
            words = 0
        elif last >= LONG_S or (words >= AFTER_WORDS and last >= LONG_S / 2):
            found.append(following - min(STOLEN_S, STOLEN_SHARE * last + room))
            words = 0
        else:
            found.append(None)
    return [*found, None]


def with_breaths(line: PlannedLine, before: float) -> PlannedLine:
    """The line with a breath before it and in its rests. `before`: seconds, when the line before ended."""
    if not line.phones:
        return line
    found: list[Breath] = []
    gaps = [(before, line.phones[0].start, LEAST_BREATH_S + BREATH_BEFORE_S)]
    gaps += [(one.end, after.start, REST_FOR_BREATH_S) for one, after in pairwise(line.phones)]
    for start, end, least in gaps:
        if end - start >= least:
            found.append(Breath(max(start + 0.02, end - BREATH_BEFORE_S - BREATH_S), end - BREATH_BEFORE_S))
    return replace(line, breaths=tuple(found))
