"""Where a character's mouth is when it is widest open, found in what is drawn: works for any style of mouth.

And a place so near that it can be read in few pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import numpy as np

from avatar.character.affine import Affine
from avatar.character.loading import Character
from avatar.character.looks import Box
from avatar.character.mouth import SHAPES
from avatar.character.rig import LiveLayer, MeshLayer, Static, build_layers
from avatar.character.still.topology import LOWER_LIP, UPPER_LIP
from avatar.draw.painter import draw_character
from avatar.draw.pictures import CAST, inked, paint_live
from avatar.draw.surfaces import canvas_on
from avatar.scene.camera import Face
from avatar.types import Place, Pose

WIDEST = ("aa", "E", "oh")
"""Visemes that reach furthest down and to the sides."""

FINE = 0.25
"""Pixels for a canvas unit: an edge is found to four units."""

ABOVE_EYES = 0.62
"""Head heights from the eyes of a picture up to where its hair ends."""

TRUNK = 0.08
"""Widths of the canvas to each side of the anchor within which the body reaches furthest down."""


def find_mouth(character: Character, poses: Iterable[Pose]) -> Box | None:
    """A box that holds the mouth however wide it opens while head and body are in these poses, in canvas units.

    None for a character without a mouth, or with pictures of the whole of it for mouths.
    """
    names = {layer.name for layer in character.layers if layer.live == "mouth" or layer.shape}
    drawn: dict[tuple[str, str], Box] = {}
    boxes: list[Box] = []
    for pose in poses:
        for viseme in WIDEST:
            shown = replace(pose, mouth=SHAPES[viseme], shape=character.acting.sprites.get(viseme, ""))
            for layer in build_layers(character, shown):
                if isinstance(layer, MeshLayer):
                    if layer.mesh.kind != "thing":
                        boxes.append(_find_lips(layer))
                elif layer.key in names or _is_drawn_on(character, layer):
                    if (layer.key, viseme) not in drawn:
                        drawn[layer.key, viseme] = _drawn(character, layer)
                    boxes.append(_moved(drawn[layer.key, viseme], layer.matrix))
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return (left, top, right - left, bottom - top) if bottom - top <= character.canvas.head else None


@lru_cache(maxsize=CAST)
def find_floor(character: Character) -> float:
    """How far down the body is drawn below its anchor, in canvas units from the page's top; it may run off the page."""
    canvas = character.canvas
    pixels = np.zeros((round(1.5 * canvas.height * FINE), round(canvas.width * FINE), 4), np.uint8)
    draw_character(canvas_on(pixels), character, Pose(), (FINE, 0.0, 0.0, FINE, 0.0, 0.0))
    middle, half = round(canvas.anchor[0] * FINE), max(1, round(TRUNK * canvas.width * FINE))
    covered = (pixels[:, max(0, middle - half) : middle + half, 3] > 250).all(axis=1)
    rows = np.flatnonzero(covered)
    return float(rows[-1] + 1) / FINE if len(rows) else canvas.anchor[1]


@lru_cache(maxsize=64)
def find_face(character: Character) -> Face:
    """Where a character's hair begins, its mouth is and its body ends, for the camera."""
    canvas = character.canvas
    x, y = canvas.anchor
    box = _find_resting(character)
    if character.picture is not None:
        eyes = [each[1] for each in character.eye_places]
        middle = float(character.picture.mesh.middle[0])
        high = sum(eyes) / len(eyes) if eyes else y - 0.6 * canvas.height
        low = box[1] + box[3] if box else high + 0.4 * canvas.head
        top = max(0.0, high - ABOVE_EYES * canvas.head)
        floor = canvas.height
        still = True
    else:
        top, low = _find_hair(character), box[1] + box[3] if box else y - 0.3 * canvas.height
        middle = box[0] + box[2] / 2 if box else x
        floor, still = find_floor(character), False
    high = canvas.height
    return Face((top - y) / high, (low - y) / high, (floor - y) / high, (middle - x) / high, still)


