"""What the chat and the performer process tell each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Configure:
    """Comes first, and again when a setting changed."""

    config: dict[str, Any]


@dataclass(frozen=True)
class Warm:
    """Get ready to speak for a character."""

    character: str
    voice: str = ""


@dataclass(frozen=True)
class Speak:
    """Perform a clause."""

    id: int
    text: str
    who: str
    character: str
    voice: str = ""
    """Name in the library; '' for the character's own."""
    delivery: dict[str, Any] = field(default_factory=dict)
    """Fields of a Delivery that are not as usual."""
    follow: bool = False
    """Whether another voice speaks it where it is in a language that this one does not: see `tongues`."""


@dataclass(frozen=True)
class Cancel:
    """Forget every Speak up to this id."""

    id: int


@dataclass(frozen=True)
class Ready:
    """Warm."""


@dataclass(frozen=True)
class Ping:
    """Answered at once, whatever is being performed, by a process that is alive."""


@dataclass(frozen=True)
class Pong:
    """The answer to it."""


@dataclass(frozen=True)
class Performed:
    """The Performance of a Speak, packed."""

    id: int
    performance: dict[str, Any] = field(default_factory=dict)
    blob: bytes = b""


@dataclass(frozen=True)
class Failed:
    """A Speak that can't be performed, and why, for the user."""

    id: int
    reason: str


@dataclass(frozen=True)
class Told:
    """Something that the user should know."""

    text: str


MESSAGES = (Configure, Warm, Speak, Cancel, Ping, Ready, Pong, Performed, Failed, Told)
