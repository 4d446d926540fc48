"""Arrays that skia draws on, and the order of a pixel's bytes in them."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

RED_FIRST = skia.kRGBA_8888_ColorType
BLUE_FIRST = skia.kBGRA_8888_ColorType
"""Skia draws on these in half the time, and swapping red and blue afterwards takes hardly any."""


def surface_on(pixels: NDArray[np.uint8], order: skia.ColorType = RED_FIRST) -> skia.Surface:
    """A surface whose pixels are that array: premultiplied, shape (height, width, 4)."""
    return skia.Surface(pixels, order, skia.kPremul_AlphaType)


def canvas_on(pixels: NDArray[np.uint8], order: skia.ColorType = RED_FIRST) -> skia.Canvas:
    """A canvas that draws into that array."""
    return surface_on(pixels, order).getCanvas()


def layout(width: int, height: int, order: skia.ColorType, *, premultiplied: bool = True) -> skia.ImageInfo:
    """How pixels lie in an array."""
    return skia.ImageInfo.Make(
        width, height, order, skia.kPremul_AlphaType if premultiplied else skia.kUnpremul_AlphaType
    )


def red_first(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A copy of BGRA pixels as RGBA."""
    height, width = pixels.shape[:2]
    image = skia.Image.fromarray(pixels, BLUE_FIRST, skia.kPremul_AlphaType, copy=False)
    out = np.empty((height, width, 4), np.uint8)
    image.readPixels(layout(width, height, RED_FIRST), out, 4 * width, 0, 0)
    return out
