"""Contact sheets show what they say."""

from __future__ import annotations

import numpy as np

from avatar.draw.sheet import sheet, silhouette
from tests.draw.drawing import shipped


def test_a_sheet_has_a_cell_for_each_viseme_in_each_mood() -> None:
    picture = sheet(shipped("juno"), ("sil", "aa"), ("neutral", "smile", "sad"), 40, gestures=False)
    assert picture.shape == (3 * (40 + 12), 2 * 40, 4)
    closed, opened = picture[:40, :40], picture[:40, 40:]
    assert not np.array_equal(closed, opened)


def test_gestures_come_below() -> None:
    without = sheet(shipped("juno"), ("sil", "aa", "ou"), ("neutral",), 32, gestures=False)
    with_them = sheet(shipped("juno"), ("sil", "aa", "ou"), ("neutral",), 32)
    assert len(with_them) > len(without)
    assert np.array_equal(with_them[: len(without)], without)


def test_a_silhouette_is_black_on_white() -> None:
    picture = silhouette(shipped("juno"), 64)
    assert picture.shape == (64, 64, 4)
    assert (picture[0, 0] == 255).all()
    assert picture[60, 32, 0] == 0
