"""A thing alone, as large as the picture lets it be: what an insert shows, before the set out of focus."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import skia

from avatar.character.holding import STYLE, THINGS, HeldLook, read_thing
from avatar.draw.held import draw_held
from avatar.draw.pictures import Raster
from avatar.draw.surfaces import BLUE_FIRST, canvas_on, red_first

FULL_HIGH, FULL_WIDE = 0.78, 0.84
"""Shares of the picture that a thing fills."""

LARGEST = 0.36
"""A fist's width in heights of the picture, at most: a key need not fill a wall."""

TILT = -4.0
"""Degrees by which it lies askew, as things do."""

SHADE = skia.Color(30, 25, 33, 96)
"""Over the set: the thing is what is lit."""

CAST = (0.010, 0.018, 0.014)
"""Its shadow: across, down, standard deviation, in heights of the picture."""


@lru_cache(maxsize=4)
def draw_insert(name: str, width: int, height: int) -> Raster:
    """Pixels for a picture of that size; `name`: as a mark of the kind "prop" has it."""
    thing, words = read_thing(name)
    left, top, right, bottom = THINGS[thing].reach
    unit = min(FULL_HIGH * height / (top + bottom), FULL_WIDE * width / (left + right), LARGEST * height)
    at = (width / 2 + unit * (left - right) / 2, height / 2 + unit * (top - bottom) / 2)
    box = (at[0] - left * unit, at[1] - top * unit, (left + right) * unit, (top + bottom) * unit)
    look = HeldLook(STYLE, at, unit, {}, {}, box, thing, words)
    pixels = np.zeros((height, width, 4), np.uint8)
    canvas = canvas_on(pixels, BLUE_FIRST)
    canvas.drawColor(SHADE)
    across, down, blur = (each * height for each in CAST)
    shadow = skia.ImageFilters.DropShadow(across, down, blur, blur, skia.Color(20, 16, 22, 150))
    canvas.saveLayer(None, skia.Paint(ImageFilter=shadow))
    canvas.rotate(TILT, width / 2, height / 2)
    draw_held(canvas, look, ())
    canvas.restore()
    return Raster(red_first(pixels), 0.0, 0.0, 1.0)
