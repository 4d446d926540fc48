"""The offline persona: manners, memory, and ten minutes of company."""

from __future__ import annotations

import asyncio
import re
import threading
from datetime import datetime
from pathlib import Path

import pytest

from avatar.brain import BRAINS, Setup, Turn
from avatar.brain import persona as personas
from avatar.brain.persona import Persona
from avatar.brain.rive import Overtime, PersonaScript
from avatar.errors import BrainError
from avatar.text import directions, vocabulary
from tests.brain.intents import count_intents

JUNO = Path(__file__).parents[2] / "characters" / "juno"
TALK = Path(__file__).with_name("ten_minutes.txt").read_text("utf-8").split("\n")
LINES = [line for line in TALK if line and not line.startswith("#")]


def now() -> datetime:
    return datetime(2026, 3, 22, 15, 4)


class Chat:
    """A conversation with a persona, for tests."""

    def __init__(self, folder: Path = JUNO, seed: int = 1) -> None:
        self.brain = Persona(Setup(folder, seed=seed), now)
        self.vocabulary = vocabulary.of(folder)
        self.turns: list[Turn] = []

    def greet(self) -> str:
        return asyncio.run(self._reply())

    def say(self, text: str) -> str:
        self.turns.append(Turn("user", text))
        reply = asyncio.run(self._reply())
        self.turns.append(Turn("character", self.strip(reply)))
        return reply

    async def _reply(self) -> str:
        return "".join([token async for token in self.brain.reply(tuple(self.turns))])

    def strip(self, reply: str) -> str:
        """What is shown of a reply: the character's own words for what it can do are no text."""
        return directions.strip(reply, self.vocabulary)

    @property
    def said(self) -> list[str]:
        return [turn.text for turn in self.turns if turn.who == "character"]

    @property
    def matched(self) -> str:
        talk = self.brain._talk
        return talk.script.matched if talk else ""


@pytest.fixture
def chat() -> Chat:
    return Chat()


def persona(folder: Path, script: str) -> Chat:
    (folder / "persona").mkdir()
    (folder / "persona" / "a.rive").write_text("! version = 2.0\n" + script, "utf-8")
    return Chat(folder)


def test_juno_listens_for_more_than_two_hundred_things_with_several_answers_each() -> None:
    script = PersonaScript.load(JUNO / "persona")
    assert script.triggers >= 200
    own = [each for topic in ("random", "core") for each in script.book.topics[topic].triggers]
    answers = {trigger.text: trigger.replies for trigger in own if not trigger.redirect}
    alone = [
        trigger
        for trigger, cards in answers.items()
        if len(cards) < 2 and not any("{@" in card for card in cards) and trigger != "=fault"
    ]
    assert alone == []


def test_every_redirection_leads_to_a_reply() -> None:
    script = PersonaScript.load(JUNO / "persona", seed=1)
    targets = set()
    for topic in script.book.topics.values():
        for trigger in topic.triggers:
            texts = [*trigger.replies, *([f"{{@{trigger.redirect}}}"] if trigger.redirect else [])]
            targets |= {target for text in texts for target in re.findall(r"\{@([^<>{}]+)\}", text)}
    assert len(targets) > 5
    for target in targets:
        assert script.answer(target), target


@pytest.mark.parametrize("line", ["I'm bored", "i feel so bored", "hi again", "what's the capital of Peru?"])
def test_lines_that_once_went_astray(chat: Chat, line: str) -> None:
    chat.say(line)
    assert chat.matched not in ("*", "=fault")
    assert chat.said[-1] != directions.strip(PersonaScript.load(JUNO / "persona").cards("=fault")[0])


def test_capitals_are_given_back(chat: Chat) -> None:
    heard = " ".join(chat.say(f"do you like Peru {'very ' * n}much") for n in range(1, 6))
    assert "Peru" in heard
    assert "peru" not in heard


def test_every_reply_of_junos_is_speakable() -> None:
    script = PersonaScript.load(JUNO / "persona")
    for topic in script.book.topics.values():
        for trigger in topic.triggers:
            for card in trigger.replies:
                bare = re.sub(r"\{[^}]*\}|<set [^>]*>+", " ", card)
                shown = directions.strip(bare)
                assert not re.search(r"[\[*(]", shown), card
                for sentence in re.split(r"(?<=[.!?]) ", shown):
                    assert len(sentence.split()) <= 30, sentence


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_ten_minutes_of_conversation_never_repeat_and_seldom_fall_back(seed: int) -> None:
    chat = Chat(seed=seed)
    replies: list[str] = []
    lost = 0
    for line in LINES:
        reply = directions.strip(chat.say(line))
        assert reply, line
        assert not re.search("undefined|[<{]", reply), (line, reply)
        assert reply not in replies[-10:], (line, reply)
        replies.append(reply)
        lost += chat.matched in ("*", "=change subject")
    assert len(LINES) >= 80
    assert lost < len(LINES) * 0.25
    assert len(set(replies)) > len(replies) * 0.9


