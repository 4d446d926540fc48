"""Which vertices of MediaPipe's face mesh are what, its triangles, and a face in general position to bend to others."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

VERTICES = 468
"""Vertices of the mesh."""

UPPER_LIP = (
    (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291),
    (76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306),
    (62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292),
    (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308),
)
LOWER_LIP = (
    (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291),
    (76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306),
    (62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292),
    (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308),
)
"""Rings of the lips from the skin inwards, each from the picture's left corner to the right one."""

OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""The mesh's edge, clockwise from the top of the forehead."""

LEFT_CORNER, RIGHT_CORNER = 61, 291
FOREHEAD, CHIN, BETWEEN_EYES = 10, 152, 168
CHEEKS = (50, 280, 205, 425)


class EyeRing(NamedTuple):
    """The vertices around one eye, from its outer corner to its inner one."""

    upper: tuple[int, ...]
    """The edge of the upper lid; with both corners, as `lower`."""
    lower: tuple[int, ...]
    crease: tuple[int, ...]
    """Above the upper lid, one for each of its vertices between the corners."""


EYES = (
    EyeRing(
        (33, 246, 161, 160, 159, 158, 157, 173, 133),
        (33, 7, 163, 144, 145, 153, 154, 155, 133),
        (247, 30, 29, 27, 28, 56, 190),
    ),
    EyeRing(
        (263, 466, 388, 387, 386, 385, 384, 398, 362),
        (263, 249, 390, 373, 374, 380, 381, 382, 362),
        (467, 260, 259, 257, 258, 286, 414),
    ),
)
"""Left and right in the picture."""


@lru_cache(maxsize=1)
def _canonical() -> dict[str, NDArray[np.float64]]:
    data = json.loads(resources.files(__package__).joinpath("canonical.json").read_text("utf-8"))
    return {"triangles": np.array(data["triangles"]), "places": np.array(data["places"], float)}


def find_triangles() -> NDArray[np.int32]:
    """The mesh's triangles, shape (852, 3): none within the lips, nor within the lids."""
    triangles = _canonical()["triangles"].astype(np.int32)
    holes = (
        {*UPPER_LIP[3], *LOWER_LIP[3]},
        *({*ring.upper, *ring.lower} for ring in EYES),
    )
    kept = [row for row in triangles.tolist() if not any(set(row) <= hole for hole in holes)]
    return np.array(kept, np.int32)


def find_places() -> NDArray[np.float64]:
    """A face with its lips shut, shape (468, 3): widths of a face from between the corners of its mouth.

    x right, y down, z away from who looks.
    """
    return _canonical()["places"].copy()
