"""The workers' start, from several threads at once."""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from avatar.film import workers as starting
from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.film.pool import Pool
from avatar.film.shape import FrameShape
from avatar.film.workers import can_fork, start_workers
from avatar.types import Scene
from tests.film.scenes import CAST


def test_threads_that_start_workers_leave_the_program_itself_alone() -> None:
    main = sys.modules["__main__"]

    def start(number: int) -> bool:
        with starting._apart_from_main():
            time.sleep(0)  # the others' turn
            return sys.modules["__main__"] is not main

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(start, range(500)))
    assert sys.modules["__main__"] is main


def test_as_many_workers_start_at_once_as_are_asked_for() -> None:
    for ahead, started in ((0, 0), (1, 2 if can_fork() else 1), (5, 2)):
        workers = Pool(Task("mp4", FrameShape(64, 36, 24)), CAST, 2, ahead=ahead)
        try:
            assert len(list(workers.pids())) == started
        finally:
            workers.close()


def test_the_longest_of_what_waits_is_made_first() -> None:
    pool = Pool(Task("mp4", FrameShape(64, 36, 24)), CAST, 1)
    try:
        for number, count in enumerate((1, 5, 9)):
            pool.submit(Segment(number, 0, count, Scene(CAST)))
        pool.next()
        with pool._changed:
            assert pool._changed.wait_for(lambda: len(pool._done) == 2, 60)
        assert list(pool._done) == [2, 1]
        assert [pool.next()[0] for _ in range(2)] == [1, 2]
    finally:
        pool.close()


def test_workers_end_when_they_are_told_whatever_they_do() -> None:
    for wait in (False, True):
        started = start_workers(3)
        pool = Pool(Task("mp4", FrameShape(64, 36, 24)), CAST, 3, started=lambda started=started: started)  # type: ignore[misc]
        pids = list(pool.pids()) if wait else []
        pool.submit(Segment(0, 0, 10_000, Scene(CAST)))
        pool.close()
        assert not any(_runs(pid) for pid in pids)


def _runs(pid: int) -> bool:
    """Whether a process is there, other than as a line in a table that nobody has looked at."""
    try:
        os.kill(pid, 0)
        return (
            sys.platform != "linux" or Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        )
    except OSError:
        return False
