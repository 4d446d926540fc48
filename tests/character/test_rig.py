"""The rig says where each layer is, and no more often than it must that something live has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from avatar.character.affine import IDENTITY, Affine
from avatar.character.loading import load
from avatar.character.rig import LiveLayer, Static, build_layers, frame_view, group_static_parts
from avatar.types import Arm, Brows, Eyes, Head, Mouth, Place, Pose
from tests.draw.drawing import TOML, box, shipped


def apply(matrix: Affine, x: float, y: float) -> tuple[float, float]:
    """Where the point (x, y) goes."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def keys(pose: Pose, name: str = "juno") -> list[str]:
    return [layer.key for layer in build_layers(shipped(name), pose)]


def test_layers_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box"))
    assert [layer.key for layer in build_layers(character, Pose())] == ["square", "mouth"]


def test_a_pose_at_rest_leaves_layers_where_they_were_drawn(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box"))
    assert [layer.matrix for layer in build_layers(character, Pose())] == [IDENTITY, IDENTITY]


def test_the_head_carries_its_children_about_its_pivot(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box"))
    turned = build_layers(character, Pose(head=Head(roll=90.0)))[0].matrix
    assert apply(turned, 50, 80) == pytest.approx((50, 80))
    assert apply(turned, 50, 70) == pytest.approx((60, 80))
    moved = build_layers(character, Pose(head=Head(x=0.5)))[0].matrix
    assert apply(moved, 50, 80) == pytest.approx((80, 80))


def test_near_layers_shift_more_than_far_ones_when_the_head_turns() -> None:
    character = shipped("juno")
    place = {layer.key: layer.matrix for layer in build_layers(character, Pose(head=Head(yaw=15.0)))}
    nose, hair = apply(place["nose"], 600, 700)[0], apply(place["hair-back"], 600, 700)[0]
    assert nose - 600 > 20
    assert hair < 600


def test_a_place_puts_the_anchor_there() -> None:
    character = shipped("juno")
    matrix = frame_view(character, Place(0.25, 0.9, 0.5), 1920, 1080)
    assert apply(matrix, *character.canvas.anchor) == pytest.approx((480, 972))
    assert apply(matrix, 0, 0)[1] == pytest.approx(972 - 540)


def test_what_never_moves_apart_is_one_picture() -> None:
    parts = group_static_parts(shipped("juno"))
    assert any(len(layers) > 1 for layers in parts.values())


def test_flattening_keeps_the_order(tmp_path: Path) -> None:
    toml = TOML + '\n[[layer]]\nname = "over"\nparent = "head"\nart = "box.svg"\n'
    character = load(box(tmp_path / "box", toml))
    assert [layer.key for layer in build_layers(character, Pose())] == ["square", "mouth", "over"]


def test_hands_show_only_in_their_gesture() -> None:
    assert not [key for key in keys(Pose()) if "open" in key]
    assert [key for key in keys(Pose(right=Arm("open", shown=1.0))) if "open" in key] == ["right-open"]


def test_extras_show_with_their_weight() -> None:
    assert "blush" not in keys(Pose())
    blush = [layer for layer in build_layers(shipped("juno"), Pose(extras={"blush": 0.5})) if layer.key == "blush"]
    assert blush[0].opacity == pytest.approx(0.5)


def test_live_parts_change_only_when_something_to_see_changes() -> None:
    character = shipped("juno")

    def live(pose: Pose) -> dict[str, tuple[float, ...]]:
        return {layer.key: layer.params for layer in build_layers(character, pose) if isinstance(layer, LiveLayer)}

    rest = live(Pose(mouth=Mouth(jaw=0.5)))
    assert live(Pose(mouth=Mouth(jaw=0.5005), head=Head(roll=3.0))) == rest
    looking = live(Pose(mouth=Mouth(jaw=0.5), eyes=Eyes(gaze_x=0.4)))
    assert looking["mouth"] == rest["mouth"]
    assert looking["eye-left"] != rest["eye-left"]


def test_brows_raise() -> None:
    def brow(pose: Pose) -> float:
        layer = next(layer for layer in build_layers(shipped("juno"), pose) if layer.key == "brow-left")
        assert isinstance(layer, Static)
        return apply(layer.matrix, 500, 560)[1]

    assert brow(Pose(brows=Brows(raise_left=1.0))) < brow(Pose()) - 10


def test_the_jaw_takes_the_chin_along() -> None:
    def chin(jaw: float) -> float:
        layer = next(
            layer for layer in build_layers(shipped("juno"), Pose(mouth=Mouth(jaw=jaw))) if layer.key.startswith("face")
        )
        return apply(layer.matrix, 600, 914)[1]

    assert chin(1.0) - chin(0.0) > 30


def test_poses_are_not_changed(tmp_path: Path) -> None:
    pose = Pose(head=Head(roll=4.0))
    build_layers(load(box(tmp_path / "box")), pose)
    assert replace(pose).head == Head(roll=4.0)


def test_a_mouth_of_pictures_shows_one_of_them() -> None:
    def mouths(pose: Pose) -> list[str]:
        return [key for key in keys(pose, "blot") if key.startswith("mouth-")]

    assert mouths(Pose()) == ["mouth-X"]
    assert mouths(Pose(shape="D")) == ["mouth-D"]


def test_what_a_hand_holds_is_put_down_for_a_gesture() -> None:
    assert "left-rest" in keys(Pose(), "gus")
    assert "left-rest" not in keys(Pose(left=Arm("palm", shown=1.0)), "gus")
