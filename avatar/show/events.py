"""What a player tells the screen or program that shows its play."""

from __future__ import annotations

from typing import NamedTuple

from avatar.errors import AvatarError


class Opened(NamedTuple):
    """The stage is open, or something about it has changed."""

    mode: str
    """window, terminal, none or gone."""
    sound: str
    """Name of the sound device; '' where there is none."""
    why: str
    """Why it is not what was asked for."""


class At(NamedTuple):
    """Where the show is; some ten times a second while it moves."""

    t: float
    """Seconds."""
    cue: int
    line: int
    """Line of the script."""
    paused: bool
    speed: float


class ShowNotice(NamedTuple):
    """Something that the user should know; the show goes on."""

    text: str


class Key(NamedTuple):
    """Typed into the window; "\\x1b[C" and "\\x1b[D" are the arrows right and left, "" is a touch."""

    text: str


class TerminalPicture(NamedTuple):
    """A picture for the terminal face: RGBA, 8 bits each, rows from the top."""

    width: int
    height: int
    rgba: bytes


class ShowFinished(NamedTuple):
    """The end, or the window was closed; nothing comes after it but a new start."""

    error: AvatarError | None = None
    closed: bool = False


ShowEvent = Opened | At | ShowNotice | Key | TerminalPicture | ShowFinished
