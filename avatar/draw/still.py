"""Still pictures that talk: the mesh of a picture, and what is drawn behind its lips and over its eyes."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.looks import Look
from avatar.character.still.mesh import EyeFrame, Floats, StillMesh, find_moved
from avatar.character.still.moving import LID, LIDS_SHUT_ALREADY, find_lip_lines
from avatar.character.still.picture import NEARLY_SHUT, Still, StillLook
from avatar.character.still.topology import CHEEKS, EYES, LOWER_LIP
from avatar.draw.brush import clamp, mix, smooth
from avatar.draw.surfaces import RED_FIRST, layout
from avatar.types import Mouth

Colour = tuple[float, float, float]
"""Red, green, blue, 0 to 1."""


class Light(NamedTuple):
    """What a picture's light makes of teeth and gums."""

    strength: float
    """1 is a well-lit photograph."""
    tint: Colour
    """Of white, the strongest part 1."""
    lip: Colour


@lru_cache(maxsize=4)
def decode(still: Still) -> skia.Image | None:
    """The whole picture; None where it can't be read."""
    image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(still.art.data))
    return image.makeRasterImage() if image is not None else None


@lru_cache(maxsize=8)
def find_light(still: Still) -> Light:
    """Measured in the picture: skin of the cheeks, the lower lip, the whites of the eyes."""
    image = decode(still)
    if image is None:  # `avatar characters check` says so of the layer
        return Light(1.0, (1.0, 1.0, 1.0), (0.6, 0.3, 0.3))
    pixels = np.zeros((image.height(), image.width(), 4), np.uint8)
    image.readPixels(layout(image.width(), image.height(), RED_FIRST, premultiplied=False), pixels,
                     4 * image.width(), 0, 0)  # fmt: skip
    mesh = still.mesh
    unit = still.width / still.art.width
    skin = _around(pixels, mesh.rest[list(CHEEKS)] / unit, 0.06 * mesh.face_height / unit)
    lip = _around(pixels, mesh.rest[[LOWER_LIP[1][4], LOWER_LIP[1][6]]] / unit, 0.02 * mesh.face_height / unit)
    whites = np.concatenate([
        _around(pixels, (eye.middle + share * eye.width * eye.across)[None] / unit, 0.1 * eye.width / unit)
        for eye in mesh.eyes for share in (-0.3, 0.3)
    ])  # fmt: skip
    bright = np.percentile(skin, 90, axis=0)
    white = np.percentile(whites, 85, axis=0)
    strength = clamp(max(_lightness(bright) / 0.78, _lightness(white) / 0.80), 0.35, 1.12)
    neutral = white / max(1e-3, white.max())
    tint = 0.72 + 0.28 * np.maximum(neutral, 0.5)
    return Light(strength, _colour(tint), _colour(np.median(lip, axis=0)))


def _around(pixels: NDArray[np.uint8], places: Floats, reach: float) -> Floats:
    """Colours of the pixels about some places, shape (n, 3), 0 to 1."""
    height, width = pixels.shape[:2]
    step = np.linspace(-1.0, 1.0, 7) * max(1.0, reach)
    x = np.clip(places[:, 0, None, None] + step[None, :, None], 0, width - 1).astype(int)
    y = np.clip(places[:, 1, None, None] + step[None, None, :], 0, height - 1).astype(int)
    return pixels[y, x, :3].reshape(-1, 3) / 255.0


def _lightness(colour: Floats) -> float:
    return float(colour @ [0.299, 0.587, 0.114])


def _colour(values: Floats) -> Colour:
    red, green, blue = np.clip(values, 0.0, 1.0).tolist()
    return red, green, blue


# ---------------------------------------------------------------------------------------------------------- the mesh


