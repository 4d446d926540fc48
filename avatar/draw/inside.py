"""What is seen between lips: teeth, tongue and the dark behind them. Lengths are in widths of the mouth at rest."""

from __future__ import annotations

import skia

from avatar.character.looks import Look
from avatar.draw.brush import curve, fill, mix, smooth, stroke, tint
from avatar.draw.lipshape import LipShape
from avatar.types import Mouth

SLIVER = 0.05
"""Teeth lower than this are not drawn: a thread of white reads as a fault of the drawing."""


def draw_inside(canvas: skia.Canvas, shape: LipShape, inner: skia.Path, mouth: Mouth, look: Look) -> None:
    """The open mouth, and the lower lip where a bite draws it in."""
    colours = look.colours
    canvas.save()
    canvas.clipPath(inner, True)
    if mouth.bite > 0.02:
        _rolled_in(canvas, shape, mouth, look)
    else:
        canvas.drawPaint(fill(colours["inside"]))
        throat = skia.Rect.MakeLTRB(
            -0.52 * shape.half, shape.top - 0.1, 0.52 * shape.half, mix(shape.top, shape.bottom, 0.62)
        )
        canvas.drawOval(throat, fill(colours["throat"]))
    _tongue(canvas, shape, mouth, look)
    _lower_teeth(canvas, shape, mouth, look)
    _upper_teeth(canvas, shape, mouth, look)
    canvas.restore()


