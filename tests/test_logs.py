"""The log, and what is kept off the terminal."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from avatar import logs


def test_threads_that_hush_a_library_leave_stderr_where_it_was() -> None:
    before = os.fstat(2)

    def hush(number: int) -> None:
        with logs.hushed(), logs.hushed():
            time.sleep(0)  # the others' turn

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hush, range(300)))
    after = os.fstat(2)
    assert (after.st_dev, after.st_ino) == (before.st_dev, before.st_ino)


def test_where_an_error_was_raised_is_told() -> None:
    with pytest.raises(ValueError) as caught:
        int("x")
    assert logs.place_of(caught.value).rpartition(":")[0] == __file__
    assert logs.place_of(ValueError()) == ""
