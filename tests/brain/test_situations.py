"""What a message tells of, or wants advice on, and what a character says to it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from avatar.brain.advising import asks_whether, wants_advice, wants_help
from avatar.brain.asides import leave_out_asides
from avatar.brain.mending import is_all_well
from avatar.brain.parting import Way, find_parting
from avatar.brain.phrases import find_person
from avatar.brain.putting_right import denies
from avatar.brain.reactions import Before
from avatar.brain.relatives import Relatives
from avatar.brain.rive.reading import parse
from avatar.brain.sentences import Act, find_act, split_sentences
from avatar.brain.situations import ADVICE, FILE, find_asked, find_situations, find_told, read_names
from avatar.brain.telling import find_telling
from avatar.brain.turning_back import may_be_turned
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
TAUGHT = Path(__file__).parents[2] / "benchmarks" / "situations.tsv"
VOICED = ("juno", "fern", "knox")
MOST_BYTES = 1_500_000


def _read(name: str) -> dict[str, list[str]]:
    """A character's lines, by trigger, without moods."""
    texts = (path.read_text("utf-8") for path in sorted((CHARACTERS / name / "persona").glob("*.rive")))
    triggers = (each for text in texts for topic in parse(text).topics.values() for each in topic.triggers)
    return {each.text: [re.sub(r"\[[\w-]+\] ?", "", line) for line in each.replies] for each in triggers}


def _lines(name: str, occasion: str) -> list[str]:
    return _read(name)[occasion]


def test_the_net_knows_the_situations_that_it_was_taught_and_is_small() -> None:
    taught = {line.split("\t")[0] for line in TAUGHT.read_text("utf-8").splitlines()}
    assert {*read_names()} == taught
    assert FILE.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("name", VOICED)
def test_a_character_has_words_for_each_of_them_and_for_no_other(name: str) -> None:
    spoken = {each.removeprefix("=") for each in _read(name) if re.match(r"=(?:told of|advice on) ", each)}
    assert spoken == {*read_names()} - {"none"}


def test_how_likely_they_are_makes_one() -> None:
    found = find_situations("my grandson is coming on friday, he's nine, he stays with me at weekends")
    assert np.isclose(sum(each.likely for each in found), 1, atol=1e-4)
    assert [each.likely for each in found] == sorted((each.likely for each in found), reverse=True)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my grandson Oscar is coming on friday, he is six, he always stays with me at weekends", "grandchild"),
        ("I've got my hip operation in the new year and I'm dreading it", "operation ahead"),
        ("our band has its first gig on saturday, im so nervous", "gig ahead"),
        ("the boiler's packed in again and the landlord won't answer", "repair failed"),
        ("my boss shouted at me in front of everyone today, nothing is ever good enough for him", "boss bad"),
        ("I start my new job on Monday", "new job"),
        ("my daughter passed her grade five piano, I'm so proud", "child proud"),
        ("cant sleep, been lying here since two", "cant sleep"),
    ],
)
def test_what_is_told_is_known_by_its_situation(said: str, name: str) -> None:
    found = find_told(said)
    assert found.name == f"told of {name}"
    assert found.alike > 1 / 2


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("how should I start my speech at my sister's wedding?", "speech"),
        ("any ideas what I could get my dad for his seventieth?", "present"),
        ("how do I get my little one to sleep in her own bed?", "child"),
        ("what can I do about slugs on my lettuces?", "garden"),
        ("should I text my ex or leave it?", "text ex"),
        ("how do I stop spending all my wages the week I get them?", "save"),
    ],
)
def test_what_advice_is_wanted_on_is_known(said: str, name: str) -> None:
    assert find_asked(said).name == f"{ADVICE}{name}"


@pytest.mark.parametrize(
    "plain",
    [
        "what should i say to her", "any ideas", "how do i get him to sleep", "do i tell him",
        "what would you put in it", "i do not know if i should go",
    ],
)  # fmt: skip
def test_what_wants_advice(plain: str) -> None:
    assert wants_advice(plain)


@pytest.mark.parametrize(
    "plain",
    ["so do i most nights", "what do you do all day", "what is your name", "do i know you", "where do you live"],
)
def test_what_wants_none(plain: str) -> None:
    assert not wants_advice(plain)


def test_whether_one_should_is_another_question_than_how() -> None:
    assert asks_whether("do you think i should mention him")
    assert not asks_whether("what should i say")


