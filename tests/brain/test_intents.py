"""Nine people are nine people: what a character answers, no other one does."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from avatar.brain.rive.book import read, read_common
from avatar.brain.rive.reading import parse
from avatar.text import directions
from tests.brain.intents import count_intents

CHARACTERS = Path(__file__).parents[2] / "characters"
FEWEST = 150
EIGHT = ["bea", "blot", "bolt", "fern", "gus", "knox", "max", "zuri"]
BY_FORM = re.compile(r"=(?:honest\b|of (?:that|me|it)\b)")
"""Occasions that answer a question by its form alone."""
A_FEW = 7
"""Words of an answer by form that may be anybody's: "Yes, I think so." and "Three or four." can hardly be said
otherwise, but a longer one has room for a voice."""
_UNSHOWN = re.compile(r"\{[^{}]*\}|<set [^=<>]+=[^>]*>+")


def answers(texts: dict[str, str]) -> list[tuple[str, frozenset[str]]]:
    """Each trigger of persona files, with what it shows in answer."""
    return [
        (trigger.text, frozenset(map(shown, trigger.replies)) - {""})
        for text in texts.values()
        for topic in parse(text).topics.values()
        for trigger in topic.triggers
    ]


def shown(reply: str) -> str:
    return directions.strip(_UNSHOWN.sub(" ", reply)).strip()


@cache
def own(name: str) -> list[tuple[str, frozenset[str]]]:
    return answers({path.name: read(path) for path in sorted((CHARACTERS / name / "persona").glob("*.rive"))})


@cache
def everybody() -> dict[str, list[tuple[str, frozenset[str]]]]:
    """What each of the cast answers: read once it is asked for, as every process of the tests imports this file."""
    return {folder.parent.name: own(folder.parent.name) for folder in sorted(CHARACTERS.glob("*/persona"))}


@cache
def given() -> Counter[str]:
    """How often each line is there in the whole cast and in what they have in common."""
    sum_ = Counter(line for each in everybody().values() for _, lines in each for line in lines)
    sum_.update(line for _, lines in answers(read_common()) for line in lines)
    return sum_


@pytest.mark.parametrize("name", EIGHT)
def test_a_character_has_answers_to_many_things_that_nobody_else_gives(name: str) -> None:
    alone = {text for text, lines in everybody()[name] if len(lines) > 1 and all(given()[line] == 1 for line in lines)}
    assert len(alone) >= FEWEST
    assert count_intents(CHARACTERS / name) >= FEWEST


@pytest.mark.parametrize("name", EIGHT)
def test_none_of_its_answers_is_heard_twice_in_the_cast(name: str) -> None:
    own_words = [
        line
        for text, lines in everybody()[name]
        for line in lines
        if not BY_FORM.match(text) or len(line.split()) > A_FEW
    ]
    assert [line for line in own_words if given()[line] > 1] == []
