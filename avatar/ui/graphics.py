"""Pictures in terminals that can show them, by Kitty's protocol and Sixel.

This module only makes strings; the owner of the terminal writes them. It uses no library: those that exist are made for
still pictures, take one PNG or 50 ms of Python a frame, and write past Textual.
"""

from __future__ import annotations

import base64
import os
import re
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from avatar.ui import asking

Rgb = NDArray[np.uint8]
"""Shape (height, width, 3)."""

HIGHEST = 320
"""Rows of pixels at most: sharp enough for a face, and few enough for 15 pictures a second."""

LARGEST_PIECE = 4096
"""Characters of a picture in one sequence of Kitty's."""

SAVE, RESTORE = "\x1b7", "\x1b8"
"""The cursor and its colours."""


class Drawer(Protocol):
    """Draws pictures over cells of the terminal."""

    def draw(self, rgb: Rgb, move: str, columns: int, rows: int) -> str:
        """What to write for a picture of `columns` by `rows` cells, whose top left is where `move` takes the cursor."""

    def clear(self) -> str:
        """What to write before the cells show something else."""


@dataclass(frozen=True)
class Graphics:
    """What graphics the terminal can show."""

    kind: str
    """kitty or sixel."""
    cell: tuple[int, int]
    """Width and height of a cell in pixels."""
    ground: tuple[int, int, int] = (0, 0, 0)
    """The terminal's own colour behind everything."""

    def drawer(self, whose: int = 0) -> Drawer:
        """`whose`: tells the pictures of one program from those of another, which stay where they are."""
        return Kitty(whose) if self.kind == "kitty" else Sixel(self.cell)

    def pixels(self, columns: int, rows: int) -> tuple[int, int]:
        """Width and height of a picture for so many cells; a large one is made smaller, and stretched when drawn."""
        width, height = columns * self.cell[0], rows * self.cell[1]
        if self.kind == "kitty":
            shrink = max(1.0, height / HIGHEST)
            return round(width / shrink), round(height / shrink)
        return width // _larger(height), height // _larger(height)


_found: Graphics | None = None


def found() -> Graphics | None:
    """What `detect` has found."""
    return _found


def detect(*, pictures: bool = True, typed_ahead: bool = False) -> Graphics | None:
    """Asks the terminal what it is, and takes that down in the environment, where all who choose colours look.

    Only before anything else reads from it; what is typed meanwhile is lost. `pictures`: whether any will be drawn;
    `typed_ahead`: as for `asking.ask`.
    """
    global _found
    answer, cell = asking.ask(typed_ahead=typed_ahead)
    os.environ.update(asking.describe(answer))
    _found = read_answer(answer, cell) if pictures else None
    return _found


def read_answer(answer: bytes, cell: tuple[int, int] = (0, 0)) -> Graphics | None:
    """What a terminal's answers to the questions say. `cell`: its size in pixels, where it doesn't tell (as xterm)."""
    told = re.search(rb"\x1b\[6;(\d{1,3});(\d{1,3})t", answer)
    size = (int(told[2]), int(told[1])) if told else cell
    if not all(4 <= side <= 100 for side in size):
        # Without the size of its cells a picture can't be fitted to them.
        return None
    ground = asking.find_ground(answer) or (0, 0, 0)
    if b"\x1b_Gi=31;OK" in answer:
        return Graphics("kitty", size, ground)
    attributes = re.search(rb"\x1b\[\?([\d;]+)c", answer)
    return Graphics("sixel", size, ground) if attributes and b"4" in attributes[1].split(b";")[1:] else None


def move_to(column: int, row: int) -> str:
    """Takes the cursor to a cell; the top left one is 0, 0."""
    return f"\x1b[{row + 1};{column + 1}H"


