"""A performer and an outlet that only remember, and Performances for them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from avatar.config import Config
from avatar.performer.messages import Mime, PerformClause, Up
from avatar.scenefile import Packed
from avatar.types import Clip, MouthTrack, Performance, Rung, Speech, Timed


class Performer:
    """Remembers what it is asked for."""

    def __init__(self, config: Config, tell: Callable[[Up], None]) -> None:
        self.tell = tell
        self.asked: list[PerformClause | Mime] = []
        self.cancelled: list[int] = []
        self.configured: list[Config] = []
        self.warmed: list[str] = []
        self.pings = 0
        self.pid = 42
        self.closed = False

    def speak(self, request: PerformClause | Mime) -> None:
        self.asked.append(request)

    def cancel(self, id_: int) -> None:
        self.cancelled.append(id_)

    def configure(self, config: Config) -> None:
        self.configured.append(config)

    def warm(self, character: str) -> None:
        self.warmed.append(character)

    def ping(self) -> None:
        self.pings += 1

    def close(self) -> None:
        self.closed = True


class Outlet:
    """A stage, or none."""

    def __init__(self) -> None:
        self.there = True
        self.performed: list[int] = []
        self.states: list[str] = []
        self.stops = 0

    def perform(self, id_: int, performance: Performance | Packed) -> bool:
        if self.there:
            self.performed.append(id_)
        return self.there

    def stop(self) -> None:
        self.stops += 1

    def state(self, name: str) -> None:
        self.states.append(name)


def performance(text: str, seconds: float = 1.0) -> Performance:
    """A text, said word by word in equal parts of its time."""
    words, at = [], 0
    parts = text.split()
    for number, word in enumerate(parts):
        at = text.index(word, at)
        each = seconds / len(parts)
        words.append(Timed(number * each, (number + 1) * each, word, at, len(word)))
        at += len(word)
    clip = Clip.from_floats(0.1 * np.ones(round(8000 * seconds)), 8000)
    track = MouthTrack(np.zeros((round(100 * seconds), 15), np.float32), Rung.VOICE)
    return Performance("juno", Speech(clip, text, "test", words=tuple(words)), track)
