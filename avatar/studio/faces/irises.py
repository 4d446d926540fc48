"""Where a face's irises are: by MediaPipe's iris net where the user has it (`avatar get faces iris`), else the darkest
disc between the lids."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.catalogue import entries, shelf
from avatar.character.still.points import Iris
from avatar.errors import LipSyncError
from avatar.studio.faces.lips import fill, tell_brightness
from avatar.studio.faces.nets import Floats, Net, Pyramid, sample

ENTRY = "iris"
"""Its name in the catalogue."""


class EyePoints(NamedTuple):
    """Points of the mesh about one eye, from its corner on the left of an upright picture to that on the right."""

    upper: tuple[int, ...]
    lower: tuple[int, ...]
    mirrored: bool
    """Whether the net must see it in a mirror: it knows the person's left eye."""


EYES = (
    EyePoints((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133), True),
    EyePoints((362, 398, 384, 385, 386, 387, 388, 466, 263), (362, 382, 381, 380, 374, 373, 390, 249, 263), False),
)
"""That on the left in the picture first."""

NET_SIDE = 64
NET_ROOM = 2.3
"""Side of what the net sees, in widths of the eye."""

SIDE = 64
ROOM = 1.15
"""The same for the search by hand."""

SHUT = 0.11
"""Height over width of an eye up to which no iris is looked for."""

RADII = (0.14, 0.17, 0.2, 0.23)
"""Radii that are tried, in widths of the eye: 0.2 is an adult's in the middle of the look."""

LEAST_CONTRAST = 22.0
"""How much darker, of 255, an iris is at least than the rest of the eye."""

RAYS = np.radians([-32, -24, -16, -8, 0, 8, 16, 24, 32]).astype(np.float32)
"""Directions, about the eye's own level, in which an iris's edge is looked for: there the white lies beside it."""

NEAREST_EDGE, FARTHEST_EDGE = 0.1, 0.48
"""How far that edge may be from the middle, in widths of the eye. Drawn irises are large."""

EDGE = 18.0
"""How much brighter, of 255, the white is at least than the iris's rim."""

FIRST = 0.7
"""Share of the strongest edge from which an earlier one is the iris's."""

LEAST_RADIUS = 0.16
"""In widths of the eye: less is a pupil."""

ALIKE = 0.72
"""How far two irises of one face differ: the smaller radius in the larger, of a head that is turned."""

FARTHEST = 0.42
"""From the net's iris to the middle of the eye, in widths of the eye: farther off it is wrong."""


def find_irises(picture: Pyramid, points: Floats) -> tuple[Iris, Iris] | None:
    """The irises, left and right in the picture; None where not both are seen.

    `points`: the face's mesh, shape (468, 3), in pixels of the picture.
    """
    left, right = (_find(picture, points, eye) for eye in EYES)
    if left is None or right is None:
        return None
    if not ALIKE < left[2] / right[2] < 1 / ALIKE:  # of one of them only the pupil was seen
        left, right = ((x, y, max(left[2], right[2])) for x, y, _ in (left, right))
    return left, right


def _find(picture: Pyramid, points: Floats, eye: EyePoints) -> Iris | None:
    start, end = points[eye.upper[0], :2], points[eye.upper[-1], :2]
    width = float(np.hypot(*(end - start)))
    down = np.array([start[1] - end[1], end[0] - start[0]], np.float32) / max(width, 1e-6)
    height = float(max((points[list(eye.lower), :2] - points[list(eye.upper), :2]) @ down))
    if width < 4 or height < SHUT * width:
        return None
    net = _net()
    found = _ask(net, picture, points, eye) if net is not None else _search(picture, points, eye)
    return found and _measure(picture, found, end - start)


# ----------------------------------------------------------------------------------------------------------- by the net


def _net() -> Net | None:
    """The iris net; None where the user has not got it, or not whole."""
    file = entries.catalogue()[ENTRY].files[0]
    return _load(shelf.place(file)) if shelf.is_here(file) else None


@lru_cache(maxsize=1)
def _load(path: Path) -> Net | None:
    file = entries.catalogue()[ENTRY].files[0]
    try:
        return Net(path.read_bytes()) if shelf.is_whole(file, path) else None
    except (OSError, LipSyncError):
        return None


def _ask(net: Net, picture: Pyramid, points: Floats, eye: EyePoints) -> Iris | None:
    start, end = points[eye.upper[0], :2], points[eye.upper[-1], :2]
    centre, across = (start + end) / 2, end - start
    width = float(np.hypot(*across))
    view = picture.view((centre[0], centre[1]), NET_ROOM * width, NET_SIDE, math.atan2(across[1], across[0]))
    seen = view.pixels[:, ::-1] if eye.mirrored else view.pixels
    _, iris = net.run(np.ascontiguousarray(seen, np.float32) / 255)
    ring = iris.reshape(5, 3)[:, :2] - 0.5
    if eye.mirrored:
        ring[:, 0] = NET_SIDE - 1 - ring[:, 0]
    placed = view.back(ring)
    radius = float(np.mean(np.hypot(*(placed[1:] - placed[0]).T)))
    if np.hypot(*(placed[0] - centre)) > FARTHEST * width or not 0.08 * width < radius < 0.35 * width:
        return None
    return float(placed[0, 0]), float(placed[0, 1]), radius


# -------------------------------------------------------------------------------------------------------- by its colour


def _search(picture: Pyramid, points: Floats, eye: EyePoints) -> Iris | None:
    """The darkest disc between the lids, against what of the eye lies beside it."""
    start, end = points[eye.upper[0], :2], points[eye.upper[-1], :2]
    centre, across = (start + end) / 2, end - start
    width = float(np.hypot(*across))
    view = picture.view((centre[0], centre[1]), ROOM * width, SIDE, math.atan2(across[1], across[0]))
    inverse = np.linalg.inv(np.vstack([view.matrix, [0, 0, 1]]))[:2].astype(np.float32)
    rim = points[list(eye.upper + eye.lower[-2:0:-1]), :2] @ inverse[:, :2].T + inverse[:, 2]
    inside = fill(rim, SIDE)
    light = tell_brightness(view.pixels)
    unit = SIDE / ROOM
    columns, rows = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    low, high = rim.min(axis=0), rim.max(axis=0)
    best, contrast = None, LEAST_CONTRAST
    for radius in (share * unit for share in RADII):
        for x in np.arange(low[0] + radius, high[0] - radius + 1, 1.5):
            for y in np.arange(low[1] + 0.4 * radius, high[1] - 0.4 * radius + 1, 1.5):
                disc = (columns - x) ** 2 + (rows - y) ** 2 <= radius**2
                within, beside = inside & disc, inside & ~disc
                if within.sum() < 0.3 * disc.sum() or beside.sum() < 12:
                    continue
                darker = float(light[beside].mean() - light[within].mean())
                if darker > contrast:
                    best, contrast = (x, y, radius), darker
    if best is None:
        return None
    placed = view.back(np.array([best[:2]], np.float32))[0]
    return float(placed[0]), float(placed[1]), float(best[2] / unit * width)


# ------------------------------------------------------------------------------------------------------------ its edge


def _measure(picture: Pyramid, found: Iris, across: Floats) -> Iris:
    """An iris with the radius, and the place between its left and right edge, that the picture shows.

    As it was where the white is not seen on both sides. `across`: from corner to corner of the eye.
    """
    x, y, _ = found
    width = float(np.hypot(*across))
    view = picture.view((x, y), 1.2 * width, SIDE, math.atan2(across[1], across[0]))
    light = tell_brightness(view.pixels)[:, :, np.newaxis]
    middle, unit = (SIDE - 1) / 2, SIDE / 1.2
    reach = np.linspace(NEAREST_EDGE - 0.05, FARTHEST_EDGE + 0.05, 54, dtype=np.float32) * unit
    found_at = []
    for sign in (-1, 1):
        lines = sample(light, middle + sign * np.outer(np.cos(RAYS), reach), middle + np.outer(np.sin(RAYS), reach))
        sums = np.cumsum(lines[:, :, 0], axis=1)
        outer, inner = sums[:, 10:] - sums[:, 5:-5], sums[:, 5:-5] - sums[:, :-10]
        jumps = (outer - inner) / 5
        most = jumps.max(axis=1)
        seen = most >= EDGE
        if seen.sum() < len(RAYS) // 3:
            return found
        # The first edge that is nearly as strong as any: behind the white come lids, and glasses.
        first = (jumps[seen] >= FIRST * most[seen, np.newaxis]).argmax(axis=1)
        found_at.append(float(np.median(reach[5 + first])) / unit * width)
    left, right = found_at
    if not 0.5 < left / right < 2:
        return found
    step = (right - left) / 2 / width
    return x + step * float(across[0]), y + step * float(across[1]), max(LEAST_RADIUS * width, (left + right) / 2)
