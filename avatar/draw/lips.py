"""A mouth with lips, teeth and tongue, drawn from its parameters.

Lengths are in widths of the mouth at rest; x runs to the right, y down, (0, 0) is the middle of the closed
lips. Corners have vertical tangents on the outside, so that no pose makes a spike of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import skia

from avatar.character.looks import Look
from avatar.draw.brush import Point, clamp, curve, fill, mix, smooth, stroke
from avatar.types import Mouth

Cubic = tuple[Point, Point, Point]


@dataclass(frozen=True)
class _Shape:
    """Where the lips are, in widths."""

    left: tuple[float, float]
    """Outer corner."""
    right: tuple[float, float]
    top: float
    """Inner edge of the upper lip, in the middle."""
    bottom: float
    """Inner edge of the lower lip, in the middle."""
    upper: float
    """Thickness of the upper lip."""
    lower: float
    inset: float
    """From the outer corners to the inner ones."""
    roundness: float
    """0 a lens, 1 an ellipse."""
    half: float
    bow: float
    gap: float


def draw_lips(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws a mouth; `params` are the fields of Mouth in order."""
    mouth = Mouth(*params)
    shape = _shape(mouth, look)
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(look.width, look.width)
    outer, inner = _outer(shape), _inner(shape)
    colours = look.colours
    canvas.drawPath(outer, fill(colours["lips"]))
    _shade_upper(canvas, shape, colours["shade"])
    if shape.gap > 0.012:
        _inside(canvas, shape, inner, mouth, look)
    _shine(canvas, shape, mouth, colours["shine"])
    _lines(canvas, shape, inner, mouth, look)
    if mouth.bite > 0.15:
        _bite(canvas, shape, mouth, look)
    if mouth.tongue > 0.7:
        _tongue_tip(canvas, shape, mouth, look)
    canvas.restore()


def _shape(mouth: Mouth, look: Look) -> _Shape:
    numbers = look.numbers
    free = 1.0 - mouth.closure
    smile = mouth.smile * (1.0 - 0.5 * mouth.bite)
    spread = max(0.0, mouth.width)
    half = 0.5 * (1.0 + 0.20 * spread + 0.26 * min(0.0, mouth.width)) * (1.0 - 0.34 * mouth.rounding)
    half *= (1.0 + 0.12 * max(0.0, smile)) * (1.0 - 0.07 * mouth.jaw) * (1.0 - 0.12 * mouth.closure)
    rest = numbers["rest_smile"] * (1.0 - 0.8 * mouth.rounding) * (1.0 - 0.6 * mouth.closure) * (1.0 - 0.3 * mouth.bite)
    rest *= clamp(1.0 + 1.5 * smile) * (1.0 - 0.6 * smooth(mouth.jaw, 0.0, 0.3))
    # Puckered lips smile with what is around them: corners pulled up all the way would make them square.
    lift = numbers["smile"] * (1.0 - 0.85 * mouth.rounding)
    fall = 0.25 * numbers["drop"] * mouth.jaw * free
    smile_left = smile * (1.0 - max(0.0, mouth.skew))
    smile_right = smile * (1.0 - max(0.0, -mouth.skew))
    gap = numbers["drop"] * mouth.jaw * free * (1.0 - 0.65 * mouth.bite)
    sag = 0.05 * smile * (1.0 - 0.5 * mouth.jaw) * (1.0 - 0.7 * mouth.rounding)
    top = sag - (0.10 * gap + 0.08 * mouth.upper * free)
    bottom = max(top, sag + 0.90 * gap)
    if mouth.bite > 0:
        bottom = mix(bottom, top + 0.085, mouth.bite)
    soft = (1.0 - 0.22 * spread) * (1.0 - 0.06 * max(0.0, smile)) * (1.0 - 0.18 * mouth.closure)
    return _Shape(
        left=(-half - 0.05 * max(0.0, smile_left - smile_right), -(rest + smile_left) * lift + fall),
        right=(half + 0.05 * max(0.0, smile_right - smile_left), -(rest + smile_right) * lift + fall),
        top=top,
        bottom=bottom,
        upper=numbers["upper_lip"] * soft * (1.0 + 0.30 * mouth.rounding) * (1.0 - 0.2 * mouth.bite),
        lower=numbers["lower_lip"] * soft * (1.0 + 0.25 * mouth.rounding) * (1.0 - 0.1 * mouth.bite),
        inset=0.045 + 0.035 * mouth.rounding,
        roundness=clamp(0.25 + 0.75 * mouth.rounding + 0.45 * mouth.jaw),
        half=half,
        bow=numbers["bow"] * (1.0 - 0.55 * mouth.jaw) * (1.0 - 0.6 * mouth.closure) * (1.0 - 0.4 * spread),
        gap=bottom - top,
    )


