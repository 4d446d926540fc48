"""The mesh over a still picture: a face, a halo around it that takes up its moves, and what lies behind lips and lids.

Built once for each character, in canvas units. Triangles are drawn in their order: eyeballs and the picture's own teeth
first, then the face and its halo, which have holes there, and last a soft edge around the holes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.character.still.points import FacePoints, Kind, MouthShown
from avatar.character.still.topology import (
    CHIN,
    EYES,
    FOREHEAD,
    LEFT_CORNER,
    LOWER_LIP,
    OVAL,
    RIGHT_CORNER,
    UPPER_LIP,
    find_triangles,
)

Floats = NDArray[np.float64]

HALO = ((1.10, 0.97), (1.24, 0.80), (1.42, 0.55), (1.65, 0.26), (1.85, 0.08), (2.05, 0.0))
"""Rings around the face: sizes of its oval, and how much of the head's moves each takes part in."""
FARTHEST = 0.10
"""Widths of a face behind the eyes beyond which nothing is deeper."""
APART = (1.0, 1.0, 0.97, 0.80, 0.42, 0.0)
"""How much of its moves they take part in where the head is drawn apart from what is behind it: hair goes along."""
EDGE = 0.16
"""Heights of a face from the picture's edge within which moves fade: what lies beyond the edge is not known."""
SOFT_EDGE = 0.018
"""How far the soft edge reaches into an open mouth, in widths of it; into an eye, a third of it."""
EYE_GRID = (13, 7)
"""Columns and rows of the mesh over an eyeball."""
EYEBALL_REACH = 0.05
"""Widths of the eye by which an eyeball goes on beneath the lids' corners, so that nothing is seen past it."""
NARROW_MOUTH, WIDE_MOUTH = 0.56, 0.74
"""Width of a mouth that doesn't smile, and of one that smiles wide, in distances of the eyes' outer corners."""
LEAST_UNIT = 0.46
"""Least unit of the mouth, in the same; the most is a mouth that doesn't smile."""


class MouthFrame(NamedTuple):
    """Where the mouth is; lengths in canvas units."""

    middle: Floats
    """Between the corners, shape (2,)."""
    across: Floats
    """From the left corner to the right one, of length 1; `down` stands on it, towards the chin."""
    down: Floats
    width: float
    unit: float
    """What moves are measured in: about the width of the mouth when it doesn't smile."""
    gap: Floats
    """Between the lips as the picture shows them, shape (11,), from corner to corner."""
    smile: float
    """How much the picture smiles: 0 to 1, judged by the width."""
    sag: float
    """How far the lips' middle lies below their corners."""
    chin: float
    """From the middle down to the chin, in units."""


class EyeFrame(NamedTuple):
    """Where an eye is; lengths in canvas units."""

    middle: Floats
    across: Floats
    """From the picture's left to right, of length 1."""
    down: Floats
    width: float
    gap: float
    """Between the lids, in the eye's middle."""
    iris: Floats
    """Its middle, shape (2,)."""
    radius: float
    """Of the iris."""
    seen: bool
    """Whether the iris was found: if not, it keeps its place."""


@dataclass(frozen=True, eq=False)
class StillMesh:
    """N vertices: the face's 468, the halo, two eyeballs, own teeth, soft edges."""

    rest: Floats
    """Shape (N, 2), canvas units: where the picture has them, which is also where their texture lies."""
    depth: Floats
    """Shape (N,), canvas units; smaller is nearer."""
    hold: Floats
    """Shape (N,): how much of the head's moves a vertex takes part in, 0 to 1."""
    strength: NDArray[np.float32]
    """Shape (N,): opacity."""
    triangles: NDArray[np.int32]
    """Shape (T, 3), in drawing order."""
    face: int
    """The first triangle of the face: the ones before are eyeballs and teeth, which may be faint."""
    soft: int
    """The first triangle of the soft edges; the ones before are opaque."""
    size: Floats
    """Of the picture, shape (2,), canvas units: nothing moves beyond it."""
    face_height: float
    middle: Floats
    """Of the face, shape (2,)."""
    mouth: MouthFrame
    eyes: tuple[EyeFrame, EyeFrame]
    kind: Kind
    shown: MouthShown
    eyeballs: tuple[int, int]
    """First vertex of each eyeball, row by row as EYE_GRID has them."""
    teeth: int
    """First vertex of the own teeth: three rows of eleven from the upper lip to the lower one."""
    edges: int
    """First vertex of the soft edges: eleven of the upper lip, eleven of the lower one, then four times nine of
    lids."""
    along: Floats
    """Shape (N,): places in the mouth's frame, in half widths from its middle; `below` in units."""
    below: Floats

    def count_behind(self, triangles: NDArray[np.int32]) -> int:
        """How many of some triangles, in drawing order, lie behind the face."""
        return int((triangles.min(axis=1) >= self.eyeballs[0]).sum())


