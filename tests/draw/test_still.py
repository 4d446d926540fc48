"""Still pictures that talk, as they are drawn."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from avatar.character.loading import Character, load
from avatar.character.mouth import SHAPES
from avatar.character.rig import frame_view
from avatar.character.still.mesh import HALO
from avatar.character.still.mouthing import DROP
from avatar.character.still.points import Kind, MouthShown
from avatar.character.still.topology import OVAL
from avatar.draw import Painter, read_png
from avatar.draw.check import find_problems
from avatar.draw.mouths import come_near, find_mouth
from avatar.draw.pictures import texture
from avatar.draw.sheet import close_up, face, sheet
from avatar.draw.surfaces import canvas_on
from avatar.scene.attending import Attention, aim, find_touched
from avatar.types import Eyes, Head, Mouth, Place, Pose
from tests.draw.portrait import HANDLES, SIDE, make_still
from tests.draw.telling import matrix

Pixels = NDArray[np.uint8]
UNIT = 0.5
"""Pixels of these pictures for one canvas unit."""


def still(tmp_path: Path, mouth: MouthShown = "shut", kind: Kind = "face", mark: bool = False) -> Character:
    return load(make_still(tmp_path / f"still-{mouth}-{kind}", mouth, kind, mark))


def picture(character: Character) -> Pixels:
    return read_png(character.folder / "picture.png")


def painted(character: Character, pose: Pose) -> Pixels:
    """At the picture's own size."""
    return Painter(SIDE, SIDE, "transparent").paint([(character, pose)]).copy()


def apart(one: Pixels, other: Pixels) -> NDArray[np.int64]:
    """The largest difference of each pixel's colours, of 255."""
    return np.abs(one.astype(int) - other.astype(int)).max(axis=2)


@pytest.mark.parametrize(("mouth", "kind"), [("shut", "face"), ("teeth", "face"), ("open", "face"), ("shut", "muzzle")])
def test_in_its_own_pose_the_picture_is_the_picture(tmp_path: Path, mouth: MouthShown, kind: Kind) -> None:
    character = still(tmp_path, mouth, kind)
    assert character.picture is not None
    frame = character.picture.mesh.mouth
    opened = frame.gap.max() / frame.unit / DROP if mouth == "open" else 0.0
    shown = painted(character, Pose(mouth=Mouth(jaw=opened)))
    assert apart(shown, picture(character)).max() <= 1


@pytest.mark.parametrize("mouth", ["shut", "teeth"])
def test_no_seam_is_seen_where_the_mesh_ends(tmp_path: Path, mouth: MouthShown) -> None:
    """All triangles, drawn over the picture where they lie in it anyway."""
    character = still(tmp_path, mouth)
    assert character.picture is not None
    mesh = character.picture.mesh
    pixels = np.zeros((SIDE, SIDE, 4), np.uint8)
    canvas = canvas_on(pixels)
    canvas.scale(UNIT, UNIT)
    bent = texture(character, UNIT)
    bent.draw_flat(canvas)
    bent.draw(canvas, replace(mesh, rest=mesh.rest + 1.0), mesh.rest)
    assert apart(pixels, picture(character)).max() <= 1


def test_a_head_over_what_is_behind_it_is_the_picture(tmp_path: Path) -> None:
    character = load(make_still(tmp_path / "still", behind=True))
    assert apart(painted(character, Pose()), picture(character)).max() <= 1
    small = Painter(SIDE // 2, SIDE // 2, "transparent").paint([(character, Pose())])
    assert small[:, :, 3].min() >= 254, "and solid at any size"


def test_what_is_behind_keeps_its_place_while_the_head_turns(tmp_path: Path) -> None:
    with_behind = load(make_still(tmp_path / "with", behind=True))
    without = load(make_still(tmp_path / "without"))
    turned = Pose(head=Head(0.04, 0.0, 4.0, 8.0, 0.0))
    room = np.zeros((SIDE, SIDE), bool)
    room[110:300, 30:60] = room[110:300, 345:370] = True
    moved = [(apart(painted(each, turned), picture(each)) > 12)[room].mean() for each in (with_behind, without)]
    assert moved[0] < 0.01 < moved[1]
    head = (apart(painted(with_behind, turned), picture(with_behind)) > 12)[150:300, 110:290].mean()
    assert head > 0.1


def reach(character: Character, size: float) -> NDArray[np.bool_]:
    """Pixels within the face's oval, made larger."""
    assert character.picture is not None
    mesh = character.picture.mesh
    oval = (mesh.middle + (mesh.rest[list(OVAL)] - mesh.middle) * size) * UNIT
    inside = np.zeros((SIDE, SIDE, 4), np.uint8)
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in oval.tolist()], True)
    canvas_on(inside).drawPath(path, skia.Paint(StrokeWidth=4, Style=skia.Paint.kStrokeAndFill_Style))
    return inside[:, :, 3] > 0


def test_speech_moves_nothing_outside_the_face(tmp_path: Path) -> None:
    character = still(tmp_path)
    source = picture(character)
    for mouth in SHAPES.values():
        changed = apart(painted(character, Pose(mouth=mouth, eyes=Eyes(0.5, 0.2, 0.3, 1.2))), source) > 0
        assert changed.any() or mouth == SHAPES["sil"]
        assert not (changed & ~reach(character, HALO[4][0])).any(), "the neck takes up what the jaw does"
        assert not changed[:100].any(), "nor hair and forehead"


