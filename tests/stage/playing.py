"""Performances made of tones, and an ear and an eye for stages, for the tests of this folder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from avatar.stage.messages import StageEvent
from avatar.types import CastMember, Clip, MouthTrack, Performance, Place, Rung, Speech, Timed

RATE = 24_000
PATIENCE_S = 90.0
"""How long a test waits for what must come; only a failing one waits so long."""

JUNO = CastMember("juno", "juno", place=Place())

Kind = TypeVar("Kind")


def tone(seconds: float, hertz: float = 440.0, rate: int = RATE, loud: float = 0.5) -> Clip:
    """A sine."""
    return Clip.from_floats(loud * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate), rate)


def clause(seconds: float = 1.0, text: str = "Hello there.", who: str = "juno", hertz: float = 440.0) -> Performance:
    """A tone with the mouth wide open all the while, and a word for each half."""
    weights = np.zeros((round(seconds * 100), 15), np.float32)
    weights[:, 10] = 1.0
    half = seconds / 2
    words = (Timed(0.0, half, "Hello", 0, 5), Timed(half, seconds, "there", 6, 5))
    return Performance(who, Speech(tone(seconds, hertz), text, "tone", words=words), MouthTrack(weights, Rung.VOICE))


class Ear:
    """Collects events; give it as `on_event`."""

    def __init__(self) -> None:
        self.events: list[StageEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: StageEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The events of a kind, so far."""
        with self._changed:
            return [event for event in self.events if isinstance(event, kind)]

    def wait(self, kind: type[Kind], such: Callable[[Kind], bool] = lambda event: True) -> Kind:
        """The first event of a kind such as wanted, as soon as there is one."""

        def found() -> Kind | None:
            return next((each for each in self.events if isinstance(each, kind) and such(each)), None)

        with self._changed:
            self._changed.wait_for(lambda: found() is not None, PATIENCE_S)
            event = found()
            assert event is not None, f"no such {kind.__name__} came, only {self.events[-20:]}"
            return event


def until(true: Callable[[], bool], what: str) -> None:
    """Looks again and again until something holds."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE_S} s"
        time.sleep(0.01)
