"""What a character knows of everybody and everything that its lines name: its sheet, read from `persona/*.facts`.

    Miss Thistlewood | the old librarian (she)
    who: [smile] She kept the library before me.
    why: [thinking] Her knees. The ladder had opinions about them.
    ? did she know you were a fox: She never mentioned it.

An entry begins with the names by which it is spoken of and how it is pointed at ("he", "she", "it", "they", or two of
them: "it, she"); each line below answers one kind of question about it, or a question of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.brain.meaning import Floats, find_direction, find_directions
from avatar.brain.rive.book import read
from avatar.brain.rive.ranking import find_fits
from avatar.brain.verbs import is_verb
from avatar.errors import BrainError

KINDS: Mapping[str, str] = {
    "who": "who or what it is", "why": "why it is so, or is called so", "when": "when", "where": "where",
    "how": "how", "then": "what happened, and then", "like": "what it is like, or looks like",
    "does": "what it does or says", "feels": "what the character thinks of it", "number": "how many, how old, how big",
    "name": "its name", "so": "a yes or no",
}  # fmt: skip
"""Kinds of questions that a line of an entry answers."""
PRONOUNS = ("he", "she", "it", "they")
_SPOKEN_OF: Mapping[str, frozenset[str]] = {
    "he": frozenset(("he", "him", "his")), "she": frozenset(("she", "her", "hers")),
}  # fmt: skip
MOST_FILES = 16
_MOST_ENTRIES = 1000
_LONGEST_LINE = 600
_KEPT = 16
"""How many sheets are kept, for later talks with the same characters."""
_HEAD = re.compile(rf"([^:?]+?) \(({'|'.join(PRONOUNS)})(?:, ({'|'.join(PRONOUNS)}))?\)")
_LINE = re.compile(r"([a-z]+): (\S.*)|\? ([^:]+): (\S.*)")
_CAPITALS = re.compile(r"[A-Z][a-z]{2,}")
_SMALL = re.compile(r"(?<![\w'])[a-z]{3,}\b")
_BARE_WORD = re.compile(rf"(?<!\ba )(?<!\ban )(?<!\bsome )(?<!\bthe ){_SMALL.pattern}")
"""A word that no article makes a thing."""
_POINTS = re.compile(r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|that|this|those|these|there|ones?|one)\b")
"""What names nothing by itself."""
_MINE = re.compile(r"(?:my|the) ")
"""What a name begins with that somebody else calls "your"."""
_MARKS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}|[^\w' ]")


class Line(NamedTuple):
    """One thing that is known."""

    kind: str
    """One of KINDS; '' where it answers a question of its own."""
    asked: tuple[str, ...]
    """The questions of its own that it answers, plain."""
    text: str
    """As it is said, with its directions."""


@dataclass(frozen=True, eq=False)
class Entry:
    """Somebody or something that is spoken of."""

    names: tuple[str, ...]
    """As they are written, the first one the name that it is called by."""
    pronoun: str
    """One of PRONOUNS."""
    lines: tuple[Line, ...]
    also: str = ""
    """Another of PRONOUNS by which it may be pointed at, as a cat may be by "it" and "she"; '' for none."""

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def is_thing(self) -> bool:
        """Whether it is no person."""
        return self.pronoun in ("it", "they")

    @cached_property
    def directions(self) -> Floats:
        """(lines, dimensions) What each line says."""
        return find_directions([make_bare(line.text) for line in self.lines])

    @cached_property
    def questions(self) -> tuple[Sequence[str], Sequence[int]]:
        """The questions of its own, and the line of each."""
        asked = [(question, place) for place, line in enumerate(self.lines) for question in line.asked]
        return [question for question, _ in asked], [place for _, place in asked]

    def of_kind(self, *kinds: str) -> Iterator[Line]:
        """Its lines of some kinds, in the order of the kinds."""
        for kind in kinds:
            yield from (line for line in self.lines if line.kind == kind)


@dataclass(frozen=True, eq=False)
class Sheet:
    """All entries of a character. Never changes; safe to use from several threads."""

    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Sheet:
        """The sheet of texts by file name. Raises BrainError with file and line at what can't be read."""
        entries: list[Entry] = []
        for name, text in texts.items():
            read_entries = [*_parse(name, text)]
            entries += read_entries
        if len(entries) > _MOST_ENTRIES:
            raise BrainError(f"A sheet holds more than {_MOST_ENTRIES} entries", remedy="Leave some out.")
        return cls(tuple(entries))

    @classmethod
    def load(cls, folder: Path) -> Sheet:
        """Reads every `*.facts` of a folder, in order of name; none make an empty sheet. Raises BrainError."""
        paths = sorted(folder.glob("*.facts"))[:MOST_FILES]
        return _kept(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths))

    @cached_property
    def by_text(self) -> Mapping[str, Entry]:
        """Entries by their lines, bare."""
        return {make_bare(line.text): entry for entry in self.entries for line in entry.lines}

    @cached_property
    def questions(self) -> tuple[Sequence[tuple[Entry, Line, str]], Floats]:
        """Every question of an entry's own that points at nothing, with its entry and its line; and (questions,
        dimensions) what each asks."""
        found = [(entry, line, asked) for entry in self.entries for line in entry.lines for asked in line.asked]
        found = [each for each in found if not _POINTS.search(each[2])]
        return found, find_directions([asked for _, _, asked in found])

    @cached_property
    def _by_name(self) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for entry in self.entries:
            for name in entry.names:
                found.setdefault(make_bare(name), entry)
        for name, entry in tuple(found.items()):
            if (of_mine := _MINE.match(name)) is not None:
                found.setdefault(f"your {name[of_mine.end() :]}", entry)
        return found

    @cached_property
    def _naming(self) -> re.Pattern[str] | None:
        names = sorted(map(re.escape, self._by_name), key=len, reverse=True)
        return re.compile(rf"(?<![\w])(?:{'|'.join(names)})(?=(?:'?s|es)?(?!\w))") if names else None

    @cached_property
    def _capitals(self) -> Mapping[str, str]:
        """Names of one word of people, which no line of the sheet writes without a capital, by how they are typed in a
        hurry."""
        people = (entry for entry in self.entries if not entry.is_thing)
        words = (
            name for entry in people for name in entry.names if _CAPITALS.fullmatch(name) and not is_verb(name.lower())
        )
        told = {word for entry in self.entries for line in entry.lines for word in _SMALL.findall(line.text)}
        named = {word.lower(): word for word in words if word.lower() not in told}
        return {**{f"{word}s": f"{name}'s" for word, name in named.items() if not word.endswith("s")}, **named}

    def give_capitals(self, text: str) -> str:
        """A text in which the names of the sheet are written as names: "desmonds lips" as "Desmond's lips"."""
        return _BARE_WORD.sub(lambda found: self._capitals.get(found[0], found[0]), text)

    def find_named(self, text: str) -> list[Entry]:
        """The entries that a text names, in the order in which it does, each once."""
        if self._naming is None:
            return []
        found = (self._by_name[each[0]] for each in self._naming.finditer(make_bare(text)))
        return list(dict.fromkeys(found))

    def find_by_head(self, word: str) -> Entry | None:
        """The entry one of whose names ends in a word: the bench lamp for "lamp"; None for none, or for several."""
        found = [entry for entry in self.entries if any(make_bare(name).split()[-1] == word for name in entry.names)]
        return found[0] if len(found) == 1 else None

    def find_unnamed(self, said: str) -> list[Entry]:
        """Whom a reply means by "he" or "she" where it names nobody: the first of the sheet who is spoken of so."""
        words = set(re.findall(r"[a-z]+", said.lower()))
        meant = [pronoun for pronoun, forms in _SPOKEN_OF.items() if words & forms]
        firsts = (next((entry for entry in self.entries if entry.pronoun == pronoun), None) for pronoun in meant)
        return [entry for entry in firsts if entry is not None]

    def find_telling(self, said: str) -> Entry | None:
        """The entry whose line a reply is, without directions."""
        return self.by_text.get(make_bare(said))


