"""Plane maps against numpy's matrices."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.character.affine import IDENTITY, Affine, multiply, turn_about

TURNED = (50.0, 80.0, 30.0, 1.5, 0.5, 7.0, -3.0)
"""Pivot, degrees, both scales, shift."""
FLAT = (-20.0, 4.0, -70.0, 0.25, 2.0, 0.0, 11.0)


def matrix(of: Affine) -> NDArray[np.float64]:
    a, b, c, d, e, f = of
    return np.array([[a, c, e], [b, d, f], [0, 0, 1]])


def shift(x: float, y: float) -> NDArray[np.float64]:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])


def reference(
    pivot_x: float, pivot_y: float, degrees: float, scale_x: float, scale_y: float, x: float, y: float
) -> NDArray[np.float64]:
    """Step by step: the pivot to the origin, scaled, turned, back, shifted. y points down, so this turns clockwise."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    scale = np.diag([scale_x, scale_y, 1.0])
    return shift(x, y) @ shift(pivot_x, pivot_y) @ turn @ scale @ shift(-pivot_x, -pivot_y)


@pytest.mark.parametrize("how", [TURNED, FLAT, (*TURNED[:2], 0.0, *TURNED[3:])])
def test_scaled_turned_and_shifted_about_a_pivot(how: tuple[float, ...]) -> None:
    assert np.allclose(matrix(turn_about(*how)), reference(*how))


def test_the_inner_map_comes_first() -> None:
    outer, inner = turn_about(*TURNED), turn_about(*FLAT)
    assert np.allclose(matrix(multiply(outer, inner)), matrix(outer) @ matrix(inner))
    assert multiply(outer, IDENTITY) == multiply(IDENTITY, outer) == outer
