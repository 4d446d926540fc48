"""What a Speaker and an engine process tell each other."""

from __future__ import annotations

from dataclasses import dataclass

from avatar.errors import EngineError, EngineMissing
from avatar.speech.base import Request, SpokenSound
from avatar.wire import Kinds


@dataclass(frozen=True)
class Speak:
    """Down: say this, and answer with Spoken or Failed."""

    number: int
    request: Request


@dataclass(frozen=True)
class Warm:
    """Down: load what this voice needs, and answer with Warmed or Failed."""

    number: int
    request: Request


@dataclass(frozen=True)
class Look:
    """Down: answer with Here, and do nothing."""

    number: int


@dataclass(frozen=True)
class Ready:
    """Up: the engine waits for work."""

    engine: str


@dataclass(frozen=True)
class Advanced:
    """Up: the engine has got further with the question."""

    number: int


@dataclass(frozen=True)
class Warmed:
    """Up: what the voice needs is loaded."""

    number: int


@dataclass(frozen=True)
class Here:
    """Up: the process answers."""

    number: int


@dataclass(frozen=True)
class Spoken:
    """Up: the sound."""

    number: int
    sound: SpokenSound


@dataclass(frozen=True)
class Failed:
    """Up: the engine can't. `kind` is the error's class, the rest its parts."""

    number: int
    kind: str
    what: str
    where: str
    remedy: str

    @classmethod
    def of(cls, number: int, error: EngineError) -> Failed:
        return cls(number, type(error).__name__, error.what, error.where, error.remedy)

    def error(self) -> EngineError:
        kind = EngineMissing if self.kind == "EngineMissing" else EngineError
        return kind(self.what, where=self.where, remedy=self.remedy)


Down = Speak | Warm | Look
DOWN: Kinds[Down] = Kinds(Down)

Up = Ready | Advanced | Warmed | Here | Spoken | Failed
UP: Kinds[Up] = Kinds(Up)

Answer = Warmed | Here | Spoken | Failed
"""The messages that answer a question and so end it."""
