"""How long the doctor waits for what it tries in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from avatar import library
from avatar.cli import probes
from avatar.lipsync import installed

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
    looks: list[int] = []

    def stirred(_pid: int) -> int:
        looks.append(500_000_000)
        if len(looks) == 3:
            slow.let()
        return sum(looks)

    assert probes.answer(slow.process, longest=0.2, stirred=stirred) == ("\n", "")
    assert len(looks) >= 3


@pytest.mark.parametrize("stirred", [None, 0])
def test_what_does_nothing_hangs(slow: Slow, stirred: int | None) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        probes.answer(slow.process, longest=0.2, stirred=lambda pid: stirred)


def test_the_doctor_tells_whose_model_makes_the_mouth() -> None:
    assert probes.probe("model").detail == "the model that came with avatar"
    folder = library.user_dir() / "models"
    folder.mkdir(parents=True)
    (folder / "whole.tflite").write_bytes(installed.read("whole.tflite"))
    assert probes.probe("model").detail == f"your own model, {folder / 'whole.tflite'}"
