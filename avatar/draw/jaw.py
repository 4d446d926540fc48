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
    # A tongue that is up or out wants room.
    gap += 0.07 * max(_out(mouth), _seen(mouth) * free)
    canvas.save()
    canvas.translate(*look.anchor)
    canvas.scale(look.width, look.width)
    _slots(canvas, half, look)
    if gap > 0.01:
        _hollow(canvas, half, gap, mouth, look)
    _block(canvas, half, gap - PRESSED * mouth.closure, mouth, look)
    _upper_lip(canvas, half, gap, mouth, look)
    canvas.restore()


PRESSED = 0.05
"""How far the block is pushed up for P, B and M, in widths."""


def _out(mouth: Mouth) -> float:
    """How far the tongue's tip lies over the lower lip."""
    return smooth(mouth.tongue, 0.7, 1.0) * (1.0 - mouth.closure)


def _seen(mouth: Mouth) -> float:
    """How far the tongue's tip stands up behind the teeth in an open mouth (L, N)."""
    up = smooth(mouth.tongue, 0.2, 0.55) * (1.0 - smooth(mouth.tongue, 0.75, 1.0))
    return up * smooth(mouth.jaw, 0.28, 0.45) * (1.0 - mouth.bite) * (1.0 - mouth.rounding)


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
    together = smooth(mouth.teeth, 0.8, 1.0) * (1.0 - smooth(gap, 0.12, 0.25))
    tall = min((0.11 + 0.04 * mouth.jaw) * mouth.teeth, 0.7 * gap + 0.02) * (1.0 - together) + together * gap
    # In a bite they hang before the block, not behind it.
    tall *= 1.0 - smooth(mouth.bite, 0.0, 0.5)
    _tongue(canvas, half, gap, tall, mouth, look)
    if tall > 0.015:
        wide = 0.84 * half
        plate = skia.Rect.MakeLTRB(-wide, -0.06, wide, tall)
        canvas.drawRoundRect(plate, 0.025, 0.025, fill(colours["teeth"]))
        if together > 0.4:
            canvas.drawLine(-wide, 0.52 * gap, wide, 0.52 * gap, stroke(colours["line"], 0.25 * look.numbers["line"]))
    canvas.restore()


def _tongue(canvas: skia.Canvas, half: float, gap: float, teeth: float, mouth: Mouth, look: Look) -> None:
    """A cushion of felt low in the mouth, or a tab of it that stands up behind the teeth, its seam to the front."""
    if gap <= 0.09:
        return
    seen = _seen(mouth)
    behind = smooth(mouth.tongue, 0.2, 0.6) * (1.0 - _out(mouth))
    top = mix(0.7 * gap, mix(0.09, teeth - 0.02, seen), behind)
    wide, deep = mix(0.62, 0.42, seen) * half, mix(1.6 * gap, gap, seen)
    side, shoulder = mix(deep, top, mix(0.75, 0.9, seen)), mix(0.55, 0.9, seen) * wide
    tab = curve(
        (-wide, deep),
        ((-wide, side), (-shoulder, top), (0.0, top)),
        ((shoulder, top), (wide, side), (wide, deep)),
        ((0.6 * wide, 1.6 * gap), (-0.6 * wide, 1.6 * gap), (-wide, deep)),
        close=True,
    )
    canvas.drawPath(tab, fill(look.colours["tongue"]))
    if seen > 0.1:
        shade = look.colours["lips_shade"]
        canvas.save()
        canvas.clipPath(tab, True)
        high = mix(gap, mix(top, gap, 0.62), seen)
        canvas.drawOval(skia.Rect.MakeLTRB(-1.2 * wide, high, 1.2 * wide, 2.0 * gap), fill(shade))
        canvas.drawLine(0.0, mix(high, top, 0.45), 0.0, gap, stroke(shade, 0.5 * look.numbers["line"]))
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
    # A bite tucks the lip in, and pressed lips are rolled in.
    thick = numbers["lip"] * (1.0 - 0.55 * mouth.closure) * (1.0 + 0.3 * mouth.rounding) * (1.0 - 0.7 * mouth.bite)
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
        wide, edge = 0.74 * half, gap + 0.075 * mouth.bite
        plate = skia.Rect.MakeLTRB(-wide, -0.01, wide, edge)
        canvas.drawRoundRect(plate, 0.03, 0.03, fill(colours["teeth"]))
        canvas.drawRoundRect(plate, 0.03, 0.03, stroke(colours["line"], 0.5 * numbers["line"]))
        dent = curve(
            (-wide * 0.7, edge + 0.07), ((-wide * 0.3, edge + 0.1), (wide * 0.3, edge + 0.1), (wide * 0.7, edge + 0.07))
        )
        canvas.drawPath(dent, stroke(colours["line"], 0.5 * numbers["line"] * mouth.bite))
    out = _out(mouth)
    if out > 0.05 and gap > 0.03:
        wide, low = mix(0.42, 0.5, out) * half, mix(0.09, gap + 0.15, out)
        tongue = curve(
            (-wide, 0.06),
            ((-wide, low * 0.7), (-0.8 * wide, low), (0.0, low)),
            ((0.8 * wide, low), (wide, low * 0.7), (wide, 0.06)),
            close=True,
        )
        canvas.drawPath(tongue, fill(colours["tongue"]))
        # On its way out it is one with the tongue behind it.
        if out > 0.5:
            weight = 0.5 * numbers["line"] * smooth(out, 0.4, 0.8)
            canvas.drawPath(tongue, stroke(colours["line"], weight))
            canvas.drawLine(0.0, 0.09, 0.0, low - 0.06, stroke(colours["lips_shade"], weight))


