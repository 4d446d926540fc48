"""What a mouth does to the vertices of a still picture's mesh: lips ring by ring, the jaw, the corners and the cheeks.

Skin around follows what the lips do and fades into the jaw. Amounts are in units of the mouth (`MouthFrame.unit`)
unless they say otherwise; each was judged by eye on sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from avatar.character.still.mesh import Floats, StillMesh, ease
from avatar.character.still.points import MouthShown
from avatar.character.still.topology import LOWER_LIP, UPPER_LIP, VERTICES
from avatar.types import Mouth

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


class Lips(NamedTuple):
    """Shifts of the lips along `down`, each of shape (11,), from corner to corner."""

    upper_inner: Floats
    lower_inner: Floats
    upper_outer: Floats
    lower_outer: Floats
    jaw: float
    """How far the jaw is down."""


@lru_cache(maxsize=32)
def move_lips(mesh: StillMesh, mouth: Mouth) -> Lips:
    """What a mouth does to the lips, up and down."""
    frame, muzzle = mesh.mouth, mesh.kind == "muzzle"
    unit, gap = frame.unit, frame.gap
    free = 1.0 - mouth.closure
    jaw = (MUZZLE_DROP if muzzle else DROP) * mouth.jaw * free * (1.0 - 0.9 * mouth.bite) * unit
    profile, across, thick_upper, thick_lower = _find_lip_profile(mesh)
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


class _LipProfile(NamedTuple):
    """What lips are like whatever they do, each of shape (11,), from corner to corner."""

    opens: Floats
    """How far they part, 0 to 1."""
    pouts: Floats
    thick_upper: Floats
    thick_lower: Floats


@lru_cache(maxsize=16)
def _find_lip_profile(mesh: StillMesh) -> _LipProfile:
    along = mesh.along[list(UPPER_LIP[3])]
    along = along / np.where(along < 0, -along[0], along[-1])
    opens = np.clip(1.0 - (along / HOLE) ** 2, 0.0, 1.0) ** 0.55
    pouts = np.sqrt(np.clip(1.0 - along**2, 0.0, 1.0))
    thick = [np.abs((mesh.rest[list(each[3])] - mesh.rest[list(each[0])]) @ mesh.mouth.down) for each in _LIPS]
    return _LipProfile(opens, pouts, thick[0], thick[1])


_LIPS = (UPPER_LIP, LOWER_LIP)


def move_mouth(mesh: StillMesh, mouth: Mouth) -> Floats:
    """Shifts of all vertices by the mouth, shape (N, 2)."""
    shift = (_find_spread(mesh) @ _find_drive(mesh, mouth)).reshape(-1, 2)
    _hang_teeth(mesh, shift)
    return shift


class _Drive(NamedTuple):
    """All that a mouth's move is made of; what the vertices do is linear in it."""

    lips: Lips
    """In canvas units, as are the next two."""
    drop: float
    """How far the jaw is down, never up."""
    pull: float
    """Of the corners outwards."""
    rounding: float
    smile: tuple[float, float]
    """Of the left and the right corner, and the same where it is no frown."""
    glad: tuple[float, float]


def _find_drive(mesh: StillMesh, mouth: Mouth) -> Floats:
    """The numbers of a `_Drive`, one after the other."""
    lips, frame = move_lips(mesh, mouth), mesh.mouth
    pull = (WIDENS if mouth.width > 0 else NARROWS) * mouth.width
    pull -= (ROUND_IN + SMILE_IN * frame.smile) * mouth.rounding
    left, right = (mouth.smile * min(1.0, max(0.0, 1.0 + side * mouth.skew)) for side in (-1.0, 1.0))
    rest = (
        lips.jaw,
        max(0.0, lips.jaw),
        pull * frame.unit,
        mouth.rounding,
        left,
        right,
        max(0.0, left),
        max(0.0, right),
    )
    return np.concatenate([*lips[:4], rest])


_COUNT = 11
_DRIVEN = 4 * _COUNT + 8


@lru_cache(maxsize=16)
def _find_spread(mesh: StillMesh) -> Floats:
    """What each number of a drive does to each vertex: shape (2 N, numbers), found by trying them one by one."""
    columns = []
    for number in range(_DRIVEN):
        tried = np.zeros(_DRIVEN)
        tried[number] = 1.0
        lines = tried[: 4 * _COUNT].reshape(4, _COUNT)
        jaw, drop, pull, rounding, *smiles = tried[4 * _COUNT :].tolist()
        lips = Lips(lines[0], lines[1], lines[2], lines[3], jaw)
        drive = _Drive(lips, drop, pull, rounding, (smiles[0], smiles[1]), (smiles[2], smiles[3]))
        columns.append(_spread(mesh, drive).ravel())
    return np.stack(columns, axis=1)


