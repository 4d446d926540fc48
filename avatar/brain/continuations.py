"""How a character goes on about its own last lines, read from `persona/*.more`.

    lent to a magpie | one I lent to a bird
    why: [smile] It had such honest eyes.
    what: [thinking] Black, white, and very interested in brass.
    ? did you get it back: [sad] I see a glint on the roof, some evenings.

An entry begins with parts of the lines that it belongs to, as they are said; each line below answers one kind of
question about them, or questions of its own. What it says may be asked about in turn: it stays with its entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeAlias

from avatar.brain.meaning import Floats, find_directions
from avatar.brain.rive.book import read
from avatar.brain.sheet import Entry, Line, make_bare, read_blocks, read_line
from avatar.errors import BrainError

KINDS: Mapping[str, str] = {
    "why": "why it is so, or why it was said", "what": "what it is, or what was meant", "who": "who that is",
    "where": "where", "when": "when", "how": "how", "more": "what else there is to tell", "so": "a yes or no",
}  # fmt: skip
"""Kinds of questions that a line of an entry answers."""
MOST_FILES = 16
_MOST_ENTRIES = 4000
_REPLIES_KEPT = 512
"""Replies of which the entries are kept."""
_FEW = 2
"""Words of a line that may be said of anything."""
_KEPT = 16
"""How many characters' continuations are kept, for later talks."""


@dataclass(frozen=True, eq=False)
class Continuations:
    """All that a character has to say about its own lines. Never changes; safe to use from several threads."""

    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Continuations:
        """Those of texts by file name. Raises BrainError with file and line at what can't be read."""
        entries = [entry for name, text in texts.items() for entry in _parse(name, text)]
        if len(entries) > _MOST_ENTRIES:
            raise BrainError(f"More than {_MOST_ENTRIES} lines are gone on with", remedy="Leave some out.")
        return cls(tuple(entries))

    @classmethod
    def load(cls, folder: Path) -> Continuations:
        """Reads every `*.more` of a folder, in order of name; none make an empty one. Raises BrainError."""
        paths = sorted(folder.glob("*.more"))[:MOST_FILES]
        return _kept(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths))

    @cached_property
    def questions(self) -> tuple[Sequence[tuple[Entry, Line, str]], Floats]:
        """Every question that is written anywhere, with its entry and its line; and (questions, dimensions) what each
        asks."""
        found = [(entry, line, asked) for entry in self.entries for line in entry.lines for asked in line.asked]
        return found, find_directions([asked for _, _, asked in found])

    @cached_property
    def _by_text(self) -> _Index:
        """The entry of each line, but for those that may be said of anything: "very nearly"."""
        told = ((make_bare(line.text), entry) for entry in self.entries for line in entry.lines)
        return _make_index((f" {bare} ", entry) for bare, entry in told if len(bare.split()) > _FEW)

    @cached_property
    def _by_part(self) -> _Index:
        """The same of what entries begin with: several may begin with the same."""
        return _make_index((f" {make_bare(part)} ", entry) for entry in self.entries for part in entry.names)

    def goes_on(self, said: str) -> bool:
        """Whether a line can be asked about: one that can is worth saying sooner than one that can't."""
        return bool(self.find_entries(said))

    def find_entries(self, said: str) -> Sequence[Entry]:
        """The entries of a reply, the one of its end first; that of which it is itself a line comes last."""
        return self._found(make_bare(said))

    @cached_property
    def _found(self) -> Callable[[str], Sequence[Entry]]:
        """What `find_entries` finds, kept: a turn asks for the same few replies again and again."""
        return lru_cache(_REPLIES_KEPT)(self._find_entries)

    def _find_entries(self, bare: str) -> Sequence[Entry]:
        text = f" {bare} "
        found = [(text.rfind(part), len(part), entry) for part, entry in _find_within(self._by_part, text)]
        entries = [entry for _, _, entry in sorted(found, key=lambda each: each[:2], reverse=True)]
        telling = [entry for _, entry in _find_within(self._by_text, text)]
        return tuple(dict.fromkeys([*entries, *telling]))


_Index: TypeAlias = Mapping[str, Sequence[tuple[str, Entry]]]
"""Texts, bare and between blanks, each with its entry, by the longest word of each."""


def _make_index(texts: Iterable[tuple[str, Entry]]) -> _Index:
    index: dict[str, list[tuple[str, Entry]]] = {}
    for text, entry in texts:
        index.setdefault(max(text.split(), key=len, default=""), []).append((text, entry))
    return index


def _find_within(index: _Index, text: str) -> Iterator[tuple[str, Entry]]:
    """The texts of an index that stand within one."""
    for word in dict.fromkeys(text.split()):
        yield from (each for each in index.get(word, ()) if each[0] in text)


NONE = Continuations(())
"""Those of a character that has none."""


def _parse(name: str, text: str) -> Iterator[Entry]:
    for (head, where), *lines in read_blocks(name, text):
        parts = tuple(part.strip() for part in head.split("|") if make_bare(part))
        if not parts:
            raise BrainError(f"{head!r} begins no entry", where=where, remedy="Write a part of the line itself.")
        if not lines:
            raise BrainError(f"{parts[0]!r} is not gone on with", where=where, remedy="Write a line below it.")
        yield Entry(parts, "it", tuple(read_line(*each, KINDS) for each in lines))


@lru_cache(_KEPT)
def _kept(files: tuple[tuple[Path, int, int], ...]) -> Continuations:
    return Continuations.of({path.name: read(path) for path, _, _ in files})
