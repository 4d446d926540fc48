"""Sets: what is behind the cast. Each is a function that fills a canvas of any size.

All are quieter than the cast: little contrast, muted colours, one idea of light. Lengths are in heights of the picture,
x from its middle, so that a set looks right at any width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import skia

from avatar import backdrops
from avatar.character.fields import did_you_mean
from avatar.draw import backcloth
from avatar.draw.brush import Point, colour, curve, fill, stroke
from avatar.errors import StageError

Draw = Callable[[skia.Canvas, float, float], None]


def _staged(canvas: skia.Canvas, width: float, height: float) -> float:
    """Puts the canvas into heights, x = 0 in the middle; returns half the width in heights."""
    canvas.translate(width / 2, 0)
    canvas.scale(height, height)
    return width / height / 2


def _box(
    canvas: skia.Canvas, left: float, top: float, right: float, bottom: float, ink: str, round_: float = 0
) -> None:
    canvas.drawRoundRect(skia.Rect.MakeLTRB(left, top, right, bottom), round_, round_, fill(ink))


def _shape(canvas: skia.Canvas, points: Iterable[Point], ink: str) -> None:
    path = skia.Path()
    path.addPoly([skia.Point(*point) for point in points], True)
    canvas.drawPath(path, fill(ink))


def draw_transparent(canvas: skia.Canvas, width: float, height: float) -> None:
    """Nothing: for films that go over something else."""
    canvas.clear(0)


def draw_plain(canvas: skia.Canvas, width: float, height: float) -> None:
    """A quiet wall with one large soft shape of light behind the head."""
    canvas.clear(colour("#d3dcd8"))
    _staged(canvas, width, height)
    blob = curve(
        (-0.62, 0.62),
        ((-0.70, 0.22), (-0.34, 0.02), (0.04, 0.05)),
        ((0.46, 0.08), (0.72, 0.30), (0.64, 0.66)),
        ((0.60, 0.98), (0.40, 1.10), (0.0, 1.10)),
        ((-0.40, 1.10), (-0.57, 0.94), (-0.62, 0.62)),
        close=True,
    )
    canvas.drawPath(blob, fill("#e3eae6"))


_BRICKS = (
    (-0.95, 0.16), (-0.80, 0.16), (-0.875, 0.215), (-0.62, 0.30), (-0.70, 0.355), (-0.55, 0.355), (-1.02, 0.50),
    (-0.87, 0.50), (-0.945, 0.555), (-0.64, 0.66), (0.52, 0.12), (0.60, 0.175), (0.45, 0.175), (0.83, 0.28),
    (0.90, 0.335), (0.75, 0.335), (0.56, 0.50), (0.71, 0.50), (0.635, 0.555), (0.93, 0.62), (0.86, 0.675),
    (-0.36, 0.09), (-0.28, 0.145), (0.26, 0.30), (-0.42, 0.52),
)  # fmt: skip


def draw_club(canvas: skia.Canvas, width: float, height: float) -> None:
    """A comedy club: a brick wall of which few bricks show, a spotlight from above, a stool with a glass."""
    canvas.clear(colour("#4d3d47"))
    half = _staged(canvas, width, height)
    for scale, ink in ((1.0, "#5c4850"), (0.80, "#6d555a"), (0.60, "#7e6463")):
        canvas.drawOval(
            skia.Rect.MakeLTRB(-0.95 * scale, 0.46 - 0.72 * scale, 0.95 * scale, 0.46 + 0.72 * scale), fill(ink)
        )
    for x, y in _BRICKS:
        lit = max(0.0, 1.0 - abs(x) / 1.1)
        _box(canvas, x - 0.07, y - 0.023, x + 0.07, y + 0.023, "#8d6f68" if lit > 0.45 else "#64505a", 0.006)
    _shape(canvas, ((-0.05, -0.02), (0.05, -0.02), (0.62, 1.02), (-0.62, 1.02)), "#ffe9c81c")
    _shape(canvas, ((-0.03, -0.02), (0.03, -0.02), (0.44, 1.02), (-0.44, 1.02)), "#ffe9c81c")
    _box(canvas, -half, 0.90, half, 1.0, "#3c2f38")
    canvas.drawOval(skia.Rect.MakeLTRB(-0.66, 0.885, 0.66, 1.03), fill("#5d4848"))
    _curtain(canvas, -half, 1.0)
    _curtain(canvas, half, -1.0)
    _stool(canvas, 0.62)


def _curtain(canvas: skia.Canvas, edge: float, side: float) -> None:
    """A drape at one side of the stage, falling inwards."""
    fold = curve(
        (edge, -0.02), ((edge + side * 0.26, 0.1), (edge + side * 0.20, 0.5), (edge + side * 0.16, 1.02)),
        ((edge, 1.02), (edge, 1.02), (edge, 1.02)), close=True,
    )  # fmt: skip
    canvas.drawPath(fold, fill("#5e3038"))
    for at, deep in ((0.05, 0.02), (0.105, 0.0)):
        line = curve(
            (edge + side * (at + 0.02), -0.02),
            ((edge + side * (at + 0.07), 0.3), (edge + side * (at + 0.02), 0.7), (edge + side * (at + deep), 1.02)),
        )
        canvas.drawPath(line, stroke("#4a252e", 0.014))


def _stool(canvas: skia.Canvas, x: float) -> None:
    for foot in (-0.075, 0.075):
        canvas.drawPath(
            curve((x + foot * 0.5, 0.74), ((x + foot, 0.85),) * 2 + ((x + foot, 0.96),)), stroke("#33272f", 0.014)
        )
    canvas.drawLine(x - 0.062, 0.87, x + 0.062, 0.87, stroke("#33272f", 0.010))
    _box(canvas, x - 0.085, 0.715, x + 0.085, 0.745, "#7a5a49", 0.014)
    _box(canvas, x - 0.02, 0.655, x + 0.02, 0.716, "#c9d3d266", 0.006)
    _box(canvas, x - 0.018, 0.680, x + 0.018, 0.714, "#dfe9e788", 0.005)


def draw_living(canvas: skia.Canvas, width: float, height: float) -> None:
    """A living room: window light from the left, a sofa, a lamp, a plant."""
    canvas.clear(colour("#d8cbbb"))
    half = _staged(canvas, width, height)
    _box(canvas, -half, 0.86, half, 1.0, "#b59f8a")
    _box(canvas, -half, 0.845, half, 0.866, "#e6ddd0")
    _shape(canvas, ((-0.46, 0.10), (-0.02, 0.20), (0.34, 0.845), (-0.30, 0.845)), "#f3e8d55c")
    _window(canvas, -0.74)
    _frame(canvas, 0.50, 0.20, 0.115, 0.15, "#a9b7ae")
    _frame(canvas, 0.70, 0.26, 0.075, 0.075, "#c9a98c")
    _sofa(canvas)
    _lamp(canvas, 0.86)
    _plant(canvas, -0.98)


def _window(canvas: skia.Canvas, x: float) -> None:
    _box(canvas, x - 0.20, 0.08, x + 0.20, 0.60, "#efe7da", 0.008)
    _box(canvas, x - 0.175, 0.105, x + 0.175, 0.575, "#c3d8de", 0.004)
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(x - 0.175, 0.105, x + 0.175, 0.575), True)
    canvas.drawCircle(x + 0.10, 0.62, 0.17, fill("#a9c2b4"))
    canvas.drawCircle(x - 0.14, 0.64, 0.20, fill("#98b5a5"))
    canvas.restore()
    canvas.drawLine(x, 0.10, x, 0.58, stroke("#efe7da", 0.016))
    canvas.drawLine(x - 0.18, 0.33, x + 0.18, 0.33, stroke("#efe7da", 0.014))
    _box(canvas, x - 0.22, 0.585, x + 0.22, 0.61, "#e2d7c7", 0.006)
    for side in (-1.0, 1.0):
        drape = curve(
            (x + side * 0.27, 0.05), ((x + side * 0.13, 0.06), (x + side * 0.21, 0.34), (x + side * 0.17, 0.66)),
            ((x + side * 0.21, 0.68), (x + side * 0.25, 0.68), (x + side * 0.28, 0.66)), close=True,
        )  # fmt: skip
        canvas.drawPath(drape, fill("#c8b49c"))


def _frame(canvas: skia.Canvas, x: float, y: float, wide: float, high: float, ink: str) -> None:
    _box(
        canvas, x - wide / 2 - 0.012, y - high / 2 - 0.012, x + wide / 2 + 0.012, y + high / 2 + 0.012, "#a58b73", 0.004
    )
    _box(canvas, x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, "#ece4d6")
    canvas.drawCircle(x, y + high * 0.06, min(wide, high) * 0.28, fill(ink))


def _sofa(canvas: skia.Canvas) -> None:
    _box(canvas, -0.66, 0.60, 0.66, 1.06, "#96a79d", 0.07)
    _box(canvas, -0.62, 0.63, -0.01, 0.98, "#a3b3a9", 0.05)
    _box(canvas, 0.01, 0.63, 0.62, 0.98, "#a3b3a9", 0.05)
    for side in (-1.0, 1.0):
        near, far = side * 0.60, side * 0.78
        _box(canvas, min(near, far), 0.74, max(near, far), 1.06, "#8a9b91", 0.06)


def _lamp(canvas: skia.Canvas, x: float) -> None:
    canvas.drawCircle(x, 0.36, 0.24, fill("#f6e7c43a"))
    canvas.drawCircle(x, 0.36, 0.16, fill("#f6e7c450"))
    canvas.drawLine(x, 0.44, x, 0.92, stroke("#8c7562", 0.012))
    _box(canvas, x - 0.06, 0.915, x + 0.06, 0.935, "#8c7562", 0.008)
    _shape(canvas, ((x - 0.055, 0.28), (x + 0.055, 0.28), (x + 0.095, 0.44), (x - 0.095, 0.44)), "#f0dcb4")


def _plant(canvas: skia.Canvas, x: float) -> None:
    for lean, tall in ((-0.13, 0.20), (-0.05, 0.30), (0.05, 0.27), (0.14, 0.17)):
        leaf = curve(
            (x, 0.78), ((x + lean * 0.2 - 0.04, 0.70), (x + lean - 0.05, 0.72 - tall * 0.7), (x + lean, 0.76 - tall)),
            ((x + lean + 0.05, 0.74 - tall * 0.6), (x + lean * 0.3 + 0.04, 0.72), (x, 0.78)), close=True,
        )  # fmt: skip
        canvas.drawPath(leaf, fill("#87a08c" if lean < 0 else "#7b9581"))
    _shape(canvas, ((x - 0.075, 0.77), (x + 0.075, 0.77), (x + 0.055, 0.92), (x - 0.055, 0.92)), "#b98f72")


def draw_studio(canvas: skia.Canvas, width: float, height: float) -> None:
    """A small studio: panels on the wall, a shelf with lamps, a screen with a map of nothing, a desk."""
    canvas.clear(colour("#8b9aa5"))
    half = _staged(canvas, width, height)
    for number in range(-6, 7):
        _box(
            canvas,
            number * 0.24 - 0.112,
            -0.02,
            number * 0.24 + 0.112,
            0.74,
            "#95a4ae" if number % 2 else "#909faa",
            0.008,
        )
    canvas.drawOval(skia.Rect.MakeLTRB(-0.62, -0.02, 0.62, 1.02), fill("#b4c1c8"))
    canvas.drawOval(skia.Rect.MakeLTRB(-0.46, 0.10, 0.46, 0.98), fill("#c3ced3"))
    _screen(canvas, -0.72)
    _shelf(canvas, 0.74)
    _box(canvas, -half, 0.74, half, 1.0, "#6d7c88")
    _box(canvas, -half, 0.735, half, 0.75, "#a7b4bc")
    _desk(canvas, half)


def _desk(canvas: skia.Canvas, half: float) -> None:
    """The desk in front of the one who sits there: its top, a lit edge, panels of wood below."""
    top = FRONTS["studio"]
    _box(canvas, -half, top, half, 1.0, "#9c6f4e")
    _box(canvas, -half, top, half, top + 0.036, "#c99b70")
    _box(canvas, -half, top, half, top + 0.007, "#e2bd92")
    _box(canvas, -half, top + 0.036, half, top + 0.050, "#6b4833")
    for number in range(-8, 9):
        _box(canvas, number * 0.27 - 0.118, top + 0.066, number * 0.27 + 0.118, 1.02, "#8d6245", 0.008)
    for x, lean in ((-0.58, 0.01), (0.60, -0.01)):
        paper = ((x - 0.08, 0.012), (x + 0.08, 0.012), (x + 0.09 + lean, 0.030), (x - 0.09 + lean, 0.030))
        _shape(canvas, tuple((across, top + down) for across, down in paper), "#f1ece1")


def _screen(canvas: skia.Canvas, x: float) -> None:
    _box(canvas, x - 0.24, 0.14, x + 0.24, 0.46, "#4c5a66", 0.016)
    _box(canvas, x - 0.225, 0.155, x + 0.225, 0.445, "#5f7683", 0.008)
    for left, top, right, low in ((-0.16, 0.22, -0.02, 0.30), (-0.06, 0.27, 0.08, 0.37), (0.07, 0.20, 0.17, 0.27)):
        canvas.drawOval(skia.Rect.MakeLTRB(x + left, top, x + right, low), fill("#7b929d"))
    _box(canvas, x - 0.225, 0.405, x + 0.225, 0.445, "#8a5a57")


def _shelf(canvas: skia.Canvas, x: float) -> None:
    for y in (0.26, 0.48):
        _box(canvas, x - 0.22, y, x + 0.22, y + 0.016, "#6f5f55", 0.003)
    books = ((-0.19, 0.10, "#7d8c7a"), (-0.155, 0.12, "#9a7b6c"), (-0.12, 0.09, "#6f7f92"), (0.09, 0.11, "#8f8170"),
             (0.125, 0.13, "#7a6f86"))  # fmt: skip
    for at, tall, ink in books:
        _box(canvas, x + at, 0.26 - tall, x + at + 0.03, 0.26, ink, 0.003)
    canvas.drawCircle(x + 0.01, 0.215, 0.045, fill("#e9d9b0"))
    _box(canvas, x - 0.012, 0.245, x + 0.032, 0.262, "#5f6f7c")
    _box(canvas, x - 0.17, 0.41, x - 0.05, 0.48, "#a35b52", 0.01)
    _box(canvas, x - 0.158, 0.422, x - 0.062, 0.468, "#c9766a", 0.006)
    canvas.drawCircle(x + 0.10, 0.445, 0.036, fill("#7f9a86"))


FRONTS = {"studio": 0.87}
"""Sets with something before the cast: all that is below this share of the height, from edge to edge."""

SETS: dict[str, Draw] = {
    "plain": draw_plain,
    "transparent": draw_transparent,
    "club": draw_club,
    "living-room": draw_living,
    "studio": draw_studio,
}
"""A draw function for each set."""


def known(name: str) -> str:
    """The name again. Raises StageError where there is no such set, nor a picture of that name that can be drawn."""
    if backdrops.is_picture(name):
        backcloth.check(backdrops.find(name))
    else:
        find(name)
    return name


def find(name: str) -> Draw:
    """What draws a set, or a picture of the user's own. Raises StageError where it isn't there."""
    if backdrops.is_picture(name):
        return backcloth.hang(backdrops.find(name))
    if name not in SETS:
        raise StageError(
            f"there is no set {name!r}", remedy=f"{did_you_mean(name, SETS)} A picture's name will do as well."
        )
    return SETS[name]
