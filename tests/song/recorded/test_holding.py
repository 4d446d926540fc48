"""Whoever sings has no mouth that rests; whoever pauses has."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.song.recorded.holding import BETWEEN_DB, WITHIN_DB, Found, hold_on

SOUNDS = [Found(0, 20, "m", 0), Found(20, 60, "a", 0), Found(140, 150, "l", 0), Found(150, 200, "o", 0)]


def held(db: float, sounds: list[Found] = SOUNDS) -> list[Found]:
    """What was put in where the gap is so loud."""
    level = np.full(220, -10.0, np.float32)
    level[60:140] = -10.0 + db
    return [each for each in hold_on(sounds, level) if each not in sounds]


def test_a_gap_in_a_line_with_a_voice_in_it_is_held() -> None:
    (found,) = held(-20)
    assert (found.ipa, found.line) == ("o", 0)  # what comes has begun: the search was late
    assert found.start <= 64
    assert found.end >= 136


def test_what_is_held_is_the_vowel_before_where_nothing_comes() -> None:
    level = np.full(220, -10.0, np.float32)
    level[100:140] = -80.0
    found = [each for each in hold_on(SOUNDS, level) if each not in SOUNDS]
    assert [each.ipa for each in found] == ["a"]


@pytest.mark.parametrize(("line", "under"), [(0, WITHIN_DB), (1, BETWEEN_DB)])
def test_a_pause_is_a_pause(line: int, under: float) -> None:
    sounds = [*SOUNDS[:2], *(each._replace(line=line) for each in SOUNDS[2:])]
    assert held(-under - 3, sounds) == []
    assert len(held(-under + 3, sounds)) == 1


def test_nothing_found_is_nothing_held() -> None:
    assert hold_on([], np.zeros(100, np.float32)) == []
    assert hold_on(SOUNDS, np.zeros(0, np.float32)) == SOUNDS
