"""The body of a screenplay, line by line: what each is where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from avatar.show import emphasis, kinds
from avatar.show.elements import (
    ActionLine,
    Aside,
    CameraLine,
    Centred,
    DialogueBlock,
    Element,
    Lyric,
    PageBreak,
    Problem,
    SceneHeading,
    ScriptNote,
    Section,
    SoundLine,
    SpokenWords,
    Synopsis,
    TimeCut,
    Transition,
    shorten,
)  # fmt: skip

NOTE, END = "\ue800", "\ue801"
"""A note is written NOTE number END."""

TOKEN = re.compile(f"{NOTE}(\\d+){END}")

GLUED = 3
"""With so many cues that have no empty line before them, whoever speaks but once has none, too."""

ASIDE_LINES = 4
"""Most lines of one parenthetical."""


class Line(NamedTuple):
    """A line of the text, notes as tokens, without spaces at its end."""

    number: int
    text: str
    goes_on: bool = False
    """Two spaces and nothing else: within a speech, an empty line that does not end it (Fountain 1.1)."""

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def bare(self) -> str:
        """Without notes, blanks around it, and stars."""
        text = (TOKEN.sub("", self.text) if NOTE in self.text else self.text).strip()
        return emphasis.plain(text).strip() if text[:1] in "*_" else text


_SECTION = re.compile(r"(#{1,6})\s*([^#\s].*|$)")
_SYNOPSIS = re.compile(r"=(?!=)\s*(.*)")
_BREAK = re.compile(r"={3,}")
_CENTRED = re.compile(r">\s*(.*?)\s*<")
_SCENE_NUMBER = re.compile(r"\s*#[\w\-.)(]+#\s*$")
_NUMBERED = re.compile(r"(?P<number>[A-Z]?\d{1,4}[A-Z]{0,2})[.)]?\s+(?=(?:INT|EXT|I/E|EST)\b)")
_SAID_BESIDE = re.compile(r"(?P<cue>[^:：\s][^:：]{0,40}?)\s*[:：]\s+(?P<said>\S.*)")
_QUOTED = re.compile(r"(?P<cue>[^\s「」『』]{1,16})\s*(?P<said>[「『].+[」』])")
_EXTENSION = re.compile(r"\(([^()]*)\)?")
_ASIDE = re.compile(r"\(([^()]*)\)")

_GLUED = "No empty line stands before this"


class Reader:
    """Reads a body once: `Reader(lines, notes, problems, names).read()`."""

    def __init__(
        self, lines: Sequence[Line], notes: Sequence[ScriptNote], problems: list[Problem], names: Iterable[str]
    ) -> None:
        """`problems` grows; `names`: who is in the cast, in capitals."""
        self._lines, self._notes, self._problems = lines, notes, problems
        self._cast = frozenset(names)
        self._known = self._cast | _find_names(lines)
        self._at = 0
        self._fresh = True
        """Whether what comes stands apart from what was before, as behind an empty line."""

    def read(self) -> list[Element]:
        """All elements, in order."""
        found: list[Element] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.blank:
                self._at, self._fresh = self._at + 1, True
                continue
            apart = self._fresh
            for element in self._next(line):
                before = found[-1] if found and not apart else None
                if whole := _wrapped(before, element):
                    found[-1] = whole
                else:
                    found.append(element)
        return found

    # ------------------------------------------------------------------------------------------------------- one line

    def _next(self, line: Line) -> list[Element]:
        """What stands on a line, or begins there; goes on to the line after it."""
        bare = line.bare
        notes = self._notes_in(line)
        found = self._forced(line, bare) if bare else []
        if found is None:
            found = self._capitals(line, bare)
        if found is None and self._is_cue(self._at, self._fresh):
            return [self._dialogue(line)]
        if found is None:
            found = self._beside(line, bare) or [ActionLine(line.number, self._plain(line))]
        self._at += 1
        if found:
            self._fresh = not isinstance(found[0], ActionLine)
        return [*found, *notes]

    def _forced(self, line: Line, bare: str) -> list[Element] | None:
        """What a sign at its beginning makes of a line; None without one."""
        number, sign = line.number, bare[0]
        if sign == "!":
            return [ActionLine(number, self._plain(line).removeprefix("!").strip())]
        if _BREAK.fullmatch(bare):
            return [PageBreak(number)]
        if sign == "#" and (found := _SECTION.fullmatch(bare)):
            return [Section(number, emphasis.plain(found[2].strip()), len(found[1]))]
        if sign == "=" and (found := _SYNOPSIS.fullmatch(bare)):
            return [Synopsis(number, emphasis.plain(found[1]))]
        if sign == "~":
            return [Lyric(number, emphasis.plain(bare[1:].strip()))]
        if sign == ">":
            if found := _CENTRED.fullmatch(bare):
                return [Centred(number, emphasis.plain(found[1]))] if found[1] else []
            return [Transition(number, emphasis.plain(bare[1:].strip()).upper())]
        if sign == "." and re.match(r"\.\s?[^\W_]", bare) and (self._fresh or bare.isupper()):
            return [SceneHeading(number, _heading_text(bare[1:]))]
        return None

    def _capitals(self, line: Line, bare: str) -> list[Element] | None:
        """Headings, transitions, cards, camera, sounds, page marks; None for anything else."""
        number = line.number
        unnumbered = _NUMBERED.sub("", bare, count=1)
        if kinds.is_heading(unnumbered) and (self._fresh or kinds.is_loud_heading(unnumbered)):
            self._tell_glued(line, "a scene heading", below=True)
            return [SceneHeading(number, _heading_text(bare))]
        name = " ".join(kinds.bare_name(bare).upper().split())
        if name in self._cast:
            return None
        if kinds.is_transition(bare, self._is_alone()):
            self._tell_glued(line, "a transition", below=True)
            return [Transition(number, emphasis.plain(bare).upper())]
        capital = kinds.capital(emphasis.plain(bare))
        if capital is None or (capital.kind == "sound" and name.rstrip("!") in self._known):
            return None
        return self._no_name(line, capital)

    def _no_name(self, line: Line, capital: kinds.Capital) -> list[Element]:
        number, text = line.number, line.bare
        match capital.kind:
            case "card":
                return self._card(number, capital.text)
            case "camera":
                return [CameraLine(number, text, capital.name, capital.text)]
            case "sound":
                return [SoundLine(number, capital.text)]
            case "time":
                return [TimeCut(number, capital.text)]
            case "note":
                hint = "What follows is performed as it comes. A card tells the house: > A WEEK LATER <"
                self._tell(number, text, "This is nothing that a stage can do", hint)
        return []

    def _card(self, number: int, text: str) -> list[Element]:
        """A title card: its text stands behind it, or on the lines right below."""
        rows = [text] if text else []
        while not rows or not text:
            following = self._line(self._at + 1)
            if text or following is None or following.blank:
                break
            rows.append(kinds.unquoted(following.bare))
            self._at += 1
        if not rows:
            self._tell(number, "", "This card has no text", "Write TITLE CARD: and the text, or > THE TEXT <")
            return []
        return [Centred(number + place, emphasis.plain(row)) for place, row in enumerate(rows)]

    def _beside(self, line: Line, bare: str) -> list[Element] | None:
        """A speech that stands beside its name, as `MAX: Hello.`"""
        found = _QUOTED.fullmatch(bare) or _SAID_BESIDE.fullmatch(bare)
        if found is None:
            return None
        cue = found["cue"]
        name = " ".join(kinds.bare_name(cue).upper().split())
        quoted = found["said"][:1] in "「『"
        if name not in self._known and not (quoted and kinds.is_bare_name(cue)):
            if kinds.is_name(cue) and len(name.split()) <= 3:
                hint = "Put the name on a line of its own, and what is said right below it."
                self._tell(line.number, bare, "If somebody says this, it is not read as a speech", hint)
            return None
        said = emphasis.read(line.text.strip().removeprefix(cue).lstrip(" :：") if not quoted else found["said"])
        parts = [*self._words(line.number, said)]
        return [DialogueBlock(line.number, kinds.bare_name(cue), _extensions(cue), False, tuple(parts))]

    # --------------------------------------------------------------------------------------------------------- speeches

    def _is_cue(self, at: int, fresh: bool) -> bool:
        """Whether a line is the name of who says what stands below it. `fresh`: an empty line is before it."""
        line, following = self._lines[at], self._line(at + 1)
        bare = line.bare
        if following is None or following.blank:
            name = " ".join(kinds.bare_name(bare).upper().split())
            if (
                fresh
                and bare[:1] != "("
                and (name in self._known or bare[:1] == "@")
                and kinds.is_name(bare.lstrip("@").upper())
            ):
                hint = "What somebody says stands right below the name, without an empty line."
                self._tell(line.number, bare, "Nothing is said here", hint)
            return False
        if bare[:1] == "@":
            return len(bare) > 1 and (fresh or kinds.bare_name(bare).upper() in self._known)
        if kinds.is_name(bare):
            return fresh or " ".join(kinds.bare_name(bare).upper().split()) in self._known
        return fresh and kinds.is_bare_name(bare)

    def _dialogue(self, line: Line) -> DialogueBlock:
        """A speech, up to the empty line that ends it, or to what can't be part of it."""
        self._tell_glued(line, f"the name of who speaks, {kinds.bare_name(line.bare)}", below=False)
        cue = line.bare
        parts: list[SpokenWords | Aside | ScriptNote] = [*self._notes_in(line)]
        self._at += 1
        self._fresh = False
        while (each := self._line(self._at)) is not None and not self._ends_speech(each):
            if each.blank:
                self._at += 1
            elif (count := self._aside_lines()) > 0:
                parts += self._aside(self._lines[self._at : self._at + count])
                self._at += count
            else:
                if not kinds.is_page_mark(each.bare):
                    parts += self._words(each.number, emphasis.read(each.text.strip()))
                self._at += 1
        together = re.sub(r"\s*\([^)]*\)?", "", cue).rstrip().endswith("^") or cue.endswith("^")
        return DialogueBlock(line.number, kinds.bare_name(cue), _extensions(cue), together, tuple(parts))

    def _ends_speech(self, line: Line) -> bool:
        """Whether a line that stands right below a speech is no part of it."""
        if line.blank:
            following = self._line(self._at + 1)
            over = not line.goes_on or following is None or following.blank
            return (
                over or self._is_cue(self._at + 1, False) or kinds.is_loud_heading(following.bare if following else "")
            )
        bare = line.bare
        if not bare:
            return False
        if bare[0] in ">!=#" and (
            bare[0] in ">!" or _BREAK.fullmatch(bare) or _SECTION.match(bare) or _SYNOPSIS.match(bare)
        ):
            return len(bare) > 1
        if bare[0] == "." and bare.isupper() and re.match(r"\.[^\W_]", bare):
            return True
        if kinds.is_loud_heading(_NUMBERED.sub("", bare, count=1)) or kinds.is_transition(bare, False):
            return True
        name = " ".join(kinds.bare_name(bare).upper().split())
        following = self._line(self._at + 1)
        if name in self._known and following is not None and not following.blank and kinds.is_name(bare):
            return True
        capital = kinds.capital(bare) if ":" in bare else None
        return capital is not None and capital.kind in ("card", "camera", "sound")

    def _aside_lines(self) -> int:
        """How many lines the parenthetical that begins here takes; 0 where none does."""
        text = ""
        for count, line in enumerate(self._lines[self._at : self._at + ASIDE_LINES], 1):
            text = f"{text} {line.bare}".strip()
            if line.blank or not text.startswith("("):
                return 0
            if _ASIDE.fullmatch(text):
                return count
            if ")" in text:
                return 0
        return 0

    def _aside(self, lines: Sequence[Line]) -> Iterator[Aside | ScriptNote]:
        text = emphasis.plain(" ".join(TOKEN.sub("", line.text).strip() for line in lines))
        inside = text.strip("() ")
        if not kinds.is_page_mark(f"({inside})".upper()):
            yield Aside(lines[0].number, inside)
        for line in lines:
            yield from self._notes_in(line)

    def _words(self, number: int, said: emphasis.Emphasised) -> Iterator[SpokenWords | ScriptNote]:
        """The words of one line, cut at the notes in it."""
        for each in said.struck:
            self._tell_struck(number, each)
        sung = said.text.startswith("~")
        text = " " + said.text[1:] if sung else said.text  # as long as it was, so that the stresses stay in place
        whole = SpokenWords(number, text, said.stressed, sung)
        at = 0
        for token in [*TOKEN.finditer(text), None]:
            stretch = whole.cut(at, token.start() if token else len(text))
            if stretch.text:
                yield stretch
            if token:
                yield self._notes[int(token[1])]
                at = token.end()

    # ---------------------------------------------------------------------------------------------------------- helpers

    def _line(self, at: int) -> Line | None:
        return self._lines[at] if at < len(self._lines) else None

    def _is_alone(self) -> bool:
        following = self._line(self._at + 1)
        return self._fresh and (following is None or following.blank)

    def _notes_in(self, line: Line) -> Iterator[ScriptNote]:
        return (self._notes[int(number)] for number in TOKEN.findall(line.text))

    def _plain(self, line: Line) -> str:
        read = emphasis.read(TOKEN.sub("", line.text).strip())
        for each in read.struck:
            self._tell_struck(line.number, each)
        return read.text.strip()

    def _tell_struck(self, number: int, text: str) -> None:
        self._tell(number, f"~~{text}~~", "What is struck out is left out", "Take it out, or take the ~~ away.")

    def _tell_glued(self, line: Line, what: str, below: bool) -> None:
        """Tell that a line was read as what it is although no empty line sets it apart, where that is so."""
        following = self._line(self._at + 1)
        if not self._fresh:
            self._tell(line.number, line.bare, _GLUED, f"It is read as {what}. Put one there.")
        elif below and following is not None and not following.blank:
            hint = f"It is read as {what}. Put one there."
            self._tell(line.number, line.bare, "No empty line stands below this", hint)
        self._fresh = True

    def _tell(self, number: int, text: str, what: str, suggestion: str) -> None:
        self._problems.append(Problem(number, shorten(text), what, suggestion))


