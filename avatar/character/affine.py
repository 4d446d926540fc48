"""Plane affine maps as six floats, the little that the rig needs of them.

(a, b, c, d, e, f) takes (x, y) to (a x + c y + e, b x + d y + f): the order of SVG's and CSS's matrix().
"""

from __future__ import annotations

import math

Affine = tuple[float, float, float, float, float, float]

IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(outer: Affine, inner: Affine) -> Affine:
    """The map that does `inner` first, then `outer`."""
    a, b, c, d, e, f = outer
    p, q, r, s, u, v = inner
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * u + c * v + e, b * u + d * v + f)


def turn_about(
    pivot_x: float, pivot_y: float, degrees: float, scale_x: float, scale_y: float, x: float, y: float
) -> Affine:
    """Scale, then turn clockwise about a pivot, then shift."""
    if degrees:
        angle = math.radians(degrees)
        cos, sin = math.cos(angle), math.sin(angle)
    else:
        cos, sin = 1.0, 0.0
    a, b, c, d = cos * scale_x, sin * scale_x, -sin * scale_y, cos * scale_y
    return (a, b, c, d, pivot_x + x - a * pivot_x - c * pivot_y, pivot_y + y - b * pivot_x - d * pivot_y)
