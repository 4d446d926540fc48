"""How loud and how long: what marks come to, in a song's notes, in its backing, in our notation and in ABC."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar.song.arranging import find_stops
from avatar.song.backing import play_backing
from avatar.song.balance import dynamics
from avatar.song.planning import Pitch
from avatar.song.reading import read_score
from avatar.song.reading.dynamics import Hold, LoudMark, held_tempos, make_curve
from avatar.song.reading.plain import read_plain
from avatar.song.score import Chord, Dynamic, Score, Tempo, loud_at
from avatar.song.writing.plain import write_plain
from tests.song.helpers import make_score


def plain(text: str) -> Score:
    return read_plain(text, Path("a.song"))


@pytest.mark.parametrize(
    ("marks", "curve"),
    [
        ([LoudMark(2, 0.7)], [Dynamic(2, 0.7)]),
        ([LoudMark(0, 0.7), LoudMark(0, None, 1), LoudMark(4, 1.15)], [Dynamic(0, 0.7, True), Dynamic(4, 1.15)]),
        ([LoudMark(0, None, 1), LoudMark(2)], [Dynamic(0, 1.0, True), Dynamic(2, 1.2)]),
        ([LoudMark(0, None, -1)], [Dynamic(0, 1.0, True), Dynamic(4, 1 / 1.2)]),
        # louder, and then soft all at once
        ([LoudMark(0, None, 1), LoudMark(4, 0.7)], [Dynamic(0, 1.0, True), Dynamic(4, 0.7)]),
    ],
)
def test_marks_become_a_curve(marks: list[LoudMark], curve: list[Dynamic]) -> None:
    assert list(make_curve(marks)) == curve


def test_loudness_between_two_marks() -> None:
    curve = (Dynamic(1, 0.6, True), Dynamic(3, 1.0), Dynamic(5, 0.5))
    assert [round(loud_at(curve, at), 3) for at in (0, 1, 2, 3, 4, 6)] == [1, 0.6, 0.8, 1, 1, 0.5]


@pytest.mark.parametrize(("beats", "longer"), [(1, 2.0), (2, 2.0), (4, 1.75)])
def test_a_fermata_makes_longer_what_it_stands_over(beats: float, longer: float) -> None:
    tempos = held_tempos((Tempo(0, 120),), [Hold(4, beats), Hold(4, beats)])
    assert tempos == (Tempo(0, 120), Tempo(4, 120 / longer), Tempo(4 + beats, 120))


def test_no_fermata_is_slower_than_a_tempo_can_be() -> None:
    assert held_tempos((Tempo(0, 30),), [Hold(0, 1)])[0] == Tempo(0, 20)


SONG = """Tempo: 60
c4 (soft) d (<) e f^ | (ff) g:2 (.5) a r^ |^
~ [C]one two three four [G]five six
"""


def test_our_notation_has_marks_for_it() -> None:
    score = plain(SONG)
    assert score.remarks == ()
    assert [round(note.loud, 2) for note in score.parts[0].notes] == [1.0, 0.7, 0.7, 1.0, 1.3, 0.5]
    assert score.dynamics[:3] == (Dynamic(1, 0.7), Dynamic(2, 0.7, True), Dynamic(4, 1.3))
    assert [(tempo.at, tempo.bpm) for tempo in score.tempos][:4] == [(0, 60), (3, 30), (4, 60), (7, 30)]
    assert len(find_stops(score)) >= 1


def test_a_tune_that_is_sung_again_has_its_marks_again() -> None:
    score = plain("Tune: a\n(p) c4 d^\n~ one two\nSing: a\n~ three four\n")
    assert [note.loud for note in score.parts[0].notes] == [0.7] * 4
    assert len(score.tempos) == 5


def test_what_is_written_reads_back_as_loud() -> None:
    score = plain(SONG)
    again = plain(write_plain(score)[0])
    for one, two in zip(score.parts[0].notes, again.parts[0].notes, strict=True):
        assert (one.start, one.beats) == (two.start, two.beats)
        assert (one.loud, one.swell) == (pytest.approx(two.loud, rel=2e-3), pytest.approx(two.swell, rel=2e-3))
    assert [tempo.at for tempo in again.tempos] == [tempo.at for tempo in score.tempos]


def test_an_unknown_mark_is_told() -> None:
    assert "'(pling)' is no note" in str(plain("c4 d (pling) e\n~ one two three\n").remarks[0])


def test_a_held_note_swells() -> None:
    level = dynamics(np.array([0.0, 1.0, 1.9]), (Pitch(0.0, 2.0, 60.0, 0.5, 2.0), Pitch(2.0, 2.1, 60.0, 1.0)))
    assert level[2] - level[0] > 4


def test_the_backing_follows() -> None:
    score = replace(make_score("la:60:8", bpm=120), chords=(Chord(0.0, "C"),), style="hymn")
    even, soft = play_backing(score), play_backing(replace(score, dynamics=(Dynamic(0, 0.4), Dynamic(4, 1.3))))
    assert even is not None
    assert soft is not None

    def rise(samples: np.ndarray, rate: int) -> float:
        first, last = samples[rate // 2 : 2 * rate], samples[5 * rate // 2 : 4 * rate]
        return float(np.sqrt(np.mean(last**2) / np.mean(first**2)))

    assert rise(soft.clip.floats(), soft.clip.rate) > 2.5 * rise(even.clip.floats(), even.clip.rate)


ABC = """X:1
T:Test
M:4/4
L:1/4
Q:1/4=60
K:C
"C"!p!C D E F | "F"!crescendo(!A A A !crescendo)!c | "G7"!f!d c !fermata!B2 | "C" c4 |]
w: one two three four five six sev-en eight nine ten e-
"""


@pytest.mark.skipif(shutil.which("abc2midi") is None, reason="abc2midi isn't installed")
def test_abc(tmp_path: Path) -> None:
    path = tmp_path / "a.abc"
    path.write_text(ABC, "utf-8")
    score = read_score(path)
    assert [round(tempo.bpm) for tempo in score.tempos] == [60, 30, 60]
    assert [round(chord.at) for chord in score.chords] == [0, 4, 8, 12]
    assert [chord.symbol for chord in score.chords] == ["C", "F", "G", "C"]
    louds = [note.loud for note in score.parts[0].notes]
    assert louds[3] < louds[7] < louds[8]
    assert len(score.meters) == 1
    assert len(score.dynamics) == 4
