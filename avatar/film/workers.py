"""Worker processes of a film: started, known by their pipes, and ended.

Where processes can be forked one worker starts, reads its libraries and the art of the cast, and becomes as many as are
wanted: none of the others reads anything again. Elsewhere each starts for itself. Either way they may start before
anybody knows what is filmed: `Workers` are light to import, and are told by the first message that they get.
"""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

PATIENCE_S = 2.0
"""How long a worker that was told to end may take."""


class Worker:
    """A process at the other end of a pipe."""

    def __init__(self, pipe: Connection, process: BaseProcess | None = None) -> None:
        """`process` None: it is forked by another worker, and says its number itself (`here`)."""
        self.pipe, self._process = pipe, process
        self.pid = process.pid if process is not None else None
        self.ready = False
        """Whether it has read all that it needs."""
        self._handle: int | None = None
        self.hand: Any = None
        """The segment that it has."""

    def here(self, pid: int) -> None:
        """It has read all that it needs, and told its process id: from here on each can be ended."""
        self.ready = True
        if self._process is None and self._handle is None:
            with suppress(OSError):  # it has ended already
                self._handle = os.pidfd_open(pid)
        self.pid = pid

    def tell(self) -> None:
        """Tell it to end; one that waits for segments ends with its pipe, and so do those that it forked."""
        if self.ready and self.hand is None:
            return
        if self._process is not None:
            self._process.terminate()
        else:
            self._signal(signal.SIGTERM)

    def end(self) -> None:
        """Wait until it has ended, and make it end if it doesn't. One that hasn't said who it is ends with its pipe."""
        if self.pid is None:
            with suppress(EOFError, OSError):
                if self.pipe.poll():
                    self.here(self.pipe.recv())
        self.tell()
        self.pipe.close()
        if self._process is not None:
            self._process.join(PATIENCE_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        elif self._handle is not None:
            if not select.select([self._handle], [], [], PATIENCE_S)[0]:
                self._signal(signal.SIGKILL)
                select.select([self._handle], [], [])
            os.close(self._handle)
            self._handle = None

    def status(self) -> int | None:
        """With what it ended, once it has; None where nobody knows."""
        if self._process is None:
            return None
        self._process.join(PATIENCE_S)
        return self._process.exitcode

    def _signal(self, number: int) -> None:
        if self._handle is not None:
            with suppress(OSError):
                signal.pidfd_send_signal(self._handle, number)


def start_workers(count: int) -> list[Worker]:
    """So many workers. They read their libraries, and wait for a task and a cast: a pair, to each of them."""
    if count > 1 and can_fork():
        return _start(count)
    return [worker for _ in range(count) for worker in _start(1)]


def end_workers(workers: Sequence[Worker]) -> None:
    """Ends them, those that were forked first: whoever forked them waits for them."""
    for worker in reversed(workers):
        worker.end()


def can_fork() -> bool:
    """Whether one worker can become several, each of which can be told apart for certain from whoever has its number
    after it. macOS has libraries that don't stand it."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def _start(count: int) -> list[Worker]:
    """A process, and all that it forks."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(count)]
    theirs = [each for _, each in pipes]
    with _uninterrupted(), _apart_from_main():
        process = context.Process(target=serve, args=(theirs[0], theirs[1:]), daemon=True, name="avatar-film")
        process.start()
    for each in theirs:
        each.close()
    return [Worker(ours, process if place == 0 else None) for place, (ours, _) in enumerate(pipes)]


def serve(pipe: Connection, others: list[Connection]) -> None:
    """A worker process. `others`: the pipes of those that it is to fork."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from avatar.film.working import work

    work(pipe, others)


_APART = threading.Lock()


@contextmanager
def _apart_from_main() -> Iterator[None]:
    """Processes that start within do not import the program that films: they have no use for it, and a script without
    `if __name__ == "__main__":` would film again in there.
    """
    with _APART:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes that start within ignore Ctrl+C, which is meant for the process that starts them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
