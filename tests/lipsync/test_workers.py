"""Workers share jobs out, and leave when the program does, however it ends."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from avatar.lipsync.workers import Begun, Ended, Reached, shared_out
from tests.lipsync.doings import Tell, doubled, with_a_bug, with_one_that_dies

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")


def test_every_job_is_begun_told_of_and_ended() -> None:
    news = list(shared_out(doubled, [3, 4, 5], 2))
    assert [each.number for each in news if isinstance(each, Begun)] == [0, 1, 2]
    assert {(each.number, each.share) for each in news if isinstance(each, Reached)} == {(0, 0.5), (1, 0.5), (2, 0.5)}
    assert sorted((each.number, each.result) for each in news if isinstance(each, Ended)) == [(0, 6), (1, 8), (2, 10)]


@pytest.mark.parametrize("doing", [with_one_that_dies, with_a_bug])
def test_a_worker_that_dies_or_meets_a_bug_fails_its_own_job_alone(doing: Callable[[int, Tell], float]) -> None:
    jobs = [2, 1, 3, 4] if doing is with_one_that_dies else [2, 0, 3, 4]
    ended = {each.number: each.result for each in shared_out(doing, jobs, 1) if isinstance(each, Ended)}
    assert ended.pop(1) is None
    assert all(result is not None for result in ended.values())
    assert sorted(ended) == [0, 2, 3]


def test_closing_ends_the_workers() -> None:
    news = shared_out(doubled, list(range(100)), 2)
    next(news)
    assert multiprocessing.active_children()
    news.close()
    assert not multiprocessing.active_children()


PROGRAM = """
import sys, time
from avatar.lipsync.workers import Begun, shared_out

def slow(job, tell):
    print("begun", job, flush=True)
    time.sleep(0.2)
    print("done", job, flush=True)

if __name__ == "__main__":
    try:
        for news in shared_out(slow, list(range(1000)), 2):
            pass
    except KeyboardInterrupt:
        sys.exit(130)
"""


@posix
@pytest.mark.parametrize("whole", [True, False], ids=["the whole group", "the program alone"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_goes_on_after_the_program_was_ended(number: int, whole: bool, tmp_path: Path) -> None:
    """The pipe of stdout, which all of the family hold, ends when the last of them is gone."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    family = subprocess.Popen(
        [sys.executable, program], start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert family.stdout is not None
    try:
        for _ in range(6):
            assert family.stdout.readline()
        (os.killpg if whole else os.kill)(family.pid, number)
        assert family.wait(20) == (130 if number == signal.SIGINT else -number)
        rest = b""
        while True:
            assert select.select([family.stdout], [], [], 20)[0], "somebody is still there"
            more = os.read(family.stdout.fileno(), 1 << 16)
            if not more:
                break
            rest += more
        assert rest.count(b"begun") <= 4  # what was on its way at that moment
    except BaseException:
        os.killpg(family.pid, signal.SIGKILL)
        raise
    finally:
        family.stdout.close()
