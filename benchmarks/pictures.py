"""Draw the pictures of docs/pictures that show characters, after a change of their looks; look at each before a commit.

    python -m benchmarks.pictures [cast] [shows] [chat] [demo] [--out docs/pictures]

`cast` is the whole cast on one page, in the moods of CAST; `shows` a page of each show in shows/, as
`avatar film --sheet` makes it; `chat` the chat with its face in the terminal; `demo` ten seconds of chat and window.
The last two are the real program, seen while it talks, on a virtual screen and sound card (xvfb, pulseaudio): run them
where nothing else runs, and again if a word about a busy machine is in the picture. All have the voices of espeak and
need the extra `film`. Without names all are drawn.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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

LATE = 5
"""Moments from the last lit word to the one that is drawn."""


def draw_cast(out: Path) -> None:
    """Everybody, in a mood of their own."""
    painter = Painter(CELL, CELL)
    page = np.zeros((len(CAST) // ACROSS * CELL, ACROSS * CELL, 3), np.uint8)
    for number, (name, mood) in enumerate(CAST):
        top, left = number // ACROSS * CELL, number % ACROSS * CELL
        character = load(library.character(name))
        drawn = painter.paint([(character, face(character, "sil", mood, Place()))])
        page[top : top + CELL, left : left + CELL] = drawn[:, :, :3]
    write(page, out / "cast.png")


def write(page: NDArray[np.uint8], path: Path) -> None:
    """As PNG of few colours."""
    from PIL import Image

    with files.replacing(path) as file:
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


def draw_chat(out: Path) -> None:
    """The chat with its face beside the talk, at a moment when a word is lit."""
    from benchmarks.screens import Line, record, terminal

    lines = (Line(8.0, "Hello! I'm Ada."), Line(16.0, "Do you like music?"))
    seen = record(lines, seconds=24.0, size=(104, 34), stage="terminal")
    lit = [moment for moment in seen if moment.lit] or seen
    write(terminal(lit[-min(LATE, len(lit))].svg, 0.7, "avatar chat --stage terminal"), out / "chat.png")


def draw_demo(out: Path) -> None:
    """Ten seconds of a chat in a terminal, and of the window that answers."""
    from PIL import Image

    from benchmarks.screens import Line, record, terminal

    seen = record((Line(8.0, "Hello! I'm Ada."),), seconds=18.5, size=(70, 40), stage="window")
    shown = [moment for moment in seen if moment.t >= 7.5]
    lasting = [round(1000 * (after.t - moment.t)) for moment, after in pairwise(shown)]
    frames = []
    for moment in shown:
        page = Image.new("RGB", (800, 500), "#121317")
        page.paste(Image.fromarray(terminal(moment.svg, 0.5)), (2, 6))
        if moment.window is not None:
            page.paste(Image.fromarray(moment.window).resize((350, 438), Image.Resampling.LANCZOS), (438, 31))
        frames.append(page)
    palette = frames[-1].quantize(COLOURS // 2, dither=Image.Dither.NONE)
    small = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    with files.replacing(out / "demo.gif") as file:
        small[0].save(file, format="GIF", save_all=True, append_images=small[1:], duration=[*lasting, 600], loop=0)


PICTURES = {"cast": draw_cast, "shows": draw_shows, "chat": draw_chat, "demo": draw_demo}


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
