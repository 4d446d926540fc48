"""The workers' start, from several threads at once."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from avatar.film import pool
from avatar.film.encoders import Task
from avatar.film.pool import Pool
from avatar.film.shape import FrameShape
from tests.film.scenes import CAST


def test_threads_that_start_workers_leave_the_program_itself_alone() -> None:
    main = sys.modules["__main__"]

    def start(number: int) -> bool:
        with pool._apart_from_main():
            time.sleep(0)  # the others' turn
            return sys.modules["__main__"] is not main

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(start, range(500)))
    assert sys.modules["__main__"] is main


def test_as_many_workers_start_at_once_as_are_asked_for() -> None:
    for ahead, started in ((0, 0), (1, 1), (5, 2)):
        workers = Pool(Task("mp4", FrameShape(64, 36, 24)), CAST, 2, ahead=ahead)
        try:
            assert len(list(workers.pids())) == started
        finally:
            workers.close()
