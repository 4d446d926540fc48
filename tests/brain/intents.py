"""How many things a character's own files can be told apart by: its intents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from avatar.brain.rive.book import CORE, HOME, read, read_common
from avatar.brain.rive.reading import PersonaFile, Trigger, parse

_TAGS = re.compile(r"\{[^{}]*\}|<set [^=<>]+=[^>]*>+|\[[^\[\]]*\]|\([^()]*\)")
FEWEST = 2
"""Answers that an intent has."""


def find_intents(folder: Path) -> dict[str, frozenset[str]]:
    """The intents of a character, of its own files alone: trigger to its answers.

    A trigger that a user can type, or an occasion that one leads to (`=joke`), with at least FEWEST answers that no
    other one gives. Answers to a question of the character's own are part of that question, and no intent.
    """
    own = [parse(read(path)) for path in sorted((folder / "persona").glob("*.rive"))]
    common = [parse(text) for text in read_common().values()]
    led_to = {target for source in (*own, *common) for trigger in _heard(source) for target in _targets(trigger)}
    found: dict[str, frozenset[str]] = {}
    taken: set[str] = set()
    for trigger in (each for source in own for each in _heard(source)):
        typed = trigger.text != "*" and (not trigger.text.startswith("=") or trigger.text in led_to)
        answers = frozenset(map(_bare, trigger.replies)) - taken - {""}
        if typed and trigger.text not in found and len(answers) >= FEWEST:
            found[trigger.text] = answers
            taken |= answers
    return found


def count_intents(folder: Path) -> int:
    """How many intents a character has of its own."""
    return len(find_intents(folder))


def _heard(source: PersonaFile) -> Iterator[Trigger]:
    for name in (HOME, CORE):
        if name in source.topics:
            yield from source.topics[name].triggers


def _targets(trigger: Trigger) -> set[str]:
    texts = [*trigger.replies, *([f"{{@{trigger.redirect}}}"] if trigger.redirect else [])]
    return {target.strip() for text in texts for target in re.findall(r"\{@([^<>{}]+)\}", text)}


def _bare(reply: str) -> str:
    """A reply without directions, redirections and what it sets."""
    return " ".join(_TAGS.sub(" ", reply).split()).casefold()


if __name__ == "__main__":
    for each in sorted(Path("characters").iterdir()):
        if each.is_dir():
            print(each.name, count_intents(each))
