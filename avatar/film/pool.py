"""Worker processes that draw and encode segments, several at once; results come back in order."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from types import ModuleType
from typing import Any, Protocol

from avatar import logs
from avatar.errors import AvatarError, FilmError
from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.film.segments.making import make, pictures_of
from avatar.types import CastMember

QUEUED = 2
"""Segments in a worker's hands: the one that it works on and the next, so that it never waits."""

PATIENCE_S = 2.0
"""How long a worker that was told to end may take."""

TRIES = 2
"""How many workers a segment may have on its hands as they die, before the film is given up."""


class SegmentPool(Protocol):
    """Whoever draws and encodes segments: processes of this machine, or other machines."""

    @property
    def most(self) -> int:
        """Segments that it may have in hand."""

    @property
    def room(self) -> bool:
        """Whether a segment can be taken."""

    @property
    def waiting(self) -> int:
        """Segments submitted whose results were not taken."""

    def submit(self, segment: Segment) -> None:
        """Have a segment made."""

    def next(self) -> tuple[int, list[Any]]:
        """Number and result of the earliest segment whose result was not taken."""

    def close(self) -> None:
        """Let go of what is not done."""


MakePool = Callable[[Task, tuple[CastMember, ...], int], SegmentPool]
"""Task, cast and number of workers to a pool."""


class Pool:
    """Give it segments with `submit` while there is `room`; take results with `next`. Close it in the end.

    Some workers start at once, and read the art of the cast while the show's first line is spoken; others as there is
    work for them. One that dies is replaced, and what it had in hand is made again.
    """

    def __init__(self, task: Task, cast: tuple[CastMember, ...], workers: int, *, ahead: int = 1) -> None:
        """`ahead`: how many start at once, of the `workers` that there may be."""
        self._task, self._cast, self._count = task, cast, workers
        self._workers: list[_Worker] = [self._start() for _ in range(min(ahead, workers))]
        self._order: deque[int] = deque()
        self._done: dict[int, list[Any]] = {}
        self._tries: dict[int, int] = {}

    @property
    def most(self) -> int:
        """Segments that it may have in hand."""
        return QUEUED * self._count

    @property
    def room(self) -> bool:
        """Whether a segment can be taken; those that are done and wait for an earlier one count, too."""
        return len(self._order) < self.most

    @property
    def waiting(self) -> int:
        """Segments submitted whose results were not taken."""
        return len(self._order)

    def submit(self, segment: Segment) -> None:
        self._order.append(segment.number)
        if len(self._workers) < self._count and all(worker.busy for worker in self._workers):
            self._workers.append(self._start())
        self._hand(segment)

    def next(self) -> tuple[int, list[Any]]:
        """Number and result of the earliest segment whose result was not taken. Raises what its worker raised."""
        number = self._order[0]
        while number not in self._done:
            self._receive()
        self._order.popleft()
        self._tries.pop(number, None)
        return number, self._done.pop(number)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        with _uninterrupted(), _apart_from_main():
            ours, theirs = context.Pipe()
            process = context.Process(
                target=work, args=(theirs, self._task, self._cast), daemon=True, name="avatar-film"
            )
            process.start()
            theirs.close()
        return _Worker(process, ours)

    def _hand(self, segment: Segment) -> None:
        worker = min(self._workers, key=lambda each: len(each.busy))
        worker.busy.append(segment)
        try:
            worker.pipe.send(segment)
        except OSError:
            self._replace(worker)

    def _receive(self) -> None:
        ready = wait([worker.pipe for worker in self._workers if worker.busy])
        for worker in [each for each in self._workers if each.pipe in ready]:
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if isinstance(answer, OSError):
                raise answer
            if isinstance(answer, tuple):
                raise FilmError(answer[0], where=answer[1], remedy=answer[2])
            self._done[worker.busy.popleft().number] = answer

    def _replace(self, dead: _Worker) -> None:
        """Another worker for one that died, with what that had in hand; one segment may not kill them all."""
        if dead.busy:
            first = dead.busy[0].number
            self._tries[first] = self._tries.get(first, 0) + 1
            if self._tries[first] >= TRIES:
                raise _died(dead)
        dead.end()
        self._workers.remove(dead)
        self._workers.append(self._start())
        for segment in dead.busy:
            self._hand(segment)

    def close(self) -> None:
        """Ends the workers, even in the middle of a segment."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.end()

    def pids(self) -> Iterator[int]:
        """The workers' process ids."""
        return (worker.process.pid for worker in self._workers if worker.process.pid is not None)


class _Worker:
    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process, self.pipe = process, pipe
        self.busy: deque[Segment] = deque()

    def end(self) -> None:
        """Wait until it has ended, and make it end if it doesn't."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


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
    # Segments are taken off the pipe at once: with both ends writing more than it holds, both would wait for ever.
    segments: SimpleQueue[Segment | None] = SimpleQueue()
    threading.Thread(target=_take, args=(pipe, segments), name="segments", daemon=True).start()
    # Art is read while the first lines are still being spoken. An error here comes again below, and is reported there.
    with suppress(Exception):
        pictures_of(task.shape).ready(cast)
    # Objects that stay for the whole film need not be searched for garbage again and again.
    gc.freeze()
    while (segment := segments.get()) is not None:
        try:
            answer: Any = make(task, segment)
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
