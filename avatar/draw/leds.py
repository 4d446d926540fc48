"""A robot's face: a mouth of lamps and eyes that glow. Lamps light by how much of them the mouth's shape covers, so
that the shape moves smoothly however coarse the matrix is."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import skia

from avatar.character.looks import Look
from avatar.draw.brush import clamp, curve, fill, mix, stroke
from avatar.types import Mouth


def draw_leds(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws a matrix of lamps; `params` are the fields of Mouth in order."""
    mouth = Mouth(*params)
    columns, rows = round(look.numbers["columns"]), round(look.numbers["rows"])
    pitch = look.width / columns
    left, top = look.anchor[0] - look.width / 2, look.anchor[1] - rows * pitch / 2
    # One path for all lamps of a colour: half the time of a circle for each.
    canvas.drawPath(_matrix(left, top, columns, rows, pitch), fill(look.colours["off"]))
    lit: dict[str, skia.Path] = {}
    size = 1.0 / columns
    half, gap = _opening(mouth)
    for column in range(columns):
        slice_ = _slice(mouth, half, gap, (2 * column + 1) / columns - 1.0, size)
        for row in range(rows):
            kind, glow = _lamp(mouth, slice_, (2 * row + 1 - rows) / columns, size)
            if glow > 0.04:
                ink = f"{look.colours[kind]}{min(255, round(16 * glow) * 16):02x}"
                if ink not in lit:
                    lit[ink] = skia.Path()
                lit[ink].addCircle(left + (column + 0.5) * pitch, top + (row + 0.5) * pitch, RADIUS * pitch)
    for ink, path in lit.items():
        canvas.drawPath(path, fill(ink))


RADIUS = 0.4
"""Radius of a lamp, in distances between the middles of two."""


@lru_cache(maxsize=8)
def _matrix(left: float, top: float, columns: int, rows: int, pitch: float) -> skia.Path:
    """All lamps."""
    path = skia.Path()
    for column in range(columns):
        for row in range(rows):
            path.addCircle(left + (column + 0.5) * pitch, top + (row + 0.5) * pitch, RADIUS * pitch)
    return path


class _Slice(NamedTuple):
    """The mouth's shape in one column of lamps; lengths in half widths of the matrix."""

    middle: float
    reach: float
    """Half the height of the opening here."""
    edge: float
    """How much of the column lies between the corners."""
    hole: float
    """The same of what is inside the lips."""
    central: bool
    """Whether the tongue's tip is seen here."""


def _opening(mouth: Mouth) -> tuple[float, float]:
    """Half the width and half the height of the mouth."""
    half = 0.64 * (1.0 + 0.38 * max(0.0, mouth.width) + 0.45 * min(0.0, mouth.width)) * (1.0 - 0.30 * mouth.rounding)
    half *= (1.0 - 0.42 * mouth.closure) * (1.0 + 0.15 * max(0.0, mouth.smile))
    wide = 0.46 * mouth.jaw + 0.06 * mouth.rounding + 0.16 * mouth.bite + 0.05 * mouth.upper
    return half, 0.11 * (1.0 - 0.2 * mouth.closure) + wide * (1.0 - mouth.closure)


def _slice(mouth: Mouth, half: float, gap: float, x: float, size: float) -> _Slice:
    far = abs(x)
    inside = far / half
    rest = 0.5 * clamp(1.0 + 1.5 * mouth.smile) * (1.0 - mouth.closure) * (1.0 - mouth.rounding)
    corner = mouth.smile * (1.0 - clamp(-x * mouth.skew)) + rest
    middle = -0.24 * corner * (inside * inside - 0.4) if inside < 1.6 else 0.0
    reach = gap * (math.sqrt(max(0.0, 1.0 - inside**2.4)) if gap > 0.16 else 1.0)
    hole = _cover(far - half + 1.6 * size, size) if reach > 2.0 * size else 0.0
    return _Slice(middle, reach, _cover(far - half, size), hole, far < 0.45 * half)


def _lamp(mouth: Mouth, at: _Slice, y: float, size: float) -> tuple[str, float]:
    """Which colour a lamp shows and how brightly; y in half widths of the matrix, `size` half a lamp's pitch."""
    if at.edge == 0.0:
        return "on", 0.0
    off_middle = abs(y - at.middle)
    edge = at.edge * _cover(off_middle - at.reach, 1.1 * size)
    hole = at.hole * _cover(off_middle - at.reach + 2.0 * size, size)
    if hole < 0.5 or edge < 0.05:
        return "on", edge
    over = (y - at.middle + at.reach) / max(2 * at.reach, 1e-6)
    if mouth.tongue > 0.7 and at.central and over > 0.3:
        return "tongue", hole
    if mouth.teeth > 0.3 and over < 0.30 + 0.45 * mouth.teeth * (1.0 - mouth.jaw) + 0.6 * mouth.bite:
        return "teeth", hole * min(1.0, mouth.teeth + 0.2)
    return "inside", hole


def _cover(distance: float, size: float) -> float:
    """How much of a lamp lies within an edge: 1 well inside, 0 well outside."""
    return clamp(0.5 - distance / (2.0 * size))


def draw_glow_eye(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws a glowing eye on a dark visor; `params` as for round eyes."""
    side, gaze_x, gaze_y, openness, squint, tilt = params
    unit = look.width / 2
    numbers, colours = look.numbers, look.colours
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(unit, unit)
    canvas.translate(numbers["travel"] * gaze_x, numbers["travel"] * 0.8 * gaze_y)
    canvas.rotate(side * tilt * -14.0)
    high = numbers["height"] * clamp(openness, 0.0, 1.3)
    happy = clamp((squint - 0.4) / 0.5) * clamp((0.7 - openness) / 0.5)
    if happy > 0.5:
        arc = curve((-0.82, 0.22), ((-0.55, -0.62), (0.55, -0.62), (0.82, 0.22)))
        canvas.drawPath(arc, stroke(colours["glow"], 0.62))
        canvas.drawPath(arc, stroke(colours["iris"], 0.34))
    else:
        _lit_pill(canvas, high, squint, look)
    canvas.restore()


def _lit_pill(canvas: skia.Canvas, high: float, squint: float, look: Look) -> None:
    colours = look.colours
    tall = max(0.13, high)
    low = tall * (1.0 - 0.5 * clamp(squint))
    for grow, ink in ((0.13, "glow"), (0.0, "iris")):
        box = skia.Rect.MakeLTRB(-0.74 - grow, -tall - grow, 0.74 + grow, low + grow)
        corner = min(0.52 + grow, (tall + low) / 2 + grow)
        canvas.drawRoundRect(box, corner, corner, fill(colours[ink]))
    if tall > 0.35:
        core = skia.Rect.MakeLTRB(-0.36, mix(-tall, low, 0.5) - 0.36 * tall, 0.36, mix(-tall, low, 0.5) + 0.40 * tall)
        canvas.drawRoundRect(core, 0.30, 0.30, fill(colours["core"]))
        canvas.drawCircle(-0.34, -0.52 * tall, 0.14, fill(colours["shine"]))
