"""A script that is being written while it is played: read again when it is saved, and where in it to go on."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from avatar import files
from avatar.show import directing
from avatar.show.cues import Directed, Say
from avatar.show.sources import ShowStop, list_stops

NEAR = 0.6
"""Likeness (0 to 1) from which two lines count as the same line, rewritten."""

WITHIN = 200
"""How many stops on either side are searched for a line: so the search stays quick in a script of a whole evening."""


class ScriptReading(NamedTuple):
    """A script as it was read."""

    text: str
    directed: Directed

    @property
    def playable(self) -> bool:
        """Whether anybody speaks in it: a file that is just being written may hold nothing yet."""
        return any(isinstance(cue, Say) for cue in self.directed.cues)


class Watched:
    """A script that may be saved at any moment, with all files that it names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = files.Stamps((path,))

    def changed(self) -> bool:
        """Whether any of it has been saved since it was read last; a file that is gone for a moment has not."""
        return self._seen.changed()

    def read(self) -> ScriptReading:
        """What it holds now. Raises ShowError for a file that is no script at all."""
        self._seen = files.Stamps((self.path,))
        text = directing.text_of(self.path)
        directed = directing.read_text(text, self.path)
        self._seen.add(each.path for each in directed.files)
        return ScriptReading(text, directed)


def find_same_place(before: ShowStop, after: Directed) -> int:
    """The cue of a rewritten script that takes the place of a stop: the line most like it, nearest to where it was."""
    places: Sequence[ShowStop] = list_stops(after)
    nearest = min(range(len(places)), key=lambda number: abs(places[number].line - before.line))
    window = range(max(0, nearest - WITHIN), min(len(places), nearest + WITHIN))
    alike = [(_likeness(before, places[number]), -abs(number - nearest), number) for number in window]
    best = max(alike)
    return places[best[2] if best[0] >= NEAR else nearest].cue


def _likeness(one: ShowStop, other: ShowStop) -> float:
    if one.who != other.who:
        return 0.0
    if one.text == other.text:
        return 1.0
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0
