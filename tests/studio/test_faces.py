"""Faces are found where they are, upright and turned, large and small; and nothing else is taken for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from avatar.catalogue.entries import catalogue
from avatar.character.still.topology import LOWER_LIP, UPPER_LIP
from avatar.errors import CharacterError
from avatar.studio.faces import find_faces, nets
from avatar.studio.faces.behind import fill_behind
from avatar.studio.faces.detection import detect
from avatar.studio.faces.irises import find_irises
from avatar.studio.faces.nets import Pyramid
from tests.studio import faces

NOSE, CHIN, LEFT_EYE, RIGHT_EYE = 1, 152, (33, 133), (362, 263)


@pytest.fixture
def nothing_loaded() -> None:
    nets.net.cache_clear()


def test_a_face_is_found_with_its_eyes_nose_and_chin_in_their_places() -> None:
    (face,) = find_faces(faces.pixels(faces.ASTRONAUT))
    mesh = face.points.mesh
    assert mesh.shape == (468, 3)
    eyes = [mesh[list(each), :2].mean(axis=0) for each in (LEFT_EYE, RIGHT_EYE)]
    assert np.abs(eyes[0] - (109, 104)).max() < 5
    assert np.abs(eyes[1] - (153, 107)).max() < 5
    assert 110 < mesh[NOSE, 1] < 140 < mesh[CHIN, 1] < 180
    assert mesh[NOSE, 2] < mesh[CHIN, 2]  # nearer
    assert face.score > 0.9
    assert face.points.mouth == "teeth"


def test_irises_lie_in_the_pupils_without_any_more_nets() -> None:
    (face,) = find_faces(faces.pixels(faces.ASTRONAUT))
    assert face.points.irises is not None
    left, right = face.points.irises
    assert np.hypot(left[0] - 107, left[1] - 100.6) < 3  # where the iris net sees them
    assert np.hypot(right[0] - 150, right[1] - 102.9) < 3
    assert 2 < left[2] < 8


@pytest.mark.parametrize("degrees", [0, 30, 45, -45, 90, 180])
def test_a_turned_face_is_found_where_it_went(degrees: int) -> None:
    picture = Image.open(faces.ASTRONAUT).convert("RGB")
    upright = find_faces(faces.pixels(picture))[0].points.mesh
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(150, 140, 130))
    mesh = find_faces(faces.pixels(turned))[0].points.mesh
    angle = np.radians(degrees)
    about = np.array([picture.width, picture.height]) / 2
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    expected = (upright[:, :2] - about) @ turn.T + about
    assert np.median(np.hypot(*(mesh[:, :2] - expected).T)) < 4


def test_several_faces_are_each_found_once_the_largest_first() -> None:
    picture = Image.new("RGB", (700, 400), (120, 130, 140))
    picture.paste(Image.open(faces.ASTRONAUT).resize((180, 180)), (10, 100))
    picture.paste(Image.open(faces.HOPPER), (260, 20))
    picture.paste(Image.open(faces.ASTRONAUT).resize((140, 140)), (550, 200))
    found = find_faces(faces.pixels(picture))
    assert len(found) == 3
    assert [round(face.box.width) for face in found] == sorted((round(face.box.width) for face in found), reverse=True)
    assert 260 < found[0].box.left < 532


def test_forty_faces_are_forty() -> None:
    assert len(find_faces(faces.pixels(faces.crowd(8, 5, 150)))) == 40


def test_small_faces_in_a_large_picture_are_found() -> None:
    picture = Image.new("RGB", (1600, 1000), (90, 120, 90))
    picture.paste(Image.open(faces.ASTRONAUT).resize((150, 150)), (1300, 700))
    (face,) = find_faces(faces.pixels(picture))
    assert 1300 < face.box.left < face.box.right < 1450


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 150, 120)])
def test_there_is_no_face_in_a_plain_picture(colour: tuple[int, int, int]) -> None:
    assert find_faces(faces.pixels(Image.new("RGB", (300, 400), colour))) == []


def test_a_cat_and_noise_are_no_faces() -> None:
    assert find_faces(faces.pixels(faces.CAT)) == []
    noise = np.random.default_rng(3).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    assert find_faces(faces.pixels(Image.fromarray(noise))) == []


@pytest.mark.parametrize("mouth", ["shut", "open", "teeth"])
def test_what_a_drawn_mouth_does_is_seen(mouth: str) -> None:
    (face,) = find_faces(faces.pixels(faces.cartoon(mouth)))
    assert face.points.mouth == mouth


def test_lips_that_are_shut_meet_on_the_line_that_is_drawn_between_them() -> None:
    mesh = find_faces(faces.pixels(faces.cartoon("shut")))[0].points.mesh
    for inner in (UPPER_LIP[3], LOWER_LIP[3]):
        assert np.abs(mesh[list(inner)[1:-1], 1] - 318).max() < 2.5
    for ring in range(3):  # and the rings of both lips keep their order
        assert (mesh[list(UPPER_LIP[ring])[2:-2], 1] < mesh[list(UPPER_LIP[ring + 1])[2:-2], 1]).all()
        assert (mesh[list(LOWER_LIP[ring])[2:-2], 1] > mesh[list(LOWER_LIP[ring + 1])[2:-2], 1]).all()


def test_a_photographed_mouth_that_is_shut_is_shut() -> None:
    assert find_faces(faces.pixels(faces.HOPPER))[0].points.mouth == "shut"


@pytest.mark.parametrize("change", [ImageOps.grayscale, lambda one: one.point(lambda value: value * 0.25)])
def test_teeth_are_seen_in_a_grey_and_in_a_dark_photograph(change: Callable[[Image.Image], Image.Image]) -> None:
    (face,) = find_faces(faces.pixels(change(Image.open(faces.ASTRONAUT).convert("RGB"))))
    assert face.points.mouth == "teeth"


def test_a_face_printed_in_dots_is_found() -> None:
    grey = np.array(Image.open(faces.ASTRONAUT).convert("L").resize((512, 512)), np.float32)
    y, x = np.mgrid[:512, :512]
    dots = 127.5 * (1 + np.sin(1.2 * x) * np.sin(1.2 * y))
    printed = Image.fromarray(np.where(grey > dots, 255, 0).astype(np.uint8))
    (face,) = find_faces(faces.pixels(printed))
    assert np.abs(face.points.mesh[NOSE, :2] - 2 * find_faces(faces.pixels(faces.ASTRONAUT))[0].points.mesh[NOSE, :2]
                  ).max() < 12  # fmt: skip


def test_shut_eyes_have_no_irises() -> None:
    """The eyes' openings are made as flat as lids that meet."""
    pixels = faces.pixels(faces.ASTRONAUT)
    mesh = find_faces(pixels)[0].points.mesh.copy()
    for upper, lower in (((246, 161, 160, 159, 158, 157, 173), (7, 163, 144, 145, 153, 154, 155)),
                         ((398, 384, 385, 386, 387, 388, 466), (382, 381, 380, 374, 373, 390, 249))):  # fmt: skip
        mesh[list(upper)] = mesh[list(lower)]
    assert find_irises(Pyramid(pixels), mesh) is None


