"""From a pose to where the vertices of a still picture's mesh are. Pure functions; lengths in canvas units.

`mouthing` has the mouth; here are eyes, brows and the head.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from avatar.character.affine import Affine
from avatar.character.still.mesh import EYE_GRID, SOFT_EDGE, EyeFrame, Floats, StillMesh, ease
from avatar.character.still.mouthing import move_mouth
from avatar.character.still.topology import BETWEEN_EYES, EYES, LEFT_CORNER, LOWER_LIP, UPPER_LIP
from avatar.types import Body, Brows, Eyes, Head, Pose

LID = 0.93
"""Share of the eye's gap by which the upper lid shuts it; the lower one does the rest."""
LID_SKIN = 0.8
"""Share of the lid's way that its crease goes: skin stretches above it, and lashes don't."""
LIDS_SHUT_ALREADY = 0.10
"""Gap of an eye in its widths below which it is shut in the picture and does not blink."""
LOOK_ASIDE, LOOK_UP = 0.13, 0.09
"""Travel of the iris at full gaze, in widths of the eye."""
BROW_UP, BROW_TILT = 0.085, 0.045
"""In distances between the eyes' middles."""

TURN_MOST = 11.0
"""Degrees beyond which a head turns no further: the picture has no other side."""
NECK = 0.62
"""Heights of the face from its middle down to where the head turns."""
BREATH = 0.006
"""Heights of the face by which a breath lifts head and shoulders."""
LEAN = 0.3
"""Share of the body's shifts that the head of a picture makes."""
SHIFT_MOST = 0.05
"""Heights of the face."""


class Moved(NamedTuple):
    """Where everything is for one pose."""

    vertices: Floats
    """Shape (N, 2)."""
    mouth: Affine
    """What the head's move does to the mouth, from canvas units to canvas units."""
    eyes: Affine


def move_picture(mesh: StillMesh, pose: Pose) -> Moved:
    """The mesh in a pose."""
    shift = move_mouth(mesh, pose.mouth) if mesh.kind != "thing" else np.zeros_like(mesh.rest)
    if mesh.kind == "face":
        shift = shift + _move_eyes(mesh, pose.eyes) + _move_brows(mesh, pose.brows)
    elif mesh.kind == "muzzle":
        shift = shift + _move_gaze(mesh, pose.eyes)
    at = mesh.rest + shift
    if mesh.kind != "thing":
        _soften_edges(mesh, at)
    turned = _turn_head(mesh, at, mesh.depth, mesh.hold, pose.head, pose.body)
    around_eyes = (mesh.eyes[0].middle + mesh.eyes[1].middle) / 2
    return Moved(
        np.clip(turned, 0.0, mesh.size),
        _affine(mesh, mesh.mouth.middle, LEFT_CORNER, pose),
        _affine(mesh, around_eyes, BETWEEN_EYES, pose),
    )


def _soften_edges(mesh: StillMesh, at: Floats) -> None:
    """Places of the soft edges: a little inside of lips and lids, and no further than half the gap."""
    lines = [UPPER_LIP[3], LOWER_LIP[3], *(line for ring in EYES for line in (ring.upper, ring.lower))]
    first = mesh.edges
    reach = SOFT_EDGE * mesh.mouth.width
    for number in range(0, len(lines), 2):
        one, other = at[list(lines[number])], at[list(lines[number + 1])]
        across = other - one
        gap = np.hypot(across[:, 0], across[:, 1])
        most = reach if number == 0 else reach / 3
        share = np.minimum(most, 0.5 * gap) / np.maximum(gap, 1e-9)
        at[first : first + len(one)] = one + share[:, None] * across
        at[first + len(one) : first + 2 * len(one)] = other - share[:, None] * across
        first += 2 * len(one)


# --------------------------------------------------------------------------------------------------------------- eyes


def _move_eyes(mesh: StillMesh, eyes: Eyes) -> Floats:
    shift = _move_gaze(mesh, eyes)
    for ring, eye, openness in zip(EYES, mesh.eyes, (eyes.open_left, eyes.open_right), strict=True):
        if eye.gap < LIDS_SHUT_ALREADY * eye.width:
            continue
        upper, lower = np.array(ring.upper[1:-1]), np.array(ring.lower[1:-1])
        gap = mesh.rest[lower] - mesh.rest[upper]
        shut = min(1.0, max(-0.3, 1.0 - openness))
        looked = eyes.gaze_y * LOOK_UP * eye.width * (1.0 - max(0.0, shut))
        lid = gap * (LID * shut if shut > 0 else 0.7 * shut) + gap * 0.14 * eyes.squint * (1.0 - max(0.0, shut))
        raised = -gap * ((1.0 - LID) * max(0.0, shut) + 0.26 * eyes.squint * (1.0 - max(0.0, shut)))
        shift[upper] += lid + 0.8 * looked * eye.down
        shift[lower] += raised + 0.3 * looked * eye.down
        shift[list(ring.crease)] += LID_SKIN * lid + 0.5 * looked * eye.down
    return shift


