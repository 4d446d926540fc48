"""What is before the lens, dark and out of focus: a shoulder, the heads of an audience, a table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import skia

from avatar.character.loading import Character
from avatar.draw.insert import draw_insert
from avatar.draw.painter import draw_character
from avatar.draw.pictures import Raster
from avatar.draw.surfaces import BLUE_FIRST, RED_FIRST, canvas_on, red_first
from avatar.scene.camera import Face, View
from avatar.types import Pose

SIZE, TOP = 0.54, 0.29
"""Height from hair to mouth, and where the hair begins, in heights of the picture."""

BEYOND = -0.04
"""Heights of the picture by which the middle of the head is beyond its edge: a little more than half of it is seen."""

NECK, SHOULDER, SLOPE = 0.07, 0.44, (0.62, 0.55)
"""Where a back's shoulders begin below the mouth, and half their width, in heights of a character; and how far they
slope, in halves of that width, across and down."""

WIDEST = 0.19
"""Half that width in widths of the picture at most: who is looked at is beside them."""

DARK = skia.Color(30, 25, 33, 250)
"""Of somebody with the light before them."""

BLUR, EDGE = 0.012, 0.006
"""Standard deviations, in heights of the picture: of people, and of a table's edge."""


CROWDS = {"club": 0.90}
"""Sets that a wide shot shows over the heads of an audience: where these hide people, in shares of the height."""

_HEADS = (
    (-1.42, 0.915, 0.052), (-1.20, 0.895, 0.056), (-0.98, 0.920, 0.050), (-0.80, 0.888, 0.054), (-0.58, 0.912, 0.051),
    (-0.36, 0.896, 0.055), (-0.16, 0.918, 0.049), (0.05, 0.902, 0.053), (0.25, 0.921, 0.050), (0.47, 0.892, 0.056),
    (0.68, 0.914, 0.051), (0.88, 0.898, 0.054), (1.08, 0.919, 0.052), (1.30, 0.900, 0.055), (1.52, 0.916, 0.050),
)  # fmt: skip
"""Middle and height of each head's middle, and its half width: heights of the picture, x from its middle."""

_CROWD, _RIM = skia.Color(33, 25, 32), skia.Color(74, 57, 62)
"""Heads with the light before them, and the light on their hair."""


@lru_cache(maxsize=4)
def draw_crowd(width: int, height: int) -> Raster:
    """The heads of those who sit in front, for a picture of that size."""
    top = round(0.78 * height)
    pixels = np.zeros((height - top, width, 4), np.uint8)
    canvas = canvas_on(pixels, BLUE_FIRST)
    blur = skia.ImageFilters.Blur(0.3 * BLUR * height, 0.3 * BLUR * height, skia.TileMode.kDecal)
    canvas.saveLayer(None, skia.Paint(ImageFilter=blur))
    canvas.translate(width / 2, -top)
    canvas.scale(height, height)
    for row, (shift, down) in enumerate(((0.11, 0.0), (0.0, 0.055))):
        for x, y, half in _HEADS:
            for ink, lift in ((_RIM, 0.004), (_CROWD, 0.0)):
                paint = skia.Paint(AntiAlias=True, Color=ink)
                middle, high = x + shift, y + down - lift
                canvas.drawOval(
                    skia.Rect.MakeLTRB(middle - half, high - 1.25 * half, middle + half, high + half), paint
                )
                if ink == _CROWD or row:
                    shoulders = skia.Rect.MakeLTRB(middle - 2.1 * half, high + 0.8 * half, middle + 2.1 * half, 1.3)
                    canvas.drawRoundRect(shoulders, 1.2 * half, 1.2 * half, paint)
    canvas.restore()
    return Raster(red_first(pixels), 0.0, float(top), 1.0)


