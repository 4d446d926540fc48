"""Widgets over the picture, on the graphics card: each a texture of its own, drawn anew only where it has changed."""

from __future__ import annotations

import time
from dataclasses import replace

from avatar.draw.overlay import overlay
from avatar.draw.pictures import Raster
from avatar.scene.widgets import Widget
from avatar.stage.sprites import Atlas, Quad, Sprite

DRAWING_S = 0.008
"""Seconds that one frame may spend on drawing widgets; a whole keyboard comes up over a few frames."""


class Covering:
    """The widgets over the scenery. All but `show` needs the window's graphics context to be current."""

    def __init__(self) -> None:
        self._widgets: tuple[Widget, ...] = ()
        self._shift = (0.0, 0.0)
        self._atlas: Atlas | None = None
        self._drawn: dict[str, tuple[tuple[Widget, int, int], Sprite, Raster]] = {}

    def show(self, widgets: tuple[Widget, ...], shift: tuple[float, float]) -> None:
        """Show these from now on, back to front. `shift` moves the picture below them, in shares of its size."""
        self._widgets, self._shift = widgets, shift

    def over(self, quads: list[Quad], width: int, height: int) -> list[Quad]:
        """A frame with the widgets over it."""
        across, down = self._shift[0] * width, self._shift[1] * height
        if across or down:
            # What fills the picture stays where it is.
            quads = [quad if quad.matrix[4:] == (0.0, 0.0) else _moved(quad, across, down) for quad in quads]
        if not self._widgets and not self._drawn:
            return quads
        return quads + self._quads(width, height)

    def _quads(self, width: int, height: int) -> list[Quad]:
        if self._atlas is None:
            self._atlas = Atlas()
        end = time.perf_counter() + DRAWING_S
        found: list[Quad] = []
        for widget in self._widgets:
            known, wanted = self._drawn.get(widget.id), (widget, width, height)
            if (known is None or known[0] != wanted) and time.perf_counter() < end:
                raster = overlay(widget, width, height)
                picture = self._atlas.put(widget.id, raster.pixels)
                known = (wanted, picture, Raster(raster.pixels[:0], raster.x, raster.y, raster.scale))
                self._drawn[widget.id] = known
            if known is not None:
                _, picture, raster = known
                place = (1.0, 0.0, 0.0, 1.0, raster.x, raster.y)
                found.append(Quad(picture, 0.0, 0.0, raster.scale, place))
        for gone in self._drawn.keys() - {widget.id for widget in self._widgets}:
            self._atlas.drop(gone)
            del self._drawn[gone]
        return found

    def free(self) -> None:
        """Gives the textures back."""
        if self._atlas is not None:
            self._atlas.free()
        self._atlas, self._drawn = None, {}


def _moved(quad: Quad, across: float, down: float) -> Quad:
    a, b, c, d, e, f = quad.matrix
    room = None if quad.room is None else (quad.room[0] + across, quad.room[1] + across)
    return replace(quad, matrix=(a, b, c, d, e + across, f + down), room=room)
