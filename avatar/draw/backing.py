"""The set as the camera sees it: what is behind the people, and, nearer, what stands before them."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw.sets import Draw, find
from avatar.draw.softening import paint_soft
from avatar.draw.surfaces import BLUE_FIRST, canvas_on
from avatar.scene.camera import View, Window

FINER = 1.4
"""Pixels of the raster that moving shots are made from, for each of the picture: as much as a push comes nearer."""

KEPT = 4
"""Views whose pictures are kept: a talk goes to and fro between them."""

SHARP = 0.25
"""Pixels of blur that nobody sees."""


class Backing:
    """Draws one set for views of pictures of one size, into an array of its own."""

    def __init__(self, name: str, width: int, height: int) -> None:
        """Raises StageError for a set that isn't there."""
        self._name, self._width, self._height = name, width, height
        self._draw = find(name)
        self._moving = np.zeros((height, width, 4), np.uint8)
        self._kept: OrderedDict[tuple[Window, float, float, float], NDArray[np.uint8]] = OrderedDict()

    def draw(self, view: View) -> NDArray[np.uint8]:
        """BGRA, premultiplied, shape (height, width, 4); not to be written to, and good until the next call."""
        if self._name == "transparent":
            return self._moving
        if view.drifts:
            return self._paint(view, self._moving)
        key = (view.back, view.front, view.near, view.soft)
        if key not in self._kept:
            free = self._kept.popitem(last=False)[1] if len(self._kept) >= KEPT else np.zeros_like(self._moving)
            self._kept[key] = self._paint(view, free)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _paint(self, view: View, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        canvas = canvas_on(pixels, BLUE_FIRST)
        blur = view.soft * self._height
        if view.drifts:
            self._place_raster(canvas, view, blur)
        elif blur > SHARP:
            paint_soft(pixels, lambda soft: self._part(soft, view.back), blur)
        else:
            self._part(canvas, view.back)
        if view.front < 1.0:
            self._place_front(canvas, view, pixels)
        return pixels

    def _part(self, canvas: skia.Canvas, window: Window) -> None:
        """What a window shows, drawn anew: lines stay sharp however near it comes."""
        canvas.save()
        canvas.translate(self._width / 2, self._height / 2)
        canvas.scale(window.zoom, window.zoom)
        canvas.translate(-window.x * self._width, -window.y * self._height)
        self._draw(canvas, float(self._width), float(self._height))
        canvas.restore()

    def _place_raster(self, canvas: skia.Canvas, view: View, blur: float) -> None:
        """A part of a raster, enlarged: what moves need not be drawn anew for each frame."""
        whole = _raster(self._name, self._draw, self._width, self._height, round(blur, 1))
        wide, high = whole.width() / view.back.zoom, whole.height() / view.back.zoom
        left, top = view.back.x * whole.width() - wide / 2, view.back.y * whole.height() - high / 2
        source, goal = skia.Rect.MakeXYWH(left, top, wide, high), skia.Rect.MakeWH(self._width, self._height)
        linear = skia.SamplingOptions(skia.FilterMode.kLinear)
        canvas.drawImageRect(whole, source, goal, linear, None, skia.Canvas.kFast_SrcRectConstraint)

    def _place_front(self, canvas: skia.Canvas, view: View, pixels: NDArray[np.uint8]) -> None:
        """What stands before the people, as near as they are."""
        from avatar.scene.staging import FRONTS

        canvas.save()
        row = round(view.front * self._height)
        canvas.clipRect(skia.Rect.MakeLTRB(0, row, self._width, self._height))
        # Its upper edge lies where the view has it; aside it goes along with the set.
        zoom = max(view.near, view.back.zoom)
        y = FRONTS[self._name] + (0.5 - view.front) / zoom
        self._part(canvas, Window(view.back.x, y, zoom))
        canvas.restore()
        # Where the view reaches below the set, what stands before the people goes on down.
        last = min(self._height, round(((1.0 - y) * zoom + 0.5) * self._height)) - 2
        if row < last < self._height - 2:
            pixels[last:] = pixels[last]


@lru_cache(maxsize=2)
def _raster(name: str, draw: Draw, width: int, height: int, blur: float) -> skia.Image:
    """All of a set, finer than the picture."""
    del name
    wide, high = round(width * FINER), round(height * FINER)
    pixels = np.zeros((high, wide, 4), np.uint8)

    def paint(canvas: skia.Canvas) -> None:
        canvas.scale(wide / width, high / height)
        draw(canvas, float(width), float(height))

    paint_soft(pixels, paint, blur * FINER / 1.3 if blur > SHARP else 0.0)
    return skia.Image.fromarray(pixels, BLUE_FIRST, skia.kPremul_AlphaType, copy=True)
