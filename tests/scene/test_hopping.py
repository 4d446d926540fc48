"""Speech that begins after a rest takes off once."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from avatar.character.swings import Swing
from avatar.scene.hopping import HOP_S
from avatar.scene.pose import pose
from avatar.types import Entry, Hop, Scene
from tests.scene.test_pose import ACTING, clause, scene, times


def hop(where: Scene, t: float) -> Hop:
    return pose(where, "ann", t, ACTING).hop


def test_it_is_up_in_the_middle_of_a_hop_and_down_before_and_after() -> None:
    one = scene(Entry(1.0, "ann", clause()))
    assert hop(one, 0.99) == Hop()
    assert hop(one, 1.0 + HOP_S / 2).height == pytest.approx(1.0)
    assert hop(one, 1.0 + HOP_S / 4).speed > 0.3
    assert hop(one, 1.0 + 3 * HOP_S / 4).speed < -0.3
    assert hop(one, 1.0 + HOP_S) == Hop()


def test_clauses_that_follow_each_other_are_one_speech() -> None:
    close = scene(Entry(1.0, "ann", clause()), Entry(3.1, "ann", clause()))
    assert hop(close, 3.1 + HOP_S / 2) == Hop()
    apart = scene(Entry(1.0, "ann", clause()), Entry(3.6, "ann", clause()))
    assert hop(apart, 3.6 + HOP_S / 2).height == pytest.approx(1.0)


def test_a_silent_beginning_is_waited_for() -> None:
    late = clause("sil", 0.8)
    assert hop(scene(Entry(1.0, "ann", late)), 1.0 + HOP_S / 2) == Hop()


def test_nothing_jerks_and_reduced_motion_keeps_still() -> None:
    one = scene(Entry(1.0, "ann", clause()))
    heights = [hop(one, t) for t in times(0.5, 2.5, 240.0)]
    for a, b in pairwise(heights):
        assert abs(a.height - b.height) < 0.05
        assert abs(a.speed - b.speed) < 0.2
    swinging = replace(ACTING, swings={"tail": Swing(0.5, 0.25)})
    moving = pose(one, "ann", 1.0 + HOP_S / 2, swinging)
    assert moving.swings["tail"] == pytest.approx(Swing(0.5, 0.25).at(1.0 + HOP_S / 2))
    still = pose(one, "ann", 1.0 + HOP_S / 2, swinging, reduced_motion=True)
    assert still.hop == Hop()
    assert not still.swings
