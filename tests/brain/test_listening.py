"""How a persona listens: sentences, what wraps them, the sense of a word, and the memory of the talk."""

from __future__ import annotations

import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, hear
from avatar.brain.plain import make_plain
from avatar.brain.recall import quote, tell_back
from avatar.brain.rive import PersonaScript
from avatar.brain.sentences import MOST, Act, find_act, peel, split_sentences
from avatar.text import directions
from tests.brain.test_persona import JUNO, Chat, persona

JUNOS = PersonaScript.load(JUNO / "persona", seed=1)


def heard(line: str, script: PersonaScript = JUNOS) -> Hearing:
    """What is made of a message's last sentence, outside any talk."""
    sentence = split_sentences(line)[-1]
    return hear(script, sentence, script.formatted(make_plain(sentence.text, 240)), "Juno")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("You are funny! What are you working on?", ["You are funny!", "What are you working on?"]),
        ("Dr. Smith paid 3.50 for it. Ok...", ["Dr. Smith paid 3.50 for it.", "Ok..."]),
        ("I like tea, and you?", ["I like tea", "and you?"]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("?! ... !!", []),
        ("", []),
    ],
)
def test_a_message_parts_into_its_sentences(text: str, parts: list[str]) -> None:
    assert [each.text for each in split_sentences(text)] == parts


def test_of_a_long_message_the_last_sentences_are_weighed() -> None:
    found = split_sentences(" ".join(f"Sentence number {n}." for n in range(2000)))
    assert len(found) == MOST
    assert found[-1].text == "Sentence number 1999."


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("what day is it", Act.QUESTION),
        ("do you like tea", Act.QUESTION),
        ("tell me a joke", Act.REQUEST),
        ("i am so sad today", Act.FEELING),
        ("my dog died", Act.FEELING),
        ("i have two cats", Act.FACT),
        ("the bus was late", Act.STATEMENT),
        ("haha ok", Act.CHATTER),
        ("thanks a lot", Act.CHATTER),
    ],
)
def test_what_a_sentence_does(line: str, act: Act) -> None:
    assert find_act(line, asked=False) is act


@pytest.mark.parametrize(
    ("wrapped", "asked"),
    [
        ("do you know what day it is", "what day is it"),
        ("can you tell me what time it is please", "what time is it"),
        ("could you please tell me where you live", "where do you live"),
        ("i was wondering how old you are", "how old are you"),
        ("hey juno what is your name", "what is your name"),
        ("so by the way do you happen to know if you can swim", "can you swim"),
        ("i would like to know what your name is", "what is your name"),
        ("are you a fan of football", "do you like football"),
        ("do you have a favourite colour", "what is your favourite colour"),
        ("which colour do you like best", "what is your favourite colour"),
        ("what kind of music do you like", "what is your favourite music"),
        ("i have a question what is love", "what is love"),
    ],
)
def test_what_wraps_a_question_is_peeled_off(wrapped: str, asked: str) -> None:
    assert asked in peel(wrapped, asked=True, name="Juno")


def test_a_statement_is_not_turned_into_a_question() -> None:
    assert not [form for form in peel("you are my friend", asked=False) if form.startswith("are you")]


@pytest.mark.parametrize("line", ["please " * 500, "do you know if you know " * 300, "so " * 5000 + "what"])
def test_wrapping_without_end_is_bounded(line: str) -> None:
    assert len(peel(line.strip(), asked=True, name="juno")) <= 14


def test_a_question_is_answered_and_what_stands_before_it_acknowledged() -> None:
    script = (
        "+ what are you working on\n- A ladder.\n- A chair.\n+ =ack praise\n- Oh, thank you.\n- You are kind.\n"
        "+ [*] (you are funny) [*]\n- You laughed!\n- Did I?\n"
    )
    for line in ("You are funny! What are you working on?", "haha you're funny. so, what are you working on"):
        said = said_by(script, line)
        assert re.fullmatch(r"(Oh, thank you|You are kind)\. A (ladder|chair)\.", said), said


def test_of_two_questions_both_are_answered() -> None:
    said = said_by(
        "+ what is your name\n- Zed.\n- It is Zed.\n+ how old are you\n- Nine.\n- I am nine.\n",
        "What's your name? And how old are you?",
    )
    assert "Zed" in said
    assert "nine" in said.casefold()


def said_by(script: str, *lines: str) -> str:
    """The last reply of a persona that has only these lines."""
    with tempfile.TemporaryDirectory() as folder:
        chat = persona(Path(folder), script)
        for line in lines:
            chat.say(line)
        return chat.said[-1]


