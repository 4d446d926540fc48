"""What the chat and the performer process tell each other."""

from __future__ import annotations

from dataclasses import dataclass

from avatar.config import Config
from avatar.performer.delivery import Delivery
from avatar.scenefile import Packed
from avatar.speech.capability import Purpose
from avatar.text.directions import Marked
from avatar.wire import Kinds


@dataclass(frozen=True)
class Configure:
    """Comes first, and again when a setting changed."""

    config: Config


@dataclass(frozen=True)
class Warm:
    """Get ready to speak for a character."""

    character: str
    voice: str = ""


@dataclass(frozen=True)
class PerformClause:
    """Perform a clause."""

    id: int
    said: Marked
    who: str
    character: str
    voice: str = ""
    """Name in the library, or several, joined by " or "; '' for the character's own."""
    delivery: Delivery = Delivery()
    follow: bool = False
    """Whether a clause in a language that this voice does not speak goes to another voice: see `tongues`."""
    purpose: Purpose = "talk"
    stressed: tuple[tuple[int, int], ...] = ()
    """Words to be emphasised, each by its place and length in `said.shown`."""
    language: str = ""
    """BCP 47, where it is known and may be another one than the voice's: who speaks it then says it."""


@dataclass(frozen=True)
class Mime:
    """Move a mouth to a finished sound, as if the character said it. Answered like a Speak."""

    id: int
    who: str
    rate: int
    """Hz; `blob` is little-endian int16."""
    blob: bytes
    text: str = ""
    """What is said in it, where known: it makes a better mouth, and captions show it."""
    language: str = "en"
    """Of the text, BCP 47."""


@dataclass(frozen=True)
class Cancel:
    """Forget every Speak and every Mime up to this id."""

    id: int


@dataclass(frozen=True)
class PerformerReady:
    """Everything that a Warm asked for is loaded."""


@dataclass(frozen=True)
class Ping:
    """Answered at once, whatever is being performed, by a process that is alive."""


@dataclass(frozen=True)
class Pong:
    """The answer to a Ping."""


@dataclass(frozen=True)
class Performed:
    """The Performance of a Speak or a Mime."""

    id: int
    performance: Packed


@dataclass(frozen=True)
class PerformFailed:
    """A Speak or a Mime that can't be performed, and why, for the user."""

    id: int
    reason: str


@dataclass(frozen=True)
class Told:
    """Something that the user should know."""

    text: str


Down = Configure | Warm | PerformClause | Mime | Cancel | Ping
DOWN: Kinds[Down] = Kinds(Down)

Up = PerformerReady | Pong | Performed | PerformFailed | Told
UP: Kinds[Up] = Kinds(Up)
