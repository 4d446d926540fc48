"""The light of a still picture, and paints and paths in it: what is drawn into it must look as if it were there."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.still.mesh import Floats
from avatar.character.still.picture import Still
from avatar.character.still.topology import CHEEKS, LOWER_LIP
from avatar.draw.brush import clamp
from avatar.draw.surfaces import RED_FIRST, layout

Colour = tuple[float, float, float]
"""Red, green, blue, 0 to 1."""


class Light(NamedTuple):
    """What a picture's light makes of teeth and gums."""

    strength: float
    """1 is a well-lit photograph."""
    tint: Colour
    """Of white, the strongest part 1."""
    lip: Colour


@lru_cache(maxsize=4)
def decode(still: Still) -> skia.Image | None:
    """The whole picture; None where it can't be read."""
    image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(still.art.data))
    return image.makeRasterImage() if image is not None else None


@lru_cache(maxsize=8)
def find_light(still: Still) -> Light:
    """Measured in the picture: skin of the cheeks, the lower lip, the whites of the eyes."""
    image = decode(still)
    if image is None:  # `avatar characters check` says so of the layer
        return Light(1.0, (1.0, 1.0, 1.0), (0.6, 0.3, 0.3))
    pixels = np.zeros((image.height(), image.width(), 4), np.uint8)
    image.readPixels(layout(image.width(), image.height(), RED_FIRST, premultiplied=False), pixels,
                     4 * image.width(), 0, 0)  # fmt: skip
    mesh = still.mesh
    unit = still.width / still.art.width
    skin = _around(pixels, mesh.rest[list(CHEEKS)] / unit, 0.06 * mesh.face_height / unit)
    lip = _around(pixels, mesh.rest[[LOWER_LIP[1][4], LOWER_LIP[1][6]]] / unit, 0.02 * mesh.face_height / unit)
    whites = np.concatenate([
        _around(pixels, (eye.middle + share * eye.width * eye.across)[None] / unit, 0.1 * eye.width / unit)
        for eye in mesh.eyes for share in (-0.3, 0.3)
    ])  # fmt: skip
    bright = np.percentile(skin, 90, axis=0)
    white = np.percentile(whites, 85, axis=0)
    strength = clamp(max(_lightness(bright) / 0.78, _lightness(white) / 0.80), 0.35, 1.12)
    neutral = white / max(1e-3, white.max())
    tint = 0.72 + 0.28 * np.maximum(neutral, 0.5)
    return Light(strength, _colour(tint), _colour(np.median(lip, axis=0)))


def _around(pixels: NDArray[np.uint8], places: Floats, reach: float) -> Floats:
    """Colours of the pixels about some places, shape (n, 3), 0 to 1."""
    height, width = pixels.shape[:2]
    step = np.linspace(-1.0, 1.0, 7) * max(1.0, reach)
    x = np.clip(places[:, 0, None, None] + step[None, :, None], 0, width - 1).astype(int)
    y = np.clip(places[:, 1, None, None] + step[None, None, :], 0, height - 1).astype(int)
    return pixels[y, x, :3].reshape(-1, 3) / 255.0


def _lightness(colour: Floats) -> float:
    return float(colour @ [0.299, 0.587, 0.114])


def _colour(values: Floats) -> Colour:
    red, green, blue = np.clip(values, 0.0, 1.0).tolist()
    return red, green, blue


def move_into(middle: Floats, across: Floats, unit: float) -> skia.Matrix:
    x, y = (across * unit).tolist()
    return skia.Matrix.MakeAll(x, -y, float(middle[0]), y, x, float(middle[1]), 0, 0, 1)


def mix_paint(colour: Colour, strength: float = 1.0, alpha: float = 1.0, blur: float = 0.0) -> skia.Paint:
    red, green, blue = (round(255 * clamp(part * strength)) for part in colour)
    paint = skia.Paint(Color=skia.Color(red, green, blue, round(255 * clamp(alpha))), AntiAlias=True)
    if blur > 0.0:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def light_up(colour: Colour, light: Light) -> Colour:
    red, green, blue = (part * tint * light.strength for part, tint in zip(colour, light.tint, strict=True))
    return red, green, blue


def trace(points: Floats, path: skia.Path | None = None) -> skia.Path:
    """A curve through points (Catmull-Rom), going on where a path ends."""
    if path is None:
        path = skia.Path()
        path.moveTo(*points[0].tolist())
    else:
        path.lineTo(*points[0].tolist())
    padded = np.concatenate([points[:1], points, points[-1:]])
    for at in range(1, len(points)):
        before, one, two, after = padded[at - 1 : at + 3]
        first, second = one + (two - before) / 6, two - (after - one) / 6
        path.cubicTo(*first.tolist(), *second.tolist(), *two.tolist())
    return path
