"""Talks in which somebody tells of themselves and asks for it later, and which of the answers are right."""

from __future__ import annotations

import copy
import re
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from tests.brain.test_persona import Chat

FOLDER = Path(__file__).with_name("remembered")
CHARACTERS = Path(__file__).parents[2] / "characters"
_OWNS = re.compile(
    r"\b(?:don't|do not|haven't|have not|not|never|nothing) (?:\w+ ){0,3}?(?:know|told|said|say|tell|see|yet|have it"
    r"|got that|on my sleeve|on your card|under that|mentioned)\b|\bif you said\b|\bblank\b|\bmy nose in\b"
    r"|\bdrill on\b|\badmiring the cuffs\b|\bgap on the shelf\b|\bescapes me\b|\bslipped past me\b|\bretain\b"
    r"|\b(?:don't|do not) (?:seem to )?have that\b"
    r"|\b(?:can't|cannot|couldn't) (?:\w+ ){0,2}?(?:find|say|tell|see)\b|\bisn't on your card",
    re.I,
)
"""What says that something was not told, or is not known."""
_TELLING = 4
"""Letters from which on a word of what was told tells something."""


class Asked(NamedTuple):
    """One question, and what its answer names."""

    question: str
    wanted: str
    """ "a/b" for one of them, "a, b" for each; "-" where it was not told."""


class Told(NamedTuple):
    """One talk: what is said, and what is asked at its end."""

    name: str
    lines: tuple[str, ...]
    asked: tuple[Asked, ...]


class Answered(NamedTuple):
    """A question with the answer that it got."""

    asked: Asked
    reply: str
    cue: str
    right: bool


def read_talks(name: str) -> list[Told]:
    """The talks of a file."""
    talks = []
    for block in FOLDER.joinpath(f"{name}.txt").read_text("utf-8").split("\n\n")[1:]:
        lines = block.strip().splitlines()
        asked = (Asked(*line[2:].rsplit(" = ", 1)) for line in lines if line.startswith("? "))
        talks.append(Told(lines[0][2:], tuple(line[2:] for line in lines if line.startswith("> ")), tuple(asked)))
    return talks


def ask_all(told: Told, who: str, seed: int = 17) -> Iterator[Answered]:
    """A talk with a character, and each question at its end, as if it were the only one."""
    chat = Chat(CHARACTERS / who, seed=seed)
    chat.greet()
    for line in told.lines:
        chat.say(line)
    talk, turns = chat.brain._talk, list(chat.turns)
    assert talk is not None
    shared = (talk.script.book, talk._sheet, talk._known, talk._vocabulary)
    for each in told.asked:
        chat.turns = list(turns)
        chat.brain._talk = copy.deepcopy(talk, {id(one): one for one in shared})
        reply = chat.strip(chat.say(each.question))
        heard = chat.brain._talk._hearer.last
        cue = heard.cue if heard is not None else ""
        yield Answered(each, reply, cue, is_right(each, told, reply, cue))


def is_right(asked: Asked, told: Told, reply: str, cue: str) -> bool:
    """Whether a reply names what was told; where nothing was told, whether it says so and hands back nothing else."""
    low = reply.lower()
    if asked.wanted != "-":
        return all(any(_names(low, way) for way in each.split("/")) for each in asked.wanted.split(", "))
    words = re.findall(r"\w+", asked.question.lower())
    others = {word for line in told.lines for word in re.findall(r"(?<=[a-z,] )[A-ZÀ-Þ]\w+", line)}
    if cue == "=told so far":
        return True  # all that was told of the same
    return bool(_OWNS.search(reply)) and not any(
        re.search(rf"\b{word}\b", reply) for word in others if len(word) >= _TELLING and word.lower() not in words
    )


def _names(reply: str, way: str) -> bool:
    return bool(re.search(rf"\b{re.escape(way.lower())}", reply))


def main() -> None:
    """How many answers are right in all talks of the files that are named: `python -m tests.brain.remembering seen`."""
    for name in sys.argv[1:] or ("seen", "unseen"):
        talks = zip(read_talks(name), cycle(("juno", "fern", "knox")))
        right = [each.right for talk, who in talks for each in ask_all(talk, who)]
        print(f"{name}: {sum(right)} of {len(right)}")


if __name__ == "__main__":
    main()
