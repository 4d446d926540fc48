"""How a character goes on about its own last lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.continuations import Continuations
from avatar.brain.own_questions import find_own
from avatar.brain.sheet import Entry, Line, Sheet, make_bare
from avatar.errors import BrainError
from avatar.text import directions, vocabulary
from tests.brain.test_persona import Chat
from tests.brain.test_sheets import CHARACTERS, lines

SAID_MOST = Path(__file__).with_name("said_most")
"""The 250 lines that each of them says most to strangers, in order, of five words and more beside questions."""
LEFT = {
    "bea": (101, 135),
    "blot": (96, 126),
    "bolt": (101, 130),
    "fern": (29, 33),
    "gus": (85, 132),
    "juno": (2, 40),
    "knox": (10, 22),
    "max": (97, 122),
    "zuri": (105, 135),
}
"""How many of those have neither a continuation nor a sheet entry, and how many no reason; may only shrink."""
CONTINUED = sorted({path.parent.parent.name for path in CHARACTERS.glob("*/persona/*.more")})
SCRIPT = """
+ [*] magpie [*]
- I lent it to a magpie.
+ [*] boat [*]
- I once lost a boat.
+ =held
- I did say so.
+ *
- Fine weather.
"""
MORE = """
lent it to a magpie
why: It had honest eyes.
what: Black and white.
more: It flew off over the roof.
? did you get it back: Never.
"""


@pytest.fixture
def talker(tmp_path: Path) -> Chat:
    (tmp_path / "persona").mkdir()
    (tmp_path / "persona" / "a.more").write_text(MORE, "utf-8")
    (tmp_path / "persona" / "a.rive").write_text("! version = 2.0\n" + SCRIPT, "utf-8")
    return Chat(tmp_path)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("why?", "It had honest eyes."),
        ("lol why", "It had honest eyes."),
        ("what magpie?", "Black and white."),
        ("what do you mean?", "Black and white."),
        ("go on", "It flew off over the roof."),
        ("really?", "It flew off over the roof."),
        ("did you get it back?", "Never."),
        ("why a magpie?", "It had honest eyes."),
    ],
)
def test_a_line_is_gone_on_with_by_what_is_asked(talker: Chat, asked: str, answered: str) -> None:
    talker.say("tell me of the magpie")
    assert talker.strip(talker.say(asked)) == answered


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("do you sell kettles?", "Not for money."),
        ("do you sell ketltes", "Not for money."),
        ("waht does it do at night?", "It hums."),
        ("what colour is my spoon?", "Yours is blue."),
        ("do you collect kettles?", "Everybody asks that."),
    ],
)
def test_a_question_written_for_the_last_line_comes_before_all_that_is_heard_elsewhere(
    tmp_path: Path, asked: str, answered: str
) -> None:
    (tmp_path / "persona").mkdir()
    more = "a kettle and two spoons\n? do you sell kettles: Not for money.\n? what does it do at night: It hums.\n"
    (tmp_path / "persona" / "a.more").write_text(f"{more}? what colour is my spoon: Yours is blue.\n", "utf-8")
    rules = "+ things\n- I have a kettle and two spoons.\n+ do you sell kettles\n- I sell nothing at all.\n"
    rules += "+ do you collect kettles\n- Everybody asks that.\n+ *\n- Fine weather.\n"
    (tmp_path / "persona" / "a.rive").write_text(f"! version = 2.0\n{rules}", "utf-8")
    chat = Chat(tmp_path)
    chat.say("things")
    assert chat.strip(chat.say(asked)) == answered


@pytest.mark.parametrize("asked", ["would you marry it?", "is it a good listener?", "what kind of soup did you lend?"])
def test_a_reason_answers_no_yes_or_no_and_a_common_verb_takes_up_nothing(talker: Chat, asked: str) -> None:
    talker.say("tell me of the magpie")
    assert talker.strip(talker.say(asked)) not in ("It had honest eyes.", "It flew off over the roof.")


@pytest.mark.parametrize("asked", ["lent what?", "you lent it to what, a bird?", "my hat?"])
def test_a_word_of_the_line_is_asked_back_with_what_is_wanted_behind_it(tmp_path: Path, asked: str) -> None:
    (tmp_path / "persona").mkdir()
    (tmp_path / "persona" / "a.more").write_text("lent your hat\nwhy: It begged.\nwhat: The brown one.\n", "utf-8")
    script = "+ hat\n- I lent your hat to a magpie.\n+ *\n- Fine weather.\n"
    (tmp_path / "persona" / "a.rive").write_text(f"! version = 2.0\n{script}", "utf-8")
    chat = Chat(tmp_path)
    chat.say("hat")
    assert chat.strip(chat.say(asked)) == "The brown one."


def test_what_day_it_is_asks_of_no_line(tmp_path: Path) -> None:
    (tmp_path / "persona").mkdir()
    more = "my clock says four\n? is that the right time | are you sure of the time: It keeps good time.\n"
    (tmp_path / "persona" / "a.more").write_text(more, "utf-8")
    rules = "+ what time is it\n- My clock says four.\n+ what day is it [*]\n- Sunday.\n+ *\n- Fine weather.\n"
    (tmp_path / "persona" / "a.rive").write_text(f"! version = 2.0\n{rules}", "utf-8")
    chat = Chat(tmp_path)
    chat.say("what time is it")
    assert "It keeps good time." not in chat.say("what day is it today")
    assert chat.strip(chat.say("is that the right time?")) == "It keeps good time."


def test_what_was_never_said_holds_nobody_to_a_word(talker: Chat) -> None:
    talker.say("tell me of a boat")
    assert talker.strip(talker.say("you never said what boat you lost")) != "I did say so."


@pytest.mark.parametrize(
    ("plain", "same"),
    [
        ("did you love him", True), ("and did you love him", True), ("what did he do", False),
        ("did you hate him", False), ("did you love the old theatre", False),
    ],
)  # fmt: skip
def test_a_question_of_light_words_is_the_same_only_word_for_word(plain: str, same: bool) -> None:
    entry = Entry(("a chair",), "it", (Line("", ("did you love him",), "He had a good chair."),))
    assert (find_own(entry, plain, lambda _: True, near=True)[1] is not None) is same


def test_two_questions_get_two_answers_and_none_comes_twice(talker: Chat) -> None:
    talker.say("tell me of the magpie")
    assert talker.strip(talker.say("what magpie? did you get it back?")) == "Black and white. Never."
    assert talker.strip(talker.say("why?")) == "It had honest eyes."
    assert talker.strip(talker.say("why?")) != "It had honest eyes."


@pytest.mark.parametrize(
    ("said", "answered"),
    [("Both!", "One in each hand."), ("the spoon please", "A small one.")],
)
def test_what_is_written_for_a_line_needs_no_question_mark(tmp_path: Path, said: str, answered: str) -> None:
    (tmp_path / "persona").mkdir()
    more = "the kettle, or the spoon\n? both: One in each hand.\n? the spoon | the second: A small one.\n"
    (tmp_path / "persona" / "a.more").write_text(more, "utf-8")
    rules = "+ offer\n- I could tell you of the kettle, or the spoon.\n+ *\n- Fine weather.\n"
    (tmp_path / "persona" / "a.rive").write_text(f"! version = 2.0\n{rules}", "utf-8")
    chat = Chat(tmp_path)
    chat.say("offer")
    assert chat.strip(chat.say(said)) == answered


def test_what_asks_nothing_of_the_line_is_left_alone(talker: Chat) -> None:
    for line in ("what day is it", "my brother has a dog", "do you like soup"):
        talker.say("tell me of the magpie")
        assert talker.strip(talker.say(line)) not in MORE


def test_who_is_held_to_a_word_owns_up(talker: Chat) -> None:
    talker.say("tell me of a boat")
    assert talker.strip(talker.say("but you said you lost a boat")) == "I did say so."


@pytest.mark.parametrize("text", ["a line\n\n", "a line\nwhence: Here.\n", "...\nwhy: So.\n", "a" * 700])
def test_what_is_no_continuation_says_so(text: str) -> None:
    with pytest.raises(BrainError):
        Continuations.of({"a.more": text})


@pytest.mark.parametrize("name", CONTINUED)
def test_every_entry_belongs_to_a_line_that_is_said(name: str) -> None:
    known = Continuations.load(CHARACTERS / name / "persona")
    sheet = Sheet.load(CHARACTERS / name / "persona")
    answers = [line.text for entry in (*sheet.entries, *known.entries) for line in entry.lines]
    said = f" {' | '.join(map(make_bare, [*lines(name), *answers]))} "
    assert [part for entry in known.entries for part in entry.names if f" {make_bare(part)} " not in said] == []


@pytest.mark.parametrize("name", CONTINUED)
def test_what_goes_on_is_said_once_and_with_directions_that_are_known(name: str) -> None:
    words = vocabulary.of(CHARACTERS / name)
    texts = [line.text for entry in Continuations.load(CHARACTERS / name / "persona").entries for line in entry.lines]
    assert [text for text in texts if "[" in directions.strip(text, words)] == []
    assert [text for text in texts if texts.count(text) > 1] == []


@pytest.mark.parametrize("name", sorted(LEFT))
def test_most_of_what_is_said_most_is_gone_on_with(name: str) -> None:
    known = Continuations.load(CHARACTERS / name / "persona")
    sheet = Sheet.load(CHARACTERS / name / "persona")
    said = (SAID_MOST / f"{name}.txt").read_text("utf-8").splitlines()
    found = {line: known.find_entries(line) for line in said}
    left = [line for line, entries in found.items() if not entries and not sheet.find_named(line)]
    why = [line for line, entries in found.items() if any(each.of_kind("why") for each in entries)]
    assert len(left) <= LEFT[name][0], left
    assert len(said) - len(why) <= LEFT[name][1]


@pytest.mark.parametrize("of_it", ["the red lamp", "the blue lamp"])
def test_a_line_that_can_be_asked_about_comes_first(tmp_path: Path, of_it: str) -> None:
    """Of 8 lines the one that goes on is the first in about half of talks, whichever it is; with none, in an eighth."""
    lines = "".join(
        f"- I have {each} lamp.\n" for each in "the red,the blue,a green,a tall,an old,a new,my,one".split(",")
    )
    (tmp_path / "persona").mkdir()
    (tmp_path / "persona" / "a.rive").write_text("! version = 2.0\n+ hello\n" + lines, "utf-8")
    (tmp_path / "persona" / "a.more").write_text(f"{of_it}\nwhy: It shines.\n", "utf-8")
    said = [Chat(tmp_path, seed).say("hello") for seed in range(60)]
    assert 24 <= said.count(f"I have {of_it}.") <= 44
    assert len(set(said)) >= 5
