"""Songs in shows: found, reworded, shared out, sung, applauded, and told about where something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar import scenefile
from avatar.config import Config
from avatar.scene.dancing import read_step
from avatar.show import lengths
from avatar.show.baking import bake
from avatar.show.cues import Directed, Laugh, Say, Sing
from avatar.show.directing import read
from avatar.show.performing import perform
from avatar.show.singers import silent_step
from avatar.show.sources import list_stops
from avatar.show.speaking import keep_silent
from avatar.song.score import text_of
from avatar.types import Clip, Mark, Performance

TUNE = """\
Title: A tune
Tempo: 120

c4 d e c | g:4
~ La la la la la
e4 d c:2 | c:4
~ lo lo lo lo
"""

HEAD = """\
Title: A show
Cast: ANN = juno, voice en-gb
Cast: BOB = gus, voice en-us

INT. CLUB

ANN and BOB are there.

"""


@pytest.fixture
def show(tmp_path: Path) -> object:
    (tmp_path / "tune.song").write_text(TUNE, "utf-8")

    def directed(text: str) -> Directed:
        file = tmp_path / "show.fountain"
        file.write_text(HEAD + text, "utf-8")
        return read(file)

    return directed


def songs(directed: Directed) -> list[Sing]:
    return [cue for cue in directed.cues if isinstance(cue, Sing)]


def sung_lines(directed: Directed) -> list[str]:
    return [cue.text for cue in songs(directed) if cue.text]


def test_a_song_is_sung_by_who_was_speaking_and_the_others_dance(show) -> None:
    directed = show("BOB\nListen.\n[[song: tune.song]]\n\nANN\nLovely.\n")
    assert directed.problems == ()
    assert [(cue.who, cue.text) for cue in songs(directed)] == [
        ("BOB", "La la la la la"),
        ("BOB", "lo lo lo lo"),
        ("", ""),
    ]
    assert [(role.who, role.part) for role in songs(directed)[0].song.roles] == [("BOB", 0), ("ANN", -1)]
    after = directed.cues[directed.cues.index(songs(directed)[-1]) + 1]
    assert isinstance(after, Laugh)
    assert after.kind == "applause"
    assert [stop.text for stop in list_stops(directed)][2:4] == ["La la la la la", "lo lo lo lo"]


def test_the_script_has_its_own_applause(show) -> None:
    directed = show("ANN\n[[song: tune.song]]\n\n[[applause: 2]]\n\nANN\nThanks.\n")
    assert [cue.strength for cue in directed.cues if isinstance(cue, Laugh)] == [2]


def test_lyrics_below_a_song_are_its_words_and_the_tune_begins_again_for_more(show) -> None:
    directed = show(
        "ANN\n[[song: tune.song]]\n~ My toast-er, my toast\n~ is a most love-ly\n~ and warm lit-tle ghost\n"
    )
    assert sung_lines(directed) == ["My toaster, my toast", "is a most lovely", "and warm little ghost"]
    score = songs(directed)[0].song.score
    assert [text_of(line) for line in score.parts[0].lines()] == sung_lines(directed)
    starts = [line[0].start for line in score.parts[0].lines()]
    assert starts == [0.0, 8.0, 16.0]
    assert any("syllables for 4 notes" in problem.what for problem in directed.problems)


def test_lyrics_go_on_being_spoken_where_there_is_no_tune(show) -> None:
    directed = show("ANN\n~ La la la\n")
    assert not songs(directed)
    assert [cue.sung for cue in directed.cues if isinstance(cue, Say)] == [True]


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("[[song: missing.song]]", "This song is not there"),
        ("[[song: ../tune.song]]", "This song is not there"),
        ("[[song: broken.song]]", "This song can't be sung"),
        ("[[song: tune]]", "There is no song 'tune'"),
    ],
)
def test_what_is_missing_is_told_with_its_line_and_its_words_are_spoken(
    show, tmp_path: Path, note: str, told: str
) -> None:
    (tmp_path / "broken.song").write_text("Title: Nothing\n", "utf-8")
    directed = show(f"ANN\n{note}\n~ hello there\n")
    (problem,) = directed.problems
    assert told in problem.what
    assert problem.line == 10
    assert [cue.text for cue in directed.cues if isinstance(cue, Say)] == ["hello there"]


def test_music_is_still_called_a_song(show) -> None:
    directed = show("ANN\nHello.\n\n[[song: fanfare]]\n")
    assert directed.problems == ()
    assert not songs(directed)


def test_a_show_that_begins_within_a_song_is_on_its_beat(show) -> None:
    directed = show("ANN\nListen.\n[[song: tune.song]]\n\nANN\nThanks.\n")
    cue = directed.cues.index(songs(directed)[1])

    def sing(each: Sing, opens: bool):
        return silent_step(each.song, each.number, opens)

    whole = [step for step in perform(directed, keep_silent, "club", sing=sing) if step.cue >= cue]
    late = list(perform(directed, keep_silent, "club", start_at=cue, sing=sing))
    shift = whole[0].start - late[0].start
    assert [step.start - shift for step in whole] == pytest.approx([step.start for step in late])
    danced = [e for e in late[0].entries if isinstance(e.what, Mark) and e.what.kind == "dance"]
    assert {e.who for e in danced} <= {"ANN", "BOB"}


def test_its_length_is_known_before_it_is_sung(show) -> None:
    directed = show("ANN\n[[song: tune.song]]\n")
    starts = lengths.estimate_starts(directed)
    first = directed.cues.index(songs(directed)[0])
    last = directed.cues.index(songs(directed)[-1])
    song = songs(directed)[0].song
    assert starts[last + 1] - starts[first] == pytest.approx(song.end + 0.15, abs=0.01)


def test_a_baked_show_keeps_its_song(show, tmp_path: Path) -> None:
    directed = show("ANN\n[[song: tune.song]]\n~ My toast-er, my toast\n~ is a most dear\n")
    baked = bake(Config(), directed, tmp_path / "show.scene")
    assert baked.problems == ()
    scene = scenefile.load(tmp_path / "show.scene")
    said = [entry for entry in scene.entries if isinstance(entry.what, Performance)]
    assert [entry.what.speech.text for entry in said] == ["My toaster, my toast", "is a most dear"]
    assert all(entry.what.speech.notes for entry in said)
    danced = [entry for entry in scene.entries if isinstance(entry.what, Mark) and entry.what.kind == "dance"]
    assert {entry.who for entry in danced} == {"ANN", "BOB"}
    first = said[0].start + said[0].what.speech.notes[0].start
    for entry in danced:
        beats = (entry.start - first) / 0.5
        assert beats == pytest.approx(round(beats), abs=0.01)
        assert read_step(entry.what.name).beats == pytest.approx((entry.end - entry.start) / 0.5)


def test_a_song_with_chords_has_its_backing_in_a_show(show, tmp_path: Path) -> None:
    chords = (
        TUNE.replace("c4 d e c", "[C]c4 d e c")
        .replace("e4 d c:2", "[F]e4 d c:2")
        .replace("Tempo", "Style: ballad\nTempo")
    )
    (tmp_path / "tune.song").write_text(chords, "utf-8")
    bake(Config(), show("ANN\n[[song: tune.song]]\n"), tmp_path / "with.scene")
    (tmp_path / "tune.song").write_text(TUNE, "utf-8")
    bake(Config(), show("ANN\n[[song: tune.song]]\n"), tmp_path / "without.scene")

    def played(name: str) -> float:
        entries = scenefile.load(tmp_path / name).entries
        return max((e.what.duration for e in entries if isinstance(e.what, Clip) and not e.who), default=0.0)

    assert played("with.scene") >= 6.0 > played("without.scene")
