"""What a Director writes down: cues, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable

from avatar.show.cues import Cue
from avatar.show.elements import Problem, shorten


class Notebook:
    """Shared by a Director and those who read parts of a screenplay for it."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.cues: list[Cue] = []
        self.problems: list[Problem] = [*problems]

    def tell(self, line: int, text: str, what: str, suggestion: str = "", grave: bool = False) -> None:
        self.problems.append(Problem(line, shorten(text), what, suggestion, grave))
