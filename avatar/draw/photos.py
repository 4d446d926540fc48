"""Pictures of people, of any kind and size, as pixels: turned as they were taken, in sRGB, no larger than is of use."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw.surfaces import RED_FIRST, surface_on

Rgba = NDArray[np.uint8]
"""Straight alpha, shape (height, width, 4)."""


class PhotoHead(NamedTuple):
    """What a picture's first bytes say."""

    width: int
    """As it is stored, before it is turned."""
    height: int
    pictures: int
    """More than one where it moves."""


class Photo(NamedTuple):
    """A picture that was read."""

    pixels: Rgba
    width: int
    """Of the whole picture, before it was made smaller."""
    height: int


_TURNED = {2: "x", 3: "xy", 4: "y", 5: "t", 6: "tx", 7: "txy", 8: "ty"}
"""EXIF's orientation to what is to be done: swap sides, then mirror along x and y (Exif 2.32, 4.6.4 A)."""


def read_photo_head(data: bytes) -> PhotoHead | None:
    """Size of a picture in a format that skia reads (PNG, JPEG, WebP, GIF, BMP); None where it is none."""
    blob = skia.Data.MakeWithCopy(data)  # a codec reads from it, and does not keep it
    codec = _codec(blob)
    if codec is None:
        return None
    size = codec.dimensions()
    return PhotoHead(size.width(), size.height(), max(1, codec.getFrameCount()))


def read_photo(data: bytes, longest: int) -> Photo | None:
    """The pixels of a picture whose head was read and found fit; None where it breaks off.

    `longest`: pixels of the longer side to which a larger one is made smaller.
    """
    blob = skia.Data.MakeWithCopy(data)
    codec = _codec(blob)
    if codec is None:
        return None
    whole = codec.dimensions()
    share = min(1.0, longest / max(whole.width(), whole.height()))
    # A JPEG in eighths, a WebP in any size: what is left over is done below.
    size = codec.getScaledDimensions(share) if share < 1 else whole
    if max(size.width(), size.height()) < min(longest, max(whole.width(), whole.height())):
        size = whole
    pixels = np.zeros((size.height(), size.width(), 4), np.uint8)
    plan = skia.ImageInfo.Make(
        size.width(), size.height(), RED_FIRST, skia.kUnpremul_AlphaType, skia.ColorSpace.MakeSRGB()
    )
    if codec.getPixels(plan, pixels, pixels.strides[0]) != skia.Codec.Result.kSuccess:
        return None
    turned = _turn(_shrink(pixels, longest), int(codec.getOrigin().value))
    sides = (whole.width(), whole.height())
    swapped = int(codec.getOrigin().value) >= 5
    return Photo(turned, *(sides[::-1] if swapped else sides))


def make_photo(image: skia.Image) -> Photo:
    """The pixels of a drawing that was rendered."""
    pixels = np.zeros((image.height(), image.width(), 4), np.uint8)
    plan = skia.ImageInfo.Make(image.width(), image.height(), RED_FIRST, skia.kUnpremul_AlphaType)
    image.readPixels(plan, pixels, pixels.strides[0], 0, 0)
    return Photo(pixels, image.width(), image.height())


def shrink_photo(pixels: Rgba, longest: int) -> Rgba:
    """Pixels whose longer side is at most so many."""
    return _shrink(pixels, longest)


def write_photo(pixels: Rgba) -> bytes:
    """A PNG of straight pixels."""
    image = skia.Image.fromarray(np.ascontiguousarray(pixels), RED_FIRST, skia.kUnpremul_AlphaType, copy=False)
    return bytes(image.encodeToData())


def _codec(blob: skia.Data) -> skia.Codec | None:
    try:
        return skia.Codec.MakeFromData(blob)
    except RuntimeError:  # it is in no format that skia knows
        return None


def _shrink(pixels: Rgba, longest: int) -> Rgba:
    height, width = pixels.shape[:2]
    share = longest / max(width, height)
    if share >= 1:
        return pixels
    small = np.zeros((max(1, round(height * share)), max(1, round(width * share)), 4), np.uint8)
    image = skia.Image.fromarray(pixels, RED_FIRST, skia.kUnpremul_AlphaType, copy=False)
    target = skia.Rect.MakeWH(small.shape[1], small.shape[0])
    options = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    surface = surface_on(small)
    surface.getCanvas().drawImageRect(image, target, options)
    return make_photo(surface.makeImageSnapshot()).pixels


def _turn(pixels: Rgba, origin: int) -> Rgba:
    steps = _TURNED.get(origin, "")
    if "t" in steps:
        pixels = pixels.transpose(1, 0, 2)
    if "x" in steps:
        pixels = pixels[:, ::-1]
    if "y" in steps:
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)
