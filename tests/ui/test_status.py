from __future__ import annotations

import pytest

from avatar.ui.room import Status
from avatar.ui.widgets.status import write_line

FULL = Status("Juno", "speaking", "en-gb", "voice", "PulseAudio", "window", latency=0.1423)


def test_a_wide_line_tells_all() -> None:
    text = write_line(FULL, 120).plain
    for part in ("Juno", "voice en-gb", "mouth voice", "PulseAudio", "in a window", "142 ms"):
        assert part in text


@pytest.mark.parametrize("width", [10, 20, 30, 40, 60, 80])
def test_it_never_is_wider_than_the_terminal(width: int) -> None:
    assert write_line(FULL, width).cell_length <= width


def test_muted_outlives_the_rest() -> None:
    muted = Status("Juno", "idle", "en-gb", "voice", "PulseAudio", "window", muted=True)
    assert "muted" in write_line(muted, 24).plain


def test_a_lowered_volume_is_told() -> None:
    assert "PulseAudio 40 %" in write_line(Status("Juno", "idle", sound="PulseAudio", volume=0.4), 80).plain