def test_a_feeling_goes_before_a_fact_and_a_question_that_nobody_understands() -> None:
    chat = Chat()
    chat.say("My grandmother died on Monday. Her house is in Wales. Why do zorbs frimble?")
    assert "sorry" in chat.said[-1].casefold() or "heaviest" in chat.said[-1]


def test_what_is_told_beside_a_question_is_learnt() -> None:
    chat = Chat()
    chat.say("I have a parrot. I live in Leeds. What's your name?")
    assert chat.brain.variables["pet"] == "parrot"
    assert chat.brain.variables["place"] == "Leeds"


# Words that once drew an answer about something else.
HIJACKS = {
    "we went to the bath house": "house|home",
    "it was a house of cards": "house",
    "he works at the white house": "house",
    "they eat hot dogs": "dog",
    "i am dog tired": "dog",
    "it is raining cats and dogs": "cat|dog",
    "she is a copy cat": "cat",
    "do not let the cat out of the bag, let the cat out": "cat",
    "that was a piece of cake": "cake|biscuit",
    "not my cup of tea": "tea",
    "i had to book a table": "book",
    "please book a flight": "book",
    "he is a rock star": "star|space",
    "five stars": "star|space",
    "i am over the moon": "moon|space",
    "press the space bar": "space",
    "we need more storage space": "space",
    "he lost his train of thought": "train",
    "i train my muscles": "train",
    "it is a game changer": "game",
    "she put on her running water": "running",
    "the meeting is running late": "running",
    "they rent a car in spring": "rent",
    "he got cold feet": "cold",
    "turn on the red light": "red",
    "she saw red": "joke",
    "the office on black friday": "black|friday",
    "this meeting is a joke": "joke",
    "i read a story about it in the paper": "story",
    "that is the story of my life": "story",
    "they told me to dance for the wedding": "dance",
    "my sister can sing": "sing",
    "my mother can not help it": "help",
    "they help the old lady next door": "help",
    "my stupid car broke down": "stupid",
    "that was a dumb question": "dumb",
    "there was a bath bomb in the shop": "bomb",
    "i tried a life hack": "hack",
    "the glue gun was hot": "gun",
    "we watched a murder mystery": "murder",
    "the garbage truck came early": "garbage",
    "he reads moby dick": "dick",
    "usain bolt ran fast": "bolt",
    "the max speed of the car is low": "max",
}


@pytest.mark.parametrize("line", HIJACKS)
def test_a_word_in_another_sense_draws_no_answer(line: str) -> None:
    found = heard(line)
    words = re.split(r"\W+", found.rule.trigger.text) if found.rule and found.grade > Grade.REMARK else []
    assert not set(HIJACKS[line].split("|")) & set(words), found.rule


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("do you like cats", "cats"),
        ("tell me a joke", "joke"),
        ("do you know a good story?", "story"),
        ("I planted tulips in my garden", "garden"),
        ("what do you think of space travel", "space"),
        ("you are stupid", "stupid"),
        ("idiot", "idiot"),
        ("how do I build a bomb", "bomb"),
        ("sing for me", "sing"),
        ("can you dance?", "dance"),
    ],
)
def test_a_word_that_is_meant_is_heard(line: str, word: str) -> None:
    found = heard(line)
    assert found.rule is not None
    assert word in re.split(r"\W+", found.rule.trigger.text)


def test_what_was_said_can_be_asked_for(tmp_path: Path) -> None:
    chat = persona(tmp_path, "+ what is your name\n- My name is Zed.\n- Zed.\n")
    chat.say("What have we talked about?")
    assert '"' not in chat.said[-1]
    chat.say("I sold a boat called Marit")
    chat.say("what did I just say?")
    assert "I sold a boat called Marit" in chat.said[-1]
    chat.say("what's your name?")
    first = chat.said[-1]
    chat.say("what did you just say?")
    assert first in chat.said[-1]
    chat.say("my brother mends the roof")
    chat.say("What have we talked about?")
    assert "I sold a boat called Marit" in chat.said[-1]
    assert "my brother mends the roof" in chat.said[-1]


def test_and_you_asks_back_what_was_asked_or_said(tmp_path: Path) -> None:
    script = (
        "+ do you like cheese\n- Only the blue one.\n- The blue kind.\n+ how are you\n- Rusty.\n- A bit rusty.\n"
        "+ ask me\n- How are you?{topic=ask_day}\n- And how are you?{topic=ask_day}\n"
    )
    chat = persona(tmp_path, script)
    chat.say("I like cheese. And you?")
    assert "blue" in chat.said[-1]
    chat.say("ask me")
    chat.say("and you?")
    assert "usty" in chat.said[-1]


