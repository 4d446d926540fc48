"""What a show is made of once it is directed: cues in order, each with the line of the script that it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from avatar.edits.takes import edits_by_place
from avatar.edits.values import EditFile, TakeEdits
from avatar.performer.delivery import Delivery
from avatar.show.elements import Problem, UsedFile
from avatar.song.arranging import Arrangement
from avatar.text.directions import Tone
from avatar.types import CastMember, Mark

House = Literal["none", "table", "club", "theatre"]
"""Who listens: nobody, a few round a table, a club, a theatre."""

Kind = Literal["laugh", "applause", "entrance", "gasp", "aww", "ooh", "groan", "boo", "cheer"]
"""The noises that an audience makes."""

HOUSES: tuple[House, ...] = ("none", "table", "club", "theatre")


_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Spot(NamedTuple):
    """A mark at a place in a text."""

    at: int
    """Index of the character that it stands before."""
    mark: Mark


@dataclass(frozen=True)
class Say:
    """One sentence of one character."""

    line: int
    who: str
    text: str
    """The sentence as it is spoken and captioned: without directions and asterisks."""
    delivery: Delivery = Delivery()
    marks: tuple[Spot, ...] = ()
    """Expressions, gestures, looks and stresses; those at 0 are seen before the first word."""
    together: bool = False
    """Belongs to a speech that is spoken at the same time as the one before."""
    unseen: bool = False
    """A voice-over: heard, while the character's lips rest."""
    first: bool = True
    """Begins a speech (a speech is what stands under one character cue)."""
    sung: bool = False
    tones: tuple[Tone, ...] = ()
    """Changes of its manner, by places in `text`."""
    before: str = ""
    """What the throat does before it, by a name of `vocabulary.NOISES`."""
    language: str = ""
    """BCP 47, where the script says it or it is plainly not English; '' for that of the speaker's voice."""
    take: str = ""
    """The recording that is heard in place of the voice, as a path; '' for none."""
    source: int = 0
    """Which included file of the script it is from (`Screenplay.included`); 0 for its own."""

    @property
    def stressed(self) -> tuple[tuple[int, int], ...]:
        """Place and length of each word that the script stresses."""
        places = [spot.at for spot in self.marks if spot.mark.kind == "emphasis" and spot.at >= 0]
        words = (_WORD.match(self.text, at) for at in places)
        return tuple((match.start(), len(match[0])) for match in words if match)


@dataclass(frozen=True)
class SoundCue:
    """A sound effect, by a name of `effects`."""

    line: int
    name: str
    gain: float = 1.0


@dataclass(frozen=True)
class Laugh:
    """The audience is heard; strength 1 is a few of them, 5 the whole house."""

    line: int
    strength: int = 3
    kind: Kind = "laugh"


@dataclass(frozen=True)
class Music:
    """Music begins; `name` '' ends it."""

    line: int
    name: str = ""


@dataclass(frozen=True)
class Act:
    """A character moves, gestures, enters, leaves, or looks somewhere."""

    line: int
    who: str
    mark: Mark
    waits: bool = True
    """Whether what follows waits until it is seen."""


@dataclass(frozen=True)
class ScriptedPause:
    """A silence that the script asks for."""

    line: int
    seconds: float
    together: bool = False
    """Stands in a speech that is spoken at the same time as the one before."""


@dataclass(frozen=True)
class Heading:
    """A scene begins: its set, and who stands where from now on."""

    line: int
    name: str
    set: str
    people: tuple[tuple[str, str], ...] = ()
    """Who is on stage, left to right, and at which place ("left", "2/3"); all others are off."""


@dataclass(frozen=True)
class TitleCard:
    """A title card."""

    line: int
    text: str


@dataclass(frozen=True)
class Chapter:
    """Something to navigate by begins here."""

    line: int
    name: str


@dataclass(frozen=True)
class Sing:
    """A line of a song, or, past its last, what comes after it. The first one brings what opens a song with it."""

    line: int
    song: Arrangement = field(repr=False)
    """Who sings what; whose voices they are is known once it is performed."""
    number: int
    """Index into `song.lines`; their count for what comes after."""
    source: int = 0
    """Which included file of the script it is from (`Screenplay.included`); 0 for its own."""

    @property
    def who(self) -> str:
        """Who sings the line; '' after the last."""
        lines = self.song.lines
        return self.song.roles[lines[self.number].role].who if self.number < len(lines) else ""

    @property
    def text(self) -> str:
        lines = self.song.lines
        return lines[self.number].text if self.number < len(lines) else ""


@dataclass(frozen=True)
class Fade:
    """A fade to black, or from it; "black" is black at once."""

    line: int
    way: Literal["in", "out", "black"]


@dataclass(frozen=True)
class Shot:
    """A wish for the camera, which wins over what it would do by itself."""

    line: int
    name: str
    """A shot of `avatar.scene.camera.SHOTS`, and after a space who else is in it; "hold" for no cut, "auto" for the
    camera's own again."""
    who: str = ""
    """Whom it shows; '' for everybody, or for whoever speaks."""
    row: str = "script"
    """The row of `camera.RULES` that it belongs to."""


@dataclass(frozen=True)
class Insert:
    """A picture of a thing alone."""

    line: int
    thing: str
    """As a mark of the kind "prop" names it."""


Cue: TypeAlias = (
    Say | SoundCue | Laugh | Music | Act | ScriptedPause | Heading | TitleCard | Chapter | Fade | Sing | Shot | Insert
)


class Bookmark(NamedTuple):
    """A scene or section to navigate by."""

    name: str
    line: int
    cue: int
    """Index of its first cue."""


@dataclass(frozen=True)
class Directed:
    """A show, ready to be performed."""

    title: str
    cast: tuple[CastMember, ...]
    cues: tuple[Cue, ...]
    problems: tuple[Problem, ...] = ()
    """Lines that were not understood, in their order."""
    scenes: tuple[Bookmark, ...] = ()
    audience: House = "club"
    seed: int = 0
    camera: str = ""
    """How it is cut, by a name of `camera.STYLES`; '' where it leaves that to whoever shows it."""
    meta: tuple[tuple[str, str], ...] = ()
    """What the title page says of it: author, copyright."""
    language: str = ""
    """BCP 47; '' for English, and where it is not clear."""
    unacted: int = 0
    """Lines that describe, and ask for nothing: for whoever reads the script."""
    edits: EditFile = EditFile()
    """What people put right in its lines."""
    files: tuple[UsedFile, ...] = ()
    """The scripts that it was read from, the edits beside them, and what they name: pictures, recordings and songs."""

    def edits_of_cues(self) -> dict[int, TakeEdits]:
        """Index of a cue to the edits of what is said in it."""
        if not self.edits.takes:
            return {}
        return edits_by_place(self.edits, [said_in(cue) for cue in self.cues])


def said_in(cue: Cue) -> tuple[str, str] | None:
    """Who says what in a cue; None where nobody says anything."""
    return (cue.who, cue.text) if isinstance(cue, Say | Sing) and cue.text else None
