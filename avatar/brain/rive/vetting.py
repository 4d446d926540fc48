"""What in a persona file is refused, since it could hang, swell or execute: files may come from strangers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from avatar.brain.rive.reading import Complaint, PersonaFile, Trigger

MOST_WEIGHT = 100
_MOST_STARS = 3
"""Most wildcards of a trigger: with the longest message they bound the time that matching takes."""
_MOST_OPTIONS = 8
_WEIGHT = re.compile(r"\{weight=(\d+)\}")
_MORE_THAN_WORDS = re.compile(r"[<>{}\\*#_+?^$@()\[\]]")


def find_refusals(source: PersonaFile) -> Iterator[Complaint]:
    """All that is refused in a file, with its lines (0 for a definition)."""
    for line in source.macros:
        yield Complaint(line, "it holds object macros, which are never run")
    for kind, values in source.definitions.items():
        for name, parts in values.items():
            if any(_MORE_THAN_WORDS.search(part) for part in (*parts, name)):
                yield Complaint(0, f"the {kind} {name!r} holds more than plain words")
    for topic in source.topics.values():
        for trigger in topic.triggers:
            shape = "" if trigger.examples else _trigger_fault(trigger.text) or _trigger_fault(trigger.previous or "")
            fault = shape or _reply_fault(trigger)
            if fault:
                yield Complaint(trigger.line, fault)


def _trigger_fault(text: str) -> str:
    """Why a trigger may not be used; '' if it may. Only plain alternations, options and wildcards pass."""
    bare = re.sub(r"@\w+", "x", text)
    if re.search(r"[^\w\s'()|\[\]*#=]", bare):
        return "a trigger holds words, ( | ) [ ] * # _ and @arrays only"
    if sum(map(bare.count, "*#_")) > _MOST_STARS:
        return f"a trigger has at most {_MOST_STARS} wildcards"
    if bare.count("[") > _MOST_OPTIONS:
        return f"a trigger has at most {_MOST_OPTIONS} options"
    return ""


def _reply_fault(trigger: Trigger) -> str:
    if trigger.weight > MOST_WEIGHT or any(int(found) > MOST_WEIGHT for found in _weights(_answers(trigger))):
        return f"a weight is at most {MOST_WEIGHT}"
    if any("<call>" in answer for answer in _answers(trigger)):
        return "object macros are never run"
    return ""


def _answers(trigger: Trigger) -> Iterator[str]:
    yield from trigger.replies
    yield from (condition.reply for condition in trigger.conditions)
    yield trigger.redirect or ""


def _weights(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _WEIGHT.findall(text)
