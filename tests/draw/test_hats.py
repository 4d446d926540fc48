"""Hats: drawn within their reach, on every head, put on and taken off, and in the picture."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

import avatar
from avatar import guises
from avatar.character.loading import load
from avatar.character.rig import LiveLayer, build_layers, find_hat_extent
from avatar.character.wearing import HATS, HatLook, look_of
from avatar.draw.hats import DRAWN, draw_hat
from avatar.draw.scenes import SceneFrames, sights_of
from avatar.draw.surfaces import canvas_on
from avatar.guises import Guise, describe
from avatar.scene.camera import view_at
from avatar.scene.pose import pose
from avatar.scene.staging import arrange
from avatar.scene.wearing import DONNED_S
from avatar.show.cues import Act, Say
from avatar.show.directing import direct
from avatar.show.hats import WORDS
from avatar.show.script import parse
from avatar.types import CastMember, Entry, Mark, Pose, Scene
from tests.draw.drawing import shipped

CAST = ("bea", "blot", "bolt", "fern", "gus", "juno", "knox", "max", "zuri")


def wearing(who: str, *hats: tuple[float, str]) -> Scene:
    return Scene((CastMember("ANN", who),), tuple(Entry(t, "ANN", Mark("hat", name)) for t, name in hats))


def posed(who: str, t: float, *hats: tuple[float, str]) -> Pose:
    return pose(wearing(who, *hats), "ANN", t, shipped(who).acting)


def test_everything_is_drawn_and_has_words() -> None:
    assert set(DRAWN) == set(HATS) == set(WORDS)


@pytest.mark.parametrize(("who", "hat"), [*product(CAST, HATS)])
def test_a_hat_keeps_to_its_reach(who: str, hat: str) -> None:
    its = shipped(who).wearing
    assert its is not None
    look = look_of(hat, its)
    pixels = np.zeros((1800, 1700, 4), np.uint8)
    canvas = canvas_on(pixels)
    canvas.translate(200, 700)
    draw_hat(canvas, look, ())
    assert pixels[..., 3].any()
    left, top, wide, high = (round(value) for value in look.box)
    pixels[top + 700 - 2 : top + 700 + high + 2, left + 200 - 2 : left + 200 + wide + 2] = 0
    assert not pixels.any()


@pytest.mark.parametrize("who", CAST)
def test_a_hat_is_on_the_head_behind_the_hands_and_in_place_of_what_it_hides(who: str) -> None:
    character = shipped(who)
    assert character.wearing is not None
    bare, worn = (build_layers(character, Pose(worn=name)) for name in ("", "bowler"))
    hidden = {layer.key for layer in bare} - {layer.key for layer in worn}
    assert hidden == set(character.wearing.hides)
    (hat,) = (layer for layer in worn if isinstance(layer, LiveLayer) and isinstance(layer.look, HatLook))
    hands = [place for place, layer in enumerate(worn) if layer.key.startswith(("right-", "left-"))]
    assert all(place > worn.index(hat) for place in hands)


def test_a_hat_comes_down_is_worn_and_goes() -> None:
    hats = ((1.0, "cap"), (3.0, "crown"), (5.0, "none"))
    assert posed("max", 0.9, *hats).worn == ""
    assert 0.0 < posed("max", 1.2, *hats).donned < 1.0
    assert (posed("max", 2.0, *hats).worn, posed("max", 2.0, *hats).donned) == ("cap", 1.0)
    assert (posed("max", 3.0, *hats).worn, posed("max", 3.0, *hats).donned) == ("crown", 1.0)
    assert posed("max", 5.2, *hats).worn == "crown"
    assert posed("max", 5.0 + DONNED_S, *hats).worn == ""
    assert posed("max", 2.0, (1.0, "anvil")).worn == ""


@pytest.mark.parametrize("shape", [16 / 9, 1.0, 9 / 16])
def test_hats_are_in_every_shot(shape: float) -> None:
    for who, hat, shot in product(("max", "bea", "juno"), HATS, ("wide", "medium", "close")):
        entries = (Entry(0.0, "ANN", Mark("hat", hat)), Entry(1.0, "ANN", Mark("camera", shot)))
        scene = Scene((CastMember("ANN", who),), entries, "living-room")
        view = view_at(scene, 2.0, shape, sights_of({who: shipped(who)}))
        extent, here = find_hat_extent(shipped(who), hat), arrange(scene, 2.0, shape).places["ANN"]
        assert extent is not None
        left, top, right, _ = (each * here.scale for each in extent)
        one, two = view.people.into(here.x + left / shape, here.y + top), view.people.into(here.x + right / shape, 0.0)
        assert min(one) >= -1e-6, (who, hat, shot)
        assert two[0] <= 1.0 + 1e-6, (who, hat, shot)


def test_who_has_no_head_that_is_known_wears_nothing_and_it_is_told() -> None:
    pip = load(Path(avatar.__file__).parent / "studio" / "starters" / "pip")
    assert pose(wearing("pip", (0.0, "cap")), "ANN", 2.0, pip.acting).worn == ""
    text = "Cast: DOT = max\n\nINT. OFFICE - DAY\n\nDot puts on a crown.\n\nDOT\nHello?\n"
    assert direct(parse(text)).problems == ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("avatar.show.hats.read_temper", lambda name: type("T", (), {"wears": False}))
        (problem,) = direct(parse(text)).problems
    assert problem.what == "DOT can wear nothing: the crown is not shown"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Max puts on a hat.", ["bowler"]),
        ("Max puts his hat back on.", ["bowler"]),
        ("Max dons a red cap and bows.", ["cap:#b5443f"]),
        ("Max takes off the top hat.", ["none"]),
        ("Max, wearing headphones, nods.", ["headphones"]),
        ("Max puts on a brave face.", []),
        ("Max takes the cap.", []),
        ("MAX\n(wearing a party hat)\nHello.", ["party-hat"]),
        ("[[prop: crown, MAX]]", ["crown"]),
    ],
)
def test_words_put_hats_on_heads(text: str, wanted: list[str]) -> None:
    head = "Cast: MAX = max\n\nINT. OFFICE - DAY\n\n"
    found: list[str] = []
    for cue in direct(parse(f"{head}{text}\n\nMAX\nWell.\n")).cues:
        marks = (
            [cue.mark] if isinstance(cue, Act) else [spot.mark for spot in cue.marks] if isinstance(cue, Say) else []
        )
        found += [mark.name for mark in marks if mark.kind == "hat"]
    assert found == wanted


def test_every_other_guise_wears_a_hat_and_says_so(tmp_path: Path) -> None:
    hats = {number: guises.describe(Guise("max", number)) for number in range(1, 31)}
    with_hat = [number for number, words in hats.items() if any(each.replace("-", " ") in words for each in HATS)]
    assert len(with_hat) == 15
    folder = guises.dress(shipped("max").folder, Guise("max", with_hat[0]), tmp_path)
    dressed = load(folder)
    assert dressed.acting.hat
    assert dressed.acting.hat.partition(":")[0].replace("-", " ") in describe(Guise("max", with_hat[0]))
    frames = SceneFrames({"x": dressed}, 96, 96)
    assert frames.paint(Scene((CastMember("x", "x"),)), 1.0).any()
    assert pose(Scene((CastMember("x", "x"),)), "x", 1.0, dressed.acting).worn == dressed.acting.hat