@pytest.mark.parametrize("name", VOICED)
def test_advice_is_given_on_what_it_is_wanted_on(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.greet()
    reply = chat.strip(chat.say("My brother is getting married and I have to give a speech. How should I start it?"))
    assert any(line in reply for line in _lines(name, "=advice on speech")), reply


@pytest.mark.parametrize("name", VOICED)
def test_what_is_told_gets_a_word_on_its_situation(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    chat.greet()
    reply = chat.strip(chat.say("My grandson is coming on Friday. He's nine, and he stays with me at weekends."))
    assert any(line in reply for line in _lines(name, "=told of grandchild")), reply


# ------------------------------------------------------------------------------------------ turned back


@pytest.mark.parametrize(
    "plain", ["do you like rain", "what is your favourite book", "have you ever been in love", "and do you cook"]
)
def test_what_may_be_asked_of_everybody(plain: str) -> None:
    assert may_be_turned(plain)


@pytest.mark.parametrize("plain", ["do you have a tail", "are you a fox", "do you like it too", "who is gerald"])
def test_what_may_not(plain: str) -> None:
    assert not may_be_turned(plain)


def test_a_question_is_turned_back_once_it_is_answered_but_not_each_time() -> None:
    chat = Chat(CHARACTERS / "fern")
    chat.greet()
    turned = _lines("fern", "=turned")
    asked = ("do you like rain?", "do you like snow?", "what do you like to read?")
    replies = [chat.strip(chat.say(each)) for each in asked]
    assert sum(any(reply.endswith(line) for line in turned) for reply in replies) == 1


# ------------------------------------------------------------------------------------------ what it showed besides


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ("detective stories, I'm afraid, the bloodier the better", ["detective stories, the bloodier the better"]),
        ("I've still got that letter on my mind you know.", ["I've still got that letter on my mind."]),
        ("guess who just emailed, Owen's mum, wanting a lesson", ["Owen's mum, wanting a lesson"]),
        (
            "thats nice but who are you, what do you do all day",
            ["that's nice", "who are you", "what do you do all day"],
        ),
        ("im nervous, any idea how to calm down", ["I'm nervous", "any idea how to calm down"]),
        ("were called the Dips, mines the red one", ["we're called the Dips, mine's the red one"]),
        ("tell you what, Megan just texted", ["Megan just texted"]),
        ("Guess what happened. The van died on me", ["The van died on me"]),
        ("thanks love, that helped", ["thanks, that helped"]),
    ],
)
def test_a_message_is_parted_where_it_parts_and_without_what_is_only_said_in_passing(
    typed: str, sentences: list[str]
) -> None:
    assert [each.text for each in split_sentences(typed)] == sentences


@pytest.mark.parametrize(
    "said", ["I'd have to leave Ron", "Farewell? I'm not going anywhere", "I have to go to hospital"]
)
def test_what_takes_no_leave(said: str) -> None:
    chat = Chat(CHARACTERS / "knox")
    chat.greet()
    chat.say("I'm Sheila")
    chat.say(said)
    assert chat.matched != "=bye"
    assert not re.search("farewell|good night|exit", chat.said[-1], re.I)


@pytest.mark.parametrize("plain", ["had a bloke in tonight who ordered a sausage", "only about who i will be"])
def test_what_is_no_plan(plain: str) -> None:
    assert find_telling(plain, Act.STATEMENT, Before()) != "=planned"


@pytest.mark.parametrize("plain", ["i will ring him tomorrow", "we are playing at home tonight", "i am going to try"])
def test_what_is_one(plain: str) -> None:
    assert find_telling(plain, Act.FACT, Before()) == "=planned"


def test_what_says_that_all_is_well_ends_a_low_moment() -> None:
    chat = Chat(CHARACTERS / "knox", seed=4)
    chat.greet()
    for said in ("I'm Darren", "My mum died three years ago", "It's alright, we're managing."):
        chat.say(said)
    chat.say("My dad and I have an allotment, he shouts at the slugs and I do the digging")
    low = [*_lines("knox", "=told low"), *_lines("knox", "=detail sad"), *_lines("knox", "=sad")]
    assert chat.said[-1] not in low


@pytest.mark.parametrize(
    "typed",
    [
        "sometimes I'm afraid", "at night, I'm afraid", "how much do you know", "it's the people you know",
        "I had chicken, duck, and rice", "did I tell you what happened to Gerald?", "it's her I love, my Anna",
    ],
)  # fmt: skip
def test_what_is_said_for_its_own_sake_is_left_in(typed: str) -> None:
    assert leave_out_asides(typed) == typed


def test_a_game_of_guesses_is_no_news() -> None:
    typed = "guess what colour my coat is. You have three tries"
    assert [each.text for each in split_sentences(typed)] == ["guess what colour my coat is.", "You have three tries"]


@pytest.mark.parametrize(
    ("plain", "act"),
    [
        ("read them in the bath till the water was cold", Act.STATEMENT),
        ("read me the story you started", Act.REQUEST),
        ("read me what you wrote when it rained", Act.REQUEST),
    ],
)
def test_what_was_done_is_told_from_what_is_to_be_done(plain: str, act: Act) -> None:
    assert find_act(plain, asked=False) is act


