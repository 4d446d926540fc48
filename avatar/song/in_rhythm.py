"""A line that was spoken, spoken in rhythm: its syllables moved onto a beat, at the pitch that it was spoken at."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from avatar.song import vocoding
from avatar.song.planning import PlannedLine, plan_line, spoken_phones
from avatar.song.reading.notation import Slot, WordRow
from avatar.song.reading.rhythm import MOST_UPBEAT, Bars, spoken_row
from avatar.song.score import Part, Score, SungNote, Tempo
from avatar.song.singing import perform_plan
from avatar.song.wording import LineText, read_line
from avatar.types import Clip, Mark, Performance

BAR = 4.0
"""Beats of a bar of words alone."""
BEFORE = 4.0
"""Beats before the line's first bar, for what comes before the beat."""

_WORD = re.compile(r"\S+")


class InRhythm(NamedTuple):
    """A line spoken in rhythm."""

    performance: Performance
    lead: float
    """Seconds of it before its first bar: an upbeat, and the consonants before a vowel on the beat."""
    beats: float
    """Beats from its first bar to its end, whole bars."""


def speak_in_rhythm(performance: Performance, beat: float) -> InRhythm | None:
    """The same words on beats `beat` seconds apart; None where its voice does not tell when its phones sound."""
    speech = performance.speech
    words = [Slot(found[0], True, whole=True) for found in _WORD.finditer(speech.text)]
    if not speech.phones or not words or not speech.clip.duration:
        return None
    spoken = spoken_row(WordRow(tuple(words)), Bars(BAR, 1.0, beat, MOST_UPBEAT), speech.language)
    notes = tuple(
        SungNote(BEFORE + sound.at, sound.length, None, slot.text, slot.begins, 0)
        for sound, slot in zip(spoken.notes.sounds, spoken.words.slots, strict=True)
    )
    if not notes:
        return None
    score = Score("", (Part("", notes, speech.language),), tempos=(Tempo(0.0, 60.0 / beat),))
    text = read_line(notes, speech.language)
    plan = plan_line(text, spoken_phones(speech, _placed(text, speech.text)), score)
    if not plan.phones:
        return None
    start, samples = vocoding.sing_line(plan, vocoding.take_apart(speech.clip), plan.pitches)
    clip = Clip.from_floats(samples, speech.clip.rate)
    made = perform_plan(performance.who, plan, plan.pitches, speech, clip, start, 0.0)
    made = replace(made, speech=replace(made.speech, notes=()), marks=_moved(performance, plan, start))
    return InRhythm(made, BEFORE * beat - start, spoken.notes.length)


def _placed(text: LineText, written: str) -> LineText:
    """The line with its words where they stand in what was spoken, marks and all."""
    places = tuple(
        (found.start(), len(found[0])) for found in _WORD.finditer(written) if any(map(str.isalnum, found[0]))
    )
    return replace(text, words=places) if len(places) == len(text.words) else text


def _moved(performance: Performance, plan: PlannedLine, start: float) -> tuple[Mark, ...]:
    """Its marks, each when the sound is spoken now that it stood at."""
    before = [each.phone.start for each in plan.phones]
    after = [each.start - start for each in plan.phones]
    order = np.argsort(before, kind="stable")

    def now(second: float) -> float:
        return float(np.interp(second, np.array(before)[order], np.array(after)[order]))

    return tuple(
        replace(mark, start=now(mark.start), end=None if mark.end is None else max(now(mark.end), now(mark.start)))
        for mark in performance.marks
    )
