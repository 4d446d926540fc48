"""Writing pictures to files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import skia
from numpy.typing import NDArray


def save_png(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Writes RGBA (premultiplied, shape (height, width, 4)) as a PNG; raises OSError where it can't."""
    image = skia.Image.fromarray(np.ascontiguousarray(pixels), skia.kRGBA_8888_ColorType)
    path.write_bytes(bytes(image.encodeToData()))
