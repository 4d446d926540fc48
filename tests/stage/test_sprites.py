"""Where pictures lie in a texture and in the window: reckoned without a graphics card."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from avatar.errors import StageError
from avatar.stage.sprites import Atlas, Quad, Sprite, _filling, _outline, _Page, place_vertices
from tests.stage.cards import Card, box


def _shape(kind: str) -> np.ndarray:
    pixels = np.zeros((24, 40, 4), np.uint8)
    if kind == "full":
        pixels[:] = 255
    elif kind == "a corner":
        pixels[20:, 30:] = 255
    elif kind == "a line":
        pixels[:, 17] = 255
    elif kind == "two heaps":
        pixels[1:4, 3:9] = pixels[18:23, 20:39] = 255
    elif kind == "a slope":
        for row in range(24):
            pixels[row, row : row + 9] = 255
    return pixels


@pytest.mark.parametrize("kind", ["full", "a corner", "a line", "two heaps", "a slope"])
@pytest.mark.parametrize("spot", [(0, 0), (100, 60)])
def test_an_outline_holds_all_the_ink_and_nothing_of_the_pictures_beside_it(kind: str, spot: tuple[int, int]) -> None:
    pixels = _shape(kind)
    triangles = _outline(pixels, spot, 256).reshape(-1, 3, 4)
    rows, columns = np.nonzero(pixels[:, :, 3])
    for x, y in zip(columns + 0.5, rows + 0.5, strict=True):
        assert any(_inside(x, y, each[:, :2]) for each in triangles), f"the ink at {x}, {y} is left out"
    in_texture = triangles[:, :, 2:] * 256 - spot
    # Half a pixel further, and the card would mix in a neighbour.
    assert in_texture.min() >= 0.5
    assert (in_texture.reshape(-1, 2).max(axis=0) <= (39.5, 23.5)).all()
    np.testing.assert_allclose(triangles[:, :, :2], in_texture, atol=1e-3)


def _inside(x: float, y: float, triangle: np.ndarray) -> bool:
    sides = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in zip(triangle, np.roll(triangle, -1, axis=0), strict=True)
    ]
    return min(sides) >= -1e-3 or max(sides) <= 1e-3


def test_an_outline_is_no_larger_than_the_ink_needs() -> None:
    corners = _outline(_shape("two heaps"), (0, 0), 256).reshape(-1, 3, 4)[:, :, :2]
    area = sum(abs(np.linalg.det([each[1] - each[0], each[2] - each[0]])) / 2 for each in corners.astype(float))
    assert area < 0.6 * 24 * 40
    assert len(_outline(np.zeros((9, 9, 4), np.uint8), (0, 0), 64)) == 0, "without ink there is nothing to draw"


def test_pictures_in_a_texture_lie_side_by_side_and_never_on_each_other() -> None:
    page, chance = _Page(1, 256), random.Random(4)
    taken: list[tuple[int, int, int, int]] = []
    for _ in range(200):
        width, height = chance.randint(1, 60), chance.randint(1, 60)
        spot = page.room(width, height)
        if spot is not None:
            taken.append((*spot, width, height))
    for (x, y, w, h), (a, b, c, d) in itertools.combinations(taken, 2):
        assert x + w <= a or a + c <= x or y + h <= b or b + d <= y
    assert all(x + w <= 256 and y + h <= 256 for x, y, w, h in taken)
    assert sum(w * h for *_, w, h in taken) > 0.6 * 256 * 256
    assert _Page(1, 64).room(64, 64) == (0, 0), "one that is as large as the texture has room"
    assert _Page(1, 64).room(65, 1) is None
    assert _Page(1, 64).room(1, 65) is None


def test_a_picture_that_the_card_can_not_take_is_refused_with_what_to_do() -> None:
    atlas = Atlas.__new__(Atlas)
    atlas._largest, atlas._pages, atlas._own = 100, [], {}
    for height, width in ((1, 101), (101, 1)):
        pixels = np.zeros((height, width, 4), np.uint8)
        for give in (atlas.add, lambda what: atlas.put("a", what)):
            with pytest.raises(StageError, match=rf"{width} x {height} .* \(100\)\. Make the window smaller"):
                give(pixels)


def test_a_quad_lies_where_its_matrix_takes_it() -> None:
    sprite = Sprite(1, (40, 24), _filling(40, 24))
    # Two pixels for a unit, its left top at unit (3, 5); then twice as wide, three times as high, and moved.
    assert box(Quad(sprite, 3.0, 5.0, 2.0, (2.0, 0.0, 0.0, 3.0, 100.0, 200.0))) == (106.0, 215.0, 146.0, 251.0)
    # A quarter turn: what was right is below.
    assert box(Quad(sprite, 0.0, 0.0, 1.0, (0.0, 1.0, -1.0, 0.0, 50.0, 60.0))) == (26.0, 60.0, 50.0, 100.0)


def test_corners_of_many_quads_come_one_after_the_other_each_with_its_strength() -> None:
    card = Card()
    sprites = [card.add(np.zeros((2, 2, 4), np.uint8)), Sprite(2, (4, 4), _filling(4, 4))]
    quads = [Quad(sprite, 0.0, 0.0, 1.0, (1, 0, 0, 1, 10.0 * n, 0), 0.5 + n / 4) for n, sprite in enumerate(sprites)]
    found = place_vertices(quads)
    assert found.shape == (10, 5)
    assert found[:, 4].tolist() == [0.5] * 4 + [0.75] * 6
    assert found[4:, 0].min() == 10.0
    np.testing.assert_array_equal(found[4:, 2:4], sprites[1].corners[:, 2:])
