"""What a character knows of its own lines: its sheet, and what is asked on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar.brain.asking_on import find_going_on, find_wanted, is_bare
from avatar.brain.own_words import find_kind_said
from avatar.brain.rive.book import read
from avatar.brain.rive.reading import parse
from avatar.brain.sheet import Sheet, make_bare
from avatar.errors import BrainError
from avatar.text import directions, vocabulary
from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
CAST = ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"]
WELL_KNOWN = ["fern", "juno", "knox"]
_MARKS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}|<[^<>]*>")
_NAMED = re.compile(r"(?<=[a-z,;] )((?:Mr |Mrs |Miss )?[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*)")
OFTEN = 4
"""Lines that name somebody from which on there must be an entry."""
_OF_THE_WORLD = frozenset(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Thursdays Fridays Saturdays Sundays
    January February March April May June July August September October November December Christmas Easter English
    French Latin German Welsh Escape Lent""".split()
)


def lines(name: str) -> list[str]:
    """All lines of a character, bare of directions."""
    found = {
        reply
        for path in (CHARACTERS / name / "persona").glob("*.rive")
        for topic in parse(read(path)).topics.values()
        for trigger in topic.triggers
        for reply in trigger.replies
        if not reply.startswith("{@")
    }
    return [" ".join(_MARKS.sub(" ", reply).split()) for reply in sorted(found)]


@pytest.mark.parametrize("name", CAST)
def test_a_sheet_is_large_enough(name: str) -> None:
    assert len(Sheet.load(CHARACTERS / name / "persona").entries) >= (65 if name in WELL_KNOWN else 40)


@pytest.mark.parametrize("name", CAST)
def test_no_line_of_a_sheet_stands_elsewhere(name: str) -> None:
    sheet = Sheet.load(CHARACTERS / name / "persona")
    texts = [make_bare(line.text) for entry in sheet.entries for line in entry.lines]
    assert [text for text in set(texts) if texts.count(text) > 1] == []


@pytest.mark.parametrize("name", WELL_KNOWN)
def test_everybody_whom_a_character_often_names_is_in_its_sheet(name: str) -> None:
    sheet = Sheet.load(CHARACTERS / name / "persona")
    own = {name.capitalize()}
    counted: dict[str, int] = {}
    for line in lines(name):
        for found in set(_NAMED.findall(line)):
            if found not in own and not set(found.split()) & _OF_THE_WORLD:
                counted[found] = counted.get(found, 0) + 1
    missing = [who for who, times in counted.items() if times >= OFTEN and not sheet.find_named(who)]
    assert missing == []


@pytest.mark.parametrize("name", CAST)
def test_who_or_what_anything_of_a_sheet_is_has_an_answer_that_is_its_own(name: str) -> None:
    sheet = Sheet.load(CHARACTERS / name / "persona")
    for entry in sheet.entries:
        found = find_going_on(sheet, f"who is {make_bare(entry.name)}", (), (), lambda _: False)
        assert found is not None, entry.name
        assert found.card in [line.text for each in sheet.find_named(entry.name) for line in each.lines]


@pytest.mark.parametrize("name", CAST)
def test_every_line_of_a_sheet_is_said_with_directions_that_are_known(name: str) -> None:
    words = vocabulary.of(CHARACTERS / name)
    for entry in Sheet.load(CHARACTERS / name / "persona").entries:
        for line in entry.lines:
            assert "[" not in directions.strip(line.text, words), line.text


@pytest.mark.parametrize("name", CAST)
def test_what_is_asked_on_after_naming_somebody_stays_with_them(name: str) -> None:
    sheet = Sheet.load(CHARACTERS / name / "persona")
    entry = sheet.entries[0]
    chat = Chat(CHARACTERS / name, seed=3)
    chat.greet()
    own = {make_bare(line.text) for line in entry.lines}
    asked = {"he": "him", "she": "her", "it": "it", "they": "them"}[entry.pronoun]
    chat.say(f"who is {make_bare(entry.name)}?")
    said = [chat.strip(chat.say(f"tell me more about {make_bare(entry.name)}")) for _ in range(2)]
    said.append(chat.strip(chat.say(f"what happened to {asked}?")))
    assert [each for each in said if make_bare(each) not in own] == []


def test_a_thing_that_was_just_named_is_asked_about_by_its_name() -> None:
    sheet = Sheet.load(CHARACTERS / "juno" / "persona")
    found = find_going_on(sheet, "what boat", ("I once lost a boat. It was painted green.",), (), lambda _: False)
    assert found is not None
    assert (found.thing, found.card) == ("the boat", "")
    assert find_going_on(sheet, "do you like tea", ("I once lost a boat.",), (), lambda _: False) is None
    assert find_going_on(sheet, "what day is it", ("I took a clock apart.",), (), lambda _: False) is None


def test_somebody_unnamed_is_the_first_of_the_sheet() -> None:
    sheet = Sheet.load(CHARACTERS / "knox" / "persona")
    found = find_going_on(sheet, "do you miss him", ("He forgot his lines.",), (), lambda _: False)
    assert [each.entry and each.entry.name for each in [found] if each] == ["Desmond"]


def test_a_question_of_hardly_more_than_a_name_is_answered_by_what_it_wants() -> None:
    text = "Gerald (he)\nwho: A screw.\n? what was gerald bad at | what is gerald bad at: Turning."
    sheet = Sheet.of({"a.facts": text})
    found = [
        find_going_on(sheet, asked, (), (), lambda _: False) for asked in ("who was gerald", "what was gerald bad at")
    ]
    assert [each and each.card for each in found] == ["A screw.", "Turning."]


