"""The cast of a show acts of its own accord: often, the same each time, and where the script asks for nothing else."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from avatar import library
from avatar.show.directing import direct
from avatar.show.script import parse
from avatar.show.speaking import keep_silent
from avatar.show.volunteering import plan
from avatar.types import Mark, Performance, Scene
from tests.show.plays import perform_whole

SHOWS = sorted(path for path in library.shows().values() if path.suffix == ".fountain")


def performed(path: Path) -> Scene:
    return perform_whole(direct(parse(path.read_text("utf-8")), path.parent), keep_silent)


def acts(scene: Scene) -> list[float]:
    """When somebody does something with hands or head."""
    found: list[float] = []
    for entry in scene.entries:
        marks = entry.what.marks if isinstance(entry.what, Performance) else ()
        marks = (entry.what,) if isinstance(entry.what, Mark) else marks
        found += [entry.start + mark.start for mark in marks if mark.kind == "gesture"]
    return sorted(found)


@pytest.mark.parametrize("path", SHOWS, ids=lambda path: path.stem)
def test_somebody_does_something_within_ten_seconds_of_dialogue(path: Path) -> None:
    scene = performed(path)
    talk = [(entry.start, entry.end) for entry in scene.entries if isinstance(entry.what, Performance)]
    for one, two in pairwise([0.0, *acts(scene), scene.duration]):
        assert sum(max(0.0, min(two, end) - max(one, start)) for start, end in talk) < 10.0, one


@pytest.mark.parametrize("path", SHOWS, ids=lambda path: path.stem)
def test_nobody_fidgets(path: Path) -> None:
    scene = performed(path)
    talk = sum(entry.what.duration for entry in scene.entries if isinstance(entry.what, Performance))
    assert talk / len(acts(scene)) > 2.0


HEAD = "Cast:\n    MAX = max\n    BEA = bea\n\nINT. OFFICE - DAY\n\n"


def named(text: str) -> list[list[str]]:
    directed = direct(parse(HEAD + text))
    return [[act.name for act in each.speaker] for each in plan(directed, 1).values()]


def test_what_the_script_asks_for_is_enough() -> None:
    assert named("MAX\n(shrugs)\nNo, I don't know. Wait, two of you.\n") == [[], []]


def test_a_voice_without_a_face_moves_nobody() -> None:
    assert named("BEA\nWell.\n\nMAX (V.O.)\nNo, I don't know.\n")[1] == []


def test_it_is_the_same_wherever_the_show_begins_and_whoever_speaks() -> None:
    directed = direct(parse(HEAD + "MAX\nStep two is the excuse.\n\nBEA\nI don't know.\n"))
    assert plan(directed, 1) == plan(directed, 1)
    assert named("MAX\nStep two is the excuse.\n\nBEA\nI don't know.\n") == [["count"], ["shrug"]]
