"""Worker processes that share jobs out, and of which none outlives the program that started it.

Each worker is on a leash: a pipe of which the program alone holds the other end. However the program ends, by itself,
by Ctrl+C or killed, the pipe ends with it, and the worker leaves, once it has finished the file that it is writing.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from avatar import logs

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

LEAVES_S = 1.0
"""Seconds that a worker may take to leave before it is killed."""

WRITING = threading.Lock()
"""Held while a file is written, so that a worker that leaves leaves none half made."""

log = logging.getLogger(__name__)

Job = TypeVar("Job")
Result = TypeVar("Result")

Doing = Callable[[Job, Callable[[float], None]], Result]
"""What a worker does with a job, a function of a module; it tells the share that is done, 0 to 1."""


class Begun(NamedTuple):
    """A job was given to a worker."""

    number: int


class Reached(NamedTuple):
    """A share of a job is done."""

    number: int
    share: float


class Ended(NamedTuple, Generic[Result]):
    """A job is done; `result` is None where its worker died, or met a bug, which is in the log."""

    number: int
    result: Result | None


class _Worker(NamedTuple):
    process: SpawnProcess
    pipe: Connection
    leash: Connection


def shared_out(
    doing: Doing[Job, Result], jobs: Sequence[Job], count: int
) -> Generator[Begun | Reached | Ended[Result], None, None]:
    """Do the jobs in `count` processes, in order of their numbers, and tell of each as it goes.

    Closing the iterator ends the workers, as any exception in it does.
    """
    from multiprocessing.connection import wait

    todo = iter(range(len(jobs)))
    busy: dict[_Worker, int] = {}
    idle = [_hired(doing) for _ in range(min(count, len(jobs)))]
    try:
        while True:
            while idle and (index := next(todo, None)) is not None:
                worker = idle.pop()
                with suppress(OSError):  # a worker that died meanwhile ends its job below
                    worker.pipe.send((index, jobs[index]))
                busy[worker] = index
                yield Begun(index)
            if not busy:
                return
            ready = wait([worker.pipe for worker in busy])
            for worker in [worker for worker in busy if worker.pipe in ready]:
                try:
                    news: Reached | Ended[Result] = worker.pipe.recv()
                except (EOFError, OSError):
                    yield Ended(busy.pop(worker), None)
                    _dismiss([worker])
                    idle.append(_hired(doing))
                    continue
                if isinstance(news, Ended):
                    del busy[worker]
                    idle.append(worker)
                yield news
    finally:
        _dismiss([*busy, *idle])


def _hired(doing: Doing[Job, Result]) -> _Worker:
    import multiprocessing  # for those who have several files: it takes 20 ms

    spawn = multiprocessing.get_context("spawn")
    pipe, theirs = spawn.Pipe()
    held, leash = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_serve, args=(doing, theirs, held), daemon=True)
    process.start()
    theirs.close()  # or its end would not be noticed
    held.close()
    return _Worker(process, pipe, leash)


def _dismiss(workers: Sequence[_Worker]) -> None:
    """End workers: at once, or after the file that is being written."""
    for worker in workers:
        worker.leash.close()
        worker.pipe.close()
    until = time.monotonic() + LEAVES_S
    for worker in workers:
        worker.process.join(max(0.0, until - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()


def _serve(doing: Doing[Job, Result], pipe: Connection, leash: Connection) -> None:
    """A worker's life: jobs come, results go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl+C to all; the program says what it means
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that drafts are taken away
    threading.Thread(target=_leave_with, args=(leash,), daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            index, job = pipe.recv()
            pipe.send(Ended(index, _done(doing, job, partial(_tell, pipe, index))))


def _tell(pipe: Connection, index: int, share: float) -> None:
    with suppress(OSError):  # the program is gone, and the leash ends too
        pipe.send(Reached(index, share))


def _done(doing: Doing[Job, Result], job: Job, tell: Callable[[float], None]) -> Result | None:
    try:
        return doing(job, tell)
    except Exception as bug:  # a process's boundary: one job fails, the others go on
        logs.to_file()
        log.error("a bug in a worker (%s)", logs.place_of(bug), exc_info=bug)
        return None


def _leave_with(leash: Connection) -> None:
    """Leave when the leash ends."""
    with suppress(EOFError, OSError):
        leash.recv()
    WRITING.acquire(timeout=LEAVES_S)
    os._exit(1)
