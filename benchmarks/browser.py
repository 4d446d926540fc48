"""Whether a browser shows a transparent film with what lies under it: Chromium itself, over a page of one colour.

    python -m benchmarks.browser [--character juno] [--picture shown.png]

Two films, one transparent and one with its set, which must hide the page: a check that cannot fail is none.
Needs `chromium` (Debian's package of that name).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

SIZE = 480
PAGE = (255, 0, 255)
HTML = """<!doctype html><body style="margin:0;background:rgb{page}">
<video id=film src=film.webm muted width={size} height={size} style="display:block"></video>
<script>film.currentTime = 0.8</script></body>"""
NEAR = 12
"""Steps of 255 by which the colour of the page may be off."""


def show(folder: Path, character: str, background: tuple[str, ...]) -> Image.Image:
    """A picture of the page, as the browser shows it."""
    film = folder / "film.webm"
    film.unlink(missing_ok=True)
    text = ("--text", "Hello there, my friend.", "--character", character, "--size", f"{SIZE}x{SIZE}")
    subprocess.run([sys.executable, "-m", "avatar", "film", *text, *background, "-o", film], check=True)
    (folder / "page.html").write_text(HTML.format(page=PAGE, size=SIZE), "utf-8")
    picture = folder / "shown.png"
    how = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=6000")
    window = f"--window-size={SIZE},{SIZE + 87}"  # what a headless window keeps for bars that it does not show
    page = (folder / "page.html").as_uri()
    command = ["chromium", *how, window, f"--screenshot={picture}", page]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return Image.open(picture).convert("RGB").crop((0, 0, SIZE, SIZE))


def share_of_page(shown: Image.Image) -> float:
    """The share of the film's square where the page is seen."""
    off = np.abs(np.asarray(shown, np.int16) - np.array(PAGE)).max(axis=2)
    return float((off <= NEAR).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--character", default="juno")
    parser.add_argument("--picture", type=Path, help="keep what the browser shows")
    options = parser.parse_args()
    if shutil.which("chromium") is None:
        sys.exit("chromium is missing: apt install chromium")
    with tempfile.TemporaryDirectory() as name:
        transparent = show(Path(name), options.character, ())
        opaque = show(Path(name), options.character, ("--background", "set"))
    if options.picture:
        transparent.save(options.picture)
    through, hidden = share_of_page(transparent), share_of_page(opaque)
    print(f"the page shows through {through:.2f} of the transparent film, {hidden:.2f} of the one with its set")
    sys.exit(0 if 0.2 < through < 0.9 and hidden < 0.01 else "the transparency is not shown")


if __name__ == "__main__":
    main()