def test_behind_a_head_is_what_is_around_it_and_the_rest_stays() -> None:
    pixels = faces.pixels(faces.HOPPER)
    mesh = find_faces(pixels)[0].points.mesh
    behind = fill_behind(pixels, mesh)
    assert behind.shape == pixels.shape
    x, y = mesh[NOSE, :2].astype(int)
    assert np.abs(behind[y, x].astype(int) - pixels[y, x]).max() > 40
    assert (behind[-30:] == pixels[-30:]).mean() > 0.98  # shoulders
    assert np.abs(behind[10:40, -25:-5].astype(int) - pixels[10:40, -25:-5]).max() <= 8


def test_behind_a_cut_out_head_is_nothing() -> None:
    pixels = faces.pixels(faces.ASTRONAUT)
    mesh = find_faces(pixels)[0].points.mesh
    y, x = np.mgrid[:256, :256]
    pixels[np.hypot(x - 130, y - 110) > 95, 3] = 0
    assert fill_behind(pixels, mesh)[90:120, 110:150, 3].mean() < 60


def test_tiles_reach_every_edge() -> None:
    """A face in each corner of a wide picture."""
    picture = Image.new("RGB", (1000, 420), (128, 128, 128))
    one = Image.open(faces.ASTRONAUT).resize((200, 200))
    for at in ((0, 0), (800, 0), (0, 220), (800, 220)):
        picture.paste(one, at)
    assert len([each for each in detect(Pyramid(faces.pixels(picture))) if each.size > 50]) == 4


@pytest.mark.usefixtures("nothing_loaded")
def test_without_its_nets_it_says_so_and_what_else_can_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nets.resources, "files", lambda package: tmp_path)
    with pytest.raises(CharacterError, match="net that finds faces is not installed") as caught:
        find_faces(faces.pixels(faces.ASTRONAUT))
    assert "--by-hand" in caught.value.remedy


@pytest.mark.usefixtures("nothing_loaded")
def test_a_damaged_net_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    for name in (nets.DETECTOR, nets.MESH):
        (tmp_path / "models" / name).write_bytes(b"TFL3 and no more")
    monkeypatch.setattr(nets.resources, "files", lambda package: tmp_path)
    with pytest.raises(CharacterError, match="faces can't be found here"):
        find_faces(faces.pixels(faces.ASTRONAUT))


def test_an_iris_net_that_is_damaged_is_left_alone(home: Path) -> None:
    file = catalogue()["iris"].files[0]
    path = home / file.path
    path.parent.mkdir(parents=True)
    path.write_bytes(bytes(file.size))
    assert find_faces(faces.pixels(faces.ASTRONAUT))[0].points.irises is not None
