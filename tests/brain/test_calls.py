"""What a message calls for, and what a character says to it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar.brain.asides import leave_out_asides
from avatar.brain.calls import FILE, GROUP_OF, NONE, find_call, read_names
from avatar.brain.names import find_name
from avatar.brain.phrases import find_phrase
from avatar.brain.relatives import Relatives
from avatar.brain.rive.reading import parse
from avatar.brain.sentences import split_sentences
from avatar.brain.skills import find_bare_job
from avatar.brain.unmarked import mark_asked
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
TAUGHT = [Path(__file__).parents[2] / "benchmarks" / name for name in ("calls.tsv", "calls_in_answer.tsv")]
VOICED = ("juno", "fern", "knox")
MOST_BYTES = 1_500_000
ELSEWHERE = ("hello", "leaving", "thanks", "praise")
"""What is told that has occasions of its own."""


def _read(name: str) -> dict[str, list[str]]:
    text = (CHARACTERS / name / "persona" / "35_calls.rive").read_text("utf-8")
    triggers = (each for topic in parse(text).topics.values() for each in topic.triggers)
    return {each.text: [re.sub(r"\[[\w-]+\] ?", "", line) for line in each.replies] for each in triggers}


def test_the_net_knows_what_it_was_taught_and_is_small() -> None:
    rows = [line.split("\t") for file in TAUGHT for line in file.read_text("utf-8").splitlines()]
    told = {each for row in rows for each in row[0].split(",")}
    assert {*read_names()} == {f"told {each}" for each in told} | {f"asked {row[1]}" for row in rows}
    assert FILE.stat().st_size < MOST_BYTES


def test_all_that_is_told_sounds_some_way() -> None:
    told = {name.removeprefix("told ") for name in read_names() if name.startswith("told ")}
    assert {*GROUP_OF} == told - {NONE}


@pytest.mark.parametrize("name", VOICED)
def test_a_character_has_words_for_all_that_is_told(name: str) -> None:
    spoken = {each.removeprefix("=calls ").removesuffix(" one") for each in _read(name)}
    assert {*GROUP_OF} - {*ELSEWHERE} <= spoken


@pytest.mark.parametrize("name", VOICED)
def test_words_that_name_somebody_name_them_and_the_others_nobody(name: str) -> None:
    for occasion, lines in _read(name).items():
        assert all(("<bot one>" in line) == occasion.endswith(" one") for line in lines), occasion


def test_one_thing_is_asked_and_words_for_several_things_may_fit_what_is_told() -> None:
    call = find_call("my grandson is coming on friday, he's nine, do you like children?")
    assert np.isclose(sum(call.asked.values()), 1, atol=1e-4)
    for likely in (call.told, call.asked):
        assert [*likely.values()] == sorted(likely.values(), reverse=True)
        assert all(0 <= each <= 1 for each in likely.values())


def test_the_reply_before_says_what_a_message_means() -> None:
    said = "You take it off, and it claps. There are two felt hands in the brim."
    assert find_call("haha a hat that claps", said).told["enjoyed"] > find_call("haha a hat that claps").told["enjoyed"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("you got any pets or just the lamp", True), ("I asked if you had a favourite book, Fern.", True),
        ("lovely. what do you eat in there", True), ("my name is Ada and that is that", False),
        ("tell the drawer i appreciate it x", False), ("on Tuesday", False),
    ],
)  # fmt: skip
def test_a_question_is_one_without_its_mark(text: str, asked: bool) -> None:
    sentences = mark_asked(split_sentences(text), text, "I live in this window.")
    assert any(each.asked for each in sentences) == asked


@pytest.mark.parametrize(
    ("told", "named", "one"),
    [
        ("my wife Moira and I", "Moira came in laughing", "Moira"),
        ("my wife Moira and I", "my sister came in laughing", "your sister"),
        ("my wife Moira and I", "Moira and my sister came in laughing", ""),
        ("my wife Moira and I", "my parents came in laughing", ""),
        ("my wife Moira and I", "my wife came in laughing, Moira did", "Moira"),
        ("it rained", "somebody came in laughing", ""),
    ],
)
def test_the_one_of_theirs_whom_a_text_tells_of(told: str, named: str, one: str) -> None:
    relatives = Relatives()
    relatives.take_in(told, 1)
    assert relatives.find_one_in(named) == one


@pytest.mark.parametrize("name", VOICED)
def test_no_line_with_a_name_is_said_to_who_has_not_told_theirs(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    for number in range(40):
        assert "undefined" not in chat.say(f"We had {number} of them on the table and then it went dark.")


def test_who_takes_a_word_back_is_owned_up_to() -> None:
    chat = Chat(CHARACTERS / "juno", seed=3)
    chat.greet()
    reply = chat.strip(chat.say("My cat had kittens in the wardrobe."))
    word = max(re.findall(r"[a-z]+", reply.lower()), key=len)
    chat.say(f"{word}? It was three in the morning and I had a train to catch.")
    assert chat.brain._talk._hearer.last is not None
    assert chat.brain._talk._hearer.last.cue == "=calls refuted"


@pytest.mark.parametrize("name", VOICED)
def test_a_guess_that_is_wanted_is_declined(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    assert chat.strip(chat.say("Guess who got the air fryer in the end.")) in _read(name)["=calls guess"]


def test_words_that_nobody_knows_call_for_nothing() -> None:
    chat = Chat(CHARACTERS / "juno", seed=3)
    chat.say("glorb the frimbly wug")
    assert chat.matched == "*"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Were you ever in love, if an old man may ask?", "Were you ever in love?"),
        ("How old are you, if you don't mind me asking?", "How old are you?"),
        ("do you eat hens, be honest", "do you eat hens?"),
        ("I try to be honest with him.", "I try to be honest with him."),
    ],
)
def test_what_only_makes_a_question_polite_is_left_out(text: str, left: str) -> None:
    assert leave_out_asides(text) == left


def test_what_leaves_something_behind_is_no_request() -> None:
    chat = Chat(CHARACTERS / "knox", seed=3)
    chat.say("Let us move on. Today it rained, and we played under his umbrella.")
    assert "move on" not in chat.said[-1]


@pytest.mark.parametrize(
    ("told", "who"),
    [
        (("whatever Keith's baked.", "That's my husband, he's took up baking"), {"husband": ["Keith"]}),
        (("we've a new baby, saoirse, three months old",), {"baby": ["Saoirse"]}),
        (("we've a new baby, finally, three months old",), {}),
    ],
)
def test_who_is_named_beside_what_they_are(told: tuple[str, ...], who: dict[str, list[str]]) -> None:
    relatives = Relatives()
    for line in told:
        relatives.take_in(line, 1)
    assert relatives.named == who


@pytest.mark.parametrize(
    ("plain", "job"),
    [
        ("postman in galway, cant sleep", "a postman"),
        ("retired plumber from hull", "a retired plumber"),
        ("rain in hull", ""),
        ("driver in front of me honked", ""),
    ],
)
def test_what_somebody_is_without_a_verb(plain: str, job: str) -> None:
    assert find_bare_job(plain) == job


@pytest.mark.parametrize(("text", "name"), [("i'm tilly", "Tilly"), ("im molly.", "Molly"), ("i'm really", "")])
def test_names_that_end_as_other_words_do(text: str, name: str) -> None:
    assert find_name(text) == name


def test_what_somebody_is_called_is_no_part_of_a_thing() -> None:
    assert find_phrase("It's a shopping centre love, I don't feel much about it.") == "a shopping centre"


@pytest.mark.parametrize("name", VOICED)
def test_thanks_in_words_that_no_rule_knows_are_thanks(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.say("The bins are collected on Tuesdays.")
    assert find_call("I'm obliged to you for hearing me out.").find_fitting() in ("thanks", "praise")
    chat.say("I'm obliged to you for hearing me out.")
    assert chat.matched in ("=thanks", "=ack thanks")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello Juno. Barry's the name. I'm from Leeds.", "Barry"), ("Who's Ha?? It's Grace, you daft plank!", "Grace"),
        ("its sam here", "Sam"), ("It's summer here, 34 degrees, I'm melting.", ""), ("Ha, a draught! Same here.", ""),
    ],
)  # fmt: skip
def test_names_the_other_way_round_and_what_is_none(text: str, name: str) -> None:
    chat = Chat(CHARACTERS / "knox")
    chat.greet()
    chat.say(text)
    assert chat.brain.variables.get("name", "") == name


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("he fixed the hoover and it goes backwards now", "That gives"),
        ("don't worry my mum calls her toni half the time", "3:04"),
        ("it's going to take me three goes to strip it out", "drawer I open"),
    ],
)
def test_a_word_in_passing_sets_nothing_off(text: str, never: str) -> None:
    chat = Chat(CHARACTERS / "juno")
    chat.say("hi, I'm Kelly")
    assert never not in chat.say(text)


def test_what_is_made_of_it_is_an_opinion() -> None:
    chat = Chat(CHARACTERS / "knox")
    chat.say("hello, I'm Margaret")
    assert "Pine" not in chat.say("I had toad in the hole for my dinner, what do you make of that?")


def test_what_is_asked_of_it_is_no_advice_and_two_words_on_asks_for_none() -> None:
    chat = Chat(CHARACTERS / "fern", seed=3)
    chat.say("hi im Ann")
    assert "Kant" in chat.say("you got any pets or just the books") or "cat" in chat.said[-1]


def test_words_ask_on_only_now_and_then() -> None:
    chat = Chat(CHARACTERS / "juno", seed=4)
    chat.say("hi, I'm Kelly")
    asked = []
    for text in (
        "I passed my driving test this morning!", "my sister's not speaking to me", "the boiler's packed in again",
        "I've got the week off", "my daughter drew me a picture of a horse", "it rained all day at the market",
    ):  # fmt: skip
        chat.say(text)
        asked.append(chat.said[-1].endswith("?"))
    assert not any(one and two for one, two in pairwise(asked))