class PictureTexture:
    """A picture's raster at one size, ready to be bent."""

    def __init__(self, pixels: NDArray[np.uint8], x: float, y: float, scale: float, mesh: StillMesh) -> None:
        """As a Raster has them: `pixels` lie at `x`, `y` canvas units, `scale` pixels for each."""
        self.image = skia.Image.fromarray(pixels, RED_FIRST, skia.kPremul_AlphaType, copy=True)
        self.x, self.y, self.scale = x, y, scale
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
        shader = self.image.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, sampling)
        self._paint = skia.Paint(Shader=shader)
        self._spots = _points((mesh.rest - [x, y]) * scale)
        self._soft = mesh.triangles[mesh.soft :].ravel().tolist()
        self._white = [int(skia.Color(255, 255, 255, round(255 * share))) for share in mesh.strength.tolist()]

    def draw_flat(self, canvas: skia.Canvas) -> None:
        """The whole picture, at rest."""
        where = skia.Rect.MakeXYWH(self.x, self.y, self.image.width() / self.scale, self.image.height() / self.scale)
        canvas.drawImageRect(self.image, where, skia.SamplingOptions(skia.FilterMode.kLinear))

    def draw(self, canvas: skia.Canvas, mesh: StillMesh, vertices: Floats) -> None:
        """The mesh, bent; triangles that keep their place are left to what lies below."""
        found = find_moved(mesh, vertices)
        if not len(found):
            return
        places, behind = _points(vertices), mesh.count_behind(found)
        self._draw(canvas, places, found[:behind].ravel().tolist(), self._white)
        self._draw(canvas, places, found[behind:].ravel().tolist(), None)
        self._draw(canvas, places, self._soft, self._white)

    def _draw(
        self, canvas: skia.Canvas, places: list[skia.Point], corners: list[int], colours: list[int] | None
    ) -> None:
        if not corners:
            return
        kind = skia.Vertices.VertexMode.kTriangles_VertexMode
        mode = skia.BlendMode.kSrc if colours is None else skia.BlendMode.kModulate
        canvas.drawVertices(skia.Vertices(kind, places, self._spots, colours, corners), self._paint, mode)


def _points(places: Floats) -> list[skia.Point]:
    return [skia.Point(x, y) for x, y in places.tolist()]


# --------------------------------------------------------------------------------------------------------- the mouth


def draw_inside(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """The inside of a mouth in a picture: a cavity, the tongue, and teeth where the picture has none to show."""
    assert isinstance(look, StillLook)
    mesh, light = look.still.mesh, find_light(look.still)
    mouth = Mouth(*params)
    upper, lower = find_lip_lines(mesh, mouth)
    frame = mesh.mouth
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(*look.box))
    canvas.concat(_into(frame.middle, frame.across, frame.unit))
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


def _into(middle: Floats, across: Floats, unit: float) -> skia.Matrix:
    x, y = (across * unit).tolist()
    return skia.Matrix.MakeAll(x, -y, float(middle[0]), y, x, float(middle[1]), 0, 0, 1)


def _local(mesh: StillMesh, line: Floats) -> Floats:
    frame = mesh.mouth
    away = (line - frame.middle) / frame.unit
    return np.stack([away @ frame.across, away @ frame.down], axis=1)


def _paint(colour: Colour, strength: float = 1.0, alpha: float = 1.0, blur: float = 0.0) -> skia.Paint:
    red, green, blue = (round(255 * clamp(part * strength)) for part in colour)
    paint = skia.Paint(Color=skia.Color(red, green, blue, round(255 * clamp(alpha))), AntiAlias=True)
    if blur > 0.0:
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return paint


def _lit(colour: Colour, light: Light) -> Colour:
    red, green, blue = (part * tint * light.strength for part, tint in zip(colour, light.tint, strict=True))
    return red, green, blue


def _smooth_path(points: Floats, path: skia.Path | None = None) -> skia.Path:
    """A curve through points (Catmull-Rom), going on where a path ends."""
    if path is None:
        path = skia.Path()
        path.moveTo(*points[0].tolist())
    else:
        path.lineTo(*points[0].tolist())
    padded = np.concatenate([points[:1], points, points[-1:]])
    for at in range(1, len(points)):
        before, one, two, after = padded[at - 1 : at + 3]
        first, second = one + (two - before) / 6, two - (after - one) / 6
        path.cubicTo(*first.tolist(), *second.tolist(), *two.tolist())
    return path


