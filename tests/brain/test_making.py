"""Brains as the settings describe them."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from avatar import config as settings
from avatar import library
from avatar.brain import Turn
from avatar.brain.fallback import Fallback
from avatar.brain.making import make
from avatar.brain.memory import Memory
from avatar.brain.persona import Persona
from avatar.errors import BrainError


def heard(overrides: dict[str, str], *lines: str) -> list[str]:
    """What a brain made from these settings says to these lines; without a line, its greeting."""

    async def run() -> list[str]:
        brain = make(settings.load(None, overrides))
        turns: list[Turn] = []
        replies = []
        for line in lines or [""]:
            if line:
                turns.append(Turn("user", line))
            replies.append("".join([piece async for piece in brain.reply(tuple(turns))]))
            turns.append(Turn("character", replies[-1]))
        await brain.aclose()
        return replies

    return asyncio.run(run())


def test_the_persona_is_the_default_and_remembers_from_one_day_to_the_next() -> None:
    assert isinstance(make(settings.load(None, {"chat.history": "false"})), Persona)
    heard({}, "my name is Philippa")
    assert "Philippa" in heard({})[0]


def test_the_persona_knows_how_the_last_talk_began_and_forgets_at_once() -> None:
    keeper = Memory(library.state_dir() / "memory.sqlite")
    keeper.add(keeper.begin("juno"), "user", "Do whales sing?")
    assert "Do whales sing?" in heard({}, "what did we talk about last time?")[0]

    async def run() -> None:
        brain = make(settings.load(None, {}))
        assert isinstance(brain, Persona)
        turns = (Turn("user", "my name is Philippa"),)
        [_ async for _ in brain.reply(turns)]
        keeper.delete_all("juno")
        await brain.forget()
        assert not brain.variables.get("name")
        [_ async for _ in brain.reply((Turn("user", "what is the time?"),))]
        assert keeper.facts("juno") == ()
        await brain.aclose()

    asyncio.run(run())


def test_with_history_off_nothing_is_kept() -> None:
    heard({"chat.history": "false"}, "my name is Philippa")
    assert not (library.state_dir() / "memory.sqlite").exists()
    assert "Philippa" not in heard({"chat.history": "false"})[0]


def test_a_memory_that_can_not_be_used_does_not_stop_the_talk() -> None:
    library.state_dir().parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(library.state_dir(), ignore_errors=True)
    library.state_dir().write_text("in the way")
    assert heard({}, "hello")[0]


def test_a_server_is_made_from_the_settings(tmp_path: Path) -> None:
    card = tmp_path / "card.json"
    card.write_text(json.dumps({"name": "Mira", "first_mes": "Good evening."}))
    overrides = {"brain.name": "server", "brain.url": "http://127.0.0.1:9/v1", "brain.card": str(card)}
    brain = make(settings.load(None, {**overrides, "chat.history": "false"}))
    assert isinstance(brain, Fallback)
    assert heard(overrides) == ["Good evening."]


def test_an_unreadable_card_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrainError, match=r"missing\.png"):
        make(settings.load(None, {"brain.name": "server", "brain.card": str(tmp_path / "missing.png")}))


def test_an_unknown_brain_is_named_with_those_that_there_are() -> None:
    with pytest.raises(BrainError, match="persona, server"):
        make(settings.load(None, {"brain.name": "psychic"}))
