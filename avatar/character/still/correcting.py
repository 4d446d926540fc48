"""A mesh that a net found, corrected by hand: a few of its points are moved, and all between them follow smoothly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from avatar.character.still.placing import HANDLES, bend_plate, part_lips
from avatar.character.still.topology import LEFT_CORNER, RIGHT_CORNER

Shift = tuple[float, float]

HELD = (
    "mouth-left", "mouth-right", "mouth-top", "mouth-bottom", "eye-left", "eye-right", "nose", "chin", "ear-left",
    "ear-right", "forehead",
)  # fmt: skip
"""Handles that stay where they are unless they are moved themselves, so that a correction stays near its place."""


def find_handle(mesh: NDArray[np.float32], name: str) -> tuple[float, float]:
    """Where a handle lies on a mesh, shape (468, 3)."""
    x, y = mesh[list(HANDLES[name]), :2].astype(float).mean(axis=0).tolist()
    return x, y


def shift_places(
    mesh: NDArray[np.float32], shifts: Mapping[str, Shift], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far places, shape (N, 2), go with a mesh whose handles are moved by so much: a thin plate through all."""
    wanted = {name: np.zeros(2) for name in HELD if not _finer(name, shifts)}
    wanted |= {name: np.array(by, float) for name, by in shifts.items()}
    gap = wanted["mouth-bottom"] - wanted["mouth-top"]
    wanted["mouth-top"] = (wanted["mouth-top"] + wanted.pop("mouth-bottom")) / 2
    for name, side in (("upper-lip", 0.5), ("lower-lip", -0.5)):  # `part_lips` moves them, too
        if name in wanted:
            wanted[name] = wanted[name] + side * gap
    source = np.array([_rest(mesh, name) for name in wanted])
    across = mesh[RIGHT_CORNER, :2].astype(float) - mesh[LEFT_CORNER, :2].astype(float)
    return bend_plate(source, np.array(list(wanted.values())), places, float(np.hypot(*across)))


def correct(mesh: NDArray[np.float32], shifts: Mapping[str, Shift]) -> NDArray[np.float32]:
    """The mesh with its handles moved by so many pixels each."""
    if not shifts:
        return mesh
    moved = mesh.astype(np.float64)
    moved[:, :2] += shift_places(mesh, shifts, moved[:, :2])
    top, bottom = (np.array(shifts.get(name, (0.0, 0.0)), float) for name in ("mouth-top", "mouth-bottom"))
    part_lips(moved, bottom - top)
    return moved.astype(np.float32)


def _rest(mesh: NDArray[np.float32], name: str) -> NDArray[np.float64]:
    """Where a handle is held: the top and the bottom of the mouth between both, for they may be one place."""
    if name == "mouth-top":
        one, other = find_handle(mesh, "mouth-top"), find_handle(mesh, "mouth-bottom")
        return np.array([(one[0] + other[0]) / 2, (one[1] + other[1]) / 2])
    return np.array(find_handle(mesh, name))


def _finer(name: str, shifts: Mapping[str, Shift]) -> bool:
    """Whether a handle's own parts (an eye's corners and lids) were moved in its place."""
    return any(each.startswith(f"{name}-") for each in shifts)
