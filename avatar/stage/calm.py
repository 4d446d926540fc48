"""Sparing the machine while nobody is there: a frame that would look like the one before it is not drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

VISIBLE = 1 / 600
"""How far something must have moved to be worth a frame, in heights of the window. From where people look at a kiosk
a smaller sway can't be seen; blinks and glances move many times as far."""

CALM_FPS = 15.0
"""Looks a second at whether a frame is needed."""


class Calm:
    """What the window shows, to compare with."""

    def __init__(self) -> None:
        self._pictures: Sequence[object] = ()
        self._vertices: NDArray[np.float32] = np.empty((0, 5), np.float32)

    def forget(self) -> None:
        """Have the next frame drawn, whatever it holds."""
        self._pictures = ()

    def differs(self, pictures: Sequence[object], corners: NDArray[np.float32], height: int) -> bool:
        """Whether this frame looks different from the last one that did, in a window `height` pixels high.

        `pictures`: one object per picture, another object whenever its pixels have changed; `corners`: as
        `sprites.place_vertices` makes them: x and y in pixels, then numbers from 0 to 1.
        """
        same = len(pictures) == len(self._pictures) and all(map(_is, pictures, self._pictures))
        if same and corners.shape == self._vertices.shape:
            apart = np.abs(corners - self._vertices)
            if apart[:, :2].max() < VISIBLE * height and apart[:, 2:].max() < 1 / 255:
                return False
        self._pictures, self._vertices = pictures, corners
        return True


def _is(one: object, other: object) -> bool:
    return one is other
