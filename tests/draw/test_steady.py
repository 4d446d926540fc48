"""What hardly moves stays as it was drawn: never further off than is seen, and the same in every run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avatar.character.rig import Static
from avatar.draw.boxes import DirtyBox, join_near
from avatar.draw.painter import Painter
from avatar.draw.steady import SEEN, Placed, Shown, Steady, reach_of
from avatar.film.pictures import Pictures, Segment
from avatar.film.shape import FrameShape
from avatar.types import Entry, Mark, Place, Pose
from tests.draw.drawing import shipped
from tests.film.scenes import small

BOX = (0.0, 0.0, 10.0, 10.0)


def placed(key: str, x: float, opacity: float = 1.0) -> Placed:
    matrix = (1.0, 0.0, 0.0, 1.0, x, 0.0)
    return Placed(Static(key, matrix, opacity), BOX, reach_of(BOX, matrix))


def shown(*layers: Placed) -> list[Shown]:
    return [Shown(shipped("juno"), layers, None, False)]


def x_of(people: list[Shown], key: str) -> float:
    return next(each.layer.matrix[4] for each in people[0].layers if each.layer.key == key)


def test_what_creeps_is_drawn_now_and_then_and_never_further_off_than_is_seen() -> None:
    steady, drawn = Steady(), 0
    assert steady.settle("shot", shown(placed("body", 0.0)))[1] is None
    for number in range(1, 50):
        people, boxes = steady.settle("shot", shown(placed("body", 0.08 * number)))
        assert boxes is not None
        drawn += len(boxes)
        assert abs(x_of(people, "body") - 0.08 * number) <= SEEN, number
    assert drawn == 49 // 4


def test_for_a_quick_look_things_may_be_further_off() -> None:
    exact, coarse = Steady(), Steady(2 * SEEN)
    drawn = [0, 0]
    for number in range(50):
        for which, steady in enumerate((exact, coarse)):
            people, boxes = steady.settle("shot", shown(placed("body", 0.08 * number)))
            drawn[which] += len(boxes or ())
            assert abs(x_of(people, "body") - 0.08 * number) <= (SEEN, 2 * SEEN)[which], number
    assert drawn == [49 // 4, 49 // 7]


def test_drafts_leave_more_as_it_was() -> None:
    scene = small()
    shape = FrameShape(320, 180, 24)
    areas = []
    for each in (shape, replace(shape, quick=True)):
        pictures = Pictures(each).of(Segment(0, 0, 31, scene), steady=True)
        areas.append(sum(box.area for picture in pictures for box in picture.changed or ()))
    assert areas[1] < 0.9 * areas[0]


def test_what_was_left_is_wiped_where_somebody_goes_after_frames_that_were_drawn_in_part() -> None:
    painter, steady = Painter(320, 180, "club"), Steady()
    for x in (0.2, 0.8):
        painter.draw([(shipped("juno"), replace(Pose(), place=Place(x, scale=0.5)))], steady=steady)
    assert np.array_equal(painter.draw([], steady=steady), Painter(320, 180, "club").draw([]))


def test_what_lies_in_a_box_that_is_drawn_again_takes_its_exact_place() -> None:
    steady = Steady()
    steady.settle("shot", shown(placed("body", 0.0), placed("far", 100.0), placed("head", 0.0)))
    people, boxes = steady.settle("shot", shown(placed("body", 0.2), placed("far", 100.2), placed("head", 3.0)))
    assert boxes == (DirtyBox(0, 0, 13, 10),)
    assert (x_of(people, "body"), x_of(people, "far"), x_of(people, "head")) == (0.2, 100.0, 3.0)


def test_what_comes_goes_and_fades_is_drawn() -> None:
    steady = Steady()
    steady.settle("shot", shown(placed("body", 0.0), placed("hand", 50.0)))
    steps = ((placed("body", 0.0), placed("hat", 80.0)), (placed("body", 0.0, 0.5), placed("hat", 80.0)))
    boxes = [steady.settle("shot", shown(*layers))[1] for layers in steps]
    assert boxes == [(DirtyBox(50, 0, 60, 10), DirtyBox(80, 0, 90, 10)), (DirtyBox(0, 0, 10, 10),)]
    assert steady.settle("another shot", shown(*steps[-1]))[1] is None
    assert steady.settle("another shot", [])[1] is None


def test_boxes_become_one_where_that_is_hardly_larger() -> None:
    near, far = DirtyBox(0, 0, 10, 10), DirtyBox(100, 0, 110, 10)
    assert join_near([near, far, DirtyBox(8, 0, 18, 10)]) == (far, DirtyBox(0, 0, 18, 10))


def test_frames_of_a_shot_are_told_and_like_those_drawn_alone_whatever_was_drawn_before() -> None:
    scene = small()
    scene = replace(scene, entries=(*scene.entries, Entry(0.0, "juno", Mark("camera", "close", 0.0))))
    shape = FrameShape(320, 180, 24, captions=True)
    pictures, segment = Pictures(shape), Segment(0, 0, 31, scene)
    first = [picture.pixels.copy() for picture in pictures.of(segment, steady=True)]
    kept = first[0].copy()
    for picture, alone in zip(pictures.of(segment, steady=True), Pictures(shape).of(segment), strict=True):
        assert np.array_equal(picture.pixels, first[picture.place]), picture.place
        for box in picture.changed or ():
            where = slice(box.top, box.bottom), slice(box.left, box.right)
            kept[where] = picture.pixels[where]
        assert np.array_equal(kept, picture.pixels), picture.place
        assert np.abs(kept.astype(int) - alone.pixels).mean() < 0.5, picture.place
