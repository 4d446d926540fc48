"""What a brain and the process that runs its model tell each other."""

from __future__ import annotations

from dataclasses import dataclass

from avatar.wire import Kinds


@dataclass(frozen=True)
class Load:
    """Down: load this model, and answer with Loaded or Refused, number 0."""

    path: str
    context: int
    """Tokens that it shall take in at most."""
    threads: int


@dataclass(frozen=True)
class Ask:
    """Down: answer this; Reading, Came and, at its end, Ended follow, or Refused."""

    number: int
    body: str
    """The request as JSON, as OpenAI's chat interface has it."""


@dataclass(frozen=True)
class Stop:
    """Down, urgent: the answer is not wanted any more; it ends with Ended."""

    number: int


@dataclass(frozen=True)
class Loaded:
    """Up: the model waits for questions."""


@dataclass(frozen=True)
class Reading:
    """Up: the model has read so far what it is told."""

    number: int
    done: int
    """Tokens, with those that it had read before."""
    total: int


@dataclass(frozen=True)
class Came:
    """Up: a piece of the answer."""

    number: int
    text: str
    thought: str = ""
    finish: str = ""
    """Why the answer ended, as "stop" or "length"; '' before its end."""
    tool: bool = False


@dataclass(frozen=True)
class Ended:
    """Up: the answer is over, whole or stopped; and how fast it was."""

    number: int
    read: int
    """Tokens that were read for it."""
    read_s: float
    made: int
    """Tokens of the answer, after its first."""
    made_s: float


@dataclass(frozen=True)
class Refused:
    """Up: nothing comes of it."""

    number: int
    code: int
    """As a server's status: 400 where the request is at fault, 500 where the model is."""
    what: str
    """The library's own words, for the log."""


Down = Load | Ask | Stop
Answer = Reading | Came | Ended | Refused
Up = Loaded | Answer

DOWN: Kinds[Down] = Kinds(Down)
UP: Kinds[Up] = Kinds(Up)
