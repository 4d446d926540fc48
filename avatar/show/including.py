"""Screenplays of several files: `[[include: opening.fountain]]` stands for what is in there.

What comes from another file stands on the line of its note, so that all of a show's lines are lines of one file. What
is wrong with the other file is told there too, with its name and its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from avatar.errors import ShowError
from avatar.show.elements import (
    DialogueBlock,
    Element,
    IncludedFile,
    Lyric,
    Problem,
    Screenplay,
    ScriptNote,
    UsedFile,
    shorten,
)
from avatar.show.script import parse

MOST, DEEPEST = 100, 8
"""Files that a screenplay may be made of, and how far one may include another."""

_INCLUDE = re.compile(r"include\s*[: ]\s*(?P<name>.+)", re.I)

HINT = "Write [[include: name.fountain]], of a file in the script's folder, on a line of its own."


@dataclass
class _Including:
    """One use: a screenplay that is put together."""

    text_of: Callable[[Path], str]
    root: Path
    """Where all files have to lie."""
    count: int = 0
    problems: list[Problem] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    """The files that it asks for, there or not."""
    included: list[IncludedFile] = field(default_factory=list)

    def expand(self, script: Screenplay, chain: tuple[Path, ...], source: int = 0) -> Iterator[Element]:
        """The elements of a screenplay, with those of what it includes. `chain`: the files that lead to it; `source`:
        its number among those that are included."""
        for element in script.elements:
            if isinstance(element, DialogueBlock):
                element = self._without_includes(element)
            name = _INCLUDE.fullmatch(element.text) if isinstance(element, ScriptNote) else None
            if isinstance(element, ScriptNote) and name is not None:
                yield from self._included(element, name["name"].strip(), chain, source)
            else:
                yield element

    def _without_includes(self, speech: DialogueBlock) -> DialogueBlock:
        includes = [part for part in speech.parts if isinstance(part, ScriptNote) and _INCLUDE.fullmatch(part.text)]
        for part in includes:
            self._tell(part, "An include within a speech is left out", HINT)
        return replace(speech, parts=tuple(part for part in speech.parts if part not in includes))

    def _included(self, note: ScriptNote, name: str, chain: tuple[Path, ...], within: int) -> Iterator[Element]:
        path = (chain[-1].parent / name.replace("\\", "/")).resolve() if "\0" not in name else self.root
        self.count += 1
        if not path.is_relative_to(self.root):
            self._tell(note, f"{shorten(name, 40)} leads out of the folder", "Put the file beside the script.")
        elif path in chain:
            loop = " > ".join(each.name for each in (*chain[chain.index(path) :], path))
            self._tell(note, f"This includes itself: {loop}", "Take one of these notes out.")
        elif self.count > MOST or len(chain) > DEEPEST:
            self._tell(note, f"More than {MOST} files, or {DEEPEST} within each other", "Put some of them together.")
        else:
            yield from self._taken_in(note, path, chain, within)

    def _taken_in(self, note: ScriptNote, path: Path, chain: tuple[Path, ...], within: int) -> Iterator[Element]:
        self.paths.append(path)
        try:
            script = parse(self.text_of(path))
        except ShowError as error:
            self._tell(note, f"{path.name}: {error.what}", error.remedy)
            return
        self.included.append(IncludedFile(path, note.line, within))
        source, first = len(self.included), len(self.included)
        before = len(self.problems)
        found = [_at(element, note.line, source) for element in self.expand(script, (*chain, path), source)]
        self.included[first:] = (each._replace(line=note.line) for each in self.included[first:])
        theirs = [*script.problems, *self.problems[before:]]
        del self.problems[before:]
        for each in theirs:
            self.problems.append(replace(each, line=note.line, what=f"{path.name}, line {each.line}: {each.what}"))
        yield from found

    def _tell(self, note: ScriptNote, what: str, hint: str) -> None:
        self.problems.append(Problem(note.line, shorten(f"[[{note.text}]]"), what, hint, grave=True))


def include(script: Screenplay, path: Path, text_of: Callable[[Path], str], root: Path | None = None) -> Screenplay:
    """A screenplay with what it includes. `path`: its own; `root`: the folder that no include leads out of, its own one
    where that is None. What can't be included is told, and left out."""
    work = _Including(text_of, (root or path.parent).resolve())
    elements = tuple(work.expand(script, (path.resolve(),)))
    problems = sorted((*script.problems, *work.problems), key=lambda each: each.line)
    used = tuple(UsedFile("script", each) for each in dict.fromkeys((path, *work.paths)))
    return replace(script, elements=elements, problems=tuple(problems), files=used, included=tuple(work.included))


def _at(element: Element, line: int, source: int) -> Element:
    """The element as if it stood on that line; `source`: the included file that it is from, if that is not known."""
    moved = replace(element, line=line)
    if isinstance(moved, DialogueBlock | ScriptNote | Lyric) and not moved.source:
        moved = replace(moved, source=source)
    if isinstance(moved, DialogueBlock):
        return replace(moved, parts=tuple(replace(part, line=line) for part in moved.parts))
    return moved
