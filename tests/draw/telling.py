"""How far apart the pictures of two mouths look: the mean CIEDE2000 within the mouth's region.

Tests hold the cast to a floor by it, and `benchmarks.mouths` writes the whole matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from avatar.character.loading import Character
from avatar.draw import Painter
from avatar.draw.sheet import face

TOLD = ("sil", "PP", "FF", "TH", "nn", "E", "aa", "oh", "ou")
"""Visemes that a viewer has to tell from each other, each from each."""

FLOORS: Mapping[int, float] = {200: 5.0, 96: 4.0}
"""Side of a square picture filled by the head, in pixels: least mean difference between two of TOLD."""

_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """CIE L*a*b* under D65 of sRGB pixels: shape (..., 3) from (..., 3 or more), what is above three left out."""
    c = rgb[..., :3].astype(np.float64) / 255.0
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _XYZ.T / _WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def differences(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIEDE2000 between colours in L*a*b*, shape (...) from two of (..., 3). About 2 is what a viewer just notices.

    Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", Color Research and Application 30 (2005).
    """
    (l1, a1, b1), (l2, a2, b2) = np.moveaxis(first, -1, 0), np.moveaxis(second, -1, 0)
    grey = 0.5 * (1.0 - _seventh(0.5 * (np.hypot(a1, b1) + np.hypot(a2, b2))))
    a1, a2 = a1 * (1.0 + grey), a2 * (1.0 + grey)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360.0, np.degrees(np.arctan2(b2, a2)) % 360.0
    coloured = c1 * c2 > 0
    turn = np.where(coloured, (h2 - h1 + 180.0) % 360.0 - 180.0, 0.0)
    hue = np.where(coloured, h1 + turn / 2.0, h1 + h2)
    dl, dc, dh = l2 - l1, c2 - c1, 2.0 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2.0)
    light, chroma = (l1 + l2) / 2.0, (c1 + c2) / 2.0

    def wave(times: float, shift: float) -> NDArray[np.float64]:
        return np.cos(np.radians(times * hue + shift))

    t = 1.0 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.20 * wave(4, -63)
    dl = dl / (1.0 + 0.015 * (light - 50.0) ** 2 / np.sqrt(20.0 + (light - 50.0) ** 2))
    dc, dh = dc / (1.0 + 0.045 * chroma), dh / (1.0 + 0.015 * chroma * t)
    blue = np.radians(60.0 * np.exp(-((((hue % 360.0) - 275.0) / 25.0) ** 2)))
    squared = dl**2 + dc**2 + dh**2 - np.sin(blue) * 2.0 * _seventh(chroma) * dc * dh
    return np.sqrt(np.maximum(squared, 0.0))


def _seventh(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def heads(
    character: Character, visemes: Sequence[str], size: int, mood: str = "neutral"
) -> dict[str, NDArray[np.uint8]]:
    """The head saying each viseme, filling a square picture: RGBA, shape (size, size, 4)."""
    painter = Painter(size, size)
    return {viseme: painter.paint([(character, face(character, viseme, mood))]).copy() for viseme in visemes}


def mouth_region(character: Character, size: int, mood: str = "neutral") -> tuple[slice, slice]:
    """Rows and columns of the smallest box that holds the mouths of all of TOLD, in pictures as `heads` gives them."""
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


def matrix(
    character: Character, size: int, visemes: Sequence[str] = TOLD, mood: str = "neutral"
) -> NDArray[np.float64]:
    """Mean CIEDE2000 within the mouth's region between each two visemes, shape (visemes, visemes)."""
    region = mouth_region(character, size, mood)
    mouths = [lab(picture[region]) for picture in heads(character, visemes, size, mood).values()]
    apart = np.zeros((len(visemes), len(visemes)))
    for one in range(len(visemes)):
        for two in range(one):
            apart[one, two] = apart[two, one] = differences(mouths[one], mouths[two]).mean()
    return apart
