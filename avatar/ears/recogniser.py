"""The ears' handle on the recogniser's process: asks it, and replaces it where it dies or hangs."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar import children
from avatar.ears import messages
from avatar.ears.features import RATE
from avatar.errors import ProtocolError

LOADING_S = 60.0
"""Longest that it may take to begin, on a slow disk."""

PATIENCE_S, PATIENCE = 6.0, 4.0
"""Longest that it may take to write something down: seconds, and times the length of the sound."""

DEATHS, WITHIN_S = 3, 120.0
"""After so many ends within so many seconds it is not begun again."""

log = logging.getLogger(__name__)


class Recogniser:
    """One process at a time, one question at a time. `take` gets its answers on another thread."""

    def __init__(
        self, module: str, folder: str, take: Callable[[messages.Answer | None, int], None], log_path: Path | None
    ) -> None:
        """Starts it. `take` gets an answer, or None for the process's end, and the process's number."""
        self._module, self._folder, self._take, self._log_path = module, folder, take, log_path
        self._child: children.Child[messages.Answer, messages.Ask] | None = None
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._asked: messages.Transcribe | None = None
        self._retried = False
        self._due = 0.0
        self._number = 0
        self.ready = False
        self.given_up = False
        """It ended again and again: nothing is written down any more."""
        self._start()

    @property
    def idle(self) -> bool:
        """Whether a question is answered as soon as can be."""
        return self.ready and self._asked is None

    def ask(self, number: int, samples: NDArray[np.float32], language: str) -> None:
        """Have samples written down; only while it is idle."""
        self._retried = False
        self._asked = messages.Transcribe(number, language, samples.astype("<f4", copy=False).tobytes())
        self._put()

    def came(self, answer: messages.Answer | None, process: int) -> str:
        """Take note of an answer. Returns a sentence for the user where something is wrong."""
        if process != self._number:
            return ""  # of one that was replaced
        match answer:
            case messages.Ready():
                self.ready = True
                if self._asked:
                    self._put()
            case messages.Written():
                self._asked = None
            case messages.Failed():
                return self._replace(answer.text)
            case None:
                return self._replace("The recogniser ended unexpectedly.")
        return ""

    def check(self, now: float) -> str:
        """Replace it where it hangs. Returns a sentence for the user where something is wrong."""
        if (self.ready and self._asked is None) or self.given_up or now < self._due:
            return ""
        return self._replace("The recogniser did not answer in time.")

    def close(self) -> None:
        """End it."""
        self._number += 1
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _put(self) -> None:
        assert self._asked is not None
        if not self.ready or self._child is None:
            return
        self._due = time.perf_counter() + PATIENCE_S + PATIENCE * len(self._asked.blob) / 4 / RATE
        try:
            self._child.send(self._asked)
        except ProtocolError:
            log.info("the recogniser is gone: its end is told next")

    def _start(self) -> None:
        self._number += 1
        number = self._number
        self.ready, self._due = False, time.perf_counter() + LOADING_S
        self._child = children.Child(
            self._module, [self._folder], messages.ANSWER, messages.ASK, log_path=self._log_path,
            on_message=lambda answer: self._take(answer, number), on_end=lambda: self._take(None, number),
        )  # fmt: skip

    def _replace(self, why: str) -> str:
        """Begin another one. What was asked is asked once more, then left: it may be what ends it."""
        now = time.perf_counter()
        self.close()
        if self._retried:
            self._asked = None
        self._retried = True
        self._deaths.append(now)
        if len(self._deaths) == DEATHS and now - self._deaths[0] < WITHIN_S:
            self.given_up, self._asked = True, None
            return f"{why} It has been begun {DEATHS} times: nothing is written down any more. The log says why."
        log.warning("%s", why)
        self._start()
        return f"{why} It is begun again."

    @property
    def lost(self) -> bool:
        """Whether what was asked last was left, unanswered."""
        return self._asked is None
