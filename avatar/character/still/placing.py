"""A face in general position, bent through a few points that somebody placed: for cartoons, animals and things."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from avatar.character.still.topology import LOWER_LIP, UPPER_LIP, find_places

_MOUTH = ("mouth-top", "mouth-bottom")

HANDLES: Mapping[str, tuple[int, ...]] = {
    "mouth-left": (61,),
    "mouth-right": (291,),
    "mouth-top": (13,),  # where the upper lip ends: both are one place where the mouth is shut
    "mouth-bottom": (14,),
    "upper-lip": (0,),  # where the lips meet the skin, in the middle
    "lower-lip": (17,),
    "eye-left": (33, 133, 159, 145),  # the middle of the eye
    "eye-right": (263, 362, 386, 374),
    "eye-left-outer": (33,),
    "eye-left-inner": (133,),
    "eye-left-top": (159,),
    "eye-left-bottom": (145,),
    "eye-right-outer": (263,),
    "eye-right-inner": (362,),
    "eye-right-top": (386,),
    "eye-right-bottom": (374,),
    "nose": (1,),
    "chin": (152,),
    "ear-left": (234,),  # the roots, or the face's edge beside the eyes
    "ear-right": (454,),
    "forehead": (10,),
}
"""Points that may be placed by hand, with the vertices of the mesh between which each lies. Left is the picture's."""

_FACE = ("mouth-left", "mouth-right", "mouth-top", "mouth-bottom", "eye-left", "eye-right", "chin")
NEEDED: Mapping[str, tuple[str, ...]] = {"face": _FACE, "muzzle": _FACE, "thing": ("mouth-left", "mouth-right")}
"""The points without which nothing can be done, by kind."""

_SOFT = 0.0002
"""How far the spline may miss a point, for the sake of smoothness: points by hand are not exact."""


def bend(handles: Mapping[str, tuple[float, float]]) -> NDArray[np.float32]:
    """The mesh of a face that goes through handles, which are in pixels of the picture; shape (468, 3)."""
    places = find_places()
    known = {name: np.array(at, float) for name, at in handles.items()}
    gap = np.zeros(2)
    if all(name in known for name in _MOUTH):  # one place in the face that is bent, whose lips are shut
        gap = known["mouth-bottom"] - known["mouth-top"]
        known["mouth-top"] = known["mouth-bottom"] = known["mouth-top"] + gap / 2
        del known["mouth-bottom"]
        for name, side in (("upper-lip", 0.5), ("lower-lip", -0.5)):
            if name in known:
                known[name] = known[name] + side * gap
    source = np.array([places[list(HANDLES[name])][:, :2].mean(axis=0) for name in known])
    target = np.array(list(known.values()))
    turn, scale = _fit_similarity(source, target)
    origin, goal = source.mean(axis=0), target.mean(axis=0)
    placed = (places[:, :2] - origin) @ turn.T + goal
    moved = (source - origin) @ turn.T + goal
    if len(source) >= 4:
        placed = placed + bend_plate(moved, target - moved, placed, scale)
    mesh = np.concatenate([placed, places[:, 2:] * scale], axis=1)
    part_lips(mesh, gap)
    return mesh.astype(np.float32)


def _fit_similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """The rotation with scale that takes one set of places best to the other; never a mirror."""
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    size = float((a**2).sum()) or 1.0
    along, across = float((a * b).sum()) / size, float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / size
    return np.array([[along, -across], [across, along]]), float(np.hypot(along, across))


def bend_plate(
    source: NDArray[np.float64], shift: NDArray[np.float64], places: NDArray[np.float64], scale: float
) -> NDArray[np.float64]:
    """Shifts at `places` of the thin plate that is bent by `shift` at `source` (Bookstein 1989)."""
    scale = scale or 1.0
    count = len(source)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _kernel(source, source, scale) + _SOFT * np.eye(count)
    system[:count, count:] = np.concatenate([np.ones((count, 1)), source / scale], axis=1)
    system[count:, :count] = system[:count, count:].T
    wanted = np.concatenate([shift, np.zeros((3, 2))])
    weights = np.linalg.lstsq(system, wanted, rcond=1e-9)[0]
    flat = np.concatenate([np.ones((len(places), 1)), places / scale], axis=1)
    return np.asarray(_kernel(places, source, scale) @ weights[:count] + flat @ weights[count:])


def _kernel(one: NDArray[np.float64], other: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    away = ((one[:, None] - other[None]) ** 2).sum(axis=2) / scale**2
    return np.asarray(0.5 * away * np.log(np.maximum(away, 1e-12)))


def part_lips(mesh: NDArray[np.float64], gap: NDArray[np.float64]) -> None:
    """Open lips that are shut by a gap in their middle: the rings of both go apart as an almond does."""
    if not gap.any():
        return
    across = np.linspace(-1.0, 1.0, len(UPPER_LIP[0]))
    share = 0.5 * np.sqrt(np.clip(1.0 - across**2, 0.0, 1.0))
    for ring in range(4):
        mesh[list(UPPER_LIP[ring])[1:-1], :2] -= share[1:-1, None] * gap
        mesh[list(LOWER_LIP[ring])[1:-1], :2] += share[1:-1, None] * gap
