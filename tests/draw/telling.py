"""How far apart the pictures of two mouths look: the mean CIEDE2000 within the mouth's region.

Tests hold the cast to a floor by it, and `benchmarks.mouths` writes the whole matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from avatar.character.loading import Character
from avatar.character.rig import frame_view
from avatar.character.still.moving import move_picture
from avatar.character.still.topology import LOWER_LIP, UPPER_LIP
from avatar.draw import Painter
from avatar.draw.sheet import close_up, face
from avatar.ui.widgets.colours import differ, find_lab

TOLD = ("sil", "PP", "FF", "TH", "nn", "E", "aa", "oh", "ou")
"""Visemes that a viewer has to tell from each other, each from each."""

FLOORS: Mapping[int, float] = {200: 5.0, 96: 4.0}
"""Side of a square picture filled by the head, in pixels: least mean difference between two of TOLD."""


def heads(
    character: Character, visemes: Sequence[str], size: int, mood: str = "neutral"
) -> dict[str, NDArray[np.uint8]]:
    """The head saying each viseme, filling a square picture: RGBA, shape (size, size, 4)."""
    painter = Painter(size, size)
    return {viseme: painter.paint([(character, face(character, viseme, mood))]).copy() for viseme in visemes}


def mouth_region(character: Character, size: int, mood: str = "neutral") -> tuple[slice, slice]:
    """Rows and columns of the smallest box that holds the mouths of all of TOLD, in pictures as `heads` gives them."""
    if character.picture is not None:
        return _lips_region(character, size, mood)
    bare = tuple(
        layer if layer.live == "mouth" or layer.shape else replace(layer, art=None, live="")
        for layer in character.layers
    )
    alone, painter = replace(character, layers=bare), Painter(size, size, "transparent")
    ink = np.zeros((size, size), bool)
    for viseme in TOLD:
        ink |= painter.paint([(alone, face(character, viseme, mood))])[:, :, 3] > 127
    rows, columns = np.nonzero(ink.any(axis=1))[0], np.nonzero(ink.any(axis=0))[0]
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _lips_region(character: Character, size: int, mood: str) -> tuple[slice, slice]:
    """The same for a still picture: where its lips are moved to."""
    assert character.picture is not None
    place = close_up(character)
    scale, _, _, _, left, top = frame_view(character, place, size, size)
    poses = [face(character, viseme, mood, place) for viseme in TOLD]
    lips = [*UPPER_LIP[0], *LOWER_LIP[0]]
    found = np.concatenate([move_picture(character.picture.mesh, each).vertices[lips] for each in poses])
    low, high = found.min(axis=0) * scale + [left, top], found.max(axis=0) * scale + [left, top]
    return slice(int(low[1]), int(high[1]) + 1), slice(int(low[0]), int(high[0]) + 1)


def matrix(
    character: Character, size: int, visemes: Sequence[str] = TOLD, mood: str = "neutral"
) -> NDArray[np.float64]:
    """Mean CIEDE2000 within the mouth's region between each two visemes, shape (visemes, visemes)."""
    region = mouth_region(character, size, mood)
    mouths = [find_lab(picture[region]) for picture in heads(character, visemes, size, mood).values()]
    apart = np.zeros((len(visemes), len(visemes)))
    for one in range(len(visemes)):
        for two in range(one):
            apart[one, two] = apart[two, one] = differ(mouths[one], mouths[two]).mean()
    return apart
