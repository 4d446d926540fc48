"""A puppet's mouth: a dropping block of wood between two slots, painted lips, a plate of teeth, a felt tongue.

Lengths are in widths of the mouth at rest; (0, 0) is the middle of the shut mouth.
"""

from __future__ import annotations

import skia

from avatar.character.looks import Look
from avatar.draw.brush import clamp, curve, fill, mix, smooth, stroke
from avatar.types import Mouth


def draw_jaw(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Draws a mouth; `params` are the fields of Mouth in order."""
    mouth = Mouth(*params)
    numbers, free = look.numbers, 1.0 - mouth.closure
    half = 0.5 * (1.0 + 0.20 * max(0.0, mouth.width) + 0.30 * min(0.0, mouth.width)) * (1.0 - 0.34 * mouth.rounding)
    half *= (1.0 + 0.06 * max(0.0, mouth.smile)) * (1.0 - 0.06 * mouth.closure)
    gap = (numbers["drop"] * mouth.jaw + 0.05 * mouth.rounding) * free * (1.0 - 0.6 * mouth.bite) + 0.075 * mouth.bite
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(look.width, look.width)
    _slots(canvas, half, look)
    if gap > 0.01:
        _hollow(canvas, half, gap, mouth, look)
    _block(canvas, half, gap - 0.035 * mouth.closure, mouth, look)
    _upper_lip(canvas, half, gap, mouth, look)
    canvas.restore()


def _slots(canvas: skia.Canvas, half: float, look: Look) -> None:
    """The slots in which the block slides, drawn as far as it ever goes, wherever it is now."""
    line = stroke(look.colours["line"], 0.6 * look.numbers["line"])
    for side in (-1.0, 1.0):
        slot = curve(
            (side * half, 0.0),
            ((side * half, 0.2), (side * half * 0.96, 0.34), (side * half * 0.9, look.numbers["chin"])),
        )
        canvas.drawPath(slot, line)


def _hollow(canvas: skia.Canvas, half: float, gap: float, mouth: Mouth, look: Look) -> None:
    colours = look.colours
    inside = skia.Rect.MakeLTRB(-half, -0.06, half, gap + 0.05)
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(-half, -0.02, half, gap + 0.03), True)
    canvas.drawRect(inside, fill(colours["inside"]))
    raised = smooth(mouth.tongue, 0.2, 0.6)
    if gap > 0.09 and mouth.tongue <= 0.7:
        top = mix(gap - 0.30 * gap, 0.09, raised)
        canvas.drawOval(
            skia.Rect.MakeLTRB(-0.62 * half, top, 0.62 * half, gap + 0.5 * gap + 0.05), fill(colours["tongue"])
        )
    tall = max(0.11 * mouth.teeth + 0.04 * mouth.jaw * mouth.teeth, mouth.bite * gap)
    together = smooth(mouth.teeth, 0.8, 1.0) * (1.0 - smooth(gap, 0.12, 0.25))
    tall = min(tall, 0.7 * gap + 0.02) * (1.0 - together) + together * gap
    if tall > 0.015:
        wide = 0.84 * half
        plate = skia.Rect.MakeLTRB(-wide, -0.06, wide, tall)
        canvas.drawRoundRect(plate, 0.025, 0.025, fill(colours["teeth"]))
        if together > 0.4:
            canvas.drawLine(-wide, 0.52 * gap, wide, 0.52 * gap, stroke(colours["line"], 0.25 * look.numbers["line"]))
    canvas.restore()


def _block(canvas: skia.Canvas, half: float, gap: float, mouth: Mouth, look: Look) -> None:
    """The jaw itself, with the lower lip painted on it."""
    colours, numbers = look.colours, look.numbers
    low = gap + numbers["chin"]
    block = curve(
        (-half, gap),
        ((-half, gap + 0.2), (-half * 0.98, low - 0.1), (-half * 0.84, low - 0.03)),
        ((-half * 0.5, low + 0.012), (half * 0.5, low + 0.012), (half * 0.84, low - 0.03)),
        ((half * 0.98, low - 0.1), (half, gap + 0.2), (half, gap)),
        close=True,
    )
    canvas.drawPath(block, fill(colours["wood"]))
    shade = curve(
        (half * 0.62, gap), ((half * 0.66, gap + 0.2), (half * 0.5, low - 0.08), (half * 0.1, low + 0.003)),
        ((half * 0.4, low + 0.012), (half * 0.6, low - 0.005), (half * 0.84, low - 0.03)),
        ((half * 0.98, low - 0.1), (half, gap + 0.2), (half, gap)), close=True,
    )  # fmt: skip
    canvas.drawPath(shade, fill(colours["shade"]))
    canvas.drawPath(block, stroke(colours["line"], 1.1 * numbers["line"]))
    thick = numbers["lip"] * (1.0 - 0.2 * mouth.closure) * (1.0 + 0.3 * mouth.rounding)
    lip = curve(
        (-half * 0.9, gap + 0.012),
        ((-half * 0.5, gap + 0.012), (half * 0.5, gap + 0.012), (half * 0.9, gap + 0.012)),
        ((half * 0.8, gap + 1.1 * thick), (half * 0.3, gap + 1.5 * thick), (0.0, gap + 1.5 * thick)),
        ((-half * 0.3, gap + 1.5 * thick), (-half * 0.8, gap + 1.1 * thick), (-half * 0.9, gap + 0.012)),
        close=True,
    )
    canvas.drawPath(lip, fill(colours["lips"]))
    canvas.drawLine(
        -half * 0.3, gap + 0.75 * thick, half * 0.05, gap + 0.8 * thick, stroke(colours["shine"], 0.28 * thick)
    )
    if mouth.bite > 0.2:
        wide, edge = 0.55 * half, gap + 0.055 * mouth.bite
        plate = skia.Rect.MakeLTRB(-wide, -0.01, wide, edge)
        canvas.drawRoundRect(plate, 0.02, 0.02, fill(colours["teeth"]))
        canvas.drawRoundRect(plate, 0.02, 0.02, stroke(colours["line"], 0.3 * numbers["line"]))
    out = smooth(mouth.tongue, 0.7, 1.0) * (1.0 - mouth.closure)
    if out > 0.05 and gap > 0.03:
        wide = 0.42 * half
        tongue = skia.Rect.MakeLTRB(-wide, 0.055, wide, gap + 0.085 * out)
        canvas.drawRoundRect(tongue, 0.06, 0.06, fill(colours["tongue"]))
        canvas.drawRoundRect(tongue, 0.06, 0.06, stroke(colours["line"], 0.25 * numbers["line"]))


def _upper_lip(canvas: skia.Canvas, half: float, gap: float, mouth: Mouth, look: Look) -> None:
    """The painted upper lip and the creases at the corners, which do the smiling."""
    colours, numbers = look.colours, look.numbers
    thick = numbers["lip"] * (1.0 - 0.2 * mouth.closure) * (1.0 + 0.3 * mouth.rounding)
    bow = 0.4 * thick * (1.0 - mouth.closure)
    lip = curve(
        (-half, 0.0),
        ((-half * 0.7, -0.7 * thick), (-half * 0.4, -thick - bow * 0.4), (-half * 0.22, -thick - bow * 0.4)),
        ((-half * 0.1, -thick - bow * 0.4), (-half * 0.08, -thick + bow), (0.0, -thick + bow)),
        ((half * 0.08, -thick + bow), (half * 0.1, -thick - bow * 0.4), (half * 0.22, -thick - bow * 0.4)),
        ((half * 0.4, -thick - bow * 0.4), (half * 0.7, -0.7 * thick), (half, 0.0)),
        close=True,
    )
    canvas.drawPath(lip, fill(colours["lips_shade"]))
    weight = numbers["line"] * (0.8 + 0.5 * mouth.closure) * (1.0 - 0.4 * smooth(gap, 0.0, 0.1))
    canvas.drawLine(-half, 0.0, half, 0.0, stroke(colours["line"], weight))
    for side, share in ((-1.0, 1.0 - max(0.0, mouth.skew)), (1.0, 1.0 - max(0.0, -mouth.skew))):
        bend = (mouth.smile * share + numbers["rest_smile"] * clamp(1.0 + mouth.smile)) * numbers["smile"]
        x = side * half
        crease = curve((x, 0.0), ((x + side * 0.05, 0.0), (x + side * 0.09, -0.3 * bend), (x + side * 0.11, -bend)))
        canvas.drawPath(crease, stroke(colours["line"], 0.85 * numbers["line"]))
        if mouth.closure > 0.4:
            canvas.drawLine(
                x + side * 0.05, -0.05, x + side * 0.05, 0.05, stroke(colours["line"], 0.5 * numbers["line"])
            )
