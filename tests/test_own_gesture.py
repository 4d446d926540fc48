"""A gesture of a character's own, and its words: one file is touched, and everything knows it."""

from __future__ import annotations

import asyncio
import filecmp
import shutil
from pathlib import Path

import pytest

from avatar import config as settings
from avatar import library
from avatar.brain import prompt, proofreading
from avatar.character.acting import GESTURES
from avatar.character.loading import load
from avatar.cli import main
from avatar.session import Session, SessionEvent, SpeechEnded
from avatar.show.cues import Act, Say
from avatar.show.directing import direct
from avatar.show.elements import Problem
from avatar.show.script import parse
from avatar.text import directions, vocabulary
from avatar.types import Mark, Performance

SALUTE = """
[gestures.salute]
words = "salute salutes saluting"
emoji = "🫡"

[[gestures.salute.keys]]
at = 0.0
[[gestures.salute.keys]]
at = 0.4
right = { name = "open", angle = -30, shown = 1 }
head = { pitch = -3 }
[[gestures.salute.keys]]
at = 1.2
right = { name = "open" }
"""
DREAMY = """
[expressions.dreamy]
words = "dreamily"
mouth = { smile = 0.3 }

[gestures.bow]
words = "bows-deeply"
"""
MARK = Mark("gesture", "salute")


@pytest.fixture(autouse=True)
def folder(home: Path) -> Path:
    """Juno as the user's own, with one gesture more."""
    came = library.character("juno")
    copied = library.user_dir() / "characters" / "juno"
    shutil.copytree(came, copied)
    file = copied / "character.toml"
    file.write_text(file.read_text("utf-8") + SALUTE, "utf-8")
    assert filecmp.dircmp(came, copied).diff_files == ["character.toml"]
    assert library.character("juno") == copied
    return copied


def test_the_chat_does_it_and_does_not_say_it() -> None:
    async def held() -> tuple[list[Performance], str]:
        over = asyncio.Event()
        shown: list[str] = []

        def listen(event: SessionEvent) -> None:
            if isinstance(event, SpeechEnded):
                over.set()

        config = settings.load(None, {"stage.mode": "none", "chat.greeting": "false", "character.name": "juno"})
        session = Session(config)
        session.subscribe(listen)
        await session.start()
        try:
            await session.say_exactly("[salute] Aye aye, captain. *salutes* And good night to you. 🫡")
            async with asyncio.timeout(90):
                await over.wait()
            scene = session.scene()
            shown.append(session.turns[-1].text)
        finally:
            await session.close()
        return [entry.what for entry in scene.entries if isinstance(entry.what, Performance)], shown[0]

    performances, shown = asyncio.run(held())
    acted = [mark for each in performances for mark in each.marks if mark.kind == "gesture"]
    assert [mark.name for mark in acted] == ["salute"] * 3
    assert shown == "Aye aye, captain. And good night to you. 🫡"
    assert not any("salut" in each.speech.spoken.lower() for each in performances)


@pytest.mark.parametrize("text", ["[salute] Aye.", "*salutes* Aye.", "(saluting) Aye.", "[Salute] Aye."])
def test_whoever_reads_a_reply_of_junos_knows_it(text: str) -> None:
    read = directions.read(text, vocabulary.named("juno"))
    assert read.shown == "Aye."
    assert [mark for _, mark in read.marks] == [MARK]
    assert directions.read(text, vocabulary.named("gus")).marks == ()


SCRIPT = """Cast: JUNO = juno; GUS = gus

JUNO
(saluting)
Captain on deck! [salute] All is well.

Juno salutes. Gus waves.

GUS
Good.
"""


def test_a_script_does_it() -> None:
    directed = direct(parse(SCRIPT))
    assert directed.problems == ()
    said = [spot.mark for cue in directed.cues if isinstance(cue, Say) for spot in cue.marks]
    done = [(cue.who, cue.mark) for cue in directed.cues if isinstance(cue, Act)]
    assert said.count(MARK) == 2
    assert ("JUNO", MARK) in done
    assert not any("salute" in cue.text for cue in directed.cues if isinstance(cue, Say))


@pytest.mark.parametrize(("written", "meant"), [("Juno salues.", "salutes"), ("JUNO\n(salutin)\nAye.", "(saluting)")])
def test_what_was_mistyped_is_suggested(written: str, meant: str) -> None:
    script = f"Cast: JUNO = juno\n\n{written}\n\nJUNO\nHello.\n"
    found: list[Problem] = [each for each in direct(parse(script)).problems if meant in each.suggestion]
    assert len(found) == 1


def test_a_language_model_is_told_of_it() -> None:
    told = prompt.write_system("You are Juno.", {}, budget=2000, vocabulary=vocabulary.named("juno"))
    assert "[salute]" in told
    assert "[thumbs-up]" in told
    assert "[salute]" not in prompt.write_system("You are Gus.", {}, budget=2000, vocabulary=vocabulary.named("gus"))


def test_an_expression_of_its_own_and_more_words_for_what_everybody_has(folder: Path) -> None:
    file = folder / "character.toml"
    file.write_text(file.read_text("utf-8") + DREAMY, "utf-8")
    acting = load(folder).acting
    assert acting.expressions["dreamy"].mouth.smile == 0.3
    assert acting.gestures["bow"] == GESTURES["bow"]
    assert main(["characters", "check", "juno"]) == 0
    directed = direct(parse("Cast: JUNO = juno\n\nJUNO\n(dreamily)\nAh.\n\nJuno bows deeply.\n\nJUNO\nYes.\n"))
    assert directed.problems == ()
    assert any(isinstance(cue, Act) and cue.mark == Mark("gesture", "bow") for cue in directed.cues)


def test_check_is_content_and_so_is_the_proofreading(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "persona" / "own.rive").write_text("! version = 2.0\n+ at ease\n- [salute] Aye.\n", "utf-8")
    assert not proofreading.find_problems(folder / "persona", vocabulary.of(folder))
    assert main(["characters", "check", "juno"]) == 0
    assert "all is well" in capsys.readouterr().out
