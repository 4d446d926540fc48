"""What was played is played once more where no more than that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.again import find_again, find_play
from tests.brain.test_persona import Chat

JUNO = Path(__file__).parents[2] / "characters" / "juno"


@pytest.mark.parametrize(
    ("plain", "play"),
    [
        ("flip a coin for me", "flip a coin"), ("heads or tails", "flip a coin"), ("roll the dice", "roll a dice"),
        ("give me a riddle", "tell me a riddle"), ("would you rather", "would you rather"), ("i like tea", ""),
    ],
)  # fmt: skip
def test_what_can_be_played_is_known_by_its_name(plain: str, play: str) -> None:
    assert find_play(plain) == play


@pytest.mark.parametrize(
    ("plain", "play"),
    [
        ("best of 3", "flip a coin"), ("haha another", "flip a coin"), ("flip again", "flip a coin"),
        ("have you got another", "flip a coin"), ("give me another riddle", "tell me a riddle"),
        ("give me another biscuit", ""), ("i had another one this morning", ""), ("once again my boss was late", ""),
    ],
)  # fmt: skip
def test_once_more_is_what_was_played_last(plain: str, play: str) -> None:
    assert find_again(plain, "flip a coin") == play


def test_nothing_is_played_where_nothing_was() -> None:
    assert find_again("another", "") == ""


def test_a_coin_is_flipped_as_often_as_it_is_wanted() -> None:
    chat = Chat(JUNO, seed=3)
    for said in ("flip a coin", "best of three", "flip again"):
        reply = chat.strip(chat.say(said)).lower()
        assert "heads" in reply or "tails" in reply


def test_what_was_played_long_ago_is_not_meant() -> None:
    chat = Chat(JUNO, seed=3)
    for said in (
        "flip a coin",
        "my sister lives in Hull",
        "she has two dogs",
        "I walk them on Sundays",
        "it rains a lot",
    ):
        chat.say(said)
    reply = chat.strip(chat.say("again")).lower()
    assert "heads" not in reply
    assert "tails" not in reply
