"""Scene time follows what is heard, through jitter, underruns, pauses and jumps."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.sound.clock import Clock


def play(clock: Clock, *, begin: float, buffers: int, jitter: float = 0.0, late: float = 0.0, first: int = 0) -> float:
    """Feeds buffers of 10 ms of a device whose clock runs 5 s ahead and whose sound comes out 40 ms later."""
    for number in range(first, first + buffers):
        noise = np.random.default_rng(number)
        wall = begin + (number - first) * 0.01
        current = wall + 5.0 - abs(noise.normal(0.0, jitter))
        dac = wall + 5.0 + 0.04 + late + noise.normal(0.0, jitter)
        clock.buffer(number * 0.01, entered=wall, current=current, dac=dac, latency=0.04)
    return begin + buffers * 0.01


def test_without_a_device_it_runs_on_the_wall() -> None:
    clock = Clock(100.0)
    assert clock.now(100.0) == 0.0
    assert clock.now(103.5) == pytest.approx(3.5)


def test_what_is_heard_now_was_written_one_latency_ago() -> None:
    clock = Clock(100.0)
    end = play(clock, begin=100.0, buffers=50)
    # Sample 0 was written at 100.0 and is heard at 100.04.
    assert clock.scene(end) == pytest.approx(end - 100.04, abs=1e-6)


def test_jitter_of_the_device_is_smoothed_away() -> None:
    clock = Clock(100.0)
    play(clock, begin=100.0, buffers=400, jitter=0.002)
    shown = []
    for number in range(400, 600):
        play(clock, begin=100.0 + number * 0.01, buffers=1, jitter=0.002, first=number)
        shown.append(clock.anchor)
    assert np.std(shown) < 0.0007


def test_an_underrun_moves_the_scene_with_the_sound_and_never_back() -> None:
    clock = Clock(100.0)
    end = play(clock, begin=100.0, buffers=100)
    before = clock.now(end)
    # The device skipped: everything is heard 100 ms later from now on.
    for number in range(100, 120):
        play(clock, begin=100.0 + number * 0.01, buffers=1, late=0.1, first=number)
        now = clock.now(100.0 + number * 0.01)
        assert now >= before
        before = now
    assert clock.scene(102.0) == pytest.approx(102.0 - 100.14, abs=0.002)


def test_a_device_that_tells_no_times_is_taken_at_its_latency() -> None:
    clock = Clock(100.0)
    for number in range(50):
        clock.buffer(number * 0.01, entered=100 + number * 0.01, current=number * 0.01, dac=0.0, latency=0.03)
    assert clock.scene(100.5) == pytest.approx(0.47, abs=1e-6)


def test_an_offset_shows_the_picture_later() -> None:
    assert Clock(100.0, offset=0.05).scene(101.0) == pytest.approx(0.95)


def test_losing_the_device_goes_on_from_there() -> None:
    clock = Clock(100.0)
    end = play(clock, begin=100.0, buffers=100)
    assert clock.scene(end + 10.0) == pytest.approx(clock.scene(end) + 10.0)


def test_pause_seek_and_speed_are_bends() -> None:
    clock = Clock(0.0)
    clock.bend_at(2.0, speed=0.0)
    assert clock.scene(5.0) == 2.0
    clock.bend_at(6.0, speed=1.0)
    assert clock.scene(7.0) == pytest.approx(3.0)
    clock.bend_at(8.0, speed=2.0)
    assert clock.scene(9.0) == pytest.approx(6.0)
    clock.bend_at(10.0, scene=1.0, speed=1.0)
    assert clock.scene(11.0) == pytest.approx(2.0)
    # What was before each bend is as it was.
    assert clock.scene(1.5) == pytest.approx(1.5)
    assert clock.scene(4.0) == 2.0


def test_seeking_back_shows_the_earlier_scene_once_it_is_heard() -> None:
    clock = Clock(0.0)
    assert clock.now(10.0) == 10.0
    clock.bend_at(11.0, scene=3.0)
    assert clock.now(10.9) == pytest.approx(10.9)
    assert clock.now(11.5) == pytest.approx(3.5)


def test_a_long_session_keeps_few_bends() -> None:
    clock = Clock(0.0)
    for number in range(10_000):
        clock.bend_at(float(number), speed=float(number % 2))
    assert len(clock._bends) <= 64
    assert clock.scene_at(9999.5) == pytest.approx(5000.5 - 0.0, abs=1.0)
