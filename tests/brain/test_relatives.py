"""Hasty typing, names, and the people whom the user tells of."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.names import find_name, may_be_name
from avatar.brain.relatives import Relatives, find_correction
from avatar.brain.sentences import split_sentences
from avatar.brain.spelling import put_typing_right
from tests.brain.test_persona import JUNO, Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
NAMES = sorted(folder.parent.name for folder in CHARACTERS.glob("*/persona"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ive got a dog, hes called rex", "I've got a dog, he's called rex"),
        ("Im fine, whats ur name", "I'm fine, what's your name"),
        ("r u ok tho", "are you ok though"),
        ("shes gonna be late, theyre not", "she's going to be late, they're not"),
        ("didnt you say you wanna go", "didn't you say you want to go"),
        ("ill be back", "I'll be back"), ("she is ill today", "she is ill today"),
        ("i am ill be kind", "I am ill be kind"),
        ("id like that", "I'd like that"), ("my id card", "my id card"),
        ("its a long story", "it's a long story"), ("the dog lost its ball", "the dog lost its ball"),
        ("well see", "we'll see"), ("well, i never", "well, I never"), ("all is well", "all is well"),
        ("were going out", "we're going out"), ("you were going out", "you were going out"),
        ("shed like one", "she'd like one"), ("my shed had a leak", "my shed had a leak"),
        ("so wed rather stay", "so we'd rather stay"), ("they wed in june", "they wed in june"),
        ("ur the best", "you're the best"), ("ur hat", "your hat"), ("so ur like an ai", "so you're like an ai"),
        ("the US and an ID", "the US and an ID"), ("", ""),
    ],
)  # fmt: skip
def test_hasty_typing_is_put_right(typed: str, meant: str) -> None:
    assert put_typing_right(typed) == meant


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("im dave", "Dave"), ("hi there, i'm Priya!", "Priya"), ("my name's jo", "Jo"), ("My name's Jo", "Jo"),
        ("i'm tired", ""), ("im bored", ""), ("im starving", ""), ("i'm british", ""), ("i am 14", ""),
        ("i'm here", ""), ("im pregnant", ""), ("i'm dave from work", ""), ("i'm Martin Hale", "Martin"),
        ("no, i'm priya!", "Priya"), ("my name is priya though, really", "Priya"), ("no, i'm fine", ""),
        ("i'm really Tired", ""),
    ],
)  # fmt: skip
def test_a_name_is_heard_however_it_is_typed(said: str, name: str) -> None:
    assert find_name(said) == name


def test_a_name_before_a_comma_is_a_sentence_of_its_own() -> None:
    parts = [each.text for each in split_sentences("i'm dave, just got in from work")]
    assert parts == ["I'm dave", "just got in from work"]
    assert len(split_sentences("i'm tired, just got in from work")) == 1
    assert not may_be_name("tired")


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (["I've got a daughter called ellie"], "daughter Ellie"),
        (["my grandson Toby plays chess"], "grandson Toby"),
        (["my sister anna lives in Leeds"], "sister Anna"),
        (["my dog is named Rex"], "dog Rex"),
        (["my cat's name is Mog"], "cat Mog"),
        (["my son Tom and my daughter Ruth are here"], "son Tom, daughter Ruth"),
        (["I have a grandson", "he's called toby"], "grandson Toby"),
        (["I have a grandson", "his name is toby"], "grandson Toby"),
        (["I have a daughter", "he's called toby"], ""),
        (["my son is called Tony", "no, he's called Toby"], "son Toby"),
        (["my son is called Tony", "he's called Toby, not Tony"], "son Toby"),
        (["my goldfish died", "his name was gerald, gerald the goldfish"], "goldfish Gerald"),
        (["i've a dog asleep here", "that's his name, Sprocket"], "dog Sprocket"),
        (["my dog just died"], ""), (["my mum also likes tea"], ""), (["my brother is called up"], ""),
        (["my dog was named after my uncle"], ""), (["my sister is ill"], ""),
        (["my teacher is called Mrs Brown"], "teacher Mrs Brown"),
    ],
)  # fmt: skip
def test_relatives_and_pets_are_known_by_name(told: list[str], known: str) -> None:
    relatives = Relatives()
    for turn, text in enumerate(told, 1):
        relatives.take_in(text, turn)
    assert relatives.written == known
    assert Relatives(known).written == known


@pytest.mark.parametrize(
    "asked",
    [
        "what is my daughter's name", "what is my daughters name", "do you remember my daughters name",
        "what is the name of my daughter", "what is my daughter called", "do you know what my daughter is called",
        "who is my daughter", "who is ellie", "and my daughter's name", "what was the daughter called",
        "my daughter who stuck up for me what was she called",
    ],
)  # fmt: skip
def test_a_name_is_asked_for_in_every_spelling(asked: str) -> None:
    answer = Relatives("daughter Ellie").find_name((asked,), 1)
    assert answer is not None
    assert answer == ("Ellie", "daughter")


@pytest.mark.parametrize(
    ("plain", "found"),
    [
        ("i did tell you he is called toby", ("=did tell", "he is called toby")), ("i told you", ("=did tell", "")),
        ("i already said", ("=did tell", "")), ("no i mean with my maths", ("=meant", "with my maths")),
        ("sorry i meant tuesday", ("=meant", "tuesday")), ("i mean it", None), ("no i mean it", None),
        ("i just told my boss that i quit", None), ("i just said hello to her", None), ("i told you a lie", None),
        ("i tell you what", None),
    ],
)  # fmt: skip
def test_a_correction_is_heard_as_one(plain: str, found: tuple[str, str] | None) -> None:
    assert find_correction(plain) == found


def test_a_mate_is_he_or_she() -> None:
    relatives = Relatives()
    relatives.take_in("my mate Tariq stuck up for me", 1)
    assert relatives.find_name(("what was he called",), 2) == ("Tariq", "mate")
    assert relatives.find_name(("what was she called",), 2) == ("Tariq", "mate")


def test_who_puts_a_name_right_is_believed_at_any_time() -> None:
    chat = Chat(CHARACTERS / "fern")
    for line in ("not telling", "my goldfish died", "his name was gerald", "gerald! i just said", "no, i'm priya!"):
        chat.say(line)
    assert chat.brain.variables["name"] == "Priya"
    assert "Gerald" in chat.say("what was the fish called?")
    chat.say("no, i'm stubborn")
    assert "Priya" in chat.say("what's my name?")


@pytest.mark.parametrize("name", NAMES)
def test_everybody_keeps_whom_they_were_told_of(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.say("im dave, just got in from work")
    assert chat.brain.variables["name"] == "Dave"
    told = chat.say("ive got a daughter called ellie. she loves lego")
    assert "ellie" not in told
    assert "Ellie" in chat.say("whats my daughters name, do you recall?")
    assert "lego" in chat.say("what does she love?")


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_told_that_they_said_nothing_of_what_they_spoke_of(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.say("ive got a grandson")
    assert "grandson" in chat.say("whats my grandson called?")
    assert chat.matched == "=told so far"
    chat.say("I did tell you, hes called Toby")
    assert chat.matched == "=did tell"
    assert "Toby" in chat.say("whats my grandson called?")


def test_whom_the_user_told_of_is_known_another_day() -> None:
    chat = Chat(JUNO)
    chat.brain.learn("people", "grandson Toby")
    assert "Toby" in chat.say("what's my grandson's name?")


@pytest.mark.parametrize("name", NAMES)
def test_a_word_in_passing_is_no_command(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.say("can you help me revise?")
    assert "commands" not in chat.matched
    chat.say("sorry, i didnt mean to be rude")
    assert "sorry" in chat.matched
    chat.say("wait whos the bloke in the red hat?")
    assert "hold on" not in chat.matched
