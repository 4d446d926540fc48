"""Everything that is wrong with a persona's files, with file and line, for the person who writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from avatar.brain.rive.book import read, read_common
from avatar.brain.rive.reading import parse
from avatar.brain.rive.vetting import find_refusals
from avatar.errors import BrainError
from avatar.text import directions
from avatar.text.vocabulary import USUAL, Vocabulary

MOST = 20
"""Most faults that are reported of one file."""

_TOPIC = re.compile(r"\{topic=([^{}]*)\}")
_DEFINED = re.compile(r"^\s*>\s*topic\s+(\S+)")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_TAGS = re.compile(r"<[^<>]*>|\{[^{}]*\}")


class PersonaFault(NamedTuple):
    """What is wrong, and what to do."""

    line: int
    """From 1; 0 where it is the whole file's."""
    what: str
    remedy: str = "Correct that line."


def find_problems(folder: Path, vocabulary: Vocabulary = USUAL) -> tuple[BrainError, ...]:
    """All that is wrong with the `*.rive` of a folder; empty where all is well or nothing is there.

    `vocabulary`: what the character can be asked for, in brackets.
    """
    texts: dict[Path, str] = {}
    found: list[BrainError] = []
    for path in sorted(folder.glob("*.rive")):
        try:
            texts[path] = read(path)
        except BrainError as error:
            found.append(error)
    topics = {"random"} | {name for text in (*texts.values(), *read_common().values()) for name in _topics(text)}
    for path, text in texts.items():
        for fault in [*_faults(text), *_loose_ends(text, topics, vocabulary)][:MOST]:
            where = f"{path}, line {fault.line}" if fault.line else path
            found.append(BrainError(fault.what, where=where, remedy=fault.remedy))
    return tuple(found)


def _topics(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if defined := _DEFINED.match(line):
            yield defined[1]


def _faults(text: str) -> Iterator[PersonaFault]:
    """What the reader complains of, what is refused, and triggers with nothing after them."""
    source = parse(text)
    yield from (PersonaFault(each.line, each.what) for each in source.complaints)
    yield from (PersonaFault(each.line, f"it is refused: {each.what}", "Change it.") for each in find_refusals(source))
    broken = {each.line for each in source.complaints}
    for topic in source.topics.values():
        for trigger in topic.triggers:
            if not trigger.answers and trigger.line not in broken:
                yield PersonaFault(
                    trigger.line, f"nothing answers {trigger.text!r}", "Write a reply below it, after a dash."
                )


def _loose_ends(text: str, topics: set[str], vocabulary: Vocabulary) -> Iterator[PersonaFault]:
    """Topics that aren't there, and directions that nobody knows: those would do nothing."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare.startswith(("-", "*", "^")):
            continue
        for name in _TOPIC.findall(bare):
            if name not in topics:
                yield PersonaFault(
                    number, f"there is no topic {name!r}", f"Write it ('> topic {name}'), or correct the name."
                )
        for direction in _BRACKETS.findall(_TAGS.sub("", bare)):
            if direction in directions.strip(f"x {direction} x", vocabulary):
                near = vocabulary.nearest(direction[1:-1])
                hint = f"Did you mean [{near}]?" if near else "`avatar docs brains` lists them."
                yield PersonaFault(number, f"{direction} is no direction, and would do nothing", hint)
