"""Where a see-through window's picture is solid: clicks beside it go to what is behind."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from avatar.character.loading import Character
from avatar.scene.camera import WHOLE, View
from avatar.types import Pose

if TYPE_CHECKING:
    from avatar.draw import Painter

EVERY_S = 0.5
"""Seconds between two looks: arms move."""

CELL = 6
"""Pixels to the side of a cell: fingers and pointers are no finer, and the picture is drawn 36 times as fast."""

SOLID = 40
"""How solid (of 255) a cell must be to catch a click."""


class Silhouette:
    """Finds it anew every `EVERY_S`."""

    def __init__(self) -> None:
        self._painter: Painter | None = None
        self._found = -math.inf

    def due(self, wall: float) -> bool:
        """Whether it is to be found anew."""
        return wall - self._found > EVERY_S

    def find(
        self, people: Iterable[tuple[Character, Pose]], width: int, height: int, wall: float, view: View = WHOLE
    ) -> NDArray[np.bool_]:
        """Where the picture of `width` by `height` pixels is solid, shape (rows, columns): cells from the left top."""
        from avatar.draw import Painter

        self._found = wall
        columns, rows = math.ceil(width / CELL), math.ceil(height / CELL)
        if self._painter is None or (self._painter.width, self._painter.height) != (columns, rows):
            self._painter = Painter(columns, rows, "transparent")
        solid: NDArray[np.bool_] = self._painter.paint(people, view)[..., 3] > SOLID
        return solid