def build_mesh(points: FacePoints, width: float, height: float, unit: float, *, apart: bool = False) -> StillMesh:
    """The mesh of a picture of `width` by `height` pixels, shown at `unit` canvas units a pixel.

    `apart`: what is behind the head is another picture.
    """
    face = points.mesh.astype(float) * unit
    untrimmed = face.copy()
    if points.mouth == "shut" or points.kind == "thing":
        _shut_lips(face)
    else:
        _trim_lips(face)
    size = np.array([width, height]) * unit
    parts = _Parts()
    face_height = float(np.hypot(*(face[CHIN, :2] - face[FOREHEAD, :2])))
    middle = face[list(OVAL), :2].mean(axis=0)
    mouth = _find_mouth_frame(face)
    eyes = (_find_eye(face, points, 0, unit), _find_eye(face, points, 1, unit))
    face[:, 2] = _flatten(face[:, 2], mouth.across, face)
    parts.add(face[:, :2], face[:, 2], 1.0)
    triangles = [find_triangles(), _add_halo(parts, face, middle, apart)]
    if points.kind == "thing":
        triangles.append(_fill_holes())
    eyeballs = (_add_eyeball(parts, eyes[0], face, 0), _add_eyeball(parts, eyes[1], face, 1))
    teeth, own = _add_teeth(parts, face, untrimmed)
    edges, soft = _add_edges(parts, face)
    under = [_grid(first, *EYE_GRID) for first in eyeballs]
    if points.kind == "thing":
        under, own, soft = [], np.empty((0, 3), np.int32), np.empty((0, 3), np.int32)
    if points.mouth != "shut":
        under.append(own)
    opaque = np.concatenate([*under, *triangles])
    behind = sum(map(len, under))
    at, depth, hold, strength = parts.joined()
    at, hold = _keep_inside(at, hold, size, EDGE * face_height)
    offset = at - mouth.middle
    return StillMesh(
        at, depth, hold, strength, np.concatenate([opaque, soft]), behind, len(opaque), size, face_height, middle,
        mouth, eyes, points.kind, points.mouth, eyeballs, teeth, edges,
        offset @ mouth.across / (0.5 * mouth.width), offset @ mouth.down / mouth.unit,
    )  # fmt: skip


class _Parts:
    """Vertices, gathered."""

    def __init__(self) -> None:
        self._found: list[tuple[Floats, Floats, Floats, Floats]] = []
        self.count = 0

    def add(self, at: Floats, depth: Floats, hold: float, strength: float = 1.0) -> int:
        """The number of the first of them."""
        first, self.count = self.count, self.count + len(at)
        self._found.append((at, depth, np.full(len(at), hold), np.full(len(at), strength)))
        return first

    def joined(self) -> tuple[Floats, Floats, Floats, NDArray[np.float32]]:
        at, depth, hold, strength = (np.concatenate(each) for each in zip(*self._found, strict=True))
        return at, depth, hold, strength.astype(np.float32)


def _flatten(depth: Floats, across: Floats, face: Floats) -> Floats:
    """Depths that fade behind the eyes: what turns out of sight there would fold over what is seen."""
    wide = float(np.ptp(face[list(OVAL), :2] @ across))
    most = FARTHEST * wide
    return np.where(depth > 0, most * np.tanh(depth / most), depth)


