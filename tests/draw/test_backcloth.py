"""A picture of one's own behind the cast fills every shape, keeps its middle, and is bounded."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skia

from avatar.draw import SceneFrames, backdrop, encode_png
from avatar.draw.backcloth import GROUND, LARGEST_AREA
from avatar.draw.brush import colour
from avatar.draw.sets import known
from avatar.errors import StageError
from avatar.types import CastMember, Entry, Mark, Scene
from tests.draw.drawing import shipped


def picture(path: Path, width: int = 300, height: int = 200) -> Path:
    """Red on the left, green in the middle, blue on the right; darker towards the bottom."""
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., 3] = 255
    for third in range(3):
        pixels[:, third * width // 3 : (third + 1) * width // 3, third] = 255
    pixels[..., :3] = pixels[..., :3] * np.linspace(1, 0.5, height)[:, None, None]
    path.write_bytes(encode_png(pixels))
    return path


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (400, 400), (270, 480), (64, 64), (33, 999)])
def test_it_fills_every_shape_and_its_middle_is_in_the_middle(width: int, height: int, tmp_path: Path) -> None:
    pixels = backdrop(str(picture(tmp_path / "own.png")), width, height)
    assert pixels.shape == (height, width, 4)
    assert (pixels[..., 3] == 255).all()
    middle = pixels[height // 2, width // 2].astype(int)
    assert middle[1] > 150
    assert max(middle[0], middle[2]) < 20
    rows = pixels[:, width // 2, 1].astype(int)
    assert rows[0] > rows[-1], "as it was drawn, not upside down"
    if width > height:
        assert pixels[height // 2, 2, 0] > 150
        assert pixels[height // 2, -3, 2] > 150


def test_a_small_picture_is_enlarged_softly(tmp_path: Path) -> None:
    dots = np.zeros((8, 8, 4), np.uint8)
    dots[..., 3] = 255
    dots[::2, ::2, :3] = dots[1::2, 1::2, :3] = 255
    (tmp_path / "dots.png").write_bytes(encode_png(dots))
    row = backdrop(str(tmp_path / "dots.png"), 640, 640)[300, :, 0].astype(int)
    assert np.abs(np.diff(row)).max() < 16, "no edge of a pixel is to be seen"


def test_pictures_turned_by_a_camera_stand_upright(tmp_path: Path) -> None:
    pil = pytest.importorskip("PIL.Image")
    upright = pil.open(picture(tmp_path / "own.png")).convert("RGB")
    exif = pil.Exif()
    exif[274] = 6  # to be turned by 90 degrees clockwise
    upright.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif, quality=95)
    turned, plain = (backdrop(str(tmp_path / name), 300, 200).astype(int) for name in ("turned.jpg", "own.png"))
    assert np.abs(turned - plain).mean() < 6


def test_what_is_see_through_shows_the_plain_wall(tmp_path: Path) -> None:
    (tmp_path / "hole.png").write_bytes(encode_png(np.zeros((20, 20, 4), np.uint8)))
    pixel = backdrop(str(tmp_path / "hole.png"), 50, 50)[25, 25]
    wall = skia.Color4f.FromColor(colour(GROUND))
    assert np.allclose(pixel[:3], [255 * each for each in (wall.fR, wall.fG, wall.fB)], atol=1.5)
    assert pixel[3] == 255


def test_a_changed_picture_is_read_anew(tmp_path: Path) -> None:
    own = picture(tmp_path / "own.png")
    before = backdrop.__wrapped__(str(own), 60, 40)
    own.write_bytes(encode_png(np.full((40, 60, 4), 255, np.uint8)))
    os.utime(own, ns=(1, 1))
    assert (backdrop.__wrapped__(str(own), 60, 40) == 255).all()
    assert not (before == 255).all()


def test_somebody_stands_before_it_in_a_film(tmp_path: Path) -> None:
    own = str(picture(tmp_path / "own.png"))
    juno = shipped("juno")
    scene = Scene((CastMember("ann", "juno"),), (Entry(1.0, "", Mark("set", own)),), set="plain")
    frames = SceneFrames({"juno": juno}, 320, 180)
    plain, own_set = frames.paint(scene, 0.5), frames.paint(scene, 1.5)
    assert own_set[5, 5, 0] > 200
    assert own_set[5, 5, 1] < 40
    assert plain[5, 5, 1] > 150
    assert np.abs(plain[100, 160].astype(int) - own_set[100, 160]).max() < 30, "she stands there all the same"


def bomb(path: Path) -> None:
    pytest.importorskip("PIL.Image").new("1", (15_000, 15_000)).save(path)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "no such picture"),
        (lambda path: path.mkdir(), "no such picture"),
        (lambda path: path.write_text("hello"), "no picture that can be read"),
        (lambda path: path.write_bytes(b""), "no picture that can be read"),
        (bomb, f"at most {LARGEST_AREA // 1_000_000} megapixels"),
    ],
)
def test_what_can_not_be_shown(make: Any, says: str, tmp_path: Path) -> None:
    make(tmp_path / "odd.png")
    for ask in (known, lambda name: backdrop.__wrapped__(name, 64, 64)):
        with pytest.raises(StageError) as caught:
            ask(str(tmp_path / "odd.png"))
        assert says in str(caught.value)
        assert caught.value.remedy


def test_a_picture_that_breaks_off(tmp_path: Path) -> None:
    whole = picture(tmp_path / "own.png", 900, 900).read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    with suppress(StageError):
        assert (backdrop(str(tmp_path / "half.png"), 64, 64)[..., 3] == 255).all(), "the rest is the plain wall"


def test_sets_that_are_not_there_name_the_nearest() -> None:
    with pytest.raises(StageError, match="Did you mean 'club'"):
        known("clubb")
    assert known("studio") == "studio"