def _above(shape: _Shape) -> tuple[Cubic, ...]:
    """The upper contour, from the left corner to the right one."""
    (left_x, left_y), (right_x, right_y), half = shape.left, shape.right, shape.half
    peak_x, peak_y = 0.25 * half, shape.top - shape.upper
    dip = peak_y + shape.bow * shape.upper * 0.55

    def side(y: float) -> float:
        return y - 0.5 * shape.upper - 0.42 * shape.roundness * max(0.0, y - peak_y - shape.upper)

    return (
        ((left_x, side(left_y)), (-peak_x - 0.36 * half, peak_y), (-peak_x, peak_y)),
        ((-peak_x * 0.55, peak_y), (-peak_x * 0.4, dip), (0.0, dip)),
        ((peak_x * 0.4, dip), (peak_x * 0.55, peak_y), (peak_x, peak_y)),
        ((peak_x + 0.36 * half, peak_y), (right_x, side(right_y)), shape.right),
    )


def _outer(shape: _Shape) -> skia.Path:
    """The contour of both lips."""
    (left_x, left_y), (right_x, right_y), half = shape.left, shape.right, shape.half
    base = shape.bottom + shape.lower
    reach = 0.52 + 0.12 * shape.roundness
    down = 0.20 + 0.34 * shape.roundness
    return curve(
        shape.left,
        *_above(shape),
        ((right_x, mix(right_y, base, down)), (reach * half, base), (0.0, base)),
        ((-reach * half, base), (left_x, mix(left_y, base, down)), shape.left),
        close=True,
    )


def _corners(shape: _Shape) -> tuple[tuple[float, float], tuple[float, float]]:
    return (shape.left[0] + shape.inset, shape.left[1]), (shape.right[0] - shape.inset, shape.right[1])


def _edge(shape: _Shape, middle: float) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]:
    """Two cubic pieces from the left inner corner over (0, middle) to the right one."""
    (left_x, left_y), (right_x, right_y) = _corners(shape)
    out = mix(0.32, 0.02, shape.roundness) * shape.half
    rise = mix(0.42, 0.60, shape.roundness)
    flat = mix(0.42, 0.55, shape.roundness) * shape.half
    return (
        ((left_x + out, mix(left_y, middle, rise)), (-flat, middle), (0.0, middle)),
        ((flat, middle), (right_x - out, mix(right_y, middle, rise)), (right_x, right_y)),
    )


def _back(shape: _Shape, middle: float) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]:
    """The same edge, walked from right to left."""
    (first, second, mid), (third, fourth, _) = _edge(shape, middle)
    left, _ = _corners(shape)
    return ((fourth, third, mid), (second, first, left))


def _inner(shape: _Shape) -> skia.Path:
    """The contour of the opening."""
    left, _ = _corners(shape)
    return curve(left, *_edge(shape, shape.top), *_back(shape, shape.bottom), close=True)


def _shade_upper(canvas: skia.Canvas, shape: _Shape, colour: str) -> None:
    """The upper lip turns away from the light."""
    middle = (shape.top + shape.bottom) / 2
    _, right = _corners(shape)
    upper = curve(shape.left, *_above(shape))
    upper.lineTo(*right)
    for first, second, end in _back(shape, middle):
        upper.cubicTo(*first, *second, *end)
    upper.close()
    canvas.drawPath(upper, fill(colour))


def _inside(canvas: skia.Canvas, shape: _Shape, inner: skia.Path, mouth: Mouth, look: Look) -> None:
    colours = look.colours
    canvas.save()
    canvas.clipPath(inner, True)
    canvas.drawPaint(fill(colours["inside"]))
    throat = skia.Rect.MakeLTRB(
        -0.52 * shape.half, shape.top - 0.1, 0.52 * shape.half, mix(shape.top, shape.bottom, 0.62)
    )
    canvas.drawOval(throat, fill(colours["throat"]))
    together = smooth(mouth.teeth, 0.7, 1.0) * (1.0 - smooth(shape.gap, 0.16, 0.30)) * (1.0 - mouth.bite)
    raised = smooth(mouth.tongue, 0.2, 0.6) * (1.0 - smooth(mouth.tongue, 0.7, 1.0))
    _tongue(canvas, shape, mouth, colours, raised)
    _lower_teeth(canvas, shape, mouth, colours, together)
    _upper_teeth(canvas, shape, mouth, colours, together)
    canvas.restore()


