"""Talks as strangers would type them, written before the persona's triggers were looked at: how often it has nothing to
hold on to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from avatar.text import directions
from tests.brain.test_persona import JUNO, Chat

TALKS = sorted(Path(__file__).with_name("transcripts").glob("*.txt"))
LOST = ("*", "=lost", "=word", "=again", "=change subject", "=beyond", "=fault")
"""Triggers that answer where nothing was understood."""
FEWEST_HEARD = 7 / 8


@pytest.mark.parametrize("talk", TALKS, ids=[talk.stem for talk in TALKS])
def test_a_stranger_is_seldom_lost_on_juno(talk: Path) -> None:
    lines = [line for line in talk.read_text("utf-8").split("\n") if line.strip()]
    assert len(lines) >= 50
    chat = Chat(JUNO, seed=3)
    replies = [directions.strip(chat.greet())]
    lost = []
    for line in lines:
        reply = directions.strip(chat.say(line))
        assert reply, line
        assert not re.search("undefined|[<{]", reply), (line, reply)
        assert reply not in replies, (line, reply)
        replies.append(reply)
        lost += [line] if chat.matched in LOST else []
    assert len(lost) <= len(lines) * (1 - FEWEST_HEARD), lost
