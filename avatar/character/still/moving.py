"""From a pose to where the vertices of a still picture's mesh are. Pure functions; lengths in canvas units.

The mouth is moved by its own parameters ring by ring; skin around follows what the lips do and fades into the jaw.
Amounts are in units of the mouth (`MouthFrame.unit`) unless they say otherwise; each was judged by eye on sheets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from avatar.character.affine import Affine
from avatar.character.still.mesh import EYE_GRID, SOFT_EDGE, EyeFrame, Floats, StillMesh
from avatar.character.still.points import MouthShown
from avatar.character.still.topology import BETWEEN_EYES, EYES, LEFT_CORNER, LOWER_LIP, UPPER_LIP, VERTICES
from avatar.types import Body, Brows, Eyes, Head, Mouth, Pose

DROP = 0.41
"""How far the lower lip travels at full jaw; lips that part to show the teeth come on top."""
MUZZLE_DROP = 0.40
TONGUE_OPENS, TEETH_OPEN, BITE_OPENS = 0.06, 0.12, 0.14
"""What a tongue between the teeth, teeth that show, and teeth on the lip need to be seen."""
ROUND_SHUTS = 0.2
"""Share of the opening that rounded lips take."""
UPPER_RISES, UPPER_FOLLOWS_JAW = 0.05, 0.03
ROUND_LIFTS = 0.4
"""Share of what the jaw opens that the upper lip makes of a rounded mouth."""
REST_GAP = 0.24
"""Most of the gap of a picture that shows teeth that stays while the mouth rests."""
SEAM: Mapping[MouthShown, float] = {"shut": 0.5, "teeth": 0.5, "open": 0.3}
"""Where open lips meet when they shut: share of the gap that the upper one comes down."""
BITE_HIDES = 0.3
"""Share of the teeth that a picture shows which the lower lip covers as they lie on it."""
CHIN_RISES: Mapping[MouthShown, float] = {"shut": 0.0, "teeth": 0.3, "open": 0.6}
"""Share of the gap that the chin comes up when lips shut that the picture has open."""
PRESSED = 0.34
"""Share of their thickness that lips lose when pressed together."""
ROUND_IN, SMILE_IN = 0.12, 0.09
"""How far the corners come in for a rounded mouth, and how much further where the picture smiles."""
ROUND_HOLE = 0.22
"""Share of its width that the hole loses by rounding, beside what the corners do."""
HOLE = 0.82
"""Width of the hole in distances of the lips' inner corners: within these lips stay together."""
POUT = 0.075
WIDENS, NARROWS = 0.11, 0.06
SMILE_UP, SMILE_OUT, CHEEK_UP = 0.17, 0.05, 0.07
CORNERS_DROP = 0.2
"""Share of the jaw's way that the corners go."""
CHEEKS_IN = 0.03
HOLLOW = 0.74
"""Share of the lower lip's drop that the chin makes: the rest is skin that stretches between them."""

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


# -------------------------------------------------------------------------------------------------------------- mouth


class Lips(NamedTuple):
    """Shifts of the lips along `down`, each of shape (11,), from corner to corner."""

    upper_inner: Floats
    lower_inner: Floats
    upper_outer: Floats
    lower_outer: Floats
    jaw: float
    """How far the jaw is down."""