def _wrapped(before: Element | None, after: Element) -> ActionLine | None:
    """The line of action that goes on in the next one; None where it does not."""
    if not isinstance(before, ActionLine) or not isinstance(after, ActionLine):
        return None
    if not after.text[:1].islower() or before.text[-1:] in ".!?:;…" or len(before.text) + len(after.text) > 1000:
        return None
    return ActionLine(before.line, f"{before.text} {after.text}")


def _heading_text(text: str) -> str:
    """A scene heading without its scene number."""
    plain = _SCENE_NUMBER.sub("", emphasis.plain(text.strip()))
    found = _NUMBERED.match(plain)
    if found:
        plain = re.sub(rf"\s+{re.escape(found['number'])}$", "", plain[found.end() :])
    return plain.strip()


def _extensions(cue: str) -> tuple[str, ...]:
    """What stands in brackets behind a name: as `V.O.`, `CONT'D`, in capitals."""
    found = [each.strip() for each in _EXTENSION.findall(cue) if each.strip()]
    beside = re.search(r",?\s+((?:V\.\s?O|O\.\s?S|O\.\s?C)\.?)\s*\^?$", re.sub(r"\s*\([^)]*\)?", "", cue))
    if beside:
        found.append(beside[1])
    return tuple(each.upper() for each in found)


