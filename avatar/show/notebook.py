"""What a Director writes down: cues, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from avatar import backdrops
from avatar.show.cues import Cue
from avatar.show.elements import FileKind, Problem, UsedFile, shorten


class Notebook:
    """Shared by a Director and those who read parts of a screenplay for it."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.cues: list[Cue] = []
        self.problems: list[Problem] = [*problems]
        self.files: dict[UsedFile, None] = {}
        """What the screenplay names, in order, there or not."""

    def use(self, kind: FileKind, name: str, found: Path | None, folders: Sequence[Path]) -> None:
        """Note a file that the screenplay names, or, where it was not found, the places where it would be: a heading
        is in capitals, and its file need not be."""
        missing = (backdrops.expect_beside(each, folders) for each in (name, name.lower()))
        for path in (found,) if found else filter(None, missing):
            self.files[UsedFile(kind, path)] = None

    def tell(self, line: int, text: str, what: str, suggestion: str = "", grave: bool = False) -> None:
        self.problems.append(Problem(line, shorten(text), what, suggestion, grave))
