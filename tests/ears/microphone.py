"""A virtual microphone: the monitor of a null sink, into which a test speaks."""

from __future__ import annotations

import os
import queue
import subprocess
import time
from pathlib import Path
from typing import TypeVar

import numpy as np
import soxr

from avatar.ears import messages
from avatar.ears.link import EarsLink
from avatar.ears.voice import RATE
from tests import virtual

T = TypeVar("T")

PATIENCE_S = 60.0

PAUSE_S = 1.5
"""Seconds that end an utterance: a sound server on a busy machine may stand still for a moment in what it is given."""


def say(samples: np.ndarray) -> None:
    """Speak into the microphone that the environment names; done when all of it was heard."""
    sound = soxr.resample(samples, RATE, virtual.RATE).astype("<f4").tobytes()
    words = ["pacat", "--raw", "--format=float32le", f"--rate={virtual.RATE}", "--channels=1", "--latency-msec=50"]
    subprocess.run(words, input=sound, env=os.environ, check=True, timeout=PATIENCE_S)


class Listening:
    """Ears with a scripted recogniser, and what they tell."""

    def __init__(self, folder: Path, script: str = "Hello there.", pause_s: float = PAUSE_S) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "script").write_text(script, "utf-8")
        self.folder = folder
        self.told: list[messages.Up] = []
        self._came: queue.Queue[messages.Up] = queue.Queue()
        self.link = EarsLink(opening(folder, pause_s), self._came.put)

    def until(self, kind: type[T]) -> T:
        """The next message of a kind."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                message = self._came.get(timeout=0.2)
            except queue.Empty:
                continue
            self.told.append(message)
            if isinstance(message, kind):
                return message
        raise AssertionError(f"no {kind.__name__} came, but {self.told}")

    def of(self, kind: type[T]) -> list[T]:
        return [each for each in self.told if isinstance(each, kind)]

    @property
    def asked(self) -> list[float]:
        """Seconds of sound of each question that the recogniser was asked."""
        path = self.folder / "asked"
        return [float(line) for line in path.read_text().split()] if path.exists() else []


def opening(folder: Path, pause_s: float = PAUSE_S) -> messages.Open:
    return messages.Open("", str(folder), "tests.ears.scripted", "en", pause_s)