def test_she_remembers_the_name_she_was_told(chat: Chat) -> None:
    assert "Jörg" in chat.say("my name is Jörg")
    chat.say("tell me a joke")
    chat.say("how are you?")
    assert "Jörg" in chat.say("what's my name?")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("I'm Anna", "Anna"),
        ("anna", "Anna"),
        ("It's Anna Maria", "Anna Maria"),
        ("call me Ishmael", "Ishmael"),
        ("Hi, I'm Bo!", "Bo"),
        ("McDonald", "McDonald"),
        ("My name is Łukasz.", "Łukasz"),
        ("people call me Sam", "Sam"),
    ],
)
def test_the_name_is_taken_from_an_answer_to_her_question(chat: Chat, line: str, name: str) -> None:
    chat.greet()
    chat.say(line)
    assert chat.brain.variables.get("name") == name


@pytest.mark.parametrize(
    "line", ["hello", "no", "tell me a joke", "why?", "what time is it?", "I don't want to tell you"]
)
def test_what_is_no_name_is_not_taken_for_one(chat: Chat, line: str) -> None:
    chat.greet()
    chat.say(line)
    assert "name" not in chat.brain.variables


def test_a_resumed_conversation_knows_what_was_told_before() -> None:
    chat = Chat()
    chat.turns = [
        Turn("user", "my name is Ada"),
        Turn("character", "Ada!"),
        Turn("user", "i have a parrot"),
        Turn("character", "A parrot!"),
    ]
    assert "Ada" in chat.say("do you remember me?")
    assert chat.brain.variables["pet"] == "parrot"


def test_after_two_dead_ends_she_changes_the_subject(chat: Chat) -> None:
    chat.say("glorb the frimbly wug")
    assert chat.matched == "*"
    chat.say("sprocketing unto vales")
    assert chat.matched == "=change subject"


def test_what_she_was_told_comes_back_later(chat: Chat) -> None:
    chat.say("I have a tortoise")
    chat.say("Bernard")
    heard = " ".join(chat.say(f"glorb frimbly {n} wug") for n in range(1, 41))
    assert "tortoise" in heard


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("what is 12 times 7?", "84"),
        ("2+2", "4"),
        ("What's 10 / 4", "2.5"),
        ("twenty four minus three", "21"),
        ("how much is (3 + 4) * 2?", "14"),
        ("7 x 6 =", "42"),
        ("calculate 2 ^ 10", "1024"),
        ("20% of 50", "10"),
        ("1 divided by 3", "about 0.3333"),
        ("three hundred plus five", "305"),
        ("1,000 + 1", "1001"),
        ("what's the square root of 144?", "12"),
        ("whats the cube root of 27", "3"),
        ("12 squared", "144"),
        ("half of 50", "25"),
        ("80 plus 15%", "92"),
        ("whats 15% of 240", "36"),
        ("a hundred times a hundred", "10000"),
        ("how many miles is 10 km?", "about 6.21 miles"),
        ("can you convert 20 c to f", "68 degrees Fahrenheit"),
        ("what is minus 40 in fahrenheit", "-40 degrees Fahrenheit"),
        ("how many ounces are in a pound", "16 ounces"),
        ("3 feet in cm", "91.44 centimetres"),
        ("how many cups in a litre", "about 4.23 cups"),
    ],
)
def test_she_does_small_sums_right(chat: Chat, line: str, result: str) -> None:
    assert re.search(rf"(?<![\d.]){re.escape(result)}(?!\d)", chat.say(line), re.I)


@pytest.mark.parametrize("line", ["1/0", "what is 5 divided by zero?"])
def test_dividing_by_nothing_is_met_with_dignity(chat: Chat, line: str) -> None:
    chat.say(line)
    assert chat.matched == "=no sum"


@pytest.mark.parametrize(
    "line", ["9^9^9^9", "((((((((", "what is 1+", "1e999 + 1", "99999999999999999999 * 99999999999999999999"]
)
def test_absurd_sums_do_no_harm(chat: Chat, line: str) -> None:
    assert chat.say(line)


def test_she_knows_the_time_and_date(chat: Chat) -> None:
    assert "3:04 pm" in chat.say("what time is it?")
    assert "Sunday" in chat.say("what day is it today?")


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("what day is tomorrow?", "Monday, the 23rd of March"),
        ("what day was yesterday", "Saturday, the 21st of March"),
        ("how many days until christmas", "278 days"),
        ("what day is the 24th of December?", "Thursday, the 24th of December"),
        ("when is the 31st of june", ""),
        ("what is the date", "Sunday, the 22nd of March"),
        ("do you know what day it is?", "Sunday"),
        ("could you tell me what time it is, please", "3:04 pm"),
    ],
)
def test_she_knows_the_calendar(chat: Chat, line: str, result: str) -> None:
    assert result in directions.strip(chat.say(line))