CAVITY, THROAT = (0.30, 0.085, 0.085), (0.10, 0.02, 0.025)
TONGUE, TONGUE_DARK = (0.74, 0.36, 0.36), (0.50, 0.20, 0.21)
TEETH, GUM_SHADE = (0.97, 0.93, 0.86), (0.45, 0.22, 0.20)


def _draw_cavity(canvas: skia.Canvas, place: _Inside, light: Light) -> None:
    """What is behind all; it reaches under the lips, which the mesh draws over it."""
    spread = np.array([0.0, 0.06])
    ends = np.sin(np.linspace(0.0, np.pi, len(place.upper)))[:, None]
    path = _smooth_path(place.upper - ends * spread)
    _smooth_path((place.lower + ends * spread)[::-1], path)
    path.close()
    canvas.drawPath(path, _paint(_lit(CAVITY, light)))
    if place.gap > 0.04:
        middle = float((place.upper[5, 1] + place.lower[5, 1]) / 2)
        throat = skia.Rect.MakeLTRB(
            place.middle - 0.66 * place.half, middle - 0.42 * place.gap,
            place.middle + 0.66 * place.half, middle + 0.38 * place.gap,
        )  # fmt: skip
        canvas.save()
        canvas.clipPath(path, True)
        canvas.drawOval(throat, _paint(_lit(THROAT, light), blur=0.14 * place.gap))
        canvas.restore()


def _draw_tongue(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light) -> None:
    gap = place.gap
    if gap < 0.05:
        return
    rise = mix(0.30, 0.62, mouth.tongue) - 0.10 * mouth.rounding
    top = float(place.lower[5, 1]) - rise * gap
    half = place.half * mix(0.78, 0.6, mouth.rounding)
    body = skia.Rect.MakeLTRB(place.middle - half, top, place.middle + half, top + 1.25 * gap + 0.1)
    canvas.drawOval(body, _paint(_lit(TONGUE_DARK, light), blur=0.012))
    light_part = skia.Rect.MakeLTRB(
        place.middle - 0.8 * half, top + 0.05 * gap, place.middle + 0.8 * half, top + 1.05 * gap
    )
    canvas.drawOval(light_part, _paint(_lit(TONGUE, light), blur=0.02 + 0.05 * gap))
    groove = skia.Rect.MakeLTRB(place.middle - 0.02, top + 0.18 * gap, place.middle + 0.02, top + gap)
    canvas.drawOval(groove, _paint(_lit(TONGUE_DARK, light), alpha=0.5, blur=0.02))


def _draw_tongue_tip(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light) -> None:
    """The tip between the teeth: TH."""
    out = smooth(mouth.tongue, 0.75, 1.0)
    half = 0.62 * place.half
    bottom = float(place.lower[5, 1])
    tip = skia.Rect.MakeLTRB(
        place.middle - half, bottom - 0.66 * out * place.gap, place.middle + half, bottom + 0.4 * place.gap
    )
    canvas.drawOval(tip, _paint(_lit(TONGUE, light), 0.98, blur=0.008))
    shine = skia.Rect.MakeLTRB(
        place.middle - 0.45 * half, bottom - 0.5 * out * place.gap, place.middle + 0.3 * half,
        bottom - 0.25 * out * place.gap,
    )  # fmt: skip
    canvas.drawOval(shine, _paint((1.0, 0.85, 0.82), light.strength, alpha=0.35, blur=0.02))


