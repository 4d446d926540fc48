"""An animal's mouth: two cheeks of a muzzle above, a lower jaw that drops, fangs and a tongue.

Lengths are in widths of the mouth at rest; (0, 0) is where the cheeks meet under the nose.
"""

from __future__ import annotations

from dataclasses import dataclass

import skia

from avatar.character.looks import Look
from avatar.draw.brush import Point, clamp, curve, fill, mix, smooth, stroke
from avatar.types import Mouth

SLIVER = 0.035
"""Height in widths from which teeth are drawn as a row: a thinner one would look like a slip of the pen."""


@dataclass(frozen=True)
class _Jaw:
    left: Point
    right: Point
    half: float
    top: float
    """Where the cheeks meet."""
    cheek: float
    """How far the cheeks hang below their ends."""
    low: float
    """Lower lip, in the middle."""
    gap: float
    chin: float


def draw_muzzle(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws a mouth; `params` are the fields of Mouth in order."""
    mouth = Mouth(*params)
    jaw = _jaw(mouth, look)
    colours, line = look.colours, look.numbers["line"]
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(look.width, look.width)
    if jaw.gap > 0.015:
        opening = curve(jaw.left, *_cheeks(jaw), *_lower(jaw, jaw.low), close=True)
        chin = curve(jaw.left, *_cheeks(jaw), *_lower(jaw, jaw.low + jaw.chin), close=True)
        canvas.drawPath(chin, stroke(colours["line"], 1.7 * line))
        canvas.drawPath(chin, fill(colours["fur"]))
        canvas.save()
        canvas.clipPath(opening, True)
        _inside(canvas, jaw, mouth, look)
        canvas.restore()
        canvas.drawPath(opening, stroke(colours["line"], 0.7 * line))
    elif mouth.closure > 0.3 or jaw.gap <= 0.015:
        _shut(canvas, jaw, mouth, look)
    _front(canvas, jaw, mouth, look)
    canvas.drawPath(curve(jaw.left, *_cheeks(jaw)), stroke(colours["line"], line * (1.0 + 0.3 * mouth.closure)))
    canvas.drawLine(0.0, jaw.top, 0.0, -look.numbers["philtrum"], stroke(colours["line"], line))
    canvas.restore()


def _jaw(mouth: Mouth, look: Look) -> _Jaw:
    numbers, free = look.numbers, 1.0 - mouth.closure
    half = 0.5 * (1.0 + 0.30 * max(0.0, mouth.width) + 0.30 * min(0.0, mouth.width)) * (1.0 - 0.36 * mouth.rounding)
    half *= (1.0 + 0.10 * max(0.0, mouth.smile)) * (1.0 - 0.16 * mouth.closure)
    lift = numbers["smile"] * (1.0 - 0.5 * mouth.rounding) * (1.0 - 0.3 * mouth.closure)
    if mouth.smile < 0.0:
        lift *= 1.0 - 0.85 * mouth.closure
    frown = max(0.0, -mouth.smile)
    rest = numbers["rest_smile"] * (1.0 - clamp(1.5 * frown)) - 0.6 * frown
    up_left = (mouth.smile * (1.0 - max(0.0, mouth.skew)) + rest) * lift
    up_right = (mouth.smile * (1.0 - max(0.0, -mouth.skew)) + rest) * lift
    gap = numbers["drop"] * mouth.jaw * free * (1.0 - 0.45 * mouth.bite) + 0.10 * mouth.bite
    gap += (0.06 * smooth(mouth.jaw, 0.02, 0.25) + 0.10 * mouth.rounding) * free
    fall = 0.12 * gap
    top = -0.02 - 0.04 * mouth.upper * free
    cheek = (
        0.085
        * (1.0 - 0.7 * mouth.rounding)
        * (1.0 - 0.55 * mouth.closure)
        * (1.0 - 0.3 * mouth.upper)
        * (1.0 - 0.75 * clamp(frown))
    )
    return _Jaw(
        (-half, fall - up_left), (half, fall - up_right), half, top, cheek,
        max(top, top + cheek * 0.7 + gap), gap, numbers["chin"],
    )  # fmt: skip


def _cheeks(jaw: _Jaw) -> tuple[tuple[Point, Point, Point], tuple[Point, Point, Point]]:
    """The upper edge: two scallops that meet in the middle."""
    hang = jaw.top + jaw.cheek * 1.9
    return (
        ((jaw.left[0] + 0.10 * jaw.half, mix(jaw.left[1], hang, 0.9)), (-0.34 * jaw.half, hang), (0.0, jaw.top)),
        ((0.34 * jaw.half, hang), (jaw.right[0] - 0.10 * jaw.half, mix(jaw.right[1], hang, 0.9)), jaw.right),
    )


def _lower(jaw: _Jaw, low: float) -> tuple[tuple[Point, Point, Point], tuple[Point, Point, Point]]:
    """The lower edge, from right to left."""
    return (
        ((jaw.right[0] * 0.98, mix(jaw.right[1], low, 0.62)), (0.56 * jaw.half, low), (0.0, low)),
        ((-0.56 * jaw.half, low), (jaw.left[0] * 0.98, mix(jaw.left[1], low, 0.62)), jaw.left),
    )


def _inside(canvas: skia.Canvas, jaw: _Jaw, mouth: Mouth, look: Look) -> None:
    colours = look.colours
    canvas.drawPaint(fill(colours["inside"]))
    if mouth.bite < 0.5:
        _tongue(canvas, jaw, mouth, look)
    together = smooth(mouth.teeth, 0.8, 1.0) * (1.0 - smooth(mouth.jaw, 0.25, 0.4)) * (1.0 - mouth.bite)
    if together > 0.5:
        middle = mix(jaw.top + jaw.cheek, jaw.low, 0.5)
        canvas.drawPaint(fill(colours["teeth"]))
        seam = curve(
            (-jaw.half, middle - 0.05), ((-0.4, middle + 0.02), (0.4, middle + 0.02), (jaw.half, middle - 0.05))
        )
        canvas.drawPath(seam, stroke(colours["line"], 0.35 * look.numbers["line"]))
    elif mouth.teeth > 0.1:
        _teeth(canvas, jaw, mouth, colours["teeth"])


def _tongue(canvas: skia.Canvas, jaw: _Jaw, mouth: Mouth, look: Look) -> None:
    """Low in the mouth, or up behind the teeth: with room around it (L, N), its lower side is seen."""
    colours = look.colours
    raised = smooth(mouth.tongue, 0.2, 0.6) * (1.0 - smooth(mouth.tongue, 0.7, 1.0))
    seen = raised * smooth(jaw.gap, 0.18, 0.26)
    top = mix(jaw.low - 0.42 * jaw.gap, jaw.top + mix(0.09, 0.05, seen), raised)
    half = mix(0.62, 0.5, seen) * jaw.half
    root, deep = mix(1.0, 0.5, seen) * half, jaw.low + mix(0.2, 0.06, seen)
    belly, at = mix(1.0, 1.2, seen) * half, mix(top, jaw.low, 0.9 * seen)
    shoulder, dent = mix(0.4, 0.85, seen) * half, mix(0.012, -0.01, seen)
    tongue = curve(
        (-root, deep),
        ((-belly, at), (-shoulder, top - 0.01), (0.0, top + dent)),
        ((shoulder, top - 0.01), (belly, at), (root, deep)),
        close=True,
    )
    canvas.drawPath(tongue, fill(colours["tongue"]))
    if seen < 0.1:
        groove = curve((0.0, top + 0.04), ((0.0, top + 0.1), (0.0, jaw.low), (0.0, jaw.low)))
        canvas.drawPath(groove, stroke(colours["tongue_shade"], 0.02))
        return
    high = mix(jaw.low, mix(top, jaw.low, 0.6), seen)
    shade = skia.Path()
    shade.addOval(skia.Rect.MakeLTRB(-1.1 * half, high, 1.1 * half, jaw.low + 0.3))
    band = curve(
        (-0.14 * half, high + 0.03),
        ((-0.05 * half, high), (-0.03 * half, mix(high, top, 0.4)), (0.0, mix(high, top, 0.6))),
        ((0.03 * half, mix(high, top, 0.4)), (0.05 * half, high), (0.14 * half, high + 0.03)),
        close=True,
    )
    canvas.save()
    canvas.clipPath(tongue, True)
    for part in (shade, band):
        canvas.drawPath(part, fill(colours["tongue_shade"]))
    canvas.restore()


def _teeth(canvas: skia.Canvas, jaw: _Jaw, mouth: Mouth, ink: str) -> None:
    """A row of small teeth along the cheeks, as one shape, and a fang at each side."""
    tall = min((0.09 + 0.05 * max(0.0, mouth.width)) * mouth.teeth, 0.36 * jaw.gap)
    (first, second, mid), (third, fourth, right) = _cheeks(jaw)
    band = curve(jaw.left, (first, second, mid), (third, fourth, right))
    if tall > SLIVER:
        canvas.drawPath(band, stroke(ink, 2.0 * tall))
    for side in (-1.0, 1.0):
        x = side * 0.56 * jaw.half
        root = jaw.top + jaw.cheek
        fang = curve(
            (x - 0.05, root - 0.04), ((x - 0.04, root + 0.06), (x - 0.01, root + tall + 0.07), (x, root + tall + 0.07)),
            ((x + 0.01, root + tall + 0.07), (x + 0.04, root + 0.06), (x + 0.05, root - 0.04)), close=True,
        )  # fmt: skip
        canvas.drawPath(fang, fill(ink))


def _front(canvas: skia.Canvas, jaw: _Jaw, mouth: Mouth, look: Look) -> None:
    """What lies over the lower lip: fangs for FF, the tongue's tip for TH."""
    colours, line = look.colours, look.numbers["line"]
    out = smooth(mouth.tongue, 0.7, 1.0) * clamp(jaw.gap / 0.08)
    if mouth.bite <= 0.2 and out <= 0.05:
        return
    # Both come from under the cheeks.
    below = curve(jaw.left, *_cheeks(jaw))
    below.lineTo(jaw.right[0], jaw.low + 1.0)
    below.lineTo(jaw.left[0], jaw.low + 1.0)
    below.close()
    canvas.save()
    canvas.clipPath(below, True)
    if mouth.bite > 0.2:
        half, low = 0.40 * jaw.half, jaw.low + 0.06 * mouth.bite
        teeth = curve(
            (-half, jaw.top), ((-half, low), (-0.9 * half, low), (-0.5 * half, low)),
            ((-0.1 * half, low), (0.0, low), (0.0, low - 0.03)),
            ((0.0, low), (0.1 * half, low), (0.5 * half, low)),
            ((0.9 * half, low), (half, low), (half, jaw.top)),
        )  # fmt: skip
        canvas.drawPath(teeth, fill(colours["teeth"]))
        canvas.drawPath(teeth, stroke(colours["line"], 0.5 * line))
    if out > 0.05:
        half, low = 0.34 * jaw.half, mix(jaw.top + 0.06, jaw.low + 0.12, out)
        tip = curve(
            (-half, jaw.top), ((-1.15 * half, low - 0.05), (-0.8 * half, low), (0.0, low)),
            ((0.8 * half, low), (1.15 * half, low - 0.05), (half, jaw.top)),
        )  # fmt: skip
        canvas.drawPath(tip, fill(colours["tongue"]))
        # On its way out it is one with the tongue behind it.
        if out > 0.5:
            canvas.drawPath(tip, stroke(colours["line"], 0.5 * line * smooth(out, 0.4, 0.8)))
            groove = curve((0.0, jaw.top + 0.1), ((0.0, jaw.top + 0.14), (0.0, low - 0.1), (0.0, low - 0.07)))
            canvas.drawPath(groove, stroke(colours["tongue_shade"], 0.02))
    canvas.restore()


def _shut(canvas: skia.Canvas, jaw: _Jaw, mouth: Mouth, look: Look) -> None:
    """The lower lip seen under a shut mouth; pressed for P, B and M."""
    low = jaw.top + jaw.cheek * 1.5 + 0.055 * (1.0 - 0.4 * mouth.closure)
    wide = 0.20 + 0.10 * mouth.closure
    chin = curve((-wide, low - 0.012), ((-wide * 0.5, low + 0.022), (wide * 0.5, low + 0.022), (wide, low - 0.012)))
    canvas.drawPath(chin, stroke(look.colours["line"], look.numbers["line"] * 0.7))
    if mouth.closure > 0.4:
        for (x, y), side in ((jaw.left, -1.0), (jaw.right, 1.0)):
            pinch = curve(
                (x + side * 0.03, y - 0.10),
                ((x + side * 0.09, y - 0.05), (x + side * 0.09, y + 0.05), (x + side * 0.03, y + 0.10)),
            )
            canvas.drawPath(pinch, stroke(look.colours["line"], look.numbers["line"] * 0.7))
