"""A score's values, its clock and its grid of beats."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import SongError
from avatar.song.score import Chord, Meter, Part, Score, SungNote, Tempo, text_of, words_of

TWINKLE = (
    SungNote(0.0, 1.0, 60, "Twin", True, 0),
    SungNote(1.0, 1.0, 60, "kle", False, 0),
    SungNote(2.0, 1.0, 67, "star", True, 0),
    SungNote(3.0, 0.5, 69, "", False, 0),
    SungNote(4.0, 2.0, None, "Hey", True, 1),
)
SONG = Score("Star", (Part("one", TWINKLE),), tempos=(Tempo(0, 60), Tempo(2, 120), Tempo(4, 30)))


def test_seconds_over_changes_of_tempo() -> None:
    assert [SONG.seconds(beat) for beat in (-1, 0, 2, 3, 4, 6)] == [-1, 0, 2, 2.5, 3, 7]
    assert SONG.duration == 7


@given(st.lists(st.tuples(st.floats(0.25, 50), st.floats(20, 400)), max_size=6), st.floats(-10, 400))
def test_beats_and_seconds_are_each_others_inverse(changes: list[tuple[float, float]], beat: float) -> None:
    at, tempos = 0.0, [Tempo(0, 90)]
    for step, bpm in changes:
        at += step
        tempos.append(Tempo(at, bpm))
    song = Score("any", (), tempos=tuple(tempos))
    assert math.isclose(song.beat(song.seconds(beat)), beat, abs_tol=1e-6)


def test_words_and_lines() -> None:
    lines = SONG.parts[0].lines()
    assert [text_of(line) for line in lines] == ["Twinkle star", "Hey"]
    assert [(word.text, word.syllables, len(word.notes)) for word in words_of(lines[0])] == [
        ("Twinkle", ("Twin", "kle"), 2),
        ("star", ("star",), 2),
    ]


def test_words_of_scripts_without_blanks_are_joined() -> None:
    notes = tuple(SungNote(n, 1, 60, kana, True, 0) for n, kana in enumerate("さくら、OK"))
    assert text_of(notes) == "さくら、 O K"


def test_transposing_moves_notes_and_chords_but_not_what_is_spoken() -> None:
    higher = replace(SONG, chords=(Chord(0, "Am7/G"), Chord(2, "N.C."))).transposed(3)
    assert [note.pitch for note in higher.parts[0].notes] == [63, 63, 70, 72, None]
    assert [chord.symbol for chord in higher.chords] == ["Cm7/Bb", "N.C."]


def test_what_would_leave_the_keyboard_goes_by_octaves() -> None:
    far = SONG.transposed(63).parts[0].notes
    assert [note.pitch for note in far] == [123, 123, 118, 120, None]
    assert SONG.transposed(-200).parts[0].notes[0].pitch == 4


def test_another_tempo_keeps_the_ratios() -> None:
    assert [tempo.bpm for tempo in SONG.at_tempo(90).tempos] == [90, 180, 45]


@pytest.mark.parametrize("bpm", [0, -5, 1000, math.nan, math.inf])
def test_no_song_is_sung_at_tempo_0_or_1000(bpm: float) -> None:
    with pytest.raises(SongError, match="Give a tempo from 20 to 400"):
        SONG.at_tempo(bpm)


def test_a_grid_begins_with_the_pickup() -> None:
    grid = replace(SONG, meters=(Meter(0, 3),), pickup=1).beat_grid()
    assert [(beat.at, beat.bar) for beat in grid] == [
        (0, False), (1, True), (2, False), (3, False), (4, True), (5, False), (6, False),
    ]  # fmt: skip
    assert [beat.second for beat in grid][:4] == [0, 1, 2, 2.5]


def test_a_grid_feels_six_eight_in_two_and_follows_a_change() -> None:
    grid = replace(SONG, meters=(Meter(0, 3, 1.5), Meter(3, 2))).beat_grid(7)
    assert [(beat.at, beat.bar) for beat in grid] == [
        (0, True), (1.5, False), (3, True), (4, False), (5, True), (6, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (lambda: SungNote(-1, 1, 60, "a", True, 0), "starts at 0"),
        (lambda: SungNote(0, 0, 60, "a", True, 0), "lasts longer"),
        (lambda: SungNote(0, math.nan, 60, "a", True, 0), "lasts longer"),
        (lambda: SungNote(0, 1, 200, "a", True, 0), "MIDI number"),
        (lambda: SungNote(0, 1, 60, "", True, 0), "begins no word"),
        (lambda: SungNote(0, 1, 60, "a", True, 0, 9), "loudness"),
        (lambda: Part("x", (SungNote(0, 2, 60, "a", True, 0), SungNote(1, 1, 60, "b", True, 0))), "begins before"),
        (lambda: Part("x", (SungNote(0, 1, 60, "", False, 0),)), "no syllable"),
        (lambda: Part("x", (SungNote(0, 1, 60, "a", True, 1), SungNote(1, 1, 60, "b", True, 0))), "line 0 comes"),
        (lambda: Tempo(0, 0), "a tempo is"),
        (lambda: Meter(0, 0), "can't be counted"),
        (lambda: Score("x", (), tempos=()), "first tempo"),
        (lambda: Score("x", (), tempos=(Tempo(0, 60), Tempo(0, 70))), "later beat"),
        (lambda: Score("x", (), meters=(Meter(1, 4),)), "first meter"),
        (lambda: Score("x", (), chords=(Chord(1, "C"), Chord(0, "G"))), "in order"),
        (lambda: Score("x", (), pickup=-1), "pickup"),
        (lambda: Score("x", (Part("p", (SungNote(1e7, 1, 60, "a", True, 0),)),)), "at most 3600"),
        (lambda: Score("x", (Part("p", TWINKLE[:1]),) * 20_001), "at most 20000 notes"),
    ],
)  # fmt: skip
def test_what_is_no_score_is_refused(what: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        what()  # type: ignore[operator]
