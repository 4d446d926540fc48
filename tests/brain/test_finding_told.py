"""What was told, found again in other words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from avatar.brain.finding_told import FILE, LEARNED, NAMES, describe, find_held
from avatar.brain.plain import make_plain
from avatar.brain.recall import Said
from avatar.brain.sentences import Act
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
MOST_BYTES = 1_500_000
TOLD = (
    "I do the school run on the 42 bus, been driving it nine years now.",
    "There's a pigeon that sits on the shelter every morning. I've called him Steve.",
    "Mum and dad are up in Mayo still. I ring them Sundays.",
    "I've got my depot review on Tuesday at 2, and I have to take my licence.",
    "Bit nervous because I clipped a bollard in March, nobody hurt.",
)


def _said() -> list[Said]:
    texts = [(turn, part) for turn, text in enumerate(TOLD) for part in text.split(". ")]
    return [Said(turn, datetime(2026, 1, 1), text, make_plain(text, 400), Act.FACT) for turn, text in texts]


def test_all_that_is_looked_at_was_learned() -> None:
    assert tuple(LEARNED) == NAMES
    assert FILE.stat().st_size < MOST_BYTES
    assert describe("where are my parents", [_said()]).shape == (1, len(NAMES))


@pytest.mark.parametrize(
    ("asked", "turn"),
    [
        ("what did i call the pigeon", 1),
        ("where are my parents", 2),
        ("what am i meant to do on tuesday", 3),
        ("what did i bump into in spring", 4),
    ],
)
def test_the_message_that_answers_comes_first(asked: str, turn: int) -> None:
    held = find_held(asked, _said())
    assert held[0].said[0].turn == turn
    assert [each.likely for each in held] == sorted((each.likely for each in held), reverse=True)
    assert sum(each.likely for each in held) < 1


def test_nothing_is_found_where_nothing_was_told() -> None:
    assert find_held("where are my parents", []) == []


def test_what_goes_on_with_a_sentence_is_told_with_it() -> None:
    held = find_held("what did i call the pigeon", _said())
    assert "Steve" in " ".join(each.text for each in held[0].said)


@pytest.mark.parametrize("name", ["juno", "fern", "knox"])
def test_a_character_finds_it_again(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    for line in TOLD:
        chat.say(line)
    assert "Mayo" in chat.say("Do you remember where my parents are?")
    assert "bollard" in chat.say("Do you remember what I bumped into in spring?")


def test_what_was_advised_is_said_again() -> None:
    chat = Chat(CHARACTERS / "knox", seed=3)
    chat.greet()
    advice = chat.strip(chat.say("Any tips for nerves? I have an exam on Monday."))
    chat.say("It was cold on the allotment.")
    assert advice[:30] in chat.strip(chat.say("What was it you told me to do for nerves again?"))


def test_likelihoods_are_shares() -> None:
    likely = np.array([each.likely for each in find_held("what is my sister called", _said())])
    assert ((likely >= 0) & (likely <= 1)).all()
