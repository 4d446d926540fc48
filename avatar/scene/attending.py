"""What draws the eyes from outside the scene: a pointer or a finger before the picture. Live stages alone know it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from avatar.character.rig import frame_view
from avatar.scene import manner

if TYPE_CHECKING:
    from avatar.character.loading import Character
    from avatar.types import Place

Part = Literal["head", "body"]
"""What of a person can be touched."""


class Attention(NamedTuple):
    """A place that draws the eyes."""

    x: float
    """0 to 1 of the picture; may lie outside it. `y` likewise, from the top."""
    y: float
    share: float
    """How much it draws them, 0 to 1."""


class Draw(NamedTuple):
    """Where the eyes of one person are drawn to: -1 left or up, 1 right or down; and how much, 0 to 1."""

    x: float
    y: float
    share: float


UNDRAWN = Draw(0.0, 0.0, 0.0)
NOTHING = Attention(0.5, 0.5, 0.0)
"""Nothing draws the eyes."""


def aim(attention: Attention, character: Character, place: Place, width: float, height: float) -> Draw:
    """Which way a character that stands there looks to see a place of a picture of `width` by `height` pixels."""
    if attention.share <= 0.0 or width <= 0.0 or height <= 0.0:
        return UNDRAWN
    right, down, head = _from_eyes(attention.x, attention.y, character, place, width, height)
    return Draw(
        _bent(right / head, manner.EYES_REACH, manner.EYES_FARTHEST_ASIDE),
        _bent(down / head, manner.EYES_REACH, manner.EYES_FARTHEST_UP),
        attention.share,
    )


def find_touched(
    x: float, y: float, people: Iterable[tuple[Character, Place]], width: float, height: float
) -> Part | None:
    """The part of whoever stands in front (the last of `people`) that lies at a place of the picture; None: nobody."""
    found = [part for character, place in people if (part := _part(x, y, character, place, width, height))]
    return found[-1] if found else None


def _part(x: float, y: float, character: Character, place: Place, width: float, height: float) -> Part | None:
    if width <= 0.0 or height <= 0.0:
        return None
    right, down, head = _from_eyes(x, y, character, place, width, height)
    if math.hypot(right, down) < manner.HEAD_ROUND * head:
        return "head"
    return "body" if down > 0.0 and abs(right) < manner.BODY_HALF * head else None


def _from_eyes(
    x: float, y: float, character: Character, place: Place, width: float, height: float
) -> tuple[float, float, float]:
    """Pixels from between the eyes to a place of the picture, rightwards and downwards, and the head's height."""
    scale, _, _, _, left, top = frame_view(character, place, width, height)
    across, along = _between_the_eyes(character)
    return x * width - (left + scale * across), y * height - (top + scale * along), scale * character.canvas.head


def _between_the_eyes(character: Character) -> tuple[float, float]:
    """In canvas units; of a character whose eyes are part of its pictures, about where heads have them."""
    if character.eye_places:
        one, other = character.eye_places
        return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    return character.canvas.anchor[0], manner.EYES_DOWN * character.canvas.height


def _bent(away: float, reach: float, farthest: float) -> float:
    """From heads to a share of the eyes' reach: straight near the middle, and never beyond the farthest."""
    return farthest * math.tanh(away / reach / farthest)
