"""How a pose moves the mesh of a still picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar.character.loading import Character, load
from avatar.character.mouth import SHAPES, blend
from avatar.character.still.mesh import Floats, StillMesh
from avatar.character.still.mouthing import DROP, find_lip_lines
from avatar.character.still.moving import move_picture
from avatar.character.still.points import Kind, MouthShown
from avatar.character.still.topology import EYES, LOWER_LIP, UPPER_LIP
from avatar.errors import CharacterError
from avatar.scene.pose import pose
from avatar.types import VISEMES, Body, Brows, CastMember, Eyes, Head, Mouth, Pose, Scene
from tests.draw.portrait import make_still

SIL, EVERY = Pose(), [SHAPES[viseme] for viseme in VISEMES]
MOODS = [Mouth(smile=1.0), Mouth(smile=-1.0), Mouth(0.5, smile=0.6, skew=-1.0), Mouth(jaw=1.0, rounding=1.0)]
SHOWN: list[MouthShown] = ["shut", "open", "teeth"]


def still(tmp_path: Path, mouth: MouthShown = "shut", kind: Kind = "face") -> Character:
    return load(make_still(tmp_path / f"still-{mouth}-{kind}", mouth, kind))


def mesh_of(character: Character) -> StillMesh:
    assert character.picture is not None
    return character.picture.mesh


def gaps(mesh: StillMesh, mouth: Mouth) -> Floats:
    """Between the lips, in units of the mouth, shape (11,)."""
    upper, lower = find_lip_lines(mesh, mouth)
    return np.asarray(((lower - upper) @ mesh.mouth.down) / mesh.mouth.unit)


@pytest.mark.parametrize("mouth", ["shut", "teeth"])
def test_a_silent_face_is_as_in_its_picture(tmp_path: Path, mouth: MouthShown) -> None:
    mesh = mesh_of(still(tmp_path, mouth))
    moved = move_picture(mesh, SIL)
    soft = mesh.edges
    np.testing.assert_allclose(moved.vertices[:soft], mesh.rest[:soft], atol=1e-9)
    assert moved.mouth == pytest.approx((1, 0, 0, 1, 0, 0))


def test_an_open_mouth_is_shut_in_silence_and_as_in_its_picture_when_it_opens_as_far(tmp_path: Path) -> None:
    mesh = mesh_of(still(tmp_path, "open"))
    assert gaps(mesh, Mouth()).max() < 1e-9
    own = mesh.mouth.gap.max() / mesh.mouth.unit
    assert gaps(mesh, Mouth(jaw=own / DROP))[5] == pytest.approx(own, rel=0.02)


@pytest.mark.parametrize("mouth", SHOWN)
def test_pressed_lips_touch_whatever_the_picture_shows_and_the_jaw_does(tmp_path: Path, mouth: MouthShown) -> None:
    mesh = mesh_of(still(tmp_path, mouth))
    for jaw in (0.0, 1.0):
        assert gaps(mesh, Mouth(jaw=jaw, closure=1.0)) == pytest.approx(np.zeros(11), abs=1e-9)


@pytest.mark.parametrize("mouth", SHOWN)
def test_equal_steps_that_are_asked_are_equal_steps_that_are_drawn(tmp_path: Path, mouth: MouthShown) -> None:
    mesh = mesh_of(still(tmp_path, mouth))
    opened = [gaps(mesh, Mouth(jaw=jaw)).max() for jaw in np.linspace(0, 1, 11)]
    steps = np.diff(opened)
    assert steps.min() > 0.02
    assert steps.max() / steps.min() < 1.1


@pytest.mark.parametrize("mouth", SHOWN)
def test_a_rounded_mouth_is_narrower_and_a_spread_one_wider(tmp_path: Path, mouth: MouthShown) -> None:
    mesh = mesh_of(still(tmp_path, mouth))

    def width(viseme: str) -> float:
        upper, _ = find_lip_lines(mesh, SHAPES[viseme])
        return float(upper[-1, 0] - upper[0, 0])

    assert width("ou") < 0.65 * width("sil")
    assert width("ih") > 1.08 * width("sil")


def test_lips_never_pass_each_other(tmp_path: Path) -> None:
    for shown in SHOWN:
        mesh = mesh_of(still(tmp_path, shown))
        for mouth in (*EVERY, *MOODS):
            assert gaps(mesh, mouth).min() > -1e-9, (shown, mouth)


def test_a_muzzle_opens_below(tmp_path: Path) -> None:
    mesh = mesh_of(still(tmp_path, "shut", "muzzle"))
    wide = move_picture(mesh, Pose(mouth=SHAPES["aa"])).vertices - mesh.rest
    assert np.abs(wide[list(UPPER_LIP[3])[2:-2]][:, 1]).max() < 0.05 * mesh.mouth.unit
    assert wide[LOWER_LIP[3][5], 1] > 0.3 * mesh.mouth.unit


def test_a_thing_keeps_still_but_for_its_head(tmp_path: Path) -> None:
    mesh = mesh_of(still(tmp_path, "shut", "thing"))
    spoken = Pose(mouth=SHAPES["aa"], eyes=Eyes(1.0, 1.0, 0.0, 0.0), brows=Brows(1, 1, 1, 1))
    np.testing.assert_allclose(move_picture(mesh, spoken).vertices, mesh.rest, atol=1e-9)
    assert np.abs(move_picture(mesh, Pose(head=Head(yaw=8.0))).vertices - mesh.rest).max() > 5


def test_lids_meet_in_a_blink(tmp_path: Path) -> None:
    mesh = mesh_of(still(tmp_path))
    shut = move_picture(mesh, Pose(eyes=Eyes(open_left=0.0, open_right=0.5))).vertices
    for ring, most in zip(EYES, (0.02, 0.6), strict=True):
        gap = (shut[list(ring.lower)] - shut[list(ring.upper)])[:, 1] / (
            mesh.rest[list(ring.lower)] - mesh.rest[list(ring.upper)]
        )[:, 1].max()
        assert -0.01 < gap.max() < most
    assert gap.max() > 0.4, "half shut is half shut"


def test_a_look_aside_moves_the_irises_and_nothing_else(tmp_path: Path) -> None:
    mesh = mesh_of(still(tmp_path))
    moved = move_picture(mesh, Pose(eyes=Eyes(gaze_x=1.0))).vertices - mesh.rest
    assert np.abs(moved[: mesh.eyeballs[0]]).max() < 1e-9
    assert moved[mesh.eyeballs[0] : mesh.teeth, 0].max() > 0.08 * mesh.eyes[0].width
    assert np.abs(moved[: mesh.edges, 1]).max() < 0.05


def test_the_moves_of_a_head_end_within_the_picture(tmp_path: Path) -> None:
    mesh = mesh_of(still(tmp_path))
    wild = Pose(head=Head(0.4, -0.3, 40.0, -60.0, 50.0), body=Body(0.3, 0.0, 9.0, 1.0), mouth=SHAPES["aa"])
    moved = move_picture(mesh, wild).vertices
    assert (moved >= 0).all()
    assert (moved <= mesh.size).all()
    rim = slice(mesh.eyeballs[0] - 36, mesh.eyeballs[0])
    np.testing.assert_array_equal(moved[rim], mesh.rest[rim], "the outermost ring of the halo keeps its place")


def test_nothing_tears_in_a_minute_of_acting(tmp_path: Path) -> None:
    """No triangle of the face turns over, at any moment."""
    character = still(tmp_path)
    mesh, scene = mesh_of(character), Scene((CastMember("it", "it"),))
    opaque = mesh.triangles[mesh.face : mesh.soft]

    def areas(at: Floats) -> Floats:
        one, two, three = (at[opaque[:, corner]] for corner in range(3))
        return np.asarray((two - one)[:, 0] * (three - one)[:, 1] - (two - one)[:, 1] * (three - one)[:, 0])

    before = areas(mesh.rest)
    large = np.abs(before) > 20.0
    for t in np.arange(0.0, 60.0, 1.5):
        now = areas(move_picture(mesh, pose(scene, "it", float(t), character.acting)).vertices)
        turned = (np.sign(now) != np.sign(before)) & large
        assert not turned.any(), t


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('live = "picture"', 'art = "picture.png"', "no layer moves the"),
        ('art = "picture.png"', 'art = "../picture.png"', "outside"),
        ('art = "picture.png"', 'art = "picture.svg"', "isn't there"),
        ('art = "picture.png"', 'art = "picture.png"\npoints = "none.toml"', "isn't there"),
        ("mark = false", 'mark = "no"', "true or false"),
        ("agreed = true", "agreed = 1", "true or false"),
        ("width = 800", "width = 500", "another shape"),
        ("mark = false", "marks = false", "unknown key"),
    ],
)
def test_what_is_wrong_with_a_picture_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = make_still(tmp_path / "still")
    file = folder / "character.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(CharacterError) as caught:
        load(folder)
    every = [caught.value, *caught.value.others]
    assert any(told in str(each) for each in every), every
    assert all(each.remedy for each in every)


def test_a_layer_that_moves_a_picture_needs_one(tmp_path: Path) -> None:
    file = make_still(tmp_path / "still") / "character.toml"
    before, _, after = file.read_text("utf-8").partition("[picture]")
    file.write_text(before + after[after.index("[[layer]]") :], "utf-8")
    with pytest.raises(CharacterError, match=r"there is no \[picture\]"):
        load(file.parent)


def test_a_smile_in_silence_lifts_the_corners(tmp_path: Path) -> None:
    mesh = mesh_of(still(tmp_path))
    weights = np.zeros(len(VISEMES), np.float32)
    weights[0] = 1.0
    glad = move_picture(mesh, Pose(mouth=blend(weights, Mouth(smile=1.0)))).vertices - mesh.rest
    assert glad[61, 1] < -0.08 * mesh.mouth.unit
    assert glad[61, 0] < 0 < glad[291, 0]
