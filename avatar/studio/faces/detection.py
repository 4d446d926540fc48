"""Where faces are in a picture: BlazeFace over tiles of several sizes, and over turned pictures where none is clear.

The net sees 128 x 128 pixels and knows faces that fill a fifth of them or more, so small faces are looked for in parts
of the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from avatar.studio.faces.nets import DETECTOR, Floats, Pyramid, net

SIDE = 128
"""Pixels of what the net sees."""

SURE = 0.5
"""The least score of a face; the mesh has a word in it, too."""

SHARES = (1.0, 0.66, 0.4, 0.25, 0.16, 0.1)
"""Sides of the tiles, in longer sides of the picture."""

STEP = 0.5
"""From tile to tile, in sides: every face of up to half a tile lies whole in one."""

LEAST_TILE = 96
"""Pixels of the smallest tile: a face of less than a fifth of that is too small to speak."""

CLEAR = 0.88
"""The score of a face that is surely upright: one that lies on its side has up to 0.85 upright, upside down 0.7."""

TURNS = (45, -45, 90, -90, 135, -135, 180)
"""Degrees by which a picture is turned where nothing is clear upright."""

RATHER_UPRIGHT = 0.03
"""By how much a face must be seen better in a turned picture."""

TURNED_SHARES = 3
"""How many of SHARES are tried on a turned picture."""

SAME = 0.3
"""Overlap, as part of both boxes' union, from which two boxes are of one face."""

INSIDE = 0.7
"""Overlap, as part of the smaller box, from which it is of the larger one's face."""


class Found(NamedTuple):
    """A face as the detector sees it; all in pixels of the picture."""

    score: float
    """0 to 1."""
    centre: tuple[float, float]
    size: float
    """Of the square around it: brows to chin."""
    angle: float
    """Radians clockwise by which it is turned: from its eyes."""


@lru_cache(maxsize=1)
def _anchors() -> Floats:
    """The 896 places about which the net tells of faces, shape (896, 2), 0 to 1."""
    rows = [
        ((x + 0.5) / cells, (y + 0.5) / cells)
        for cells, each in ((16, 2), (8, 6))
        for y in range(cells)
        for x in range(cells)
        for _ in range(each)
    ]
    return np.array(rows, np.float32)


def detect(picture: Pyramid) -> list[Found]:
    """Every face, largest first. Raises CharacterError where the net is missing."""
    found = list(_look(picture, _tiles(picture, SHARES), 0.0))
    if max((each.score for each in found), default=0.0) < CLEAR:
        for degrees in TURNS:
            turned = _look(picture, _tiles(picture, SHARES[:TURNED_SHARES]), math.radians(degrees))
            found += [each._replace(score=each.score - RATHER_UPRIGHT) for each in turned]
    return _apart(found)


Tile = tuple[tuple[float, float], float]
"""Centre and side."""


def _tiles(picture: Pyramid, shares: Iterable[float]) -> Iterator[Tile]:
    longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
    sides = [longer * share for share in shares]
    sides = [side for number, side in enumerate(sides) if number == 0 or side >= LEAST_TILE]
    for side in sides:
        for y in _middles(picture.height, side):
            for x in _middles(picture.width, side):
                yield (x, y), side
    if longer > 1.6 * shorter:  # a strip: its shorter side is what a whole picture is elsewhere
        for y in _middles(picture.height, shorter):
            for x in _middles(picture.width, shorter):
                yield (x, y), float(shorter)


def _middles(length: int, side: float) -> list[float]:
    """Centres of tiles along one side of the picture, evenly from edge to edge."""
    if side >= length:
        return [length / 2]
    count = math.ceil((length - side) / (STEP * side)) + 1
    return [side / 2 + (length - side) * number / (count - 1) for number in range(count)]


def _look(picture: Pyramid, tiles: Iterable[Tile], angle: float) -> Iterator[Found]:
    for centre, side in tiles:
        view = picture.view(centre, side, SIDE, angle, edge=False)
        boxes, scores = net(DETECTOR).run(view.pixels / 127.5 - 1)
        chances = 1 / (1 + np.exp(-np.clip(scores[:, 0], -80, 80)))
        for number in np.nonzero(chances >= SURE)[0]:
            values = (boxes[number] / SIDE).reshape(8, 2)
            points = (values + _anchors()[number]) * SIDE - 0.5
            places = view.back(np.stack([points[0], points[2], points[3]]))
            (x, y), right, left = places
            across = left - right
            size = float(max(values[1])) * side
            yield Found(float(chances[number]), (float(x), float(y)), size, math.atan2(across[1], across[0]))


def _apart(found: Iterable[Found]) -> list[Found]:
    """Each face once, by its best box: non-maximum suppression, then largest first.

    Where one tile holds a face whole and another a part of it, both find it: a box that lies in a larger one goes.
    """
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: -one.score):
        if not any(_same(each, other) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: -one.size)


def _same(one: Found, other: Found) -> bool:
    wide = min(one.centre[0] + one.size / 2, other.centre[0] + other.size / 2) - max(
        one.centre[0] - one.size / 2, other.centre[0] - other.size / 2
    )
    high = min(one.centre[1] + one.size / 2, other.centre[1] + other.size / 2) - max(
        one.centre[1] - one.size / 2, other.centre[1] - other.size / 2
    )
    shared = max(0.0, wide) * max(0.0, high)
    areas = one.size**2, other.size**2
    return shared > SAME * (sum(areas) - shared) or shared > INSIDE * min(areas)
