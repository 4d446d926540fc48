from __future__ import annotations

import random
from itertools import pairwise

import pytest

from avatar.ears.steady import AT_ONCE_S, OFF_S, RUNNING, SETTLES_S, STILL_S, SteadyClock

BLOCK_S = 0.02


def test_what_trembles_is_even() -> None:
    clock, chance = SteadyClock(), random.Random(0)
    starts = [clock.block(10 + BLOCK_S * number + chance.uniform(-0.01, 0.01), BLOCK_S) for number in range(500)]
    settled = round(SETTLES_S / BLOCK_S) + 1
    assert not any(each.jumped for each in starts[settled:])
    steps = [after.start - before.start for before, after in pairwise(starts[settled:])]
    assert all(step == pytest.approx(BLOCK_S, abs=1e-9) for step in steps)


def test_a_first_block_that_is_told_too_late_is_put_right_once() -> None:
    clock = SteadyClock()
    starts = [clock.block(BLOCK_S * number + (0.02 if number == 0 else 0.0), BLOCK_S) for number in range(200)]
    assert [number for number, each in enumerate(starts) if each.jumped] == [0, round(SETTLES_S / BLOCK_S)]
    assert starts[-1].start == pytest.approx(BLOCK_S * 199, abs=OFF_S)


def test_clocks_that_drift_apart_are_followed() -> None:
    clock = SteadyClock()
    for number in range(50_000):
        last = clock.block(BLOCK_S * number * (1 + 5e-5), BLOCK_S)
        assert last.jumped is (number == 0)
    assert last.start == pytest.approx(BLOCK_S * 49_999 * (1 + 5e-5), abs=STILL_S + 1e-3)


def test_a_stream_that_begins_anew_is_followed_at_once_and_one_that_lost_sound_soon() -> None:
    clock = SteadyClock()
    clock.block(0.0, BLOCK_S)
    assert clock.block(BLOCK_S + AT_ONCE_S + 0.01, BLOCK_S) == (BLOCK_S + AT_ONCE_S + 0.01, True)
    at = 2 * BLOCK_S + AT_ONCE_S + 0.01
    late = [clock.block(at + BLOCK_S * number + 0.1, BLOCK_S).jumped for number in range(RUNNING + 1)]
    assert late == [False] * (RUNNING - 1) + [True, False]
