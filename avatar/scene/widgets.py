"""What is shown and touched over the picture: plain rectangles with words in them. The stage draws them and tells where
it was touched; only their sender knows what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

WidgetKind = Literal["text", "button", "key", "field", "panel", "bar", "dim", "lamp", "point", "frame"]
"""text stands on the picture; button and key are to be touched; field holds what is typed; panel is a ground for
others; bar is filled from the left to `value`; dim darkens all that is below by `value`; lamp is a round
light in the middle of its rectangle; point is a ring around one place, its middle full by `value`; frame is the edge of
a box."""

WidgetStyle = Literal["plain", "primary", "quiet", "faint", "pressed", "warning", "caption", "title"]

MOST = 200
"""Most widgets at a time."""

LONGEST = 2000
"""Most characters of one widget."""


class Rect(NamedTuple):
    """A part of the picture, measured from its top left in shares (0 to 1) of its width and height."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def moved(self, x: float, y: float) -> Rect:
        return Rect(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True)
class Widget:
    """One rectangle."""

    id: str
    """Known to the sender; the same id with other contents is redrawn in place."""
    kind: WidgetKind
    rect: Rect
    text: str = ""
    style: WidgetStyle = "plain"
    size: float = 0.04
    """Height of the letters' em, as a share of the picture's shorter side; less where the text would not fit."""
    value: float = 0.0
    """0 to 1: how full a bar is, how dark a dim."""
    align: Literal["left", "centre", "right"] = "centre"


def limit_widgets(widgets: tuple[Widget, ...]) -> tuple[Widget, ...]:
    """The first `MOST` widgets, their texts cut to `LONGEST` characters."""
    return tuple(
        each if len(each.text) <= LONGEST else replace(each, text=each.text[:LONGEST]) for each in widgets[:MOST]
    )
