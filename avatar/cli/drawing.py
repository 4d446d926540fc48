"""The face drawn straight into a terminal, for commands that play something without the chat's screen."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

import numpy as np

from avatar.cli.outputs import bare

ROWS = 18
"""Cells of height at most; half blocks hold two pixels each."""

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"


class FaceDrawing:
    """Draws pictures over each other in place, on the lines below the cursor."""

    def __init__(self, out: TextIO = sys.stdout, shape: float = 1.0) -> None:
        """`shape`: width over height of the pictures."""
        self._out = bare(out)
        size = shutil.get_terminal_size()
        self.rows = max(1, min(ROWS, size.lines - 2, int(size.columns / shape / 2)))
        self._shape = shape
        self._begun = False

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the pictures that fit."""
        return max(1, round(2 * self.rows * self._shape)), 2 * self.rows

    def draw(self, width: int, height: int, rgba: bytes) -> None:
        """A picture, RGBA, 8 bits each, rows from the top; its height is even."""
        if len(rgba) != width * height * 4 or height % 2:
            return
        picture = np.frombuffer(rgba, np.uint8).reshape(height, width, 4)
        lines = [self._line(picture[row : row + 2]) for row in range(0, height, 2)]
        start = f"\x1b[{len(lines)}A" if self._begun else HIDE
        self._begun = True
        self._out.write(start + "".join(f"\r{line}\x1b[0m\n" for line in lines))
        self._out.flush()

    @staticmethod
    def _line(pixels: np.ndarray) -> str:
        parts: list[str] = []
        before = ""
        for top, bottom in zip(pixels[0].tolist(), pixels[1].tolist(), strict=True):
            colours = _colour(38, top) + _colour(48, bottom) if top[3] > 127 else _colour(38, bottom) + "\x1b[49m"
            sign = "▀" if top[3] > 127 else "▄" if bottom[3] > 127 else " "
            parts.append((colours if colours != before else "") + sign)
            before = colours
        return "".join(parts)

    def end(self) -> None:
        """Leave the terminal as it was, below the last picture; the next one would be drawn below that."""
        if self._begun:
            self._begun = False
            self._out.write("\x1b[0m" + SHOW)
            self._out.flush()


def _colour(kind: int, pixel: list[int]) -> str:
    """Foreground (38) or background (48); a see-through pixel has the terminal's own."""
    red, green, blue, alpha = pixel
    return f"\x1b[{kind};2;{red};{green};{blue}m" if alpha > 127 else f"\x1b[{kind + 1}m"