def _upper_lip(canvas: skia.Canvas, half: float, gap: float, mouth: Mouth, look: Look) -> None:
    """The painted upper lip and the creases at the corners, which do the smiling."""
    colours, numbers = look.colours, look.numbers
    thick = numbers["lip"] * (1.0 - 0.55 * mouth.closure) * (1.0 + 0.3 * mouth.rounding)
    bow = 0.4 * thick * (1.0 - mouth.closure)
    level = -PRESSED * mouth.closure
    lip = curve(
        (-half, level),
        (
            (-half * 0.7, level - 0.7 * thick),
            (-half * 0.4, level - thick - bow * 0.4),
            (-half * 0.22, level - thick - bow * 0.4),
        ),
        ((-half * 0.1, level - thick - bow * 0.4), (-half * 0.08, level - thick + bow), (0.0, level - thick + bow)),
        (
            (half * 0.08, level - thick + bow),
            (half * 0.1, level - thick - bow * 0.4),
            (half * 0.22, level - thick - bow * 0.4),
        ),
        ((half * 0.4, level - thick - bow * 0.4), (half * 0.7, level - 0.7 * thick), (half, level)),
        close=True,
    )
    canvas.drawPath(lip, fill(colours["lips_shade"]))
    weight = numbers["line"] * (0.8 + 0.5 * mouth.closure) * (1.0 - 0.4 * smooth(gap, 0.0, 0.1))
    canvas.drawLine(-half, level, half, level, stroke(colours["line"], weight))
    for side, share in ((-1.0, 1.0 - max(0.0, mouth.skew)), (1.0, 1.0 - max(0.0, -mouth.skew))):
        bend = (mouth.smile * share + numbers["rest_smile"] * clamp(1.0 + mouth.smile)) * numbers["smile"]
        bend *= 1.0 - 0.6 * mouth.closure
        x = side * half
        crease = curve(
            (x, level),
            (
                (x + side * 0.05, level),
                (x + side * 0.09, level - 0.3 * bend),
                (x + side * 0.11, level - bend),
            ),
        )
        canvas.drawPath(crease, stroke(colours["line"], 0.85 * numbers["line"]))
        if mouth.closure > 0.4:
            # Cheeks that hold against the breath.
            near = x + side * 0.17
            pinch = curve(
                (near, level - 0.12),
                ((near + side * 0.06, level - 0.06), (near + side * 0.06, level + 0.06), (near, level + 0.12)),
            )
            canvas.drawPath(pinch, stroke(colours["line"], 0.7 * numbers["line"] * mouth.closure))
