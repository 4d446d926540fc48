"""A mouth with lips, teeth and tongue, drawn from its parameters. Lengths are in widths of the mouth at rest."""

from __future__ import annotations

import skia

from avatar.character.looks import Look
from avatar.draw.brush import Point, clamp, curve, fill, mix, smooth, stroke, tint
from avatar.draw.inside import draw_front, draw_inside
from avatar.draw.lipshape import OPEN, LipShape, lip_shape
from avatar.types import Mouth


def draw_lips(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws a mouth; `params` are the fields of Mouth in order."""
    mouth = Mouth(*params)
    shape = lip_shape(mouth, look)
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(look.width, look.width)
    inner = shape.inner()
    _skin(canvas, shape, mouth, look)
    _lips(canvas, shape, mouth, look)
    if shape.gap > OPEN:
        draw_inside(canvas, shape, inner, mouth, look)
    _shine(canvas, shape, mouth, look)
    _lines(canvas, shape, inner, mouth, look)
    draw_front(canvas, shape, mouth, look)
    canvas.restore()


def _skin(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """What the skin below does: a shadow under the lip, deeper in a bite; the chin's pull where lips are pressed."""
    fold, press = look.colours["fold"], mouth.closure
    under = (
        (1.0 - smooth(press, 0.1, 0.5))
        * (1.0 - smooth(shape.gap, 0.12, 0.26))
        * (1.0 - smooth(mouth.rounding, 0.3, 0.7))
    )
    if under > 0.3:
        half, y = (0.40 + 0.14 * mouth.bite) * shape.half * under, shape.base + 0.05
        _crescent(canvas, half, y, -0.03 * under, (0.022 + 0.03 * mouth.bite) * under, fold)
    press = smooth(press, 0.4, 1.0)
    if press > 0.05:
        _crescent(canvas, (0.16 + 0.2 * press) * shape.half, shape.base + 0.085, 0.06 * press, 0.03 * press, fold)


def _crescent(canvas: skia.Canvas, half: float, y: float, ends: float, deep: float, ink: str) -> None:
    """A shade around (0, y), `deep` in the middle, its ends lower by `ends`."""
    mark = curve(
        (-half, y + ends),
        ((-0.6 * half, y - 0.35 * ends), (-0.3 * half, y - 0.5 * deep), (0.0, y - 0.5 * deep)),
        ((0.3 * half, y - 0.5 * deep), (0.6 * half, y - 0.35 * ends), (half, y + ends)),
        ((0.6 * half, y + deep), (0.3 * half, y + deep), (0.0, y + deep)),
        ((-0.3 * half, y + deep), (-0.6 * half, y + deep), (-half, y + ends)),
        close=True,
    )
    canvas.drawPath(mark, fill(ink))


def _lips(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """Both lips; the upper one turns away from the light, and pressed ones are pale."""
    colours = look.colours
    canvas.drawPath(shape.outer(), fill(tint(colours["lips"], colours["pressed"], mouth.closure)))
    middle = (shape.top + shape.bottom) / 2
    (left_x, left_y), (right_x, right_y) = shape.left, shape.right
    (in_left, in_right), thick = shape.corners(), shape.upper
    # Its shade runs out along the outer contour, as a crescent does.
    curl = smooth(shape.roundness, 0.3, 1.0)
    hug, hang = 1.1 * curl * thick, mix(0.05, 0.55, curl) * thick
    upper = curve(shape.left, *shape.above())
    upper.cubicTo(right_x, right_y - hug, in_right[0] + 0.35 * shape.inset, in_right[1] - hang,
                  in_right[0] - 0.10 * shape.half, mix(in_right[1], middle, 0.25))  # fmt: skip
    upper.cubicTo(0.5 * shape.half, middle, 0.2 * shape.half, middle, 0.0, middle)
    upper.cubicTo(-0.2 * shape.half, middle, -0.5 * shape.half, middle,
                  in_left[0] + 0.10 * shape.half, mix(in_left[1], middle, 0.25))  # fmt: skip
    upper.cubicTo(in_left[0] - 0.35 * shape.inset, in_left[1] - hang, left_x, left_y - hug, left_x, left_y)
    upper.close()
    canvas.drawPath(upper, fill(tint(colours["shade"], colours["pressed"], 0.75 * mouth.closure)))


def _shine(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """One small highlight on the lower lip."""
    strength = (1.0 - mouth.closure) * (1.0 - mouth.bite)
    if strength < 0.1 or mouth.tongue > 0.8:
        return
    y = shape.bottom + 0.46 * shape.lower
    half = 0.24 * shape.half
    mark = curve(
        (-half - 0.06, y - 0.004), ((-half * 0.5, y + 0.014), (half * 0.2, y + 0.016), (half * 0.6, y + 0.008))
    )
    canvas.drawPath(mark, stroke(look.colours["shine"], 0.30 * shape.lower * strength))


def _lines(canvas: skia.Canvas, shape: LipShape, inner: skia.Path, mouth: Mouth, look: Look) -> None:
    """The line where the lips meet, or the one around the opening; a tuck across each corner that is pulled."""
    ink, width = look.colours["line"], look.numbers["line"]
    if shape.gap > OPEN:
        around = curve(shape.corners()[0], *shape.edge(shape.top)) if mouth.bite > 0.5 else inner
        canvas.drawPath(around, stroke(ink, width * mix(0.9, 0.65, smooth(shape.gap, OPEN, 0.1))))
    else:
        left, _ = shape.corners()
        canvas.drawPath(curve(left, *shape.edge((shape.top + shape.bottom) / 2)), stroke(ink, width))
    pressed, smiling = smooth(mouth.closure, 0.4, 1.0), smooth(mouth.smile, 0.3, 0.9)
    for corner, side, pull in ((shape.left, -1.0, -mouth.skew), (shape.right, 1.0, mouth.skew)):
        strength = max(pressed, smiling * clamp(1.0 + min(0.0, pull)) * (1.0 - smooth(mouth.rounding, 0.2, 0.7)))
        if strength > 0.05:
            _tuck(canvas, corner, side, strength, look)


def _tuck(canvas: skia.Canvas, corner: Point, side: float, strength: float, look: Look) -> None:
    """The cheek's fold at a corner that is pulled: it ends the line of the mouth and does not stand beside it."""
    x, y = corner
    near, far, reach = x - side * 0.022, x + side * 0.044 * strength, 0.066 * strength
    fold = curve(
        (near, y - reach),
        ((far, y - 0.55 * reach), (far, y + 0.55 * reach), (near, y + reach)),
        ((x - side * 0.004, y + 0.4 * reach), (x - side * 0.004, y - 0.4 * reach), (near, y - reach)),
        close=True,
    )
    canvas.drawPath(fold, fill(look.colours["fold"]))
    canvas.drawPath(fold, fill(look.colours["fold"]))
