"""Where the parts of a face are in a picture: a mesh that a net found, or a few handles placed by hand.

`points.toml` holds one or the other; either way it becomes `FacePoints`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from avatar.character.fields import TOP, Fields, did_you_mean
from avatar.character.still.placing import HANDLES, NEEDED, bend
from avatar.character.still.topology import CHIN, EYES, FOREHEAD, LEFT_CORNER, RIGHT_CORNER, VERTICES
from avatar.errors import CharacterError
from avatar.tables import parsed

FILE = "points.toml"
FORMAT = 1
LARGEST = 200_000
"""Bytes of points.toml."""
OUTSIDE = 0.5
"""How far beyond the picture a vertex may lie, in its sides: of a face that the edge cuts."""
LEAST_INSIDE = 0.55
"""Share of a face's vertices that must lie in the picture."""
LARGEST_PLACE = 1e5
"""Pixels; nothing that is larger, or no number, is a place."""
LEAST_SIDE = 4.0
"""Least pixels between the corners of a mouth, and between the eyes."""

MouthShown = Literal["shut", "open", "teeth"]
Kind = Literal["face", "muzzle", "thing"]
Point = tuple[float, float]
Iris = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class FacePoints:
    """A face in a picture, in its pixels: x right, y down."""

    mesh: NDArray[np.float32]
    """Shape (468, 3): the vertices of MediaPipe's face mesh; z in the same unit, smaller is nearer."""
    irises: tuple[Iris, Iris] | None = None
    """x, y and radius, left and right in the picture; None where they are not seen."""
    mouth: MouthShown = "shut"
    """What the picture shows: lips that touch, an open mouth, or teeth."""
    kind: Kind = "face"
    """A face; a muzzle, whose upper lip stays; or a thing without a mouth, on which one is drawn."""
    handles: Mapping[str, Point] = field(default_factory=dict)
    """What was placed by hand, by the names of `HANDLES`; empty where a net found the mesh."""


def place_by_hand(
    handles: Mapping[str, Point], kind: Kind = "face", mouth: MouthShown = "shut", where: Path | None = None
) -> FacePoints:
    """The points of a face of which only some handles are known, in pixels of the picture.

    A face in general position is bent through them (thin-plate spline). Raises CharacterError for handles that are
    missing, unknown or lie on one line.
    """
    for name in handles:
        if name not in HANDLES:
            raise CharacterError(f"there is no point {name!r} of a face", where=where,
                                 remedy=did_you_mean(name, HANDLES))  # fmt: skip
    missing = [name for name in NEEDED[kind] if name not in handles]
    if missing:
        raise CharacterError(
            f"points are missing: {', '.join(missing)}", where=where, remedy="Place each of them in the picture."
        )
    if not all(abs(value) < LARGEST_PLACE for at in handles.values() for value in at):
        raise CharacterError("a point is no place in a picture", where=where, remedy="Place it anew.")
    points = FacePoints(bend(handles), None, mouth, kind, dict(handles))
    _refuse_flat(points, where)
    return points


def read_points(data: bytes, width: float, height: float, where: Path) -> FacePoints:
    """The points that a points.toml holds, of a picture of `width` by `height` pixels.

    Raises CharacterError for what is no such file, and for points outside the picture or of no face.
    """
    top = Fields(_parse(data, where), TOP, where)
    if top.number("format", FORMAT) != FORMAT:
        raise top.error("the format of the points is unknown", f"Update avatar, or set format = {FORMAT}.")
    kind: Kind = _choice(top, "kind", "face", get_args(Kind))
    mouth: MouthShown = _choice(top, "mouth", "shut", get_args(MouthShown))
    irises = _irises(top)
    rows, table = top.raw("mesh"), top.table("handles")
    names = list(table.names())
    top.done()
    if (rows is None) == (not names):
        raise top.error("the points need either a mesh or [handles]", "Keep one of the two.")
    if names:
        handles = {name: _pair(table, name) for name in names}
        points = place_by_hand(handles, kind, mouth, where)
        points = FacePoints(points.mesh, irises, mouth, kind, handles)
    else:
        points = FacePoints(_mesh(rows, top), irises, mouth, kind)
        _refuse_flat(points, where)
    _refuse_outside(points, width, height, where)
    return points


