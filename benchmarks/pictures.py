"""Draw the pictures of docs/pictures that show characters, after a change of their looks; look at each before a commit.

    python -m benchmarks.pictures [cast] [shows] [--out docs/pictures]

`cast` is the whole cast on one page, in the moods of CAST; `shows` a page of each show in shows/, as
`avatar film --sheet` makes it, with the voices of espeak. Both need the extra `film`. Without names all are drawn.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import files, library
from avatar.character.loading import load
from avatar.draw import Painter
from avatar.draw.sheet import face
from avatar.types import Place

ROOT = Path(__file__).resolve().parent.parent
CAST = (
    ("juno", "smile"), ("bolt", "smile"), ("fern", "smile"),
    ("max", "smirk"), ("bea", "deadpan"), ("knox", "surprised"),
    ("zuri", "smile"), ("blot", "smirk"), ("gus", "neutral"),
)  # fmt: skip
"""Who is in which cell, in which mood: three in a row."""
CELL, ACROSS = 320, 3
"""Pixels of a cell, and cells in a row."""
COLOURS = 192
"""Colours of the file; the pages are opened on slow lines, too."""


def draw_cast(out: Path) -> None:
    """Everybody, in a mood of their own."""
    from PIL import Image

    painter = Painter(CELL, CELL)
    page = np.zeros((len(CAST) // ACROSS * CELL, ACROSS * CELL, 3), np.uint8)
    for number, (name, mood) in enumerate(CAST):
        top, left = number // ACROSS * CELL, number % ACROSS * CELL
        character = load(library.character(name))
        drawn = painter.paint([(character, face(character, "sil", mood, Place()))])
        page[top : top + CELL, left : left + CELL] = drawn[:, :, :3]
    with files.replacing(out / "cast.png") as file:
        Image.fromarray(page).quantize(COLOURS, dither=Image.Dither.NONE).save(file, format="PNG", optimize=True)


def draw_shows(out: Path) -> None:
    """A page of pictures from all over each show."""
    for show in sorted((ROOT / "shows").glob("*.fountain")):
        command = [
            sys.executable,
            "-m",
            "avatar",
            "film",
            str(show),
            "--quiet",
            "--sheet",
            str(out / f"{show.stem}.png"),
        ]
        subprocess.run(command, check=True, cwd=ROOT)


PICTURES = {"cast": draw_cast, "shows": draw_shows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(PICTURES)}")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    options = parser.parse_args()
    if unknown := set(options.names) - set(PICTURES):
        parser.error(f"there is no {', '.join(sorted(unknown))}: {', '.join(PICTURES)}")
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.names or PICTURES:
        PICTURES[name](options.out)
        print(f"{name}: drawn in {options.out}")


if __name__ == "__main__":
    main()
