"""The title page: what comes before the script, however the program wrote it that saved it.

Fountain has keys at the margin and values behind them or indented below. Writers leave out the indents, put blank lines
between, dashes before, or all of it on one line; any of that is read, as long as the first line begins with a key that
title pages have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from avatar.show import emphasis
from avatar.show.elements import Setting

OURS = ("cast", "audience", "seed", "set", "sets", "language", "camera")
"""Keys that change what is performed."""

USUAL = (
    "title", "credit", "author", "authors", "source", "copyright", "notes", "contact", "date", "draft date", "revision",
)  # fmt: skip
"""Keys that Fountain names."""

OTHERS = frozenset(
    (
        "written by", "writer", "writers", "by", "story by", "based on", "adapted by", "draft", "version", "episode",
        "season", "series", "production", "company", "producer", "director", "subtitle", "alias", "logline", "genre",
        "format", "header", "footer", "font", "font family", "watermark", "page size", "paper", "wga", "registration",
        "phone", "email", "e-mail", "address", "website", "studio", "network", "created", "credits", "note", "template",
        "tl", "tc", "tr", "cc", "br", "bl", "colour", "color", "revised", "private contact", "private", "scene numbers",
        "numbering", "spoiler", "tags", "keywords", "description", "summary", "synopsis", "licence", "license",
    )
)  # fmt: skip
"""Keys that other programs write, and that ask for nothing here."""

MEANT = {
    "lang": "language", "sprache": "language", "langue": "language", "idioma": "language", "lingua": "language",
    "язык": "language", "言語": "language", "语言": "language", "שפה": "language",
    "titel": "title", "titre": "title", "título": "title", "titulo": "title", "titolo": "title", "название": "title",
    "タイトル": "title", "标题": "title", "כותרת": "title",
    "autor": "author", "auteur": "author", "autore": "author", "автор": "author", "作者": "author", "מאת": "author",
    "house": "audience", "publikum": "audience", "public": "audience", "público": "audience", "pubblico": "audience",
    "besetzung": "cast", "rollen": "cast", "distribution": "cast", "reparto": "cast", "elenco": "cast",
    "personnages": "cast", "personajes": "cast", "personaggi": "cast", "personagens": "cast", "characters": "cast",
    "casting": "cast", "roles": "cast", "voices": "cast", "роли": "cast", "出演": "cast", "角色": "cast",
}  # fmt: skip
"""Other words for our keys. Of those for a cast only rows with an equals sign count: most list people in words."""

KNOWN = frozenset((*OURS, *USUAL, *OTHERS, *MEANT))

LONGEST_KEY = 30

_KEY = re.compile(rf"\s*(?:[-–—*•]\s+)?([^\W\d_][^:=\n]{{0,{LONGEST_KEY}}}?)\s*:(?!//)\s*(.*?)\s*")
_DASHED = re.compile(rf"\s*(?:[-–—*•]\s+)?({'|'.join((*OURS, *USUAL))})\s+[-–—]\s+(.*?)\s*", re.I)
_SCRIPT = re.compile(r"(?:INT|EXT|EST|I/E)[. /].*|[.>@!#~].*|[^\W\d_][^:=]{0,40}")
"""What begins a script right below a title page: a heading, or a name in capitals."""

_DASH = re.compile(r"\s*[-–—*•]\s+")
_RULE = re.compile(r"\s*(?:-{3,}|={3,})\s*")
_ROW = re.compile(r"[^=]{1,60}=\s*\S")
_INLINE = re.compile(
    rf"(?:^|(?<=[\s;|,.]))(?i:{'|'.join(re.escape(key) for key in sorted((*OURS, *USUAL), key=len, reverse=True))})\s*:"
)


class Numbered(NamedTuple):
    """A line of the page, with its number."""

    number: int
    text: str


def read(lines: Sequence[Numbered]) -> tuple[tuple[Setting, ...], int]:
    """The settings of a title page, and how many lines it takes; none and 0 where there is no page."""
    first = next((index for index, line in enumerate(lines) if line.text.strip()), len(lines))
    if first < len(lines) and _RULE.fullmatch(lines[first].text) and _is_page(lines, first + 1):
        first += 1
    elif not _is_page(lines, first):
        return (), 0
    page = _Page()
    index = first
    while index < len(lines) and page.take(lines[index]):
        index += 1
    return tuple(page.settings), index


def _is_page(lines: Sequence[Numbered], first: int) -> bool:
    """Whether a title page begins here: its first line has a key that is known, or its second one does."""
    keys = []
    for line in lines[first : first + 2]:
        found = _keyed(line.text)
        keys.append(found[0] if found else "")
    if not keys or not keys[0]:
        return False
    known = [key in KNOWN for key in keys]
    return known[0] or (len(keys) > 1 and known[1] and not keys[0].endswith((" to", " on", " in")))


def _keyed(text: str) -> tuple[str, str] | None:
    """The key of a line, in small letters, and what follows it; None where it has none."""
    found = _KEY.fullmatch(text) or _DASHED.fullmatch(text)
    return (found[1].lower(), found[2]) if found else None


class _Page:
    """A title page while it is read."""

    def __init__(self) -> None:
        self.settings: list[Setting] = []
        self._key = ""
        self._rows_alone = False
        """Whether only rows with an equals sign belong to the key."""
        self._seen: set[str] = set()
        self._blank = False

    def take(self, line: Numbered) -> bool:
        """The next line; False where it is the script's."""
        if not line.text.strip():
            self._blank = True
            return True
        if _RULE.fullmatch(line.text):
            return not self._blank and not self._end()
        found = _keyed(line.text)
        if found and self._begins(found[0], line.text):
            self._open(line, *found)
        elif self._is_over(line.text):
            return False
        else:
            self._value(line.number, line.text)
        self._blank = False
        return True

    def _end(self) -> bool:
        self._key, self._blank = "", True
        return False

    def _is_over(self, text: str) -> bool:
        """Whether a line without a key is the script's first."""
        if self._blank:
            return not (self._key in ("cast", "sets") and _ROW.search(text))
        below = self.settings and self.settings[-1].key == self._key
        return bool(below and text.isupper() and text[:1] not in " \t" and _SCRIPT.fullmatch(text.strip()))

    def _begins(self, key: str, text: str) -> bool:
        """Whether a line begins a key, and not a value with a colon in it."""
        meant = MEANT.get(key, key)
        if key in KNOWN:
            return meant not in self._seen or not (self._blank or text[:1] in " \t")
        return not self._blank and text[:1] not in " \t" and len(key.split()) <= 3 and not _ROW.search(text)

    def _open(self, line: Numbered, key: str, value: str) -> None:
        self._key, self._rows_alone = MEANT.get(key, key), key != "cast" and MEANT.get(key) == "cast"
        self._seen.add(self._key)
        for place, part in enumerate(_parts(value)):
            if place:  # `Title: Two Author: You`
                key, _, part = part.partition(":")
                self._key = key.strip().lower()
                self._seen.add(self._key)
            self._value(line.number, part)

    def _value(self, number: int, text: str) -> None:
        text = emphasis.plain(_DASH.sub("", text, count=1) if _DASH.match(text) else text).strip(" \t;|")
        if text and not (self._rows_alone and not _ROW.search(text)):
            self.settings.append(Setting(number, self._key, text))


def _parts(value: str) -> Iterator[str]:
    """A value, and the keys with values that follow it on the same line."""
    cuts = [0, *(match.start() for match in _INLINE.finditer(value)), len(value)]
    for start, end in pairwise(cuts):
        yield value[start:end].strip()
