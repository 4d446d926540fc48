"""Other words to a tune: the lines of a script's lyrics on the notes of a song, line by line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from avatar.song.reading.fitting import fit
from avatar.song.reading.notation import Sound, read_words
from avatar.song.score import Chord, Meter, Part, Remark, Score, SungNote, Tempo

MOST_ROUNDS = 50
"""Times that a tune begins again for more lines."""


def reword(score: Score, words: Sequence[tuple[int, str]], part: int = 0) -> Score:
    """The song with other words: each line of them on a line of the tune, which begins again where there are more.

    `words`: number of each line in its file, and its text, as avatar's own notation has it (hyphens between syllables,
    `_` for one more note). What doesn't fit is fitted, and told in the remarks. Only the part that is reworded is
    kept, and of the remarks those of its new words.
    """
    lines = score.parts[part].lines() if part < len(score.parts) else ()
    if not lines or not words:
        return score
    rounds = math.ceil(len(words) / len(lines))
    remarks: list[Remark] = []
    if rounds > MOST_ROUNDS:
        remarks.append(Remark("", f"only {MOST_ROUNDS * len(lines):,} of its lines are sung"))
        words, rounds = words[: MOST_ROUNDS * len(lines)], MOST_ROUNDS
    length = _whole_bars(score)
    notes: list[SungNote] = []
    for number, (at, text) in enumerate(words):
        turn, row = divmod(number, len(lines))
        notes += _line(lines[row], text, number, turn * length, score.parts[part].language, f"line {at}", remarks)
    sung = Part(score.parts[part].name, tuple(notes), score.parts[part].language, score.parts[part].character)
    return replace(
        score,
        parts=(sung,),
        chords=tuple(Chord(each.at + n * length, each.symbol) for n in range(rounds) for each in score.chords),
        tempos=_again(score.tempos, rounds, length),
        meters=_again(score.meters, rounds, length),
        remarks=tuple(remarks),
    )


def _line(
    tune: Sequence[SungNote], text: str, number: int, later: float, language: str, place: str, remarks: list[Remark]
) -> list[SungNote]:
    """A line of words on the notes of a line."""
    first = tune[0].start
    sounds = [Sound(note.start - first, note.beats, note.pitch, loud=note.loud) for note in tune]
    fitted = fit(read_words(text, place, remarks).slots, sounds, language, place, remarks)
    found: list[SungNote] = []
    for slot, sound in zip(fitted.slots, fitted.sounds, strict=True):
        begins = bool(slot.text) and (slot.begins or not found)
        if slot.text or found:
            start = first + later + sound.at
            found.append(SungNote(start, sound.length, sound.pitch, slot.text, begins, number, sound.loud))
    return found


def _whole_bars(score: Score) -> float:
    """Beats after which the tune can begin again: whole bars, so that its beats stay where they are."""
    bar = score.meters[-1].beats
    return max(bar, math.ceil((score.end - score.pickup) / bar - 1e-6) * bar)


_Change = TypeVar("_Change", Tempo, Meter)


def _again(changes: tuple[_Change, ...], rounds: int, length: float) -> tuple[_Change, ...]:
    """Changes of tempo or meter, round after round; those that change nothing are left out."""
    found: list[_Change] = []
    for turn in range(rounds):
        for each in changes:
            moved = replace(each, at=each.at + turn * length)
            if not found or replace(found[-1], at=0.0) != replace(moved, at=0.0):
                found.append(moved)
    return tuple(found)
