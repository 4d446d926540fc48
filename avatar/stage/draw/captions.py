"""What is said, written under the picture."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.stage.draw.pictures import Raster
from avatar.stage.draw.text import font

SIZE = 0.042
"""Height of the letters' em, in heights of the picture: three lines take a sixth of it, and a phone can read them."""

SMALLEST = 11.0
"""Pixels."""

BELOW = 0.035
"""Room below, in heights of the picture."""


def caption(text: str, width: int, height: int) -> Raster:
    """The lines of a caption on a dark ground, for a picture of that many pixels; premultiplied, in its pixels."""
    face = font(round(max(SMALLEST, SIZE * height), 1))
    em = face.getSize()
    lines = wrapped(text, face, 0.86 * width - em)
    pixels = np.zeros((round(len(lines) * 1.3 * em + 0.7 * em), width, 4), np.uint8)
    _write(pixels, lines, face)
    return Raster(pixels, 0.0, height * (1 - BELOW) - len(pixels), 1.0)


def wrapped(text: str, face: skia.Font, width: float) -> list[str]:
    """Lines of whole words no wider than `width` pixels, a word that is wider by itself on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.measureText(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _write(pixels: NDArray[np.uint8], lines: list[str], face: skia.Font) -> None:
    height, width = pixels.shape[:2]
    canvas = skia.Surface(pixels, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType).getCanvas()
    em = face.getSize()
    widest = max((face.measureText(line) for line in lines), default=0.0)
    box = skia.Rect.MakeXYWH((width - widest) / 2 - 0.6 * em, 0, widest + 1.2 * em, height)
    ground = skia.Paint(AntiAlias=True, Color=skia.Color(16, 14, 22, 205))
    canvas.drawRoundRect(box, 0.35 * em, 0.35 * em, ground)
    ink = skia.Paint(AntiAlias=True, Color=skia.Color(255, 252, 244))
    for number, line in enumerate(lines):
        canvas.drawString(line, (width - face.measureText(line)) / 2, (1.3 * number + 1.2) * em, face, ink)
