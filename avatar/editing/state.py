"""What the timeline editor is in: one frozen value, what happens to it, and what it asks to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from avatar.editing.footage import Footage
from avatar.edits.values import Span, TakeEdits
from avatar.lipsync.shown import LETTERS as LETTERS

FINEST_S = 0.01
"""Seconds of a cell at the nearest zoom: a frame of the mouth."""

WIDEST_S = 600.0
"""Seconds that are seen at once at most."""

RATES = (25, 24, 30, 0)
"""Frames a second that times snap to, in the order in which a key goes through them; 0: free, to the millisecond."""


Paints = Literal["picture", "blocks", "shades"]


class View(NamedTuple):
    """The stretch of time that is seen."""

    start: float = 0.0
    """Seconds at its left edge."""
    cell: float = 0.05
    """Seconds of one column."""
    columns: int = 80
    """Columns of time."""

    @property
    def end(self) -> float:
        return self.start + self.cell * self.columns

    def column(self, t: float) -> int:
        """The column that a second is in; below 0 or beyond the last where it is not seen."""
        return int((t - self.start) / self.cell + 1e-6) if t >= self.start - 1e-9 else -1

    def second(self, column: float) -> float:
        return self.start + column * self.cell


class Playing(NamedTuple):
    """A stretch that is heard."""

    start: float
    end: float
    loop: bool = False
    back: float | None = None
    """Where the playhead goes when it is over; None: it stays where it is."""
    number: int = 0
    """Counted up, so that the same stretch twice is two."""


class Held(NamedTuple):
    """A value that is recorded live: its key is down, as far as terminals tell."""

    key: str
    track: str
    value: str
    start: float
    """Second of the take at which it began."""
    seen: float
    """Second of the take at which its key was last heard of."""
    edits: TakeEdits
    """As they were before."""
    repeats: int = 0


class Typing(NamedTuple):
    """A line that is being typed."""

    what: Literal["words", "phones", "name", "export", "find"]
    text: str
    start: float = 0.0
    end: float = 0.0
    """The stretch that it is for."""


class Cutting(NamedTuple):
    """What was copied: spans from 0 on, of one track."""

    track: str
    spans: tuple[Span, ...]
    length: float


class Step(NamedTuple):
    """A step that can be undone, and those before it: a chain, so that it costs the same however long it grows."""

    edits: TakeEdits
    playhead: float
    before: Step | None


class Grip(NamedTuple):
    """What the mouse holds: the playhead (`track` ''), or an edge between two blocks."""

    track: str
    at: float
    """Where the edge was, seconds."""
    edits: TakeEdits
    """As they were when it was taken hold of."""


@dataclass(frozen=True)
class State:
    """Everything that the editor shows."""

    footage: Footage
    edits: TakeEdits
    saved: TakeEdits
    view: View
    playhead: float = 0.0
    track: str = "mouths"
    anchor: float | None = None
    """Where a selection begins; it ends at the playhead. None: there is none."""
    cutting: Cutting | None = None
    past: Step | None = None
    future: Step | None = None
    playing: Playing | None = None
    plays: int = 0
    """How often something was played."""
    slow: bool = False
    """Whether it is played at half speed."""
    loop: bool = False
    held: Held | None = None
    rate: int = RATES[0]
    """Frames a second of the film, which times snap to; 0 for none."""
    spectrum: bool = False
    """Whether pitches are seen below how loud it is."""
    paints: Paints = "shades"
    """What the terminal can show them as: a picture, half blocks in colours, or shades."""
    staged: bool = False
    """Whether the picture is the scene's, as a film has it, and not of the face alone."""
    before: bool = False
    """Whether the face shows the mouth as it was made, not as it is edited."""
    place: int = -1
    """The doubtful place that is looked at; -1 for none."""
    typing: Typing | None = None
    sought: str = ""
    """The word that was looked for last."""
    help: bool = False
    top: int = 0
    """First line of the help that is seen."""
    others: bool = False
    """Whether other takes of the file have edits that are not saved."""
    asked: bool = False
    """Whether it was asked what becomes of unsaved edits."""
    grip: Grip | None = None
    fresh: bool = True
    """Whether nothing was done yet: then a hint says how to begin."""
    remark: str = ""
    worry: bool = False
    """Whether the remark is about something that went wrong."""

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost by leaving."""
        return self.others or self.edits != self.saved

    @property
    def selection(self) -> tuple[float, float] | None:
        """The stretch that is selected, in order."""
        if self.anchor is None or abs(self.anchor - self.playhead) < 1e-6:
            return None
        return min(self.anchor, self.playhead), max(self.anchor, self.playhead)


# ------------------------------------------------------------------------------------------------- what happens to it


class Key(NamedTuple):
    """A key, by the name that Textual gives it, or a letter."""

    name: str


class Pressed(NamedTuple):
    """The mouse's button came down on a track ('' for what is none), at a second; `reach`: seconds that count as on
    an edge."""

    track: str
    t: float
    reach: float


class Pulled(NamedTuple):
    """The mouse was moved with its button down."""

    t: float


class Lifted(NamedTuple):
    """The mouse's button went up."""


class Wheeled(NamedTuple):
    """The wheel was turned over a second: below 0 away from the user, which comes nearer; `aside` moves along."""

    t: float
    way: int
    aside: bool = False


class Resized(NamedTuple):
    """The tracks have so many columns of time."""

    columns: int


class Heard(NamedTuple):
    """What is played has come to a second of the take."""

    t: float


class Over(NamedTuple):
    """What was played has been heard to its end."""


class Kept(NamedTuple):
    """These edits were saved."""

    edits: TakeEdits
    where: str


class Changed(NamedTuple):
    """Edits that came from outside: of words that were aligned anew."""

    edits: TakeEdits
    remark: str


class Told(NamedTuple):
    """Something to say."""

    text: str
    worry: bool = False


EditingEvent = Key | Pressed | Pulled | Lifted | Wheeled | Resized | Heard | Over | Kept | Changed | Told


# ----------------------------------------------------------------------------------------------- what it asks for


class Save(NamedTuple):
    """Write the edits; `leave`: and leave."""

    leave: bool = False


class Leave(NamedTuple):
    """The end."""


class Realign(NamedTuple):
    """Find anew where the sounds of a stretch lie, after its words or phones were corrected."""

    start: float
    end: float
    words: str = ""
    phones: str = ""
    """One of the two: the text, or the phones with spaces between."""


class Export(NamedTuple):
    """Write the cues to a file, in the format of its ending."""

    path: str


class NextTake(NamedTuple):
    """Another take of the same file: so many on."""

    steps: int


EditingAction = Save | Leave | Realign | Export | NextTake
