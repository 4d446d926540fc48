"""A Fountain screenplay as elements, each with the line that it stands on.

Screenplain says what each paragraph is (Fountain 1.1, https://fountain.io/syntax). Notes, lyrics and line numbers,
which it does not keep, are carried around it: a note travels through it as a number between two private characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from screenplain.parsers.fountain import InputParagraph, parse_title_page
from screenplain.richstring import RichString, parse_emphasis
from screenplain.types import Action as ParsedAction
from screenplain.types import Dialog, DualDialog, Slug
from screenplain.types import PageBreak as ParsedBreak
from screenplain.types import Section as ParsedSection
from screenplain.types import Transition as ParsedTransition

from avatar.show.elements import (
    ActionLine,
    Aside,
    Centred,
    DialogueBlock,
    Element,
    Lyric,
    PageBreak,
    Problem,
    SceneHeading,
    Screenplay,
    ScriptNote,
    Section,
    Setting,
    SpokenWords,
    Stress,
    Synopsis,
    Transition,
    shorten,
)  # fmt: skip
from avatar.text.inert import inert

LONGEST_LINE = 2000
"""Characters of a line that the parser sees at once: its patterns take quadratic time on odd lines."""

LONGEST_NOTE = 4000
"""Characters; brackets that take longer to close were never meant to."""


# ------------------------------------------------------------------------------------------------- before the parser

_NOTE, _END, _JOIN = "\ue800", "\ue801", "\ue802"
"""A note is written _NOTE number _END; _JOIN stands for a line end inside what was taken out of the text."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_TOKEN = re.compile(f"{_NOTE}(\\d+){_END}")


class _Line(NamedTuple):
    number: int
    text: str


def parse(text: str) -> Screenplay:
    """A screenplay from its text; anything at all is some screenplay."""
    problems: list[Problem] = []
    notes: list[ScriptNote] = []
    text = "\n".join(_PRIVATE.sub("", inert(line).expandtabs(4)) for line in _LINE_END.split(text.lstrip("\ufeff")))
    lines = _lines(_without_notes(_without_boneyard(text, problems), notes, problems))
    settings, body = _title_page(lines)
    elements = tuple(_elements(body, notes))
    return Screenplay(settings, elements, tuple(sorted(problems, key=lambda each: each.line)))


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
        kept += [text[at:start], f"{_NOTE}{len(notes)}{_END}", _JOIN * inside.count("\n"), _JOIN * inside.count(_JOIN)]
        notes.append(ScriptNote(line, " ".join(inside.replace(_JOIN, " ").split())))
        at = after
    return "".join([*kept, text[at:]])


def _lines(text: str) -> list[_Line]:
    """The lines with their numbers; what is too long for one becomes several of the same number."""
    lines: list[_Line] = []
    number = 1
    for line in text.split("\n"):
        plain = line.replace(_JOIN, "")
        while len(plain) > LONGEST_LINE:
            cut = plain.rfind(" ", 1, LONGEST_LINE)
            cut = cut if cut > 0 else LONGEST_LINE
            lines.append(_Line(number, plain[:cut].rstrip()))
            plain = plain[cut:].lstrip()
        lines.append(_Line(number, plain))
        number += 1 + line.count(_JOIN)
    return lines


# -------------------------------------------------------------------------------------------------------- title page


def _title_page(lines: Sequence[_Line]) -> tuple[tuple[Setting, ...], Sequence[_Line]]:
    """The title page, and what follows it; all is body where there is none."""
    end = next((index for index, line in enumerate(lines) if line.text == ""), len(lines))
    page = lines[:end]
    table = parse_title_page([line.text for line in page])
    if not table:
        return (), lines
    left = {key: list(values) for key, values in table.items()}
    settings: list[Setting] = []
    key = ""
    for line in page:
        head = line.text.partition(":")[0].capitalize()
        if head in left and not line.text.startswith("   "):
            key = head
        if left.get(key) and line.text.endswith(left[key][0]):
            settings.append(Setting(line.number, key.lower().strip(), _TOKEN.sub("", left[key].pop(0)).strip()))
    return tuple(settings), lines[end:]


# --------------------------------------------------------------------------------------------------------------- body


def _elements(lines: Sequence[_Line], notes: Sequence[ScriptNote]) -> Iterator[Element]:
    before: object = None
    for blank, group in groupby(lines, lambda line: line.text in ("", " ")):
        if blank:
            continue
        paragraph = list(group)
        stack = [before] if before is not None else []
        InputParagraph([line.text for line in paragraph]).update_list(stack)
        if not stack or stack[-1] is before:
            found: list[object] = []
        elif before is not None and stack[0] is not before:
            found, before = [stack[0]], stack[-1]
        else:
            found, before = stack[1 if before is not None else 0 :], stack[-1]
        yield from _read(paragraph, found, notes)


