"""A contact sheet: small pictures from all over a film in one."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from avatar import files
from avatar.errors import FilmError
from avatar.film.pictures import Pictures, Segment
from avatar.film.reel import Reel
from avatar.film.shape import FrameShape
from avatar.types import Entry, Performance

COLUMNS, ROWS = 4, 4
WIDTH = 320
"""Pixels of one picture."""
GAP = 6
"""Pixels between pictures."""
COLOURS = 128
"""Colours of the file: few, so that a page with several sheets loads at once."""


def write_sheet(reel: Reel, shape: FrameShape, path: Path) -> None:
    """Writes a sheet of the whole film as PNG, captions in it. Raises FilmError where it can't be written."""
    from PIL import Image

    entries = reel.until(math.inf)
    whole = Reel.of(replace(reel.base, entries=tuple(entries)))
    whole.until(math.inf)
    height = round(WIDTH * shape.height / shape.width / 2) * 2
    # Drawn at twice the size: letters and lines stay clear when they are made small.
    pictures = Pictures(replace(shape, width=2 * WIDTH, height=2 * height, captions=True))
    page = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, ROWS * (height + GAP) + GAP), "#ffffff")
    for number, t in enumerate(choose_moments(entries, whole.duration, COLUMNS * ROWS)):
        segment = Segment(0, 0, 1, whole.window(t, t), t)
        pixels = next(pictures.of(segment)).pixels
        small = Image.fromarray(np.ascontiguousarray(pixels[:, :, 2::-1])).resize((WIDTH, height), Image.Resampling.BOX)
        page.paste(small, (GAP + number % COLUMNS * (WIDTH + GAP), GAP + number // COLUMNS * (height + GAP)))
    try:
        with files.replacing(path) as file:
            page.quantize(COLOURS, dither=Image.Dither.NONE).save(file, format="PNG", optimize=True)
    except OSError as error:
        remedy = "Choose another folder, or make room."
        raise FilmError(f"The sheet can't be written: {error.strerror}", where=path, remedy=remedy) from error


def choose_moments(entries: list[Entry], duration: float, count: int) -> list[float]:
    """Times spread evenly over a film, each moved into the middle of a clause where one is near."""
    middles = [(entry.start + entry.end) / 2 for entry in entries if isinstance(entry.what, Performance)]
    found = []
    for number in range(count):
        even = duration * (number + 0.5) / count
        near = min(middles, key=lambda t: abs(t - even), default=even)
        found.append(near if abs(near - even) < duration / count / 2 else even)
    return found
