"""Eyes that follow a pointer, and where in the picture a person can be touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from avatar import library
from avatar.character.loading import Character, load
from avatar.scene.attending import NOTHING, UNDRAWN, Attention, Draw, aim, find_touched
from avatar.scene.pose import pose
from avatar.types import CastMember, Entry, Mark, Place, Scene
from tests.cast import CAST

HERE = Place()


@pytest.fixture(params=CAST)
def character(request: pytest.FixtureRequest) -> Character:
    return load(library.character(request.param))


def test_eyes_are_drawn_to_the_side_where_the_pointer_is(character: Character) -> None:
    left = aim(Attention(0.02, 0.35, 1.0), character, HERE, 720, 720)
    right = aim(Attention(0.98, 0.35, 1.0), character, HERE, 720, 720)
    low = aim(Attention(0.5, 0.98, 1.0), character, HERE, 720, 720)
    high = aim(Attention(0.5, -0.3, 1.0), character, HERE, 720, 720)
    assert left.x < -0.3 < 0.3 < right.x
    assert high.y < 0.0 < low.y
    assert all(abs(each.x) <= 0.85 and abs(each.y) <= 0.6 for each in (left, right, low, high))


def test_nothing_draws_nobody(character: Character) -> None:
    assert aim(NOTHING, character, HERE, 720, 720) == UNDRAWN
    assert aim(Attention(0.1, 0.1, 1.0), character, HERE, 0, 0) == UNDRAWN


def test_each_part_is_where_it_is_drawn(character: Character) -> None:
    people = [(character, HERE)]
    assert find_touched(0.01, 0.01, people, 720, 720) is None
    assert find_touched(0.5, 0.97, people, 720, 720) is not None
    head = [y / 100 for y in range(5, 95) if find_touched(0.5, y / 100, people, 720, 720) == "head"]
    assert len(head) > 10, "a head can be touched"
    assert find_touched(0.5, 0.5, people, 0, 0) is None


def test_who_stands_in_front_is_touched(character: Character) -> None:
    behind, front = replace(HERE, x=0.3), replace(HERE, x=0.32)
    assert find_touched(0.31, 0.95, [(character, behind), (character, front)], 1280, 720) == "body"
    assert find_touched(0.31, 0.95, [], 1280, 720) is None


def gaze(drawn: Draw, *entries: Entry, t: float = 20.0, still: bool = False) -> tuple[float, float]:
    juno = load(library.character("juno"))
    scene = Scene((CastMember("juno", "juno"),), entries)
    posed = pose(scene, "juno", t, juno.acting, drawn=drawn, reduced_motion=still)
    return posed.eyes.gaze_x, posed.eyes.gaze_y


def test_the_pose_looks_there_and_a_told_look_comes_first() -> None:
    drawn = Draw(0.7, -0.4, 1.0)
    assert gaze(drawn) == pytest.approx((0.7, -0.4), abs=0.02)
    assert gaze(replace_share(drawn, 0.0)) == gaze(UNDRAWN)
    told = Entry(10.0, "juno", Mark("look", "left"))
    assert gaze(drawn, told)[0] < -0.5, "a mark says where to look"
    assert gaze(drawn, still=True) == gaze(UNDRAWN, still=True), "less motion is wanted"


def replace_share(drawn: Draw, share: float) -> Draw:
    return drawn._replace(share=share)
