"""Whether the mouth in a picture is shut, open, or shows teeth: by the colours between the lips.

The mesh alone sees a gap in many a drawn mouth that is shut, so what lies in the gap has to be as dark as the inside of
a mouth, or as pale as teeth.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from avatar.character.still.topology import LOWER_LIP, UPPER_LIP
from avatar.studio.faces.nets import Floats, Pyramid

Mouth = Literal["shut", "open", "teeth"]
Mask = NDArray[np.bool_]

UPPER, LOWER = UPPER_LIP[3], LOWER_LIP[3]
"""The mesh's inner lips, from corner to corner."""

LINE_REACH, LINE_DEPTH = 0.1, 12.0
"""How far from there the line between shut lips is looked for, in widths of the mouth; and how much darker it is at
least than what is about it, of 255."""

CORNERS = (61, 291)

SKIN = (205, 425, 50, 280, 187, 411)
"""Points of the mesh on the cheeks."""

RED = (72, 11, 302, 73, 303, 85, 16, 315, 180, 404)
"""Points in the middle of the upper lip's red, then of the lower lip's."""

NEAR = (164, 18, 200, 322, 92)
"""Points about the mouth: fur, a beard or a muzzle there may be as pale as teeth."""

UNLIKE = 24.0
"""How far, of 255, a tooth's colour is from all of those."""

LINE = 0.045
"""Height of what lies between the lips, in widths of the mouth, under which it is the line that parts them."""

LEAST_GAP = 0.035
"""Between the lips, in widths of the mouth: under this it is shut whatever its colours."""

PLAIN_GAP = 0.14
"""From which it is open or shows teeth: of the drawn mouths that were tried, none that is shut looks so far open."""

SIDE = 96
"""Pixels in which a mouth is looked at."""

ROOM = 1.4
"""Side of what is looked at, in widths of the mouth."""

DARK = 0.55
"""Brightness, in that of the skin, up to which a pixel is the inside of a mouth."""

DARK_AT_LEAST = 14.0
"""By how much, of 255, it has to be darker, where the skin itself is dark."""

DARKER = 0.75
"""The same in the brightness of the lips: painted ones are dark themselves."""

PALE = 0.6
"""Part of the skin's saturation up to which a bright pixel is a tooth."""

BRIGHT = 0.72
"""Brightness, in that of the skin, from which it is one; on dark skin any tooth is brighter still."""

FOREHEAD = (9, 151, 108, 337, 66, 296)
"""Points of the mesh that a mask leaves free."""

COVERED = (18, 200, 164, 92, 322, 199, 182, 406, 204, 424)
"""Points about the mouth and on the chin that one covers."""

ANOTHER_COLOUR, ONE_COLOUR = 40.0, 0.35
"""How unlike the forehead, of 255, what is about a mouth is at least under a mask; and the most of that by which four
fifths of the lips are unlike what is about them: of sixteen masks drawn on four faces .26 at most, of a fox's drawn
mouth .5, of people's .7 and more."""

MUCH_TEETH, MUCH_DARK = 0.22, 0.3
"""Parts of the gap that teeth, or the inside of the mouth, fill at least."""