class Kitty:
    """https://sw.kovidgoyal.net/kitty/graphics-protocol/: two pictures take turns, so that none is ever missing."""

    FIRST = 0x61766101
    """Ids of the two, unlikely to be another program's."""

    def __init__(self, whose: int = 0) -> None:
        self._first = self.FIRST + 2 * (whose % 2**20)
        self._turn = 0

    def draw(self, rgb: Rgb, move: str, columns: int, rows: int) -> str:
        self._turn = 1 - self._turn
        height, width = rgb.shape[:2]
        data = base64.b64encode(zlib.compress(rgb.tobytes(), 1)).decode()
        pieces = [data[at : at + LARGEST_PIECE] for at in range(0, len(data), LARGEST_PIECE)]
        head = f"a=T,q=2,f=24,o=z,s={width},v={height},i={self._first + self._turn},p=1,c={columns},r={rows},C=1,z=1,"
        parts = [
            f"\x1b_G{head if number == 0 else ''}m={int(number < len(pieces) - 1)};{piece}\x1b\\"
            for number, piece in enumerate(pieces)
        ]
        return f"{SAVE}{move}{''.join(parts)}{_forget(self._first + 1 - self._turn)}{RESTORE}"

    def clear(self) -> str:
        return _forget(self._first) + _forget(self._first + 1)


def _forget(picture: int) -> str:
    return f"\x1b_Ga=d,d=I,q=2,i={picture}\x1b\\"


class Sixel:
    """DEC's sixels: six rows at a time, one pass for each colour. Only what changed is drawn again."""

    def __init__(self, cell: tuple[int, int]) -> None:
        self._cell = cell
        self._palette: _Palette | None = None
        self._shown: NDArray[np.uint8] | None = None
        self._where = ("", 0, 0)

    def draw(self, rgb: Rgb, move: str, columns: int, rows: int) -> str:
        numbers = self._palette.numbers(rgb) if self._palette else None
        fresh = numbers is None
        if self._palette is None or numbers is None:
            self._palette = _Palette(rgb, COLOURS)
            numbers = self._palette.nearest(rgb)
        where = (move, columns, rows)
        if not fresh and where == self._where and self._shown is not None and self._shown.shape == numbers.shape:
            changed = self._shown != numbers
            if not changed.any():
                return ""
            self._shown, numbers = numbers, np.where(changed, numbers, np.uint8(NONE))
        else:
            self._shown = numbers
        self._where = where
        larger = _larger(rows * self._cell[1])
        picture = f"{self._palette.text}{_sixels(numbers, larger)}"
        return f"{SAVE}{move}\x1bP0;1;0q{picture}\x1b\\{RESTORE}"

    def clear(self) -> str:
        self._shown = None
        return ""


COLOURS = 48
"""Colours in a palette. Terminals have 256, but each colour costs a pass, and drawn characters have few."""

FEW = 0.01
"""Share of a picture's pixels that may be far from all colours of the palette before a new one is made."""

NONE = COLOURS
"""No colour: what was there stays."""


class _Palette:
    """The colours that a picture has most of; a character keeps its colours while it moves."""

    FAR = 48.0
    """Distance in RGB beyond which a palette's colour can't stand for another one."""

    def __init__(self, rgb: Rgb, count: int) -> None:
        keys = _keys(rgb)
        counts = np.bincount(keys.ravel(), minlength=32768)
        kept = np.argsort(-counts, kind="stable")[: min(count, int((counts > 0).sum()))]
        self._colours = _middle(kept)
        self._number = np.full(32768, NONE, np.uint8)
        self._far = np.zeros(32768, bool)
        percent = np.round(self._colours / 2.55).astype(int).tolist()
        self.text = "".join(f"#{number};2;{r};{g};{b}" for number, (r, g, b) in enumerate(percent))

    def numbers(self, rgb: Rgb) -> NDArray[np.uint8] | None:
        """As `nearest`; None if too much of the picture is far from the palette's colours."""
        keys = _keys(rgb)
        numbers = self._nearest(keys)
        return numbers if self._far[keys[::3, ::3]].mean() < FEW else None

    def nearest(self, rgb: Rgb) -> NDArray[np.uint8]:
        """The nearest colour of each pixel, shape (height, width)."""
        return self._nearest(_keys(rgb))

    def _nearest(self, keys: NDArray[np.uint16]) -> NDArray[np.uint8]:
        numbers = self._number[keys]
        unknown = numbers == NONE
        if unknown.any():
            new = np.unique(keys[unknown].astype(np.int64))
            away = np.linalg.norm(_middle(new)[:, None] - self._colours[None], axis=2)
            self._number[new] = away.argmin(axis=1)
            self._far[new] = away.min(axis=1) > self.FAR
            numbers = self._number[keys]
        return numbers


