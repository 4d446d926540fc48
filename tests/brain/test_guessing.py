"""Guesses at what the character meant, one of several, names and colours, and what a name was asked back for."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain import Turn
from avatar.brain.advising import find_advice
from avatar.brain.agreeing import find_agreed
from avatar.brain.claims import SAID, find_claim
from avatar.brain.either import Either, find_several, find_thought_of
from avatar.brain.guessing import guesses
from avatar.brain.indirect import tell_indirectly
from avatar.brain.mending import is_offer
from avatar.brain.phrases import find_phrase
from avatar.brain.relatives import Relatives
from avatar.brain.tones import find_tone
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
NAMES = sorted(folder.parent.name for folder in CHARACTERS.glob("*/persona"))


def pretend(chat: Chat, said: str) -> None:
    """Has the character have said something else last."""
    assert chat.brain._talk is not None
    chat.turns[-1] = Turn("character", said)
    chat.brain._talk._hearer.recall.replies[-1] = said


MAST = "My grandfather went to sea, my boys, and he stood in the middle of it."


@pytest.mark.parametrize(
    "plain",
    [
        "like on the poster", "carried in a suitcase", "is that what you fell out over", "was it because of the rain",
        "at my work you mean", "is that you telling me to do it", "is that the worrying one from before",
        "instead of the dog", "you mean the big one", "was that where you lived",
    ],
)  # fmt: skip
def test_a_guess_at_what_was_meant_is_heard(plain: str) -> None:
    assert guesses(plain, MAST, asked=True)


@pytest.mark.parametrize(
    "plain",
    [
        "is that a good thing", "what do you mean", "is that my fault", "was that a joke or a story", "in my house",
        "like what", "is that true", "which one", "and you", "who was it", "is that a promise",
    ],
)  # fmt: skip
def test_what_asks_for_more_than_a_yes_is_no_guess(plain: str) -> None:
    assert not guesses(plain, MAST, asked=True)


@pytest.mark.parametrize(
    ("plain", "guess"),
    [
        ("so grandfather was the mast", True), ("so you are norwegian then", True),
        ("so he stood up all the way", False),
        ("so my mother was late", False), ("so i said no", False), ("then the dog was sick", False),
        ("so he was the mast", True), ("so she was the mast", False),
    ],
)  # fmt: skip
def test_a_conclusion_is_drawn_from_what_was_just_told(plain: str, guess: bool) -> None:
    assert guesses(plain, MAST, asked=False) is guess


@pytest.mark.parametrize("name", NAMES)
def test_a_guess_is_granted_and_no_question_of_a_name_or_a_colour_is_dodged(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=4)
    chat.greet()
    chat.say("hello, my name is Sam")
    script = chat.brain._talk.script if chat.brain._talk else None
    assert script is not None
    for asked, cue in (
        ("is that because of the wallpaper?", "=confirmed"),
        ("what should I call my new canoe?", "=suggest name"),
        ("what colour should I paint my canoe?", "=suggest colour"),
    ):
        words = {chat.strip(card) for card in script.cards(cue)}
        assert chat.strip(chat.say(asked)).split(" (")[0] in words, asked


@pytest.mark.parametrize(
    ("plain", "cue"),
    [
        ("what should i call him", "=suggest name"), ("what would you call it", "=suggest name"),
        ("any ideas for a name", "=suggest name"), ("can you think of a name for the boat", "=suggest name"),
        ("what colour do you think we should paint it", "=suggest colour"),
        ("which colour would suit", "=suggest colour"),
        ("what is a good first line for a poem", "=honest ideas"), ("what would you call yourself", ""),
        ("what do you call the stage", ""), ("what is your favourite colour", ""), ("any names in the book", ""),
    ],
)  # fmt: skip
def test_a_name_or_a_colour_is_asked_for(plain: str, cue: str) -> None:
    advice = find_advice(plain)
    assert (advice.cue if advice else "") == cue


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("green, pink or white?", ["green", "pink", "white"]),
        ("which is best, cats, dogs or mice?", ["cats", "dogs", "mice"]),
        ("but which one, dress or bouquet?", ["dress", "bouquet"]),
        ("which colour, red, blue or pink?", ["red", "blue", "pink"]),
        ("would you rather have tea, coffee or soup?", ["tea", "coffee", "soup"]),
        ("tea or coffee?", []), ("red, blue or something?", []),
    ],
)  # fmt: skip
def test_of_several_that_are_listed_one_is_asked_for(text: str, several: list[str]) -> None:
    assert find_several(text) == several


@pytest.mark.parametrize(
    ("plain", "two"),
    [
        (
            "i was thinking of wearing it on my dress or pinning it inside my bouquet",
            Either("wearing it on your dress", "pinning it inside your bouquet"),
        ),
        ("i am torn between the red one and the blue one", Either("the red one", "the blue one")),
        ("i like tea or something", None),
    ],
)  # fmt: skip
def test_what_the_user_wavers_between_is_known(plain: str, two: Either | None) -> None:
    assert find_thought_of(plain) == two


@pytest.mark.parametrize(
    ("plain", "tone"),
    [
        ("she came up spluttering and shouted i did it and the whole pool clapped", "=good news"),
        ("i could not say which of them is my favourite", ""), ("you can tell me if you are lonely", ""),
        ("i lost my nan last year", "=sad"), ("she is lonely", "=wistful"), ("i am lonely", "=bad news"),
        ("a kid in my class is scared of the water", ""), ("i am scared of dogs", "=bad news"),
        ("my dad went last year", "=sad"), ("my dad went last year to spain", ""), ("he went in march", "=wistful"),
        ("he has been gone two years now", "=wistful"), ("he has been gone since lunch", ""),
        ("our barry's just passed his driving test", "=good news"), ("i got the all clear", "=good news"),
    ],
)  # fmt: skip
def test_how_a_thing_sounds_is_heard_with_what_stands_around_it(plain: str, tone: str) -> None:
    assert find_tone(plain) == tone


def test_what_is_for_somebody_else_is_no_offer() -> None:
    assert is_offer("you can tell me if you are lonely you know")
    assert not is_offer("should i send her a christmas card do you think")
    assert find_agreed("finish that letter to desmond") == "finish that letter to desmond"


def test_the_character_and_its_own_are_we() -> None:
    asked = tell_indirectly("when did you and desmond last do a show together")
    assert asked is not None
    assert asked.clause == "when we did a show together"


def test_a_name_answers_what_was_asked_back() -> None:
    known = Relatives()
    known.take_in("me and my brother are doing up a caravan", 1)
    known.note("do you have any brothers or sisters?", 2)
    known.take_in("just the one, Darren, the caravan one", 3, "Have you got any?")
    assert known.written == "brother Darren"


def test_one_has_one_wife_and_a_dog_is_none() -> None:
    known = Relatives()
    known.take_in("my wife is called Biscuit", 1)
    known.take_in("no Biscuit is the DOG", 2)
    known.take_in("my wife is Linda", 2)
    assert {*known.written.split(", ")} == {"dog Biscuit", "wife Linda"}
    known.take_in("my wife is Brenda", 3)
    assert "Linda" not in known.written
    asked = known.find_name(("what is my wife called",), 4)
    assert asked is not None
    assert asked.called == "Brenda"
    behind = known.find_name(("and my dog's",), 5)
    assert behind is not None
    assert behind.called == "Biscuit"


@pytest.mark.parametrize(
    ("said", "asked", "beside"),
    [
        ("There's a drip, and once somebody said \"ah\".", "and? who was it", "Thursday"),
        ("Send it, dear.", "so send it", "I can't send"),
        ("She takes one worry at a time.", "I'm dying! what's her name?", "sorry"),
    ],
)  # fmt: skip
def test_what_only_opens_or_laughs_is_not_answered(said: str, asked: str, beside: str) -> None:
    chat = Chat(CHARACTERS / "fern", seed=5)
    chat.greet()
    chat.say("hello, my name is Sam")
    pretend(chat, said)
    assert beside not in chat.say(asked)


def test_a_habit_is_not_claimed_by_the_thing_alone() -> None:
    said = ["I'm keeping that for a flat day."]
    assert find_claim("get flat days", said, owned=False) == ""
    assert find_claim("live in a case", ["I live in a case."], owned=False) == SAID


@pytest.mark.parametrize("name", ["juno", "fern", "knox"])
@pytest.mark.parametrize(
    ("said", "message", "answers"),
    [
        ("I had a snail for a season. He was very steady.", "what was he called?", "Biscuit"),
        ("It's good.", "is he good company?", "coat"),
    ],
)
def test_he_is_whom_the_character_has_just_told_of(name: str, said: str, message: str, answers: str) -> None:
    chat = Chat(CHARACTERS / name, seed=5)
    chat.greet()
    chat.say("hello, my name is Sam")
    chat.say("my hamster is called Biscuit")
    chat.say("it rained all day")
    pretend(chat, said)
    assert answers not in chat.say(message)


@pytest.mark.parametrize("name", NAMES)
def test_advice_is_thanked_for(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=6)
    chat.greet()
    chat.say("hello, my name is Sam")
    assert chat.brain._talk is not None
    words = {chat.strip(card) for card in chat.brain._talk.script.cards("=advised")}
    assert chat.strip(chat.say("you should join a choir some time")) in words


def test_what_says_the_last_line_back_is_not_answered_before_the_rest() -> None:
    chat = Chat(CHARACTERS / "fern", seed=5)
    chat.greet()
    chat.say("hello, my name is Sam")
    pretend(chat, "A kettle is a small weather, dear.")
    chat.say("a kettle is a small weather... I'm having that one")
    assert chat.brain._talk is not None
    assert chat.brain._talk._hearer.last is not None
    assert chat.brain._talk._hearer.last.plain == "i am having that one"


@pytest.mark.parametrize(
    ("message", "answered"),
    [
        ("give over, I've only just sat down in the chair", "only just sat down"),
        ("that came out like a dropped scrabble board. my greyhound is poorly", "greyhound is poorly"),
        ("help yourself. truth is the house is a bit quiet without Pauline", "without pauline"),
        ("got bit 4 times in 31 years, once by a goose. that was the worst one", "by a goose"),
    ],
)
@pytest.mark.parametrize("name", ["juno", "fern", "knox"])
def test_what_only_reacts_gives_way_to_what_is_told_or_asked(name: str, message: str, answered: str) -> None:
    chat = Chat(CHARACTERS / name, seed=8)
    chat.greet()
    chat.say("hello, my name is Sam")
    chat.say("I walked to the shop and back")
    pretend(chat, "It hums, and it leans.")
    chat.say(message)
    assert chat.brain._talk is not None
    assert chat.brain._talk._hearer.last is not None
    assert answered in chat.brain._talk._hearer.last.plain


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("ive just started woodturning at night school", "woodturning"), ("we took up pottery last year", "pottery"),
        ("i like going out", ""), ("its yusufs and he escaped", ""), ("her names Cerys", ""),
    ],
)  # fmt: skip
def test_what_is_done_is_said_back_and_half_a_possessive_is_not(text: str, piece: str) -> None:
    assert find_phrase(text) == piece
