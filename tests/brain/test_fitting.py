"""What no phrase of a script is about: what kind of thing it is, and what answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.answers import looks_like_answer
from avatar.brain.facts import look_up_fact
from avatar.brain.questions import find_asking, find_choice
from avatar.brain.reactions import Before, find_favour, find_reaction
from avatar.brain.rive.book import read, read_common
from avatar.brain.rive.reading import parse
from avatar.brain.sentences import find_act
from avatar.brain.skills import count_out, count_up, find_introduction, find_job
from avatar.brain.telling import find_telling
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
NAMES = sorted(folder.parent.name for folder in CHARACTERS.glob("*/persona"))
KINDS = sorted(
    trigger.text for topic in parse(read_common()["40_fitting.rive"]).topics.values() for trigger in topic.triggers
)


@pytest.mark.parametrize("name", NAMES)
def test_every_character_has_answers_of_its_own_to_every_kind(name: str) -> None:
    own = parse(read(CHARACTERS / name / "persona" / "16_fitting.rive"))
    answers = {each.text: each.replies for topic in own.topics.values() for each in topic.triggers}
    missing = [kind for kind in KINDS if len(answers.get(kind, ())) < 2]
    assert [kind for kind in missing if kind != "=advice"] == []


@pytest.mark.parametrize(
    ("plain", "kind"),
    [
        ("my landlord is raising the rent again", "=bad news"),
        ("i got the job", "=good news"),
        ("my grandmother had a stroke", "=sad"),
        ("the soup was horrible", "=disliked"),
        ("the soup was delicious", "=fond"),
        ("i am going to paint the kitchen", "=planned"),
        ("she wants me to give a speech", "=of someone"),
        ("i think trains are better", "=judged"),
        ("we walked along the river", "=did"),
        ("i drive a bus", "=own"),
        ("nights mostly", "=detail"),
        ("he is 14", "=detail"),
        ("i am terrible at maths", "=modest"),
        ("you should go there", "=advised"),
        ("it is not working", "=bad news"),
        ("not too bad thanks", "=happy"),
    ],
)
def test_what_is_told_is_told_apart(plain: str, kind: str) -> None:
    assert find_telling(plain, find_act(plain, asked=False), Before(told=True)) == kind


def test_a_detail_belongs_to_something_told_before() -> None:
    assert find_telling("nights mostly", find_act("nights mostly", asked=False), Before(told=False)) == ""


def test_what_follows_sad_news_is_met_as_such() -> None:
    assert (
        find_telling("eleven years", find_act("eleven years", asked=False), Before("=sad", told=True)) == "=detail sad"
    )


@pytest.mark.parametrize(
    ("plain", "kind"),
    [
        ("really", "=really"), ("no way", "=really"), ("why though", "=why so"), ("why blue", "=why so"),
        ("and then what", "=and then"), ("good choice", "=approved"), ("ok", "=seen"), ("same here", "=agreed"),
        ("that was a bit harsh", "=granted"), ("typical", "=nod"), ("i like soup", ""), ("why is the sky blue", ""),
    ],
)  # fmt: skip
def test_short_reactions_are_told_apart(plain: str, kind: str) -> None:
    assert find_reaction((plain,), asked=False, before=Before()) == kind


def test_why_after_a_question_asks_why_it_was_asked() -> None:
    assert find_reaction(("why",), asked=True, before=Before(asked=True)) == "=why ask"


@pytest.mark.parametrize(
    "asked",
    [
        "would you rather fly or swim", "which is better tea or coffee", "is tea better than coffee", "tea or coffee",
        "do you prefer tea or coffee", "are you a cat or a dog person", "cats vs dogs",
    ],
)  # fmt: skip
def test_one_of_two_is_chosen_in_every_spelling(asked: str) -> None:
    first, other = find_choice((asked,), lambda: True), find_choice((asked,), lambda: False)
    assert first is not None
    assert other is not None
    assert first.found["one"].lower() == other.found["other"].lower()


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("are you faster than a snail", "=than"), ("should i sell my car", "=should"),
        ("what should we cook", "=suggest"),
        ("what do i do now", "=advice"), ("what do you think of jazz", "=view"), ("is it normal to snore", "=think"),
        ("do you think i will pass", "=hope"), ("who won the race in 1990", "=unknown"),
        ("so he is a screw", "=confirmed"),
        ("what is my aunt called", "=not told"), ("what is the oldest thing about you", "=of me"),
    ],
)  # fmt: skip
def test_questions_are_told_apart(asked: str, kind: str) -> None:
    found = find_asking((asked,), alone=True)
    assert found is not None
    assert found.cue == kind


def test_small_favours_are_heard() -> None:
    assert find_favour(("wish me luck",)) == "=luck"
    assert find_favour(("do not tell anyone",)) == "=promise"
    assert find_favour(("guess what",)) == "=guess what"
    assert find_favour(("tell me a joke",)) == ""


@pytest.mark.parametrize(
    ("question", "answer", "is_one"),
    [
        ("Where are you from?", "never heard of him", False),
        ("Where are you from?", "near the harbour", True),
        ("Do you like it?", "she cried the whole morning", False),
        ("Do you like it?", "not really", True),
        ("How many are there?", "a guy sat on my hat today", False),
        ("How many are there?", "about forty", True),
        ("What am I?", "is it a shadow", True),
    ],
)
def test_an_answer_looks_like_one(question: str, answer: str, is_one: bool) -> None:
    assert looks_like_answer(question, answer) is is_one


def test_facts_are_known_or_are_not() -> None:
    assert look_up_fact(("what is the capital of the netherlands",)) == "Amsterdam"
    assert look_up_fact(("capital of peru",)) == "Lima"
    assert look_up_fact(("what is the capital of atlantis",)) == ""


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("what's 7 squared plus 1", "50"), ("twenty percent of 90", "18"), ("divide 100 by 8", "12.5"),
        ("add 5 and 9", "14"),
        ("subtract 3 from 10", "7"), ("the product of 3 and 8", "24"), ("what is 15 percent off 80", "68"),
        ("how much would a 15% tip on 48 be", "7.2"), ("5 factorial", "120"),
        ("how tall is 6 feet in cm", "182.88 centimetres"),
        ("how many milligrams is a gram", "1000 milligrams"),
    ],
)  # fmt: skip
def test_sums_are_heard_in_other_words(text: str, result: str) -> None:
    found = count_up(text)
    assert found is not None
    assert found["sum"] == result


def test_a_score_is_no_sum() -> None:
    assert count_up("5-0") is None
    assert count_up("what is 5-0?") is not None


def test_counting_out() -> None:
    assert count_out("can you count to three?") == {"counted": "one, two, three"}
    assert count_out("count to three backwards") == {"counted": "three, two, one"}
    assert count_out("count from 4 to 2") == {"counted": "four, three, two"}
    assert count_out("count to a million") is None
    assert count_out("count me in") is None


def test_names_and_work_told_in_passing() -> None:
    assert find_introduction("cool, I'm Priya") == "Priya"
    assert find_introduction("I'm Sam, by the way") == "Sam"
    assert find_introduction("nice, mine's Callum", asked=True) == "Callum"
    assert find_introduction("nice, mine's Callum") is None
    assert find_job("as a nurse i am on my feet") == "a nurse"
    assert find_job("as a child i lived here") == ""


def test_the_same_kind_in_different_words_is_answered_differently_and_fits() -> None:
    chat = Chat(CHARACTERS / "bolt")
    chat.say("I live in a small town")
    replies = [chat.say(line) for line in ("my phone was stolen", "the boiler is leaking", "I overslept")]
    assert chat.matched == "=bad news"
    assert len(set(replies)) == len(replies)


def test_how_somebody_is_who_has_just_said_so_is_not_asked() -> None:
    for name in NAMES:
        chat = Chat(CHARACTERS / name, seed=4)
        reply = chat.strip(chat.say("I'm good thanks, how are you?"))
        assert not reply.rstrip().endswith(("how are you?", "And you?", "and you?")), (name, reply)


def test_a_phone_that_died_is_no_bereavement() -> None:
    chat = Chat(CHARACTERS / "zuri")
    chat.say("my phone died")
    assert chat.matched not in ("=sad",)
    assert "name" not in chat.said[-1]


@pytest.mark.parametrize("line", ["my dad just died", "my husband left in the spring"])
def test_feelings_go_first(line: str) -> None:
    for name in NAMES:
        chat = Chat(CHARACTERS / name, seed=7)
        chat.greet()
        assert chat.say(line).startswith(("[sad]", "[thinking]", "[whispers]")), (name, chat.said[-1])


def test_a_low_mood_is_not_just_told_back() -> None:
    for name in NAMES:
        chat = Chat(CHARACTERS / name, seed=7)
        chat.greet()
        chat.say("I feel so empty lately")
        assert chat.matched != "=told", (name, chat.said[-1])
