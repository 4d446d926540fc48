"""Shots that somebody gave lines: in a scene file, in a show, live and from any of its lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from avatar import scenefile
from avatar.edits import files
from avatar.edits.scenes import EditedReader
from avatar.edits.shooting import list_shots, read_shot, recut, write_shot
from avatar.edits.values import EditFile, Span, TakeEdits
from avatar.show.cues import Say
from avatar.show.directing import read
from avatar.show.performing import perform
from avatar.types import Entry, Mark, Performance
from tests.edits.test_scenes import SCRIPT, speak
from tests.show.plays import two_sets


def beside(path: Path, take: str, *shots: Span, duration: float = 2.0) -> None:
    files.write(files.beside(path), EditFile((TakeEdits(take, duration=duration, tracks={"camera": shots}),)))


def cuts(entries: Iterable[Entry]) -> list[tuple[float, str, str]]:
    return [
        (round(entry.start, 3), entry.who, entry.what.name)
        for entry in entries
        if isinstance(entry.what, Mark) and entry.what.kind == "camera"
    ]


def said(entries: Iterable[Entry], who: str, text: str) -> Entry:
    return next(e for e in entries if e.who == who and isinstance(e.what, Performance) and e.what.speech.text == text)


def cut(t: float, who: str, name: str) -> Entry:
    return Entry(t, who, Mark("camera", name))


@pytest.mark.parametrize(
    ("who", "name", "value"),
    [
        ("", "wide", "wide"),
        ("BEA", "close", "close BEA"),
        ("OLD MAN", "over BEA", "over OLD MAN, BEA"),
        ("", "insert key", "insert key"),
    ],
)
def test_a_cut_is_written_and_read(who: str, name: str, value: str) -> None:
    assert write_shot(who, name) == value
    assert read_shot(value) == (who, name)


def test_nobody_named_is_the_speaker_and_everybody_can_be_chosen() -> None:
    assert read_shot("close", "MAX") == ("MAX", "close")
    assert {"wide", "close MAX", "over BEA"} <= set(list_shots(("MAX", "BEA")))
    assert not [shot for shot in list_shots(("MAX",)) if shot.startswith(("two", "over"))]


def test_after_a_shot_goes_on_what_would_have_been_seen_but_after_a_line_nothing_is_cut() -> None:
    made = (cut(0.0, "", "wide"), cut(3.0, "BEA", "close"), cut(8.0, "", "wide"))
    middle = recut(made, [Span(2.0, 4.0, "medium MAX")])
    assert cuts(middle) == [(0.0, "", "wide"), (2.0, "MAX", "medium"), (4.0, "BEA", "close"), (8.0, "", "wide")]
    last = recut(made, [Span(2.0, 4.0, "medium MAX")], until=4.0)
    assert cuts(last) == [(0.0, "", "wide"), (2.0, "MAX", "medium"), (8.0, "", "wide")]
    gone = recut(made, [Span(3.0, 5.0, "")], until=5.0)
    assert cuts(gone) == [(0.0, "", "wide"), (8.0, "", "wide")]


def test_a_line_of_a_scene_file_has_its_shots_and_what_idles_begins_with_them(tmp_path: Path) -> None:
    path = tmp_path / "cut.scene"
    scene = two_sets()
    line = said(scene.entries, "BEA", "I am second.")
    clock = Entry(line.start, "", Mark("clock", "f00"))
    scenefile.save(path, scene.added(cut(0.0, "", "wide"), clock, cut(line.start, "BEA", "medium")))
    beside(path, "BEA: I am second.", Span(0.0, line.end - line.start, "close MAX"))
    with EditedReader(path) as reader:
        entries = list(reader.entries())
    assert cuts(entries) == [(0.0, "", "wide"), (round(line.start, 3), "MAX", "close")]
    begun = [(round(e.start, 3), e.what.name) for e in entries if isinstance(e.what, Mark) and e.what.kind == "clock"]
    assert len(begun) == 1
    assert begun[0] != (round(line.start, 3), "f00")


@pytest.fixture
def show(tmp_path: Path) -> Path:
    path = tmp_path / "two.fountain"
    path.write_text(SCRIPT)
    return path


def shown(path: Path, start_at: int = 0, camera: str = "calm") -> list[tuple[float, str, str]]:
    steps = perform(read(path), speak, start_at=start_at, camera=camera)
    return cuts(entry for step in steps for entry in step.entries)


def test_a_line_of_a_show_has_its_shots_wherever_the_show_begins(show: Path) -> None:
    before = shown(show)
    beside(show, "BEA: Two is said.", Span(0.5, 1.0, "close MAX"), Span(1.0, 2.0, "two BEA"))
    steps = list(perform(read(show), speak, camera="calm"))
    start = said([entry for step in steps for entry in step.entries], "BEA", "Two is said.").start
    own = [(round(start + 0.5, 3), "MAX", "close"), (round(start + 1.0, 3), "BEA", "two")]
    outside = [each for each in before if not start + 0.5 <= each[0] < start + 2.0]
    assert shown(show) == sorted([*outside, *own])
    last = len(read(show).cues) - 1
    assert shown(show, last)[0] == (0.0, "BEA", "two"), "the shot of the line before goes on"
    assert shown(show, camera="off") == []


def test_a_shot_goes_with_the_words_of_another_take(show: Path) -> None:
    words = speak(Say(1, "MAX", "Two is said.")).speech.words
    quicker = tuple(word._replace(start=word.start / 2, end=word.end / 2) for word in words)
    spans = {"camera": (Span(0.1, 0.55, "close BEA"),)}
    edits = TakeEdits("MAX: Two is said.", "Two is said.", "another", 1.0, quicker, spans)
    files.write(files.beside(show), EditFile((edits,)))
    steps = [entry for step in perform(read(show), speak, camera="calm") for entry in step.entries]
    start = said(steps, "MAX", "Two is said.").start
    assert [round(t - start, 2) for t, who, name in cuts(steps) if (who, name) == ("BEA", "close")] == [0.2]
