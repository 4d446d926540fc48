"""Boxes of a picture's pixels in which something was drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

ROOMY = 1.2
"""Times the area of two boxes that one around both may have: what lies in two of them is drawn twice."""


class DirtyBox(NamedTuple):
    """A box of picture pixels that something was drawn in: what the next frame has to restore."""

    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: DirtyBox) -> DirtyBox:
        left, top, right, bottom = self
        x, y, to_x, to_y = other
        # Thousands of these are made for each second of film: `min` and `max` would take twice as long.
        return DirtyBox(
            left if left < x else x,
            top if top < y else y,
            right if right > to_x else to_x,
            bottom if bottom > to_y else to_y,
        )

    def outward(self) -> DirtyBox:
        """The whole pixels that it lies in."""
        return DirtyBox(math.floor(self.left), math.floor(self.top), math.ceil(self.right), math.ceil(self.bottom))

    def holds(self, other: DirtyBox) -> bool:
        """Whether all of another box lies in it."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def meets(self, other: DirtyBox) -> bool:
        """Whether both have something in common."""
        return (
            self.left < other.right and self.right > other.left and self.top < other.bottom and self.bottom > other.top
        )

    @property
    def area(self) -> float:
        left, top, right, bottom = self
        return (right - left) * (bottom - top) if right > left and bottom > top else 0.0

    def pixels(self, width: int, height: int) -> tuple[slice, slice]:
        """Rows and columns of the box, within a picture."""
        top, bottom = max(0, math.floor(self.top) - 2), min(height, math.ceil(min(self.bottom, height)) + 2)
        left, right = max(0, math.floor(self.left) - 2), min(width, math.ceil(min(self.right, width)) + 2)
        return slice(top, max(top, bottom)), slice(left, max(left, right))


NOWHERE = DirtyBox(1e9, 1e9, -1e9, -1e9)


def join_near(boxes: Sequence[DirtyBox]) -> tuple[DirtyBox, ...]:
    """Fewer boxes that hold the same: two become one where that is hardly larger than both."""
    found: list[DirtyBox] = []
    for box in boxes:
        place = 0
        while place < len(found):
            both = box.joined(found[place])
            if both.area <= ROOMY * (box.area + found[place].area):
                del found[place]
                box, place = both, 0  # what it grew to may be near to others
            else:
                place += 1
        found.append(box)
    return tuple(found)
