"""The elements of a screenplay, each with the line that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias


class Stress(NamedTuple):
    """A stretch of a text that was written as *this*, **this** or _this_."""

    at: int
    length: int


@dataclass(frozen=True)
class Problem:
    """A line that was not understood, or not as it was meant; the show goes on all the same."""

    line: int
    """1 is the first."""
    text: str
    """What stands there, short and safe to print."""
    what: str
    suggestion: str = ""
    grave: bool = False
    """Whether somebody should mend it before the show: what is performed is then not what was written."""
    undone: bool = False
    """Whether it was understood, but is nothing that the cast can act."""


FileKind: TypeAlias = Literal["script", "edits", "picture", "recording", "song", "art", "voice", "net"]


class UsedFile(NamedTuple):
    """A file that a show is made of; it may be missing, and come yet."""

    kind: FileKind
    path: Path


@dataclass(frozen=True)
class Setting:
    """A line of the title page; a key with several lines has several."""

    line: int
    key: str
    """In small letters."""
    value: str
    shared: bool = False
    """Whether several shows have it: it need not mean anything in each of them."""


@dataclass(frozen=True)
class SpokenWords:
    """Words to be said."""

    line: int
    text: str
    stressed: tuple[Stress, ...] = ()
    sung: bool = False

    def cut(self, start: int, end: int) -> SpokenWords:
        """The words between two places in the text, without blanks at their ends."""
        text = self.text[start:end]
        trimmed = text.strip()
        start += len(text) - len(text.lstrip())
        inside = []
        for stress in self.stressed:
            first, last = max(0, stress.at - start), min(len(trimmed), stress.at - start + stress.length)
            if first < last:
                inside.append(Stress(first, last - first))
        return SpokenWords(self.line, trimmed, tuple(inside), self.sung)


@dataclass(frozen=True)
class Aside:
    """A parenthetical, without its brackets."""

    line: int
    text: str


@dataclass(frozen=True)
class ScriptNote:
    """`[[something]]`, without its brackets."""

    line: int
    text: str
    source: int = 0
    """Which included file it is from: n is the n-th of `Screenplay.included`; 0 is the script itself."""


@dataclass(frozen=True)
class DialogueBlock:
    """A character cue and what stands under it."""

    line: int
    name: str
    """As written, without extensions."""
    extensions: tuple[str, ...] = ()
    """As `V.O.`, `CONT'D`: capitals."""
    together: bool = False
    """Spoken at the same time as the speech before."""
    parts: tuple[SpokenWords | Aside | ScriptNote, ...] = ()
    source: int = 0
    """Which included file it is from: n is the n-th of `Screenplay.included`; 0 is the script itself."""


@dataclass(frozen=True)
class SceneHeading:
    """A scene heading, as `INT. KITCHEN - DAY`."""

    line: int
    text: str


@dataclass(frozen=True)
class Section:
    """`# Act one`."""

    line: int
    text: str
    level: int = 1


@dataclass(frozen=True)
class Synopsis:
    """`= What happens`; for the reader alone."""

    line: int
    text: str


@dataclass(frozen=True)
class ActionLine:
    """One line of action."""

    line: int
    text: str


@dataclass(frozen=True)
class Centred:
    """`> text <`."""

    line: int
    text: str


@dataclass(frozen=True)
class Transition:
    """As `CUT TO:` or `> FADE OUT.`; capitals."""

    line: int
    text: str


@dataclass(frozen=True)
class PageBreak:
    """`===`."""

    line: int


@dataclass(frozen=True)
class Lyric:
    """`~ a line of a song` that stands under no character."""

    line: int
    text: str
    source: int = 0
    """Which included file it is from: n is the n-th of `Screenplay.included`; 0 is the script itself."""


@dataclass(frozen=True)
class CameraLine:
    """`CLOSE ON: MAX`, and what else is written to a camera."""

    line: int
    text: str
    shot: str
    """As `[[camera: SHOT]]` names it."""
    whom: str
    """As written; '' for nobody."""


@dataclass(frozen=True)
class SoundLine:
    """`BANG!`, `SFX: door slam`."""

    line: int
    text: str


@dataclass(frozen=True)
class TimeCut:
    """`TEN YEARS LATER`: a cut in the same place."""

    line: int
    text: str


Element: TypeAlias = (
    DialogueBlock
    | SceneHeading
    | Section
    | Synopsis
    | ActionLine
    | Centred
    | Transition
    | PageBreak
    | Lyric
    | CameraLine
    | SoundLine
    | TimeCut
    | ScriptNote
)


class IncludedFile(NamedTuple):
    """A file that a screenplay took in; one that is taken in twice is two."""

    path: Path
    line: int
    """Of the note that it stands for, in the script itself."""
    within: int
    """Which included file named it, by its number; 0 for the script itself."""


@dataclass(frozen=True)
class Screenplay:
    """A screenplay, in order."""

    settings: tuple[Setting, ...] = ()
    elements: tuple[Element, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Problems of the text itself: brackets that never close."""
    files: tuple[UsedFile, ...] = ()
    """The scripts that it was read from: its own, and those that it includes."""
    included: tuple[IncludedFile, ...] = ()
    """What it took in, each file before those that it took in itself."""

    def setting(self, key: str) -> str:
        """The first value of a key of the title page; '' where it has none."""
        return next((each.value for each in self.settings if each.key == key), "")

    def joined(self, key: str) -> str:
        """All values of a key of the title page in one; '' where it has none."""
        return " ".join(each.value for each in self.settings if each.key == key)

    def values(self, key: str) -> tuple[Setting, ...]:
        return tuple(each for each in self.settings if each.key == key)


def shorten(text: str, longest: int = 60) -> str:
    """A text for a message: one line, not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