def format_points(points: FacePoints) -> str:
    """The text of a points.toml."""
    lines = [f"format = {FORMAT}", f'kind = "{points.kind}"', f'mouth = "{points.mouth}"']
    if points.irises is not None:
        lines.append(f"irises = [{', '.join(_row(iris) for iris in points.irises)}]")
    if points.handles:
        lines += ["", "[handles]", *(f"{name} = {_row(at)}" for name, at in points.handles.items())]
    else:
        lines += ["mesh = [", *(f"  {_row(row)}," for row in points.mesh.tolist()), "]"]
    return "\n".join(lines) + "\n"


def _row(numbers: tuple[float, ...] | list[float]) -> str:
    return f"[{', '.join(f'{value:.2f}' for value in numbers)}]"


def _parse(data: bytes, where: Path) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise CharacterError(f"the file is larger than {LARGEST // 1000} kB", where=where,
                             remedy="Have the points found anew.")  # fmt: skip
    try:
        return parsed(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CharacterError(
            f"the file is not valid TOML: {error}", where=where, remedy="Correct that line."
        ) from error


def _choice(top: Fields, key: str, default: str, known: tuple[Any, ...]) -> Any:
    value = top.text(key, default)
    if value not in known:
        raise top.error(f"{key} is {value!r}, which is not known", did_you_mean(value, known))
    return value


def _irises(top: Fields) -> tuple[Iris, Iris] | None:
    value = top.raw("irises")
    if value is None:
        return None
    numbers = _numbers(value, (2, 3))
    if numbers is None or not (numbers[:, 2] > 0).all():
        raise top.error("irises must be two places with a radius", "Write them as irises = [[x, y, r], [x, y, r]].")
    left, right = numbers.tolist()
    return (left[0], left[1], left[2]), (right[0], right[1], right[2])


def _pair(table: Fields, name: str) -> Point:
    x, y = table.numbers(name, 2)
    return x, y


def _mesh(rows: Any, top: Fields) -> NDArray[np.float32]:
    numbers = _numbers(rows, (VERTICES, 3))
    if numbers is None:
        raise top.error(f"the mesh must be {VERTICES} rows of three finite numbers", "Have the points found anew.")
    return numbers.astype(np.float32)


def _numbers(value: Any, shape: tuple[int, int]) -> NDArray[np.float64] | None:
    """An array of that shape of finite numbers of a picture's size, or None."""
    if not isinstance(value, list) or len(value) != shape[0]:
        return None
    for row in value:
        if not isinstance(row, list) or len(row) != shape[1]:
            return None
        if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in row):
            return None
        if not all(abs(each) < LARGEST_PLACE for each in row):
            return None
    return np.array(value, np.float64)


def _refuse_flat(points: FacePoints, where: Path | None) -> None:
    """Refuse points on one line, one place, or in a mirror."""
    at = points.mesh[:, :2].astype(float)
    across, down = at[RIGHT_CORNER] - at[LEFT_CORNER], at[CHIN] - at[FOREHEAD]
    left, right = (at[list(ring.upper)].mean(axis=0) for ring in EYES)
    apart = float(np.hypot(*(right - left)))
    turned = across[0] * down[1] - across[1] * down[0]
    size = float(np.hypot(*across)) * float(np.hypot(*down))
    if np.hypot(*across) < LEAST_SIDE or (points.kind != "thing" and apart < LEAST_SIDE):
        raise CharacterError(
            "the points of mouth or eyes lie in one place", where=where,
            remedy="Use a picture in which the face is larger, or place the points anew.",
        )  # fmt: skip
    if not turned > 0.2 * size:
        raise CharacterError(
            "the points lie on one line, or left and right are exchanged", where=where,
            remedy="Left is the picture's left: place the points anew.",
        )  # fmt: skip


def _refuse_outside(points: FacePoints, width: float, height: float, where: Path) -> None:
    size = np.array([width, height])
    share = points.mesh[:, :2] / size
    named = [at for at in points.handles.values() if not (0 <= at[0] <= width and 0 <= at[1] <= height)]
    inside = ((share >= 0) & (share <= 1)).all(axis=1).mean()
    if named or inside < LEAST_INSIDE or share.min() < -OUTSIDE or share.max() > 1 + OUTSIDE:
        raise CharacterError(
            f"points lie outside the picture, which has {width:g} x {height:g} pixels", where=where,
            remedy="Are these the points of another picture, or of another size of it? Have them found anew.",
        )  # fmt: skip
    for x, y, radius in points.irises or ():
        if not (0 <= x <= width and 0 <= y <= height and radius < width):
            raise CharacterError("an iris lies outside the picture", where=where, remedy="Take the irises out.")
