"""What the doctor says of a Raspberry Pi."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.cli import machine, main


@pytest.mark.parametrize(
    "model",
    [
        "Raspberry Pi 4 Model B Rev 1.5", "Raspberry Pi 5 Model B Rev 1.0", "Raspberry Pi 400 Rev 1.0",
        "Raspberry Pi Compute Module 4 Rev 1.0", "Raspberry Pi 500 Rev 1.0",
    ],
)  # fmt: skip
def test_a_pi_4_and_a_5_will_do(model: str) -> None:
    assert machine.of_model(model).works


@pytest.mark.parametrize("model", ["Raspberry Pi 3 Model B Plus Rev 1.3", "Raspberry Pi Zero 2 W Rev 1.0"])
def test_smaller_ones_are_told_of_the_terminals_face(model: str) -> None:
    found = machine.of_model(model)
    assert not found.works
    assert "--stage terminal" in found.remedy


@pytest.mark.parametrize(
    "model", ["Raspberry Pi Model B Rev 2", "Raspberry Pi Zero W Rev 1.1", "Raspberry Pi 2 Model B"]
)
def test_the_first_ones_are_told_to_be_replaced(model: str) -> None:
    assert "Pi 4 or 5" in machine.of_model(model).remedy


def test_little_memory_is_named() -> None:
    assert machine.of_memory("MemTotal:        3884000 kB\nMemAvailable:    3000000 kB\n").works
    assert not machine.of_memory("MemTotal:         440000 kB\nMemAvailable:    300000 kB\n").works


def test_throttling_is_put_into_words() -> None:
    assert machine.of_throttling("throttled=0x0\n").works
    found = machine.of_throttling("throttled=0x50005\n")
    assert "too little voltage" in found.detail
    assert "slowed down" in found.detail
    assert "power supply" in found.remedy


@pytest.fixture
def pi_3(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A machine that calls itself a Raspberry Pi 3, as its kernel would: with a zero byte at the end."""
    path = tmp_path / "model"
    path.write_bytes(b"Raspberry Pi 3 Model B Plus Rev 1.3\0")
    monkeypatch.setattr(machine, "MODEL", path)
    return "Raspberry Pi 3 Model B Plus Rev 1.3"


def test_a_pi_3_gets_the_kiosk_with_the_terminals_face(pi_3: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And is told why; with status 2, for which systemd does not start it again, where there is no terminal either."""
    assert main(["kiosk"]) == 2
    said = capsys.readouterr().err
    assert f"{pi_3}: its graphics know OpenGL ES 2 only" in said
    assert "this is the kiosk with the terminal's face" in said
    assert "needs a terminal" in said


@pytest.mark.parametrize("words", [["kiosk"], ["kiosk", "install"]])
def test_a_pi_2_is_told_at_once_that_it_can_be_no_kiosk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"Raspberry Pi 2 Model B Rev 1.1\0")
    monkeypatch.setattr(machine, "MODEL", path)
    assert main(words) == 2
    assert "Raspberry Pi 2 Model B" in capsys.readouterr().err
    assert not list(home.rglob("*kiosk*"))


def test_the_doctor_names_a_pi_3(pi_3: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--no-stage"]) == 1
    said = capsys.readouterr().out
    assert f"! machine           {pi_3}: its graphics know OpenGL ES 2 only" in said
    assert "-> Use the face in the terminal: avatar --stage terminal" in said


def test_what_calls_itself_something_else_is_no_raspberry_pi(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(b"Some Other Board\0")
    monkeypatch.setattr(machine, "MODEL", path)
    assert list(machine.parts()) == []
    monkeypatch.setattr(machine, "MODEL", tmp_path / "none")
    assert list(machine.parts()) == []
