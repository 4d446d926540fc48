"""What is said back of something told, what puts a mistake right, and what is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.mending import consoles, find_asked_again, find_mistaken, is_echo, is_offer
from avatar.brain.phrases import find_phrase
from tests.brain.test_persona import JUNO, Chat

CHARACTERS = Path(__file__).parents[2] / "characters"


@pytest.mark.parametrize(
    ("told", "phrase"),
    [
        ("He said it looks like a shoebox with ambitions", "a shoebox with ambitions"),
        ("She rings me every Sunday and talks for two hours about her knees.", "two hours about her knees"),
        ("There's no stair but there is a plant, a tomato called Gerald.", "a tomato called Gerald"),
        ("Last week he took apart my alarm clock.", "your alarm clock"),
        ("I gave her yellow ones every birthday.", "yellow ones"),
        ("Yesterday an old man on my ward gave me a chocolate and called me captain.", "captain"),
        ("My kids are called Leo and Ida, they're 6 and 9.", "Leo and Ida"),
        ("Like a big sleeping animal.", "a big sleeping animal"),
        ("I'd tell the spoon to try my mother's lentil soup.", "your mother's lentil soup"),
        ("Today I found a swan's nest against my rudder", "a swan's nest"),
        ("My wife died four years ago", ""),
        ("We go swimming in the lake every Sunday, even in October", "the lake"),
        # What is no thing, or says nothing, is not said back.
        ("I was just curious.", ""),
        ("I can't get it to stay soft on the second day.", ""),
        ("That's so kind of you", ""),
        ("I forget names too.", ""),
        ("He gets up at 2 in the morning.", ""),
        ("I'm so happy about it", ""),
        ("", ""),
    ],
)
def test_what_is_said_back_stands_by_itself(told: str, phrase: str) -> None:
    assert find_phrase(told) == phrase


@pytest.mark.parametrize("name", sorted(path.name for path in CHARACTERS.iterdir() if (path / "persona").is_dir()))
def test_a_piece_of_what_was_told_is_said_back_by_everybody(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=2)
    chat.greet()
    chat.say("hello")
    assert "shoebox with ambitions" in chat.strip(chat.say("He said my model looks like a shoebox with ambitions."))


def test_not_everything_is_said_back_or_it_would_be_a_parrot() -> None:
    chat = Chat(JUNO, seed=2)
    chat.greet()
    told = (
        "He has a brass trumpet with a dent.",
        "It plays a low note like a foghorn.",
        "Then a purple scarf fell out.",
    )
    said = [chat.strip(chat.say(line)) for line in told]
    assert [bool(word in line) for word, line in zip(("trumpet", "foghorn", "scarf"), said, strict=True)].count(
        True
    ) < 3


@pytest.mark.parametrize(
    ("plain", "low", "mistaken"),
    [
        ("you misunderstood me there", False, True),
        ("no that is not what i asked", False, True),
        ("huh i was talking about my kids", False, True),
        ("that does not tell me how you met", False, True),
        ("oh she is alive", True, True),
        ("no no nobody is ill", True, True),
        ("i am fine", True, True),
        ("she is alive and well in kerala", False, False),
        ("i was in hull once", True, False),
        ("he is a dentist now", True, False),
    ],
)
def test_what_says_that_it_was_taken_wrongly_is_heard(plain: str, low: bool, mistaken: bool) -> None:
    assert find_mistaken(plain, low=low) is mistaken


def test_a_question_that_is_asked_again_is_the_question() -> None:
    assert find_asked_again("no i mean is he dead") == "is he dead"
    assert find_asked_again("i meant it") == ""


@pytest.mark.parametrize(
    ("plain", "offers"),
    [
        ("would you like me to bring you anything next time", True),
        ("i will bring you a day old bun and a screw", True),
        ("you can always ask me for a cue", True),
        ("i would leave a light on for you", True),
        ("shall i read you a story", True),
        ("i will tell you what i think", False),
        ("would you like to see the sea", False),
        ("i will bring my umbrella", False),
        ("you can always tell", False),
    ],
)
def test_something_kind_that_is_offered_is_heard(plain: str, offers: bool) -> None:
    assert is_offer(plain) is offers


@pytest.mark.parametrize(
    ("plain", "echo"),
    [
        ("me", True),
        ("the left knee", True),
        ("is it", True),
        ("and you", False),
        ("who is he", False),
        ("any tips", False),
    ],
)
def test_a_word_that_is_only_said_back_waits_for_no_answer(plain: str, echo: bool) -> None:
    assert is_echo(plain) is echo


def test_who_answers_with_the_question_on_their_lips_has_answered() -> None:
    chat = Chat(JUNO, seed=4)
    chat.greet()
    assert "bunk bed" in chat.strip(chat.say("Me? Trying to build a bunk bed for my two kids."))


@pytest.mark.parametrize(
    ("plain", "sorry"),
    [
        ("oh fern i am so sorry", True),
        ("i am sorry to hear that", True),
        ("i am sorry about your clock", True),
        ("sorry", False),
        ("i am sorry i was rude", False),
        ("i am sorry but i must go", False),
    ],
)
def test_who_is_sorry_for_the_character_excuses_nothing(plain: str, sorry: bool) -> None:
    assert consoles(plain) is sorry


def test_what_is_said_of_its_tale_is_no_mood_of_the_users() -> None:
    chat = Chat(CHARACTERS / "knox", seed=3)
    chat.greet()
    reply = chat.strip(chat.say("That sounds lonely. Do you miss him?"))
    assert not any(chat.strip(card) in reply for card in chat.brain._ready().script.cards("=ack sad"))
