"""GIF: one palette for the whole film, and of each frame only what differs from the one before.

The format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt; the loop is Netscape's extension.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from avatar.film.encoders import Block, Task, unmultiply
from avatar.film.pictures import FilmPicture

COLOURS = 255
"""Colours in the palette; the index after them is the transparent one."""

CLEAR = 255
"""The transparent index."""

FASTEST = 50
"""Frames a second: browsers slow a GIF down whose frames are shorter than two hundredths of a second."""

SPREAD = 20.0
"""How far the pattern moves colours, of 255: about the distance between neighbours in a palette of 255."""

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - 0.47
"""The pattern of ordered dithering, less its mean: -0.47 to 0.47."""


FEWER = (COLOURS, 160, 112, 80, 56, 40, 28, 20, 14, 10)
"""Colours by how coarse a film is to be: fewer of them make longer runs."""


def palette_of(samples: Sequence[NDArray[np.uint8]], coarse: int = 0) -> bytes:
    """The colours that suit these pictures (RGB, shape (height, width, 3), all of one size) best."""
    strip = Image.fromarray(np.concatenate([*samples]))
    chosen = strip.quantize(FEWER[coarse], method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
    return bytes(chosen.getpalette() or b"")[: 3 * FEWER[coarse]].ljust(3 * COLOURS, b"\0")


def encode_frames(task: Task, pictures: Iterable[FilmPicture]) -> list[Block]:
    """A segment's frames as image blocks; the first one is whole."""
    reference = Image.new("P", (1, 1))
    reference.putpalette(task.palette + task.palette[:3])  # nearest to the transparent index is what the first one is
    found: list[Block] = []
    before: NDArray[np.uint8] | None = None
    for picture in pictures:
        indices = _indices(picture.pixels, task, reference)
        whole = before is None or task.shape.transparent
        rows, columns = (slice(None), slice(None)) if whole else _difference(before, indices)
        if found and not indices[rows, columns].size:
            found[-1] = found[-1]._replace(frames=found[-1].frames + 1)
        else:
            found.append(Block(_block(indices[rows, columns], columns.start or 0, rows.start or 0), 1))
        before = indices
    return found


def _indices(pixels: NDArray[np.uint8], task: Task, reference: Image.Image) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    solid = unmultiply(pixels) if task.shape.transparent else pixels
    colours = np.ascontiguousarray(solid[:, :, 2::-1])
    if task.dither == "ordered":
        pattern = np.tile(_BAYER, (-(-height // 4), -(-width // 4)))[:height, :width, np.newaxis]
        colours = np.clip(colours + SPREAD * pattern, 0, 255).astype(np.uint8)
    kind = Image.Dither.FLOYDSTEINBERG if task.dither == "diffused" else Image.Dither.NONE
    indices = np.array(Image.fromarray(colours).quantize(palette=reference, dither=kind))
    indices[indices == CLEAR] = 0
    if task.shape.transparent:
        indices[pixels[:, :, 3] < 128] = CLEAR
    return indices


def _difference(before: Any, after: NDArray[np.uint8]) -> tuple[slice, slice]:
    changed = before != after
    rows, columns = np.nonzero(changed.any(axis=1))[0], np.nonzero(changed.any(axis=0))[0]
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _block(indices: NDArray[np.uint8], left: int, top: int) -> bytes:
    """An image block: where it lies, and its pixels, compressed."""
    image = Image.fromarray(np.ascontiguousarray(indices), "L")
    parts: list[bytes] = GifImagePlugin.getdata(image, (left, top), include_color_table=False)
    return b"".join(parts)


def write_head(width: int, height: int, palette: bytes, comment: str = "") -> bytes:
    """The beginning of the file: size, palette, endless loop, and a comment of at most 255 bytes."""
    screen = struct.pack("<6sHHBBB", b"GIF89a", width, height, 0xF7, CLEAR, 0)
    text = comment.encode()[:255]
    said = b"\x21\xfe" + bytes([len(text)]) + text + b"\x00" if text else b""
    return screen + palette + bytes(3) + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00" + said


def time_blocks(blocks: Iterable[Block], first: int, fps: int, transparent: bool) -> Iterator[bytes]:
    """Image blocks with how long each is shown; `first` is the number of the first one's frame in the film."""
    at = first
    for block in blocks:
        start, at = at, at + block.frames
        hundredths = round(100 * at / fps) - round(100 * start / fps)
        flags = 0x09 if transparent else 0x04
        yield struct.pack("<BBBBHBB", 0x21, 0xF9, 4, flags, hundredths, CLEAR if transparent else 0, 0) + block.data


TAIL = b"\x3b"
