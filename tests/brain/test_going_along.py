"""How a character goes along with what it is told: offers that are taken, jokes, and answers to its own questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.sentences import peel
from avatar.brain.themes import find_themes
from avatar.brain.wanted import find_wanted
from tests.brain.test_persona import Chat, persona

CHARACTERS = Path(__file__).parents[2] / "characters"
SCRIPT = """
+ [*] umbrella [*]
- Which part of it do you like?
+ hm
- I could tell you about the goose, or about Prudence.
+ =work
- I mend umbrellas.
+ =welcome
- I mend old things. Who are you?
+ =laughed
- That was a good one.
+ =detail
- That sharpens the picture.
+ =floor
- That is new to me.
+ =theme fear
- I was once afraid of a moth.
+ =bad news
- Oh no.
+ =told low
- That is the part that hurts.
- I do see.
+ =theme music
- [thinking] I like it loud.
"""
FACTS = """
the goose (she)
who: Margaret. She hisses.

Prudence (she)
who: She is an owl.
"""


@pytest.fixture
def chat(tmp_path: Path) -> Chat:
    (tmp_path / "persona").mkdir()
    (tmp_path / "persona" / "a.facts").write_text(FACTS, "utf-8")
    (tmp_path / "persona" / "a.rive").write_text("! version = 2.0\n" + SCRIPT, "utf-8")
    return Chat(tmp_path)


@pytest.mark.parametrize(
    ("taken", "answer"),
    [
        ("go on", "Margaret. She hisses."),
        ("yes please", "Margaret. She hisses."),
        ("ok tell me then", "Margaret. She hisses."),
        ("the second one please", "She is an owl."),
    ],
)
def test_an_offer_that_is_taken_is_kept(chat: Chat, taken: str, answer: str) -> None:
    chat.say("hm")
    assert chat.say(taken) == answer


def test_what_is_asked_about_the_greeting_is_answered_by_its_work(chat: Chat) -> None:
    chat.greet()
    assert chat.say("what old things have you mended that nobody wanted?") == "I mend umbrellas."


def test_an_answer_to_its_own_question_gets_no_anecdote(chat: Chat) -> None:
    chat.say("umbrella")
    assert chat.say("holding it for someone scared in the dark who shakes") in (
        "That is new to me.",
        "That sharpens the picture.",
    )


def test_bad_words_in_a_joke_are_none(chat: Chat) -> None:
    assert chat.say("haha my toaster exploded and the bread got burnt") == "That was a good one."
    assert chat.say("my toaster exploded and the bread got burnt") != "That was a good one."


def test_what_goes_on_with_something_sad_is_heard_so_whatever_it_names(chat: Chat) -> None:
    chat.say("my best friend died")
    assert chat.say("the singer of our band lives in the next street from me now").startswith(
        ("That is", "I do", "[sad]")
    )


def test_of_a_long_sentence_what_only_says_where_is_no_theme() -> None:
    assert find_themes("probably sitting with someone scared at 4am and just holding their hand") == []
    assert find_themes("we had a dog and he slept in the kitchen every single day")[0] == "dogs"
    assert find_themes("i work in a hospital") == ["hospital", "work"]


def test_any_other_family_asks_for_no_joke() -> None:
    assert "do you have any family" in peel("do you have any other family", asked=True)
    assert "tell me a family" not in peel("do you have any family", asked=True)


def test_a_hope_said_by_the_way_asks_for_nothing_of_the_users() -> None:
    assert find_wanted(["what do you eat not the mice i hope"], asked=True) is None


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_an_ugly_thing_insults_nobody(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.greet()
    chat.say("i've got a lamp at home that the wife bought, ugly thing but i can't chuck it")
    assert "ugly" not in chat.matched
    assert chat.matched != "=insulted"
    chat.say("you ugly thing")
    assert "ugly" in chat.matched or chat.matched == "=insulted"


def test_a_question_is_no_answer_to_whose_name_was_asked() -> None:
    chat = Chat(CHARACTERS / "fern")
    chat.greet()
    said = chat.strip(chat.say("Don't you get tired working nights?"))
    assert "Anonymous" not in said


@pytest.mark.parametrize("name", ["fern", "juno", "knox"])
def test_what_is_called_stupid_is_not_the_character(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.greet()
    chat.say("we fell out over money. stupid really")
    assert chat.matched != "=insulted"
    assert "stupid" not in chat.matched


def test_what_somebody_does_for_a_living_is_no_question(tmp_path: Path) -> None:
    chat = persona(tmp_path, "+ =work\n- I mend umbrellas.\n")
    assert chat.say("i fix lifts for a living") != "I mend umbrellas."
    assert chat.say("what do you do for a living?") == "I mend umbrellas."


def test_who_says_only_me_says_a_name(chat: Chat) -> None:
    chat.greet()
    chat.say("evening. just me, Derek. wife's at bingo")
    assert chat.brain._talk is not None
    assert chat.brain._talk.script.variables.get("name") == "Derek"


@pytest.mark.parametrize("name", ["fern", "juno", "knox", "gus"])
def test_a_short_good_night_is_one(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.greet()
    chat.say("wife's back. she won a tenner. night mate")
    assert "night" in chat.matched or "bye" in chat.matched


def test_what_place_it_is_is_answered_by_where_it_is() -> None:
    chat = Chat(CHARACTERS / "juno", 7)
    chat.greet()
    chat.say("what's this place then?")
    assert chat.brain._talk is not None
    assert chat.brain._talk._hearer.last is not None
    assert chat.brain._talk._hearer.last.form == "where are you"
    assert not chat.brain._talk._hearer.last.found


def test_a_verb_is_no_name_of_a_relative(tmp_path: Path) -> None:
    chat = persona(tmp_path, "+ hm\n- They would rather not.\n")
    chat.say("my nan would love you")
    assert chat.say("hm") == "They would rather not."