def _shut_lips(face: Floats) -> None:
    """Lips that touch in the picture touch in the mesh, whatever small gap was found between them."""
    upper, lower = list(UPPER_LIP[3])[1:-1], list(LOWER_LIP[3])[1:-1]
    face[upper] = face[lower] = (face[upper] + face[lower]) / 2


def _trim_lips(face: Floats) -> None:
    """Open lips end a little further out: where a net finds their edges, teeth shine through."""
    for rings, share in ((UPPER_LIP, 0.3), (LOWER_LIP, 0.9)):
        inner, before = list(rings[3])[1:-1], list(rings[2])[1:-1]
        face[inner] += share * (face[before] - face[inner])


def _find_mouth_frame(face: Floats) -> MouthFrame:
    left, right = face[LEFT_CORNER, :2], face[RIGHT_CORNER, :2]
    width = float(np.hypot(*(right - left)))
    across = (right - left) / width
    down = np.array([-across[1], across[0]])
    middle = (left + right) / 2
    outer = float(np.hypot(*(face[33, :2] - face[263, :2])))
    unit = float(np.clip(width, LEAST_UNIT * outer, NARROW_MOUTH * outer)) if outer > 0.8 * width else width
    upper, lower = face[list(UPPER_LIP[3]), :2], face[list(LOWER_LIP[3]), :2]
    smile = float(np.clip((width / max(outer, 1e-6) - NARROW_MOUTH) / (WIDE_MOUTH - NARROW_MOUTH), 0.0, 1.0))
    sag = float(((upper[5] + lower[5]) / 2 - middle) @ down)
    chin = max(0.3, float((face[CHIN, :2] - middle) @ down) / unit)
    return MouthFrame(middle, across, down, width, unit, np.maximum((lower - upper) @ down, 0.0), smile, sag, chin)


def _find_eye(face: Floats, points: FacePoints, side: int, unit: float) -> EyeFrame:
    ring = EYES[side]
    upper, lower = face[list(ring.upper), :2], face[list(ring.lower), :2]
    ends = (upper[0], upper[-1]) if side == 0 else (upper[-1], upper[0])
    width = max(1e-3, float(np.hypot(*(ends[1] - ends[0]))))
    across = (ends[1] - ends[0]) / width
    down = np.array([-across[1], across[0]])
    gap = max(0.0, float((lower[4] - upper[4]) @ down))
    middle = (upper[4] + lower[4]) / 2
    if points.irises is not None and gap > 0.08 * width:
        x, y, radius = points.irises[side]
        return EyeFrame(middle, across, down, width, gap, np.array([x, y]) * unit, radius * unit, True)
    return EyeFrame(middle, across, down, width, gap, middle, 0.21 * width, False)


def _add_halo(parts: _Parts, face: Floats, middle: Floats, apart: bool) -> NDArray[np.int32]:
    """Rings around the face's oval, and the triangles between them."""
    oval = face[list(OVAL)]
    count = len(oval)
    before = np.array(OVAL, np.int32)
    triangles: list[NDArray[np.int32]] = []
    for (size, along), loose in zip(HALO, APART, strict=True):
        hold = loose if apart else along
        first = parts.add(middle + (oval[:, :2] - middle) * size, oval[:, 2] * hold, hold)
        ring = np.arange(first, first + count, dtype=np.int32)
        ahead, outer = np.roll(before, -1), np.roll(ring, -1)
        triangles += [np.stack([before, ring, outer], axis=1), np.stack([before, outer, ahead], axis=1)]
        before = ring
    return np.concatenate(triangles)


def _fill_holes() -> NDArray[np.int32]:
    """Triangles that shut lips and lids, for what has neither."""
    pairs = [(UPPER_LIP[3], LOWER_LIP[3]), *((ring.upper, ring.lower) for ring in EYES)]
    found = [
        triangle
        for upper, lower in pairs
        for at in range(len(upper) - 1)
        for triangle in ((upper[at], upper[at + 1], lower[at]), (upper[at + 1], lower[at + 1], lower[at]))
        if len(set(triangle)) == 3
    ]
    return np.array(found, np.int32)


