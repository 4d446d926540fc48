"""Still pictures that talk: the mesh of a picture, its lids, and the mark in its corner."""

from __future__ import annotations

import math

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.looks import Look
from avatar.character.still.mesh import EyeFrame, Floats, StillMesh, find_moved
from avatar.character.still.moving import LID, LIDS_SHUT_ALREADY
from avatar.character.still.picture import Still, StillLook
from avatar.character.still.topology import EYES
from avatar.draw.brush import clamp, mix, smooth
from avatar.draw.stilllight import Light, decode, find_light, mix_paint, move_into, trace
from avatar.draw.surfaces import BLUE_FIRST

Pixels = NDArray[np.uint8]


class PictureTexture:
    """A picture's raster at one size, ready to be bent."""

    def __init__(self, flat: Pixels, bent: Pixels, x: float, y: float, scale: float, mesh: StillMesh) -> None:
        """What keeps still and what moves, which may be one; BGRA, premultiplied, at `x`, `y` canvas units with `scale`
        pixels for each.
        """
        self.image = skia.Image.fromarray(flat, BLUE_FIRST, skia.kPremul_AlphaType, copy=True)
        moves = (
            self.image if bent is flat else skia.Image.fromarray(bent, BLUE_FIRST, skia.kPremul_AlphaType, copy=True)
        )
        self.x, self.y, self.scale = x, y, scale
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear)
        shader = moves.makeShader(skia.TileMode.kClamp, skia.TileMode.kClamp, sampling)
        self._paint = skia.Paint(Shader=shader)
        self._spots = _points((mesh.rest - [x, y]) * scale)
        self._soft = mesh.triangles[mesh.soft :].ravel().tolist()
        self._white = [int(skia.Color(255, 255, 255, round(255 * share))) for share in mesh.strength.tolist()]

    def draw_aligned(self, canvas: skia.Canvas, left: int, top: int) -> None:
        """The whole picture at rest, its pixels on those of a canvas without a transform: the quickest by far."""
        canvas.drawImage(self.image, left, top)

    def draw_flat(self, canvas: skia.Canvas) -> None:
        """The whole picture, at rest."""
        where = skia.Rect.MakeXYWH(self.x, self.y, self.image.width() / self.scale, self.image.height() / self.scale)
        canvas.drawImageRect(self.image, where, skia.SamplingOptions(skia.FilterMode.kLinear))

    def draw(self, canvas: skia.Canvas, mesh: StillMesh, vertices: Floats, *, whole: bool = False) -> None:
        """The mesh, bent. Unless `whole`, triangles that keep their place are left to what lies below."""
        moved = find_moved(mesh, vertices)
        found = mesh.triangles[: mesh.soft] if whole else moved
        if not len(found):
            return
        places, behind = _points(vertices), mesh.count_behind(found)
        self._draw(canvas, places, found[:behind].ravel().tolist(), self._white)
        self._draw(canvas, places, found[behind:].ravel().tolist(), None)
        if len(moved):
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
            line = trace(upper + (lower - upper) * (LID * shut))
            _draw_lashes(canvas, line, eye, 0.4 * smooth(shut, 0.6, 0.95), light)
    canvas.restore()


def _draw_lashes(canvas: skia.Canvas, line: skia.Path, eye: EyeFrame, dark: float, light: Light) -> None:
    if dark > 0.0:
        paint = mix_paint((0.13, 0.08, 0.08), min(1.0, light.strength), dark, 0.014 * eye.width)
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
    canvas.concat(move_into(eye.middle, eye.across, 1.0))
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
    canvas.drawPath(lid, mix_paint((0.0, 0.0, 0.0), blur=0.05 * eye.width))
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
    canvas.drawPath(path, mix_paint((0.05, 0.05, 0.08), alpha=0.45, blur=0.03))
    canvas.drawPath(path, mix_paint((1.0, 1.0, 1.0), alpha=0.72))
    for dot in (-0.19, 0.0, 0.19):
        canvas.drawCircle(dot, -0.07, 0.055, mix_paint((0.15, 0.15, 0.2), alpha=0.8))
    canvas.restore()