def move_lips(mesh: StillMesh, mouth: Mouth) -> Lips:
    """What a mouth does to the lips, up and down."""
    frame, muzzle = mesh.mouth, mesh.kind == "muzzle"
    unit, gap = frame.unit, frame.gap
    free = 1.0 - mouth.closure
    jaw = (MUZZLE_DROP if muzzle else DROP) * mouth.jaw * free * (1.0 - 0.9 * mouth.bite) * unit
    along = mesh.along[list(UPPER_LIP[3])]
    along = along / np.where(along < 0, -along[0], along[-1])
    profile = np.clip(1.0 - (along / HOLE) ** 2, 0.0, 1.0) ** 0.55
    rest, extra = _keep_gap(mesh, mouth, jaw)
    lift = UPPER_RISES * mouth.upper * free * unit
    lift += (UPPER_FOLLOWS_JAW / DROP + ROUND_LIFTS * mouth.rounding) * extra
    bite = mouth.bite * BITE_OPENS * (0.0 if mesh.shown == "teeth" else unit)
    lift = (0.0 if muzzle else lift) + 0.5 * bite
    shows = TEETH_OPEN * (0.4 if mesh.shown == "teeth" else 1.0)
    parted = TONGUE_OPENS * mouth.tongue + shows * mouth.teeth * (1.0 - mouth.bite)
    opened = (extra + parted * free * unit) * (1.0 - ROUND_SHUTS * mouth.rounding) + bite
    seam = 0.0 if muzzle else SEAM[mesh.shown]
    gone = gap - rest
    upper = seam * gone - lift * profile
    lower = -(1.0 - seam) * gone + (opened - lift) * profile
    ends = CORNERS_DROP * extra * (1.0 - profile)
    upper, lower = upper + ends, lower + ends
    across = np.sqrt(np.clip(1.0 - along**2, 0.0, 1.0))
    thick_upper, thick_lower = _thickness(mesh, UPPER_LIP), _thickness(mesh, LOWER_LIP)
    pout = POUT * mouth.rounding * unit * across * (0.3 if muzzle else 1.0)
    press = PRESSED * mouth.closure * (0.4 if muzzle else 1.0 - 0.5 * frame.smile)
    upper_outer = 0.9 * upper - pout + press * thick_upper
    lower_outer = lower + pout * 1.1 - press * thick_lower * 0.9 - 0.45 * mouth.bite * thick_lower
    chin = extra + 0.7 * (opened - extra) * (1.0 - mouth.bite) - CHIN_RISES[mesh.shown] * float(gone.max())
    return Lips(upper, lower, upper_outer, lower_outer, chin)


def _keep_gap(mesh: StillMesh, mouth: Mouth, jaw: float) -> tuple[Floats, float]:
    """How much of the picture's own gap between the lips stays, shape (11,), and how far the jaw opens beyond it."""
    gap, free = mesh.mouth.gap, 1.0 - mouth.closure
    own = max(float(gap.max()), 1e-9)
    if mesh.shown == "open":
        return min(1.0, jaw / own) * gap, max(0.0, jaw - own)
    kept = min(1.0, REST_GAP * mesh.mouth.unit / own)
    return kept * free * (1.0 - 0.85 * mouth.rounding) * (1.0 - BITE_HIDES * mouth.bite) * gap, jaw


def _thickness(mesh: StillMesh, rings: tuple[tuple[int, ...], ...]) -> Floats:
    outer, inner = mesh.rest[list(rings[0])], mesh.rest[list(rings[3])]
    return np.asarray(np.abs((inner - outer) @ mesh.mouth.down))


def move_mouth(mesh: StillMesh, mouth: Mouth) -> Floats:
    """Shifts of all vertices by the mouth, shape (N, 2)."""
    frame = mesh.mouth
    lips = move_lips(mesh, mouth)
    x, y = mesh.along, mesh.below
    aside, along = _move_corners(mesh, mouth)
    for over, under in zip(UPPER_LIP, LOWER_LIP, strict=True):  # both lips go with their corners
        for each in (aside, along):
            each[list(over)] = each[list(under)] = (each[list(over)] + each[list(under)]) / 2
    down = _follow(mesh, lips)
    lip_rings = ((UPPER_LIP, lips.upper_outer, lips.upper_inner), (LOWER_LIP, lips.lower_outer, lips.lower_inner))
    for rings, outer, inner in lip_rings:
        for number, ring in enumerate(rings):
            share = number / 3.0
            down[list(ring)[1:-1]] = ((1.0 - share) * outer + share * inner)[1:-1]
            aside[list(ring)] -= 0.5 * share * ROUND_HOLE * mouth.rounding * x[list(ring)] * frame.width
    for number, ring in enumerate(UPPER_LIP):  # both lips have the same corners
        for corner in (ring[0], ring[-1]):
            aside[corner] += 0.5 * number / 3.0 * ROUND_HOLE * mouth.rounding * x[corner] * frame.width
        down[[ring[0], ring[-1]]] = lips.upper_inner[[0, -1]]
    down += along
    hollow = np.exp(-(((np.abs(x) - 1.7) / 0.6) ** 2)) * np.exp(-(((y - 0.25) / 0.5) ** 2))
    aside -= np.sign(x) * hollow * CHEEKS_IN / DROP * max(0.0, lips.jaw)
    shift = aside[:, None] * frame.across + down[:, None] * frame.down
    shift[VERTICES : mesh.eyeballs[0]] *= mesh.hold[VERTICES : mesh.eyeballs[0], None]
    shift[mesh.eyeballs[0] :] = 0.0
    _hang_teeth(mesh, shift)
    return shift


