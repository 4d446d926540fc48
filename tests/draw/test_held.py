"""Things in hands: drawn within their reach, before and behind the right parts; they come and go with the arm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import avatar
from avatar.character.holding import THINGS, HeldLook, look_of
from avatar.character.loading import load
from avatar.character.rig import LiveLayer, build_layers
from avatar.draw.held import DRAWN, draw_held
from avatar.draw.scenes import SceneFrames
from avatar.draw.surfaces import canvas_on
from avatar.scene.pose import pose
from avatar.types import CastMember, Entry, Mark, Pose, Scene
from tests.draw.drawing import shipped
from tests.draw.portrait import make_still

CAST = ("bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri")


def with_thing(who: str, name: str, end: float | None = None) -> Scene:
    entries = [Entry(0.0, who, Mark("prop", name))]
    if end is not None:
        entries.append(Entry(end, who, Mark("prop", "")))
    return Scene((CastMember(who, who),), tuple(entries))


def posed(who: str, name: str, t: float, end: float | None = None) -> Pose:
    return pose(with_thing(who, name, end), who, t, shipped(who).acting)


def test_everything_is_drawn() -> None:
    assert set(DRAWN) == set(THINGS)


@pytest.mark.parametrize("thing", sorted(THINGS))
@pytest.mark.parametrize("words", ["", "THE END IS NIGH"])
def test_a_thing_keeps_to_its_reach(thing: str, words: str) -> None:
    max_ = shipped("max")
    assert max_.holding is not None
    look = look_of(f"{thing}:{words}", max_.holding, max_.canvas)
    pixels = np.zeros((1400, 1600, 4), np.uint8)
    canvas = canvas_on(pixels)
    canvas.translate(0, 200)
    draw_held(canvas, look, ())
    left, top, wide, high = (round(value) for value in look.box)
    assert pixels[..., 3].any()
    pixels[top + 200 - 2 : top + 200 + high + 2, left - 2 : left + wide + 2] = 0
    assert not pixels.any()


@pytest.mark.parametrize("who", CAST)
def test_everybody_of_the_cast_holds_everything(who: str) -> None:
    acting = shipped(who).acting
    assert set(acting.holds) == set(THINGS)
    for thing in THINGS:
        layers = build_layers(shipped(who), posed(who, thing, 2.0))
        assert [
            each.look.thing for each in layers if isinstance(each, LiveLayer) and isinstance(each.look, HeldLook)
        ] == [thing]


def test_a_fist_is_before_what_it_holds_and_a_palm_below() -> None:
    def order(thing: str) -> tuple[int, int]:
        keys = [layer.key for layer in build_layers(shipped("max"), posed("max", thing, 2.0))]
        held = next(number for number, key in enumerate(keys) if " with " in key)
        hand = keys.index(keys[held].split(" with ")[0])
        return held, hand

    assert order("phone")[0] < order("phone")[1]
    assert order("gift")[0] > order("gift")[1]
    assert order("umbrella")[0] == 0


def test_a_hand_comes_up_with_a_thing_and_goes_down_with_it() -> None:
    shown = [posed("max", "cup", t, end=3.0).right.shown for t in (0.0, 0.25, 1.0, 3.2, 3.6)]
    assert shown[0] == 0.0 < shown[1] < shown[2] == 1.0 > shown[3] > shown[4] == 0.0
    assert posed("max", "cup", 3.6, end=3.0).held == ""


def test_an_unknown_thing_is_no_trouble() -> None:
    assert posed("max", "elephant", 2.0).held == ""


def test_frames_restore_what_a_thing_covered() -> None:
    frames = SceneFrames({"max": shipped("max")}, 320, 180)
    scene = with_thing("max", "umbrella", end=2.0)
    frames.paint(scene, 1.5)
    gone = frames.paint(scene, 4.0)
    assert np.array_equal(gone, SceneFrames({"max": shipped("max")}, 320, 180).paint(scene, 4.0))


def test_the_words_of_a_sign_are_written() -> None:
    empty, written = (SceneFrames({"max": shipped("max")}, 640, 360).paint(with_thing("max", name), 2.0) for name in
                      ("sign: ", "sign:NO"))  # fmt: skip
    assert not np.array_equal(empty, written)


@pytest.mark.parametrize("who", ["pip", "still"])
def test_beside_who_has_no_hand_a_thing_floats_on_the_page_and_leaves_the_mouth_free(who: str, tmp_path: Path) -> None:
    pip = Path(avatar.__file__).parent / "studio" / "starters" / "pip"
    folder = pip if who == "pip" else make_still(tmp_path / "still", "shut", "face")
    character = load(folder)
    scene = Scene(
        (CastMember("ANN", who),), (Entry(1.0, "ANN", Mark("prop", "")), Entry(0.0, "ANN", Mark("prop", "cup")))
    )
    assert character.mouth_place is not None
    x, y, wide = character.mouth_place
    for thing in THINGS:
        held = Scene((CastMember("ANN", who),), (Entry(0.0, "ANN", Mark("prop", thing)),))
        layers = build_layers(character, pose(held, "ANN", 2.0, character.acting))
        (look,) = (each.look for each in layers if isinstance(each, LiveLayer) and isinstance(each.look, HeldLook))
        left, top, across, down = look.box
        assert look.thing == thing
        assert left + across <= character.canvas.width
        assert top >= 0.0
        assert top + min(down, (THINGS[thing].reach[1] + THINGS[thing].below) * look.width) <= character.canvas.height
        assert thing == "umbrella" or left > x + wide / 2 or top > y
    assert pose(scene, "ANN", 0.9, character.acting).beside == 1.0
    assert 0.0 < pose(scene, "ANN", 1.2, character.acting).beside < 1.0
    assert pose(scene, "ANN", 2.0, character.acting).held == ""
