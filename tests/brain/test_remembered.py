"""What strangers told some turns ago is found and told back as a sentence; what they never told is owned to."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from avatar.brain.completing import complete
from avatar.brain.mentions import find_mentions
from avatar.brain.plain import make_plain
from avatar.brain.recall import Said
from avatar.brain.relatives import Relatives
from avatar.brain.rive.shapes import shape_place, shape_trade
from avatar.brain.sentences import find_act, split_sentences
from avatar.brain.telling_back import say_back, tidy, write_out
from avatar.brain.trades import find_trade
from tests.brain.remembering import ask_all, read_talks
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
EVERYBODY = ("bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri")
WHO = ("juno", "fern", "knox")
LEAST = {"seen": 0.88, "unseen": 0.75}
"""The part of the answers that is right: where the rules were made, and where nobody looked while they were."""
EVERY = {"seen": 3, "unseen": 1}
"""One talk of how many is held: all of them take minutes. `python -m tests.brain.remembering seen` holds all."""


def say(*lines: str, after: str = "") -> list[Said]:
    """Sentences of the user's, as they are remembered."""
    said = []
    for turn, line in enumerate(lines, 1):
        for each in split_sentences(line):
            plain = make_plain(each.text, 200).replace("i'm", "i am").replace("'s", " is")
            act = find_act(plain, asked=each.asked)
            said.append(Said(turn, datetime(2026, 3, 22), each.text, plain, act, after))
    return said


@pytest.mark.parametrize("name", LEAST)
def test_most_of_what_strangers_told_comes_back(name: str) -> None:
    found = Counter[bool]()
    for place, talk in enumerate(read_talks(name)[:: EVERY[name]]):
        found.update(each.right for each in ask_all(talk, WHO[place % len(WHO)]))
    assert found[True] >= LEAST[name] * found.total()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("normally I'm training to be a paramedic", "You're training to be a paramedic"),
        ("I was a postman, if you hadn't guessed.", "You were a postman"),
        ("Retired last spring.", "You retired last spring"),
        ("retired, out in Whitstable", "You're retired, out in Whitstable"),
        ("got a little lad at home, Kai", "You've got a little lad at home, Kai"),
        ("I've been eating pickled onions all week, don't judge me", "You've been eating pickled onions all week"),
        ("me and my wife live in Hull", "You and your wife live in Hull"),
        ("I never was any good", "You never were any good"),
        ("we've booked tenerife for february", "You've booked tenerife for February"),
        ("my oven only works if you kick it", "Your oven only works if you kick it"),
        ("my flatmate just came in and says you're weird", "Your flatmate just came in"),
        ("My father thinks I have lost my mind", "Your father thinks you have lost your mind"),
        ("Christie learned about all her poisons there you know, dear", "Christie learned about all her poisons there"),
        ("if you must know, I'm a nurse", "You're a nurse"),
        ("there's a field trip to wales", "There's a field trip to Wales"),
        ("I love your lamp", ""), ("which is awkward", ""), ("will you come?", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_told_back_from_the_other_side(text: str, told: str) -> None:
    assert say_back(text) == told


def test_what_somebody_else_did_is_told_of_them() -> None:
    assert say_back("Moved out there three weeks ago", "she") == "She moved out there three weeks ago"
    assert say_back("cries before every rehearsal", "she") == "She cries before every rehearsal"


def test_who_does_not_use_short_forms_writes_them_out() -> None:
    assert (
        write_out("You've got a cat, she's ill, and you'd no idea")
        == "You have got a cat, she is ill, and you had no idea"
    )
    assert write_out("He's got one eye. It can't see") == "He has got one eye. It cannot see"


def test_what_was_liked_is_cut_where_the_sentence_goes_on() -> None:
    assert tidy("maya he likes leela") == "maya"
    assert tidy("my garden but it is small") == "your garden"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("dental nurse, me",), "I'm a dental nurse"),
        (("I suspect the doctor", "or the pharmacist, which is awkward because I am one"), "I'm a pharmacist"),
        (("just got home from the bakery where I work",), "I work at the bakery"),
        (("just bored. work nights at a bakery and can't sleep",), "I work nights at a bakery"),
        (("I just got up, work nights",), "I work nights"),
        (("I'm Terry, plumber from Leeds, my lad told me to install this",), "I'm a plumber from Leeds"),
        (("what's your favourite colour?", "mine is purple"), "my favourite colour is purple"),
        (("do you like words?", "my favourite is susurrus"), "my favourite word is susurrus"),
    ],
)
def test_half_a_sentence_stands_for_a_whole_one(lines: tuple[str, ...], whole: str) -> None:
    assert whole in [each.text for each in complete(say(*lines))]


@pytest.mark.parametrize(
    ("after", "line", "whole"),
    [
        ("What do you do?", "paramedic", "I'm a paramedic"),
        ("What do you study?", "geography, first year", "I study geography, first year"),
        ("And where is that?", "Leeds", "I live in Leeds"),
    ],
)
def test_an_answer_to_the_character_is_a_whole_sentence(after: str, line: str, whole: str) -> None:
    assert whole in [each.text for each in complete(say(line, after=after))]


def test_a_number_that_is_put_right_takes_the_place_of_the_other() -> None:
    texts = [each.text for each in complete(say("She's fourteen", "no, fifteen"))]
    assert texts == ["She's fifteen"]


def test_she_is_who_did_something_and_not_to_whom_it_was_done() -> None:
    told = say("My daughter stands there like her mother did.", "She's in Spain now", "I rang my dad", "He was out")
    mentions = find_mentions(told, {})
    assert "daughter" in mentions.about[1]
    assert "mother" not in mentions.about[1]
    assert mentions.places("dad") == [2, 3]


