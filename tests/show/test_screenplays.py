"""Forty screenplays, one habit of writers each: the same words by the same people in the same order as read by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from avatar.show.cues import Act, Directed, Fade, Heading, Laugh, Say, Shot, SoundCue, TitleCard
from avatar.show.directing import direct, text_of
from avatar.show.performing import perform
from avatar.show.script import parse
from avatar.show.speaking import keep_silent

FOLDER = Path(__file__).parent / "screenplays"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
NAMES = sorted(path.stem for path in FOLDER.glob("*.fountain"))


def directed(name: str) -> Directed:
    return direct(parse(text_of(FOLDER / f"{name}.fountain")), FOLDER)


def some(show: Directed, kind: type) -> list[Any]:
    return [cue for cue in show.cues if isinstance(cue, kind)]


def test_there_are_forty_and_each_is_in_the_table() -> None:
    assert len(NAMES) == 40
    assert set(EXPECTED) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_who_says_what_in_which_order_is_as_read_by_hand(name: str) -> None:
    runs = groupby(some(directed(name), Say), lambda say: say.who)
    said = [f"{who}: {' '.join(say.text.strip() for say in says)}" for who, says in runs]
    assert said == EXPECTED[name]["said"]


@pytest.mark.parametrize("name", [name for name in NAMES if "told" in EXPECTED[name]])
def test_check_tells_of_these_lines_and_of_no_others(name: str) -> None:
    assert [problem.line for problem in directed(name).problems] == EXPECTED[name]["told"]


LOOKS: dict[str, Callable[[Directed], Any]] = {
    "cast": lambda show: {each.who: each.character for each in show.cast},
    "title": lambda show: show.title,
    "together": lambda show: [say.together for say in some(show, Say)],
    "sets": lambda show: list(dict.fromkeys(each.set for each in some(show, Heading) if each.name)),
    "cards": lambda show: [each.text for each in some(show, TitleCard)],
    "sounds": lambda show: [each.name for each in some(show, SoundCue)],
    "house": lambda show: [each.kind for each in some(show, Laugh)],
    "shots": lambda show: [f"{each.name} {each.who}" for each in some(show, Shot)],
    "acts": lambda show: [
        f"{each.who} {each.mark.kind if each.mark.kind in ('enter', 'exit') else each.mark.name}"
        for each in some(show, Act)
    ],
    "fades": lambda show: [each.way for each in some(show, Fade)],
    "people": lambda show: [who for who, _ in some(show, Heading)[-1].people],
    "language": lambda show: show.language,
    "languages": lambda show: [say.language for say in some(show, Say)],
}


@pytest.mark.parametrize(
    ("name", "what"), [(name, what) for name in NAMES for what in EXPECTED[name] if what not in ("said", "told")]
)
def test_what_else_is_written_does_its_job(name: str, what: str) -> None:
    assert LOOKS[what](directed(name)) == EXPECTED[name][what]


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_performed(name: str) -> None:
    assert list(perform(directed(name), keep_silent))