def _draw_teeth(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light) -> None:
    """The upper row as one shape that hangs behind the upper lip, darker towards the sides; the lower one's edge."""
    long = mix(0.09, 0.17, mouth.teeth) * mix(1.0, 0.55, mouth.rounding)
    upper = place.upper[1:-1]
    bow = (upper[:, 0] - place.middle) / max(0.3, place.half)
    fall = np.sqrt(np.clip(1.0 - (np.clip(np.abs(bow), 0, 1) * 0.98) ** 2, 0.0, 1.0))
    edge = np.stack([upper[:, 0], upper[:, 1] + long * fall * (1.0 + 0.18 * fall)], axis=1)
    path = _smooth_path(upper - [0.0, 0.05])
    _smooth_path(edge[::-1], path)
    path.close()
    low = float(place.lower[5, 1])
    if mouth.teeth > 0.6 and mouth.bite < 0.4 and place.gap > 0.12:
        _draw_lower_teeth(canvas, place, mouth, light, low)
    canvas.drawPath(path, _paint(_lit(TEETH, light), blur=0.007))
    canvas.save()
    canvas.clipPath(path, True)
    for side in (-1.0, 1.0):  # the row bends back into the cheeks' shadow
        far = place.middle + side * (place.half + 0.03)
        shade = skia.Rect.MakeLTRB(far - 0.16, -0.6, far + 0.16, 0.8)
        canvas.drawRect(shade, _paint(_lit(CAVITY, light), alpha=0.55, blur=0.09))
    for number in range(-3, 4):  # hardly seen, as from where one talks to somebody
        x = place.middle + number * 0.105 - math.copysign(0.012 * number * number, number)
        gap = skia.Rect.MakeXYWH(x - 0.004, -0.6, 0.008, 1.4)
        canvas.drawRect(gap, _paint(_lit(GUM_SHADE, light), alpha=0.20, blur=0.006))
    canvas.restore()


def _draw_lower_teeth(canvas: skia.Canvas, place: _Inside, mouth: Mouth, light: Light, low: float) -> None:
    half = 0.62 * place.half
    top = low - 0.075 * smooth(mouth.teeth, 0.6, 0.9)
    row = skia.Rect.MakeLTRB(place.middle - half, top, place.middle + half, low + 0.2)
    canvas.drawRoundRect(row, 0.4 * half, 0.05, _paint(_lit(TEETH, light), 0.86, blur=0.008))


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
        canvas.drawPath(path, _paint(_lit(TEETH, light)))


def _draw_shadow(canvas: skia.Canvas, place: _Inside) -> None:
    """The upper lip's shadow on what is behind it."""
    paint = _paint((0.08, 0.01, 0.015), alpha=0.38, blur=0.018)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(0.035)
    canvas.drawPath(_smooth_path(place.upper), paint)


def draw_over_mouth(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """Over lips that are open in the picture: the line where they meet, and the shade of a rounded mouth."""
    assert isinstance(look, StillLook)
    mesh, light = look.still.mesh, find_light(look.still)
    mouth = Mouth(*params)
    upper, lower = find_lip_lines(mesh, mouth)
    place = _Inside(_local(mesh, upper), _local(mesh, lower))
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(*look.box))
    canvas.concat(_into(mesh.mouth.middle, mesh.mouth.across, mesh.mouth.unit))
    shade = 0.8 * clamp(mouth.rounding) ** 3
    if shade > 0.05:
        path = _smooth_path(place.upper)
        _smooth_path(place.lower[::-1], path)
        path.close()
        canvas.drawPath(path, _paint(_lit(THROAT, light), alpha=shade, blur=0.012))
    meets = 1.0 - smooth(place.gap, 0.01, NEARLY_SHUT)
    line = (place.upper + place.lower) / 2
    for width, alpha in ((0.05, 0.3), (0.022, 0.5)):
        paint = _paint(light.lip, 0.5, alpha * meets, 0.35 * width)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        canvas.drawPath(_smooth_path(line), paint)
    canvas.restore()


# ---------------------------------------------------------------------------------------------------------- the eyes