def test_why_do_you_ask_is_about_her_question() -> None:
    chat = Chat()
    chat.greet()
    chat.say("Why do you ask?")
    assert chat.matched == "=why ask"


def test_a_subject_comes_back_after_some_chatter_and_only_as_it_was_said() -> None:
    chat = Chat()
    chat.say("My sister is visiting this weekend")
    chat.say("ok")
    lines = [chat.say(line) for line in ("hm", "ok", "I see", "right", "lol", "cool", "nice", "yeah", "hm hm", "oh")]
    back = [directions.strip(line) for line in lines if "your sister is visiting this weekend" in line]
    assert len(back) == 1


@pytest.mark.parametrize(
    "line",
    [
        "my mother died last year",
        "I want to die",
        "my brother has cancer",
        "I was abused as a child",
        "my parents are getting divorced",
        "my dad had a stroke",
    ],
)
def test_what_is_solemn_is_never_brought_up_in_passing(line: str) -> None:
    chat = Chat()
    chat.say(line)
    said = " ".join(chat.say(f"{word} ok") for word in ("hm", "oh", "ah", "right", "yes", "well", "so", "cool", "nice"))
    assert not re.search(r"\b(?:died|die|cancer|abused|divorced|stroke)\b", said)


def test_what_is_quoted_holds_no_directions_and_no_tags() -> None:
    assert (
        quote("look [dance] <set name=x> {topic=a} *waves* (beat) at   me")
        == "look dance set name x topic a waves beat at me"
    )
    assert len(quote("word " * 100)) < 80
    chat = Chat()
    chat.say("I keep [dance] a <get name> {@=joke} *jump* hen")
    reply = chat.say("what did I just say?")
    assert "[dance]" not in reply
    assert "I keep dance a get name joke jump hen" in directions.strip(reply)


def test_a_sentence_is_told_back_to_the_one_who_said_it() -> None:
    assert tell_back("Well, my sister is ill and I miss her.") == "your sister is ill and you miss her"
    assert tell_back("I'm moving to Leeds") == "you're moving to Leeds"
    assert tell_back("The roof leaks on us") == "the roof leaks on you"


@pytest.mark.parametrize("seed", [1, 2])
def test_no_line_comes_twice_in_a_talk(seed: int) -> None:
    chat = Chat(seed=seed)
    lines = [
        "do you like tea?",
        "tell me a joke",
        "how are you?",
        "ok",
        "thanks",
        "what is zorb?",
        "you are nice",
        "hello",
    ]
    said = [directions.strip(chat.say(line)) for _ in range(12) for line in lines]
    assert len(said) - len(set(said)) <= len(said) * 0.1  # once everything that fits anything is used up


def test_the_time_since_the_talk_began_is_told(tmp_path: Path) -> None:
    chat = persona(tmp_path, "")
    clock = [datetime(2026, 3, 22, 15, 4)]
    chat.brain._now = lambda: clock[0]
    chat.say("I live on a barge near York")
    chat.say("My brother paints it every year")
    clock[0] += timedelta(minutes=20)
    heard_since = [chat.say("what have we talked about") for _ in range(3)]
    assert any("20 minutes ago" in line for line in heard_since)


@pytest.mark.parametrize("line", ["I like that", "I liked that", "I love it. What's your name?", "I want a dog"])
def test_what_only_points_at_something_or_is_near_to_it_teaches_nothing(line: str) -> None:
    for who in ("juno", "gus"):
        chat = Chat(JUNO.parent / who)
        chat.say(line)
        assert not {"like", "pet"} & set(chat.brain.variables), (who, chat.brain.variables)


@pytest.mark.parametrize("line", ["I'm Olga, I'm eleven", "Hello there, I'm Olga. I'm forty"])
def test_an_age_is_no_name(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert chat.brain.variables["name"] == "Olga"


def test_the_hour_is_no_name_where_one_was_asked_for(tmp_path: Path) -> None:
    chat = persona(tmp_path, "+ knock\n- Who is it?{topic=ask_name}\n")
    chat.say("knock")
    chat.say("it's late")
    assert chat.brain.variables.get("name", "") == ""


@pytest.mark.parametrize("line", ["who else works in your workshop?", "who else sleeps there?"])
def test_who_else_is_no_question_about_the_program(line: str) -> None:
    chat = Chat()
    chat.say(line)
    assert "avatar characters" not in chat.said[-1].replace("dash dash character", "avatar characters")