def test_a_turning_head_moves_nothing_beyond_its_halo(tmp_path: Path) -> None:
    character = still(tmp_path)
    changed = apart(painted(character, Pose(head=Head(0.03, 0.02, 6.0, 9.0, -5.0))), picture(character)) > 0
    assert changed.sum() > 0.2 * SIDE * SIDE
    assert not (changed & ~reach(character, HALO[-1][0])).any()


@pytest.mark.parametrize("mouth", ["shut", "open", "teeth"])
def test_sounds_are_told_apart(tmp_path: Path, mouth: MouthShown) -> None:
    """In CIEDE2000, within the mouth: a mean difference of 4 is plain to see."""
    told = ("PP", "FF", "aa", "E", "ou")
    apart = matrix(still(tmp_path, mouth), 200, told)
    least = {(told[one], told[two]): apart[one, two] for one, two in combinations(range(len(told)), 2)}
    assert min(least.values()) >= 4.0, least


def test_a_tongue_shows_between_the_teeth_and_the_inside_of_a_mouth_is_dark(tmp_path: Path) -> None:
    character = still(tmp_path)
    red = painted(character, Pose(mouth=SHAPES["TH"]))[262:300, 190:210].astype(int)
    assert ((red[:, :, 0] - red[:, :, 1]) > 50).mean() > 0.15
    dark = painted(character, Pose(mouth=SHAPES["aa"]))[262:310, 180:220, :3].astype(int).sum(axis=2)
    assert (dark < 160).mean() > 0.15


def test_drawn_teeth_are_not_grey(tmp_path: Path) -> None:
    shown = painted(still(tmp_path), Pose(mouth=SHAPES["ih"]))[258:290, 175:225, :3].astype(int)
    bright = shown[(shown.min(axis=2) > 165)]
    assert len(bright) > 60
    assert (bright[:, 0] >= bright[:, 2]).mean() > 0.95, "warm, as teeth are"


def test_a_blink_hides_the_iris(tmp_path: Path) -> None:
    for kind in ("face", "muzzle"):
        character = still(tmp_path, "shut", kind)
        box = (slice(166, 184), slice(146, 164))
        seen = painted(character, Pose())[box].astype(int)
        shut = painted(character, Pose(eyes=Eyes(open_left=0.0, open_right=0.0)))[box].astype(int)
        blue = [((each[:, :, 2] - each[:, :, 0]) > 20).mean() for each in (seen, shut)]
        assert blue[0] > 0.3
        assert blue[1] < 0.05, kind


def test_the_mark_is_in_the_corner_and_can_be_left_out(tmp_path: Path) -> None:
    marked, plain = still(tmp_path / "a", mark=True), still(tmp_path / "b")
    changed = apart(painted(marked, Pose()), painted(plain, Pose())) > 0
    rows, columns = np.nonzero(changed)
    assert len(rows) > 100
    assert rows.min() > 0.9 * SIDE
    assert columns.min() > 0.9 * SIDE


def test_a_picture_may_be_anywhere_on_stage_and_half_seen(tmp_path: Path) -> None:
    character = still(tmp_path, "teeth")
    painter = Painter(320, 180, "plain")
    empty = painter.paint([]).copy()
    for place, seen in ((Place(0.2, 1.1, 0.7), True), (Place(0.9, 1.0, 2.5), True), (Place(-0.3, 0.2, 0.1), False)):
        drawn = painter.paint([(character, Pose(mouth=SHAPES["aa"], head=Head(yaw=6.0), place=place))])
        assert (apart(drawn, empty).max() > 50) == seen


def test_a_picture_works_as_every_character_does(tmp_path: Path) -> None:
    for kind in ("face", "muzzle", "thing"):
        character = still(tmp_path, "shut", kind, mark=True)
        assert find_problems(character.folder) == ()
        assert sheet(character, ("sil", "aa"), ("neutral", "sad"), 60).shape[2] == 4
        box = find_mouth(character, (Pose(),))
        assert box is not None
        left, top, width, height = box
        assert left < 2 * HANDLES["mouth-left"][0] + 60
        assert top < 2 * HANDLES["mouth-top"][1] < top + height
        assert width < 300
        assert height > (100 if kind == "thing" else 40), "as far as it opens"


def test_a_small_terminal_comes_near_to_the_face(tmp_path: Path) -> None:
    character = still(tmp_path)
    near = come_near(character, Place(), 40, 30)
    assert near.scale > 1.2
    scale, _, _, _, x, y = frame_view(character, near, 40, 30)
    assert 0 < 400 * scale + x < 40
    assert 0 < 540 * scale + y < 30


def test_it_looks_at_who_points_and_is_touched_where_its_face_is(tmp_path: Path) -> None:
    character = still(tmp_path)
    to_left = aim(Attention(0.0, 0.44, 1.0), character, Place(), SIDE, SIDE)
    assert to_left.x < -0.3
    assert find_touched(0.5, 0.5, [(character, Place())], SIDE, SIDE) == "head"


def test_a_close_up_shows_nothing_but_the_picture(tmp_path: Path) -> None:
    character = still(tmp_path)
    posed = face(character, "sil", "neutral", close_up(character))
    shown = Painter(100, 100, "transparent").paint([(character, posed)])
    assert shown[:, :, 3].min() == 255
