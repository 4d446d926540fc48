"""A graphics card that only remembers what it was given, for tests of what is drawn where."""

from __future__ import annotations

import numpy as np

from avatar.stage.sprites import Pixels, Quad, Sprite, place_vertices


class Card:
    """An Atlas without OpenGL."""

    def __init__(self) -> None:
        self.kept: dict[object, Pixels] = {}
        """The latest pixels under each key; what was only added has its number for a key."""
        self.drawn: list[object] = []
        """Every key that was given pixels, in order."""
        self.freed = False

    def add(self, pixels: Pixels) -> Sprite:
        return self.put(len(self.drawn), pixels)

    def put(self, key: object, pixels: Pixels, *, exact: bool = False) -> Sprite:
        self.kept[key] = pixels
        self.drawn.append(key)
        height, width = pixels.shape[:2]
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        return Sprite(1, (width, height), np.concatenate([corners, corners], axis=1))

    def drop(self, key: object) -> None:
        del self.kept[key]

    def free(self) -> None:
        self.kept.clear()
        self.freed = True


def box(quad: Quad) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a quad in pixels of the window."""
    places = place_vertices([quad])[:, :2]
    return (*places.min(axis=0).tolist(), *places.max(axis=0).tolist())
