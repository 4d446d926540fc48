"""Eyes: a white, an iris that looks around inside it, and lids that close by shape.

Lengths are in half widths of the eye; (0, 0) is its middle, x is positive away from the nose for both eyes.
"""

from __future__ import annotations

import skia

from avatar.character.looks import Look
from avatar.draw.brush import Point, clamp, curve, fill, mix, stroke


def draw_round_eye(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws one eye; `params`: side (-1 the picture's left), gaze x and y, openness, squint, tilt of the brow."""
    side, gaze_x, gaze_y, openness, squint, tilt = params
    unit = look.width / 2
    numbers, colours = look.numbers, look.colours
    high = numbers["height"]
    openness = clamp(openness, 0.0, 1.3) * (1.0 - 0.16 * max(0.0, gaze_y))
    inner, outer = (-0.97, 0.14 * high), (1.0, 0.08 * high - 2.0 * numbers["slant"])
    top, low = _lids(openness * numbers["rest"], squint, gaze_y, high)
    upper = _lid(inner, outer, top + 0.16 * max(0.0, -tilt) - 0.02, top + 0.14 * max(0.0, tilt), 0.96)
    lower = _lid(inner, outer, low, low, 0.97)
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(side * unit, unit)
    _lid_skin(canvas, look, inner, outer, upper, top, high, openness)
    opening = curve(inner, upper, (lower[1], lower[0], inner), close=True)
    if openness > 0.03:
        canvas.save()
        canvas.clipPath(opening, True)
        canvas.drawPaint(fill(colours["white"]))
        _shadow(canvas, look, inner, upper)
        _iris(canvas, look, side * gaze_x, gaze_y, side)
        canvas.restore()
        canvas.drawPath(curve(inner, lower), stroke(colours["line"], 2 * numbers["line"]))
    _lashes(canvas, look, inner, upper, openness)
    canvas.restore()


def _lids(openness: float, squint: float, gaze_y: float, high: float) -> tuple[float, float]:
    """Where the middle of the upper and of the lower lid is."""
    low_open = 0.93 * high - 0.34 * high * clamp(squint) + 0.06 * gaze_y
    shut = mix(0.52, -0.36, clamp((squint - 0.45) / 0.55)) * high
    low = mix(shut, low_open, clamp(openness * 1.5))
    top = mix(shut, -high, openness)
    return min(top, low), low


def _lid(inner: Point, outer: Point, near: float, far: float, wide: float) -> tuple[Point, Point, Point]:
    """A cubic from the inner corner to the outer one whose middle is at `near` and `far` (inner and outer half)."""
    mean = (inner[1] + outer[1]) / 2
    return (
        (inner[0] * wide, (near - 0.25 * mean) / 0.75),
        (outer[0] * wide, (far - 0.25 * mean) / 0.75),
        outer,
    )


def _lid_skin(
    canvas: skia.Canvas, look: Look, inner: Point, outer: Point, upper: tuple[Point, Point, Point], top: float,
    high: float, openness: float,
) -> None:  # fmt: skip
    """The upper lid's skin, seen as it comes down, and its crease."""
    full = _lid(inner, outer, -1.02 * high, -1.02 * high, 0.96)
    if openness < 1.1:
        skin = curve(inner, full, (upper[1], upper[0], inner), close=True)
        canvas.drawPath(skin, fill(look.colours["lid"]))
    crease = clamp((openness - 0.35) / 0.4)
    if crease > 0.0:
        rise = 0.26 + 0.05 * openness
        line = curve(
            (inner[0] * 0.70, mix(inner[1], top, 0.62) - rise * 0.7),
            ((inner[0] * 0.4, top - rise * 1.25), (outer[0] * 0.5, top - rise * 1.3),
             (outer[0] * 0.92, mix(outer[1], top, 0.55) - rise * 0.8)),
        )  # fmt: skip
        canvas.drawPath(line, stroke(look.colours["lid_shade"], 2 * look.numbers["line"] * crease))


def _shadow(canvas: skia.Canvas, look: Look, inner: Point, upper: tuple[Point, Point, Point]) -> None:
    """The upper lid's shadow on the white."""
    canvas.drawPath(curve(inner, upper), stroke(look.colours["white_shade"], 0.34))


def _iris(canvas: skia.Canvas, look: Look, gaze_x: float, gaze_y: float, side: float) -> None:
    numbers, colours = look.numbers, look.colours
    x = 2 * numbers["travel_x"] * gaze_x - 0.05
    y = 2 * numbers["travel_y"] * gaze_y + 0.03
    radius = numbers["iris"]
    canvas.drawCircle(x, y, radius, fill(colours["iris_shade"]))
    canvas.drawCircle(x, y + 0.17 * radius, 0.83 * radius, fill(colours["iris"]))
    canvas.drawCircle(x, y, radius * numbers["pupil"], fill(colours["pupil"]))
    light = -0.36 * side * radius
    canvas.drawCircle(x + light, y - 0.38 * radius, 0.27 * radius, fill(colours["shine"]))
    canvas.drawCircle(x - light * 1.05, y + 0.42 * radius, 0.12 * radius, fill(colours["shine"] + "a0"))


def _lashes(canvas: skia.Canvas, look: Look, inner: Point, upper: tuple[Point, Point, Point], openness: float) -> None:
    """The upper lid's thick line, thickest outside, with a flick of lashes."""
    weight, length = 2 * look.numbers["lid_line"], look.numbers["lashes"]
    first, second, outer = upper
    ink = look.colours["line"]
    line = curve(inner, upper)
    back = ((second[0] * 1.0, second[1] - 1.25 * weight), (first[0], first[1] - 0.5 * weight), inner)
    line.cubicTo(*back[0], *back[1], *back[2])
    line.close()
    canvas.drawPath(line, fill(ink))
    canvas.drawPath(curve(inner, upper), stroke(ink, weight * mix(0.85, 0.55, clamp(openness * 2.0))))
    if length > 0:
        fold = mix(0.5, 1.0, clamp(openness))
        tip = (outer[0] + 0.26 * length, outer[1] - 0.20 * length * (2 * fold - 1))
        flick = curve(
            (outer[0] - 0.12, outer[1] - 0.26 * fold),
            ((outer[0] + 0.04, outer[1] - 0.12), (outer[0] + 0.12, outer[1] - 0.08), tip),
            (
                (outer[0] + 0.12, outer[1] + 0.06),
                (outer[0] + 0.02, outer[1] + 0.08),
                (outer[0] - 0.06, outer[1] + 0.05),
            ),
            close=True,
        )
        canvas.drawPath(flick, fill(ink))