def _spread(mesh: StillMesh, drive: _Drive) -> Floats:
    """Shifts of all vertices, shape (N, 2)."""
    frame, lips, x, y = mesh.mouth, drive.lips, mesh.along, mesh.below
    aside, along = _move_corners(mesh, drive)
    for over, under in zip(UPPER_LIP, LOWER_LIP, strict=True):  # both lips go with their corners
        for each in (aside, along):
            each[list(over)] = each[list(under)] = (each[list(over)] + each[list(under)]) / 2
    down = _follow(mesh, lips)
    for rings, outer, inner in zip(_LIPS, lips[2:4], lips[:2], strict=True):
        for number, ring in enumerate(rings):
            share = number / 3.0
            down[list(ring)[1:-1]] = ((1.0 - share) * outer + share * inner)[1:-1]
            aside[list(ring)[1:-1]] -= _narrowed(mesh, drive, number) * x[list(ring)[1:-1]]
    for number, ring in enumerate(UPPER_LIP):  # both lips have the same corners
        ends = [ring[0], ring[-1]]
        aside[ends] -= _narrowed(mesh, drive, number) * x[ends]
        down[ends] = lips.upper_inner[[0, -1]]
    down += along
    hollow = np.exp(-(((np.abs(x) - 1.7) / 0.6) ** 2)) * np.exp(-(((y - 0.25) / 0.5) ** 2))
    aside -= np.sign(x) * hollow * CHEEKS_IN / DROP * drive.drop
    shift = aside[:, None] * frame.across + down[:, None] * frame.down
    shift[VERTICES : mesh.eyeballs[0]] *= mesh.hold[VERTICES : mesh.eyeballs[0], None]
    shift[mesh.eyeballs[0] :] = 0.0
    return np.asarray(shift)


def _narrowed(mesh: StillMesh, drive: _Drive, ring: int) -> float:
    """How much a ring of the lips is narrowed by rounding, beside what the corners do."""
    return 0.5 * ring / 3.0 * ROUND_HOLE * drive.rounding * mesh.mouth.width


def _follow(mesh: StillMesh, lips: Lips) -> Floats:
    """How skin moves up and down around the lips: with them close by, with the jaw below, not at all above."""
    x, y = mesh.along, mesh.below
    upper = np.array(UPPER_LIP[0])
    lower = np.array(LOWER_LIP[0])
    top, bottom = (np.interp(x, x[line], y[line]) for line in (upper, lower))
    shift_top, shift_bottom = np.interp(x, x[upper], lips.upper_outer), np.interp(x, x[lower], lips.lower_outer)
    aside = np.exp(-((np.maximum(np.abs(x) - 1.0, 0.0) / 0.45) ** 2))
    chin = mesh.mouth.chin
    below = ease((y + 0.02) / 0.3) * (1.0 - (1.0 - HOLLOW) * ease((y - 0.25) / (chin - 0.25)))
    jaw = (
        lips.jaw
        * below
        * np.clip(1.0 - (x / 3.0) ** 2, 0.0, 1.0) ** 2
        * (1.0 - ease((y - chin * 1.02) / (chin * 0.85)))
    )
    near_top = np.exp(-((np.maximum(top - y, 0.0) / 0.2) ** 2)) * aside
    near_bottom = np.exp(-((np.maximum(y - bottom, 0.0) / 0.22) ** 2)) * aside
    below_lips = jaw + near_bottom * (shift_bottom - jaw)
    return np.asarray(np.where(y < 0.5 * (top + bottom), near_top * shift_top, below_lips))


def _move_corners(mesh: StillMesh, drive: _Drive) -> tuple[Floats, Floats]:
    """Shifts across and down by width, rounding and smile; they fade away from the mouth."""
    frame, x, y = mesh.mouth, mesh.along, mesh.below
    reach = np.minimum(np.abs(x), 1.0)
    fall = np.exp(-((np.maximum(np.abs(x) - 1.0, 0.0) / 0.9) ** 2)) * np.exp(-((y / np.where(y < 0, 0.36, 0.5)) ** 2))
    smile, glad = (np.where(x < 0, left, right) for left, right in (drive.smile, drive.glad))
    aside = np.sign(x) * reach * fall * (drive.pull + SMILE_OUT * glad * frame.unit)
    corner = np.clip(np.abs(x), 0.0, 1.25) ** 2 * fall
    cheek = np.exp(-(((np.abs(x) - 1.5) / 0.6) ** 2)) * np.exp(-(((y + 0.42) / 0.32) ** 2))
    up = SMILE_UP * smile * corner + CHEEK_UP * glad * cheek
    flat = 0.75 * frame.sag / frame.unit * drive.rounding * corner  # a smile's corners come down for a round mouth
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


def find_lip_lines(mesh: StillMesh, mouth: Mouth) -> tuple[Floats, Floats]:
    """The inner edges of both lips while the head keeps still, shape (11, 2) each, from corner to corner."""
    edges = [*UPPER_LIP[3], *LOWER_LIP[3]]
    spread = _find_spread(mesh).reshape(len(mesh.rest), 2, _DRIVEN)[edges]
    at = mesh.rest[edges] + spread @ _find_drive(mesh, mouth)
    return at[:_COUNT], at[_COUNT:]
