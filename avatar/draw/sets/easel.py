"""What sets are drawn with: shapes in the light of the hour, skies, windows, lamps.

Lengths are in units of the set: a wide picture is one unit high, x is counted from its middle, y from the top of a wide
picture down to 1 at the bottom. An upright picture shows more of what is above and below, not less of what is beside:
its upper edge lies at a negative y, `Easel.top`, and whatever is drawn down to 1 or further reaches its lower edge.

One rule makes night and sunset of every set: colours are multiplied by what the light leaves of them, skies come from
the light's own colours, and what shines by itself (`lit=True`, `glow`) keeps its colour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import skia

from avatar.draw.brush import Point, colour, curve, fill

NARROWEST = 1.1
"""Units of width that are always seen: what stands at the sides of a set is there in an upright picture, too."""
RAISED = 0.45
"""Share of an upright picture's further units that lies below: what hangs on walls is then seen above heads."""

WIDE_HALF = 8 / 9
"""Half the width of a wide picture, for which sets are composed."""


class Light(NamedTuple):
    """What an hour makes of colours."""

    outdoors: tuple[float, float, float]
    """What is left of red, green and blue under the sky."""
    indoors: tuple[float, float, float]
    """The same in a room, whose lamps are on at night."""
    sky: tuple[str, str, str]
    """Top, middle, and above the horizon."""
    cloud: str
    beam: str
    """What falls through a window into a room."""
    glow: float
    """How much of their light lamps show, 0 to 1."""


LIGHTS = {
    "day": Light((1.0, 1.0, 1.0), (1.0, 1.0, 1.0), ("#b3ced9", "#c3d8de", "#d9e4e0"), "#e9efec", "#f3e8d55c", 0.35),
    "sunset": Light(
        (0.98, 0.82, 0.76), (0.97, 0.88, 0.80), ("#8f87a6", "#cf9a90", "#ecc497"), "#e6b49a", "#f2b27a5c", 0.7
    ),
    "night": Light(
        (0.47, 0.53, 0.72), (0.72, 0.67, 0.72), ("#2b3450", "#374363", "#4a5876"), "#414e6d", "#93a6cf22", 1.0
    ),
}
"""The hours that a set can be shown at: what the hour's word in a heading comes to."""


