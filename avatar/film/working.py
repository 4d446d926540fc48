"""What a worker process does: segments in, results out."""

from __future__ import annotations

import gc
import os
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from avatar import logs
from avatar.errors import AvatarError
from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.film.segments.making import make, pictures_of
from avatar.types import CastMember


def work(pipe: Connection, others: list[Connection]) -> None:
    """The worker process, until the pipe closes: a task and a cast come first, then segments; another task may follow
    them, where it is kept for the next film. `others`: pipes of more
    workers, which this one forks once it has read what all of them need."""
    # What comes to stay need not be searched for garbage while it comes, nor again and again for the whole film.
    gc.disable()
    try:
        first: tuple[Task, tuple[CastMember, ...]] = pipe.recv()
    except (EOFError, OSError):
        return
    task, cast = first
    # Art is read while the first lines are still being spoken. An error here comes again below, and is reported there.
    with suppress(Exception):
        pictures_of(task.shape).ready(cast)
    gc.freeze()
    gc.enable()
    forked = _fork(pipe, others)
    try:
        with suppress(EOFError, OSError):
            if forked is not None:
                forked.recv()  # the same task and cast, which it has
            mine = pipe if forked is None else forked
            mine.send(os.getpid())
            _answer(mine, task)
        with suppress(ChildProcessError):
            while others and forked is None:  # so that what they used counts
                os.waitpid(-1, 0)
    finally:
        os._exit(0)  # all of it has been sent: tidying up would take a while


def _fork(pipe: Connection, others: list[Connection]) -> Connection | None:
    """A process for each of the pipes: its own pipe, and None in the one that forks. All others are closed in each."""
    for place, each in enumerate(others):
        try:
            forked = os.fork() == 0
        except OSError:  # its pipe ends: another worker is started in its place
            forked = False
        if forked:
            for other in (pipe, *others[place + 1 :]):
                other.close()
            return each
        each.close()
    return None


def _answer(pipe: Connection, task: Task) -> None:
    # Segments are taken off the pipe at once: with both ends writing more than it holds, both would wait for ever.
    segments: SimpleQueue[Segment | tuple[Task, tuple[CastMember, ...]] | None] = SimpleQueue()
    threading.Thread(target=_take, args=(pipe, segments), name="segments", daemon=True).start()
    while (segment := segments.get()) is not None:
        if not isinstance(segment, Segment):
            task, _ = segment
            continue
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


def _take(pipe: Connection, segments: SimpleQueue[Any]) -> None:
    while True:
        try:
            segments.put(pipe.recv())
        except (EOFError, OSError):
            segments.put(None)
            return
