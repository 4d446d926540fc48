"""Where the mouth is: found as it is drawn, and near enough in few pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar.character.loading import load
from avatar.character.mouth import SHAPES
from avatar.character.rig import frame_view
from avatar.draw import Painter
from avatar.draw.mouths import come_near, find_floor, find_mouth
from avatar.types import Body, Head, Place, Pose
from tests.draw.drawing import CHARACTERS, SVG, TOML, box, shipped

CAST = sorted(folder.name for folder in CHARACTERS.iterdir() if (folder / "character.toml").is_file())
FACES = [(34, 34), (42, 42), (38, 22)]
"""Pixels of the face beside the chat, in a wide terminal, and beside a rehearsal."""


@pytest.mark.parametrize("name", CAST)
def test_all_that_an_open_mouth_changes_lies_in_its_box(name: str) -> None:
    character, painter = shipped(name), Painter(300, 300, "transparent")
    bare = replace(character, layers=tuple(layer for layer in character.layers if layer.live == "mouth" or layer.shape
                                           or not (layer.art or layer.live)))  # fmt: skip
    mood = character.acting.expressions["neutral"]
    found = find_mouth(character, (Pose(head=mood.head, body=mood.body),))
    assert found is not None
    left, top, width, height = found
    said = Pose(mouth=SHAPES["aa"], shape=character.acting.sprites.get("aa", ""), head=mood.head, body=mood.body)
    ink = painter.paint([(bare, said)])[:, :, 3] > 127
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    scale, _, _, _, x, y = frame_view(character, Place(), 300, 300)
    assert x + left * scale - 1 <= columns[0]
    assert columns[-1] <= x + (left + width) * scale + 1
    assert y + top * scale - 1 <= rows[0]
    assert rows[-1] <= y + (top + height) * scale + 1
    assert rows[-1] >= y + (top + height) * scale - 0.05 * 300, "the box is far larger than the mouth"


def test_the_box_goes_with_the_head() -> None:
    juno = shipped("juno")
    still, lowered = find_mouth(juno, (Pose(),)), find_mouth(juno, (Pose(head=Head(y=0.1)),))
    assert still is not None
    assert lowered is not None
    assert lowered[1] - still[1] == pytest.approx(0.1 * juno.canvas.head, abs=4)
    both = find_mouth(juno, (Pose(), Pose(body=Body(y=0.1))))
    assert both is not None
    assert both[3] > still[3]


def test_a_character_without_a_mouth_has_no_box_and_stays_where_it_is(tmp_path: Path) -> None:
    toml = TOML[: TOML.index('[[layer]]\nname = "mouth"')]
    mute = load(box(tmp_path / "box", toml))
    assert find_mouth(mute, (Pose(),)) is None
    assert come_near(mute, Place(0.3), 10, 10) == Place(0.3)


def test_the_floor_is_where_the_body_ends(tmp_path: Path) -> None:
    svg = SVG.format(name="square").replace('height="60"', 'height="100"')
    assert find_floor(load(box(tmp_path / "box", svg=svg))) == pytest.approx(120, abs=4)
    assert find_floor(shipped("juno")) > 1280


@pytest.mark.parametrize("size", FACES)
@pytest.mark.parametrize("name", CAST)
def test_in_few_pixels_the_mouth_is_near_enough_to_be_read(name: str, size: tuple[int, int]) -> None:
    """Ten cells wide and four high at its widest, but where eyes and mouth would not fit."""
    character = shipped(name)
    near = come_near(character, Place(), *size)
    found = find_mouth(character, (Pose(),))
    assert found is not None
    left, top, width, height = found
    scale, _, _, _, x, y = frame_view(character, near, *size)
    if size[1] >= 34:
        assert scale * width >= 10
        assert scale * height >= 8
    assert character.eyes is not None
    for eye in character.eyes:
        assert 0.4 * eye.width * scale <= x + scale * eye.anchor[0] <= size[0] - 0.4 * eye.width * scale
        assert y + scale * (eye.anchor[1] - 0.4 * eye.width) > 0
    assert y + scale * (top + height) <= size[1]
    assert x + scale * left >= 0


def test_where_there_is_room_nothing_comes_nearer() -> None:
    place = Place(0.4, 1.0, 0.9)
    assert come_near(shipped("zuri"), place, 480, 480) is place


def test_the_near_place_moves_with_the_one_that_is_given() -> None:
    here, there = (come_near(shipped("zuri"), Place(x), 34, 34) for x in (0.5, 0.6))
    assert there.x > here.x
    assert there.scale == here.scale
    assert come_near(shipped("zuri"), Place(1.6), 34, 34).x > 1.5
