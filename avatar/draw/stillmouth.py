"""The mouth of a still picture: what lies behind its lips, and what is drawn over them.

Lengths are in units of the mouth, from its middle: x along it, y down.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import skia

from avatar.character.looks import Look
from avatar.character.still.mesh import Floats, StillMesh
from avatar.character.still.mouthing import find_lip_lines
from avatar.character.still.picture import NEARLY_SHUT, StillLook
from avatar.draw.brush import clamp, mix, smooth
from avatar.draw.stilllight import Colour, Light, find_light, light_up, mix_paint, move_into, trace
from avatar.types import Mouth


def draw_inside(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """The inside of a mouth in a picture: a cavity, the tongue, and teeth where the picture has none to show."""
    assert isinstance(look, StillLook)
    mesh, light = look.still.mesh, find_light(look.still)
    mouth = Mouth(*params)
    upper, lower = find_lip_lines(mesh, mouth)
    frame = mesh.mouth
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(*look.box))
    canvas.concat(move_into(frame.middle, frame.across, frame.unit))
    place = _Inside(_local(mesh, upper), _local(mesh, lower))
    _draw_cavity(canvas, place, light)
    if mesh.shown != "open":
        _draw_tongue(canvas, place, mouth, light)
        if mesh.shown == "shut" and mesh.kind == "face":
            _draw_teeth(canvas, place, mouth, light)
        elif mesh.kind == "muzzle":
            _draw_fangs(canvas, place, light)
        _draw_shadow(canvas, place)
        if mouth.tongue > 0.75:
            _draw_tongue_tip(canvas, place, mouth, light)
    canvas.restore()


class _Inside(NamedTuple):
    """The inner edges of the lips in units of the mouth from its middle, x along it, y down; shape (11, 2) each."""

    upper: Floats
    lower: Floats

    @property
    def gap(self) -> float:
        return float((self.lower - self.upper)[:, 1].max())

    @property
    def half(self) -> float:
        """Half the width of what is open."""
        opened = (self.lower - self.upper)[:, 1] > 0.15 * self.gap
        wide = self.upper[opened, 0]
        return float(0.5 * (wide.max() - wide.min())) + 0.03 if len(wide) else 0.1

    @property
    def middle(self) -> float:
        return float(self.upper[5, 0])


def _local(mesh: StillMesh, line: Floats) -> Floats:
    frame = mesh.mouth
    away = (line - frame.middle) / frame.unit
    return np.stack([away @ frame.across, away @ frame.down], axis=1)


CAVITY, THROAT = (0.30, 0.085, 0.085), (0.10, 0.02, 0.025)
SHADE = (0.25, 0.075, 0.065)
"""Of lips on the teeth behind them: warm, for grey teeth look ill."""
TONGUE, TONGUE_DARK = (0.74, 0.36, 0.36), (0.50, 0.20, 0.21)
TEETH, GUM_SHADE = (0.98, 0.93, 0.84), (0.45, 0.22, 0.20)


def _draw_cavity(canvas: skia.Canvas, place: _Inside, light: Light) -> None:
    """What is behind all; it reaches under the lips, which the mesh draws over it."""
    spread = np.array([0.0, 0.06])
    ends = np.sin(np.linspace(0.0, np.pi, len(place.upper)))[:, None]
    path = trace(place.upper - ends * spread)
    trace((place.lower + ends * spread)[::-1], path)
    path.close()
    canvas.drawPath(path, mix_paint(light_up(CAVITY, light)))
    if place.gap > 0.04:
        middle = float((place.upper[5, 1] + place.lower[5, 1]) / 2)
        throat = light_up(THROAT, light)
        _draw_soft_oval(canvas, place.middle, middle, 0.74 * place.half, 0.5 * place.gap, throat, throat, 0.0)


def _draw_soft_oval(
    canvas: skia.Canvas, x: float, y: float, wide: float, high: float, inner: Colour, outer: Colour, edge: float
) -> None:
    """An oval about a place that goes over from one colour to another of opacity `edge`: quicker than a blur."""
    first, last = mix_paint(inner).getColor(), mix_paint(outer, alpha=edge).getColor()
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(wide, high)
    shader = skia.GradientShader.MakeRadial(skia.Point(0, 0), 1.0, [first, first, last], [0.0, 0.45, 1.0])
    canvas.drawCircle(0, 0, 1.0, skia.Paint(AntiAlias=True, Shader=shader))
    canvas.restore()


def _draw_tongue(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light) -> None:
    gap = place.gap
    if gap < 0.05:
        return
    rise = mix(0.30, 0.62, mouth.tongue) - 0.10 * mouth.rounding
    top = float(place.lower[5, 1]) - rise * gap
    half = place.half * mix(0.78, 0.6, mouth.rounding)
    high = 0.625 * gap + 0.05
    _draw_soft_oval(
        canvas, place.middle, top + high, half, high, light_up(TONGUE, light), light_up(TONGUE_DARK, light), 1.0
    )


def _draw_tongue_tip(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light) -> None:
    """The tip between the teeth: TH."""
    out = smooth(mouth.tongue, 0.75, 1.0)
    half = 0.62 * place.half
    bottom = float(place.lower[5, 1])
    tip = skia.Rect.MakeLTRB(
        place.middle - half, bottom - 0.66 * out * place.gap, place.middle + half, bottom + 0.4 * place.gap
    )
    canvas.drawOval(tip, mix_paint(light_up(TONGUE, light), 0.98))
    shine = skia.Rect.MakeLTRB(
        place.middle - 0.45 * half, bottom - 0.5 * out * place.gap, place.middle + 0.3 * half,
        bottom - 0.25 * out * place.gap,
    )  # fmt: skip
    canvas.drawOval(shine, mix_paint((1.0, 0.85, 0.82), light.strength, alpha=0.35, blur=0.02))


def _draw_teeth(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light) -> None:
    """The upper row as one shape that hangs behind the upper lip, darker towards the sides; the lower one's edge."""
    long = mix(0.09, 0.17, mouth.teeth) * mix(1.0, 0.2, mouth.rounding**2)
    upper = place.upper[1:-1]
    bow = (upper[:, 0] - place.middle) / max(0.3, place.half)
    fall = np.sqrt(np.clip(1.0 - (np.clip(np.abs(bow), 0, 1) * 0.98) ** 2, 0.0, 1.0))
    edge = np.stack([upper[:, 0], upper[:, 1] + long * fall * (1.0 + 0.18 * fall)], axis=1)
    path = trace(upper - [0.0, 0.05])
    trace(edge[::-1], path)
    path.close()
    low = float(place.lower[5, 1])
    if mouth.teeth > 0.6 and mouth.bite < 0.4 and place.gap > 0.12:
        _draw_lower_teeth(canvas, place, mouth, light, low)
    paint = mix_paint(light_up(TEETH, light))
    paint.setShader(_shade_sides(place, light))
    canvas.drawPath(path, paint)
    between = skia.Path()
    for number in range(-3, 4):  # hardly seen, as from where one talks to somebody
        x = place.middle + number * 0.105 - math.copysign(0.012 * number * number, number)
        between.addRect(skia.Rect.MakeXYWH(x - 0.005, -0.6, 0.010, 1.4))
    canvas.save()
    canvas.clipPath(path, True)
    canvas.drawPath(between, mix_paint(light_up(GUM_SHADE, light), alpha=0.13))
    canvas.restore()


