"""What of a picture is drawn again in the next one: the layers that moved as far as anybody can see, and no others.

A body sways by less than a tenth of a pixel from one frame to the next. A layer is left as it was drawn until it is
`SEEN` pixels from where it should be; all that lies in a box that is drawn again anyway takes its exact place.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from avatar.character.affine import Affine
from avatar.character.loading import Character
from avatar.character.looks import Box
from avatar.character.rig import Layer, LiveLayer, MeshLayer
from avatar.character.still.framing import Room
from avatar.draw.boxes import DirtyBox, join_near

SEEN = 0.25
"""Pixels by which an edge may be off: less than a quarter of what one step on a screen is."""

FAINT = 1 / 255
"""Opacity that a layer may lack."""


class Placed(NamedTuple):
    """A layer, where it has ink, and the pixels in which that lies."""

    layer: Layer
    box: Box
    """In the layer's own units."""
    reach: DirtyBox


class Shown(NamedTuple):
    """One person in a picture, ready to be drawn."""

    character: Character
    layers: tuple[Placed, ...]
    room: Room | None
    """What it is cut off at; None for nothing."""
    drifts: bool
    """Whether it is drawn a little larger or smaller in each frame."""


class Steady:
    """Follows the frames of one shot."""

    def __init__(self, seen: float = SEEN) -> None:
        """`seen`: pixels from which on it is seen that something is elsewhere."""
        self._seen = seen
        self._frame: Hashable = None
        self._drawn: list[Shown] = []

    def settle(self, frame: Hashable, people: list[Shown]) -> tuple[list[Shown], tuple[DirtyBox, ...] | None]:
        """What to draw of `people`, and the boxes outside which the picture stays as it is; None: nothing stays.

        `frame`: all else that is seen; where it is another than the last, all is drawn.
        """
        before, self._drawn = self._drawn, people
        known, self._frame = self._frame, frame
        if known != frame or [each.character for each in before] != [each.character for each in people]:
            return people, None
        pairs = zip(before, people, strict=True)
        moved = [box for old, new in pairs for box in _moves(old.layers, new.layers, self._seen)]
        boxes = join_near([box.outward() for box in moved])
        self._drawn = [_held(old, new, boxes) for old, new in zip(before, people, strict=True)]
        return self._drawn, boxes


def reach_of(box: Box, matrix: Affine) -> DirtyBox:
    """The upright box around a box that is moved."""
    left, top, width, height = box
    a, b, c, d, e, f = matrix
    half_x, half_y = width / 2, height / 2
    x, y = left + half_x, top + half_y
    middle_x, middle_y = a * x + c * y + e, b * x + d * y + f
    across, down = abs(a) * half_x + abs(c) * half_y, abs(b) * half_x + abs(d) * half_y
    return DirtyBox(middle_x - across, middle_y - down, middle_x + across, middle_y + down)


def _moves(before: Sequence[Placed], after: Sequence[Placed], seen: float) -> Iterator[DirtyBox]:
    """Where something is that was not there, is no more, or is elsewhere."""
    old, new = ({placed.layer.key: placed for placed in each} for each in (before, after))
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old] or len(old) < len(before) or len(new) < len(after):
        yield from (placed.reach for placed in (*before, *after))
        return
    for key, was in old.items():
        if key not in new:
            yield was.reach
        elif _differs(was, new[key], seen):
            yield was.reach.joined(new[key].reach)
    yield from (placed.reach for key, placed in new.items() if key not in old)


def _held(before: Shown, now: Shown, boxes: Sequence[DirtyBox]) -> Shown:
    """Who is drawn: layers that are drawn again are where they should be, others where they were."""
    old = {placed.layer.key: placed for placed in before.layers}

    def choose(placed: Placed) -> Placed:
        was = old.get(placed.layer.key)
        if was is None:
            return placed
        both = was.reach.joined(placed.reach)
        return placed if any(box.holds(both) for box in boxes) else was

    return now._replace(layers=tuple(map(choose, now.layers)))


def _differs(was: Placed, now: Placed, seen: float) -> bool:
    """Whether the difference between two pictures of one layer is seen."""
    if isinstance(was.layer, MeshLayer) or isinstance(now.layer, MeshLayer):
        return True
    if (was.box is not now.box and was.box != now.box) or _is_drawn_otherwise(was.layer, now.layer):
        return True
    if abs(was.layer.opacity - now.layer.opacity) > FAINT or (was.layer.opacity < 1.0) != (now.layer.opacity < 1.0):
        return True
    return was.layer.matrix != now.layer.matrix and _distance(now.box, was.layer.matrix, now.layer.matrix) > seen


def _is_drawn_otherwise(was: Layer, now: Layer) -> bool:
    if isinstance(was, LiveLayer) and isinstance(now, LiveLayer):
        return was.params != now.params or was.look != now.look
    return isinstance(was, LiveLayer) or isinstance(now, LiveLayer)


def _distance(box: Box, one: Affine, other: Affine) -> float:
    """Pixels that the corner of a box moves which moves most, across or down."""
    left, top, width, height = box
    a, b, c, d, e, f = (theirs - ours for ours, theirs in zip(one, other, strict=True))
    x, y = left + width / 2, top + height / 2
    across = abs(a * x + c * y + e) + (abs(a) * width + abs(c) * height) / 2
    down = abs(b * x + d * y + f) + (abs(b) * width + abs(d) * height) / 2
    return across if across > down else down
