"""A robot's face: a mouth of lamps and eyes that glow. Lamps light by how much of them the mouth's shape covers, so
that the shape moves smoothly however coarse the matrix is."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import skia

from avatar.character.looks import Look
from avatar.draw.brush import clamp, curve, fill, mix, smooth, stroke
from avatar.types import Mouth


def draw_leds(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws a matrix of lamps; `params` are the fields of Mouth in order."""
    columns, rows = round(look.numbers["columns"]), round(look.numbers["rows"])
    pitch = look.width / columns
    left, top = look.anchor[0] - look.width / 2, look.anchor[1] - rows * pitch / 2
    # One path for all lamps of a colour: half the time of a circle for each.
    canvas.drawPath(_matrix(left, top, columns, rows, pitch), fill(look.colours["off"]))
    lit: dict[str, skia.Path] = {}
    lips = _lips(Mouth(*params), columns, rows)
    for column in range(columns):
        x = column - (columns - 1) / 2
        middle = lips.find_middle(x)
        for row in range(rows):
            for kind, glow in _lamp(lips, x, row - (rows - 1) / 2 - middle):
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


class _Lips(NamedTuple):
    """The mouth's shape in lamps; 0 is the middle of the matrix, y points down."""

    half: float
    """Half its width, lips and all."""
    reach: float
    """Half its height, likewise: 0.5 is one row of lamps."""
    down: float
    """How far its middle lies below that of the matrix."""
    bend_left: float
    """How far the corners lie above the middle."""
    bend_right: float
    square: float
    """2 for a round mouth, more for corners that are full."""
    teeth: float
    """How many rows of the opening the upper teeth fill."""
    raised: float
    """How much of the tongue is up in the opening."""
    tip: float
    """How much of it lies over the lower lip instead."""
    bite: float
    closure: float

    def find_middle(self, x: float) -> float:
        """How far the mouth's middle lies below that of the matrix in a column of lamps."""
        inside = min(1.2, abs(x) / self.half)
        bend = self.bend_left if x < 0 else self.bend_right
        return self.down - _stepped(bend * (inside * inside - 0.4))


def _lips(mouth: Mouth, columns: int, rows: int) -> _Lips:
    free = 1.0 - mouth.closure
    half = 0.64 * (1.0 + 0.36 * max(0.0, mouth.width) + 0.48 * min(0.0, mouth.width)) * (1.0 - 0.22 * mouth.rounding)
    half *= (1.0 - 0.1 * mouth.closure) * (1.0 + 0.1 * max(0.0, mouth.smile)) * (1.0 - 0.12 * mouth.bite)
    resting = (1.0 - smooth(mouth.jaw, 0.0, 0.14)) * (1.0 - mouth.bite) * (1.0 - mouth.rounding) * free
    half *= 1.0 + 0.2 * resting
    inner = (rows - 1) / 2
    opened = inner * max(0.0, mouth.jaw) ** 0.7 + (0.6 * mouth.jaw + 0.55 * mouth.rounding - 0.3) * mouth.rounding
    opened *= free * (1.0 - mouth.bite)
    stepped = min(inner, _stepped(opened))
    tip = smooth(mouth.tongue * free, 0.7, 1.0)
    bend = (
        (2.0 * mouth.smile + 1.7 * clamp(1.0 + 1.5 * mouth.smile) * resting)
        * free
        * (1.0 - mouth.rounding)
        * (1.0 - 0.4 * mouth.jaw)
    )
    return _Lips(
        half=0.5 + _stepped(half * columns / 2 - 0.5),
        # Pressed lips are two rows, one for each of them.
        reach=0.5 + 0.5 * mouth.closure + stepped,
        down=0.5 * mouth.closure - mouth.bite,
        bend_left=bend * (1.0 - max(0.0, mouth.skew)),
        bend_right=bend * (1.0 - max(0.0, -mouth.skew)),
        square=mix(6.0 - 2.4 * mouth.jaw, 2.4, mouth.rounding),
        teeth=(1.0 + 0.6 * mouth.jaw) * smooth(mouth.teeth, 0.3, 0.45),
        raised=smooth(mouth.tongue * free, 0.25, 0.5) * (1.0 - tip),
        tip=tip,
        bite=mouth.bite * free,
        closure=mouth.closure,
    )


def _stepped(rows: float) -> float:
    """Rows or columns of lamps that are mostly whole: what lies half between two would be dim in both."""
    whole = math.floor(rows)
    return whole + smooth(rows - whole, 0.35, 0.65)


def _lamp(lips: _Lips, x: float, y: float) -> list[tuple[str, float]]:
    """Which colours a lamp shows, one over the other, and how brightly; y points down from the mouth's middle."""
    lip = _within(x, y, lips.half, lips.reach, lips.square)
    found = [("on", lip)]
    hole = _within(x, y, lips.half - 1.0, lips.reach - 1.0, lips.square) if lips.reach > 1.0 else 0.0
    if hole > 0.0 and lips.bite < 0.5:
        upper = hole * clamp(1.5 + lips.teeth - y - lips.reach)
        # Where there is room, the tongue's tip is up behind the teeth and not among them.
        behind = smooth(upper, 0.4, 0.9) * clamp(lips.reach - 1.5)
        found += [("inside", hole), ("teeth", upper), ("tongue", (hole - behind) * _tongue(lips, x, y))]
    if lips.closure > 0.5:
        # Cheeks that hold against the breath.
        found += [
            ("on", smooth(lips.closure, 0.5, 1.0) * clamp(1.0 - abs(abs(x) - lips.half - 1.5)) * clamp(2.5 - abs(y)))
        ]
    if lips.tip > 0.0:
        found += [("tongue", lips.tip * clamp(3.0 - abs(x)) * clamp(y + 1.0) * clamp(lips.reach + 1.5 - y))]
    if lips.bite > 0.0:
        found += [("teeth", lips.bite * clamp(4.0 - abs(x)) * clamp(y) * clamp(3.0 - y))]
    return found


def _tongue(lips: _Lips, x: float, y: float) -> float:
    """How much of a lamp in the opening the tongue covers: raised behind the teeth, or lying at the bottom."""
    lying = clamp(lips.reach - 2.5) * clamp(y - lips.reach + 2.5)
    # With room around it, a tongue that is up is broader at its root than at its tip.
    root = (mix(-0.3, 0.6, clamp(y)) if y > -1.0 else 0.0) * lips.raised * clamp(lips.reach - 1.5)
    return clamp(0.5 * lips.half + root - abs(x)) * max(lips.raised, lying)


def _within(x: float, y: float, half: float, reach: float, square: float) -> float:
    """How much of a lamp lies within a rounded shape: 1 well inside, 0 well outside."""
    if half <= 0.0 or reach <= 0.0 or abs(x) > half + 0.4 or abs(y) > reach + 0.4:
        return 0.0
    a, b = abs(x) / half, abs(y) / reach
    far = (a**square + b**square) ** (1.0 / square)
    if far <= 0.0:
        return 1.0
    slope = math.hypot((a / far) ** (square - 1.0) / half, (b / far) ** (square - 1.0) / reach)
    return clamp(0.5 + 1.6 * (1.0 - far) / slope)


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