@pytest.mark.parametrize("line", ["10 km in kg", "how many kg is 99999999999999999 km", "convert", "5 in"])
def test_what_is_no_conversion_is_none(chat: Chat, line: str) -> None:
    chat.say(line)
    assert chat.matched != "=sum"


def test_juno_has_four_hundred_things_to_say_that_nothing_else_is_answered_by() -> None:
    assert count_intents(JUNO) >= 400


def test_she_spells(chat: Chat) -> None:
    assert "R, H, Y, T, H, M" in chat.say("How do you spell rhythm?")


def test_jokes_come_with_timing_and_go_on_when_asked(chat: Chat) -> None:
    first = chat.say("tell me a joke")
    second = chat.say("another one")
    assert chat.matched == "=joke"
    assert first != second
    for joke in (first, second):
        assert directions.read(joke).pauses


@pytest.mark.parametrize("line", ["I want to die", "i'm going to kill myself", "sometimes I think about suicide"])
def test_despair_is_answered_seriously_and_points_to_people(chat: Chat, line: str) -> None:
    assert re.search("crisis line|emergency", chat.say(line))


@pytest.mark.parametrize(
    "line", ["you are so sexy", "fuck you", "you stupid idiot", "marry me", "how do I build a bomb"]
)
def test_rudeness_and_advances_are_handled_by_their_own_lines(chat: Chat, line: str) -> None:
    reply = chat.say(line)
    assert chat.matched != "*"
    assert not re.search("fuck|sexy|idiot", reply)


def test_the_same_line_three_times_is_noticed(chat: Chat) -> None:
    for _ in range(3):
        chat.say("tell me about turnips")
    assert chat.matched == "=same"


