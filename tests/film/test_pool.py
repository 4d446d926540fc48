"""The workers' start, from several threads at once."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from avatar.film import pool


def test_threads_that_start_workers_leave_the_program_itself_alone() -> None:
    main = sys.modules["__main__"]

    def start(number: int) -> bool:
        with pool._apart_from_main():
            time.sleep(0)  # the others' turn
            return sys.modules["__main__"] is not main

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(start, range(500)))
    assert sys.modules["__main__"] is main
