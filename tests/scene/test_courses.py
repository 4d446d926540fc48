"""Where people of a scene are heard: looked up where somebody walks, and nowhere else."""

from __future__ import annotations

import pytest

from avatar.scene.courses import trace
from avatar.scene.staging import WIDE, arrange
from avatar.types import CastMember, Entry, Mark, Scene

CAST = (CastMember("ANA", "blot"), CastMember("BEN", "gus"))
WALKS = (
    Entry(2.0, "BEN", Mark("exit", "")),
    Entry(6.0, "BEN", Mark("enter", "left")),
    Entry(9.0, "", Mark("set", "club")),
    Entry(9.0, "ANA", Mark("move", "left")),
)


@pytest.mark.parametrize("shape", [WIDE, 9 / 16])
def test_people_are_heard_where_the_picture_shows_them(shape: float) -> None:
    scene = Scene(CAST, WALKS)
    for who, course in trace(scene, shape).items():
        for n in range(-5, 240):
            t = n * 0.05
            place = arrange(scene, t, shape).places.get(who)
            left, right = course.gains(n, 1, 0.05)[0]
            x = min(1.0, max(0.0, 0.5 if place is None else place.x))
            assert (left > right) == (x < 0.5) or abs(left - right) < 1e-6, (who, t)


def test_what_was_before_is_not_asked_for() -> None:
    scene = Scene(CAST, WALKS)
    assert {who: course.xs[-1] for who, course in trace(scene, WIDE, 20.0).items()} == {
        who: arrange(scene, 20.0).places[who].x for who in ("ANA", "BEN")
    }
    assert all(len(course.times) == 1 for course in trace(scene, WIDE, 20.0).values())


def test_a_scene_of_nobody_has_no_courses() -> None:
    assert trace(Scene(()), WIDE) == {}
