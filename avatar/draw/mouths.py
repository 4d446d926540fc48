"""Where a character's mouth is when it is widest open, found in what is drawn: works for any style of mouth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from avatar.character.affine import Affine
from avatar.character.loading import Character
from avatar.character.looks import Box
from avatar.character.mouth import SHAPES
from avatar.character.rig import LiveLayer, Static, build_layers
from avatar.draw.painter import draw_character
from avatar.draw.pictures import CAST, inked, paint_live
from avatar.draw.surfaces import canvas_on
from avatar.types import Pose

WIDEST = ("aa", "E", "oh")
"""Visemes that reach furthest down and to the sides."""

FINE = 0.25
"""Pixels for a canvas unit: an edge is found to four units."""

TRUNK = 0.08
"""Widths of the canvas to each side of the anchor within which the body reaches furthest down."""


def find_mouth(character: Character, poses: Iterable[Pose]) -> Box | None:
    """A box that holds the mouth however wide it opens while head and body are in these poses, in canvas units.

    None for a character without a mouth, or with pictures of the whole of it for mouths.
    """
    names = {layer.name for layer in character.layers if layer.live == "mouth" or layer.shape}
    drawn: dict[tuple[str, str], Box] = {}
    boxes: list[Box] = []
    for pose in poses:
        for viseme in WIDEST:
            shown = replace(pose, mouth=SHAPES[viseme], shape=character.acting.sprites.get(viseme, ""))
            for layer in build_layers(character, shown):
                if layer.key in names:
                    if (layer.key, viseme) not in drawn:
                        drawn[layer.key, viseme] = _drawn(character, layer)
                    boxes.append(_moved(drawn[layer.key, viseme], layer.matrix))
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return (left, top, right - left, bottom - top) if bottom - top <= character.canvas.head else None


@lru_cache(maxsize=CAST)
def find_floor(character: Character) -> float:
    """How far down the body is drawn below its anchor, in canvas units from the page's top; it may run off the page."""
    canvas = character.canvas
    pixels = np.zeros((round(1.5 * canvas.height * FINE), round(canvas.width * FINE), 4), np.uint8)
    draw_character(canvas_on(pixels), character, Pose(), (FINE, 0.0, 0.0, FINE, 0.0, 0.0))
    middle, half = round(canvas.anchor[0] * FINE), max(1, round(TRUNK * canvas.width * FINE))
    covered = (pixels[:, max(0, middle - half) : middle + half, 3] > 250).all(axis=1)
    rows = np.flatnonzero(covered)
    return float(rows[-1] + 1) / FINE if len(rows) else canvas.anchor[1]


def _drawn(character: Character, layer: LiveLayer | Static) -> Box:
    """Where a layer has ink, before it is moved."""
    if isinstance(layer, Static):
        return inked(character)[layer.key]
    raster = paint_live(layer, FINE)
    ink = raster.pixels[:, :, 3]
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return (
        raster.x + float(columns[0]) / FINE,
        raster.y + float(rows[0]) / FINE,
        float(columns[-1] - columns[0] + 1) / FINE,
        float(rows[-1] - rows[0] + 1) / FINE,
    )


def _moved(box: Box, matrix: Affine) -> Box:
    """The upright box around a box that is moved."""
    left, top, width, height = box
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left, left + width) for y in (top, top + height)]
    xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