def test_a_lad_who_was_met_is_no_son() -> None:
    told = say("just dropped off a lad who thinks second gear is a rumour", "our lad is called Ted")
    assert find_mentions(told, {}).places("lad") == [1]
    assert find_mentions(told, {}).places("son") == [1]


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        (["I did think of asking my son.", "Callum, he's 16"], "son Callum"),
        (["I had a supervisor once.", "Keith."], "supervisor Keith"),
        (["Used to have Becky round for dinner, that's my daughter."], "daughter Becky"),
        (["got a little lad at home, Kai"], "lad Kai"),
        (["my uncle shouts a lot", "he's called uncle Wes"], "uncle Wes"),
        (["Her name is Duchess", "she's a tortoise"], "tortoise Duchess"),
        (["I've two cats", "There are two, Salt and Vinegar"], "cats Salt, cats Vinegar"),
        (["my dog is ill.", "Typical."], ""),
        (["my neighbour plays the bagpipes", "I met him on the stairs, Desmond"], "neighbour Desmond"),
    ],
)
def test_whose_name_stands_alone_is_who_was_spoken_of(lines: list[str], known: str) -> None:
    relatives = Relatives()
    for line in lines:
        relatives.take_in(line, 1)
    assert relatives.written == known


@pytest.mark.parametrize(
    ("plain", "trade"),
    [
        ("a primary school teacher in leeds", "a primary school teacher"), ("a bear", ""), ("a bit tired", ""),
        ("a trainee", "a trainee"), ("an apprentice joiner and i love it", "an apprentice joiner"), ("a reader", ""),
    ],
)  # fmt: skip
def test_a_trade_is_told_from_anything_else(plain: str, trade: str) -> None:
    assert find_trade(plain) == trade


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("a flat with my two mates and a rabbit", "a flat with your two mates and a rabbit"),
        ("swansea up the hill you can see the bay", "Swansea"), ("leeds and i love it", "Leeds"),
        ("newcastle upon tyne originally", "Newcastle upon Tyne"), ("norwich now four years already", "Norwich"),
        ("my van at the moment", "your van"),
    ],
)  # fmt: skip
def test_a_place_ends_where_the_sentence_goes_on(said: str, place: str) -> None:
    assert shape_place(said) == place


def test_a_trade_ends_where_the_sentence_goes_on() -> None:
    assert shape_trade("cleaner in a school and i hate it") == "cleaner"


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_tells_back_owns_up_and_keeps_what_they_are_told_then(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=5)
    chat.say("I work in a bakery in Leeds")
    assert "ou work in a bakery in Leeds" in chat.say("what do I do for work?")
    assert chat.matched == "=you told"
    chat.say("no, I'm a nurse now")
    assert chat.matched == "=owned up"
    assert "a nurse now" in chat.say("so what's my job?")
    chat.say("when's my exam?")
    assert chat.matched == "=not told"
    chat.say("on Tuesday")
    assert chat.matched == "=kept it"
    assert "our exam is on Tuesday" in chat.say("do you remember when my exam is?")
    assert "nurse" in chat.say("what do you know about me?")
    assert "bakery" not in chat.said[-1]


@pytest.mark.parametrize("who", WHO)
def test_an_answer_that_is_denied_is_not_told_back(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=5)
    chat.say("I live in a flat with my two mates")
    chat.say("what's my job?")
    chat.say("that's where I live, not my job silly! I'm training to be a paramedic")
    assert "ou're training to be a paramedic" in chat.said[-1] or "ou are training to be a paramedic" in chat.said[-1]
    assert "not your job" not in chat.said[-1]
    chat.say("what's my job?")
    chat.say("that was about my sister")
    assert chat.matched == "=mixed up"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    ("told", "asked", "never"),
    [
        ("my cat is called Mog and she has one eye", "what's my cat doing?", "Mog"),
        ("my sister lives in Hull", "where do I live?", "Hull"),
        ("my daughter thinks I sleep in the lorry because I'm a bear", "what's my job?", "bear"),
        ("just dropped off a lad called Gus", "what's my son called?", "Gus"),
        ("he calls me Mo", "what's my husband called?", "Mo"),
        ("I'm from Slough, so my wife does the chutneys", "where's my wife from?", "Slough"),
        ("my boyfriend is a welder", "what does my brother do?", "welder"),
    ],
)
def test_nothing_is_told_back_that_was_told_of_anybody_else(who: str, told: str, asked: str, never: str) -> None:
    chat = Chat(CHARACTERS / who, seed=5)
    for line in (told, "I like your lamp", "it's raining here"):
        chat.say(line)
    chat.say(asked)
    assert never not in chat.said[-1]


@pytest.mark.parametrize("who", WHO)
def test_what_only_looks_like_a_question_is_not_denied(who: str) -> None:
    chat = Chat(CHARACTERS / who, seed=5)
    for line in ("when i left he sat on my suitcase so i couldnt go", "i'll take that as a yes?"):
        chat.say(line)
        assert chat.matched != "=not told"


def test_a_word_of_the_frame_is_no_part_of_what_was_told() -> None:
    chat = Chat(CHARACTERS / "juno", seed=5)
    chat.say("I've got an old radio in bits in the shed")
    chat.say("what did I say was in bits in my shed?")
    chat.say("what sleeve?")
    assert "radio" not in chat.said[-1]


def test_a_sentence_that_ends_in_i_ends_there() -> None:
    assert [each.text for each in split_sentences("well so do i. what should I take her?")] == [
        "well so do I.", "what should I take her?",
    ]  # fmt: skip


def test_whether_it_is_remembered_only_ends_the_question_before_it() -> None:
    assert [each.text for each in split_sentences("what do I do, can you remember?")] == ["what do I do"]
    assert split_sentences("what do I do, can you remember?")[0].asked
