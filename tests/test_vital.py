"""What the system tells of other processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from avatar import vital

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells it")


@pytest.fixture
def start() -> Iterator[Callable[[str], int]]:
    """Starts Python code that says when it has begun; its process id."""
    processes: list[subprocess.Popen[bytes]] = []

    def started(code: str) -> int:
        process = subprocess.Popen([sys.executable, "-c", f"print(flush=True)\n{code}"], stdout=subprocess.PIPE)
        processes.append(process)
        assert process.stdout
        process.stdout.readline()
        return process.pid

    yield started
    for process in processes:
        process.kill()
        process.communicate()


def wait_until(true: Callable[[], bool]) -> None:
    while not true():
        os.sched_yield()


def test_one_that_computes_is_runnable_and_one_that_is_stopped_is_not(start: Callable[[str], int]) -> None:
    pid = start("while True: pass")
    wait_until(lambda: vital.is_runnable(pid))
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: not vital.is_runnable(pid))


def test_one_that_waits_for_something_is_not_runnable(start: Callable[[str], int]) -> None:
    pid = start("import signal; signal.pause()")
    wait_until(lambda: not vital.is_runnable(pid))
    assert not vital.is_runnable(2**22 + 1), "nobody has this number"