def _find_names(lines: Sequence[Line]) -> frozenset[str]:
    """Who speaks, by their cues: those that stand as they should, and what is written like one at least twice."""
    sure: set[str] = set()
    likely: Counter[str] = Counter()
    before: Line | None = None
    for line, following in zip_longest(lines, lines[1:]):
        if line.text and following is not None and following.text:
            bare = line.bare
            forced = bare[:1] == "@"
            if forced or kinds.is_name(bare):
                name = " ".join(kinds.bare_name(bare).upper().split())
                apart = before is None or before.blank
                if apart and (forced or not _is_no_name(bare)):
                    sure.add(name)
                elif (
                    not apart
                    and len(name.split()) <= 3
                    and following.bare.upper() != following.bare
                    and not _is_no_name(bare)
                ):
                    likely[name] += bare[-1:] not in "!.?,"
            elif kinds.is_bare_name(bare) and (before is None or before.blank):
                sure.add(kinds.bare_name(bare).upper())
        before = line
    repeated = {name for name, count in likely.items() if count > 1}
    if sum(likely[name] for name in sure | repeated) >= GLUED:
        repeated |= {name for name, count in likely.items() if count}
    return frozenset(sure | repeated)


def _is_no_name(bare: str) -> bool:
    return kinds.is_heading(bare) or kinds.is_transition(bare, True) or kinds.capital(bare) is not None