def see_mouth(picture: Pyramid, points: Floats) -> Mouth:
    """What a face's mouth does. `points`: its mesh, shape (468, 3), in pixels of the picture."""
    start, end = points[CORNERS[0], :2], points[CORNERS[1], :2]
    across = end - start
    width = float(np.hypot(*across))
    gap = float(np.max(_upright(points, across))) / max(width, 1e-6)
    if gap < LEAST_GAP:
        return "shut"
    middle = points[list(UPPER + LOWER), :2].mean(axis=0)
    view = picture.view((middle[0], middle[1]), ROOM * width, SIDE, float(np.arctan2(across[1], across[0])))
    inverse = np.linalg.inv(np.vstack([view.matrix, [0, 0, 1]]))[:2].astype(np.float32)
    inner = points[list(UPPER + LOWER[::-1]), :2] @ inverse[:, :2].T + inverse[:, 2]
    skins = [picture.view((x, y), 0.1 * width, 4).pixels.mean(axis=(0, 1)) for x, y in points[list(SKIN + NEAR), :2]]
    lips = [picture.view((x, y), 0.05 * width, 4).pixels.mean(axis=(0, 1)) for x, y in points[list(RED), :2]]
    red = float(np.max([np.median(tell_brightness(np.array(each))) for each in (lips[:5], lips[5:])]))
    seen = _judge(view.pixels, fill(inner, SIDE), np.array(skins, np.float32), red)
    # So far apart lips are never shut: what is as light as skin between them are teeth, in a grey or a dark picture.
    return "teeth" if seen == "shut" and gap >= PLAIN_GAP else seen


def see_mask(picture: Pyramid, points: Floats) -> bool:
    """Whether a mask, a scarf or the like is before the mouth: lips in the colour of all about them, which is another
    than the forehead's. A hand, whose colour is the face's, is not seen so.

    `points`: the face's mesh, shape (468, 3), in pixels of the picture.
    """
    width = float(np.hypot(*(points[CORNERS[1], :2] - points[CORNERS[0], :2])))
    colours = {
        part: np.array([picture.view((x, y), 0.06 * width, 4).pixels.mean(axis=(0, 1)) for x, y in points[at, :2]])
        for part, at in (("lips", list(RED)), ("about", list(COVERED)), ("forehead", list(FOREHEAD)))
    }
    about, forehead = (np.median(colours[part], axis=0) for part in ("about", "forehead"))
    away = float(np.linalg.norm(about - forehead))
    unlike = float(np.percentile(np.linalg.norm(colours["lips"] - about, axis=1), 80))
    return away > ANOTHER_COLOUR and unlike < ONE_COLOUR * away


def settle_line(picture: Pyramid, points: Floats) -> Floats:
    """The mesh of a face whose mouth is shut, its inner lips on the dark line between the lips that the picture shows.

    The net puts them a little beside a line that is drawn, and the mouth would open beside it. Where no line is seen
    they stay. `points`: shape (468, 3), in pixels of the picture.
    """
    start, end = points[CORNERS[0], :2], points[CORNERS[1], :2]
    across = end - start
    width = float(np.hypot(*across))
    if width < 8:
        return points
    middle = points[list(UPPER + LOWER), :2].mean(axis=0)
    view = picture.view((middle[0], middle[1]), ROOM * width, SIDE, float(np.arctan2(across[1], across[0])))
    inverse = np.linalg.inv(np.vstack([view.matrix, [0, 0, 1]]))[:2].astype(np.float32)
    seen = points[:, :2] @ inverse[:, :2].T + inverse[:, 2]
    lines = (seen[list(UPPER)] + seen[list(LOWER)]) / 2
    light = tell_brightness(view.pixels)
    offsets = _find_line(light, lines, seen[list(UPPER_LIP[0]), 1], seen[list(LOWER_LIP[0]), 1])
    if offsets is None:
        return points
    settled = points.copy()
    down = np.array([-across[1], across[0]], np.float32) / width * (width * ROOM / SIDE)
    for rings, part in ((UPPER_LIP, slice(None)), (LOWER_LIP, slice(1, -1))):  # both have the same corners
        move = (lines[:, 1] + offsets - seen[list(rings[3]), 1])[part]
        for ring, share in zip(rings[1:], (0.3, 0.6, 1.0), strict=True):
            settled[list(ring)[part], :2] += share * move[:, np.newaxis] * down
    return settled


