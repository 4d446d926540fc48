"""Scores of mouths whose right answer is plain."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.lipsync.shapes import MouthCue
from avatar.studio import scores
from avatar.types import Timed

_SAID = (
    Timed(0.0, 0.3, ""), Timed(0.3, 0.4, "b"), Timed(0.4, 0.6, "uː"), Timed(0.6, 0.7, "f"), Timed(0.7, 0.9, "ɑː"),
    Timed(0.9, 1.3, ""),
)  # fmt: skip
_GOOD = (
    MouthCue(0.0, 0.3, "X"), MouthCue(0.3, 0.4, "A"), MouthCue(0.4, 0.6, "F"), MouthCue(0.6, 0.7, "G"),
    MouthCue(0.7, 0.9, "D"), MouthCue(0.9, 1.3, "X"),
)  # fmt: skip


def test_the_right_mouth_scores_one_everywhere() -> None:
    figures = scores.score(_SAID, _GOOD).figures()
    for key in ("acceptable", "closures", "bites", "rounded", "open", "rest"):
        assert figures[key] == pytest.approx(1.0), key


def test_a_frozen_mouth_is_right_in_the_pauses_alone() -> None:
    figures = scores.score(_SAID, (MouthCue(0.0, 1.3, "X"),)).figures()
    assert figures["rest"] == 1.0
    assert figures["bites"] == figures["rounded"] == figures["open"] == 0.0
    assert figures["acceptable"] == pytest.approx((30 + 10 + 40) / 130)


def test_flicker_costs_precision() -> None:
    cues = (*_GOOD[:2], MouthCue(0.4, 0.5, "F"), MouthCue(0.5, 0.52, "A"), MouthCue(0.52, 0.6, "F"), *_GOOD[3:4],
            MouthCue(0.7, 0.78, "D"), MouthCue(0.78, 0.8, "A"), MouthCue(0.8, 0.9, "D"), _GOOD[5])  # fmt: skip
    assert scores.score(_SAID, cues).figures()["closures"] < 1.0


def test_tallies_add_up() -> None:
    one, two = scores.score(_SAID, _GOOD), scores.score(_SAID, (MouthCue(0.0, 1.3, "X"),))
    one.plus(two)
    assert one.figures()["rounded"] == 0.5
    assert one.figures()["minutes"] == pytest.approx(2.6 / 60)


def test_boundaries_are_matched_over_a_sound_that_one_side_lacks() -> None:
    found = tuple(Timed(p.start + 0.01, p.end + 0.01, p.value) for p in _SAID if p.value != "f")
    errors = scores.boundary_errors(_SAID, found)
    assert len(errors) == 3
    np.testing.assert_allclose(errors, 0.01, atol=1e-9)


def test_correlation_with_filmed_lips_is_one_for_the_same_curve_and_skips_the_unseen() -> None:
    t = np.arange(300) / 100
    curve = np.sin(2 * np.pi * t)
    filmed = np.sin(2 * np.pi * (np.arange(75) + 0.5) / 25)
    filmed[10:20] = np.nan
    assert scores.correlation([curve], [filmed], 25.0) > 0.99
    assert scores.correlation([-curve], [filmed], 25.0) < -0.99


def test_an_interval_holds_the_figure_and_is_narrow_where_speakers_are_alike() -> None:
    good, frozen = scores.score(_SAID, _GOOD), scores.score(_SAID, (MouthCue(0.0, 1.3, "X"),))
    low, high = scores.intervals([good] * 8, ["rounded"])["rounded"]
    assert low == high == 1.0
    low, high = scores.intervals([good, frozen] * 6, ["rounded"])["rounded"]
    assert 0.1 < low < 0.5 < high < 0.9
    assert scores.intervals([good] * 2, ["rounded"]) == {}