def _keys(rgb: Rgb) -> NDArray[np.uint16]:
    """Five bits of each channel in one number."""
    red, green, blue = (rgb[..., channel].astype(np.uint16) for channel in range(3))
    return np.asarray((red & 0xF8) << 7 | (green & 0xF8) << 2 | blue >> 3, np.uint16)


def _middle(keys: NDArray[np.int64]) -> NDArray[np.float32]:
    channels = np.stack([keys >> 10, (keys >> 5) & 31, keys & 31], axis=1)
    return (channels * (255 / 31)).astype(np.float32)


def _larger(height: int) -> int:
    """How many terminal pixels, across and down, one pixel of a picture fills at this height: sixels can't stretch."""
    return max(1, min(3, -(-height // HIGHEST)))


def _sixels(numbers: NDArray[np.uint8], larger: int) -> str:
    """The bands of a picture of colour numbers, without what goes before and after; each pixel `larger` times."""
    height, width = numbers.shape
    lines = 6 // larger
    if height % lines:
        numbers = np.concatenate([numbers, np.full((lines - height % lines, width), NONE, np.uint8)])
    bands = len(numbers) // lines
    # Rows end at a multiple of eight, so that eight places can be looked at as one number.
    stride = -(-width // 8) * 8
    bits = np.zeros((bands, NONE + 1, stride), np.uint8)
    flat = bits.reshape(-1)
    places = np.arange(bands)[:, None] * (bits.shape[1] * stride) + np.arange(width)
    for line in range(lines):
        # Within one line no two pixels meet in the same place.
        here = numbers[line::lines].astype(np.intp) * stride + places
        flat[here] |= np.uint8(((1 << larger) - 1) << (line * larger))
    at, colours = np.nonzero(bits[:, :NONE].view(np.uint64).any(axis=2))
    chars = bits[at, colours, :width] + np.uint8(63)
    return _run_lengths(chars, at, colours, larger)


def _run_lengths(chars: NDArray[np.uint8], at: NDArray[np.intp], colours: NDArray[np.intp], larger: int) -> str:
    """Rows of sixels as text; `at` and `colours`: the band and the colour of each."""
    if not len(chars):
        return ""
    first = np.diff(at, prepend=0).tolist()
    heads = [f"{'-' * new or '$'}#{colour}" for colour, new in zip(colours.tolist(), first, strict=True)]
    begins = np.ones(chars.shape, bool)
    np.not_equal(chars[:, 1:], chars[:, :-1], out=begins[:, 1:])
    starts = np.flatnonzero(begins)
    lengths = np.minimum(np.diff(starts, append=chars.size) * larger, LONGEST)
    shapes = _RUNS[lengths]
    np.copyto(shapes, chars.reshape(-1)[starts, None], where=shapes == _ITSELF)
    text = shapes[shapes > 0].tobytes().decode("ascii")
    ends = np.cumsum(_SIZES[lengths])
    cuts = [0, *ends[np.flatnonzero(starts[1:] % chars.shape[1] == 0)].tolist(), len(text)]
    return "".join(head + text[start:end] for head, (start, end) in zip(heads, pairwise(cuts), strict=True))


LONGEST = 4096
"""Pixels in one run."""
_ITSELF = 1
_RUNS = np.zeros((LONGEST + 1, 6), np.uint8)
"""How a run of so many is written: itself up to three times, or `!`, its length, and itself."""
for _length in range(1, LONGEST + 1):
    _written = b"\1" * _length if _length < 4 else b"!%d\1" % _length
    _RUNS[_length, : len(_written)] = list(_written)
_SIZES = (_RUNS > 0).sum(axis=1)
