from __future__ import annotations

import pytest

from avatar.song.ranges import Reach, fold, middle_of, octaves_for, to_midi
from tests.song.helpers import make_score

_MAN = Reach.of(110.0)


def test_a_voice_reaches_about_where_it_speaks() -> None:
    assert _MAN.middle == pytest.approx(45)
    assert _MAN.lowest < 45 < _MAN.highest
    assert Reach.of(0.0).middle == pytest.approx(to_midi(150.0))


def test_notes_out_of_reach_are_moved_by_octaves() -> None:
    assert fold(50.0, _MAN) == 50.0
    assert (fold(0.0, _MAN) - 0.0) % 12 == 0
    assert _MAN.lowest <= fold(0.0, _MAN) <= _MAN.highest
    assert _MAN.lowest <= fold(127.0, _MAN) <= _MAN.highest


def test_a_part_is_moved_by_octaves_to_its_voice() -> None:
    part = make_score("la:72:1 la:74:2 la:76:1").parts[0]
    assert middle_of(part) == 74
    assert octaves_for(part, _MAN) == -2
    assert octaves_for(make_score("la:x:1").parts[0], _MAN) == 0
