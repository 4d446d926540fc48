"""Which sound device a name means, on machines with all kinds of them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from avatar.errors import AudioError
from avatar.sound import device

DEVICES = (
    ("Microphone", 0), ("HDMI 1", 2), ("USB Headphones", 2), ("HDMI", 8), ("headphones", 2), ("2", 2),
)  # fmt: skip


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [{"name": name, "max_output_channels": channels} for name, channels in DEVICES]
    monkeypatch.setattr(device, "_sounddevice", lambda: SimpleNamespace(query_devices=lambda: known))


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("", None), ("  ", None), ("default", None), ("DEFAULT", None), ("HDMI 1", 1), ("hdmi", 3), ("usb", 2),
        ("Headphones", 4), ("headph", 2), ("1", 1), ("5", 5), (" USB Headphones ", 2),
    ],
)  # fmt: skip
def test_a_device_is_meant_by_its_number_its_whole_name_or_else_a_part_of_it(name: str, index: int | None) -> None:
    assert device.find(name) == index


@pytest.mark.parametrize("name", ["0", "99", "Microphone", "bluetooth", "-1"])
def test_what_can_not_be_heard_is_no_device(name: str) -> None:
    with pytest.raises(AudioError, match=f"no sound device '{name}'") as refused:
        device.find(name)
    assert "1: HDMI 1, 2: USB Headphones" in str(refused.value)
    assert "Microphone" not in str(refused.value).split("There are")[1]


def test_where_there_is_no_device_at_all_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_sounddevice", lambda: SimpleNamespace(query_devices=list))
    with pytest.raises(AudioError, match="none at all"):
        device.find("USB")
