"""The picture painter: whole frames on the CPU, for film, the terminal face, still pictures and golden tests."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.errors import StageError
from avatar.stage.affine import Affine
from avatar.stage.character import Character
from avatar.stage.draw.pictures import STYLES, pictures
from avatar.stage.draw.sets import SETS
from avatar.stage.fields import did_you_mean
from avatar.stage.rig import Live, layers, view
from avatar.types import Pose


class Painter:
    """Paints frames of one size on one set. Not for use by several threads at once."""

    def __init__(self, width: int, height: int, scenery: str = "plain") -> None:
        """Raises StageError for a set that isn't there."""
        self.width = width
        self.height = height
        self._background = backdrop(scenery, width, height)
        self._pixels = np.zeros((height, width, 4), np.uint8)
        self._surface = skia.Surface(self._pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)

    def paint(self, cast: Iterable[tuple[Character, Pose]]) -> NDArray[np.uint8]:
        """A frame: RGBA, premultiplied, uint8, shape (height, width, 4).

        The array is the painter's own and is overwritten by the next frame: copy it to keep it.
        """
        np.copyto(self._pixels, self._background)
        canvas = self._surface.getCanvas()
        for character, pose in cast:
            draw_character(canvas, character, pose, view(character, pose.place, self.width, self.height))
        return self._pixels


@lru_cache(maxsize=4)
def backdrop(name: str, width: int, height: int) -> NDArray[np.uint8]:
    """A set's pixels: RGBA, premultiplied, shape (height, width, 4). Raises StageError for an unknown name."""
    if name not in SETS:
        raise StageError(f"there is no set {name!r}", remedy=did_you_mean(name, SETS))
    pixels = np.zeros((height, width, 4), np.uint8)
    surface = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    SETS[name](surface.getCanvas(), float(width), float(height))
    return pixels


def draw_character(canvas: skia.Canvas, character: Character, pose: Pose, view: Affine) -> None:
    """Draws one character on any skia canvas; `view` takes its canvas units to the canvas."""
    art = pictures(character)
    for layer in layers(character, pose, view):
        canvas.save()
        a, b, c, d, e, f = layer.matrix
        canvas.concat(skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1))
        if layer.opacity < 1.0:
            canvas.saveLayerAlpha(None, round(255 * layer.opacity))
        if isinstance(layer, Live):
            STYLES[layer.look.style](canvas, layer.look, layer.params)
        else:
            canvas.drawPicture(art[layer.key])
        if layer.opacity < 1.0:
            canvas.restore()
        canvas.restore()
