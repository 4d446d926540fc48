from __future__ import annotations

import numpy as np
import pytest

from avatar.song.pitching import LONG_NOTE_S, VIBRATO, draw_pitch
from avatar.song.planning import Pitch

_TIMES = np.arange(0.0, 4.0, 0.005)


def _curve(*pitches: Pitch) -> np.ndarray:
    return draw_pitch(pitches, _TIMES)


def _at(curve: np.ndarray, start: float, end: float) -> np.ndarray:
    return curve[(start <= _TIMES) & (end > _TIMES)]


def test_a_note_has_arrived_when_it_begins() -> None:
    curve = _curve(Pitch(0.5, 1.5, 60, 1), Pitch(1.5, 2.0, 67, 1))
    assert abs(_at(curve, 1.6, 1.9).mean() - 67) < 0.05
    assert abs(_at(curve, 0.8, 1.3).mean() - 60) < 0.05
    assert _at(curve, 1.5, 1.52).min() > 66.9
    assert _at(curve, 1.3, 1.38).max() < 61


def test_it_goes_a_little_too_far() -> None:
    curve = _curve(Pitch(0.5, 1.5, 60, 1), Pitch(1.5, 1.9, 67, 1))
    assert 67.1 < _at(curve, 1.5, 1.56).max() < 67.5


def test_vibrato_comes_late_and_only_on_long_notes() -> None:
    curve = _curve(Pitch(0.5, 3.0, 60, 1))
    assert np.ptp(_at(curve, 0.55, 0.7)) < 0.15
    assert np.ptp(_at(curve, 1.5, 2.5)) == pytest.approx(2 * VIBRATO, abs=0.15)
    short = _curve(Pitch(0.5, 0.5 + LONG_NOTE_S - 0.05, 60, 1))
    assert np.ptp(_at(short, 0.6, 0.9)) < 0.2


def test_notes_without_a_pitch_have_none() -> None:
    curve = _curve(Pitch(0.5, 1.0, 60, 1), Pitch(1.0, 2.0, None, 1), Pitch(2.0, 3.0, 62, 1))
    assert np.isnan(_at(curve, 1.1, 1.9)).all()
    assert not np.isnan(_at(curve, 2.1, 2.9)).any()
    assert np.isnan(_curve(Pitch(0.5, 1.0, None, 1))).all()
    assert np.isnan(_curve()).all()