@pytest.mark.parametrize(
    ("line", "trigger"),
    [
        ("", "=empty"),
        ("   \n", "=empty"),
        ("...", "=empty"),
        ("\x00\x1b[31m", None),
        ("😀", "=emoji"),
        ("👍👍🏽", "=emoji"),
        ("你好吗", "=foreign"),
        ("كيف حالك", "=foreign"),
        ("как дела", "=foreign"),
        ("word " * 20_000, "=long"),
        ("a" * 100_000, None),
        ("{@=joke}<get name>[smile] {topic=ask_day}", None),
        ("*" * 500, "=empty"),
        ("\u202eolleh", None),
        ("xkcdqrtz", "=gibberish"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_odd_input_gets_an_answer(chat: Chat, line: str, trigger: str | None) -> None:
    reply = chat.say(line)
    assert reply
    assert "undefined" not in reply
    if trigger:
        assert chat.matched == trigger


def test_input_can_not_reach_the_manners_or_set_variables(chat: Chat) -> None:
    chat.say("<set name=Mallory> {topic=ask_joke} =fault")
    assert "name" not in chat.brain.variables
    assert chat.matched != "=fault"


def test_without_words_it_greets(chat: Chat) -> None:
    assert "Juno" in chat.greet()


def test_one_seed_one_conversation() -> None:
    lines = [line for line in LINES if not re.search("coin|dice|number|pick|rock|should i", line, re.I)][:20]

    def talk() -> list[str]:
        chat = Chat(seed=7)
        return [chat.say(line) for line in lines]

    assert talk() == talk()


def test_the_brain_is_found_by_name() -> None:
    brain = BRAINS["persona"](Setup(JUNO))
    assert brain.name == "persona"
    assert brain.availability().works


def test_a_character_without_a_script_of_its_own_is_no_mute(tmp_path: Path) -> None:
    chat = Chat(tmp_path / "wilma")
    assert "Wilma" in chat.greet()
    assert "Ada" in chat.say("I'm Ada")
    lost = 0
    replies: list[str] = []
    for line in LINES:
        reply = chat.say(line)
        assert not re.search("undefined|[<{]", reply), (line, reply)
        assert directions.strip(reply) not in replies[-5:], (line, reply)
        replies.append(directions.strip(reply))
        lost += chat.matched in ("*", "=lost", "=change subject")
    assert lost < len(LINES) * 0.4


def test_a_few_lines_of_its_own_are_heard_instead_of_the_common_ones(tmp_path: Path) -> None:
    chat = persona(tmp_path, "+ =joke\n- Mine. (beat) All mine.\n\n+ [*] turnips [*]\n- I grow them.\n")
    assert "Mine." in chat.say("tell me a joke")
    assert chat.say("what about turnips then") == "I grow them."
    assert chat.say("hello")


CAST = sorted(path.parent for path in JUNO.parent.glob("*/persona"))


@pytest.mark.parametrize("folder", CAST, ids=[folder.name for folder in CAST])
def test_everyone_in_the_cast_can_hold_a_conversation(folder: Path) -> None:
    chat = Chat(folder, seed=3)
    replies = [chat.strip(chat.greet())]
    lost = 0
    for line in LINES:
        reply = chat.strip(chat.say(line))
        assert not re.search("undefined|[<{\\[*(]", reply), (line, reply)
        assert reply not in replies[-5:], (line, reply)
        replies.append(reply)
        lost += chat.matched in ("*", "=lost", "=change subject")
    assert lost < len(LINES) * 0.4


@pytest.mark.parametrize("folder", CAST, ids=[folder.name for folder in CAST])
def test_a_cry_for_help_is_answered_as_often_as_it_comes(folder: Path) -> None:
    chat = Chat(folder)
    for line in ["I want to die"] * 5 + ["hello. i am going to kill myself", "I want to die"]:
        assert re.search("crisis line|emergency", chat.say(line)), chat.said[-1]


# ------------------------------------------------------------------------------------------- scripts from strangers


@pytest.mark.parametrize(
    "script",
    [
        "> object harm python\nimport os\nos.system('true')\n< object\n+ *\n- <call>harm</call>\n",
        "+ hello\n- <call>harm</call>\n",
        "+ (a+)+x\n- yes\n",
        "+ [*] * * * [*]\n- yes\n",
        "+ * hello\n^ * * * * *\n- yes\n",
        "+ hello\n- yes{weight=100000000}\n",
        "! var a = <bot a>\n+ *\n- <bot a>\n",
        "! array x = *|*|*\n+ @x @x @x\n- yes\n",
        "+ hello (\n- yes\n",
        "this is not a persona\n+ Hello.\n- x\n",
    ],
)
def test_hostile_or_broken_scripts_are_refused_with_their_file(tmp_path: Path, script: str) -> None:
    chat = persona(tmp_path, script)
    with pytest.raises(BrainError, match=r"a\.rive"):
        chat.say("hello")


@pytest.mark.parametrize(
    "script",
    [
        "+ *\n- {@hello}\n+ hello\n- {@hello}\n",  # goes round for ever
        "+ *\n- {@a}{@a}{@a}{@a}\n+ a\n- {@b}{@b}{@b}{@b}\n+ b\n- {@a}{@a}{@a}{@a}\n",  # and swells
        "! global depth = 1000000\n+ *\n- {@hello}\n+ hello\n- {@hello}\n",
        "+ *\n- <set a=<get a><get a>xxxxxxxx><get a>{@x}\n+ x\n- <add a=b>\n",
        "+ *\n- <star99><input12><reply9>\n",
        "+ *\n- {random}|||{/random}\n",
    ],
)
def test_a_script_that_goes_astray_is_answered_by_a_stock_line(tmp_path: Path, script: str) -> None:
    chat = persona(tmp_path, script)
    for _ in range(3):
        reply = chat.say("hello")
        assert reply
        assert len(reply) <= 2100


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "persona").mkdir()
    (tmp_path / "persona" / "a.rive").write_bytes(b"\xff\xfe\x00+ hello")
    with pytest.raises(BrainError, match="UTF-8"):
        Chat(tmp_path).say("hello")


def test_a_reply_that_would_take_too_long_is_given_up() -> None:
    script = PersonaScript({"a.rive": "+ hello\n- hi\n"}, seconds=0.0)
    with pytest.raises(Overtime):
        script.answer("hello")
    assert PersonaScript({"a.rive": "+ hello\n- hi\n"}).answer("hello") == "hi"


async def test_a_machine_that_has_no_time_is_waited_for_and_a_script_without_end_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(personas, "LONGEST", 1.0)
    monkeypatch.setattr(personas, "_ROUNDS", 1000)
    brain = Persona(Setup(tmp_path))
    asleep, ended = threading.Event(), threading.Event()
    asyncio.get_running_loop().call_later(2.5, asleep.set)
    assert await brain._in_thread(lambda: asleep.wait(60) and "here") == "here"

    def endless() -> None:
        while not ended.is_set():
            pass

    try:
        assert await brain._in_thread(endless) is None
    finally:
        ended.set()
    await brain.aclose()


@pytest.mark.parametrize("seed", range(40))
def test_what_is_known_is_never_denied(seed: int) -> None:
    text = "+ zorb my name\n- {weight=40}You are <get name>.\n- You never told me.\n"
    script = PersonaScript({"a.rive": text}, seed=seed)
    assert script.answer("zorb my name") == "You never told me."
    script.learn("name", "Ada")
    for _ in range(5):
        assert script.answer("zorb my name") == "You are Ada."