def _tongue(canvas: skia.Canvas, shape: _Shape, mouth: Mouth, colours: Mapping[str, str], raised: float) -> None:
    top = mix(shape.bottom - 0.34 * shape.gap * (1.0 - 0.45 * mouth.rounding), shape.top + 0.08, raised)
    half = shape.half * mix(0.66, 0.56, raised)
    deep = shape.bottom + 0.3
    body = curve(
        (-half, deep),
        ((-half, mix(deep, top, 0.85)), (-0.62 * half, top), (-0.12 * half, top)),
        ((-0.05 * half, top), (-0.05 * half, top + 0.012), (0.0, top + 0.012)),
        ((0.05 * half, top + 0.012), (0.05 * half, top), (0.12 * half, top)),
        ((0.62 * half, top), (half, mix(deep, top, 0.85)), (half, deep)),
        close=True,
    )
    canvas.drawPath(body, fill(colours["tongue"]))
    if shape.gap > 0.12:
        groove = curve((0.0, top + 0.05), ((0.01, top + 0.10), (0.0, deep - 0.1), (0.0, deep)))
        canvas.drawPath(groove, stroke(colours["tongue_shade"], 0.022))


def _upper_teeth(canvas: skia.Canvas, shape: _Shape, mouth: Mouth, colours: Mapping[str, str], together: float) -> None:
    if mouth.teeth < 0.04:
        return
    height = min(mix(0.04, 0.135, mouth.teeth) + 0.05 * mouth.jaw * mouth.teeth, 0.62 * shape.gap + 0.03)
    height = max(height, together * (0.56 * shape.gap)) * (1.0 - mouth.bite)
    left, right = _corners(shape)
    low = shape.top + height
    side = mix(0.86, 0.97, together)
    band = curve(
        (left[0] * side - 0.02, min(left[1], shape.top) - 0.3),
        ((left[0] * side, mix(left[1], low, 0.3)), (left[0] * side, low), (left[0] * 0.62, low)),
        ((left[0] * 0.4, low + 0.008), (right[0] * 0.4, low + 0.008), (right[0] * 0.62, low)),
        ((right[0] * side, low), (right[0] * side, mix(right[1], low, 0.3)),
         (right[0] * side + 0.02, min(right[1], shape.top) - 0.3)),
        close=True,
    )  # fmt: skip
    canvas.drawPath(band, fill(colours["teeth"]))
    shadow = curve(left, *_edge(shape, shape.top - 0.02), *_back(shape, shape.top + 0.028), close=True)
    canvas.drawPath(shadow, fill(colours["teeth_shade"]))
    if together > 0.3:
        seam = curve(
            (left[0] * 0.8, low), ((left[0] * 0.4, low + 0.01), (right[0] * 0.4, low + 0.01), (right[0] * 0.8, low))
        )
        canvas.drawPath(seam, stroke(colours["lips"], 0.016 * together))


def _lower_teeth(canvas: skia.Canvas, shape: _Shape, mouth: Mouth, colours: Mapping[str, str], together: float) -> None:
    wide = smooth(mouth.width, 0.25, 0.6) * smooth(mouth.teeth, 0.5, 0.75) * (1.0 - smooth(mouth.jaw, 0.6, 0.9))
    show = max(together, 0.75 * wide * (1.0 - mouth.rounding) * (1.0 - clamp(1.6 * mouth.smile)))
    if show < 0.05:
        return
    height = max(0.075 * show, together * 0.5 * shape.gap)
    left, right = _corners(shape)
    top = shape.bottom - height
    band = curve(
        (left[0] * 0.8, shape.bottom + 0.2),
        ((left[0] * 0.8, top), (left[0] * 0.7, top), (left[0] * 0.5, top)),
        ((left[0] * 0.3, top + 0.01), (right[0] * 0.3, top + 0.01), (right[0] * 0.5, top)),
        ((right[0] * 0.7, top), (right[0] * 0.8, top), (right[0] * 0.8, shape.bottom + 0.2)),
        close=True,
    )
    canvas.drawPath(band, fill(colours["teeth"]))