def _read(paragraph: Sequence[_Line], found: Sequence[object], notes: Sequence[ScriptNote]) -> Iterator[Element]:
    """The elements of a paragraph that the parser took for `found`."""
    first = paragraph[0]
    match found:
        case [Dialog() as dialog]:
            yield _dialogue(paragraph, dialog, notes)
        case [DualDialog() as dual]:
            yield _dialogue(paragraph, dual.right, notes, together=True)
        case [Slug()]:
            yield from _plain(first, SceneHeading, notes)
        case [ParsedTransition()]:
            yield from _plain(first, Transition, notes)
        case [ParsedBreak()]:
            yield PageBreak(first.number)
        case [ParsedAction(centered=True)]:
            for line in paragraph:
                yield from _plain(line, Centred, notes)
        case [ParsedAction()]:
            yield from _actions(paragraph, notes)
        case [ParsedSection(), *_]:
            for line in paragraph:
                yield from _plain(line, Section if line.text.startswith("#") else Synopsis, notes)
        case _:
            for line in paragraph:
                yield from _plain(line, Synopsis, notes)


_TRIM: dict[type, re.Pattern[str]] = {
    SceneHeading: re.compile(r"^\.\s*|\s*#[\w\-.]+#\s*$"),
    Transition: re.compile(r"^>\s*"),
    Centred: re.compile(r"^\s*>\s*|\s*<\s*$"),
    Section: re.compile(r"^#+\s*"),
    Synopsis: re.compile(r"^=\s*"),
    Lyric: re.compile(r"^\s*~\s*"),
    ActionLine: re.compile(r"^!"),
}


def _plain(line: _Line, kind: type, notes: Sequence[ScriptNote]) -> Iterator[Element]:
    """One element of one line, and the notes in it."""
    text = _plain_text(_TRIM[kind].sub("", _TOKEN.sub("", line.text)))
    if kind is Section:
        level = len(line.text) - len(line.text.lstrip("#"))
        yield Section(line.number, text, level)
    elif text:
        yield kind(line.number, text.upper() if kind is Transition else text)
    yield from _notes_in(line.text, notes)


def _actions(paragraph: Sequence[_Line], notes: Sequence[ScriptNote]) -> Iterator[Element]:
    for line in paragraph:
        start = line.text.lstrip()
        if start.startswith("~"):
            kind: type = Lyric
        elif re.match(r"=[^=]", start):
            kind = Synopsis
        elif re.fullmatch(r"#{1,6}\s*[^#].*", start) and len(paragraph) > 1:
            kind = Section
        else:
            kind = ActionLine
        yield from _plain(_Line(line.number, start if kind is not ActionLine else line.text), kind, notes)


def _notes_in(text: str, notes: Sequence[ScriptNote]) -> Iterator[ScriptNote]:
    return (notes[int(number)] for number in _TOKEN.findall(text))


def _plain_text(text: str) -> str:
    return str(parse_emphasis(text.strip())).strip()


# ----------------------------------------------------------------------------------------------------------- dialogue

_EXTENSION = re.compile(r"\(([^()]*)\)?")
_ASIDE = re.compile(r"\(([^()]*)\)")


def _dialogue(
    paragraph: Sequence[_Line], dialog: Dialog, notes: Sequence[ScriptNote], together: bool = False
) -> DialogueBlock:
    first = paragraph[0]
    cue = _TOKEN.sub("", str(dialog.character)).strip()
    if cue.endswith("^"):  # the parser knows two that speak together; this is the third
        cue, together = cue[:-1].strip(), True
    name = cue.partition("(")[0].strip()
    extensions = tuple(each.strip().upper() for each in _EXTENSION.findall(cue) if each.strip())
    parts: list[SpokenWords | Aside | ScriptNote] = [*_notes_in(first.text, notes)]
    rows = [(line.number, rich) for line, (_, rich) in zip(paragraph[1:], dialog.blocks, strict=True)]
    at = 0
    while at < len(rows):
        taken = _aside(rows[at:])
        if taken:
            text = " ".join(str(rich) for _, rich in rows[at : at + taken])
            parts += _aside_parts(rows[at][0], text, notes)
            at += taken
        else:
            parts += _words(*rows[at], notes)
            at += 1
    return DialogueBlock(first.number, name, extensions, together, tuple(parts))


def _aside(rows: Sequence[tuple[int, RichString]]) -> int:
    """How many rows the parenthetical that begins here takes; 0 where none does."""
    text = ""
    for count, (_, rich) in enumerate(rows[:4], 1):
        text = f"{text} {_TOKEN.sub('', str(rich)).strip()}".strip()
        if not text.startswith("("):
            return 0
        if _ASIDE.fullmatch(text):
            return count
        if ")" in text:
            return 0
    return 0


def _aside_parts(line: int, text: str, notes: Sequence[ScriptNote]) -> Iterator[Aside | ScriptNote]:
    yield Aside(line, _TOKEN.sub("", text).strip().strip("()").strip())
    yield from _notes_in(text, notes)


def _words(line: int, rich: RichString, notes: Sequence[ScriptNote]) -> Iterator[SpokenWords | ScriptNote]:
    """The words of one line, cut at the notes in it."""
    text, stresses = "", []
    for segment in rich.segments:
        if segment.styles:
            stresses.append(Stress(len(text), len(segment.text)))
        text += segment.text
    sung = text.startswith("~")
    if sung:
        text = " " + text[1:]  # as long as it was, so that the stresses stay in place
    whole = SpokenWords(line, text, tuple(stresses), sung)
    at = 0
    for token in [*_TOKEN.finditer(text), None]:
        stretch = whole.cut(at, token.start() if token else len(text))
        if stretch.text:
            yield stretch
        if token:
            yield notes[int(token[1])]
            at = token.end()
