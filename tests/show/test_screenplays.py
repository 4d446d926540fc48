"""Forty screenplays, one habit of writers each: the same words by the same people in the same order as read by hand."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from screenplain.parsers import fountain as witness
from screenplain.types import Dialog, DualDialog

from avatar import library
from avatar.show.cues import Act, Directed, Fade, Heading, Laugh, Say, Shot, SoundCue, TitleCard
from avatar.show.directing import direct, text_of
from avatar.show.elements import DialogueBlock, SpokenWords
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


TIDY = ("01-plain", "11-three-at-once", "22-extensions-as-people-write-them", "40-a-whole-scene")


@pytest.mark.parametrize("path", [*library.shows().values(), *(FOLDER / f"{name}.fountain" for name in TIDY)], ids=str)
def test_tidy_scripts_are_read_as_another_reader_reads_them(path: Path) -> None:
    """Screenplain, which knows tidy scripts alone: the same words under the same names in the same order."""
    text = path.read_text("utf-8")
    theirs = []
    for each in witness.parse(io.StringIO(text)).paragraphs:
        for dialog in (each.left, each.right) if isinstance(each, DualDialog) else (each,):
            if isinstance(dialog, Dialog):
                spoken = " ".join(str(rich) for aside, rich in dialog.blocks if not aside)
                theirs.append((_name(str(dialog.character)), spoken.replace("~", " ").split()))
    ours = [
        (each.name, " ".join(part.text for part in each.parts if isinstance(part, SpokenWords)).split())
        for each in parse(text).elements
        if isinstance(each, DialogueBlock)
    ]
    assert [each for each in ours if each[1]] == [each for each in theirs if each[1]]


def _name(cue: str) -> str:
    return cue.partition("(")[0].removesuffix("^").strip()
