"""Character cards become characters."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from avatar import config as settings
from avatar import library
from avatar.brain.making import find_setup, make
from avatar.cli import main
from avatar.draw.check import find_problems
from tests.brain.test_cards import CARD, packed, png

GREETING = "*waves* Good evening, {{user}}! I'm {{char}}. <set x=1> {topic=y} - What brings you here?"


def imported(path: Path, *arguments: str) -> int:
    try:
        return main(["characters", "import", str(path), *arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)


def greeting(name: str) -> str:
    async def run() -> str:
        brain = make(settings.load(None, {"character.name": name}))
        try:
            return "".join([piece async for piece in brain.reply(())])
        finally:
            await brain.aclose()

    return asyncio.run(run())


def test_a_card_becomes_a_character_that_can_be_talked_with(tmp_path: Path) -> None:
    path = tmp_path / "whatever.json"
    only = {"first_mes": GREETING, "alternate_greetings": []}  # of several, one is drawn
    path.write_text(json.dumps({"spec": "chara_card_v2", "data": {**CARD["data"], **only}}))
    assert imported(path, "--name", "mira", "--look", "zuri") == 0
    folder = library.character("mira")
    assert not find_problems(folder)
    made = find_setup(settings.load(None, {"character.name": "mira", "brain.name": "server"}))
    assert made.card == folder / "card.json"
    assert made.name == CARD["data"]["name"]
    said = greeting("mira")
    assert said.startswith("Good evening, friend!")
    assert "What brings you here?" in said
    assert not set("<>{}") & set(said)


def test_a_card_in_a_picture_is_known_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "someone.png"
    path.write_bytes(png((b"tEXt", b"chara\0" + packed(CARD))))
    assert imported(path) == 0
    name = CARD["data"]["name"].lower()
    assert library.character(name).is_dir()
    assert imported(path) == 0, "a second one gets another name"
    assert len(list((library.user_dir() / "characters").iterdir())) == 2


@pytest.mark.parametrize("content", ["{}", "nonsense", '{"data": {"name": 7}}'])
def test_what_is_no_card_is_refused(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    assert imported(path) == 1
    assert "character card" in capsys.readouterr().err
    assert not (library.user_dir() / "characters").exists()


def test_unknown_looks_leave_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(CARD))
    assert imported(path, "--look", "nobody-i-know") == 1
    assert "nobody-i-know" in capsys.readouterr().err
    assert not list((library.user_dir() / "characters").glob("*"))
