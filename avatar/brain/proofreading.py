"""Everything that is wrong with a persona's files, with file and line, for the person who writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from avatar.brain.continuations import Continuations
from avatar.brain.rive.book import read, read_common
from avatar.brain.rive.reading import Trigger, parse
from avatar.brain.rive.vetting import find_refusals
from avatar.brain.sheet import Sheet
from avatar.brain.unreached import find_unreached
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
    """All that is wrong with the `*.rive`, `*.facts` and `*.more` of a folder, and all that no talk reaches.

    Empty where all is well.

    `vocabulary`: what the character can be asked for, in brackets.
    """
    texts: dict[Path, str] = {}
    found: list[BrainError] = []
    for path in sorted(folder.glob("*.rive")):
        try:
            texts[path] = read(path)
        except BrainError as error:
            found.append(error)
    common = read_common().values()
    topics = {"random"} | {name for text in (*texts.values(), *common) for name in _topics(text)}
    likenesses = _Likenesses.of([*texts.values(), *common])
    for path, text in texts.items():
        for fault in [*_faults(text), *_loose_ends(text, topics, vocabulary), *likenesses.faults(text)][:MOST]:
            where = f"{path}, line {fault.line}" if fault.line else path
            found.append(BrainError(fault.what, where=where, remedy=fault.remedy))
    return (*found, *_sheet_problems(folder, vocabulary), *find_unreached(folder))


def _sheet_problems(folder: Path, vocabulary: Vocabulary) -> Iterator[BrainError]:
    """What is wrong with sheets and with how lines go on: what can't be read, directions that nobody knows."""
    for path in (*sorted(folder.glob("*.facts")), *sorted(folder.glob("*.more"))):
        try:
            text = read(path)
            _ = Sheet.of({path.name: text}) if path.suffix == ".facts" else Continuations.of({path.name: text})
        except BrainError as error:
            yield error
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for direction in _BRACKETS.findall(line):
                if direction in directions.strip(f"x {direction} x", vocabulary):
                    what = f"{direction} is no direction, and would do nothing"
                    yield BrainError(what, where=f"{path}, line {number}", remedy="`avatar docs brains` lists them.")


class _Likenesses(NamedTuple):
    """What the likenesses of a character's files and of the common persona lead to."""

    occasions: frozenset[str]
    """Triggers that there are."""
    led_to: frozenset[str]
    """Those that a likeness leads to."""
    examples: Mapping[str, int]
    """How often each example stands somewhere."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Likenesses:
        triggers = [trigger for text in texts for trigger in _triggers(text)]
        return cls(
            frozenset(each.text for each in triggers),
            frozenset(each.redirect for each in triggers if each.examples and each.redirect),
            Counter(example for each in triggers for example in each.examples),
        )

    def faults(self, text: str) -> Iterator[PersonaFault]:
        """Likenesses that lead nowhere or say the same, and answers that none of them leads to."""
        for trigger in _triggers(text):
            if trigger.examples and trigger.redirect and trigger.redirect not in self.occasions:
                remedy = f"Write '+ {trigger.redirect}' with replies, or correct the name."
                yield PersonaFault(
                    trigger.line, f"the likeness leads to {trigger.redirect!r}, which is not there", remedy
                )
            if twice := next((each for each in trigger.examples if self.examples[each] > 1), ""):
                remedy = "Leave it to one of them."
                yield PersonaFault(trigger.line, f"{twice!r} is an example of more than one likeness", remedy)
            if trigger.text.startswith("=like ") and trigger.text not in self.led_to:
                near = next(iter(get_close_matches(trigger.text, self.led_to, 1)), "")
                remedy = (
                    f"Did you mean '{near}'?" if near else f"Write '+ ~ ...' with examples, and '@ {trigger.text}'."
                )
                yield PersonaFault(trigger.line, f"no likeness leads to {trigger.text!r}", remedy)


def _triggers(text: str) -> Iterator[Trigger]:
    for topic in parse(text).topics.values():
        yield from topic.triggers


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
