"""Finding faces in pictures: where each is, the mesh over it, its irises, and what its mouth does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from avatar.character.still.points import FacePoints
from avatar.studio.faces.behind import OVAL, Rgba
from avatar.studio.faces.detection import detect
from avatar.studio.faces.irises import find_irises
from avatar.studio.faces.lips import see_mask, see_mouth, settle_line
from avatar.studio.faces.mesh import fit
from avatar.studio.faces.nets import Pyramid, soften

CERTAIN = 0.5
"""The least that the mesh says of a face: of what the detector takes for one by mistake it says under 0.15, of faces
0.9 and more."""

TOGETHER = 1.2
"""The least that both say of a face, added: of a cat 1.1, of a face drawn in lines alone 1.4."""


class FaceBox(NamedTuple):
    """The square about a face, in pixels of the picture; it may go beyond its edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


class FoundFace(NamedTuple):
    """A face in a picture."""

    points: FacePoints
    score: float
    """0 to 1: how sure the mesh is."""
    box: FaceBox
    masked: bool = False
    """Whether something is before the mouth."""


def find_faces(rgba: Rgba) -> list[FoundFace]:
    """The faces of a picture, largest first.

    `rgba`: straight alpha, uint8, shape (height, width, 4). Raises CharacterError where the nets are missing.
    """
    return _find(Pyramid(rgba)) or _find(Pyramid(soften(rgba)))  # a print's dots are more than a net can see past


def _find(picture: Pyramid) -> list[FoundFace]:
    found: list[FoundFace] = []
    for each in sorted(detect(picture), key=lambda one: -one.score):
        mesh = fit(picture, each)
        if mesh.score < CERTAIN or mesh.score + each.score < TOGETHER:
            continue
        rim = mesh.points[list(OVAL), :2]
        box = FaceBox(*map(float, (*rim.min(axis=0), *rim.max(axis=0))))
        if any(_is_inside(box, other.box) for other in found):
            continue
        mouth = see_mouth(picture, mesh.points)
        settled = settle_line(picture, mesh.points) if mouth == "shut" else mesh.points
        points = FacePoints(settled, find_irises(picture, mesh.points), mouth)
        found.append(FoundFace(points, mesh.score, box, see_mask(picture, settled)))
    return sorted(found, key=lambda face: -face.box.width)


def _is_inside(box: FaceBox, other: FaceBox) -> bool:
    """Whether two meshes settled on one face: the middle of each lies in the other."""
    middle, its = (np.add(each[:2], each[2:]) / 2 for each in (box, other))
    return _holds(box, its) and _holds(other, middle)


def _holds(box: FaceBox, at: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    return bool(box.left < at[0] < box.right and box.top < at[1] < box.bottom)
