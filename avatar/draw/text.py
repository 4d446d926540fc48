"""Writing on pictures: labels and captions."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw import fonts
from avatar.draw.brush import fill
from avatar.draw.surfaces import canvas_on


@lru_cache(maxsize=16)
def font(size: float, bold: bool = False) -> skia.Font:
    """A plain sans-serif font of that size in pixels; the system's default where there is no such family."""
    style = skia.FontStyle.Bold() if bold else skia.FontStyle.Normal()
    face = fonts.manager().matchFamilyStyle("DejaVu Sans", style) or skia.Typeface.MakeDefault()
    return skia.Font(face, size)


def write(pixels: NDArray[np.uint8], text: str, x: float, y: float, size: float, colour: str) -> None:
    """Writes one line into RGBA pixels; (x, y) is where its baseline starts."""
    canvas_on(pixels).drawString(text, x, y, font(round(size, 1)), fill(colour))
