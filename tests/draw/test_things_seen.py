"""Things in hands are in the picture: every thing, in every shot, in pictures of every shape."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest

from avatar import library
from avatar.character.holding import THINGS, Extent, look_of
from avatar.character.loading import Character, load
from avatar.character.rig import find_extents
from avatar.draw.held import draw_held
from avatar.draw.scenes import sights_of
from avatar.draw.surfaces import canvas_on
from avatar.scene.camera import SHOTS, View, view_at
from avatar.scene.holding import RAISED_S
from avatar.scene.staging import arrange
from avatar.types import CastMember, Entry, Mark, Scene

SHAPES = {"16:9": 16 / 9, "1:1": 1.0, "9:16": 9 / 16}
NAMES = ("max", "bea", "blot")


@cache
def character(name: str) -> Character:
    return load(library.character(name))


def shown(name: str, *entries: Entry, people: int = 1, set_: str = "living-room") -> Scene:
    return Scene(tuple(CastMember(who, name) for who in ("ANN", "BOB")[:people]), entries, set_)


def hold(thing: str, who: str = "ANN", t: float = 0.0) -> Entry:
    return Entry(t, who, Mark("prop", thing))


def shot(name: str, who: str = "ANN", t: float = 1.0) -> Entry:
    return Entry(t, who, Mark("camera", name))


def look(scene: Scene, t: float, shape: float) -> View:
    names = {member.character for member in scene.cast}
    return view_at(scene, t, shape, sights_of({name: character(name) for name in names}))


def place(scene: Scene, t: float, shape: float, who: str, extent: Extent) -> tuple[float, float, float, float]:
    """Where a thing is seen, in shares of the picture."""
    here = arrange(scene, t, shape).places[who]
    view = look(scene, t, shape)
    left, top, right, bottom = (each * here.scale for each in extent)
    return (
        *view.people.into(here.x + left / shape, here.y + top),
        *view.people.into(here.x + right / shape, here.y + bottom),
    )


@pytest.mark.parametrize(("shape", "thing"), [*product(SHAPES, THINGS)])
def test_a_thing_is_in_every_shot_of_who_holds_it(shape: str, thing: str) -> None:
    for name, shot_, people in product(NAMES, SHOTS, (1, 2)):
        for who in ("ANN", "BOB")[:people]:
            scene = shown(name, hold(thing, who), shot(shot_, who), people=people)
            for t in (1.0, 1.1, 12.0):
                box = place(scene, t, SHAPES[shape], who, find_extents(character(name))[thing])
                assert min(box) >= -1e-6, (name, shot_, who, t, box)
                assert max(box) <= 1.0 + 1e-6, (name, shot_, who, t, box)


@pytest.mark.parametrize("shape", SHAPES)
def test_mouths_stay_in_the_picture_and_shots_differ_in_size_with_a_thing_in_hand(shape: str) -> None:
    for name, thing in product(NAMES, THINGS):
        zooms = []
        for shot_ in ("wide", "medium", "close"):
            scene = shown(name, hold(thing), shot(shot_))
            zooms.append(look(scene, 2.0, SHAPES[shape]).people.zoom)
            face = sights_of({name: character(name)}).faces[name]
            head = Extent(face.middle - 0.29, face.top, face.middle + 0.29, face.mouth)
            box = place(scene, 2.0, SHAPES[shape], "ANN", head)
            assert min(box) >= -1e-6, (name, thing, shot_, box)
            assert box[3] <= 0.81, (name, thing, shot_, box)
        assert zooms[2] / zooms[1] >= 1.2, (name, thing)


def test_the_picture_makes_room_with_the_hand_and_takes_it_back() -> None:
    raised = shown("max", shot("close", t=0.0), hold("sign", t=2.0), hold("", t=5.0))
    zooms = {t: look(raised, t, 9 / 16).people.zoom for t in (1.9, 2.0, 2.1, 2.25, 2.4, 2.0 + RAISED_S, 4.9, 5.1, 6.0)}
    assert zooms[1.9] == zooms[2.0] == zooms[6.0]
    assert zooms[2.1] >= zooms[2.25] >= zooms[2.4] >= zooms[2.0 + RAISED_S] == zooms[4.9] < zooms[5.1] < zooms[1.9]
    assert look(raised, 2.2, 9 / 16).moving
    assert not look(raised, 3.0, 9 / 16).moving


def test_a_shot_that_begins_with_a_thing_in_hand_has_room_for_it_from_its_beginning() -> None:
    scene = shown("max", hold("sign", t=0.9), shot("close", t=1.0))
    assert look(scene, 1.0, 1.0).people == look(scene, 3.0, 1.0).people
    assert not look(scene, 1.05, 1.0).moving


@pytest.mark.parametrize("thing", THINGS)
def test_what_has_to_be_seen_of_a_thing_is_all_that_is_drawn_but_cords_and_sticks(thing: str) -> None:
    holding = character("max").holding
    assert holding is not None
    look_ = look_of(f"{thing}:BACK SOON", holding, character("max").canvas)
    pixels = np.zeros((1800, 1800, 4), np.uint8)
    draw_held(canvas_on(pixels), replace(look_, anchor=(900.0, 900.0)), ())
    rows, columns = (np.flatnonzero((pixels[:, :, 3] > 40).any(axis=axis)) for axis in (1, 0))
    unit, (left, top, right, bottom) = look_.width, THINGS[thing].reach
    assert 900 - left * unit <= columns[0]
    assert columns[-1] <= 900 + right * unit
    assert 900 - top * unit <= rows[0]
    assert rows[-1] <= 900 + bottom * unit
    most = THINGS[thing].below
    assert most > bottom or (pixels[900 + round(most * unit) :, :, 3] > 40).mean() < 0.02
