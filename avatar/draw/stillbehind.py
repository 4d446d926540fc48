"""A still picture in two: the head, and what lies behind it, so that laid on each other they are the picture again."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.still.mesh import StillMesh
from avatar.character.still.topology import OVAL
from avatar.draw.surfaces import canvas_on

Pixels = NDArray[np.uint8]
"""Premultiplied, red or blue first, shape (height, width, 4)."""
Shares = NDArray[np.float32]
"""0 to 1, shape (height, width)."""

REACH = 1.96
"""Sizes of the face's oval beyond which the head is not taken out: further out the mesh hardly moves."""
SOFT_REACH = 0.03
"""Heights of the face over which that fades."""
CLOSED = 0.05
"""Heights of the face: parts of a head that happen to look like what is behind them, and are no wider, belong to it."""
RIM = 0.012
"""Heights of the face about a head's outline in which what is behind it is still coloured by it, and is made anew."""
FEATHER = 0.010
"""Heights of the face over which the head's outline fades."""
DIFFERENT = 3
"""Of 255: what differs by less is not filled in, but the picture itself."""


def part_head(
    picture: Pixels, behind: Pixels, mesh: StillMesh, x: float, y: float, scale: float
) -> tuple[Pixels, Pixels]:
    """What lies behind the head, and the head with its outline's opacity.

    Both pictures lie at `x`, `y` canvas units, `scale` pixels for each. The head over what lies behind is the picture
    P, to a rounding: the head's colours F are solved for P = F + (1 - m) B. What lies behind, B, is kept where the
    opacity m allows it.
    """
    high = mesh.face_height * scale
    rim = max(1, round(RIM * high))
    wanted, ground = picture.astype(np.float32), behind.astype(np.float32)
    other = (np.abs(wanted - ground).max(axis=2) >= DIFFERENT).astype(np.float32)
    head = _close(other, max(1, round(CLOSED * high)))
    grown = _grow(head, rim)
    ground = _clean(ground, grown * _grow(1.0 - head, rim), 2 * rim)
    opacity = _blur(grown, max(1, round(FEATHER * high))) * _near(picture.shape[:2], mesh, x, y, scale)
    opacity = np.asarray(np.round(opacity * 255)[:, :, np.newaxis] / 255, np.float32)
    ground = np.asarray(
        wanted + (ground - wanted) * opacity
    )  # gently: where hardly any head is, hardly anything is behind it
    clear = np.maximum(1.0 - opacity, 1e-6)
    most, least = wanted / clear, (wanted - 255.0 * opacity) / clear
    under = np.clip(np.round(np.clip(ground, least, most)), 0, 255)
    front = np.round(wanted - (1.0 - opacity) * under)
    front[:, :, 3:] = np.round(255 * opacity)
    front[:, :, :3] = np.clip(front[:, :, :3], 0, front[:, :, 3:])
    under[:, :, 3] = picture[:, :, 3]
    return under.astype(np.uint8), front.astype(np.uint8)


def _clean(ground: Shares, rim: Shares, reach: int) -> Shares:
    """A picture with a rim made anew from what is around it; shape (height, width, 4)."""
    known = 1.0 - rim
    weight = np.maximum(_blur(known, reach), 1e-4)
    around = np.stack([_blur(ground[:, :, channel] * known, reach) / weight for channel in range(4)], axis=2)
    return np.where(rim[:, :, np.newaxis] > 0, around, ground).astype(np.float32)


def _grow(mask: Shares, reach: int) -> Shares:
    return (_blur(mask, reach) > 1e-4).astype(np.float32)


def _near(shape: tuple[int, ...], mesh: StillMesh, x: float, y: float, scale: float) -> Shares:
    """How far each pixel is about the face, where a head is."""
    oval = mesh.middle + (mesh.rest[list(OVAL)] - mesh.middle) * REACH
    path = skia.Path()
    path.addPoly([skia.Point(*at) for at in ((oval - [x, y]) * scale).tolist()], True)
    pixels = np.zeros((*shape, 4), np.uint8)
    soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, max(1.0, SOFT_REACH * mesh.face_height * scale))
    canvas_on(pixels).drawPath(path, skia.Paint(AntiAlias=True, MaskFilter=soft))
    return pixels[:, :, 3].astype(np.float32) / np.float32(255)


def _close(mask: Shares, reach: int) -> Shares:
    """A mask without gaps that are narrower than twice the reach."""
    return 1.0 - _grow(1.0 - _grow(mask, reach), reach)


def _blur(values: Shares, reach: int) -> Shares:
    """Mean over a square of 2 * reach + 1 pixels; what lies beyond the edge is as the edge."""
    for axis in (0, 1):
        room = [(0, 0), (0, 0)]
        room[axis] = (reach + 1, reach)
        summed = np.cumsum(np.pad(values, room, mode="edge"), axis=axis, dtype=np.float64)
        ahead, before = (slice(2 * reach + 1, None), slice(None, -2 * reach - 1))
        values = np.asarray(
            (summed[ahead] - summed[before] if axis == 0 else summed[:, ahead] - summed[:, before]) / (2 * reach + 1),
            np.float32,
        )
    return values