def _tongue_tip(canvas: skia.Canvas, shape: _Shape, mouth: Mouth, look: Look) -> None:
    """The tip between the teeth, over the lower lip's edge: TH."""
    out = smooth(mouth.tongue, 0.7, 1.0) * (1.0 - mouth.closure)
    if out <= 0.0 or shape.gap < 0.03:
        return
    half = 0.46 * shape.half
    top = shape.top + 0.05 + 0.05 * mouth.teeth
    low = mix(top, shape.bottom + 0.45 * shape.lower, out)
    tip = curve(
        (-half, mix(top, low, 0.35)),
        ((-half, top - 0.01), (-0.5 * half, top), (0.0, top)),
        ((0.5 * half, top), (half, top - 0.01), (half, mix(top, low, 0.35))),
        ((half, low), (0.5 * half, low + 0.012), (0.0, low + 0.012)),
        ((-0.5 * half, low + 0.012), (-half, low), (-half, mix(top, low, 0.35))),
        close=True,
    )
    canvas.drawPath(tip, fill(look.colours["tongue"]))
    canvas.drawPath(tip, stroke(look.colours["tongue_shade"], 0.018))
    groove = curve((0.0, top + 0.035), ((0.004, top + 0.05), (0.0, low - 0.05), (0.0, low - 0.035)))
    canvas.drawPath(groove, stroke(look.colours["tongue_shade"], 0.018))


def _bite(canvas: skia.Canvas, shape: _Shape, mouth: Mouth, look: Look) -> None:
    """The upper front teeth on the lower lip: FF."""
    half = 0.74 * shape.half
    top, low = shape.top - 0.012, mix(shape.top, shape.bottom + 0.22 * shape.lower, mouth.bite)
    teeth = curve(
        (-half, top),
        ((-half, mix(top, low, 0.5)), (-0.92 * half, low), (-0.6 * half, low)),
        ((-0.3 * half, low + 0.012), (0.3 * half, low + 0.012), (0.6 * half, low)),
        ((0.92 * half, low), (half, mix(top, low, 0.5)), (half, top)),
    )
    canvas.drawPath(teeth, fill(look.colours["teeth"]))
    canvas.drawPath(teeth, stroke(look.colours["shade"], 0.6 * look.numbers["line"]))
    upper = curve((-0.84 * shape.half, shape.top - 0.008), ((-0.3, shape.top - 0.012), (0.3, shape.top - 0.012),
                                                          (0.84 * shape.half, shape.top - 0.008)))  # fmt: skip
    canvas.drawPath(upper, stroke(look.colours["line"], look.numbers["line"] * 0.7))


def _shine(canvas: skia.Canvas, shape: _Shape, mouth: Mouth, colour: str) -> None:
    """One small highlight on the lower lip."""
    strength = (1.0 - 0.9 * mouth.closure) * (1.0 - mouth.bite)
    if strength < 0.1 or mouth.tongue > 0.8:
        return
    y = shape.bottom + 0.46 * shape.lower
    half = 0.24 * shape.half
    mark = curve(
        (-half - 0.06, y - 0.004), ((-half * 0.5, y + 0.014), (half * 0.2, y + 0.016), (half * 0.6, y + 0.008))
    )
    canvas.drawPath(mark, stroke(colour, 0.30 * shape.lower * strength))


def _lines(canvas: skia.Canvas, shape: _Shape, inner: skia.Path, mouth: Mouth, look: Look) -> None:
    colours, width = look.colours, look.numbers["line"]
    left, _ = _corners(shape)
    open_share = smooth(shape.gap, 0.01, 0.12)
    if open_share < 1.0:
        slit = curve(left, *_edge(shape, (shape.top + shape.bottom) / 2))
        canvas.drawPath(slit, stroke(colours["line"], width * (1.0 - 0.35 * open_share)))
    if shape.gap > 0.012:
        canvas.drawPath(inner, stroke(colours["line"], width * 0.65))
    tension = max(smooth(mouth.closure, 0.5, 1.0) * 0.8, smooth(mouth.smile, 0.3, 0.9))
    if tension > 0.05:
        for (x, y), side, pull in ((shape.left, -1.0, -mouth.skew), (shape.right, 1.0, mouth.skew)):
            strength = tension * clamp(1.0 + min(0.0, pull))
            if strength > 0.05:
                _dimple(canvas, x, y, side, strength, look)


def _dimple(canvas: skia.Canvas, x: float, y: float, side: float, strength: float, look: Look) -> None:
    reach = 0.05 * strength
    start, end = (x + side * 0.035, y - reach), (x + side * 0.03, y + reach * 0.9)
    crease = curve(start, ((start[0] + side * 0.03, y - reach * 0.3), (end[0] + side * 0.03, y + reach * 0.4), end))
    canvas.drawPath(crease, stroke(look.colours["line"], look.numbers["line"] * 0.55 * strength))
