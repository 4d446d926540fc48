"""Everything that is wrong with a persona's files, with file and line, for the person who writes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from avatar.brain import rive
from avatar.errors import BrainError
from avatar.text import directions as marks

MOST = 20
"""Faults told of one file."""

_LINE = re.compile(r"\bline (\d+): (.*?)(?: \(near: .*)?$", re.DOTALL)
_TOPIC = re.compile(r"\{topic=([^{}]*)\}")
_DEFINED = re.compile(r"^\s*>\s*topic\s+(\S+)")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_TAGS = re.compile(r"<[^<>]*>|\{[^{}]*\}")


class Fault(NamedTuple):
    """What is wrong, and what to do."""

    line: int
    """From 1; 0 where it is the whole file's."""
    what: str
    remedy: str = "Correct that line."


def problems(folder: Path, own: Collection[str] = ()) -> tuple[BrainError, ...]:
    """All that is wrong with the `*.rive` of a folder; empty where all is well or nothing is there.

    `own`: names of the character's own expressions and gestures, which may stand in brackets like the usual ones.
    """
    texts: dict[Path, str] = {}
    found: list[BrainError] = []
    for path in sorted(folder.glob("*.rive")):
        try:
            texts[path] = rive.read(path)
        except BrainError as error:
            found.append(error)
    topics = {"random"} | {name for text in (*texts.values(), *rive.common().values()) for name in _topics(text)}
    for path, text in texts.items():
        for fault in [*_faults(path.name, text), *_loose_ends(text, topics, frozenset(own))][:MOST]:
            where = f"{path}, line {fault.line}" if fault.line else path
            found.append(BrainError(fault.what, where=where, remedy=fault.remedy))
    return tuple(found)


def _topics(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if defined := _DEFINED.match(line):
            yield defined[1]


def _faults(name: str, text: str) -> Iterator[Fault]:
    """What the interpreter says, one line at a time: a line that it refuses is left out, and the rest read again."""
    lines = text.splitlines()
    for _ in range(MOST):
        warned: list[Fault] = []

        def warn(message: str, _file: str = "", line: int = 0, into: list[Fault] = warned) -> None:
            into.append(Fault(line, message))

        try:
            tree = rive.parsed(name, lines, warn)
        except BrainError as error:
            fault = _refused(error.what, lines)
            yield fault
            if not fault.line:
                return
            # A trigger leaves one behind, so that its replies are not without.
            trigger = lines[fault.line - 1].lstrip().startswith("+")
            lines[fault.line - 1] = f"+ line {fault.line} of these" if trigger else ""
            continue
        yield from warned
        yield from (Fault(line, f"it is refused: {what}", "Change it.") for line, what in rive.faults(tree))
        yield from _silent(tree)
        return


def _refused(message: str, lines: list[str]) -> Fault:
    told = _LINE.search(message)
    if told:
        return Fault(int(told[1]), told[2])
    # The parser trips over its own message for brackets that are never closed, and then names no line.
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if bare[:1] in "+%@" and any(bare.count(one) != bare.count(other) for one, other in ("()", "[]", "{}", "<>")):
            return Fault(number, "a bracket is never closed")
    return Fault(0, message)


def _silent(tree: Any) -> Iterator[Fault]:
    """Triggers with nothing after them."""
    for topic in tree["topics"].values():
        for entry in topic["triggers"]:
            if not entry["reply"] and not entry["condition"] and not entry["redirect"]:
                line = topic["syntax"].get(entry["trigger"], {}).get("lineno", 0)
                yield Fault(line, f"nothing answers {entry['trigger']!r}", "Write a reply below it, after a dash.")


def _loose_ends(text: str, topics: set[str], own: frozenset[str]) -> Iterator[Fault]:
    """Topics that aren't there, and directions that nobody knows: those would be read aloud."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare.startswith(("-", "*", "^")):
            continue
        for name in _TOPIC.findall(bare):
            if name not in topics:
                yield Fault(number, f"there is no topic {name!r}", f"Write it ('> topic {name}'), or correct the name.")
        for direction in _BRACKETS.findall(_TAGS.sub("", bare)):
            if direction[1:-1].lower() not in own and direction in marks.read(f"x {direction} x").shown:
                yield Fault(
                    number, f"{direction} is no direction, and would be read aloud", "docs/brains.md lists them."
                )
