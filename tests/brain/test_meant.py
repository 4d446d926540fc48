"""What is meant otherwise than it sounds: set phrases, fears, idle words, statements in the shape of a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.advising import find_advice, is_grave
from avatar.brain.claims import SAID, find_claim
from avatar.brain.either import find_either_of
from avatar.brain.finer import find_either
from avatar.brain.honesty import find_favour_asked
from avatar.brain.idle_words import drop_idle
from avatar.brain.indirect import tell_indirectly, turn_round
from avatar.brain.misgivings import has_misgivings
from avatar.brain.sayings import find_saying
from avatar.brain.soundness import is_sound
from avatar.brain.verbs import put_in_plain
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
NAMES = sorted(folder.name for folder in CHARACTERS.iterdir() if (folder / "persona").is_dir())


@pytest.mark.parametrize(
    "plain",
    [
        "is it a daft idea",
        "is that weird",
        "am i being silly",
        "am i too old for this",
        "am i talking too much",
        "do you think its daft starting woodturning at 58",
        "is it ok if i just sit here a bit",
        "is it bad that i do not miss him",
        "do i sound daft",
        "be honest is it rubbish",
        "was that rude of me",
        "is it normal to talk to a plant",
        "daft question but is it silly to name my wheelbarrow",
        "this might be a silly question but am i too old for this",
        "you must think i am daft",
        "i must sound mad",
        "will she think i am daft",
        "its silly really is not it",
        "is my poem rubbish",
    ],
)
def test_what_the_user_fears_of_themselves_is_heard(plain: str) -> None:
    assert has_misgivings(plain)


@pytest.mark.parametrize(
    "plain",
    [
        "is it ok to stop taking my tablets",
        "is it wrong that i hit him",
        "is it bad to drink every night",
        "is it too late for the bus",
        "are you mad",
        "is that weird for you",
        "is your kettle daft",
        "is it strange being a puppet",
        "is it normal for owls to hoot",
        "is it cold",
        "is it safe to eat",
        "was it sad",
        "you sound mad",
        "you think he is daft",
    ],
)
def test_what_is_grave_or_of_others_is_no_such_fear(plain: str) -> None:
    assert not has_misgivings(plain)


@pytest.mark.parametrize("name", NAMES)
def test_a_fear_is_put_at_rest_in_the_voice_of_the_character(name: str) -> None:
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    chat.say("hello, my name is Sam")
    assert chat.brain._talk is not None
    words = {chat.strip(card) for card in chat.brain._talk.script.cards("=reassured well")}
    assert len(words) >= 2
    assert chat.strip(chat.say("is it daft that i want to learn the tuba?")) in words


@pytest.mark.parametrize(
    ("plain", "cue"),
    [
        ("give over", "=really"),
        ("oh get away with you", "=really"),
        ("pull the other one it has got bells on", "=really"),
        ("give it a rest", "=told off"),
        ("steady on mate", "=told off"),
        ("behave", "=told off"),
        ("help yourself love", "=urged"),
        ("take your time", "=urged"),
        ("fair dos", "=agreed"),
        ("you can say that again", "=agreed"),
    ],
)
def test_a_set_phrase_is_answered_by_what_is_meant(plain: str, cue: str) -> None:
    assert find_saying(plain)[:1] == (cue,)


@pytest.mark.parametrize("plain", ["give it a polish", "take your coat", "help me", "leave it", "pull the lever"])
def test_what_means_its_words_is_no_set_phrase(plain: str) -> None:
    assert find_saying(plain) == ()


@pytest.mark.parametrize(
    ("plain", "bare"),
    [
        ("what on earth is a codpiece", "what is a codpiece"),
        ("what is a lamp with nerves when it is at home", "what is a lamp with nerves"),
        ("are you made of wood by any chance", "are you made of wood"),
        ("whose was it if you do not mind me asking", "whose was it"),
        ("where are you from pet", "where are you from"),
        ("are you alright my lovely", "are you alright"),
        ("do you happen to know him", "do you know him"),
        ("what would happen to him", "what would happen to him"),
        ("are you in love", "are you in love"),
        ("what does my daughter love", "what does my daughter love"),
        ("have you got a pet", "have you got a pet"),
        ("do you like duck", "do you like duck"),
        ("did you ever have a mum or like somebody who made you", "did you ever have a mum"),
    ],
)
def test_idle_words_are_left_out_and_no_others(plain: str, bare: str) -> None:
    assert drop_idle(plain) == bare


@pytest.mark.parametrize(
    ("plain", "clause"),
    [
        ("who is gap was it", "whose gap it was"),
        ("how come you are so small", "why I am so small"),
        ("how come its stuck", "why it is stuck"),
        ("was it not hard to leave", "whether it was hard to leave"),
        ("does it not bother you", "whether it bothers me"),
        ("where is best to start", "where it is best to start"),
    ],
)
def test_a_clause_is_told_as_people_say_it(plain: str, clause: str) -> None:
    told = tell_indirectly(plain)
    assert told is not None
    assert told.clause == clause


@pytest.mark.parametrize(
    ("plain", "verb", "deed"),
    [
        ("you have never been to skegness", "have", "been to skegness"),
        ("have you never once opened it", "have", "opened it"),
        ("do you believed him", "did", "believe him"),
        ("have you not got anything better to do", "own", "anything better to do"),
    ],
)
def test_a_deed_is_told_without_its_never(plain: str, verb: str, deed: str) -> None:
    told = tell_indirectly(plain)
    assert told is not None
    assert (told.verb, told.deed) == (verb, deed)


def test_thanks_that_are_said_stay_thanks() -> None:
    assert turn_round("say thank you to him") == "say thank you to him"
    assert put_in_plain("believed") == "believe"
    assert put_in_plain("went") == "go"
    assert put_in_plain("wood") == ""


@pytest.mark.parametrize(
    "text",
    [
        "who gap was it is if I do not mind",
        "whether I have never been there",
        "be honest is it rubbish",
        "say hello to my",
    ],
)
def test_a_crooked_clause_is_unsound(text: str) -> None:
    assert not is_sound(text)


@pytest.mark.parametrize(
    ("plain", "deed"),
    [
        ("give us a clue", "give you a clue"),
        ("do me a favour and wait", "wait"),
        ("let us go for a walk", "go for a walk"),
        ("be honest is it rubbish", ""),
        ("be good", ""),
        ("read any good books lately", ""),
    ],
)
def test_a_favour_is_told_back_from_its_own_side(plain: str, deed: str) -> None:
    assert find_favour_asked(plain) == deed


@pytest.mark.parametrize(
    ("plain", "two"),
    [
        ("would you rather be a fish or a bird", ("a fish", "a bird")),
        ("i meant ash or cherry love", ("ash", "cherry")),
        ("do i ring or do i text", ("ring", "text")),
        ("what would you rather have a cat or a dog", ("a cat", "a dog")),
    ],
)
def test_the_head_of_a_choice_is_no_part_of_it(plain: str, two: tuple[str, str]) -> None:
    assert find_either_of([plain]) == two


def test_what_puts_a_question_right_is_no_choice() -> None:
    assert find_either(["did you ever have a mum or like somebody who made you"]) is None
    assert find_either(["did you meet a duke or somebody"]) is None


@pytest.mark.parametrize(
    ("plain", "cue"),
    [
        ("what is the best way to tell her", "=honest how best"),
        ("any tips for talking in front of people", "=honest tips"),
        ("any advice for a beginner", "=honest counsel"),
    ],
)
def test_advice_is_heard_by_what_it_is_on(plain: str, cue: str) -> None:
    advice = find_advice(plain)
    assert advice is not None
    assert advice.cue == cue


@pytest.mark.parametrize("plain", ["any tips on leaving my husband", "one bit of advice about my pills"])
def test_no_line_for_anything_advises_on_what_is_grave(plain: str) -> None:
    assert is_grave(plain)
    assert find_advice(plain) is None


def test_a_way_out_is_no_way_to_do_a_thing() -> None:
    assert find_advice("what is the best way to your heart") is None


def test_what_was_said_of_somebody_over_two_sentences_is_stood_by() -> None:
    replies = ("I like tea.", "Tuesdays are long.", "Norman lives over there. He's a neighbour, and he writes columns.")
    assert find_claim("is norman writes columns", replies, owned=False, of_other=True) == SAID
    assert find_claim("is norman a baker", replies, owned=False, of_other=True) == ""


@pytest.mark.parametrize(
    ("said", "cues"),
    [
        ("one tip", {"=honest start"}),
        ("one little thing to think about when i stand up there", {"=honest start"}),
        ("its either dead or plotting", {"=judged"}),
        ("erm what matters is the crust i think", {"=judged"}),
        ("is it just me?", {"=agreed"}),
        ("why not get a zebra?", {"=advised"}),
        ("let's hear the worst of the three then", {"=more", "=and then"}),
    ],
)
def test_what_is_meant_otherwise_than_it_sounds_is_heard(said: str, cues: set[str]) -> None:
    chat = Chat(CHARACTERS / "juno", seed=3)
    chat.greet()
    chat.say("hello, my name is Sam")
    chat.say(said)
    assert chat.brain._talk is not None
    assert chat.brain._talk._hearer.last is not None
    assert chat.brain._talk._hearer.last.cue in cues


def test_a_character_of_wood_says_so_whatever_polite_words_go_with_the_question() -> None:
    chat = Chat(CHARACTERS / "knox", seed=5)
    chat.greet()
    assert "not made of wood" not in chat.say("are you made of wood by any chance?")
