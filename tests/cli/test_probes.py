"""How long the doctor waits for what it tries in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from avatar.cli import probes

ECHO = "import sys; print(sys.stdin.read())"
"""Answers when its stdin is closed."""


class Slow(NamedTuple):
    """A process that answers when it is let."""

    process: subprocess.Popen[str]
    let: Callable[[], None]


@pytest.fixture
def slow() -> Iterator[Slow]:
    reader, writer = os.pipe()
    with (
        os.fdopen(writer, "wb") as end,
        subprocess.Popen(
            [sys.executable, "-c", ECHO], stdin=reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        os.close(reader)
        yield Slow(process, end.close)
        process.kill()


def test_what_is_slow_is_waited_for(slow: Slow) -> None:
    looks: list[float] = []

    def used(_pid: int) -> float:
        looks.append(0.5)
        if len(looks) == 3:
            slow.let()
        return sum(looks)

    assert probes.answer(slow.process, longest=0.2, used=used) == ("\n", "")
    assert len(looks) >= 3


@pytest.mark.parametrize("used", [None, 0.0])
def test_what_does_nothing_hangs(slow: Slow, used: float | None) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        probes.answer(slow.process, longest=0.2, used=lambda pid: used)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_the_time_that_a_process_has_used_is_known() -> None:
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        while (probes.used_s(process.pid) or 0.0) < 0.1:
            assert process.poll() is None
    finally:
        process.kill()
        process.wait()
    assert probes.used_s(process.pid) is None
