"""Facts and conversations, kept and forgotten."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from avatar.brain import Setup, Turn
from avatar.brain.memory import MOST_FACTS, Fact, Memory
from avatar.brain.names import shorten_introduction
from avatar.brain.persona import Persona
from avatar.brain.spelling import put_typing_right
from avatar.errors import BrainError

CHARACTERS = Path(__file__).parents[2] / "characters"


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    kept = Memory(tmp_path / "deep" / "memory.sqlite")
    yield kept
    kept.close()


def test_facts_are_kept_for_each_character_and_outlive_the_program(memory: Memory) -> None:
    memory.remember("juno", "name", "Ada")
    memory.remember("juno", "pet", "dog")
    memory.remember("max", "name", "Bob")
    memory.remember("juno", "name", "Ada Lovelace")
    memory.close()
    again = Memory(memory.path)
    assert {fact.key: fact.value for fact in again.facts("juno")} == {"name": "Ada Lovelace", "pet": "dog"}
    assert [fact.value for fact in again.facts("max")] == ["Bob"]
    again.close()


def test_what_is_forgotten_is_gone_from_the_file_too(memory: Memory) -> None:
    memory.remember("juno", "name", "Zephyrine")
    memory.remember("juno", "pet", "axolotl")
    assert memory.forget("juno", "name") == 1
    assert [fact.key for fact in memory.facts("juno")] == ["pet"]
    assert memory.forget("juno") == 1
    assert memory.facts("juno") == ()
    memory.close()
    assert b"Zephyrine" not in memory.path.read_bytes()


def test_an_empty_value_forgets(memory: Memory) -> None:
    memory.remember("juno", "name", "Ada")
    memory.remember("juno", "name", "")
    assert memory.facts("juno") == ()


def test_facts_are_bounded_in_number_and_length(memory: Memory) -> None:
    for number in range(MOST_FACTS + 20):
        memory.remember("juno", f"key {number}", "x" * 10_000)
    facts = memory.facts("juno")
    assert len(facts) == MOST_FACTS
    assert max(len(fact.value) for fact in facts) <= 500


def test_conversations_are_listed_searched_and_deleted(memory: Memory) -> None:
    first, second = memory.begin("juno"), memory.begin("juno")
    memory.add(first, "user", "Tell me about  100% wool_hats")
    memory.add(first, "character", "They are warm.")
    memory.add(second, "user", "And about tea?")
    memory.begin("juno")  # nothing was said in it: not worth listing
    assert [found.id for found in memory.conversations("juno")] == [second, first]
    assert memory.conversations("juno")[1].title == "Tell me about 100% wool_hats"
    assert memory.conversations("juno")[1].turns == 2
    assert [found.id for found in memory.conversations(search="WARM")] == [first]
    assert [found.id for found in memory.conversations(search="100%")] == [first]
    assert memory.conversations(search="0_w") == ()
    assert memory.conversations("max") == ()
    assert memory.turns(first) == (
        ("user", "Tell me about  100% wool_hats", ""),
        ("character", "They are warm.", "juno"),
    )
    memory.delete_all("juno")
    assert memory.conversations() == ()


def test_a_turn_knows_who_spoke_and_older_files_know_their_character(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "memory.sqlite")
    old.executescript(
        "CREATE TABLE conversations (id INTEGER PRIMARY KEY AUTOINCREMENT, character TEXT NOT NULL,"
        " started REAL NOT NULL, title TEXT NOT NULL DEFAULT '');"
        "CREATE TABLE turns (conversation INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,"
        " number INTEGER NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL,"
        " PRIMARY KEY (conversation, number));"
        "INSERT INTO conversations VALUES (1, 'gus', 5, 'hi'); INSERT INTO turns VALUES (1, 1, 'user', 'hi', 5),"
        " (1, 2, 'character', 'hi yourself', 6); PRAGMA user_version = 1"
    )
    old.close()
    memory = Memory(tmp_path / "memory.sqlite")
    memory.add(1, "character", "Bolt here.", "bolt")
    assert memory.turns(1) == (
        ("user", "hi", ""),
        ("character", "hi yourself", "gus"),
        ("character", "Bolt here.", "bolt"),
    )
    memory.close()


def test_turns_of_an_unknown_conversation_are_left_alone(memory: Memory) -> None:
    memory.add(77, "user", "hello")
    assert memory.turns(77) == ()


def test_switched_off_it_makes_no_file_and_knows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    memory = Memory(path, on=False)
    memory.remember("juno", "name", "Ada")
    memory.add(memory.begin("juno"), "user", "hello")
    assert memory.facts("juno") == ()
    assert memory.conversations() == ()
    memory.delete_all()
    assert not path.exists()


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    memory = Memory(path)
    memory.remember("juno", "name", "Ada")
    assert len(memory.facts("juno")) == 1
    assert path.with_name("memory.sqlite.damaged").exists()
    memory.close()


def test_a_file_of_a_newer_avatar_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(BrainError, match="newer"):
        Memory(path)


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BrainError, match="switch memory off"):
        Memory(tmp_path / "file" / "memory.sqlite")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_nobody_else_can_read_it(memory: Memory) -> None:
    assert stat.S_IMODE(memory.path.stat().st_mode) == 0o600


def test_two_programs_may_write_at_once(memory: Memory) -> None:
    other = Memory(memory.path)

    def write(one: Memory, name: str) -> None:
        for number in range(30):
            one.remember("juno", f"{name} {number}", "x")

    threads = [
        threading.Thread(target=write, args=(one, name)) for one, name in ((memory, "a"), (other, "b"), (other, "c"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memory.facts("juno")) == 90
    other.close()


def test_what_is_damaged_inside_is_read_as_far_as_it_goes(memory: Memory) -> None:
    talk = memory.begin("juno")
    memory.add(talk, "user", "What is a kettle?")
    memory.remember("juno", "name", "Ada")
    memory.close()
    raw = sqlite3.connect(memory.path)
    raw.execute("UPDATE turns SET text = CAST(x'4f68ff' AS TEXT)")
    raw.execute("UPDATE conversations SET title = x'ff', started = 'yesterday'")
    raw.execute("UPDATE facts SET value = CAST(x'c328' AS TEXT), at = 1e300")
    raw.commit()
    raw.close()
    again = Memory(memory.path)
    assert again.turns(talk) == (("user", "Oh\ufffd", ""),)
    assert again.conversations()[0].title == "\ufffd"
    assert again.conversations()[0].started == 0.0
    assert again.said("juno") == ((0.0, "\ufffd"),)
    assert again.facts("juno") == (Fact("name", "\ufffd(", 0.0),)
    again.close()


@pytest.mark.parametrize("at", range(0, 8192, 211))
def test_whatever_byte_is_damaged_it_is_used_or_put_aside_or_refused(memory: Memory, at: int) -> None:
    for number in range(5):
        memory.remember("juno", f"name{number}", "Ünal")
        memory.add(memory.begin("juno"), "user", "Größe")
    memory.close()
    content = bytearray(memory.path.read_bytes())
    content[at : at + 40] = b"\xff" * 40
    memory.path.write_bytes(content)
    try:
        again = Memory(memory.path)
    except BrainError:
        assert memory.path.read_bytes() == content, "what is refused is left as it was"
        return
    aside = memory.path.with_name("memory.sqlite.damaged")
    assert not aside.exists() or aside.read_bytes() == content, "what is put aside is left as it was"
    try:
        again.facts("juno")
        for each in again.conversations(search="ö"):
            again.turns(each.id)
        again.remember("juno", "pet", "cat")
        assert ("pet", "cat") in [(fact.key, fact.value) for fact in again.facts("juno")]
    except BrainError:
        assert memory.path.exists(), "what turns out to be damaged later is left where it was"
    finally:
        again.close()


ORDINARY = (Path(__file__).parent / "ordinary.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("character", ["juno", "gus"])
def test_two_hundred_ordinary_lines_with_a_model_behind_teach_only_what_was_said(
    character: str, tmp_path: Path
) -> None:
    """The persona listens along. What it would have asked, nobody heard: the next line is no answer to it."""
    memory = Memory(tmp_path / "memory.sqlite")
    persona = Persona(Setup(CHARACTERS / character, "", character, seed=3, memory=memory))

    async def run() -> None:
        turns: list[Turn] = []
        for line in [*ORDINARY, *(f"{line} then" for line in ORDINARY), "my name is Ada", "I have a tortoise"]:
            turns += [Turn("user", line)]
            await persona.listen(turns)
            turns += [Turn("character", "I see. And then what happened?")]
        await persona.aclose()

    asyncio.run(run())
    kept = Memory(tmp_path / "memory.sqlite")
    learned = {fact.key: fact.value for fact in kept.facts(character)}
    kept.close()
    assert learned.items() <= {"name": "Ada", "pet": "tortoise"}.items()
    assert learned["name"] == "Ada"


def test_a_fact_keeps_the_line_that_taught_it(memory: Memory) -> None:
    persona = Persona(Setup(CHARACTERS / "juno", name="Juno", seed=1, memory=memory))

    async def talk() -> None:
        turns: list[Turn] = []
        for line in ("Hello there", "My name is Wilhelmina, by the way", "I have a parrot", "What a day"):
            turns.append(Turn("user", line))
            turns.append(Turn("character", "".join([str(piece) async for piece in persona.reply(turns)])))

    asyncio.run(talk())
    learnt = {fact.key: fact.line for fact in memory.facts("juno")}
    assert learnt["name"] == "My name is Wilhelmina, by the way"
    assert learnt["pet"] == "I have a parrot"


def test_facts_of_an_older_file_have_no_line(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "memory.sqlite")
    old.executescript(
        "CREATE TABLE facts (character TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, at REAL NOT NULL,"
        " PRIMARY KEY (character, key)); INSERT INTO facts VALUES ('gus', 'name', 'Ada', 5); PRAGMA user_version = 2"
    )
    old.close()
    memory = Memory(tmp_path / "memory.sqlite")
    assert memory.facts("gus") == (Fact("name", "Ada", 5.0),)
    memory.remember("gus", "name", "Bob", "Call me Bob")
    assert memory.facts("gus")[0][::3] == ("name", "Call me Bob")
    memory.close()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yo, Marcus, chef", "I'm Marcus. I'm a chef"),
        ("Good evening sir, Reginald Parker, retired postman", "I'm Reginald. I'm a retired postman"),
        ("hi there Juno. Patricia, but everyone calls me Pat", "hi there Juno. I'm Pat"),
        ("hi it's Wendy", "I'm Wendy."),
        ("hello, it's me, Aisha", "I'm Aisha"),
        ("it's Ellie here from last night", "I'm Ellie. from last night"),
        ("lol I'm not anonymous, I said I'm priya!", "My name's Priya!"),
        ("my name isn't anonymous it's Raj", "My name's Raj"),
        ("you can call me Ted", "I'm Ted"),
        ("hi it's raining", "hi it's raining"),
        ("hi it's whatever", "hi it's whatever"),
        ("I'm not hungry, I said I'm bored", "I'm not hungry, I said I'm bored"),
        ("yo, mate, alright", "yo, mate, alright"),
        ("good morning! Coffee, two sugars", "good morning! Coffee, two sugars"),
    ],
)
def test_whoever_says_a_name_says_it_as_with_i_am(said: str, meant: str) -> None:
    assert shorten_introduction(said) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("my names Carol", "my name's Carol"),
        ("names tom", "name's tom"),
        ("what are their names again", "what are their names again"),
        ("my sons just got his first job", "my son's just got his first job"),
        ("my wifes been gone three years", "my wife's been gone three years"),
        ("my dads in hospital", "my dad's in hospital"),
        ("my dogs got fleas", "my dogs got fleas"),
        ("my mates just got back", "my mates just got back"),
        ("its probably nothing", "it's probably nothing"),
        ("its josh's pan", "it's josh's pan"),
        ("its vulpes vulpes", "it's vulpes vulpes"),
        ("he says its 'soaking'", "he says it's 'soaking'"),
        ("its tail is wagging", "its tail is wagging"),
        ("it lost its way", "it lost its way"),
    ],
)
def test_a_missing_apostrophe_is_put_in_where_nothing_else_is_meant(typed: str, meant: str) -> None:
    assert put_typing_right(typed) == meant