def test_what_is_written_for_a_thing_that_was_just_told_of_needs_no_pointing_at_it() -> None:
    chat = Chat(CHARACTERS / "knox", seed=3)
    chat.greet()
    chat.say("tell me about Rhyl")
    assert "Mrs Lamb" in chat.say("where did you stay?")


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("who is gerald", "who"), ("why is he shy", "why"), ("where is she now", "where"), ("and then what", "then"),
        ("what happened to him", "then"), ("what is she like", "like"), ("do you miss her", "feels"),
        ("how old is he", "number"),
        ("what is its name", "name"), ("is he tall", "so"), ("is he nice", "feels"),
        ("what does he do", "does"), ("when was that", "when"),
    ],
)  # fmt: skip
def test_what_is_wanted(asked: str, wanted: str) -> None:
    assert find_wanted(asked) == wanted


def test_what_names_nothing_asks_on() -> None:
    assert all(map(is_bare, ("why", "and then", "how come", "what happened", "tell me more", "lol why")))
    assert not any(map(is_bare, ("why a goose", "who is he", "what time is it")))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I'm so sorry. That must have been hard.", "kind"), ("Try it with string.", "advice"),
        ("I love copper.", "taste"),
        ("I once lost a boat.", "past"), ("I keep it in a jar.", "habit"), ("Useful things get used up.", "claim"),
    ],
)  # fmt: skip
def test_the_kind_of_what_was_said(said: str, kind: str) -> None:
    assert find_kind_said(said) == kind


@pytest.mark.parametrize("asked", ["who is gerald", "what is gerald", "tell me about gerald", "who is your screw"])
def test_who_somebody_is_is_no_other_question_about_them(asked: str) -> None:
    sheet = Sheet.of({"a.facts": "Gerald | the screw (he)\n? can i have gerald: Never.\nwho: He's a screw.\n"})
    found = find_going_on(sheet, asked, (), (), lambda _: False)
    assert found is not None
    assert found.card == "He's a screw."
    found = find_going_on(sheet, "can i have gerald", (), (), lambda _: False)
    assert found is not None
    assert found.card == "Never."


def test_who_did_something_with_what_is_pointed_at_is_answered_where_the_sheet_says() -> None:
    sheet = Sheet.of({"a.facts": "the box (it)\nwho: A box.\nwhy: Somebody chipped it.\n? who made it: A tailor.\n"})
    found = find_going_on(sheet, "who made it", ("I keep it in the box.",), (), lambda _: False)
    assert found is not None
    assert found.card == "A tailor."
    assert find_going_on(sheet, "who chipped it", ("I keep it in the box.",), (), lambda _: False) is None


def test_what_the_user_may_do_with_what_is_pointed_at_is_answered_where_the_sheet_says() -> None:
    sheet = Sheet.of({"a.facts": "the box (it)\nwho: A box.\nso: Yes.\n? can i have it: No, it's mine.\n"})
    said = ("I keep it in the box.",)
    assert find_going_on(sheet, "can i see it", said, (), lambda _: False) is None
    found = find_going_on(sheet, "can i have it", said, (), lambda _: False)
    assert found is not None
    assert found.card == "No, it's mine."


def test_what_names_nobody_is_about_whom_the_last_line_told_of() -> None:
    sheet = Sheet.of({"a.facts": "Bolt (he)\nfeels: I'm proud of him.\n? how did you meet: In the rain.\n"})
    found = find_going_on(sheet, "how did you meet", ("I'm proud of him.",), (), lambda _: False)
    assert found is not None
    assert found.card == "In the rain."
    assert find_going_on(sheet, "how did you meet", ("Never mind.",), (), lambda _: False) is None


def test_a_name_alone_is_no_question_that_names_it() -> None:
    sheet = Sheet.of({"a.facts": "Edna (she)\nwho: A lamp.\n? does edna like me: Very much.\n"})
    found = find_going_on(sheet, "was it edna", ("The box went up.",), (), lambda _: False)
    assert found is None or found.card == ""


def test_a_question_that_the_sheet_writes_is_answered_wherever_it_is_asked() -> None:
    chat = Chat(CHARACTERS / "juno", seed=3)
    chat.greet()
    assert "Winifred" in chat.say("what is on the top shelf?")


def test_a_thing_may_be_pointed_at_in_two_ways() -> None:
    sheet = Sheet.of({"a.facts": "the magpie (it, she)\nwhere: On the roof.\n"})
    for asked in ("where is it now", "where is she now"):
        found = find_going_on(sheet, asked, ("I lent it to the magpie.",), (), lambda _: False)
        assert found is not None
        assert found.card == "On the roof."
    assert find_going_on(sheet, "where is he now", ("I lent it to the magpie.",), (), lambda _: False) is None


@pytest.mark.parametrize(
    "text",
    ["who: Nobody.\n", "Gerald (he)\n\n", "Gerald\nwho: A screw.\n", "Gerald (he)\nwhence: A drawer.\n", "a" * 700],
)
def test_a_sheet_that_can_not_be_read_says_where(text: str) -> None:
    with pytest.raises(BrainError) as caught:
        Sheet.of({"a.facts": text})
    assert "line" in str(caught.value.where)
