"""Marks that stay in force until the next of their sort: what is left of a scene's past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from avatar.types import Entry, Mark

SORTS: Mapping[str, str] = {
    "expression": "expression", "state": "state", "look": "look", "move": "move", "enter": "on stage",
    "exit": "on stage", "set": "set", "fade": "fade", "camera": "camera", "clock": "clock", "prop": "prop",
    "hat": "hat",
}  # fmt: skip
"""Kind of mark to its sort: a mark holds until the next of the same sort."""

ARRIVES = frozenset({"fade", "camera"})
"""Kinds of marks whose end is where they have arrived: they hold on."""

OF_ALL = frozenset({"camera"})
"""Kinds of which one is in force for everybody, whoever it names."""


def keep_lasting(marks: Iterable[tuple[float, str, Mark]]) -> list[Entry]:
    """The marks still in force: the latest of each person and sort. `marks` come in order of time."""
    kept: dict[tuple[str, str], Entry] = {}
    for start, who, mark in marks:
        if mark.kind in SORTS and (mark.end is None or mark.kind in ARRIVES):
            end = None if mark.end is None else mark.end - mark.start
            whose = "" if mark.kind in OF_ALL else who
            kept[whose, SORTS[mark.kind]] = Entry(start, who, replace(mark, start=0.0, end=end))
    return sorted(kept.values(), key=lambda entry: entry.start)
