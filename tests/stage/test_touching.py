"""Where in the picture a finger is, whatever the window's size and wherever the finger slips to."""

from __future__ import annotations

import pytest

from avatar.stage.window import _shared


@pytest.mark.parametrize(
    ("place", "share"),
    [
        ((0, 0), (0.0, 1.0)), ((400, 0), (1.0, 1.0)), ((0, 200), (0.0, 0.0)), ((100, 150), (0.25, 0.25)),
        ((399, 199), (0.9975, 0.005)), ((-20, 250), (0.0, 0.0)), ((500, -1), (1.0, 1.0)),
    ],
)  # fmt: skip
def test_a_touch_is_told_in_shares_of_the_picture_from_its_left_top(
    place: tuple[int, int], share: tuple[float, float]
) -> None:
    assert _shared(*place, 400, 200) == pytest.approx(share)
