"""The events that a session's listeners are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class ReplyStarted:
    """The character has begun to think."""


@dataclass(frozen=True)
class ReplyText:
    """More of the reply, to be added to what is shown."""

    text: str


@dataclass(frozen=True)
class ReplyThought:
    """More of what the brain thinks aloud before, or amid, its reply: shown folded up, never spoken."""

    text: str
    seconds: float
    """How long it has thought by now."""


@dataclass(frozen=True)
class ReplyEnded:
    """The reply is whole (all of it has arrived, not all been said), or was cut short."""

    text: str
    """The whole reply; of an interrupted one only the part that was heard."""
    interrupted: bool = False


@dataclass(frozen=True)
class ClauseStarted:
    """A clause begins to be heard."""

    text: str
    rung: str
    voice: str


@dataclass(frozen=True)
class WordSpoken:
    """A word begins to be heard: its place in the reply's text."""

    at: int
    length: int
    ago: float = 0.0
    """Seconds since the word began."""


@dataclass(frozen=True)
class SpeechEnded:
    """The last of the reply was heard, or it was stopped."""


@dataclass(frozen=True)
class SoundEnded:
    """A sound that was played beside the talk is over."""

    id: int
    """The sound's number, as `Session.play` returned it."""
    whole: bool
    """Whether it was heard to its end."""


@dataclass(frozen=True)
class Notice:
    """Something that the user should know."""

    text: str
    severity: Literal["information", "warning", "error"] = "information"


@dataclass(frozen=True)
class StageChanged:
    """Where the character is to be seen and heard."""

    mode: str
    """"window", "terminal" or "none"."""
    sound: str
    """Name of the sound device; '' where there is none."""


@dataclass(frozen=True)
class StageClosed:
    """The user closed the character's window."""


@dataclass(frozen=True)
class WindowTyped:
    """Keys pressed in the character's window: text, or a control character ("\\x1b" is Esc, "\\r" Enter)."""

    text: str


@dataclass(frozen=True)
class WindowTouched:
    """A finger, or the left button of the mouse, came down in the character's window or went up."""

    x: float
    """Where it was, from 0 to 1 over the picture's width; `y` over its height."""
    y: float
    down: bool


@dataclass(frozen=True)
class Touched:
    """Somebody poked or tickled the character."""

    how: Literal["poke", "tickle"]
    part: Literal["head", "body"]


@dataclass(frozen=True)
class WindowSized:
    """The character's window has this many pixels now."""

    width: int
    height: int


@dataclass(frozen=True)
class EarsChanged:
    """Whether the character listens to a microphone has changed."""

    mode: Literal["off", "push", "open"]
    """To nobody; to one utterance when it is asked to; or all the time."""
    on: bool
    """A microphone is open now."""
    device: str = ""
    """Its name, where it is."""


@dataclass(frozen=True)
class SpeechHeard:
    """Somebody speaks to the character, and this was understood so far."""

    text: str
    """'' where somebody has just begun, or nothing was understood."""
    final: bool = False
    """They have ended: this is what they said."""


@dataclass(frozen=True)
class SignOfLife:
    """A process was asked whether it is well, and it is."""

    process: Literal["stage", "performer"]
    frames: int = 0
    """Pictures that the stage's window has shown since the last one."""


@dataclass(frozen=True)
class ShowStarted:
    """A show begins to be played."""

    title: str


@dataclass(frozen=True)
class ShowTouched:
    """A key was pressed, or a finger came down, in the window of a show."""

    text: str
    """As `WindowTyped.text`; '' for a finger."""


@dataclass(frozen=True)
class ShowEnded:
    """A show is over, by itself or because it was stopped."""

    error: str = ""
    """Why it could not go on; '' where nothing went wrong."""


@dataclass(frozen=True)
class FaceFrame:
    """A picture for the terminal face."""

    width: int
    height: int
    rgba: bytes = field(repr=False)


@dataclass(frozen=True)
class Latency:
    """Seconds from the user's message to the first sound of the reply."""

    seconds: float


SessionEvent = (
    ReplyStarted
    | ReplyText
    | ReplyThought
    | ReplyEnded
    | ClauseStarted
    | WordSpoken
    | SpeechEnded
    | SoundEnded
    | Notice
    | StageChanged
    | FaceFrame
    | Latency
    | StageClosed
    | WindowTyped
    | WindowTouched
    | Touched
    | WindowSized
    | EarsChanged
    | SpeechHeard
    | SignOfLife
    | ShowStarted
    | ShowTouched
    | ShowEnded
)
