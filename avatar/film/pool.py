"""Worker processes that draw and encode segments, several at once; results come back in order."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import ModuleType
from typing import Any

from avatar import logs
from avatar.errors import AvatarError, FilmError
from avatar.film.encoders import ENCODERS, Task
from avatar.film.pictures import Pictures, Segment
from avatar.types import CastMember

QUEUED = 2
"""Segments in a worker's hands: the one that it works on and the next, so that it never waits."""

PATIENCE_S = 2.0
"""How long a worker that was told to end may take."""


class Pool:
    """Give it segments with `submit` while there is `room`; take results with `next`. Close it in the end."""

    def __init__(self, task: Task, cast: tuple[CastMember, ...], workers: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        with _uninterrupted(), _apart_from_main():
            for _ in range(workers):
                ours, theirs = context.Pipe()
                process = context.Process(target=work, args=(theirs, task, cast), daemon=True, name="avatar-film")
                process.start()
                theirs.close()
                self._workers.append(_Worker(process, ours))
        self._order: deque[int] = deque()
        self._done: dict[int, list[Any]] = {}

    @property
    def room(self) -> bool:
        """Whether a segment can be taken; those that are done and wait for an earlier one count, too."""
        return len(self._order) < QUEUED * len(self._workers)

    @property
    def waiting(self) -> int:
        """Segments submitted whose results were not taken."""
        return len(self._order)

    def submit(self, segment: Segment) -> None:
        worker = min(self._workers, key=lambda each: len(each.busy))
        worker.busy.append(segment.number)
        try:
            worker.pipe.send(segment)
        except OSError as error:
            raise _died(worker) from error
        self._order.append(segment.number)

    def next(self) -> tuple[int, list[Any]]:
        """Number and result of the earliest segment whose result was not taken. Raises what its worker raised."""
        number = self._order[0]
        while number not in self._done:
            self._receive()
        self._order.popleft()
        return number, self._done.pop(number)

    def _receive(self) -> None:
        ready = wait([worker.pipe for worker in self._workers if worker.busy])
        for worker in self._workers:
            if worker.pipe in ready:
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError) as error:
                    raise _died(worker) from error
                if isinstance(answer, OSError):
                    raise answer
                if isinstance(answer, tuple):
                    raise FilmError(answer[0], where=answer[1], remedy=answer[2])
                self._done[worker.busy.popleft()] = answer

    def close(self) -> None:
        """Ends the workers, even in the middle of a segment."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(PATIENCE_S)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def pids(self) -> Iterator[int]:
        """The workers' process ids."""
        return (worker.process.pid for worker in self._workers if worker.process.pid is not None)


class _Worker:
    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process, self.pipe = process, pipe
        self.busy: deque[int] = deque()


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


def _died(worker: _Worker) -> FilmError:
    worker.process.join(PATIENCE_S)
    code = worker.process.exitcode
    remedy = "Try again with --workers 1, or a smaller --size." if code and code < 0 else ""
    return FilmError(f"A process that draws the film ended unexpectedly (status {code})", remedy=remedy)


def work(pipe: Connection, task: Task, cast: tuple[CastMember, ...]) -> None:
    """The worker process: segments in, results out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pictures: Pictures | None = None
    # Segments are taken off the pipe at once: with both ends writing more than it holds, both would wait for ever.
    segments: SimpleQueue[Segment | None] = SimpleQueue()
    threading.Thread(target=_take, args=(pipe, segments), name="segments", daemon=True).start()
    # Art is read while the first lines are still being spoken. An error here comes again below, and is reported there.
    with suppress(Exception):
        pictures = Pictures(task.shape, cast)
        pictures.ready()
    # Objects that stay for the whole film need not be searched for garbage again and again.
    gc.freeze()
    while (segment := segments.get()) is not None:
        try:
            pictures = pictures or Pictures(task.shape, cast)
            answer: Any = ENCODERS[task.kind](task, segment, pictures.of(segment))
        except AvatarError as error:
            answer = (error.what, error.where, error.remedy)
        except OSError as error:
            answer = OSError(error.errno, error.strerror)
        except Exception as error:  # noqa: BLE001  a process boundary: the other side tells it
            answer = (f"A segment could not be made: {type(error).__name__}: {error}", logs.place_of(error), "")
        try:
            pipe.send(answer)
        except OSError:
            return


def _take(pipe: Connection, segments: SimpleQueue[Segment | None]) -> None:
    while True:
        try:
            segments.put(pipe.recv())
        except (EOFError, OSError):
            segments.put(None)
            return
