"""What exactly a question wants, and what answers it by its form alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.finer import Either, find_either, find_favoured, find_finer
from tests.brain.test_persona import persona

SCRIPT = """
+ my hat
- It lives on a peg with a lamp.
+ =honest self long
- Going on four years.
+ =honest self say
- "Mind the step", mostly.
+ =honest self favourite
- The <bot thing> with the dent.
- The one that squeaks.
+ =honest self either
- <bot first>, always. <bot second> is for Sundays.
+ =honest self
- I never worked out <bot clause>.
- Somewhere between the two.
+ =honest it wrong
- Too many corners.
+ =honest it kind
- The small, round sort.
+ =honest world
- I don't know <bot clause>.
+ =honest said
- Just as I said.
+ =of that
- That's all I know of it.
+ =honest lost
- No idea.
+ *
- Fine weather.
"""


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("how long have you been here", "long"),
        ("how long ago was that", "past"),
        ("when did you learn it", "past"),
        ("when will it be finished", "soon"),
        ("when do you sleep", ""),
        ("what time do you finish", "time"),
        ("how old is the lamp", "old"),
        ("what do you call him", "call"),
        ("what is so good about soup", "good"),
        ("what is wrong with soup", "wrong"),
        ("what happens when it rains", "happens"),
        ("what happened then", "happen"),
        ("which of them did you get on with best", "favourite"),
        ("which kind of hat", "kind"),
        ("how often do you dust", "often"),
        ("how big is the window", "size"),
        ("what did it cost", "much"),
        ("what do you do when you are bored", "do"),
        ("what did you say to him", "say"),
        ("what do they sing", "say"),
        ("what is your lamp like", "like"),
        ("what colour is the velvet", "colour"),
        ("what would you like", ""),
        ("which half", "which"),
        ("what instruments do you play", "kind"),
        ("which mouse is your favourite", "favourite"),
        ("is it hard for you", "feel"),
        ("what goes through your head", "think"),
        ("what do you think of gerald", ""),
        ("how did it end", "happen"),
        ("what has it got against forks", "wrong"),
        ("what makes you say that", "why"),
        ("where is it", ""),
    ],
)
def test_what_a_question_wants_is_told_by_its_form(asked: str, kind: str) -> None:
    assert find_finer(asked) == kind


def test_a_favourite_is_of_something() -> None:
    assert find_favoured("what is your favourite colour") == "colour"
    assert find_favoured("which mouse is your favourite") == "mouse"
    assert find_favoured("what is your favourite thing you made") == ""


@pytest.mark.parametrize(
    ("asked", "two"),
    [
        ("are you more of a cat or a dog person", Either("cat", "dog")),
        ("tea or coffee", Either("tea", "coffee")),
        ("do you prefer being alone or with your mice", Either("alone", "with my mice")),
        ("do you live in the shed or in the house", Either("in the shed", "in the house")),
        ("do you sleep or are you always awake", Either("sleep", "always awake")),
        ("do you like it or not", None),
    ],
)
def test_two_are_told_from_the_characters_side(asked: str, two: Either | None) -> None:
    assert find_either([asked]) == two


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("How long have you kept a walrus?", {"Going on four years."}),
        ("What did you say to the man?", {'"Mind the step", mostly.'}),
        ("Which of your hats is your favourite?", {"The one that squeaks."}),
        ("Tea or coffee?", {"Tea, always. Coffee is for Sundays.", "Coffee, always. Tea is for Sundays."}),
        ("What is the quietest bit of your night?", {"The one that squeaks."}),
        ("How often do you what not have you?", {"Somewhere between the two."}),
        ("How far is Lisbon from Leeds?", {"I don't know how far Lisbon is from Leeds."}),
    ],
)
def test_a_question_is_answered_by_its_form(tmp_path: Path, asked: str, answers: set[str]) -> None:
    assert persona(tmp_path, SCRIPT).say(asked) in answers


def test_what_takes_up_its_own_last_line_is_no_question_about_the_world(tmp_path: Path) -> None:
    chat = persona(tmp_path, SCRIPT)
    chat.say("my hat")
    assert chat.say("What's wrong with lamps?") == "Too many corners."
    chat.say("my hat")
    assert chat.say("Which peg?") == "The small, round sort."


def test_half_a_question_that_asks_for_something_is_not_met_with_a_yes(tmp_path: Path) -> None:
    chat = persona(tmp_path, SCRIPT)
    chat.say("my hat")
    assert chat.say("lives on which lamp peg?") == "That's all I know of it."
