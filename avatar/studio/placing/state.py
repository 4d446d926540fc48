"""What placing knows, what happens to it and what it asks for: plain values; `machine` makes one state of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from avatar.studio.placing.draft import Draft, Handle, Point
from avatar.studio.placing.view import View

Asked = Literal["", "leave", "replace"]
"""What is asked: whether to leave without saving, or to save over what another program wrote."""


@dataclass(frozen=True)
class State:
    """Everything that is known."""

    draft: Draft
    saved: Draft
    """What the file holds."""
    view: View
    past: tuple[Draft, ...] = ()
    future: tuple[Draft, ...] = ()
    chosen: str = ""
    """Name of the handle that keys move."""
    held: str = ""
    """What the pointer holds: a handle's name, "view", or a button's id; '' for nothing."""
    grip: Point = (0.0, 0.0)
    """From the held handle to the pointer, in units of the page; of the view: the place of the page that is held."""
    before: Draft | None = None
    """What was there when the pointer came down."""
    run: str = ""
    """The handle and key of the last step: the same key again makes one step of both."""
    still: bool = False
    """Whether the mouth rests."""
    names: bool = True
    """Whether every point's name stands beside it."""
    help: bool = False
    asked: Asked = ""
    others: bool = False
    """Whether another program has written the file since it was read or saved."""
    remark: str = ""
    """What the user is told."""
    worry: bool = False
    """Whether that is a warning."""

    @property
    def unsaved(self) -> bool:
        return not self.draft.same(self.saved)

    @property
    def handle(self) -> Handle | None:
        """The chosen one, where it is among those of now."""
        return next((each for each in self.draft.handles if each.name == self.chosen), None)


@dataclass(frozen=True)
class Pressed:
    """The pointer came down, in shares of the window."""

    x: float
    y: float
    button: str = ""
    """Id of the button there; '' for none."""


@dataclass(frozen=True)
class Pulled:
    """The pointer was moved while it was down."""

    x: float
    y: float


@dataclass(frozen=True)
class Lifted:
    """The pointer went up."""

    button: str = ""
    """Id of the button there; '' for none."""


@dataclass(frozen=True)
class Key:
    """A key, by the names of `avatar.cli.keys`."""

    name: str


@dataclass(frozen=True)
class Resized:
    """The window has this many pixels now."""

    width: int
    height: int


@dataclass(frozen=True)
class Kept:
    """The file was written."""

    draft: Draft
    """What it holds now."""


@dataclass(frozen=True)
class Refused:
    """The file could not be written; the user is told why."""

    why: str


@dataclass(frozen=True)
class FoundChanged:
    """Another program has written the file."""

    theirs: Draft


@dataclass(frozen=True)
class Leaving:
    """The user wants to end it: by the window's close button, or Ctrl+C."""


PlacingEvent = Pressed | Pulled | Lifted | Key | Resized | Kept | Refused | FoundChanged | Leaving


@dataclass(frozen=True)
class Save:
    """Write the draft."""

    over: bool
    """Whether also over what another program has written."""


@dataclass(frozen=True)
class Leave:
    """End it; what is unsaved is given up."""


@dataclass(frozen=True)
class Close:
    """Hide the points, and go on showing the character."""


PlacingAction = Save | Leave | Close
