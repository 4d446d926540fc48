"""The 468 points of a face that was found, by MediaPipe's face mesh."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from avatar.studio.faces.detection import Found
from avatar.studio.faces.nets import MESH, Floats, Pyramid, net

SIDE = 192
"""Pixels of what the net sees."""

ROOM = 1.5
"""Side of what it sees, in sizes of the face."""

ROUNDS = 3
"""How often it looks: each time at what the last answer says is the face."""

NUDGES = ((0.0, 0.0), (0.012, 0.0), (-0.012, 0.0), (0.0, 0.012), (0.0, -0.012))
"""Shifts, in sides, of the looks that the last answer is the mean of: points settle between pixels."""

RIGHT_EYE, LEFT_EYE = 33, 263
"""Outer corners, named from the person's own side."""


class Fitted(NamedTuple):
    """A face's mesh."""

    points: Floats
    """Shape (468, 3): x right, y down, z away, in pixels of the picture."""
    score: float
    """0 to 1: how sure the net is that this is a face."""


def fit(picture: Pyramid, found: Found) -> Fitted:
    """The mesh of a face. Raises CharacterError where the net is missing."""
    centre, size, angle = found.centre, found.size * ROOM, found.angle
    for _ in range(ROUNDS - 1):
        points, _ = _look(picture, centre, size, angle)
        centre, size, angle = _frame(points)
    shifted = [(centre[0] + size * x, centre[1] + size * y) for x, y in NUDGES]
    looks = [_look(picture, each, size, angle) for each in shifted]
    return Fitted(
        np.asarray(np.mean([each.points for each in looks], axis=0), np.float32),
        float(np.mean([each.score for each in looks])),
    )


def _look(picture: Pyramid, centre: tuple[float, float], size: float, angle: float) -> Fitted:
    view = picture.view(centre, size, SIDE, angle)
    points, flag = net(MESH).run(view.pixels / 255)
    points = points.reshape(-1, 3)
    places = view.back(points[:, :2] - 0.5)
    score = 1 / (1 + math.exp(-max(-80.0, min(80.0, float(flag.ravel()[0])))))
    return Fitted(np.concatenate([places, points[:, 2:] * (size / SIDE)], axis=1).astype(np.float32), score)


def _frame(points: Floats) -> tuple[tuple[float, float], float, float]:
    """Centre, side and angle of the square that the net should see of a mesh."""
    across = points[LEFT_EYE, :2] - points[RIGHT_EYE, :2]
    angle = math.atan2(across[1], across[0])
    cos, sin = math.cos(angle), math.sin(angle)
    upright = points[:, :2] @ np.array([[cos, -sin], [sin, cos]], np.float32)
    low, high = upright.min(axis=0), upright.max(axis=0)
    x, y = (low + high) / 2
    return (float(cos * x - sin * y), float(sin * x + cos * y)), float(max(high - low)) * ROOM, angle
