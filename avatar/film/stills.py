"""One frame of a film, as a picture."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from avatar import files
from avatar.errors import FilmError
from avatar.film.encoders import unmultiply
from avatar.film.origins import note_origin
from avatar.film.pictures import Pictures
from avatar.film.reel import Reel
from avatar.film.segments.listing import list_segments
from avatar.film.shape import FrameShape


def write_still(reel: Reel, shape: FrameShape, t: float, path: Path) -> None:
    """Writes the frame that is seen at `t` seconds of the scene as PNG; see-through where the shape is.

    Raises FilmError where the film is over by then, or the file can't be written.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    number = math.floor(t * shape.fps + 1e-6)
    segments = list_segments(reel, shape, 0, math.inf, lambda entries: None)
    found = next((segment for segment in segments if number < segment.first + segment.count), None)
    if found is None:
        over = f"The film is over after {reel.duration:.1f} s"
        raise FilmError(over, where=f"--still {t:g}", remedy="Choose an earlier moment.")
    begin = found.begin + (number - found.first) / shape.fps
    pixels = next(Pictures(shape).of(replace(found, count=1, begin=begin))).pixels
    if shape.transparent:
        image = Image.frombytes("RGBA", (shape.width, shape.height), unmultiply(pixels).tobytes(), "raw", "BGRA")
    else:
        image = Image.fromarray(np.ascontiguousarray(pixels[:, :, 2::-1]))
    said = PngInfo()
    if note := note_origin(reel.cast):
        said.add_text("Comment", note)
    try:
        with files.replacing(path) as file:
            image.save(file, format="PNG", pnginfo=said)
    except OSError as error:
        remedy = "Choose another folder, or make room."
        raise FilmError(f"The picture can't be written: {error.strerror}", where=path, remedy=remedy) from error
