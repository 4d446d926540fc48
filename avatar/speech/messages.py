"""What a Speaker and an engine process tell each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from avatar.errors import EngineError, EngineMissing
from avatar.speech.base import Moment, Request, Sound, TimesFrom
from avatar.text.pronounce import Pronounced

DECIMALS = 5
"""Of seconds: 10 µs is less than one sample."""


@dataclass(frozen=True)
class Speak:
    """Down: say this, and answer with Spoken or Failed."""

    number: int
    request: dict[str, Any]

    @classmethod
    def of(cls, number: int, request: Request) -> Speak:
        return cls(number, asdict(request))


@dataclass(frozen=True)
class Warm:
    """Down: load what this voice needs, and answer with Warmed or Failed."""

    number: int
    request: dict[str, Any]

    @classmethod
    def of(cls, number: int, request: Request) -> Warm:
        return cls(number, asdict(request))


@dataclass(frozen=True)
class Look:
    """Down: answer with Here, and do nothing."""

    number: int


@dataclass(frozen=True)
class Ready:
    """Up: the engine waits for work."""

    engine: str


@dataclass(frozen=True)
class Progress:
    """Up: got further with it."""

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
    """Up: the sound, in `blob`. `words` and `phones` hold Moments as lists."""

    number: int
    rate: int
    words: Sequence[Sequence[Any]]
    phones: Sequence[Sequence[Any]] | None
    times_from: TimesFrom
    blob: bytes

    @classmethod
    def of(cls, number: int, sound: Sound) -> Spoken:
        phones = None if sound.phones is None else listed(sound.phones)
        return cls(number, sound.rate, listed(sound.words), phones, sound.times_from, sound.pcm)

    def sound(self) -> Sound:
        phones = None if self.phones is None else moments(self.phones)
        return Sound(self.blob, self.rate, moments(self.words), phones, self.times_from)


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


DOWN = (Speak, Warm, Look)
UP = (Ready, Progress, Warmed, Here, Spoken, Failed)


def listed(times: Sequence[Moment]) -> list[list[Any]]:
    """Moments as JSON has them."""
    return [[round(each.start, DECIMALS), round(each.end, DECIMALS), *each[2:]] for each in times]


def moments(lists: Sequence[Sequence[Any]]) -> tuple[Moment, ...]:
    """Moments from JSON. Raises TypeError, ValueError where they aren't."""
    return tuple(
        Moment(float(start), float(end), str(value), int(at), int(length)) for start, end, value, at, length in lists
    )


def request_of(fields: dict[str, Any]) -> Request:
    """A Request from JSON. Raises TypeError where it isn't one."""
    pronounced = tuple(Pronounced(*each) for each in fields.get("pronounced", ()))
    return Request(**{**fields, "pronounced": pronounced})
