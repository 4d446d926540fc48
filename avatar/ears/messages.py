"""What the chat and the ears process tell each other, and what the ears process and its recogniser do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from avatar.wire import Kinds

# --------------------------------------------------------------------------------------------- the chat to the ears


@dataclass(frozen=True)
class Open:
    """Down, first: what to hear with."""

    device: str
    """The microphone; '' is the system's default."""
    model: str
    """Path of the recogniser's folder; '' where there is none."""
    module: str
    """Module that is run as the recogniser's process."""
    language: str
    """What is spoken, in two letters; '' is found out."""
    pause_s: float
    """Seconds of silence that end an utterance."""
    interrupt: bool = True
    """Whether it matters that somebody speaks over the character."""


@dataclass(frozen=True)
class Listen:
    """Down: listen from now on, to one utterance or to all; or no more."""

    mode: Literal["off", "once", "open"]


@dataclass(frozen=True)
class Finish:
    """Down: what was said so far is all."""


@dataclass(frozen=True)
class Aloud:
    """Down: the character begins to speak, or has ended."""

    on: bool


@dataclass(frozen=True)
class Reference:
    """Down: what the character's device plays, in order, each sample once."""

    start: float
    """Wall time (`time.perf_counter`, the same for all processes) at which the first sample is heard."""
    rate: int
    blob: bytes
    """Mono int16, little-endian."""


Down = Open | Listen | Finish | Aloud | Reference
DOWN: Kinds[Down] = Kinds(Down)


@dataclass(frozen=True)
class Recognising:
    """Up: the recogniser is ready."""

    name: str
    pace: float
    """Seconds that it takes for a second of speech, as just measured."""


@dataclass(frozen=True)
class Listening:
    """Up: it listens now, or no more."""

    on: bool
    device: str = ""
    """Name of the microphone."""


@dataclass(frozen=True)
class Began:
    """Up: somebody speaks."""


@dataclass(frozen=True)
class Suspected:
    """Up: somebody may be about to speak over the character, which is told by Began; or nobody did."""

    on: bool


@dataclass(frozen=True)
class Paused:
    """Up: and makes a pause, perhaps the last one."""


@dataclass(frozen=True)
class Resumed:
    """Up: and goes on."""


@dataclass(frozen=True)
class Partial:
    """Up: what was understood so far."""

    text: str


@dataclass(frozen=True)
class Heard:
    """Up: the utterance is over."""

    text: str
    """What was understood; '' where that is nothing."""


@dataclass(frozen=True)
class Trouble:
    """Up: something is wrong with the ears."""

    text: str


Up = Recognising | Listening | Suspected | Began | Paused | Resumed | Partial | Heard | Trouble
UP: Kinds[Up] = Kinds(Up)


# ----------------------------------------------------------------------------------------- the ears to the recogniser


@dataclass(frozen=True)
class Transcribe:
    """Down: write this down, and answer with Written."""

    number: int
    language: str
    """In two letters; '' is found out."""
    blob: bytes
    """Mono float32 at 16 kHz, little-endian."""


@dataclass(frozen=True)
class Ready:
    """Up, first: it waits for work."""

    name: str
    pace: float
    """Seconds that it takes for a second of speech."""


@dataclass(frozen=True)
class Written:
    """Up: what was said."""

    number: int
    text: str


@dataclass(frozen=True)
class Failed:
    """Up: it can't write anything down, and ends."""

    text: str


Ask = Transcribe
ASK: Kinds[Ask] = Kinds(Ask)
Answer = Ready | Written | Failed
ANSWER: Kinds[Answer] = Kinds(Answer)
