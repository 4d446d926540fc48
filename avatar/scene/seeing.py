"""Where in the picture each person is seen: what the camera's view makes of where they stand. Both painters ask it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from avatar.character.affine import Affine, multiply
from avatar.character.rig import frame_view
from avatar.character.still.framing import Room, share_width, view_beside
from avatar.scene.attending import Attention
from avatar.scene.camera import View, Window

if TYPE_CHECKING:
    from avatar.character.loading import Character
    from avatar.types import Place


class SeenPerson(NamedTuple):
    """How one person is to be drawn."""

    matrix: Affine
    """From the character's canvas to pixels of the picture."""
    room: Room
    """What a picture's mark keeps to, in pixels."""
    apart: bool
    """Whether it is a picture that is cut off at its room's sides."""


def see_people(
    people: Sequence[tuple[Character, Place]], view: View, width: int, height: int, front: float
) -> list[SeenPerson]:
    """How people are drawn in a picture of that many pixels. `front`: first row of what stands before them."""
    camera = find_matrix(view.people, width, height)
    places = [view.place(place, width / height) for _, place in people]
    found = []
    for (character, _), place, room in zip(people, places, share_width(places), strict=True):
        if character.picture is not None and len(people) > 1:
            beside = view_beside(character, place, width, height, room.scaled(width)._replace(bottom=front))
            left, right = (view.people.into(each, 0.0)[0] * width for each in (room.left, room.right))
            matrix = _on_pixels(multiply(camera, beside), character)
            found.append(SeenPerson(matrix, Room(left, right, front), True))
        else:
            matrix = multiply(camera, frame_view(character, place, width, height))
            found.append(SeenPerson(_on_pixels(matrix, character), Room(-math.inf, math.inf, front), False))
    return found


def find_matrix(window: Window, width: float, height: float) -> Affine:
    """What takes pixels of the arranged picture to those of the picture that is seen."""
    x, y, zoom = window
    return (zoom, 0.0, 0.0, zoom, (0.5 - x * zoom) * width, (0.5 - y * zoom) * height)


def _on_pixels(matrix: Affine, character: Character) -> Affine:
    """A still picture stands on whole pixels: its own are then only copied, and stay sharp."""
    if character.picture is None:
        return matrix
    a, b, c, d, e, f = matrix
    return (a, b, c, d, float(round(e)), float(round(f)))


def move_attention(attention: Attention, view: View) -> Attention:
    """What draws the eyes, where it would be in the arranged picture."""
    x, y = view.people.out_of(attention.x, attention.y)
    return attention._replace(x=x, y=y)
