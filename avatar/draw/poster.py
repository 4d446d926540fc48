"""A poster: a picture of the cast, with a title above them."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw.captions import INK, REST
from avatar.draw.surfaces import canvas_on
from avatar.draw.writing import Ink, Written, directed

LARGEST, SMALLEST = 0.16, 0.05
"""The em of a title, in widths of the picture: as large as lets it stand in three lines."""

LINES = 3

TIGHT = 1.12
"""Height of a line in em: capitals need no more."""

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
        head = _set(title.upper(), size * width, INK, width, bold=True)
        fits = head.high <= (LINES + 0.5) * TIGHT * size * width and head.longest_word <= 0.86 * width
        if fits or size <= SMALLEST:
            break
        size *= 0.92
    head.paint(canvas, width / 2, 0.055 * height)
    if below:
        small = _set(below, max(SMALLEST * 0.8, size * 0.36) * width, REST, width, bold=False)
        small.paint(canvas, width / 2, 0.055 * height + head.high + 0.2 * size * width)


def _set(text: str, em: float, colour: int, width: int, *, bold: bool) -> Written:
    before, after = directed(text)
    return Written([Ink(before + text + after, round(em, 1), colour, bold)], 0.86 * width, TIGHT)
