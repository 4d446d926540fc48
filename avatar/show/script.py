"""A Fountain screenplay (https://fountain.io/syntax) as elements, each with the line that it stands on.

Real scripts are not as tidy as the format: lines that want an empty one before them stand right below others, blank
lines hold spaces, names are bold. `kinds` says what a line is by itself, `Reader` what it is where it stands, and
whatever was read otherwise than it is written is told. A note travels through all that as a number between two private
characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from avatar.show import titlepage
from avatar.show.elements import Problem, Screenplay, ScriptNote, Setting, shorten
from avatar.show.paragraphs import END, NOTE, TOKEN, Line, Reader
from avatar.text.inert import inert

LONGEST_LINE = 2000
"""Characters of a line that are read at once: patterns take quadratic time on odd lines."""

LONGEST_NOTE = 4000
"""Characters; brackets that take longer to close were never meant to."""

_JOIN = "\ue802"
"""Stands for a line end inside what was taken out of the text."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_SPACES = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000), " ")
_UNSEEN = dict.fromkeys((0xAD, 0x180E, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_CLEAN = str.maketrans(_SPACES | _UNSEEN | {"（": "(", "）": ")"})
"""Spaces that only look like other ones, and signs that nobody sees: they would make a blank line none."""


def parse(text: str) -> Screenplay:
    """A screenplay from its text; anything at all is some screenplay."""
    problems: list[Problem] = []
    notes: list[ScriptNote] = []
    text = "\n".join(_clean(line) for line in _LINE_END.split(text.lstrip("\ufeff")))
    lines = _lines(_without_notes(_without_boneyard(text, problems), notes, problems))
    page = [titlepage.Numbered(line.number, TOKEN.sub("", line.text)) for line in lines]
    settings, taken = titlepage.read(page)
    taken = _before_notes(lines[:taken], settings)
    reader = Reader(lines[taken:], notes, problems, _cast_names(settings))
    elements = reader.read()
    return Screenplay(settings, tuple(elements), tuple(sorted(problems, key=lambda each: each.line)))


def _before_notes(page: Sequence[Line], settings: Sequence[Setting]) -> int:
    """How many lines of a title page come before a note that stands below its last key: that is the script's."""
    last = max((each.line for each in settings), default=0)
    return next((at for at, line in enumerate(page) if line.number > last and TOKEN.search(line.text)), len(page))


def _clean(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    return _PRIVATE.sub("", inert(line).expandtabs(4)).translate(_CLEAN).strip("\u200c\u200d")


def _cast_names(settings: Sequence[Setting]) -> Iterator[str]:
    for setting in settings:
        if setting.key == "cast":
            yield from (" ".join(row.partition("=")[0].upper().split()) for row in setting.value.split(";"))


def _without_boneyard(text: str, problems: list[Problem]) -> str:
    """The text without `/* what is struck out */`."""
    kept, at = [], 0
    while (start := text.find("/*", at)) >= 0:
        end = text.find("*/", start + 2)
        if end < 0:
            line = text.count("\n", 0, start) + 1
            what = "/* is never closed"
            problems.append(Problem(line, "/*", what, "Close it with */. It was read as text."))
            break
        kept += [text[at:start], _JOIN * text.count("\n", start, end)]
        at = end + 2
    return "".join([*kept, text[at:]])


def _without_notes(text: str, notes: list[ScriptNote], problems: list[Problem]) -> str:
    """The text with a token for each note; the notes go into `notes`."""
    kept, at, line, counted = [], 0, 1, 0
    while (start := text.find("[[", at)) >= 0:
        line += text.count("\n", counted, start) + text.count(_JOIN, counted, start)
        counted = start
        limit = min(len(text), start + LONGEST_NOTE)
        ends = [found for sign in ("\n\n", "[[") if (found := text.find(sign, start + 2, limit)) >= 0]
        limit = min([limit, *ends])
        end = text.find("]]", start + 2, limit)
        if end < 0:
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            end = min(end, limit)
            problems.append(
                Problem(line, shorten(text[start:end]), "This note is never closed", "Write ]] at its end.")
            )
            after = end
        else:
            after = end + 2
        inside = text[start + 2 : end]
        kept += [text[at:start], f"{NOTE}{len(notes)}{END}", _JOIN * inside.count("\n"), _JOIN * inside.count(_JOIN)]
        notes.append(ScriptNote(line, " ".join(inside.replace(_JOIN, " ").split())))
        at = after
    return "".join([*kept, text[at:]])


def _lines(text: str) -> list[Line]:
    """The lines with their numbers; what is too long for one becomes several of the same number."""
    lines: list[Line] = []
    number = 1
    for line in text.split("\n"):
        plain = line.replace(_JOIN, "")
        goes_on = plain == "  "
        plain = plain.rstrip()
        while len(plain) > LONGEST_LINE:
            cut = plain.rfind(" ", 1, LONGEST_LINE)
            cut = cut if cut > 0 else LONGEST_LINE
            lines.append(Line(number, plain[:cut].rstrip()))
            plain = plain[cut:].lstrip()
        lines.append(Line(number, plain, goes_on))
        number += 1 + line.count(_JOIN)
    return lines
