"""Six people who have never met the cast, and what each of them types in the first quarter of an hour."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brain.test_persona import Chat

CHARACTERS = Path(__file__).parents[2] / "characters"
LISTENERS = ["bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri"]
TALKS = sorted(Path(__file__).with_name("strangers").glob("*.txt"))
_LOST = frozenset(("*", "=lost", "=unknown", "=change subject", "=again"))
"""What is matched where nothing was understood, or nothing is left to say."""
MOST_LOST = 1 / 8


@pytest.mark.parametrize("talk", TALKS, ids=[talk.stem for talk in TALKS])
@pytest.mark.parametrize("name", LISTENERS)
def test_of_what_a_stranger_says_one_line_in_eight_at_most_finds_nothing(name: str, talk: Path) -> None:
    chat = Chat(CHARACTERS / name, seed=8)
    chat.greet()
    lines = talk.read_text("utf-8").splitlines()
    replies, missed = [], []
    for line in lines:
        replies.append(chat.strip(chat.say(line)))
        missed += [line] if chat.matched in _LOST else []
    assert len(lines) >= 55
    assert len(set(replies)) == len(replies)
    assert len(missed) <= len(lines) * MOST_LOST, missed


@pytest.mark.parametrize("name", ["bea", "gus", "max", "zuri"])
def test_nobody_who_is_low_is_met_with_the_act(name: str) -> None:
    chat = Chat(CHARACTERS / name)
    low = ["I'm so stupid", "I hate myself", "I can't cope", "everything is pointless", "nobody loves me"]
    for line in [*low, "I had a miscarriage", "my mother died last week", "I was diagnosed with cancer", *low]:
        assert chat.say(line).startswith("[sad]"), chat.said[-1]
    assert "emergency number" in chat.say("somebody has collapsed!")
