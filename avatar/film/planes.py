"""A picture's RGB pixels as YUV 4:2:0 planes, of which only what changed is converted anew.

Converting a whole picture takes a third as long as encoding it. Bytes are the same as if all of it were converted: a
box is converted with a margin, since chroma is averaged over neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from avatar.film.pictures import PixelBox

MARGIN = 8
"""Pixels around a box that are converted with it."""

GRID = 16
"""Boxes begin and end at multiples of this, so that few sizes occur: swscale prepares itself anew for each size."""

COARSE = 32
"""The same for widths and heights."""


class Planes:
    """The planes of one picture after the other, kept in one frame."""

    def __init__(self, width: int, height: int, *, alpha: bool = False) -> None:
        self.width, self.height = width, height
        self._form = "yuva420p" if alpha else "yuv420p"
        self.frame = av.VideoFrame(width, height, self._form)
        self._views = _views(self.frame)

    def update(self, pixels: NDArray[np.uint8], changed: Iterable[PixelBox] | None) -> Any:
        """The frame, once the boxes `changed` of `pixels` (BGRA, not premultiplied) are converted; None: all of it."""
        for box in (PixelBox(0, 0, self.width, self.height),) if changed is None else changed:
            self._convert(pixels, self._snapped(box))
        return self.frame

    def _convert(self, pixels: NDArray[np.uint8], inner: PixelBox) -> None:
        outer = PixelBox(
            max(0, inner.left - MARGIN), max(0, inner.top - MARGIN),
            min(self.width, inner.right + MARGIN), min(self.height, inner.bottom + MARGIN),
        )  # fmt: skip
        part = self._converted(pixels[outer.top : outer.bottom, outer.left : outer.right])
        for number, (ours, theirs) in enumerate(zip(self._views, _views(part), strict=True)):
            shift = 1 if number in (1, 2) else 0
            rows = slice(inner.top >> shift, inner.bottom >> shift)
            columns = slice(inner.left >> shift, inner.right >> shift)
            down, right = (inner.top - outer.top) >> shift, (inner.left - outer.left) >> shift
            ours[rows, columns] = theirs[
                down : down + rows.stop - rows.start, right : right + columns.stop - columns.start
            ]

    def _snapped(self, box: PixelBox) -> PixelBox:
        """A box on the grid around it, of one of few sizes."""
        left, right = _stretch(box.left, box.right, self.width)
        top, bottom = _stretch(box.top, box.bottom, self.height)
        return PixelBox(left, top, right, bottom)

    def _converted(self, pixels: NDArray[np.uint8]) -> Any:
        frame = av.VideoFrame.from_numpy_buffer(pixels, format="bgra")
        return _reformatter(pixels.shape[1], pixels.shape[0], self._form).reformat(
            frame,
            format=self._form,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )


@lru_cache(maxsize=400)
def _reformatter(width: int, height: int, form: str) -> VideoReformatter:
    """The converter of pictures of one size and form, kept from segment to segment: to set one up takes a while."""
    return VideoReformatter()


def _stretch(low: int, high: int, most: int) -> tuple[int, int]:
    low = max(0, low // GRID * GRID)
    high = min(most, low + -(-(high - low) // COARSE) * COARSE)
    return low, high


def _views(frame: Any) -> list[NDArray[np.uint8]]:
    """The planes as arrays, without the padding of their rows."""
    views = []
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        views.append(rows[: plane.height, : plane.width])
    return views


class FullPlanes:
    """The planes of one picture after the other in full colour, 10 bits: all of each picture, for codecs of editors."""

    def __init__(self, form: str) -> None:
        """`form`: a pixel format of libavutil, 4:4:4."""
        self._form = form
        self._reformatter = VideoReformatter()

    def update(self, pixels: NDArray[np.uint8], changed: Iterable[PixelBox] | None) -> Any:
        """A frame of `pixels` (BGRA, not premultiplied)."""
        source = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="bgra")
        return self._reformatter.reformat(
            source,
            format=self._form,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )
