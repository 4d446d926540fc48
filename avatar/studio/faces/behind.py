"""Who is in front in a picture, and the same picture without a head: what is seen where that head turns away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.studio.faces.lips import fill
from avatar.studio.faces.nets import SEGMENTER, Floats, Pyramid, net, sample

SIDE = 256
"""Pixels of what the net sees."""

ROOM = 3.2
"""Side of the square about a head that the net sees, in heights of the face."""

WORK = 512
"""Pixels of that square while the head is cut out: what is filled in is soft anyway."""

RADIUS, EPSILON = 6, 4e-4
"""Pixels about which, and how strictly, the mask follows the picture's edges: the guided filter of He, Sun and Tang
(https://doi.org/10.1109/TPAMI.2012.213)."""

OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The mesh's rim, clockwise from the top."""

CHIN, BROW = 152, 10

WIDER = 1.12
"""How much wider than the mesh's rim a head is at least: ears, and what the net leaves of its edge."""

BELOW = 0.06
"""How far below the chin a head goes, in heights of the face: under that is the neck, which stays."""

FEATHER = 0.02
"""Width over which a head's edge fades, in heights of the face."""

Rgba = NDArray[np.uint8]
"""Straight alpha, shape (height, width, 4)."""


def fill_behind(rgba: Rgba, points: Floats) -> Rgba:
    """The picture with a head taken out, and what may be behind it filled in from what is around it.

    `points`: the face's mesh, shape (468, 3). Neck, shoulders and all that is far from the head stay as they are.
    Raises CharacterError where the net is missing.
    """
    picture = Pyramid(rgba)
    centre, size = _square(points)
    step = size / WORK
    head = _head(_look(picture, centre, size), points, centre, step)
    rows, columns = np.mgrid[:WORK, :WORK].astype(np.float32)
    corner = centre[0] - size / 2 + step / 2 - 0.5, centre[1] - size / 2 + step / 2 - 0.5
    premultiplied = rgba.astype(np.float32)
    premultiplied[:, :, :3] *= premultiplied[:, :, 3:] / 255
    x, y = corner[0] + columns * step, corner[1] + rows * step
    around = sample(_shrunk(premultiplied, step), *_in_shrunk(x, y, step))
    outside = (x < -0.5) | (y < -0.5) | (x > picture.width - 0.5) | (y > picture.height - 0.5)
    known = np.where((head > 0.02) | outside, 0, 1).astype(np.float32)
    filled = _push_and_pull(around, known)
    return _put_back(premultiplied, filled, _soft(head, FEATHER * _height(points) / step), corner, step)


def _put_back(picture: Floats, filled: Floats, head: Floats, corner: tuple[float, float], step: float) -> Rgba:
    """The picture with its square replaced where the head is."""
    height, width = picture.shape[:2]
    left, top = max(0, int(corner[0])), max(0, int(corner[1]))
    right, bottom = min(width, int(corner[0] + WORK * step) + 1), min(height, int(corner[1] + WORK * step) + 1)
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    at = (x - corner[0]) / step, (y - corner[1]) / step
    share = sample(head[:, :, np.newaxis], *at)
    part = picture[top:bottom, left:right]
    picture[top:bottom, left:right] = part * (1 - share) + sample(filled, *at) * share
    alpha = np.maximum(picture[:, :, 3:], 1e-3)
    picture[:, :, :3] *= 255 / alpha
    return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)


# ------------------------------------------------------------------------------------------------------------ the mask


def _height(points: Floats) -> float:
    return float(np.hypot(*(points[CHIN, :2] - points[BROW, :2])))


def _square(points: Floats) -> tuple[tuple[float, float], float]:
    """Centre and side of what the net sees: the head with room around it."""
    middle = points[list(OVAL), :2].mean(axis=0)
    return (float(middle[0]), float(middle[1])), ROOM * _height(points)


def _look(picture: Pyramid, centre: tuple[float, float], size: float) -> Floats:
    """The net's mask of a square, drawn to the picture's edges, shape (WORK, WORK)."""
    small = picture.view(centre, size, SIDE).pixels / 255
    answer = net(SEGMENTER).run(small)[0][:, :, :1]
    y, x = np.mgrid[:WORK, :WORK].astype(np.float32)
    coarse = sample(answer, (x + 0.5) * SIDE / WORK - 0.5, (y + 0.5) * SIDE / WORK - 0.5)[:, :, 0]
    guide = picture.view(centre, size, WORK).pixels.mean(axis=2) / 255
    return _guided(guide.astype(np.float32), coarse)


def _to_square(x: Floats, y: Floats, centre: tuple[float, float], size: float) -> tuple[Floats, Floats]:
    half, step = (WORK - 1) / 2, size / WORK
    return (x - centre[0]) / step + half, (y - centre[1]) / step + half


