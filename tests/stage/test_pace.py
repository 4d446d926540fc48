"""When frames are due, and which ones count as late."""

from __future__ import annotations

import pytest

from avatar.stage.pace import Pacer


def run(pacer: Pacer, frames: int, cost: float) -> float:
    """Draws frames that each take `cost` seconds, as soon as they are due; returns the wall time at the end."""
    wall = pacer.next
    for _ in range(frames):
        wall = max(wall, pacer.next)
        pacer.begin(wall)
        wall += cost
        pacer.end(wall)
    return wall


def test_frames_that_fit_are_never_late_and_keep_the_rate() -> None:
    pacer = Pacer(60.0, 5.0)
    end = run(pacer, 120, 0.010)
    assert pacer.late == 0
    assert end - 5.0 == pytest.approx(119 / 60 + 0.010)


def test_frames_that_take_too_long_are_late_each_time() -> None:
    pacer = Pacer(60.0, 5.0)
    run(pacer, 50, 0.020)
    assert pacer.late >= 50


def test_one_long_frame_costs_the_slots_it_covers_and_no_more() -> None:
    pacer = Pacer(50.0, 0.0)
    run(pacer, 10, 0.001)
    run(pacer, 1, 0.070)
    late = pacer.late
    run(pacer, 10, 0.001)
    # One frame late, and two whole slots without any.
    assert 1 <= late <= pacer.late <= 3


def test_the_time_of_presentation_is_learnt_from_what_frames_take() -> None:
    pacer = Pacer(60.0, 0.0)
    begun = max(run(pacer, 100, 0.012), pacer.next)
    assert pacer.begin(begun) - begun == pytest.approx(0.012, abs=0.0005)


def test_time_hidden_is_no_lateness() -> None:
    pacer = Pacer(60.0, 0.0)
    run(pacer, 10, 0.001)
    pacer.skip(100.0)
    run(pacer, 10, 0.001)
    assert pacer.late == 0


def test_a_faster_rate_is_taken_up_within_its_own_slot() -> None:
    pacer = Pacer(10.0, 0.0)
    pacer.begin(0.0)
    pacer.set_rate(50.0)
    assert pacer.next == pytest.approx(0.02)


def test_waiting_for_the_screen_is_learnt_too_and_counts_up_to_one_slot() -> None:
    """A screen that takes its time shows every frame that much later: the pose is of that moment."""
    for wait, learnt in ((0.004, 0.004), (0.5, 1 / 60)):
        pacer = Pacer(60.0, 0.0)
        for _ in range(150):
            pacer.begin(pacer.next)
            pacer.drawn(pacer.due)
            pacer.flipped(pacer.due + wait)
        begun = pacer.next
        assert pacer.begin(begun) - begun == pytest.approx(learnt, abs=0.0005)


def test_a_frame_that_is_ready_early_is_seen_when_its_slot_begins() -> None:
    pacer = Pacer(50.0, 0.0)
    assert pacer.begin(-0.5) == 0.0
    assert pacer.due == 0.0
    assert pacer.next == pytest.approx(0.02)


def test_a_frame_is_late_once_it_is_on_screen_after_its_slot_and_not_before() -> None:
    pacer = Pacer(50.0, 0.0)
    for flip, late in ((0.019, 0), (0.0399, 0), (0.061, 1)):
        pacer.begin(pacer.next)
        pacer.drawn(pacer.due)
        pacer.flipped(flip)
        assert pacer.late == late
    assert pacer.shown == 3