@dataclass(frozen=True)
class Easel:
    """A canvas in units of the set, and the light that falls on it."""

    canvas: skia.Canvas
    half: float
    """Half of the picture's width."""
    top: float
    """The picture's upper edge; never below 0."""
    bottom: float
    """Its lower edge; never above 1."""
    light: Light
    outdoors: bool = False

    @classmethod
    def on(cls, canvas: skia.Canvas, width: float, height: float, light: str = "day", outdoors: bool = False) -> Easel:
        """`width`, `height`: of the picture, in the canvas's pixels; `light`: a name of LIGHTS."""
        unit = min(height, width / NARROWEST)
        below = RAISED * (height / unit - 1.0)
        canvas.translate(width / 2, height - (1.0 + below) * unit)
        canvas.scale(unit, unit)
        return cls(canvas, width / unit / 2, 1.0 + below - height / unit, 1.0 + below, LIGHTS[light], outdoors)

    def under_the_sky(self) -> Easel:
        """The same canvas in the light outside, for what is seen through a window."""
        return replace(self, outdoors=True)

    def _down(self, y: float) -> float:
        """What reaches the lower edge of a wide picture reaches that of any other."""
        return y + self.bottom - 1.0 if y >= 1.0 else y

    def _lowered(self, points: Iterable[Point]) -> list[Point]:
        return [(x, self._down(y)) for x, y in points]

    def at(self, x: float) -> float:
        """Where something that belongs to one side stands: as far from the picture's edge as in a wide picture."""
        return math.copysign(max(0.0, abs(x) - max(0.0, WIDE_HALF - self.half)), x)

    def shaded(self, ink: str) -> str:
        """A colour in this light."""
        return _shaded(ink, self.light.outdoors if self.outdoors else self.light.indoors)

    def _ink(self, ink: str, lit: bool) -> skia.Paint:
        return fill(ink if lit else self.shaded(ink))

    def wall(self, ink: str, lit: bool = False) -> None:
        """The whole picture in one colour."""
        self.canvas.clear(colour(ink if lit else self.shaded(ink)))

    def box(
        self, left: float, top: float, right: float, bottom: float, ink: str, round_: float = 0, lit: bool = False
    ) -> None:
        where = skia.Rect.MakeLTRB(left, top, right, self._down(bottom))
        self.canvas.drawRoundRect(where, round_, round_, self._ink(ink, lit))

    def band(self, top: float, bottom: float, ink: str) -> None:
        """A stripe from edge to edge."""
        self.box(-self.half, top, self.half, bottom, ink)

    def oval(self, left: float, top: float, right: float, bottom: float, ink: str, lit: bool = False) -> None:
        self.canvas.drawOval(skia.Rect.MakeLTRB(left, top, right, bottom), self._ink(ink, lit))

    def disc(self, x: float, y: float, radius: float, ink: str, lit: bool = False) -> None:
        self.canvas.drawCircle(x, y, radius, self._ink(ink, lit))

    def shape(self, points: Iterable[Point], ink: str, lit: bool = False) -> None:
        """A polygon."""
        path = skia.Path()
        path.addPoly([skia.Point(*point) for point in self._lowered(points)], True)
        self.canvas.drawPath(path, self._ink(ink, lit))

    def blob(self, start: Point, *cubics: Sequence[Point], ink: str, lit: bool = False) -> None:
        """A shape of Bézier pieces, closed."""
        pieces = [self._lowered(piece) for piece in cubics]
        self.canvas.drawPath(curve(self._lowered([start])[0], *pieces, close=True), self._ink(ink, lit))

    def line(self, points: Sequence[Point], ink: str, width: float, lit: bool = False) -> None:
        """Straight lines from point to point."""
        path = skia.Path()
        path.addPoly([skia.Point(*point) for point in self._lowered(points)], False)
        self.canvas.drawPath(path, _pen(ink if lit else self.shaded(ink), width))

    def arc(self, start: Point, *cubics: Sequence[Point], ink: str, width: float) -> None:
        """A line of Bézier pieces."""
        self.canvas.drawPath(curve(start, *cubics), _pen(self.shaded(ink), width))

    def clipped(self, left: float, top: float, right: float, bottom: float, draw: Callable[[], None]) -> None:
        """What `draw` draws, within a box."""
        self.canvas.save()
        self.canvas.clipRect(skia.Rect.MakeLTRB(left, top, right, bottom), True)
        draw()
        self.canvas.restore()

    def glow(self, x: float, y: float, radius: float, ink: str = "#f6e2b4") -> None:
        """Light around a lamp, in three rings; the darker it is, the more of it is seen."""
        for share, strength in ((1.0, 20), (0.74, 24), (0.46, 38)):
            self.disc(x, y, radius * share, f"{ink}{round(strength * self.light.glow):02x}", lit=True)

    def ceiling_light(self, ink: str = "#f6e2b4") -> None:
        """A wall lit from above, once lamps are on: drawn on the wall, before what stands in front of it."""
        if not self.dark:
            return
        for share, strength in ((1.0, 20), (0.76, 22), (0.52, 26)):
            wide, low = 1.05 * share, self.top + (0.92 - self.top) * share
            self.oval(-wide, self.top - low, wide, low, f"{ink}{strength:02x}", lit=True)

    @property
    def dark(self) -> bool:
        """Whether lamps are what one sees by."""
        return self.light.glow >= 1.0

    # -------------------------------------------------------------------------------------------------------- outside

    def sky(self, horizon: float = 1.0) -> None:
        """The sky down to `horizon`: three bands with soft borders, and what stands in it at this hour."""
        high, middle, low = self.light.sky
        self.wall(high, lit=True)
        wide = self.half * 1.5
        self.oval(-wide, horizon * 0.30, wide, horizon + 1.2, middle, lit=True)
        self.oval(-wide * 1.25, horizon * 0.66, wide * 1.25, horizon + 1.5, low, lit=True)
        if self.dark:
            self._stars(horizon)
            x, y = self.at(0.68), self.top * 0.6 + 0.11
            self.disc(x, y, 0.062, "#e9e6cf", lit=True)
            self.disc(x + 0.025, y - 0.012, 0.052, high, lit=True)
            return
        for x, y, wide in ((-0.60, 0.12, 0.20), (0.46, 0.20, 0.15), (-0.12, 0.09, 0.13), (0.75, 0.05, 0.12)):
            self.cloud(self.at(x), y + self.top * 0.5, wide)

    def _stars(self, horizon: float) -> None:
        for number in range(46):
            x = ((number * 0.6180) % 1.0 - 0.5) * 2.0
            y = self.top + (horizon * 0.62 - self.top) * ((number * 0.7548) % 1.0)
            self.disc(x, y, 0.0022 + 0.0014 * (number % 3), "#dfe4ef" if number % 4 else "#f3e9c9", lit=True)

    def cloud(self, x: float, y: float, wide: float) -> None:
        """A flat cloud: a base with two humps."""
        high = wide * 0.22
        ink = self.light.cloud
        self.box(x - wide / 2, y, x + wide / 2, y + high, ink, high / 2, lit=True)
        self.disc(x - wide * 0.12, y + high * 0.1, wide * 0.17, ink, lit=True)
        self.disc(x + wide * 0.13, y + high * 0.2, wide * 0.12, ink, lit=True)

    # --------------------------------------------------------------------------------------------------------- inside

    def window(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        frame: str = "#efe7da",
        view: str = "#98b5a5",
        roofs: bool = False,
    ) -> None:
        """A window with a sky, and hills, or `roofs`, of `view`; its bar crosses above where heads are."""
        edge = 0.018
        self.box(left - edge, top - edge, right + edge, bottom + edge, frame, 0.008)
        high, middle, low = self.light.sky
        wide, tall = right - left, bottom - top
        outside = self.under_the_sky()

        def draw() -> None:
            self.box(left, top, right, bottom, high, lit=True)
            self.oval(left - wide, top + tall * 0.3, right + wide, bottom + tall, middle, lit=True)
            self.oval(left - wide, top + tall * 0.62, right + wide, bottom + tall, low, lit=True)
            if self.dark:
                for share, down in ((0.2, 0.2), (0.46, 0.12), (0.7, 0.3), (0.86, 0.14), (0.3, 0.42)):
                    self.disc(left + wide * share, top + tall * down, 0.004, "#e6e6da", lit=True)
            if roofs:
                self._roofs(outside, left, right, bottom, view)
                return
            outside.disc(left + wide * 0.2, bottom + wide * 0.22, wide * 0.5, view)
            outside.disc(right - wide * 0.1, bottom + wide * 0.34, wide * 0.55, _darker(view))

        self.clipped(left, top, right, bottom, draw)
        self.box(left, top + tall * 0.34, right, top + tall * 0.34 + 0.014, frame)
        self.box(left - edge * 2, bottom + edge * 0.6, right + edge * 2, bottom + edge * 1.9, frame, 0.006)

    def _roofs(self, outside: Easel, left: float, right: float, bottom: float, view: str) -> None:
        """A town of flat roofs, some of its windows lit at night."""
        wide = right - left
        for number, (share, high) in enumerate(((0.0, 0.30), (0.18, 0.46), (0.36, 0.24), (0.55, 0.38), (0.78, 0.28))):
            x, top = left + wide * share, bottom - wide * high
            outside.box(x, top, x + wide * 0.23, bottom, view if number % 2 else _darker(view))
            for row in range(int(high / 0.1)):
                for column in (0.045, 0.125):
                    lit = self.dark and (number + row * 2 + round(column * 100)) % 3 == 0
                    spot = (x + wide * column, top + wide * (0.04 + 0.1 * row))
                    pane = "#f0cf87" if lit else _darker(_darker(view))
                    outside.box(*spot, spot[0] + wide * 0.05, spot[1] + wide * 0.045, pane, lit=lit)

    def beam(self, left: float, top: float, right: float, bottom: float, slant: float) -> None:
        """Light that falls through a window onto a wall, `slant` units to the right on its way down."""
        points = ((left, top), (right, top), (right + slant, bottom), (left + slant, bottom))
        self.shape(points, self.light.beam, lit=True)

    def frame(self, left: float, top: float, right: float, bottom: float, ink: str, rim: str = "#a58b73") -> None:
        """A picture on the wall: rim, mount and one soft form of `ink`."""
        self.box(left, top, right, bottom, rim, 0.004)
        self.box(left + 0.012, top + 0.012, right - 0.012, bottom - 0.012, "#ece4d6")
        wide, high = right - left, bottom - top
        self.disc((left + right) / 2, top + high * 0.56, min(wide, high) * 0.26, ink)

    def books(self, left: float, floor: float, inks: Sequence[str], thick: float = 0.026) -> None:
        """A row of books that stand on `floor`, no two of a height."""
        for number, ink in enumerate(inks):
            tall = thick * (3.2 + 0.9 * ((number * 7) % 4) / 3)
            x = left + number * (thick + 0.003)
            self.box(x, floor - tall, x + thick, floor, ink, 0.003)

    def leaves(self, x: float, floor: float, tall: float, ink: str, pot: str = "") -> None:
        """A plant of broad leaves that grows from `floor`; with `pot`, out of a pot that stands there."""
        base = floor - tall * 0.28 if pot else floor
        for lean, reach in ((-0.42, 0.62), (-0.16, 0.92), (0.15, 1.0), (0.45, 0.56)):
            tip = (x + lean * tall, base - tall * 0.72 * reach)
            self.blob(
                (x, base),
                ((x + lean * tall * 0.1 - tall * 0.12, base - tall * 0.3), (tip[0] - tall * 0.14, tip[1] + tall * 0.2),
                 tip),
                ((tip[0] + tall * 0.13, tip[1] + tall * 0.22), (x + lean * tall * 0.3 + tall * 0.1, base - tall * 0.2),
                 (x, base)),
                ink=ink if lean < 0 else _darker(ink),
            )  # fmt: skip
        if pot:
            wide = tall * 0.2
            self.shape(((x - wide, base), (x + wide, base), (x + wide * 0.74, floor), (x - wide * 0.74, floor)), pot)


def _darker(ink: str) -> str:
    return _shaded(ink, (0.90, 0.92, 0.94))


@lru_cache(maxsize=2048)
def _shaded(ink: str, left: tuple[float, float, float]) -> str:
    if left == (1.0, 1.0, 1.0):
        return ink
    parts = (int(ink[i : i + 2], 16) for i in (1, 3, 5))
    return (
        "#" + "".join(f"{min(255, round(part * share)):02x}" for part, share in zip(parts, left, strict=True)) + ink[7:]
    )


@lru_cache(maxsize=1024)
def _pen(ink: str, width: float) -> skia.Paint:
    return skia.Paint(
        Color=colour(ink), AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join,
    )  # fmt: skip
