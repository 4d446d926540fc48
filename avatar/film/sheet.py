"""A contact sheet: small pictures from all over a film in one, and of a film with cuts one of each shot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from avatar import files
from avatar.errors import FilmError
from avatar.film.pictures import Pictures, Segment
from avatar.film.reel import Reel
from avatar.film.shape import FrameShape
from avatar.scene.camera import list_cuts
from avatar.types import Entry, Performance

COLUMNS, ROWS = 4, 4
WIDTH = 320
"""Pixels of one picture."""
CUT_COLUMNS, CUT_WIDTH, MOST_CUTS = 7, 224, 140
"""The same of a film with cuts, and how many shots a sheet shows at most: of more, as many from all over it."""
GAP = 6
"""Pixels between pictures."""
COLOURS = 128
"""Colours of the file: few, so that a page with several sheets loads at once."""
QUALITY = 78
"""Of a sheet written as WebP, for the same."""


def write_sheet(reel: Reel, shape: FrameShape, path: Path) -> None:
    """Writes a sheet of the whole film as PNG or, by its ending, WebP, captions in it.

    Raises FilmError where it can't be written.
    """
    from PIL import Image

    entries = reel.until(math.inf)
    whole = Reel.of(replace(reel.base, entries=tuple(entries)))
    whole.until(math.inf)
    cuts = [cut.start for cut in list_cuts(replace(reel.base, entries=tuple(entries)))]
    columns, width = (CUT_COLUMNS, CUT_WIDTH) if cuts else (COLUMNS, WIDTH)
    height = round(width * shape.height / shape.width / 2) * 2
    moments = (
        find_shots(entries, whole.duration, cuts) if cuts else choose_moments(entries, whole.duration, COLUMNS * ROWS)
    )
    rows = math.ceil(len(moments) / columns)
    # Drawn at twice the size: letters and lines stay clear when they are made small.
    pictures = Pictures(replace(shape, width=2 * width, height=2 * height, captions=True))
    page = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), "#ffffff")
    for number, t in enumerate(moments):
        segment = Segment(0, 0, 1, whole.window(t, t), t)
        pixels = next(pictures.of(segment)).pixels
        small = Image.fromarray(np.ascontiguousarray(pixels[:, :, 2::-1])).resize((width, height), Image.Resampling.BOX)
        page.paste(small, (GAP + number % columns * (width + GAP), GAP + number // columns * (height + GAP)))
    try:
        with files.replacing(path) as file:
            if path.suffix.lower() == ".webp":
                page.save(file, format="WEBP", quality=QUALITY, method=6)
            else:
                page.quantize(COLOURS, dither=Image.Dither.NONE).save(file, format="PNG", optimize=True)
    except OSError as error:
        remedy = "Choose another folder, or make room."
        raise FilmError(f"The sheet can't be written: {error.strerror}", where=path, remedy=remedy) from error


def find_shots(entries: list[Entry], duration: float, cuts: Sequence[float]) -> list[float]:
    """A moment of each shot: in the middle of what is first said in it, or of the shot where nobody speaks."""
    spoken = [(entry.start, entry.end) for entry in entries if isinstance(entry.what, Performance)]
    found = []
    for start, end in pairwise([*cuts, max(duration, cuts[-1])]):
        said = next(((begin, until) for begin, until in spoken if begin < end - 0.2 and until > start + 0.2), None)
        begin, until = said or (start, end)
        found.append((max(start, begin) + min(end, until)) / 2)
    return found if len(found) <= MOST_CUTS else [found[n * len(found) // MOST_CUTS] for n in range(MOST_CUTS)]


def choose_moments(entries: list[Entry], duration: float, count: int) -> list[float]:
    """Times spread evenly over a film, each moved into the middle of a clause where one is near."""
    middles = [(entry.start + entry.end) / 2 for entry in entries if isinstance(entry.what, Performance)]
    found = []
    for number in range(count):
        even = duration * (number + 0.5) / count
        near = min(middles, key=lambda t: abs(t - even), default=even)
        found.append(near if abs(near - even) < duration / count / 2 else even)
    return found
