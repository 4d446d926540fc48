"""Choreography: on the beat, changed every four bars, together, and still on stops."""

from __future__ import annotations

from itertools import pairwise

import pytest

from avatar.character.dances import MOVES
from avatar.scene.dancing import read_step
from avatar.song.dancing import Dancer, Stop, choreograph
from avatar.song.score import GridBeat, Meter, Part, Score, SungNote, Tempo

ANN, BOB = Dancer("ANN", ((0.0, 60.0),)), Dancer("BOB")


def score(bpm: float = 110, bars: int = 24, bar: float = 4, tempos: tuple[Tempo, ...] = ()) -> Score:
    notes = tuple(SungNote(float(beat), 1.0, 60, "la", True, 0) for beat in range(round(bars * bar)))
    return Score("Test", (Part("one", notes),), tempos=tempos or (Tempo(0.0, bpm),), meters=(Meter(0.0, bar),))


@pytest.mark.parametrize("bpm", [20, 45, 60, 95, 140, 200, 400])
@pytest.mark.parametrize("bar", [2, 3, 4, 5, 7])
def test_what_is_danced_to_are_beats_of_the_song_and_no_others(bpm: float, bar: float) -> None:
    song = score(bpm, 24, bar)
    parts = 4 if bpm == 20 else 2
    places = {round(song.seconds(n / parts), 6) for n in range(parts * round(song.end) + parts)}
    marks = choreograph(song.beat_grid(), song.duration, [ANN])["ANN"]
    assert marks
    for mark in marks:
        step = read_step(mark.name)
        assert mark.end is not None
        each = (mark.end - mark.start) / step.beats
        assert 0.359 <= each <= 1.06
        assert {round(mark.start + n * each, 6) for n in range(step.beats)} <= places


def test_marks_follow_each_other_without_a_gap() -> None:
    song = score(tempos=(Tempo(0.0, 100.0), Tempo(10.0, 90.0), Tempo(11.5, 140.0)))
    marks = choreograph(song.beat_grid(), song.duration, [ANN])["ANN"]
    assert all(one.end == after.start for one, after in pairwise(marks))
    assert marks[-1].end == song.duration


def test_a_move_is_never_danced_twice_running_and_fits_the_bar() -> None:
    for bar in (2, 3, 4, 6):
        song = score(bars=64, bar=bar)
        steps = [read_step(mark.name) for mark in choreograph(song.beat_grid(), song.duration, [ANN])["ANN"]]
        assert all(one.move != after.move for one, after in pairwise(steps))
        assert all(bar % MOVES[step.move].beats == 0 or MOVES[step.move].beats % bar == 0 for step in steps)
        assert {step.beats for step in steps[:-1]} == {4 * bar}


def test_partners_dance_the_same_mirrored_or_in_canon_and_listeners_smaller() -> None:
    song = score(bars=64)
    danced = choreograph(song.beat_grid(), song.duration, [ANN, BOB], seed=3)
    ways = set()
    for one, other in zip(danced["ANN"], danced["BOB"], strict=True):
        first, second = read_step(one.name), read_step(other.name)
        assert first.move == second.move
        ways.add("mirrored" if first.mirrored != second.mirrored else "canon" if second.first != first.first else "")
    assert ways >= {"mirrored", "canon"}
    assert danced["ANN"][0].strength > danced["BOB"][0].strength > 0


def test_the_same_seed_dances_the_same() -> None:
    song = score(bars=64)

    def danced(seed: int) -> list[str]:
        return [mark.name for mark in choreograph(song.beat_grid(), song.duration, [ANN], seed=seed)["ANN"]]

    assert danced(1) == danced(1) != danced(2)


def test_a_lively_song_has_other_moves_than_a_lullaby() -> None:
    def moves(bpm: float, lively: float) -> set[str]:
        song = score(bpm, 200)
        danced = choreograph(song.beat_grid(), song.duration, [ANN], lambda start, end: lively)
        return {read_step(mark.name).move for mark in danced["ANN"]}

    assert "head-bang" in moves(150, 1.2)
    assert not moves(60, 0.9) & {"head-bang", "spin", "clap", "point"}


def test_who_sings_keeps_the_face_to_the_house() -> None:
    song = score(150, 400)
    singer = ANN._replace(sings=((0.0, song.duration),))
    listener = BOB
    danced = choreograph(song.beat_grid(), song.duration, [singer, listener], lambda start, end: 1.2)
    moves = {who: {read_step(mark.name).move for mark in marks} for who, marks in danced.items()}
    assert "spin" in moves["BOB"]
    assert "spin" not in moves["ANN"]


def test_a_stop_is_stood_out_and_gone_on_from() -> None:
    song = score(120)  # a beat is half a second
    marks = choreograph(song.beat_grid(), song.duration, [ANN], stops=[Stop(4.0, 6.0)])["ANN"]
    held = [mark for mark in marks if read_step(mark.name).held]
    assert [(mark.start, mark.end) for mark in held] == [(4.0, 6.0)]
    assert all(one.end == after.start for one, after in pairwise(marks))


def test_uneven_beats_keep_their_places() -> None:
    """A recording's beats drift: each is danced on all the same."""
    times = [0.0]
    for number in range(64):
        times.append(times[-1] + 0.5 + 0.02 * ((number * 7) % 5 - 2))
    grid = [GridBeat(float(n), t, n % 4 == 0) for n, t in enumerate(times)]
    marks = choreograph(grid, times[-1] + 0.5, [ANN])["ANN"]
    danced = []
    for mark in marks:
        step = read_step(mark.name)
        assert mark.end is not None
        danced += [mark.start + n * (mark.end - mark.start) / step.beats for n in range(step.beats)]
    assert len(danced) == len(times)
    assert max(abs(a - b) for a, b in zip(danced, times, strict=True)) < 0.005


def test_nothing_to_dance_to_is_no_dance() -> None:
    assert choreograph([], 10.0, [ANN]) == {"ANN": ()}
    assert choreograph([GridBeat(0.0, 0.0, True)], 10.0, [ANN]) == {"ANN": ()}