EMPTY = Sheet(())
"""Of a character that has none."""


@lru_cache(8192)
def make_bare(text: str) -> str:
    """A text without directions and marks, in small letters, one space between words."""
    return " ".join(_MARKS.sub(" ", text.replace("’", "'")).lower().split())


def find_nearness(entry: Entry, question: str) -> Floats:
    """(lines,) How like a plain question each line is by its words."""
    return np.asarray(entry.directions @ find_direction(question), np.float32)


def find_asked(entry: Entry, question: str, *, near: bool) -> Floats:
    """(lines,) How likely a plain question is one of those that each line is written for, from 0 to 1. `near`: the
    entry belongs to what was just said."""
    written, places = entry.questions
    asked = np.zeros(len(entry.lines), np.float32)
    if places:
        np.maximum.at(asked, np.asarray(places), find_fits(question, written, asking=True, near=near))
    return asked


def _parse(name: str, text: str) -> Iterator[Entry]:
    for (head, where), *lines in read_blocks(name, text):
        found = _HEAD.fullmatch(head)
        if found is None:
            remedy = f"Write its names, with | between them, then one of {', '.join(PRONOUNS)} in parentheses."
            raise BrainError(f"{head!r} begins no entry", where=where, remedy=remedy)
        names = tuple(each.strip() for each in found[1].split("|") if each.strip())
        if not lines:
            raise BrainError(f"Nothing is told of {names[0]!r}", where=where, remedy="Write a line below it.")
        yield Entry(names, found[2], tuple(read_line(*each) for each in lines), found[3] or "")


def read_blocks(name: str, text: str) -> Iterator[list[tuple[str, str]]]:
    """What stands between blank lines in a file: (line, its place) of each, without comments. Raises BrainError for a
    line that is too long."""
    block: list[tuple[str, str]] = []
    for number, each in enumerate([*text.splitlines(), ""], 1):
        bare, where = each.strip(), f"{name}, line {number}"
        if bare.startswith("//"):
            continue
        if len(bare) > _LONGEST_LINE:
            raise BrainError(f"A line has more than {_LONGEST_LINE} characters", where=where, remedy="Shorten it.")
        if bare:
            block.append((bare, where))
        elif block:
            yield block
            block = []


def read_line(bare: str, where: str, kinds: Collection[str] = KINDS) -> Line:
    """A line of an entry: a kind of `kinds`, or a question of its own, and the answer. Raises BrainError."""
    found = _LINE.fullmatch(bare)
    if found is None or (found[1] and found[1] not in kinds):
        remedy = f"Begin it with one of {', '.join(kinds)}, or with a question mark and the question, then a colon."
        raise BrainError(f"{bare!r} answers nothing", where=where, remedy=remedy)
    if found[1]:
        return Line(found[1], (), found[2])
    return Line("", tuple(make_bare(each) for each in found[3].split("|")), found[4])


@lru_cache(_KEPT)
def _kept(files: tuple[tuple[Path, int, int], ...]) -> Sheet:
    return Sheet.of({path.name: read(path) for path, _, _ in files})