def draw_front(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """What lies over the lower lip: the teeth of a bite (FF), the tongue's tip (TH)."""
    if mouth.bite > 0.3:
        _biting_teeth(canvas, shape, mouth, look)
    out = smooth(mouth.tongue, 0.7, 1.0) * (1.0 - mouth.closure)
    if out > 0.0 and shape.gap > 0.03:
        _tongue_tip(canvas, shape, mouth, look, out)


def _together(shape: LipShape, mouth: Mouth) -> float:
    """How far the rows of teeth meet, as for S."""
    return smooth(mouth.teeth, 0.86, 1.0) * (1.0 - smooth(shape.gap, 0.2, 0.34)) * (1.0 - mouth.bite)


def _teeth_height(shape: LipShape, mouth: Mouth) -> float:
    """Of the upper row, below the upper lip."""
    full = mix(0.04, 0.135, mouth.teeth) + 0.05 * mouth.jaw * mouth.teeth
    apart = min(full, 0.56 * shape.gap)
    apart *= smooth(apart, 0.6 * SLIVER, SLIVER) * smooth(mouth.teeth, 0.02, 0.12)
    return max(apart, _together(shape, mouth) * 0.56 * shape.gap) * (1.0 - mouth.bite)


def _tongue(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """Its body low in the mouth, or its tip up behind the teeth: hidden by them (D), or seen from below (L, N)."""
    raised = smooth(mouth.tongue, 0.2, 0.55) * (1.0 - smooth(mouth.tongue, 0.75, 1.0))
    seen = raised * smooth(shape.gap, 0.13, 0.22)
    hidden = smooth(mouth.rounding, 0.6, 1.0) * (1.0 - smooth(shape.gap, 0.2, 0.4))
    low = shape.bottom - 0.34 * shape.gap * (1.0 - 0.45 * mouth.rounding)
    top = mix(low, shape.top + max(0.0, _teeth_height(shape, mouth) - 0.02), raised)
    top = mix(top, shape.bottom + 0.05, hidden)
    half = shape.half * mix(0.66, 0.5, raised)
    deep = shape.bottom + mix(0.3, 0.12, seen)
    # A tongue that is up is a leaf: its tip is round, its root narrower than its middle.
    dent, shoulder, root = mix(0.012, 0.0, seen), mix(0.62, 0.95, seen) * half, mix(1.0, 0.4, seen) * half
    belly, at = mix(1.0, 1.3, seen) * half, mix(mix(deep, top, 0.85), mix(top, shape.bottom, 0.9), seen)
    body = curve(
        (-root, deep),
        ((-belly, at), (-shoulder, top), (-0.12 * half, top)),
        ((-0.05 * half, top), (-0.05 * half, top + dent), (0.0, top + dent)),
        ((0.05 * half, top + dent), (0.05 * half, top), (0.12 * half, top)),
        ((shoulder, top), (belly, at), (root, deep)),
        close=True,
    )
    colours = look.colours
    # What is up behind the teeth lies in their shadow.
    canvas.drawPath(body, fill(tint(colours["tongue"], colours["tongue_shade"], raised * (1.0 - seen))))
    if raised > 0.2:
        # A tongue that is up shows its lower side.
        under = mix(shape.bottom, top + 0.45 * shape.gap, raised * (1.0 - seen))
        side = skia.Rect.MakeLTRB(-1.1 * half, under, 1.1 * half, shape.bottom + 0.2)
        canvas.drawOval(side, fill(tint(colours["tongue_shade"], colours["inside"], 0.5)))
    if seen > 0.1:
        _lower_side(canvas, body, top, half, shape, seen, look)
    elif shape.gap > 0.12 and raised <= 0.2:
        groove = curve((0.0, top + 0.05), ((0.01, top + 0.10), (0.0, deep - 0.1), (0.0, deep)))
        canvas.drawPath(groove, stroke(colours["tongue_shade"], 0.022))


def _lower_side(
    canvas: skia.Canvas, body: skia.Path, top: float, half: float, shape: LipShape, seen: float, look: Look
) -> None:
    """Of a tongue that is up in an open mouth: shade towards its root, and the band that holds it."""
    ink = look.colours["tongue_shade"]
    high = mix(shape.bottom, mix(top, shape.bottom, 0.58), seen)
    canvas.save()
    canvas.clipPath(body, True)
    canvas.drawOval(skia.Rect.MakeLTRB(-1.1 * half, high, 1.1 * half, shape.bottom + 0.4), fill(ink))
    band = curve(
        (-0.16 * half, high + 0.03),
        ((-0.06 * half, high), (-0.04 * half, mix(high, top, 0.4)), (0.0, mix(high, top, 0.55))),
        ((0.04 * half, mix(high, top, 0.4)), (0.06 * half, high), (0.16 * half, high + 0.03)),
        close=True,
    )
    canvas.drawPath(band, fill(ink))
    canvas.restore()


def _upper_teeth(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    height = _teeth_height(shape, mouth)
    if height < 0.01:
        return
    colours, together = look.colours, _together(shape, mouth)
    left, right = shape.corners()
    low = shape.top + height
    side = mix(0.86, 0.97, together)
    # Where the mouth is a narrow crescent, the row bends with it; a wide opening shows that teeth are straight.
    bend = 0.8 * (1.0 - smooth(shape.gap, 0.14, 0.3)) * (1.0 - together)
    up_left, up_right = bend * min(0.0, left[1] - shape.top), bend * min(0.0, right[1] - shape.top)
    far_left, far_right = left[0] * side, right[0] * side
    band = curve(
        (far_left - 0.02, min(left[1], shape.top) - 0.3),
        ((far_left, mix(left[1], low + up_left, 0.3)), (far_left, low + up_left),
         (0.72 * far_left, low + 0.55 * up_left)),
        ((0.45 * far_left, low + 0.15 * up_left + 0.004), (0.2 * far_left, low + 0.006), (0.0, low + 0.006)),
        ((0.2 * far_right, low + 0.006), (0.45 * far_right, low + 0.15 * up_right + 0.004),
         (0.72 * far_right, low + 0.55 * up_right)),
        ((far_right, low + up_right), (far_right, mix(right[1], low + up_right, 0.3)),
         (far_right + 0.02, min(right[1], shape.top) - 0.3)),
        close=True,
    )  # fmt: skip
    canvas.drawPath(band, fill(colours["teeth"]))
    shadow = curve(left, *shape.edge(shape.top - 0.02), *shape.back(shape.top + 0.028), close=True)
    canvas.drawPath(shadow, fill(colours["teeth_shade"]))
    if together > 0.3:
        seam = curve(
            (left[0] * 0.86, low), ((left[0] * 0.4, low + 0.01), (right[0] * 0.4, low + 0.01), (right[0] * 0.86, low))
        )
        canvas.drawPath(seam, stroke(tint(colours["teeth_shade"], colours["inside"], 0.5), 0.018 * together))


def _lower_teeth(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """With the upper ones for S, and alone where a wide mouth is half open."""
    together = _together(shape, mouth)
    wide = smooth(mouth.width, 0.25, 0.6) * smooth(mouth.teeth, 0.5, 0.75) * (1.0 - smooth(mouth.jaw, 0.6, 0.9))
    wide *= smooth(shape.gap, 0.2, 0.3) * (1.0 - mouth.rounding) * (1.0 - min(1.0, 1.6 * abs(mouth.smile)))
    height = max(0.06 * wide, together * 0.5 * shape.gap)
    if height < 0.02:
        return
    left, right = shape.corners()
    top = shape.bottom - height
    side = mix(0.8, 0.94, together)
    band = curve(
        (left[0] * side, shape.bottom + 0.2),
        ((left[0] * side, top), (left[0] * 0.7, top), (left[0] * 0.5, top)),
        ((left[0] * 0.3, top + 0.01), (right[0] * 0.3, top + 0.01), (right[0] * 0.5, top)),
        ((right[0] * 0.7, top), (right[0] * side, top), (right[0] * side, shape.bottom + 0.2)),
        close=True,
    )
    canvas.drawPath(band, fill(look.colours["teeth"]))


def _rolled_in(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """The lower lip, drawn up and in beneath the teeth, fills the opening but for a dark line."""
    left, _ = shape.corners()
    edge = mix(shape.bottom, shape.top + 0.3 * shape.gap, mouth.bite)
    gap = curve(left, *shape.edge(shape.top), *shape.back(edge), close=True)
    canvas.drawPaint(fill(look.colours["lips"]))
    canvas.drawPath(gap, fill(look.colours["inside"]))


def _biting_teeth(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look) -> None:
    """The upper front teeth on the lower lip."""
    half = 0.58 * shape.half
    top, low = shape.top - 0.03, mix(shape.top, shape.bottom + 0.26 * shape.lower, mouth.bite)

    def plate(drop: float) -> skia.Path:
        edge = low + drop
        return curve(
            (-half, top),
            ((-half, mix(top, edge, 0.5)), (-0.98 * half, edge), (-0.72 * half, edge)),
            ((-0.4 * half, edge + 0.01), (-0.12 * half, edge + 0.012), (0.0, edge + 0.002)),
            ((0.12 * half, edge + 0.012), (0.4 * half, edge + 0.01), (0.72 * half, edge)),
            ((0.98 * half, edge), (half, mix(top, edge, 0.5)), (half, top)),
        )

    left, _ = shape.corners()
    canvas.save()
    canvas.clipPath(curve(left, *shape.edge(shape.top), *shape.back(shape.base + shape.lower), close=True), True)
    canvas.drawPath(plate(0.032), fill(look.colours["shade"]))
    canvas.drawPath(plate(0.0), fill(look.colours["teeth"]))
    shadow = curve(left, *shape.edge(shape.top), *shape.back(shape.top + 0.032), close=True)
    canvas.clipPath(plate(0.0), True)
    canvas.drawPath(shadow, fill(look.colours["teeth_shade"]))
    canvas.restore()
    line = curve(left, *shape.edge(shape.top))
    canvas.drawPath(line, stroke(look.colours["line"], 0.75 * look.numbers["line"]))


def _tongue_tip(canvas: skia.Canvas, shape: LipShape, mouth: Mouth, look: Look, out: float) -> None:
    """The tip between the teeth, over the lower lip's edge; far enough out, with its groove and a light on it."""
    half = 0.52 * min(shape.half, 0.5)
    top = shape.top + _teeth_height(shape, mouth) - 0.004
    low = mix(top, shape.bottom + 0.66 * shape.lower, out)
    middle = mix(top, low, 0.2)
    tip = curve(
        (-half, middle),
        ((-half, top), (-half, top), (-0.94 * half, top)),
        ((-0.3 * half, top + 0.004), (0.3 * half, top + 0.004), (0.94 * half, top)),
        ((half, top), (half, top), (half, middle)),
        ((half, mix(middle, low, 0.7)), (0.55 * half, low), (0.0, low)),
        ((-0.55 * half, low), (-half, mix(middle, low, 0.7)), (-half, middle)),
        close=True,
    )
    colours = look.colours
    # On its way out it is one with the tongue behind it.
    clear = smooth(out, 0.3, 0.9)
    canvas.drawPath(tip, fill(tint(colours["tongue"], "#ffffff", 0.15 * clear)))
    rim = curve(
        (half, middle),
        ((half, mix(middle, low, 0.7)), (0.55 * half, low), (0.0, low)),
        ((-0.55 * half, low), (-half, mix(middle, low, 0.7)), (-half, middle)),
    )
    canvas.drawPath(rim, stroke(tint(colours["tongue"], colours["tongue_shade"], clear), 0.016))
    if out < 0.6:
        return
    groove = curve((0.0, top + 0.05), ((0.006, mix(top, low, 0.5)), (0.0, low - 0.06), (0.0, low - 0.055)))
    canvas.drawPath(groove, stroke(colours["tongue_shade"], 0.016))
    light = curve(
        (-0.6 * half, low - 0.062), ((-0.5 * half, low - 0.04), (-0.4 * half, low - 0.03), (-0.24 * half, low - 0.03))
    )
    canvas.drawPath(light, stroke(tint(colours["tongue"], "#ffffff", 0.55), 0.022))
