"""How long the doctor waits for what it tries in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from avatar import library
from avatar.cli import main, probes
from avatar.lipsync import installed
from avatar.types import Availability
from tests import virtual

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


def test_a_device_that_the_settings_name_is_looked_for(card: virtual.Sink) -> None:
    assert probes.probe("sound").works
    found = probes.probe("sound", "no such thing")
    assert (found.works, found.detail) == (False, "There is no sound device 'no such thing'")
    assert found.remedy.startswith("There are: 0: ")
    assert not probes.probe("microphone", "no such thing").works


def test_the_doctor_asks_after_what_the_settings_in_effect_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, str] = {}

    def probe(name: str, setting: str = "") -> Availability:
        asked[name] = setting
        return Availability(True, name)

    monkeypatch.setattr(probes, "probe", probe)
    file = tmp_path / "other.toml"
    file.write_text('[sound]\ndevice = "left"\n[ears]\nmode = "push"\ndevice = "desk"\nrecogniser = "whisper-tiny"\n')
    main(["--config", str(file), "doctor", "--no-stage"])
    assert (asked["sound"], asked["microphone"], asked["ears"]) == ("left", "desk", "whisper-tiny")
    assert f"{file}\n" in capsys.readouterr().out


def test_a_recogniser_that_there_is_not_is_told_by_its_name(home: Path) -> None:
    found = probes.probe("ears", "nobody")
    assert (found.works, found.detail) == (False, "There is no recogniser 'nobody'")