def _find_hair(character: Character) -> float:
    """The highest place at which a character is drawn, at rest, in canvas units."""
    canvas = character.canvas
    above = 0.25 * canvas.height
    pixels = np.zeros((round(1.25 * canvas.height * FINE), round(canvas.width * FINE), 4), np.uint8)
    resting = Pose(worn=character.acting.hat)
    draw_character(canvas_on(pixels), character, resting, (FINE, 0.0, 0.0, FINE, 0.0, above * FINE))
    rows = np.flatnonzero((pixels[:, :, 3] > 128).any(axis=1))
    return float(rows[0]) / FINE - above if len(rows) else 0.0


LEGIBLE = (12.0, 9.0)
"""Pixels of the widest mouth, across and down, in which lips, teeth and an opening are told apart."""

FACE_EDGE = 0.06
"""Head heights around eyes and mouth that stay in the picture however near it comes."""

BROWS = 0.9
"""Widths of an eye from its middle up to where the brow ends."""


@lru_cache(maxsize=64)
def come_near(character: Character, place: Place, width: int, height: int) -> Place:
    """The place, or one so near that the mouth can be read in a picture of so few pixels, as far as eyes and mouth fit.

    The nearer place is taken only where it is nearer; it moves as the given one does.
    """
    canvas, box = character.canvas, _find_resting(character)
    if box is None or width < 1 or height < 1:
        return place
    left, top, wide, high = box
    if character.eye_places:
        ups = [y - BROWS * eye for _, y, eye in character.eye_places]
        sides = [x + side * 0.6 * eye for x, _, eye in character.eye_places for side in (-1, 1)]
    else:
        ups, sides = [top - 0.5 * canvas.head], [left, left + wide]
    edge = FACE_EDGE * canvas.head
    face_top, face_bottom = min(top, *ups) - edge, top + high + edge
    face_left, face_right = min(left, *sides) - edge, max(left + wide, *sides) + edge
    usual = height / canvas.height * place.scale
    wanted = max(LEGIBLE[0] / wide, LEGIBLE[1] / high)
    scale = max(usual, min(wanted, width / (face_right - face_left), height / (face_bottom - face_top)))
    if scale <= usual:
        return place
    middle = ((face_left + face_right) / 2 - canvas.anchor[0], (face_top + face_bottom) / 2 - canvas.anchor[1])
    # Of what is free, a little more lies above the brows than below the mouth: hair says who it is.
    free = height - scale * (face_bottom - face_top)
    return replace(
        place,
        x=0.5 - middle[0] * scale / width + (place.x - 0.5) * scale / usual,
        y=0.5 + (0.1 * free - middle[1] * scale) / height + (place.y - 1.0) * scale / usual,
        scale=scale * canvas.height / height,
    )


@lru_cache(maxsize=CAST)
def _find_resting(character: Character) -> Box | None:
    mood = character.acting.expressions["neutral"]
    return find_mouth(character, (Pose(head=mood.head, body=mood.body),))


def _is_drawn_on(character: Character, layer: LiveLayer | Static) -> bool:
    """Whether a layer is the mouth that is drawn on a picture of a thing."""
    return (
        character.picture is not None and isinstance(layer, LiveLayer) and layer.look is character.picture.drawn_mouth
    )


def _find_lips(layer: MeshLayer) -> Box:
    """Where the lips of a still picture are."""
    lips = layer.vertices[[*UPPER_LIP[0], *LOWER_LIP[0]]]
    (left, top), (right, bottom) = lips.min(axis=0).tolist(), lips.max(axis=0).tolist()
    return _moved((left, top, right - left, bottom - top), layer.matrix)


def _drawn(character: Character, layer: LiveLayer | Static) -> Box:
    """Where a layer has ink, before it is moved."""
    if isinstance(layer, Static):
        return inked(character)[layer.key]
    raster = paint_live(layer, FINE)
    ink = raster.pixels[:, :, 3]
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return (
        raster.x + float(columns[0]) / FINE,
        raster.y + float(rows[0]) / FINE,
        float(columns[-1] - columns[0] + 1) / FINE,
        float(rows[-1] - rows[0] + 1) / FINE,
    )


def _moved(box: Box, matrix: Affine) -> Box:
    """The upright box around a box that is moved."""
    left, top, width, height = box
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left, left + width) for y in (top, top + height)]
    xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
