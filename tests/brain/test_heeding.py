"""What the user said is kept, and what they ask of a character's own world is not handed back to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar.brain.finer import find_finer
from avatar.brain.indirect import OTHER, USER, tell_indirectly
from avatar.brain.relatives import Relatives
from avatar.brain.shortening import shorten
from avatar.brain.wording import drop_question_of_pets, give_capitals, is_almost_said
from tests.brain.test_persona import Chat, persona

CHARACTERS = Path(__file__).parents[2] / "characters"


@pytest.fixture
def juno() -> Chat:
    return Chat(CHARACTERS / "juno", seed=3)


@pytest.fixture
def knox() -> Chat:
    return Chat(CHARACTERS / "knox", seed=3)


def test_what_stands_beside_a_name_is_no_other_name(juno: Chat) -> None:
    juno.say("hiya Juno, I'm Marek. plumber, from Poland but living in Leeds")
    assert "Plumber" not in juno.said[-1]
    assert "Marek" in juno.say("what's my name?")


def test_somebody_dear_who_is_named_alone_is_the_husband_who_is_asked_for(knox: Chat) -> None:
    knox.say("I'm the same with my Ron, he's been gone four years")
    assert "Ron" in knox.say("what was my husband called?")


def test_whose_name_was_told_comes_before_whom_is_only_dear() -> None:
    known = Relatives()
    known.take_in("my husband is called Ted", 1)
    known.take_in("my Ron barks at the post", 2)
    found = known.find_name(["what is my husband called"], 3)
    assert found is not None
    assert found.called == "Ted"


def test_who_asks_what_they_told_of_themselves_hears_it(knox: Chat) -> None:
    knox.say("I ran a pub in Barnsley for thirty years")
    knox.say("I do the crossword by the window every night")
    assert "Barnsley" in knox.say("go on, what have I told you about me?")


def test_what_is_to_be_remembered_is_promised(knox: Chat) -> None:
    knox.say("my Ron has been gone four years")
    knox.say("will you remember him for me?")
    assert knox.matched == "=promise"


@pytest.mark.parametrize(
    "line",
    [
        "haha night night Knox. and write to Desmond, will you? time at the bar",
        "goodnight Knox. say hi to Desmond, ok?",
    ],
)
def test_a_good_bye_with_something_added_is_one(knox: Chat, line: str) -> None:
    knox.say(line)
    assert "night" in knox.matched


def test_a_good_bye_that_asks_something_is_none_yet(knox: Chat) -> None:
    knox.say("night night Knox. but who was Rosalind?")
    assert "night" not in knox.matched


@pytest.mark.parametrize(
    "line",
    ["is Winifred cruel to spoons?", "does Winifred think i should go over at easter?", "what would Edna want of me?"],
)
def test_nobody_says_of_its_own_world_that_it_was_not_told(juno: Chat, line: str) -> None:
    juno.say(line)
    assert "told" not in juno.said[-1]
    assert "haven't said" not in juno.said[-1]
    assert not juno.matched.startswith(("=honest user", "=honest world", "=not told"))


def test_people_like_me_are_others() -> None:
    found = [tell_indirectly(each) for each in ("who comes in besides people like me", "who did i see")]
    assert [each.about for each in found if each] == [OTHER, USER]


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("you ever been in a pub", "have you ever been in a pub"),
        ("ever flood anything", "do you ever flood anything"),
        ("you ever need a rest", "do you ever need a rest"),
        ("ever since easter", "ever since easter"),
    ],
)
def test_a_yes_or_no_without_its_verb_gets_it_back(typed: str, whole: str) -> None:
    assert shorten(typed) == whole


def test_of_two_questions_with_one_answer_it_is_given_once_and_nobody_is_told_that_it_was(tmp_path: Path) -> None:
    chat = persona(
        tmp_path,
        "+ who is percy\n- Percy is a seal with a horn and a hat.\n+ tell me about percy\n- {@who is percy}\n"
        "+ =again\n- I have told you that already.\n+ *\n- Fine weather.\n",
    )
    assert chat.strip(chat.say("who is percy? tell me about percy?")) == "Percy is a seal with a horn and a hat."


def test_a_pint_that_could_be_murdered_is_no_threat(knox: Chat) -> None:
    knox.say("I could murder a pint")
    assert "kill" not in knox.matched


def test_who_told_of_a_dog_is_not_asked_whether_they_have_one(tmp_path: Path) -> None:
    script = "+ [*] dog [*]\n- A dog.\n+ do you have any pets\n- I have a screw. Have you got one?\n+ *\n- Fine.\n"
    chat = persona(tmp_path, script)
    assert chat.strip(chat.say("do you have any pets?")).endswith("Have you got one?")
    other = Chat(tmp_path)
    other.say("my dog is called Pierogi")
    assert other.strip(other.say("do you have any pets?")) == "I have a screw."
    assert (
        drop_question_of_pets("I have a boat. Have you got one?", "do you sail") == "I have a boat. Have you got one?"
    )


def test_a_line_that_was_said_in_almost_these_words_gives_way_to_another(tmp_path: Path) -> None:
    script = (
        "+ rain\n- Petrichor is what the rain is called when it has been down a minute.\n"
        "+ words\n- Petrichor is what the rain is called, when it has been down for a minute.\n- Mizzle, dear.\n"
    )
    for seed in range(4):
        (tmp_path / str(seed)).mkdir()
        chat = persona(tmp_path / str(seed), script)
        chat.say("rain")
        assert chat.strip(chat.say("words")) == "Mizzle, dear."
    assert not is_almost_said("Good night.", ["Good night."])


def test_a_title_gives_no_verb_its_capital() -> None:
    assert give_capitals("I miss Pym, too.", "And who was Miss Pym?") == "I miss Pym, too."


def test_what_happens_if_something_is_done_asks_for_nothing_that_was() -> None:
    assert find_finer("what happens if somebody presses it") == "happens"
    assert find_finer("what happened to it") == "happen"


@pytest.mark.parametrize(
    ("line", "cue"), [("is it hard for you?", "=honest self"), ("have you been in love?", "=honest never")]
)
def test_what_is_asked_of_the_character_stays_with_it(tmp_path: Path, line: str, cue: str) -> None:
    script = "".join(f"+ {each}\n- {each[1:]} it is.\n" for each in (cue, "=honest it", "=honest never went"))
    chat = persona(tmp_path, f"+ hello\n- A brass lamp.\n{script}+ *\n- Fine.\n")
    chat.say("hello")
    chat.say(line)
    assert chat.matched == cue


@pytest.mark.parametrize("who", ["juno", "fern", "knox"])
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("I'm Marta, I have a dog called Biscuit", "biscuit"),
        ("I'm Marta, I'm from Leeds", "leeds"),
        ("I'm Marta. My oven died today.", "oven|machine|bad news"),
    ],
)
def test_what_is_told_beside_a_name_is_answered(who: str, line: str, told: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    reply = chat.say(line)
    assert line[4:].replace(",", ".").split(".")[0] in reply
    assert re.search(told, f"{reply} {chat.matched}".lower())
    assert "your day" not in reply  # which the news was about


@pytest.mark.parametrize("who", ["juno", "fern", "knox"])
@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("I'm Marta. My oven died today.", "=bad news"),
        ("I'm Tom, and my sister is getting married on saturday", "=told of wedding ahead"),
    ],
)
def test_news_beside_a_name_is_answered_for_what_it_is(who: str, line: str, cue: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    reply = chat.strip(chat.say(line))
    assert any(reply.endswith(chat.strip(card)) for card in chat.brain._ready().script.cards(cue))


@pytest.mark.parametrize("line", ["I'm Marta, nice to meet you", "I'm Tom, just looking around"])
def test_a_name_alone_is_asked_how_it_is(juno: Chat, line: str) -> None:
    juno.say(line)
    assert juno.said[-1].endswith("?")
