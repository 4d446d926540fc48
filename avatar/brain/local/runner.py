"""The brain's end of the process that runs a model: starts it, asks it, stops it, ends it where it stands still."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

from avatar import library
from avatar.brain.local import messages
from avatar.children import Child
from avatar.errors import BrainError, ProtocolError

log = logging.getLogger(__name__)

ENVIRONMENT = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}
"""The library's threads sleep while they wait: a core that spins is one that voice and picture don't have."""
LEFT = 1
"""Cores that are left to voice and picture."""
MOST_THREADS = 8
"""More make a small model no faster: memory is what it waits for."""
CLOSING_S, ENDED_S = 0.5, 1.0
"""Seconds for the process to end when it is told to, and after its pipe has ended."""
ILLEGAL = frozenset({-signal.SIGILL, 0xC000001D}) if hasattr(signal, "SIGILL") else frozenset({0xC000001D})
"""Exit codes of a process that ran an instruction which the processor lacks."""
NO_MEMORY = frozenset({-9})
"""The one of a process that was killed: on Linux mostly because memory ran out."""

Process = Child[messages.Up, messages.Down]


class RunnerError(BrainError):
    """The process is gone, stands still, or refuses."""

    def __init__(self, what: str, *, where: object = "", remedy: str = "", code: int = 0) -> None:
        """`code`: as a server's status; 0 where the process said nothing."""
        super().__init__(what, where=where, remedy=remedy)
        self.code = code


def count_threads() -> int:
    """Threads for a model: all cores but those for voice and picture."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # Linux alone tells which cores this process may use
        cores = os.cpu_count() or 1
    return min(MOST_THREADS, max(1, cores - LEFT))


class Runner:
    """A process with one model. One question at a time: `ask` ends the one before."""

    def __init__(self, model: Path, context: int, patience: float) -> None:
        """`context`: tokens that the model shall take in; `patience`: the most seconds without progress."""
        self.model, self.context = model, context
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self._inbox: asyncio.Queue[messages.Up | None] = asyncio.Queue()
        self._child: Process | None = None
        self._number = 0

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.alive

    @property
    def pid(self) -> int | None:
        """None where it doesn't run."""
        return self._child.pid if self._child is not None and self._child.alive else None

    async def load(self, patience: float) -> None:
        """Start the process and load the model; it may take `patience` seconds. Raises RunnerError."""
        self._child = await asyncio.to_thread(
            Child[messages.Up, messages.Down],
            "avatar.brain.local.process", (), messages.UP, messages.DOWN,
            log_path=library.state_dir() / "avatar.log", env=ENVIRONMENT, on_message=self._came, on_end=self._ended,
        )  # fmt: skip
        log.info("a process for %s started, %d", self.model.name, self._child.pid)
        await self._send(messages.Load(str(self.model), self.context, count_threads()))
        answer = await self._next(patience)
        if isinstance(answer, messages.Refused):
            log.warning("the model can't be loaded: %s", answer.what)
            raise self._fault(
                "The model can't be loaded", "It may be damaged, or too new for the library: the log has its words.",
                answer.code,
            )  # fmt: skip

    async def ask(self, body: Mapping[str, Any]) -> AsyncGenerator[messages.Answer, None]:
        """What comes of a question, up to its Ended. Closing it stops the model. Raises RunnerError."""
        self._number += 1
        number = self._number
        await self._send(messages.Ask(number, json.dumps(body)))
        over = False
        try:
            while not over:
                answer = await self._next(self._patience)
                if isinstance(answer, messages.Loaded) or answer.number != number:
                    continue  # of an older question, which nobody waits for
                if isinstance(answer, messages.Refused):
                    over = True
                    log.warning("the model refused: %s", answer.what)
                    raise self._fault("The model refused the talk", "The log has its words.", answer.code)
                over = isinstance(answer, messages.Ended)
                yield answer
        finally:
            if not over and self.alive:
                self._stop(number)

    def _stop(self, number: int) -> None:
        if self._child is not None:
            with contextlib.suppress(ProtocolError):  # it has just ended
                self._child.send(messages.Stop(number), urgent=True)

    async def close(self) -> None:
        """End the process."""
        if self._child is not None:
            await asyncio.to_thread(self._child.close, CLOSING_S)

    def kill(self) -> None:
        """End the process at once."""
        if self._child is not None:
            self._child.kill()

    async def _send(self, message: messages.Down) -> None:
        assert self._child is not None
        try:
            self._child.send(message)
        except ProtocolError as error:
            raise await self._gone() from error

    async def _next(self, patience: float) -> messages.Up:
        """What the process says next. Raises RunnerError where it ends, or says nothing for `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                answer = await self._inbox.get()
        except TimeoutError:
            await asyncio.to_thread(self.kill)
            what = f"The model made no progress in {patience:g} s"
            raise self._fault(what, "It starts anew with the next message.") from None
        if answer is None:
            raise await self._gone()
        return answer

    async def _gone(self) -> RunnerError:
        """What to say of a process that ended by itself."""
        code = await asyncio.to_thread(self._child.ended, ENDED_S) if self._child is not None else None
        log.warning("the process of %s ended by itself, exit code %s", self.model.name, code)
        if code in ILLEGAL:
            return self._fault(
                "This processor lacks instructions that the library xllamacpp is built with (AVX2)",
                "Another brain has to think here: a server, or the persona.",
            )
        killed = " (it was killed: was memory short?)" if code in NO_MEMORY else ""
        return self._fault(f"The model's process ended by itself{killed}", "It starts anew with the next message.")

    def _fault(self, what: str, remedy: str, code: int = 0) -> RunnerError:
        return RunnerError(what, where=self.model, remedy=remedy, code=code)

    def _came(self, message: messages.Up) -> None:
        """On the reading thread."""
        self._put(message)

    def _ended(self) -> None:
        """The same."""
        self._put(None)

    def _put(self, message: messages.Up | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody listens any more
            self._loop.call_soon_threadsafe(self._inbox.put_nowait, message)