def _move_gaze(mesh: StillMesh, eyes: Eyes) -> Floats:
    """Eyeballs: the iris moves as one, the white beside it stretches; all keeps its place under the corners."""
    shift = np.zeros_like(mesh.rest)
    for first, eye, openness in zip(mesh.eyeballs, mesh.eyes, (eyes.open_left, eyes.open_right), strict=True):
        count = EYE_GRID[0] * EYE_GRID[1]
        place = slice(first, first + count)
        away = mesh.rest[place] - eye.middle
        if openness > 1.0:
            shift[place] += 0.3 * (openness - 1.0) * (away @ eye.down)[:, None] * eye.down
        if not eye.seen:
            continue
        x = (mesh.rest[place] - eye.iris) @ eye.across
        ends = (away @ eye.across) / (0.5 * eye.width)
        middle = float((eye.iris - eye.middle) @ eye.across)
        room = np.where(x > 0, 0.5 * eye.width - middle, 0.5 * eye.width + middle) - eye.radius
        share = np.clip(1.0 - (np.abs(x) - eye.radius) / np.maximum(room, 1e-6), 0.0, 1.0)
        share = np.where(np.abs(ends) > 0.999, 0.0, share)
        most = 0.75 * max(0.0, min(0.5 * eye.width - middle, 0.5 * eye.width + middle) - eye.radius)
        aside = math.copysign(min(abs(eyes.gaze_x) * LOOK_ASIDE * eye.width, most), eyes.gaze_x)
        down = eyes.gaze_y * LOOK_UP * eye.width
        shift[place] += share[:, None] * (aside * eye.across + down * eye.down)
    return shift


def _move_brows(mesh: StillMesh, brows: Brows) -> Floats:
    """Brows and the forehead above them; the lids keep their place."""
    shift = np.zeros_like(mesh.rest)
    apart = float(np.hypot(*(mesh.eyes[1].middle - mesh.eyes[0].middle)))
    sides = ((mesh.eyes[0], brows.raise_left, brows.tilt_left, 1.0), (mesh.eyes[1], brows.raise_right,
             brows.tilt_right, -1.0))  # fmt: skip
    for eye, raised, tilt, inward in sides:
        if not raised and not tilt:
            continue
        across, up = _in_eye(mesh, eye, apart)
        above = up - 0.5 * eye.gap / apart
        field = ease(above / 0.17) * np.exp(-((np.maximum(above - 0.26, 0.0) / 0.22) ** 2))
        field *= np.exp(-((across / 0.36) ** 2))
        lift = field * apart * (BROW_UP * raised + BROW_TILT * tilt * np.clip(inward * across / 0.2, -1.0, 1.0))
        pinch = field * apart * 0.02 * max(0.0, -tilt) * inward
        shift += -lift[:, None] * eye.down + pinch[:, None] * eye.across
    shift[mesh.eyeballs[0] :] = 0.0
    return shift


def _in_eye(mesh: StillMesh, eye: EyeFrame, apart: float) -> tuple[Floats, Floats]:
    away = (mesh.rest - eye.middle) / apart
    return away @ eye.across, -(away @ eye.down)


# --------------------------------------------------------------------------------------------------------------- head


def _turn_head(mesh: StillMesh, at: Floats, depth: Floats, hold: Floats, head: Head, body: Body) -> Floats:
    """The head's own moves: it turns about the neck by its depth, and what is around follows less and less."""
    high = mesh.face_height
    neck = mesh.middle + NECK * high * mesh.mouth.down
    yaw, pitch = (math.radians(_bounded(1.3 * each, TURN_MOST)) for each in (head.yaw, head.pitch))
    roll = math.radians(_bounded(head.roll, TURN_MOST))
    away = at - neck
    near = -depth
    x = away[:, 0] + math.sin(yaw) * (near + 0.12 * high)
    y = away[:, 1] + math.sin(pitch) * (near + 0.05 * high)
    cos, sin = math.cos(roll), math.sin(roll)
    turned = np.stack([cos * x - sin * y, sin * x + cos * y], axis=1) + neck
    turned[:, 0] += high * _bounded(head.x + LEAN * body.x, SHIFT_MOST)
    turned[:, 1] += high * (_bounded(head.y + LEAN * body.y, SHIFT_MOST) - BREATH * body.breath)
    return at + (turned - at) * hold[:, None]


def _affine(mesh: StillMesh, at: Floats, vertex: int, pose: Pose) -> Affine:
    """What the head's move does around a place, found at three points about it."""
    reach = 0.25 * mesh.mouth.width
    points = at + reach * np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    depth, hold = np.full(3, mesh.depth[vertex]), np.full(3, mesh.hold[vertex])
    origin, right, down = _turn_head(mesh, points, depth, hold, pose.head, pose.body)
    a, b = (right - origin) / reach
    c, d = (down - origin) / reach
    x, y = at
    return (
        float(a), float(b), float(c), float(d),
        float(origin[0] - a * x - c * y), float(origin[1] - b * x - d * y),
    )  # fmt: skip


def _bounded(value: float, most: float) -> float:
    return most * math.tanh(value / most)
