"""Idle life is random to look at and the same for the same seed, at any time, asked in any order."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from avatar.scene import manner
from avatar.scene.life import BLINK_HELD, BLINK_OPENED, BLINK_SHUT, blink, ease, find_blinks, glance, sway


def test_lids_fall_fast_and_rise_slowly() -> None:
    assert blink(-0.01) == 0.0
    assert blink(BLINK_SHUT) == pytest.approx(1.0)
    assert blink(BLINK_SHUT + BLINK_HELD + BLINK_OPENED) == pytest.approx(0.0)
    assert BLINK_SHUT < BLINK_OPENED


def all_blinks(seed: int, seconds: float, rate: float = 1.0) -> list[float]:
    found = {start for t in np.arange(0.0, seconds, 0.5) for start in find_blinks(seed, "ann", float(t), rate)}
    return sorted(start for start in found if 0.0 <= start < seconds)


def test_intervals_between_blinks_are_log_normal_like_peoples() -> None:
    gaps = np.diff(all_blinks(5, 3000.0))
    gaps = gaps[gaps > 0.8]
    assert 2.0 < float(np.median(gaps)) < 4.5
    assert gaps.mean() > np.median(gaps)


def test_who_blinks_less_blinks_less() -> None:
    assert len(all_blinks(5, 600.0, 0.5)) < 0.75 * len(all_blinks(5, 600.0, 1.0))


def test_people_blink_at_different_times() -> None:
    assert all_blinks(1, 60.0) != all_blinks(2, 60.0)


def test_glances_rest_and_jump() -> None:
    xs = np.array([glance(3, "ann", t)[0] for t in np.arange(0.0, 120.0, 0.02)])
    still = np.abs(np.diff(xs)) < 1e-9
    assert still.mean() > 0.85
    assert np.abs(xs).max() > 0.3
    assert np.abs(xs).max() <= 0.8


def test_sway_is_smooth_and_bounded() -> None:
    values = np.array([sway(3, "ann", "roll", t, 2.3) for t in np.arange(0.0, 60.0, 1 / 60)])
    assert np.abs(values).max() <= 1.0
    assert np.abs(np.diff(values)).max() < 0.05


def test_times_before_the_start_are_fine() -> None:
    assert all(math.isfinite(value) for value in (*glance(1, "ann", -3.0), sway(1, "ann", "x", -3.0, 2.0)))


def test_easing_rests_at_both_ends() -> None:
    assert ease(-1.0) == 0.0
    assert ease(2.0) == 1.0
    assert ease(0.01) < 0.001


def test_lids_stay_shut_for_a_moment_and_no_longer() -> None:
    shut_until = BLINK_SHUT + BLINK_HELD
    assert [blink(t) for t in np.linspace(BLINK_SHUT, shut_until - 1e-6, 5)] == [1.0] * 5
    assert blink(BLINK_SHUT * 0.9) < 1.0
    assert blink(shut_until + 0.1 * BLINK_OPENED) < 1.0
    assert blink(shut_until + BLINK_OPENED / 2) == pytest.approx(0.5)


def test_no_two_channels_wander_at_one_pace() -> None:
    """Else the head would go to and fro on a line, or round in circles."""
    periods = sorted([*(each.period for each in manner.SWAY.values()), manner.BREATH_DRIFT.period])
    assert all(slower > 1.08 * faster for faster, slower in pairwise(periods))


def test_bodies_are_slower_than_heads() -> None:
    body = [each.period for channel, each in manner.SWAY.items() if channel in ("body", "lean")]
    head = [each.period for channel, each in manner.SWAY.items() if channel not in ("body", "lean")]
    assert min(body) > max(head)
