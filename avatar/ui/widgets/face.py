"""The character's face in the terminal: pictures from the stage as half blocks, two pixels a cell.

Only rows that changed are drawn again. Where colours are few or unwanted, shades of blocks draw it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

UPPER_HALF = "▀"
SHADES = " ░▒▓█"
"""From dark to bright."""

STEP = 8
"""Colours are rounded to multiples of this (of 256): fewer cells differ from frame to frame, runs are longer."""


def fitted(rgba: NDArray[np.uint8], columns: int, rows: int) -> NDArray[np.uint8]:
    """A picture, shape (height, width, 4), shrunk or grown into columns x rows cells of 1 x 2 pixels, centred.

    Its proportions stay; what it leaves free is transparent. Shape (2 * rows, columns, 4).
    """
    height, width = rgba.shape[:2]
    scale = min(columns / width, 2 * rows / height)
    new_width, new_height = max(1, round(width * scale)), max(1, round(height * scale))
    small = _resized(rgba, new_width, new_height)
    out = np.zeros((2 * rows, columns, 4), np.uint8)
    top, left = 2 * rows - new_height, (columns - new_width) // 2
    out[top:, left : left + new_width] = small
    return out


def _resized(rgba: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """By averages of the pixels that fall into each new one, or by repeating them."""
    if (height, width) == rgba.shape[:2]:
        return rgba
    down: NDArray[np.float32] = rgba.astype(np.float32)
    down[..., :3] *= down[..., 3:] / 255.0
    for axis, size in ((0, height), (1, width)):
        old = down.shape[axis]
        edges = (np.arange(size) * old) // size
        if size < old:
            counts = np.diff(np.append(edges, old)).astype(np.float32)
            sums = np.add.reduceat(down, edges, axis=axis)
            down = (sums / counts.reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))).astype(np.float32)
        else:
            down = np.take(down, edges, axis=axis)
    alpha = np.maximum(down[..., 3:], 1e-3)
    down[..., :3] *= 255.0 / alpha
    result: NDArray[np.uint8] = np.clip(down + 0.5, 0, 255).astype(np.uint8)
    return result


def over(rgba: NDArray[np.uint8], background: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A picture laid over a colour and rounded to STEP. Shape (height, width, 3)."""
    alpha = rgba[..., 3:].astype(np.float32) / 255.0
    flat = rgba[..., :3] * alpha + np.asarray(background, np.float32) * (1.0 - alpha)
    rounded = np.minimum(255, np.round(flat / STEP) * STEP).astype(np.uint8)
    exact: NDArray[np.uint8] = np.where(alpha == 0, np.asarray(background, np.uint8), rounded)
    return exact


@lru_cache(maxsize=16384)
def _style(top: int, bottom: int) -> Style:
    """Style of a half block by its two colours as 0xRRGGBB."""
    return Style.parse(f"#{top:06x} on #{bottom:06x}")


def block_row(pixels: NDArray[np.uint8]) -> list[Segment]:
    """Segments of one row of cells from two rows of pixels, shape (2, columns, 3)."""
    packed = pixels.astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    pairs = zip(packed[0].tolist(), packed[1].tolist(), strict=True)
    return [
        Segment((" " if top == bottom else UPPER_HALF) * sum(1 for _ in run), _style(top, bottom))
        for (top, bottom), run in groupby(pairs)
    ]


def shade_row(pixels: NDArray[np.uint8]) -> list[Segment]:
    """Segments of one row of cells without any colour, from two rows of RGBA pixels, shape (2, columns, 4)."""
    light = pixels[..., :3].astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    light = (light * pixels[..., 3] / 255.0).mean(axis=0)
    levels = np.minimum(len(SHADES) - 1, (light / 256.0 * len(SHADES)).astype(int))
    return [Segment("".join(SHADES[level] for level in levels.tolist()), Style.null())]


class Face(Widget):
    """Shows the last picture that the stage sent."""

    @dataclass
    class Resized(Message):
        """Room for a picture of so many pixels; 0 by 0: none is to be seen."""

        width: int
        height: int

    def __init__(self, *, colours: bool, id: str) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._colours = colours
        self._picture: NDArray[np.uint8] | None = None
        self._pixels: NDArray[np.uint8] | None = None

    def show(self, width: int, height: int, rgba: bytes) -> None:
        """A new picture: RGBA, 8 bits each, rows from the top."""
        if len(rgba) != width * height * 4 or not rgba:
            return
        self._picture = np.frombuffer(rgba, np.uint8).reshape(height, width, 4)
        old = self._pixels
        self._pixels = self._prepared()
        if old is None or self._pixels is None or old.shape != self._pixels.shape:
            self.refresh()
            return
        changed = (old != self._pixels).any(axis=(1, 2)).reshape(-1, 2).any(axis=1)
        for start, count in _runs(changed):
            self.refresh(Region(0, start, self.size.width, count))

    def clear(self) -> None:
        """No picture."""
        self._picture = self._pixels = None
        self.refresh()

    def on_resize(self) -> None:
        self._pixels = self._prepared()
        self.refresh()
        self.post_message(self.Resized(self.size.width, 2 * self.size.height))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._pixels = self._prepared()
        self.refresh()

    def _prepared(self) -> NDArray[np.uint8] | None:
        if self._picture is None or not self.size.width or not self.size.height:
            return None
        small = fitted(self._picture, self.size.width, self.size.height)
        if not self._colours:
            return small
        red, green, blue = self.background_colors[1].rgb
        return over(small, (red, green, blue))

    def render_line(self, y: int) -> Strip:
        if self._pixels is None or 2 * y + 1 >= len(self._pixels):
            return Strip.blank(self.size.width, self.rich_style)
        rows = self._pixels[2 * y : 2 * y + 2]
        return Strip(block_row(rows) if self._colours else shade_row(rows), self.size.width)


def _runs(changed: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(start, count) of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], changed, [False])).astype(np.int8)))
    return [(int(start), int(end - start)) for start, end in edges.reshape(-1, 2)]