@lru_cache(maxsize=8)
def draw_table(row: float, width: int, height: int) -> Raster:
    """A table before the lens, from a share of the height on."""
    top = max(0, round((row - 4 * EDGE) * height))
    pixels = np.zeros((max(1, height - top), width, 4), np.uint8)
    canvas = canvas_on(pixels, BLUE_FIRST)
    blur = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, EDGE * height)
    for ink, down in ((_RIM, 0.0), (_CROWD, 2 * EDGE)):
        edge = (row + EDGE + down) * height - top
        board = skia.Rect.MakeLTRB(-0.2 * width, edge, 1.2 * width, 1.3 * height)
        canvas.drawRect(board, skia.Paint(Color=ink, MaskFilter=blur))
    return Raster(red_first(pixels), 0.0, float(top), 1.0)


def draw_before(view: View, characters: Mapping[str, tuple[Character, Face]], width: int, height: int) -> Raster | None:
    """What lies before everybody in a view; None for nothing. `characters`: by the names of those on stage."""
    if view.thing:
        return draw_insert(view.thing, width, height)
    if view.crowd:
        return draw_crowd(width, height)
    row = round(view.table, 3)
    if view.shoulder is not None and view.shoulder.who in characters:
        shoulder = (*characters[view.shoulder.who], view.shoulder.side, width, height)
        return _behind_table(row, *shoulder) if row < 1.0 else draw_shoulder(*shoulder)
    return draw_table(row, width, height) if row < 1.0 else None


@lru_cache(maxsize=8)
def _behind_table(row: float, character: Character, face: Face, side: float, width: int, height: int) -> Raster:
    """Somebody from behind, and the table that both sit at."""
    pixels = np.zeros((height, width, 4), np.uint8)
    canvas = canvas_on(pixels)
    for each in (draw_table(row, width, height), draw_shoulder(character, face, side, width, height)):
        image = skia.Image.fromarray(each.pixels, RED_FIRST, skia.kPremul_AlphaType, copy=False)
        canvas.drawImage(image, each.x, each.y)
    return Raster(pixels, 0.0, 0.0, 1.0)


@lru_cache(maxsize=8)
def draw_shoulder(character: Character, face: Face, side: float, width: int, height: int) -> Raster:
    """Pixels for a picture of that size; `side`: 1 at its right edge, -1 at its left one."""
    scale = SIZE / face.span * height / character.canvas.height
    reach = round(0.5 * height)
    left = width - reach if side > 0 else 0
    top = max(0, round((TOP - 4 * BLUR) * height))
    pixels = np.zeros((height - top, reach, 4), np.uint8)
    canvas = canvas_on(pixels, BLUE_FIRST)
    middle = (width + BEYOND * height if side > 0 else -BEYOND * height) - left
    anchor_x, anchor_y = character.canvas.anchor
    hair = anchor_y + face.top * character.canvas.height
    view = (
        scale, 0.0, 0.0, scale,
        middle - scale * (anchor_x + face.middle * character.canvas.height),
        TOP * height - top - scale * hair,
    )  # fmt: skip
    blur = BLUR * height
    shape = skia.ImageFilters.ColorFilter(skia.ColorFilters.Blend(DARK, skia.BlendMode.kSrcIn))
    canvas.saveLayer(None, skia.Paint(ImageFilter=skia.ImageFilters.Blur(blur, blur, skia.TileMode.kDecal, shape)))
    draw_character(canvas, character, Pose(), view)
    # Drawn bodies are narrow and end somewhere: a back this near has shoulders, and goes on below the picture.
    unit = scale * character.canvas.height
    top_of = view[5] + scale * anchor_y + (face.mouth + NECK) * unit
    half = min(SHOULDER * unit, WIDEST * width)
    back = skia.Rect.MakeLTRB(middle - half, top_of, middle + half, height + half)
    canvas.drawRoundRect(back, SLOPE[0] * half, SLOPE[1] * half, skia.Paint(AntiAlias=True))
    canvas.restore()
    return Raster(red_first(pixels), float(left), float(top), 1.0)
