"""Chords that are guessed from notes."""

from __future__ import annotations

from avatar.song.reading.harmonies import HeardNote, guess_chords
from avatar.song.score import Meter

FOUR, THREE = (Meter(0.0, 4.0),), (Meter(0.0, 3.0),)


def chord(at: float, beats: float, *pitches: int) -> list[HeardNote]:
    return [HeardNote(at, beats, pitch) for pitch in pitches]


def test_what_is_played_is_found() -> None:
    notes = [
        *chord(0, 4, 48, 64, 67), *chord(4, 4, 41, 65, 69, 72), *chord(8, 2, 38, 65, 69), *chord(10, 2, 43, 65, 71),
        *chord(12, 4, 48, 64, 67), *chord(0, 1, 72), *chord(5, 1, 74), *chord(12, 2, 76),
    ]  # fmt: skip
    assert guess_chords(notes, FOUR) == ((0, "C"), (4, "F"), (8, "Dm"), (10, "G7"), (12, "C"))


def test_waltzes_change_with_the_bar_after_a_pickup() -> None:
    notes = [HeardNote(0, 1, 76), *chord(1, 3, 45, 60, 64), *chord(4, 3, 40, 56, 59, 62), *chord(7, 3, 45, 60, 64)]
    assert guess_chords(notes, THREE, pickup=1.0) == ((1, "Am"), (4, "E7"), (7, "Am"))


def test_a_tune_alone_and_silence_tell_none() -> None:
    assert guess_chords([HeardNote(n, 1, 60 + n) for n in range(8)], FOUR) == ()
    assert guess_chords([], FOUR) == ()


def test_a_passing_note_changes_nothing() -> None:
    notes = [*chord(0, 8, 48, 64, 67), HeardNote(1, 0.5, 74), HeardNote(3.5, 0.5, 65)]
    assert guess_chords(notes, FOUR) == ((0, "C"),)
