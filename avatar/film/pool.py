"""Worker processes that draw and encode segments, several at once; results come back in order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import Any, Protocol

from avatar.errors import FilmError
from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.film.workers import Worker, can_fork, end_workers, start_workers
from avatar.types import CastMember

QUEUED = 4
"""Segments in hand for each worker: the one that it works on and those from which the next one is chosen."""

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


Keep = Callable[[list[Worker], tuple[Task, tuple[CastMember, ...]]], None]
"""Gets workers, and the task and cast that they were told."""

MakePool = Callable[[Task, tuple[CastMember, ...], int], SegmentPool]
"""Task, cast and number of workers to a pool."""


class Pool:
    """Give it segments with `submit` while there is `room`; take results with `next`. Close it in the end.

    Some workers start at once, and read the art of the cast while the show's first line is spoken; others as there is
    work for them. A thread hands segments out, one at a time, and takes what comes back, whatever the film is busy
    with. A worker that dies is replaced, and what it had in hand is made again.
    """

    def __init__(
        self,
        task: Task,
        cast: tuple[CastMember, ...],
        workers: int,
        *,
        ahead: int = 1,
        started: Callable[[], list[Worker]] = list,
        keep: Keep | None = None,
    ) -> None:
        """`ahead`: how many start at once, of the `workers` that there may be; where one can become several, all do.
        `started`: gives workers that have started already, which are this pool's from then on. `keep`: gets them in the
        end, with what they were told, where all of them wait for segments; None: they end."""
        self._task, self._cast, self._count, self._keep = task, cast, workers, keep
        self._changed = threading.Condition()
        self._workers: list[Worker] = []
        self._dead: list[Worker] = []
        self._order: deque[int] = deque()
        self._undone: list[Segment] = []
        """Those that no worker has, in order."""
        self._done: dict[int, list[Any]] = {}
        self._tries: dict[int, int] = {}
        self._error: Exception | None = None
        self._closed = self._lost = False
        self._woken, self._wake = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._serve, name="film-pool", daemon=True)
        self._thread.start()
        self._take_on(started())
        if not self._workers and ahead:
            self._start(min(ahead, workers))

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
        self._mend()
        with self._changed:
            self._order.append(segment.number)
            self._undone.append(segment)
            busy = len(self._undone) > sum(worker.hand is None for worker in self._workers)
        if busy and len(self._workers) < self._count:
            self._start(1)
        self._rouse()

    def next(self) -> tuple[int, list[Any]]:
        """Number and result of the earliest segment whose result was not taken. Raises what its worker raised."""
        number = self._order[0]
        while True:
            self._mend()
            with self._changed:
                self._changed.wait_for(lambda: number in self._done or self._error is not None or self._dead)
                if self._error is not None:
                    raise self._error
                if number in self._done:
                    self._order.popleft()
                    self._tries.pop(number, None)
                    return number, self._done.pop(number)

    def close(self) -> None:
        """End the workers, even in the middle of a segment; those that all wait for one are kept where they may be."""
        with self._changed:
            self._closed = True
            waits = not (self._undone or self._lost or self._error or any(worker.hand for worker in self._workers))
        kept = self._workers if waits and self._keep is not None else []
        for worker in () if kept else self._workers:
            worker.tell()
        self._rouse()
        self._thread.join()
        if self._keep is not None:
            self._keep(kept, (self._task, self._cast))
        end_workers([] if kept else [*self._workers, *self._dead])
        self._wake.close()
        self._woken.close()

    def pids(self) -> Iterator[int]:
        """The workers' process ids, as soon as they are known."""
        while True:
            self._mend()
            with self._changed:
                self._changed.wait_for(
                    lambda: all(worker.pid is not None for worker in self._workers) or self._error or self._dead
                )
                if self._error is not None or not self._dead:
                    return iter([worker.pid for worker in self._workers if worker.pid is not None])

    # -------------------------------------------------------------------------------------------- by the film's thread

    def _start(self, count: int) -> None:
        """More workers; where one can become several, all that there may be, since they cost next to nothing."""
        self._take_on(start_workers(self._count if not self._workers and can_fork() else count))

    def _take_on(self, workers: list[Worker]) -> None:
        for worker in workers:
            with suppress(OSError):  # it has died: whoever waits for it finds that
                worker.pipe.send((self._task, self._cast))
        with self._changed:
            self._workers = [*self._workers, *workers]
        self._rouse()

    def _mend(self) -> None:
        """Another worker for each one that died, with what it had in hand; one segment may not kill them all."""
        with self._changed:
            dead, self._dead = self._dead, []
            for worker in dead:
                if worker.hand is not None:
                    number = worker.hand.number
                    self._tries[number] = self._tries.get(number, 0) + 1
                    if self._tries[number] >= TRIES:
                        self._error = self._error or _died(worker)
        for worker in dead:
            worker.end()
        if dead and self._error is None:
            self._take_on([worker for _ in dead for worker in start_workers(1)])
            with self._changed:
                again = [worker.hand for worker in dead if worker.hand is not None]
                self._undone = sorted((*again, *self._undone), key=lambda segment: segment.number)
            self._rouse()

    def _rouse(self) -> None:
        """The thread has something to look at."""
        self._wake.send_bytes(b".")

    # ---------------------------------------------------------------------------------------------------- by the thread

    def _serve(self) -> None:
        """Until the pool closes."""
        try:
            while not self._closed:
                for worker, segment in self._hand_out():
                    try:
                        worker.pipe.send(segment)
                    except OSError:
                        self._lose(worker)
                pipes = {worker.pipe: worker for worker in self._workers}
                for pipe in wait([self._woken, *pipes]):
                    if pipe is self._woken:
                        self._woken.recv_bytes()
                    else:
                        self._receive(pipes[pipe])  # type: ignore[index]
        except Exception as error:  # noqa: BLE001  `next` raises it
            with self._changed:
                self._error = self._error or error
                self._changed.notify_all()

    def _hand_out(self) -> list[tuple[Worker, Segment]]:
        """Who gets what now: the longest first, so that all end at the same time; the earliest, where no more can come
        until it is there."""
        found = []
        with self._changed:
            for worker in self._workers:
                if worker.hand is None and self._undone:
                    chosen = max(self._undone, key=lambda segment: segment.count) if self.room else self._undone[0]
                    self._undone = [segment for segment in self._undone if segment is not chosen]
                    worker.hand = chosen
                    found.append((worker, chosen))
        return found

    def _receive(self, worker: Worker) -> None:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        with self._changed:
            if isinstance(answer, int):
                worker.here(answer)
            elif isinstance(answer, OSError):
                self._error = self._error or answer
            elif isinstance(answer, tuple):
                self._error = self._error or FilmError(answer[0], where=answer[1], remedy=answer[2])
            else:
                self._done[worker.hand.number] = answer
                worker.hand = None
            self._changed.notify_all()

    def _lose(self, worker: Worker) -> None:
        with self._changed:
            if worker in self._workers:
                self._workers = [each for each in self._workers if each is not worker]
                self._dead.append(worker)
                self._lost = True
            self._changed.notify_all()


def _died(worker: Worker) -> FilmError:
    code = worker.status()
    told = f" (status {code})" if code is not None else ""
    remedy = "Try again with --workers 1, or a smaller --size." if code is None or code < 0 else ""
    return FilmError(f"A process that draws the film ended unexpectedly{told}", remedy=remedy)
