"""A poster: a picture of the cast, with a title above them."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw.captions import INK, REST, wrapped
from avatar.draw.surfaces import canvas_on
from avatar.draw.text import font

LARGEST, SMALLEST = 0.16, 0.05
"""The em of a title, in widths of the picture: as large as lets it stand in three lines."""

LINES = 3

SHADE = 0.42
"""How far down the dark of the title's ground reaches, in heights of the picture."""


def write_title(pixels: NDArray[np.uint8], title: str, below: str = "") -> None:
    """Writes a title, and a smaller line below it, over the top of a picture.

    `pixels`: RGBA, premultiplied, uint8, shape (height, width, 4).
    """
    height, width = pixels.shape[:2]
    canvas = canvas_on(pixels)
    shade = skia.GradientShader.MakeLinear(
        points=[skia.Point(0, 0), skia.Point(0, SHADE * height)],
        colors=[skia.Color(22, 19, 27, 235), skia.Color(22, 19, 27, 150), skia.Color(22, 19, 27, 0)],
        positions=[0.0, 0.6, 1.0],
    )
    canvas.drawRect(skia.Rect.MakeWH(width, SHADE * height), skia.Paint(Shader=shade))
    size = LARGEST
    while True:
        face = font(round(size * width, 1), bold=True)
        rows = wrapped(title.upper(), face, 0.86 * width)
        widest = max((face.measureText(row) for row in rows), default=0.0)
        if (len(rows) <= LINES and widest <= 0.9 * width) or size <= SMALLEST:
            break
        size *= 0.92
    y = 0.055 * height
    for row in rows[: 2 * LINES]:
        y += 1.12 * face.getSize()
        _centre(canvas, row, y, face, INK, width)
    small = font(round(max(SMALLEST * 0.8, size * 0.36) * width, 1))
    for row in wrapped(below, small, 0.86 * width)[:LINES]:
        y += 1.5 * small.getSize()
        _centre(canvas, row, y, small, REST, width)


def _centre(canvas: skia.Canvas, row: str, y: float, face: skia.Font, ink: int, width: int) -> None:
    canvas.drawString(row, (width - face.measureText(row)) / 2, y, face, skia.Paint(AntiAlias=True, Color=ink))
