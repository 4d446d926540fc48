"""Curves together with a small mouth that they move: what scene files for 3D programs are made of.

The mouth is a flat disc whose blend shapes bear the names that avatars have, so that a viewer shows it speak, and a
program can take its animation for a head of its own, shape by shape, by these names.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats.base import CueSheet, Options, sampled
from avatar.lipsync.formats.curves import ARKIT, OCULUS, arkit
from avatar.types import VISEMES

FPS = 60.0
"""Frames a second. 30 are thought enough for avatars; but lips are shut for 30 ms, which 30 a second may miss."""

NAME = "Wolf3D_Head"
"""What Ready Player Me calls the head that has these shapes."""

MOVING = tuple(name for name in ARKIT if name.startswith(("jawOpen", "mouth", "tongue")))
"""ARKit's blend shapes that a mouth may move."""

# How much higher and wider each blend shape makes the disc; both sides together.
_LOOKS = {
    "jawOpen": (1.0, 0.0), "mouthClose": (-1.0, 0.0), "mouthFunnel": (0.15, -0.35), "mouthPucker": (0.0, -0.5),
    "mouthStretch": (0.0, 0.3), "mouthSmile": (0.0, 0.3), "mouthLowerDown": (0.3, 0.0), "mouthUpperUp": (0.2, 0.0),
}  # fmt: skip
_WIDE, _HIGH, _THIN = 0.025, 0.02, 0.001
"""Metres: half the mouth's width, half its height when open, half its height when shut."""
_CORNERS = 24

COLOUR = (0.35, 0.05, 0.07)
"""Of the disc: red, green, blue."""


class Animated(NamedTuple):
    """Blend shapes, what they do to the disc, and how much of each there is when."""

    names: tuple[str, ...]
    fps: float
    times: NDArray[np.float64]
    """Seconds of the frames."""
    weights: NDArray[np.float32]
    """Shape (frames, names), each 0 to 1."""
    points: NDArray[np.float32]
    """Shape (points, 3), metres: the disc at rest, its middle first."""
    corners: NDArray[np.uint16]
    """Shape (triangles, 3): indices of points."""
    offsets: NDArray[np.float32]
    """Shape (names, points, 3), metres: how each blend shape moves the points."""


def oculus(timeline: CueSheet, options: Options) -> Animated:
    fps, times, weights = sampled(timeline, options, FPS)
    return _animated(OCULUS, _looks(arkit(np.eye(len(VISEMES), dtype=np.float32))), fps, times, weights)


def arkits(timeline: CueSheet, options: Options) -> Animated:
    fps, times, weights = sampled(timeline, options, FPS)
    columns = [ARKIT.index(name) for name in MOVING]
    looks = _looks(np.eye(len(ARKIT), dtype=np.float32))[columns]
    return _animated(MOVING, looks, fps, times, arkit(weights)[:, columns])


def _looks(shapes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shape (rows, 2): how much higher and wider the disc is for each row of ARKit's 52."""
    table = np.zeros((len(ARKIT), 2), np.float32)
    for name, look in _LOOKS.items():
        sides = [name] if name in ARKIT else [name + "Left", name + "Right"]
        table[[ARKIT.index(side) for side in sides]] = np.array(look) / len(sides)
    return shapes @ table


def _animated(
    names: tuple[str, ...],
    looks: NDArray[np.float32],
    fps: float,
    times: NDArray[np.float64],
    weights: NDArray[np.float32],
) -> Animated:
    angles = np.arange(_CORNERS) * (2 * np.pi / _CORNERS)
    rim = np.stack([np.cos(angles), np.sin(angles), np.zeros(_CORNERS)], axis=1)
    disc = np.concatenate([np.zeros((1, 3)), rim]).astype(np.float32)
    order = np.arange(_CORNERS)
    corners = np.stack([np.zeros_like(order), 1 + order, 1 + (order + 1) % _CORNERS], axis=1).astype(np.uint16)
    sizes = np.stack([looks[:, 1] * _WIDE, looks[:, 0] * _HIGH, np.zeros(len(looks))], axis=1).astype(np.float32)
    shut = np.array([_WIDE, _THIN, 0], np.float32)
    weights = np.ascontiguousarray(weights, np.float32)
    return Animated(names, fps, times, weights, disc * shut, corners, disc[None] * sizes[:, None])
