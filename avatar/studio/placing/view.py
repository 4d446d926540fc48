"""Where the page lies in the window, and back."""

from __future__ import annotations

from typing import NamedTuple

from avatar.studio.placing.draft import Point
from avatar.types import Place

TOP, BOTTOM = 0.1, 0.15
"""Shares of the window's height that words above and buttons below take."""

ZOOM_MOST = 6.0
ZOOM_STEP = 1.4
SHARPEST = 8.0
"""Most pixels of the window for one of the page."""


class View(NamedTuple):
    """How a page of `page` units is looked at, in a window of `size` pixels."""

    size: tuple[int, int]
    page: tuple[float, float]
    zoom: float = 1.0
    """1 shows the whole page."""
    middle: Point = (0.5, 0.5)
    """What is in the middle of the picture, in shares of the page."""
    bare: bool = False
    """Whether nothing stands above and below it, as in a terminal."""

    @property
    def _room(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of what the picture may fill at least, in pixels."""
        width, height = self.size
        top, bottom = (0.0, 0.0) if self.bare else (TOP, BOTTOM)
        return 0.0, top * height, float(width), (1.0 - top - bottom) * height

    @property
    def scale(self) -> float:
        """Pixels of the window for a unit of the page."""
        _, _, width, height = self._room
        return self.zoom * min(width / self.page[0], height / self.page[1])

    @property
    def _corner(self) -> Point:
        """The page's left top in the window, in pixels."""
        left, top, width, height = self._room
        return (
            left + width / 2 - self.middle[0] * self.page[0] * self.scale,
            top + height / 2 - self.middle[1] * self.page[1] * self.scale,
        )

    def to_window(self, at: Point) -> Point:
        """A place of the page, in shares of the window."""
        (left, top), scale = self._corner, self.scale
        return (left + at[0] * scale) / self.size[0], (top + at[1] * scale) / self.size[1]

    def to_page(self, at: Point) -> Point:
        """A place of the window, in shares of it, in units of the page."""
        (left, top), scale = self._corner, self.scale
        return (at[0] * self.size[0] - left) / scale, (at[1] * self.size[1] - top) / scale

    def holds(self, at: Point) -> bool:
        """Whether a place of the page is seen, and no words or buttons lie over it."""
        x, y = self.to_window(at)
        top, bottom = (0.0, 0.0) if self.bare else (TOP, BOTTOM)
        return 0.0 <= x <= 1.0 and top <= y <= 1.0 - bottom

    def zoomed(self, by: float, about: Point) -> View:
        """Nearer or further, with a place of the page going to the middle as it comes nearer."""
        least = self._replace(zoom=1.0).scale
        zoom = max(1.0, min(ZOOM_MOST, SHARPEST / least, self.zoom * by))
        return self._replace(zoom=zoom).looking(about) if zoom > 1.0 else self._replace(zoom=1.0, middle=(0.5, 0.5))

    def looking(self, at: Point) -> View:
        """With a place of the page in the middle."""
        share = (at[0] / self.page[0], at[1] / self.page[1])
        return self._replace(middle=(min(1.0, max(0.0, share[0])), min(1.0, max(0.0, share[1]))))

    def place(self, anchor: Point) -> Place:
        """Where the character stands so that its canvas is the page; `anchor`: its anchor, in shares of its canvas."""
        x, y = self.to_window((anchor[0] * self.page[0], anchor[1] * self.page[1]))
        return Place(x, y, self.scale * self.page[1] / self.size[1])