def _grid(first: int, columns: int, rows: int) -> NDArray[np.int32]:
    """Triangles between vertices that lie row by row."""
    corner = (first + np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)[None]).ravel()
    right, below, across = corner + 1, corner + columns, corner + columns + 1
    return np.concatenate(
        [np.stack([corner, right, across], axis=1), np.stack([corner, across, below], axis=1)]
    ).astype(np.int32)


def _add_eyeball(parts: _Parts, eye: EyeFrame, face: Floats, side: int) -> int:
    columns, rows = EYE_GRID
    tall = max(0.5 * eye.gap + 0.06 * eye.width, 0.1 * eye.width)
    lids = face[[*EYES[side].upper, *EYES[side].lower], :2]
    along = (lids - eye.middle) @ eye.across  # corners are seldom as far from the middle on either side
    reach = EYEBALL_REACH * eye.width
    x, y = np.meshgrid(
        np.linspace(along.min() - reach, along.max() + reach, columns), np.linspace(-1.35, 1.35, rows) * tall
    )
    at = eye.middle + x.reshape(-1, 1) * eye.across + y.reshape(-1, 1) * eye.down
    depth = float(face[list(EYES[side].upper), 2].mean())
    return parts.add(at, np.full(len(at), depth), 1.0)


def _add_teeth(parts: _Parts, face: Floats, untrimmed: Floats) -> tuple[int, NDArray[np.int32]]:
    """What the picture shows between the lips; it ends softly where the lower one was found."""
    upper, lower = face[list(UPPER_LIP[3])], face[list(LOWER_LIP[3])]
    ends = untrimmed[list(LOWER_LIP[3])]
    first = parts.add(upper[:, :2], upper[:, 2], 1.0)
    parts.add((0.94 * ends + 0.06 * upper)[:, :2], upper[:, 2], 1.0)
    parts.add(lower[:, :2], upper[:, 2], 1.0, strength=0.0)
    return first, _grid(first, len(UPPER_LIP[3]), 3)


def _add_edges(parts: _Parts, face: Floats) -> tuple[int, NDArray[np.int32]]:
    """Transparent vertices along lips and lids, at rest on them, and the triangles to them."""
    lines = [UPPER_LIP[3], LOWER_LIP[3], *(line for ring in EYES for line in (ring.upper, ring.lower))]
    edges = parts.count
    triangles: list[NDArray[np.int32]] = []
    for line in lines:
        first = parts.add(face[list(line), :2], face[list(line), 2], 1.0, strength=0.0)
        inner = np.array(line, np.int32)
        outer = np.arange(first, first + len(line), dtype=np.int32)
        triangles += [
            np.stack([inner[:-1], inner[1:], outer[1:]], axis=1),
            np.stack([inner[:-1], outer[1:], outer[:-1]], axis=1),
        ]
    return edges, np.concatenate(triangles)


def _keep_inside(at: Floats, hold: Floats, size: Floats, edge: float) -> tuple[Floats, Floats]:
    """Vertices pushed back to the picture's edge, and holds that fade towards it."""
    kept = np.clip(at, 0.0, size)
    near = np.minimum(kept, size - kept).min(axis=1)
    return kept, hold * ease(near / edge)


def ease(value: Floats) -> Floats:
    """0 below 0, 1 above 1, smooth between."""
    value = np.clip(value, 0.0, 1.0)
    return np.asarray(value * value * (3.0 - 2.0 * value))


def find_moved(mesh: StillMesh, vertices: Floats, least: float = 0.01) -> NDArray[np.int32]:
    """The triangles but soft edges of which a corner has moved by `least` canvas units, in drawing order.

    The others show what the picture below shows.
    """
    moved = np.abs(vertices - mesh.rest).max(axis=1) > least
    if moved[list(UPPER_LIP[3] + LOWER_LIP[3])].any():
        moved[mesh.teeth : mesh.edges] = True  # the inside of the mouth is drawn below them
    for ring, first in zip(EYES, mesh.eyeballs, strict=True):
        if moved[first : first + EYE_GRID[0] * EYE_GRID[1]].any():
            moved[list(ring.upper + ring.lower)] = True  # lids lie over it
    opaque = mesh.triangles[: mesh.soft]
    one, two, three = opaque.T
    return np.asarray(opaque[moved[one] | moved[two] | moved[three]])
