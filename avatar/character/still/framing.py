"""Pictures that stand beside others: each keeps to its share of the frame's width, so that none covers a neighbour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from avatar.character.affine import Affine
from avatar.character.loading import Character
from avatar.character.rig import Layer, LiveLayer, frame_view
from avatar.types import Place

GUTTER = 0.006
"""Widths of the frame between two neighbours' shares, through which the set is seen."""

TOGETHER = 0.02
"""Widths of the frame up to which two stand on one spot: nothing is shared out then, the one in front covers."""

STYLE = "still-mark"
"""Of the small mark in the corner, which stays to be seen."""


class Room(NamedTuple):
    """What somebody gets of a frame, in its widths or in pixels: from the left edge to the right."""

    left: float
    right: float
    bottom: float = math.inf
    """Where what stands before the people begins: a desk."""

    def scaled(self, width: float) -> Room:
        """The same in pixels of a frame so many wide."""
        return Room(self.left * width, self.right * width, self.bottom)


def share_width(places: Sequence[Place]) -> tuple[Room, ...]:
    """What each of those on stage gets of the frame, in its widths: up to half way to the next one on either side."""
    rooms = []
    for here in places:
        aside = [there.x - here.x for there in places if abs(there.x - here.x) > TOGETHER]
        left = max((here.x + (x + GUTTER) / 2 for x in aside if x < 0), default=0.0)
        right = min((here.x + (x - GUTTER) / 2 for x in aside if x > 0), default=1.0)
        rooms.append(Room(max(0.0, left), min(1.0, right)))
    return tuple(rooms)


def view_beside(character: Character, place: Place, width: int, height: int, room: Room) -> Affine:
    """From the canvas of a picture that stands beside others to the frame's pixels: its face where it stands, as far as
    the picture then still fills its room (in pixels)."""
    scale, _, _, _, x, y = frame_view(character, place, width, height)
    still = character.picture
    wide, middle = scale * character.canvas.width, scale * character.canvas.width / 2
    if still is not None:
        middle = scale * float(still.mesh.middle[0])
    if wide > room.right - room.left:
        x = max(room.right - wide, min(room.left, place.x * width - middle))
    else:
        x = max(room.left, min(room.right - wide, x))
    return (scale, 0.0, 0.0, scale, float(round(x)), y)


def keep_mark(layers: Sequence[Layer], room: Room) -> tuple[Layer, ...]:
    """The layers of a picture, its mark moved into the room that the picture has; `room` in pixels."""
    return tuple(_moved(layer, room) if isinstance(layer, LiveLayer) else layer for layer in layers)


def _moved(layer: LiveLayer, room: Room) -> LiveLayer:
    if layer.look.style != STYLE:
        return layer
    left, top, width, height = layer.look.box
    a, b, c, d, e, f = layer.matrix
    start, end = a * left + e, a * (left + width) + e
    aside = max(room.left - start, 0.0) or min(room.right - end, 0.0)
    up = min(room.bottom - (d * (top + height) + f), 0.0)
    return replace(layer, matrix=(a, b, c, d, e + aside, f + up))