@pytest.mark.parametrize("plain", ["i am fine", "it is all right", "we are managing", "he is doing ok now"])
def test_what_says_that_all_is_well(plain: str) -> None:
    assert is_all_well(plain)


@pytest.mark.parametrize(
    "plain", ["i am sad", "he is upset", "it is not all right", "she is not ok", "she is right that he lied"]
)
def test_what_says_no_such_thing(plain: str) -> None:
    assert not is_all_well(plain)


@pytest.mark.parametrize(
    ("plain", "wrong"),
    [
        ("yes that is my owen", False), ("right no that is not it", True), ("good try but no it is toby", True),
        ("no that is where i live", True),
    ],
)  # fmt: skip
def test_an_answer_is_granted_only_where_nothing_of_it_is_taken_back(plain: str, wrong: bool) -> None:
    assert denies(plain) is wrong


@pytest.mark.parametrize(
    ("plain", "wants"),
    [
        ("any ideas", True), ("any idea how i tell her without a row", True), ("any tips for a first gig", True),
        ("any idea why it leaks", False), ("any idea what i said", False), ("any idea how old my son is", False),
    ],
)  # fmt: skip
def test_an_idea_is_advice_or_a_guess(plain: str, wants: bool) -> None:
    assert wants_help(plain) is wants


def test_advice_that_begins_like_a_question_of_memory_is_given() -> None:
    chat = Chat(CHARACTERS / "juno", seed=4)
    chat.greet()
    for said in ("hiya im rosie, i run a cafe in whitby", "my sister wants to sell up though and i really don't"):
        chat.say(said)
    assert not re.search("cafe|whitby", chat.say("any idea how i tell her without a row?"), re.I)


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("and niamh, do you remember when she's due?", "do you remember when niamh's due?"),
        ("what about my sister, do you remember her name?", "do you remember my sister's name?"),
        ("okay, do you remember when she's due?", "okay, do you remember when she's due?"),
        ("Juno, do you remember where he is?", "Juno, do you remember where he is?"),
    ],
)
def test_only_who_is_known_is_whom_a_question_is_about(typed: str, asks: str) -> None:
    assert Relatives("girlfriend Niamh").name_whom(typed) == asks


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("my daughter megan loves it", "your daughter Megan"), ("my big brother is off", "your big brother"),
        ("Marta, my flatmate, is away", "your flatmate Marta"), ("my mam writes like that", "your mam"),
        ("they've a new bus", ""),
    ],
)  # fmt: skip
def test_of_whom_something_is_told(said: str, whom: str) -> None:
    assert find_person(said) == whom


def test_a_joke_that_is_announced_by_one_is_laughed_at() -> None:
    chat = Chat(CHARACTERS / "knox", seed=4)
    chat.greet()
    chat.say("I'm Darren")
    chat.say("I'll tell you one. Why did the scarecrow win an award? He was outstanding in his field")
    assert chat.said[-1] in _lines("knox", "=their joke")


def test_what_is_asked_for_behind_a_comma_is_heard() -> None:
    assert [each.text for each in split_sentences("Go on then cheer me up, tell us a joke")][-1] == "tell us a joke"


def test_who_is_named_in_the_next_breath_is_remembered() -> None:
    chat = Chat(CHARACTERS / "knox", seed=4)
    chat.greet()
    chat.say("I'm Darren")
    chat.say("My daughter doesn't laugh at them either. Megan, she's fifteen.")
    assert "Megan" in chat.say("What about my daughter, do you remember her name?")


def test_somebody_who_is_named_before_the_question_is_whom_it_is_about() -> None:
    chat = Chat(CHARACTERS / "juno", seed=4)
    chat.greet()
    chat.say("my girlfriend niamh is pregnant, due in april")
    assert "pril" in chat.say("fair play. and niamh, do you remember when she's due?")


def test_one_of_two_that_were_just_named_is_picked() -> None:
    chat = Chat(CHARACTERS / "juno", seed=4)
    chat.greet()
    chat.say("hi, im liam")
    assert re.search("fiadh|nuala", chat.say("that's it really, fiadh or nuala. which would you pick?"), re.I)


@pytest.mark.parametrize("said", ["Hang on, alarm's gone off by Boots, back in a sec", "back in five minutes"])
def test_who_will_be_back_is_waited_for(said: str) -> None:
    chat = Chat(CHARACTERS / "knox", seed=4)
    chat.greet()
    chat.say("I'm Darren")
    parting = find_parting(said, chat.brain._ready()._hearer.make_plain, "Knox")
    assert parting is not None
    assert parting.way is Way.PAUSES
