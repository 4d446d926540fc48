"""A pointer over made-up time: how eyes follow it, and what tickles."""

from __future__ import annotations

import itertools

import pytest

from avatar.scene.attending import NOTHING, Attention
from avatar.stage.pointing import COMES_S, GOES_S, STAYS_S, TICKLE_TURNS, TICKLISH_AGAIN_S, Pointing

STEP = 1 / 30


def watch(pointing: Pointing, start: float, seconds: float) -> list[Attention]:
    return [pointing.attention(start + step * STEP) for step in range(round(seconds / STEP) + 1)]


def test_before_it_moves_it_draws_nobody() -> None:
    pointing = Pointing()
    assert watch(pointing, 0.0, 1.0) == [NOTHING] * 31


def test_eyes_come_stay_a_while_and_go() -> None:
    pointing = Pointing()
    pointing.attention(10.0 - STEP)
    pointing.move(0.2, 0.3, 10.0)
    seen = watch(pointing, 10.0, STAYS_S + GOES_S + 0.5)
    shares = [each.share for each in seen]
    assert shares[0] < 0.15
    assert shares[round(COMES_S / STEP) + 2] == 1.0
    assert shares[round(STAYS_S / STEP) - 2] == 1.0
    assert seen[-1] == NOTHING
    assert max(abs(b - a) for a, b in itertools.pairwise(shares)) < 0.25, "no jump"


def test_eyes_catch_up_with_a_pointer_that_moves_on() -> None:
    pointing = Pointing()
    pointing.move(0.2, 0.5, 0.0)
    watch(pointing, 0.0, 0.5)
    pointing.move(0.8, 0.5, 0.5)
    xs = [each.x for each in watch(pointing, 0.5 + STEP, 0.6)]
    assert xs == sorted(xs)
    assert xs[0] < 0.5
    assert xs[-1] == pytest.approx(0.8, abs=0.01)


def test_a_trembling_pointer_rests() -> None:
    pointing = Pointing()
    pointing.move(0.5, 0.5, 0.0)
    for step in range(200):
        pointing.move(0.5 + 0.001 * (step % 2), 0.5, step * STEP)
        last = pointing.attention(step * STEP)
    assert last == NOTHING


def test_one_that_leaves_is_let_go() -> None:
    pointing = Pointing()
    pointing.move(0.5, 0.5, 0.0)
    watch(pointing, 0.0, 0.6)
    pointing.leave()
    assert watch(pointing, 0.7, GOES_S + 0.2)[-1] == NOTHING


def rub(pointing: Pointing, start: float, width: float, seconds: float, turns: int) -> list[bool]:
    """Back and forth, ten places each way; whether it tickled at each place."""
    places = turns * 10
    told = []
    for place in range(places):
        way, share = divmod(place, 10)
        x = 0.5 + width * (share / 10 if way % 2 == 0 else 1 - share / 10)
        wall = start + seconds * place / places
        pointing.move(x, 0.4, wall)
        told.append(pointing.tickles(wall))
    return told


def test_rubbing_to_and_fro_tickles_once_and_again_later() -> None:
    pointing = Pointing()
    assert sum(rub(pointing, 0.0, 0.08, 1.5, TICKLE_TURNS + 3)) == 1
    assert sum(rub(pointing, 1.6, 0.08, 1.5, TICKLE_TURNS + 3)) == 0, "it has not forgotten yet"
    assert sum(rub(pointing, TICKLISH_AGAIN_S + 3.0, 0.08, 1.5, TICKLE_TURNS + 3)) == 1


def test_slow_small_or_straight_moves_do_not_tickle() -> None:
    assert not any(rub(Pointing(), 0.0, 0.08, 9.0, TICKLE_TURNS + 3)), "slow"
    assert not any(rub(Pointing(), 0.0, 0.01, 1.0, TICKLE_TURNS + 3)), "trembling"
    straight = Pointing()
    assert not any(straight.move(step / 60, 0.4, step * STEP) or straight.tickles(step * STEP) for step in range(60))
