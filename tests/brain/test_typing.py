"""What is only typed is heard as it is meant, and never said back as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.dangers import find_danger
from avatar.brain.grading import Grade
from avatar.brain.mending import is_riddle_answered, is_riddle_put
from avatar.brain.phrases import find_phrase
from avatar.brain.sentences import split_sentences
from avatar.brain.smoothing import smooth
from avatar.brain.soundness import drop_only_typed, is_only_typed, is_sound
from avatar.brain.spelling import put_typing_right
from avatar.brain.unmarked import mark_asked
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"


@pytest.mark.parametrize(
    "text",
    [
        "what I would have put if I would answered it", "what the weirdest person who is come is",
        "an umbrella got is to do", "for her then she wants to be an inventor", "on is there somebody else",
        "just me n old people", "nope steve",
        "another would me rather",
    ],
)  # fmt: skip
def test_what_came_out_crooked_is_not_said_back(text: str) -> None:
    assert not is_sound(text)


@pytest.mark.parametrize(
    "text", ["whether they would need a hat", "what a lock keeper does", "who would feed the cat", "what his dog did"]
)
def test_what_is_whole_may_be(text: str) -> None:
    assert is_sound(text)


@pytest.mark.parametrize(
    ("told", "phrase"),
    [
        ("nope steve is peak", ""), ("just me n old people n scones", ""), ("yeah id get rid of the 7th graders", ""),
        ("I got a tomato called Gerald", "a tomato called Gerald"),
    ],
)  # fmt: skip
def test_no_piece_is_said_back_that_is_only_typed_or_torn(told: str, phrase: str) -> None:
    assert find_phrase(told) == phrase


@pytest.mark.parametrize(
    ("told", "back"),
    [
        ("You're a nurse you'd know", "You're a nurse"), ("You are a nurse you would know.", "You are a nurse."),
        ("You have an exam on Thursday rn.", "You have an exam on Thursday."), ("lol", "lol"),
        ("You live in Hull", "You live in Hull"),
    ],
)  # fmt: skip
def test_what_is_told_back_ends_where_its_sentence_does(told: str, back: str) -> None:
    assert drop_only_typed(told) == back
    assert not is_only_typed(drop_only_typed(told)) or told == "lol"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("you any good with cars", "are you any good with cars?"), ("you still there", "are you still there?"),
        ("nah. you get any odd visitors", "do you get any odd visitors?"), ("tea or coffee", "tea or coffee?"),
        ("big or small shell i said", "big or small shell?"), ("anyone else live there", "anyone else live there?"),
    ],
)  # fmt: skip
def test_a_question_needs_no_mark(text: str, asked: str) -> None:
    last = mark_asked(split_sentences(text), text, "")[-1]
    assert last.asked
    assert last.text == asked


@pytest.mark.parametrize(
    "text", ["a week or so", "he's a cat or something", "you are good at this", "maybe two or three"]
)
def test_what_is_told_is_no_question(text: str) -> None:
    assert not mark_asked(split_sentences(text), text, "")[-1].asked


@pytest.mark.parametrize(
    ("plain", "smoothed"),
    [
        ("what are you exactly if that is not rude", "what are you"), ("seriously though what are you", "what are you"),
        ("what is it like being a what are you anyway", "what are you"),
        ("i asked if you are a bird", "are you a bird"),
        ("do you eat anything yourself", "do you eat anything"), ("what is a joke from the act", "tell me a joke"),
        ("what is the moths name", "what is the moth called"), ("what are you working on", "what are you working on"),
        ("tell me about mr tunnicliffe and the atlas", "tell me about mr tunnicliffe"),
        ("you would kill someone with that", "you would do harm with that"),
        ("how you would kill someone", "how you would kill someone"),
    ],
)  # fmt: skip
def test_a_question_is_heard_without_what_only_surrounds_it(plain: str, smoothed: str) -> None:
    assert smooth(plain) == smoothed


def test_a_face_of_signs_ends_a_sentence_and_a_drawn_out_word_is_that_word() -> None:
    assert [each.text for each in split_sentences("I'm Priya :) what do you do?")] == [
        "I'm Priya :).",
        "what do you do?",
    ]
    assert put_typing_right("hii im keisha, sooo tired") == "hi I'm keisha, so tired"
    assert put_typing_right("soon the hiss went on") == "soon the hiss went on"


def test_a_riddle_that_is_put_is_no_request_for_one() -> None:
    put = [("you want a joke", True), ("why did the scarecrow get a promotion", False)]
    assert is_riddle_put(put)
    assert not is_riddle_put([("tell me a joke", False)])
    assert not is_riddle_put([("do you want a biscuit", True), ("why did the chicken cross", False)])
    assert not is_riddle_answered([("what is a joke from the act", True), ("give me your best one", False)])


@pytest.mark.parametrize("who", ["juno", "fern", "knox"])
def test_who_is_put_a_riddle_gives_up_and_who_only_looks_ill_is_not_sent_to_hospital(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.say("hello")
    reply = chat.say("you want a joke? why did the scarecrow get a promotion")
    assert reply in chat.brain._talk.script.cards("=calls guess")  # type: ignore[union-attr]
    assert not find_danger("i can not raise just one i look like i am having a stroke")
    assert find_danger("my dad looks like he is having a stroke") == "emergency"
    assert find_danger("i look like death and my chest hurts") == "emergency"


@pytest.mark.parametrize(
    ("who", "said", "cue"),
    [
        ("juno", "raise it for me now please", "=calls deed"), ("knox", "raise it for me now please", "=calls deed"),
        ("fern", "whats airing geography lol", "=calls you"),
        ("juno", "what does the workshop sound like right now?", "=calls you"),
    ],
)  # fmt: skip
def test_what_only_asks_is_never_answered_as_something_told(who: str, said: str, cue: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.greet()
    chat.say(said)
    last = chat.brain._talk._hearer.last  # type: ignore[union-attr]
    assert last is not None
    assert last.cue == cue


@pytest.mark.parametrize("who", ["juno", "fern", "knox"])
def test_what_is_rude_of_somebody_else_is_not_taken_for_an_insult(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=3)
    chat.greet()
    rude = {*map(chat.strip, (line for cue in ("you are useless", "shit") if (line := chat.say(cue))))}
    for said in ("i've got mice in my flat, they don't do shit", "my father is not funny and he knows it"):
        assert chat.strip(chat.say(said)) not in rude
        last = chat.brain._talk._hearer.last  # type: ignore[union-attr]
        assert last is not None
        assert last.grade is not Grade.ALARM