def _follow(mesh: StillMesh, lips: Lips) -> Floats:
    """How skin moves up and down around the lips: with them close by, with the jaw below, not at all above."""
    x, y = mesh.along, mesh.below
    upper = np.array(UPPER_LIP[0])
    lower = np.array(LOWER_LIP[0])
    top, bottom = (np.interp(x, x[line], y[line]) for line in (upper, lower))
    shift_top, shift_bottom = np.interp(x, x[upper], lips.upper_outer), np.interp(x, x[lower], lips.lower_outer)
    aside = np.exp(-((np.maximum(np.abs(x) - 1.0, 0.0) / 0.45) ** 2))
    chin = mesh.mouth.chin
    below = _smooth((y + 0.02) / 0.3) * (1.0 - (1.0 - HOLLOW) * _smooth((y - 0.25) / (chin - 0.25)))
    jaw = (
        lips.jaw
        * below
        * np.clip(1.0 - (x / 3.0) ** 2, 0.0, 1.0) ** 2
        * (1.0 - _smooth((y - chin * 1.02) / (chin * 0.85)))
    )
    near_top = np.exp(-((np.maximum(top - y, 0.0) / 0.2) ** 2)) * aside
    near_bottom = np.exp(-((np.maximum(y - bottom, 0.0) / 0.22) ** 2)) * aside
    below_lips = jaw + near_bottom * (shift_bottom - jaw)
    return np.asarray(np.where(y < 0.5 * (top + bottom), near_top * shift_top, below_lips))


def _move_corners(mesh: StillMesh, mouth: Mouth) -> tuple[Floats, Floats]:
    """Shifts across and down by width, rounding and smile; they fade away from the mouth."""
    frame, x, y = mesh.mouth, mesh.along, mesh.below
    reach = np.minimum(np.abs(x), 1.0)
    side = np.sign(x)
    fall = np.exp(-((np.maximum(np.abs(x) - 1.0, 0.0) / 0.9) ** 2)) * np.exp(-((y / np.where(y < 0, 0.36, 0.5)) ** 2))
    pull = (WIDENS if mouth.width > 0 else NARROWS) * mouth.width
    pull -= (ROUND_IN + SMILE_IN * frame.smile) * mouth.rounding
    skew = np.clip(1.0 + mouth.skew * side, 0.0, 1.0)
    smile = mouth.smile * skew
    aside = side * reach * fall * (pull + SMILE_OUT * np.maximum(smile, 0.0)) * frame.unit
    corner = np.clip(np.abs(x), 0.0, 1.25) ** 2 * fall
    up = SMILE_UP * smile * corner
    cheek = np.exp(-(((np.abs(x) - 1.5) / 0.6) ** 2)) * np.exp(-(((y + 0.42) / 0.32) ** 2))
    up += CHEEK_UP * np.maximum(smile, 0.0) * cheek
    flat = 0.75 * frame.sag / frame.unit * mouth.rounding * corner  # a smile's corners come down for a round mouth
    gentle = 0.45 if mesh.kind == "muzzle" else 1.0
    return gentle * aside, gentle * (flat - up) * frame.unit


def _hang_teeth(mesh: StillMesh, shift: Floats) -> None:
    """What the picture shows between the lips: teeth keep their place, an open mouth's inside stretches with it."""
    count = len(UPPER_LIP[3])
    first, second, third = (mesh.teeth + row * count for row in range(3))
    upper, lower = list(UPPER_LIP[3]), list(LOWER_LIP[3])
    if mesh.shown == "teeth":  # they sit in the skull: a lip that comes down covers them, one that rises pulls
        risen = np.minimum(shift[upper] @ mesh.mouth.down, 0.0)
        shift[first:second] = risen[:, None] * mesh.mouth.down
    else:
        shift[first:second] = shift[upper]
        shift[second:third] = shift[third : third + count] = shift[lower]


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


def find_lip_lines(mesh: StillMesh, mouth: Mouth) -> tuple[Floats, Floats]:
    """The inner edges of both lips while the head keeps still, shape (11, 2) each, from corner to corner."""
    at = mesh.rest + move_mouth(mesh, mouth)
    return at[list(UPPER_LIP[3])], at[list(LOWER_LIP[3])]


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
        field = _smooth(above / 0.17) * np.exp(-((np.maximum(above - 0.26, 0.0) / 0.22) ** 2))
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


def _smooth(value: Floats) -> Floats:
    value = np.clip(value, 0.0, 1.0)
    return np.asarray(value * value * (3.0 - 2.0 * value))
