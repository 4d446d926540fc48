"""What is drawn: the same every time, what it was when it was last judged by eye, and legible.

Golden pictures lie in golden/. A picture that differs is written, with the difference, to a folder that the failure
names; to accept it, look at it first, then run with GOLDEN=write.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.character.loading import Character, load
from avatar.character.rig import LiveLayer, build_layers, group_static_parts
from avatar.draw import SETS, Painter, paint_live, rasterise, read_png, save_png
from avatar.draw.sheet import close_up, face, sheet, silhouette
from avatar.errors import StageError
from avatar.types import Arm, Head, Mouth, Place, Pose
from tests.draw.drawing import SHIPPED, TOML, box, shipped

GOLDEN = Path(__file__).parent / "golden"
DIFFERENT = 24
"""Levels of 255 by which a channel must differ to count: other processors round curves a little differently."""
BUDGET = 0.002
"""Share of pixels that may differ."""


def compare(name: str, picture: NDArray[np.uint8], folder: Path) -> None:
    """Fails, leaving pictures to look at, if `picture` is not what golden/NAME.png holds."""
    golden = GOLDEN / f"{name}.png"
    if os.environ.get("GOLDEN") == "write":
        save_png(golden, picture)
    assert golden.is_file(), f"no golden picture {golden.name}: look at it, then run with GOLDEN=write"
    wanted = read_png(golden)
    assert wanted.shape == picture.shape
    apart = np.abs(wanted.astype(int) - picture.astype(int)).max(axis=2)
    if (apart > DIFFERENT).mean() > BUDGET:
        save_png(folder / f"{name}.png", picture)
        shown = np.full((*apart.shape, 4), 255, np.uint8)
        shown[:, :, 1:3] = (255 - np.minimum(255, apart * 4))[:, :, None]
        save_png(folder / f"{name}-difference.png", shown)
        pytest.fail(f"{(apart > DIFFERENT).mean():.2%} of {name} changed: see {folder}")


@pytest.mark.parametrize("name", SHIPPED)
def test_visemes_look_as_they_were_judged(name: str, tmp_path: Path) -> None:
    told = ("sil", "PP", "FF", "TH", "nn", "aa", "E", "oh", "ou")
    picture = sheet(shipped(name), told, ("neutral",), 72, gestures=False)
    compare(f"{name}-visemes", picture, tmp_path)


@pytest.mark.parametrize("name", SHIPPED)
def test_expressions_look_as_they_were_judged(name: str, tmp_path: Path) -> None:
    character = shipped(name)
    painter = Painter(64, 64)
    moods = sorted(character.acting.expressions)[:12]
    cells = [painter.paint([(character, face(character, "sil", mood))]).copy() for mood in moods]
    picture = np.concatenate([np.concatenate(cells[at : at + 6], 1) for at in (0, 6)])
    compare(f"{name}-moods", picture, tmp_path)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_whole_character_looks_as_it_was_judged(name: str, tmp_path: Path) -> None:
    posed = Pose(head=Head(roll=4.0, yaw=8.0), right=Arm("open", shown=1.0), extras={"blush": 1.0})
    compare(f"{name}-whole", Painter(144, 144, "transparent").paint([(shipped(name), posed)]), tmp_path)


@pytest.mark.parametrize("name", sorted(SETS))
def test_sets_look_as_they_were_judged(name: str, tmp_path: Path) -> None:
    compare(f"set-{name}", Painter(256, 144, name).paint([]), tmp_path)


def test_a_changed_picture_is_noticed_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOLDEN", raising=False)
    picture = Painter(256, 144, "plain").paint([]).copy()
    picture[40:60, 40:60] = (200, 0, 0, 255)
    with pytest.raises(pytest.fail.Exception, match="changed"):
        compare("set-plain", picture, tmp_path)
    assert (tmp_path / "set-plain-difference.png").is_file()


def test_painting_is_deterministic() -> None:
    posed = Pose(mouth=Mouth(jaw=0.4, teeth=0.5), head=Head(roll=2.5))
    first = Painter(320, 180).paint([(shipped("juno"), posed)]).copy()
    painter = Painter(320, 180)
    painter.paint([(shipped("juno"), Pose())])
    assert np.array_equal(painter.paint([(shipped("juno"), posed)]), first)


def test_the_studios_desk_is_before_whoever_sits_there() -> None:
    empty = Painter(320, 180, "studio").paint([]).copy()
    painter = Painter(320, 180, "studio")
    for roll in (0.0, 6.0):
        seated = painter.paint([(shipped("juno"), Pose(head=Head(roll=roll)))])
        different = (seated != empty).any(axis=(1, 2))
        assert different[:150].any()
        assert not different[164:].any()
    assert np.array_equal(painter.paint([]), empty)


def test_nobody_on_a_transparent_set_is_nothing() -> None:
    assert not Painter(64, 64, "transparent").paint([]).any()


def test_alpha_is_premultiplied() -> None:
    picture = Painter(200, 200, "transparent").paint([(shipped("juno"), Pose(extras={"blush": 0.4}))])
    assert (picture[:, :, :3] <= picture[:, :, 3:]).all()


def test_an_unknown_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(StageError, match="plain"):
        Painter(10, 10, "plane")


@pytest.mark.parametrize("name", SHIPPED)
def test_rasters_hold_all_ink_and_an_empty_edge(name: str) -> None:
    character = shipped(name)
    for key in group_static_parts(character):
        pixels = rasterise(character, key, 0.25).pixels
        assert pixels[:, :, 3].any()
        for edge in (pixels[:2], pixels[-2:], pixels[:, :2], pixels[:, -2:]):
            assert not edge.any()


def test_a_raster_lies_where_its_layer_was_drawn(tmp_path: Path) -> None:
    raster = rasterise(load(box(tmp_path / "box")), "square", 2.0)
    rows, columns = np.nonzero(raster.pixels[:, :, 3] > 127)
    assert raster.x + columns.min() / 2.0 == pytest.approx(20, abs=0.5)
    assert raster.y + (rows.max() + 1) / 2.0 == pytest.approx(80, abs=0.5)


@pytest.mark.parametrize("name", SHIPPED)
def test_live_parts_stay_inside_their_box(name: str) -> None:
    character = shipped(name)
    for viseme, mood in (("aa", "laugh"), ("aa", "surprised"), ("E", "laugh"), ("ou", "sad"), ("sil", "angry")):
        for layer in build_layers(character, face(character, viseme, mood)):
            if isinstance(layer, LiveLayer):
                pixels = paint_live(layer, 0.3).pixels
                for edge in (pixels[:1], pixels[-1:], pixels[:, :1], pixels[:, -1:]):
                    assert not edge[:, :, 3].any(), f"{layer.key} is cut off in {mood} {viseme}"


def head(character: Character, viseme: str, size: int = 200) -> NDArray[np.float32]:
    painter = Painter(size, size)
    return painter.paint([(character, face(character, viseme, "neutral"))])[:, :, :3].astype(np.float32).mean(axis=2)


@pytest.mark.parametrize("name", SHIPPED)
def test_mouth_shapes_are_told_apart_by_lightness_alone_at_200_pixels(name: str) -> None:
    shapes = {viseme: head(shipped(name), viseme) for viseme in ("sil", "PP", "FF", "TH", "ou", "E", "aa")}
    for first in shapes:
        for second in shapes:
            if first != second:
                changed = np.abs(shapes[first] - shapes[second]) > 30
                assert changed.sum() >= 60, f"{first} looks like {second}"


@pytest.mark.parametrize("name", SHIPPED)
def test_silhouettes_differ(name: str) -> None:
    mine = silhouette(shipped(name))[:, :, 0] < 128
    assert 0.15 < mine.mean() < 0.85
    for other in SHIPPED:
        if other != name:
            theirs = silhouette(shipped(other))[:, :, 0] < 128
            overlap = (mine & theirs).sum() / (mine | theirs).sum()
            assert overlap < 0.93, f"{name} has the outline of {other}"


def test_the_box_draws_its_mouth(tmp_path: Path) -> None:
    character = load(box(tmp_path / "box", TOML))
    closed = Painter(100, 100, "transparent").paint([(character, Pose(place=Place()))]).copy()
    opened = Painter(100, 100, "transparent").paint([(character, Pose(mouth=Mouth(jaw=1.0)))])
    assert not np.array_equal(closed, opened)


def test_close_ups_fill_the_picture_with_the_head() -> None:
    character = shipped("juno")
    picture = Painter(100, 100, "transparent").paint([(character, Pose(place=close_up(character)))])
    assert (picture[:, :, 3] > 0).mean() > 0.55


def test_nothing_of_the_last_frame_stays(tmp_path: Path) -> None:
    painter = Painter(320, 180, "club")
    for pose in (Pose(place=Place(0.2)), Pose(head=Head(roll=20.0), right=Arm("open", shown=1.0), place=Place(0.8))):
        painter.paint([(shipped("juno"), pose)])
    last = painter.paint([(shipped("juno"), Pose(place=Place(0.5)))])
    assert np.array_equal(last, Painter(320, 180, "club").paint([(shipped("juno"), Pose(place=Place(0.5)))]))


def test_frames_for_film_are_the_same_with_blue_first() -> None:
    painter = Painter(320, 180, "club")
    poses = [Pose(head=Head(roll=each), place=Place(0.2 + each / 20)) for each in (0.0, 4.0, 8.0, 2.0)]
    for number, pose in enumerate(poses):
        if number % 2:
            painter.draw([(shipped("juno"), poses[0])])
        red = painter.paint([(shipped("juno"), pose)]).copy()
        assert np.array_equal(painter.draw([(shipped("juno"), pose)])[:, :, [2, 1, 0, 3]], red)
        assert np.array_equal(red, Painter(320, 180, "club").paint([(shipped("juno"), pose)]))


def test_frames_are_the_painters_own() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Painter(8, 8).paint([])[0, 0] = 0