def _head(person: Floats, points: Floats, centre: tuple[float, float], step: float) -> Floats:
    """The head's part of the mask: what of the person is above the chin and near the face, and the face itself."""
    x, y = _to_square(points[list(OVAL), 0], points[list(OVAL), 1], centre, step * WORK)
    rim = np.stack([x, y], axis=1)
    middle = rim.mean(axis=0)
    face = fill(middle + (rim - middle) * WIDER, WORK)
    top, chin = (np.array(_to_square(points[each, 0], points[each, 1], centre, step * WORK)) for each in (BROW, CHIN))
    down = (chin - top) / max(1e-6, float(np.hypot(*(chin - top))))
    height = float(np.hypot(*(chin - top)))
    rows, columns = np.mgrid[:WORK, :WORK]
    along = ((columns - top[0]) * down[0] + (rows - top[1]) * down[1]) / height
    aside = np.abs((columns - middle[0]) * down[1] - (rows - middle[1]) * down[0]) / height
    # Hair hangs beside the face; shoulders begin below it.
    near = np.clip((1 + BELOW - along) / 0.08, 0, 1) * np.clip((1.15 - aside) / 0.1, 0, 1)
    grown = _grow(person, 5)
    return np.asarray(np.maximum(grown * near, (face & (along < 1 + BELOW)).astype(np.float32)), np.float32)


def _grow(mask: Floats, by: int) -> Floats:
    """The mask with its edge moved outwards by some pixels."""
    for _ in range(by):
        padded = np.pad(mask, 1, mode="edge")
        mask = np.max([padded[1:-1, 1:-1], padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]], 0)
    return mask


def _guided(guide: Floats, mask: Floats) -> Floats:
    mean_guide, mean_mask = _box(guide, RADIUS), _box(mask, RADIUS)
    slope = (_box(guide * mask, RADIUS) - mean_guide * mean_mask) / (
        _box(guide * guide, RADIUS) - mean_guide**2 + EPSILON
    )
    offset = mean_mask - slope * mean_guide
    return np.asarray(np.clip(_box(slope, RADIUS) * guide + _box(offset, RADIUS), 0, 1), np.float32)


def _soft(mask: Floats, width: float) -> Floats:
    """The mask with its edge fading over so many pixels."""
    radius = max(1, round(width / 2))
    return _box(_box(mask, radius), radius)


def _box(values: Floats, radius: int) -> Floats:
    """The mean of the square about each pixel, shape (height, width)."""
    for axis in (0, 1):
        pad = [(radius + 1, radius) if each == axis else (0, 0) for each in (0, 1)]
        sums = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
        size = values.shape[axis]
        upper = np.take(sums, range(2 * radius + 1, 2 * radius + 1 + size), axis)
        values = np.asarray((upper - np.take(sums, range(size), axis)) / (2 * radius + 1), np.float32)
    return values


# ---------------------------------------------------------------------------------------------------------- the filling


def _shrunk(picture: Floats, step: float) -> Floats:
    """The picture in halves of its size, until a pixel is about one of the square's."""
    while step >= 2 and min(picture.shape[:2]) >= 4:
        height, width = (each // 2 * 2 for each in picture.shape[:2])
        even = picture[:height, :width]
        picture = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4
        step /= 2
    return picture


def _in_shrunk(x: Floats, y: Floats, step: float) -> tuple[Floats, Floats]:
    scale = 1.0
    while step >= 2:
        step, scale = step / 2, scale * 2
    return (x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5


def _push_and_pull(picture: Floats, known: Floats) -> Floats:
    """The picture with what is not known filled in smoothly from around it.

    Pull-push over halving sizes: Gortler and others, The Lumigraph (https://doi.org/10.1145/237170.237200).
    """
    if min(known.shape) <= 2 or known.min() == 1:
        return picture
    weight = known[:, :, np.newaxis]
    sums, counts = _quarter(picture * weight), _quarter(weight)
    coarse = sums / np.maximum(counts, 1e-6)
    below = _push_and_pull(coarse, np.minimum(1, counts[:, :, 0]).astype(np.float32))
    y, x = np.mgrid[: known.shape[0], : known.shape[1]].astype(np.float32)
    back = sample(below, (x + 0.5) / 2 - 0.5, (y + 0.5) / 2 - 0.5)
    return np.asarray(picture * weight + back * (1 - weight), np.float32)


def _quarter(values: Floats) -> Floats:
    return np.asarray(values[::2, ::2] + values[1::2, ::2] + values[::2, 1::2] + values[1::2, 1::2], np.float32)
