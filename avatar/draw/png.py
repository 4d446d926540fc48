"""Pictures to PNG files and back."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.draw.surfaces import BLUE_FIRST, RED_FIRST, canvas_on, layout
from avatar.errors import StageError


def save_png(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Writes RGBA (premultiplied, shape (height, width, 4)) as a PNG; raises OSError where it can't."""
    image = skia.Image.fromarray(np.ascontiguousarray(pixels), RED_FIRST, skia.kPremul_AlphaType)
    path.write_bytes(bytes(image.encodeToData()))


def read_png(path: Path) -> NDArray[np.uint8]:
    """The pixels of a PNG: RGBA, premultiplied, shape (height, width, 4)."""
    image = skia.Image.MakeFromEncoded(skia.Data.MakeWithCopy(path.read_bytes()))
    if image is None:
        raise StageError("this is no picture that can be read", where=path, remedy="Save it again as PNG.")
    pixels = np.zeros((image.height(), image.width(), 4), np.uint8)
    canvas = canvas_on(pixels)
    canvas.drawImage(image, 0, 0)
    return pixels


def find_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in any format that skia reads, without decoding it; None where it is none."""
    blob = skia.Data.MakeWithCopy(data)  # a codec reads from it, and does not keep it
    codec = _codec(blob)
    return (codec.dimensions().width(), codec.dimensions().height()) if codec is not None else None


def recode_png(data: bytes) -> bytes | None:
    """A picture as a PNG, the first one of those that move; None where it is none or breaks off."""
    blob = skia.Data.MakeWithCopy(data)
    codec = _codec(blob)
    if codec is None:
        return None
    width, height = codec.dimensions().width(), codec.dimensions().height()
    pixels = np.zeros((height, width, 4), np.uint8)
    if codec.getPixels(layout(width, height, RED_FIRST), pixels, 4 * width) != skia.Codec.Result.kSuccess:
        return None
    return bytes(skia.Image.fromarray(pixels, RED_FIRST, skia.kPremul_AlphaType).encodeToData())


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG of RGBA pixels, shape (height, width, 4), whose colours are not multiplied by alpha."""
    image = skia.Image.fromarray(np.ascontiguousarray(pixels), RED_FIRST, skia.kUnpremul_AlphaType)
    return bytes(image.encodeToData())


def decode_picture(data: bytes) -> NDArray[np.uint8] | None:
    """The pixels of a picture in any format that skia reads, RGBA, not multiplied by alpha, shape (height, width, 4);
    None where it is none or breaks off. Look at its size before (`find_size`)."""
    blob = skia.Data.MakeWithCopy(data)
    codec = _codec(blob)
    if codec is None:
        return None
    width, height = codec.dimensions().width(), codec.dimensions().height()
    pixels = np.zeros((height, width, 4), np.uint8)
    info = layout(width, height, RED_FIRST, premultiplied=False)
    return pixels if codec.getPixels(info, pixels, 4 * width) == skia.Codec.Result.kSuccess else None


def warp_picture(pixels: NDArray[np.uint8], matrix: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    """A picture turned, scaled or slanted about its middle, in a box that it just fills; RGBA as `decode_picture`.

    `matrix`: (a, b, c, d), by which (x, y) becomes (a x + c y, b x + d y).
    """
    high, wide = pixels.shape[:2]
    a, b, c, d = matrix
    width = max(1, math.ceil(abs(a) * wide + abs(c) * high))
    height = max(1, math.ceil(abs(b) * wide + abs(d) * high))
    out = np.zeros((height, width, 4), np.uint8)
    canvas = canvas_on(out)
    canvas.translate(width / 2, height / 2)
    canvas.concat(skia.Matrix.MakeAll(a, c, 0, b, d, 0, 0, 0, 1))
    image = skia.Image.fromarray(np.ascontiguousarray(pixels), RED_FIRST, skia.kUnpremul_AlphaType)
    options = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
    canvas.drawImage(image, -wide / 2, -high / 2, options)
    return unpremultiplied(out)


def _codec(blob: skia.Data) -> skia.Codec | None:
    try:
        return skia.Codec.MakeFromData(blob)
    except RuntimeError:  # it is in no format that skia knows
        return None


def unpremultiplied(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Premultiplied pixels, shape (height, width, 4), alpha last, with colours at full strength, as files hold them."""
    height, width = pixels.shape[:2]
    # The order of the first three does not matter here.
    image = skia.Image.fromarray(np.ascontiguousarray(pixels), BLUE_FIRST, skia.kPremul_AlphaType)
    out = np.empty((height, width, 4), np.uint8)
    image.readPixels(layout(width, height, BLUE_FIRST, premultiplied=False), out, 4 * width, 0, 0)
    return out
