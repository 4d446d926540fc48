"""docs/shows.md: every example in it does what the page says, and its tables hold what the code knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES
from avatar.cli import main
from avatar.draw import SETS
from avatar.performer.delivery import MANNERS
from avatar.show import places
from avatar.show.directing import direct
from avatar.show.notes import KEYS
from avatar.show.performing import perform
from avatar.show.script import parse
from avatar.show.speaking import keep_silent
from avatar.show.words import StageWords
from avatar.types import Mark

PAGE = (Path(__file__).parents[2] / "docs" / "shows.md").read_text("utf-8")
BLOCKS = re.findall(r"```([^\n]*)\n(.*?)```", PAGE, re.S)
CLEAN = [text for kind, text in BLOCKS if kind == "fountain"]


@pytest.mark.parametrize("text", CLEAN, ids=lambda text: text.split("\n")[0])
def test_an_example_is_understood_and_performed(text: str) -> None:
    directed = direct(parse(text))
    assert directed.problems == ()
    steps = list(perform(directed, keep_silent))
    assert steps[-1].t > 1.0


def test_the_page_shows_every_kind_of_thing() -> None:
    kinds = {type(cue).__name__ for text in CLEAN for cue in direct(parse(text)).cues}
    assert kinds == set("Say SoundCue Laugh Music Act ScriptedPause Heading TitleCard Chapter Fade".split())


def test_the_page_shows_what_check_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (text,) = (text for kind, text in BLOCKS if kind == "fountain problems")
    shown = next(text for kind, text in BLOCKS if kind == "" and "hello.fountain:4" in text)
    file = tmp_path / "hello.fountain"
    file.write_text(text, "utf-8")
    assert main(["show", "check", str(file)]) == 1
    printed = capsys.readouterr().out.replace(f"{tmp_path}/", "").replace(f"{tmp_path}\\", "")
    assert printed.startswith(shown)


def test_the_tables_hold_what_the_code_knows() -> None:
    for name in EXPRESSIONS:
        assert f"| `{name}` |" in PAGE
    for name in GESTURES:
        assert re.search(name, PAGE)
    assert set(places.SETS) == set(SETS)
    for name in set(SETS) - {"transparent"}:
        assert f"`{name}`" in PAGE
    for manner in MANNERS.values():
        assert re.search(rf"\b{manner.words.split()[0]}\b", PAGE), manner
    for key in ("sfx", "laugh", "applause", "music", "set", "pause", "chapter"):
        assert key in KEYS
        assert f"[[{key}: " in PAGE


def test_every_word_that_the_tables_list_means_what_they_say() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([a-z, ]+) \|$", PAGE, re.M)
    listed = {name: words.split(", ") for name, words in rows if name in EXPRESSIONS}
    assert set(listed) == set(EXPRESSIONS)
    words_of_stage = StageWords({}, {})
    for name, words in listed.items():
        assert {words_of_stage.mark(word) for word in words} == {Mark("expression", name)}
