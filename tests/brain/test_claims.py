"""What a character has said of itself it stands by, and of several questions one is really answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.brain.claims import DENIED, SAID, find_claim
from avatar.brain.sheet import Sheet
from tests.brain.test_persona import persona

SCRIPT = """
+ my feet hurt
- Up on a cushion. I'd lend you the hammock.
+ tell me about my landlord
- I live in a case called the Savoy. I never sleep in a bed.
+ what is a torpedo
- A sort of fish.
+ hm
- Quite.
+ =honest said
- Just as I said.
- I did say so.
+ =honest no
- No, as I said.
+ =honest own
- No, I haven't got <bot deed>.
+ =honest do
- No, I don't <bot deed>.
"""
REPLIES = ("Quite so.", "Up on a cushion. I'd lend you the hammock.", "I keep eleven cats. I never eat soup.")


@pytest.mark.parametrize(
    ("deed", "owned", "found"),
    [
        ("a hammock", True, SAID),
        ("a kettle", True, ""),
        ("keep eleven cats", False, SAID),
        ("eat soup", False, DENIED),
        ("lend you the hammock", False, ""),
        ("not eat soup", False, ""),
        ("do it", False, ""),
    ],
)
def test_what_was_said_before_is_known_again(deed: str, owned: bool, found: str) -> None:
    assert find_claim(deed, REPLIES, owned=owned) == found


def test_a_synonym_is_the_same() -> None:
    assert find_claim("watch a movie", ["I watch a film every evening."], owned=False) == SAID
    assert find_claim("watch boats", ["I watch a film every evening."], owned=False) == ""


def test_it_stands_by_what_it_said_some_turns_ago(tmp_path: Path) -> None:
    chat = persona(tmp_path, SCRIPT)
    chat.say("my feet hurt")
    chat.say("hm")
    chat.say("hm")
    assert chat.say("so do you have a hammock then?") in ("Just as I said.", "I did say so.")
    assert chat.say("Do you have a submarine?") == "No, I haven't got a submarine."


def test_what_it_denied_it_denies_again(tmp_path: Path) -> None:
    chat = persona(tmp_path, SCRIPT)
    chat.say("tell me about my landlord")
    assert chat.say("Do you sleep in a bed?") == "No, as I said."
    assert chat.say("you live in a case called the Savoy?") in ("Just as I said.", "I did say so.")


def test_of_two_questions_the_one_that_is_really_answered_is(tmp_path: Path) -> None:
    chat = persona(tmp_path, SCRIPT)
    assert chat.say("What is a torpedo? Do you polish submarines?") == "A sort of fish."
    assert chat.say("Do you iron submarines? Do you polish them?").count("submarines") <= 1


def test_names_of_the_sheet_keep_their_capitals() -> None:
    sheet = Sheet.of(
        {"a": "Desmond | the other half (he)\nwho: A half.\n\nWalker (he)\nwho: Not every walker walks.\n"}
    )
    assert sheet.give_capitals("whether people see desmonds lips move") == "whether people see Desmond's lips move"
    assert sheet.give_capitals("met a walker") == "met a walker"