def _shade_sides(place: _Inside, light: Light) -> skia.Shader:
    """The colours of a row of teeth, which bends back into the cheeks' shadow on both sides."""
    white, dark = light_up(TEETH, light), light_up(CAVITY, light)
    side = mix_paint((mix(white[0], dark[0], 0.7), mix(white[1], dark[1], 0.7), mix(white[2], dark[2], 0.7)))
    ends = [skia.Point(place.middle + far * (place.half + 0.02), 0.0) for far in (-1.0, 1.0)]
    middle = mix_paint(white).getColor()
    return skia.GradientShader.MakeLinear(
        ends, [side.getColor(), middle, middle, side.getColor()], [0.0, 0.34, 0.66, 1.0]
    )


def _draw_lower_teeth(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light, low: float) -> None:
    half = 0.62 * place.half
    top = low - 0.075 * smooth(mouth.teeth, 0.6, 0.9)
    row = skia.Rect.MakeLTRB(place.middle - half, top, place.middle + half, low + 0.2)
    canvas.drawRoundRect(row, 0.4 * half, 0.05, mix_paint(light_up(TEETH, light), 0.86))


def _draw_fangs(canvas: skia.Canvas, place: _Inside, light: Light) -> None:
    """An animal's: two that point down, near the corners of the front."""
    if place.gap < 0.1:
        return
    for side in (-1.0, 1.0):
        x, half, long = place.middle + side * 0.42 * place.half, 0.035, min(0.15, 0.5 * place.gap)
        top = float(np.interp(x, place.upper[:, 0], place.upper[:, 1]))
        path = skia.Path()
        path.moveTo(x - half, top - 0.04)
        path.quadTo(x - 0.4 * half, top + 0.6 * long, x, top + long)
        path.quadTo(x + 0.4 * half, top + 0.6 * long, x + half, top - 0.04)
        path.close()
        canvas.drawPath(path, mix_paint(light_up(TEETH, light)))


def _draw_shadow(canvas: skia.Canvas, place: _Inside) -> None:
    """The upper lip's shadow on what is behind it."""
    line = trace(place.upper)
    for width, alpha in ((0.075, 0.14), (0.05, 0.16), (0.028, 0.2)):
        paint = mix_paint((0.08, 0.01, 0.015), alpha=alpha)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        canvas.drawPath(line, paint)


def draw_over_mouth(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Over lips that are open in the picture: the line where they meet, and the shade of a rounded mouth."""
    assert isinstance(look, StillLook)
    mesh, light = look.still.mesh, find_light(look.still)
    mouth = Mouth(*params)
    upper, lower = find_lip_lines(mesh, mouth)
    place = _Inside(_local(mesh, upper), _local(mesh, lower))
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(*look.box))
    canvas.concat(move_into(mesh.mouth.middle, mesh.mouth.across, mesh.mouth.unit))
    shade = 0.8 * clamp(mouth.rounding) ** 3
    if shade > 0.05:
        path = trace(place.upper)
        trace(place.lower[::-1], path)
        path.close()
        canvas.drawPath(path, mix_paint(light_up(SHADE, light), alpha=shade, blur=0.012))
    meets = 1.0 - smooth(place.gap, 0.01, NEARLY_SHUT)
    line = (place.upper + place.lower) / 2
    for width, alpha in ((0.05, 0.3), (0.022, 0.5)):
        paint = mix_paint(light.lip, 0.5, alpha * meets, 0.35 * width)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        canvas.drawPath(trace(line), paint)
    canvas.restore()