def _find_line(light: Floats, lines: Floats, above: Floats, below: Floats) -> Floats | None:
    """How far below the middle of the inner lips the dark line lies, in rows, for each of their 11 points.

    None where the picture shows none. `above`, `below`: rows of the lips' outer edges, between which it stays.
    """
    reach = round(LINE_REACH * SIDE / ROOM)
    rows = np.arange(-reach, reach + 1)
    offsets, weights = np.zeros(len(lines), np.float32), np.zeros(len(lines), np.float32)
    for number, (x, y) in enumerate(lines[1:-1], 1):
        column = slice(max(0, round(float(x)) - 1), round(float(x)) + 2)
        at = np.clip(round(float(y)) + rows, 0, SIDE - 1)
        profile = light[at, column].mean(axis=1)
        best = int((profile + 0.4 * np.abs(rows)).argmin())
        depth = float(np.median(profile) - profile[best])
        offsets[number], weights[number] = rows[best] + round(float(y)) - y, depth if depth >= LINE_DEPTH else 0.0
    if (weights > 0).sum() < 6:
        return None
    x = lines[:, 0] - lines[:, 0].mean()
    curve = np.polyfit(x[weights > 0], offsets[weights > 0], 2, w=np.sqrt(weights[weights > 0]))
    smooth = np.polyval(curve, x).astype(np.float32)
    room = 0.2 * (below - above)
    bounded = np.clip(lines[:, 1] + smooth, above + room, below - room) - lines[:, 1]
    bounded[[0, -1]] = np.clip(smooth[[0, -1]], -0.5 * reach, 0.5 * reach)  # the corners, where there is no room
    return np.asarray(bounded, np.float32)


def _upright(points: Floats, across: Floats) -> Floats:
    """The gap at each pair of the inner lips' points, and 0; shape (12,)."""
    down = np.array([-across[1], across[0]], np.float32) / max(1e-6, float(np.hypot(*across)))
    return np.append((points[list(LOWER), :2] - points[list(UPPER), :2]) @ down, 0).clip(0)


def _judge(pixels: Floats, inside: Mask, skins: Floats, red: float) -> Mouth:
    """`pixels`: the mouth, shape (SIDE, SIDE, 3); `inside`: which lie between the lips; `skins`: shape (count, 3);
    `red`: brightness of the lips."""
    if inside.sum() < 12:
        return "shut"
    skin = np.median(skins[: len(SKIN)], axis=0)[np.newaxis]
    light, usual = tell_brightness(pixels), float(tell_brightness(skin)[0])
    own = float(_saturation(skin)[0])
    dark = inside & (light < min(DARK * usual, usual - DARK_AT_LEAST, DARKER * red))
    pale = (light > max(BRIGHT * usual, 60)) & (_saturation(pixels) < max(PALE * own, 0.06))
    teeth = inside & pale & (np.linalg.norm(pixels[:, :, np.newaxis] - skins, axis=3).min(axis=2) > UNLIKE)
    columns = np.nonzero(inside.any(axis=0))[0]
    middle = columns[len(columns) // 5 : -(len(columns) // 5) or None]
    if np.median((dark | teeth)[:, middle].sum(axis=0)) < LINE * SIDE / ROOM:
        return "shut"
    if teeth.sum() >= MUCH_TEETH * inside.sum():
        return "teeth"
    return "open" if (dark | teeth).sum() >= MUCH_DARK * inside.sum() else "shut"


def tell_brightness(colours: Floats) -> Floats:
    return np.asarray(colours @ np.array([0.299, 0.587, 0.114], np.float32), np.float32)


def _saturation(colours: Floats) -> Floats:
    most = colours.max(axis=-1)
    return np.asarray((most - colours.min(axis=-1)) / np.maximum(most, 1), np.float32)


def fill(polygon: Floats, side: int) -> Mask:
    """The pixels of a square whose middles lie inside a polygon, shape (side, side): the even-odd rule."""
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    inside = np.zeros((side, side), bool)
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        crosses = (y0 > y) != (y1 > y)
        inside ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0 if y1 != y0 else 1) + x0)
    return inside
