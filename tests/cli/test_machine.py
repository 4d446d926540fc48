"""What the doctor says of a Raspberry Pi."""

from __future__ import annotations

import pytest

from avatar.cli import machine


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
