"""The Speaker's end of one engine process: starts it, asks it, and kills it when it makes no progress."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from avatar import children, plugins, vital
from avatar.errors import EngineStopped, EngineStuck, ProtocolError
from avatar.speech import ENGINES, capability, messages, traits
from avatar.speech.base import Request, SpokenSound

STARTING_S = 3.0
"""Seconds after which a new process that is neither ready nor busy starting is given up."""
SLOWEST_START_S = 30.0
"""Seconds after which even a busy one is given up: a small machine with a worn card, or a loaded one, is slow."""
WATCH_S, STIRRING_NS = 0.5, 50_000_000
"""Seconds between checks that a process is busy, and the nanoseconds in between that it must run, or wait to run."""
ENDING_S = 0.5
"""Seconds for a process whose pipe has ended to end, too."""
ILLEGAL = frozenset({-4, 0xC000001D})
"""Exit codes of a process that ran an instruction which the processor lacks: SIGILL, and Windows' status for it."""
CRASHES = frozenset({-11, -7, -6, 0xC0000005})
"""Those of one that crashed: SIGSEGV, SIGBUS, SIGABRT, and Windows' access violation."""
PRESENT_S = 4.0
"""Longest wait for an idle process to say that it is there."""
_LINUX = sys.platform.startswith("linux")
_LOOK_S = 0.05
"""Seconds between a wait's checks for a stop."""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "2"}
"""Environment: numpy starts no threads that an engine has no use for."""

Process = children.Child[messages.Up, messages.Down]

log = logging.getLogger(__name__)


class EngineProcess:
    """One engine's process; it starts when first asked, and anew after it was killed. One question at a time."""

    def __init__(self, engine: str, log_path: Path | None) -> None:
        self.engine = engine
        self._log_path = log_path
        self._child: Process | None = None
        self._lock = threading.Lock()
        self._number = 0
        self._closed = False
        self._stirred: int | None = 0

    @property
    def pid(self) -> int | None:
        """None while it does not run."""
        return self._child.pid if self._child and self._child.alive else None

    def speak(self, request: Request, patience: float, stopped: Callable[[], bool]) -> SpokenSound:
        """The sound; `patience` is the most seconds without progress. Raises EngineError and its kinds."""
        with self._lock:
            self._number += 1
            answer = self._asked(messages.Speak(self._number, request), patience, stopped)
            if not isinstance(answer, messages.Spoken):
                raise EngineStuck(f"The engine {self.engine} gave no sound", remedy="The log has the details.")
            return answer.sound

    def warm(self, request: Request, patience: float, stopped: Callable[[], bool]) -> None:
        """Start it, and load what the voice needs. Raises EngineError and its kinds."""
        with self._lock:
            self._number += 1
            self._asked(messages.Warm(self._number, request), patience, stopped)

    def look(self) -> None:
        """Where it hangs or died while nothing was asked of it, start it anew. Raises EngineError where that fails."""
        if self._child is None or not self._lock.acquire(blocking=False):
            return
        try:
            self._number += 1
            self._asked(messages.Look(self._number), PRESENT_S, lambda: self._closed)
        except EngineStuck as error:
            log.warning("%s, unasked", error)
            self._running(lambda: self._closed)
        finally:
            self._lock.release()

    def close(self) -> None:
        self._closed = True
        if self._child:
            self._child.close(timeout=0.5)

    def _asked(self, question: messages.Down, patience: float, stopped: Callable[[], bool]) -> messages.Up:
        try:
            child = self._running(stopped)
            self._stirred = vital.stirred(child.pid)
            child.send(question)
            computes = traits(self.engine).computes or isinstance(question, messages.Look)
            answer = self._waited(child, question.number, patience, stopped, computes=computes)
        except (EOFError, ProtocolError) as error:
            self._note_end()
            self._bury()
            raise EngineStuck(f"The engine {self.engine} ended by itself", remedy="The log has the details.") from error
        if isinstance(answer, messages.Failed):
            raise answer.error()
        return answer

    def _waited(
        self, child: Process, number: int, patience: float, stopped: Callable[[], bool], *, computes: bool
    ) -> messages.Up:
        """The answer to a question; question 0 is whether the engine is ready. Answers to older questions, which nobody
        waits for any more, are skipped. `computes`: the engine waits for no network or device until it answers.
        """
        begun = looked = watched = time.monotonic()
        deadline = begun + patience
        while True:
            if stopped():
                raise EngineStopped("Speech was stopped")
            answer = child.receive(_LOOK_S)
            looked, before = time.monotonic(), looked
            # If this process was held up, perhaps the whole machine was, so the engine gets that time back.
            stood = max(0.0, looked - before - 4 * _LOOK_S)
            deadline, watched = deadline + stood, watched + stood
            if answer is None:
                if computes and looked > watched + WATCH_S:
                    watched = looked
                    stirs = self._stirs(child.pid)
                    if number and stirs is False:
                        deadline = looked
                    elif number == 0 and (stirs or (stirs is None and _LINUX)) and looked < begun + SLOWEST_START_S:
                        deadline = looked + patience
                if looked >= deadline:
                    self._bury()
                    raise EngineStuck(f"The engine {self.engine} made no progress")
            elif isinstance(answer, messages.Ready | messages.Advanced):
                deadline = time.monotonic() + patience
                if number == 0:
                    return answer
            elif answer.number == number:
                return answer

    def _running(self, stopped: Callable[[], bool]) -> Process:
        if self._closed:
            raise EngineStopped("Speech is closed")
        if self._child and self._child.alive:
            return self._child
        self._note_end()  # where it ended while nothing was asked of it
        engine = ENGINES[self.engine]
        told = (self.engine, plugins.target_of(engine), *engine.traits.settings())
        self._child = children.Child(
            "avatar.speech.process", told, messages.UP, messages.DOWN, log_path=self._log_path, env=ONE_THREAD
        )
        log.info("engine %s started, process %d", self.engine, self._child.pid)
        self._stirred = 0
        self._waited(self._child, 0, STARTING_S, stopped, computes=True)
        return self._child

    def _note_end(self) -> None:
        """Remember an end that will repeat: an instruction that this processor lacks or, of an engine that never yet
        spoke here, a crash.
        """
        code = self._child.ended(ENDING_S) if self._child else None
        if code in ILLEGAL or (code in CRASHES and capability.seen(self.engine).sounds == 0):
            log.warning("engine %s ended by itself, exit code %s", self.engine, code)
            capability.note_death(self.engine)

    def _stirs(self, pid: int) -> bool | None:
        """Whether a process was busy since the last call, or wants to be; None where that is unknown, as at a disk."""
        before, self._stirred = self._stirred, vital.stirred(pid)
        if self._stirred is None or before is None:
            return None
        return self._stirred - before > STIRRING_NS or vital.is_runnable(pid)

    def _bury(self) -> None:
        if self._child:
            log.warning("engine %s, process %d, is killed", self.engine, self._child.pid)
            self._child.kill()
        self._child = None