def draw_lids(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """The line where lids meet; `params`: how open the left and the right eye is.

    A face's lids are moved by the mesh; over an animal's eyes its own fur comes down from above them.
    """
    assert isinstance(look, StillLook)
    mesh, light = look.still.mesh, find_light(look.still)
    canvas.save()
    canvas.clipRect(skia.Rect.MakeXYWH(*look.box))
    for openness, ring, eye in zip(params, EYES, mesh.eyes, strict=True):
        shut = clamp(1.0 - openness)
        if mesh.kind == "muzzle":
            _draw_fur_lid(canvas, look.still, eye, shut, light)
        elif eye.gap > LIDS_SHUT_ALREADY * eye.width:
            upper, lower = mesh.rest[list(ring.upper)], mesh.rest[list(ring.lower)]
            line = _smooth_path(upper + (lower - upper) * (LID * shut))
            _draw_lashes(canvas, line, eye, 0.4 * smooth(shut, 0.6, 0.95), light)
    canvas.restore()


def _draw_lashes(canvas: skia.Canvas, line: skia.Path, eye: EyeFrame, dark: float, light: Light) -> None:
    if dark > 0.0:
        paint = _paint((0.13, 0.08, 0.08), min(1.0, light.strength), dark, 0.014 * eye.width)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(0.035 * eye.width)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        canvas.drawPath(line, paint)


def _draw_fur_lid(canvas: skia.Canvas, still: Still, eye: EyeFrame, shut: float, light: Light) -> None:
    """The fur above an eye, drawn once more over it, down to an arc; lengths in half widths and half heights."""
    image = decode(still)
    if image is None or shut < 0.02:
        return
    wide, high = 0.54 * eye.width, 0.56 * max(eye.gap, 0.3 * eye.width)
    canvas.save()
    canvas.concat(_into(eye.middle, eye.across, 1.0))
    edge = mix(-1.0, 0.86, shut)
    lid = skia.Path()
    lid.addOval(skia.Rect.MakeLTRB(-wide, -high, wide, high))
    above = skia.Path()
    above.moveTo(-2 * wide, -3 * high)
    above.lineTo(-2 * wide, (edge - 0.9) * high)
    above.quadTo(0.0, (edge + 0.9) * high, 2 * wide, (edge - 0.9) * high)
    above.lineTo(2 * wide, -3 * high)
    above.close()
    lid = skia.Op(lid, above, skia.PathOp.kIntersect_PathOp)
    canvas.saveLayer(skia.Rect.MakeLTRB(-2 * wide, -2 * high, 2 * wide, 2 * high))
    canvas.drawPath(lid, _paint((0.0, 0.0, 0.0), blur=0.05 * eye.width))
    fur = skia.Paint(BlendMode=skia.BlendMode.kSrcIn)
    x, y = (-eye.middle).tolist()
    cos, sin = eye.across.tolist()
    canvas.translate(0.0, 2.0 * high * mix(0.75, 1.0, shut))
    canvas.concat(skia.Matrix.MakeAll(cos, sin, 0, -sin, cos, 0, 0, 0, 1))
    where = skia.Rect.MakeXYWH(x, y, still.width, still.height)
    smooth_ = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    canvas.drawImageRect(image, where, smooth_, fur)
    canvas.restore()
    line = skia.Path()
    end = math.sqrt(max(0.0, 1.0 - edge * edge))
    line.moveTo(-wide * end, edge * high * 0.8)
    line.quadTo(0.0, (edge + 0.25) * high, wide * end, edge * high * 0.8)
    _draw_lashes(canvas, line, eye, 0.75 * smooth(shut, 0.1, 0.5), light)
    canvas.restore()


def draw_mark(canvas: skia.Canvas, look: Look, params: tuple[float, ...]) -> None:
    """A small bubble of speech: this picture is animated."""
    del params
    x, y = look.anchor
    size = look.width
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(size, size)
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeLTRB(-0.38, -0.34, 0.38, 0.20), 0.2, 0.2)
    path.moveTo(-0.16, 0.18)
    path.lineTo(-0.22, 0.40)
    path.lineTo(0.06, 0.18)
    path.close()
    canvas.drawPath(path, _paint((0.05, 0.05, 0.08), alpha=0.45, blur=0.03))
    canvas.drawPath(path, _paint((1.0, 1.0, 1.0), alpha=0.72))
    for dot in (-0.19, 0.0, 0.19):
        canvas.drawCircle(dot, -0.07, 0.055, _paint((0.15, 0.15, 0.2), alpha=0.8))
    canvas.restore()
