"""Pictures of the user's own as sets: cut to the shape of the picture, the middle kept, and never with hard pixels."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import skia

from avatar.draw.brush import colour
from avatar.errors import StageError

LARGEST_FILE = 60_000_000
"""Bytes."""
LARGEST_SIDE = 16_000
LARGEST_AREA = 64_000_000
"""Pixels: a camera's picture is read, one that would fill the memory is not."""
KEPT_SIDE = 4096
"""Pixels of the longer side that are kept: no picture that is made is wider."""
_SOFT = 0.4
"""Standard deviation of the blur over pixels that are drawn larger than they are, as a share of their size."""
_HARD = 1.5
"""Times that a picture may be enlarged before its pixels are blurred: below that, they can't be seen."""

GROUND = "#d3dcd8"
"""What shows through a picture that is see-through: the plain set's wall."""


def check(path: Path) -> None:
    """Raises StageError for a picture that can't be read, or is too large."""
    _read_size(_blob(path), path)


def hang(path: Path) -> Callable[[skia.Canvas, float, float], None]:
    """The set of a picture: fills a canvas of any shape with as much of it as fits, its middle in the middle.

    Raises StageError.
    """
    image = _image(path, path.stat().st_mtime_ns)

    def draw(canvas: skia.Canvas, width: float, height: float) -> None:
        scale = max(width / image.width(), height / image.height())
        canvas.clear(colour(GROUND))
        canvas.translate(width / 2, height / 2)
        canvas.scale(scale, scale)
        paint = skia.Paint(AntiAlias=True)
        options = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
        if scale > 1.0:
            options = skia.SamplingOptions(skia.CubicResampler.Mitchell())
        if scale > _HARD:
            paint.setImageFilter(skia.ImageFilters.Blur(_SOFT, _SOFT, skia.TileMode.kClamp))
        canvas.drawImage(image, -image.width() / 2, -image.height() / 2, options, paint)

    return draw


def _blob(path: Path) -> skia.Data:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StageError(
                f"the picture is larger than {LARGEST_FILE // 1_000_000} MB", where=path, remedy="Save it smaller."
            )
        return skia.Data.MakeWithCopy(path.read_bytes())
    except OSError as error:
        raise StageError(
            f"the picture can't be read: {error.strerror}", where=path, remedy="Check its name."
        ) from error


def _read_size(blob: skia.Data, path: Path) -> None:
    remedy = "Save it again as PNG or JPEG."
    try:
        codec = skia.Codec.MakeFromData(blob)
    except RuntimeError as error:  # it is in no format that skia knows
        raise StageError("this is no picture that can be read", where=path, remedy=remedy) from error
    if codec is None:
        raise StageError("this is no picture that can be read", where=path, remedy=remedy)
    width, height = codec.dimensions().width(), codec.dimensions().height()
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= LARGEST_AREA):
        raise StageError(
            f"the picture is {width} x {height} pixels",
            where=path,
            remedy=f"Scale it to at most {LARGEST_AREA // 1_000_000} megapixels: {KEPT_SIDE} wide is plenty.",
        )


@lru_cache(maxsize=2)
def _image(path: Path, changed: int) -> skia.Image:
    """A picture's pixels, turned as its camera says; `changed` tells one version of a file from the next."""
    blob = _blob(path)
    _read_size(blob, path)
    image = skia.Image.MakeFromEncoded(blob)
    raster = image.makeRasterImage() if image is not None else None
    if raster is None:
        raise StageError("the picture breaks off", where=path, remedy="Save it again as PNG or JPEG.")
    longer = max(raster.width(), raster.height())
    if longer <= KEPT_SIDE:
        return raster
    share = KEPT_SIDE / longer
    size = (max(1, round(raster.width() * share)), max(1, round(raster.height() * share)))
    return raster.resize(*size, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear))
