"""Small characters to place points on: a picture that talks, and a figure with a mouth of pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.character.still.correcting import find_handle
from avatar.character.still.points import FacePoints, format_points, place_by_hand
from avatar.character.still.topology import find_places
from avatar.draw import encode_png

SIZE = (240, 300)
"""Width and height of the picture."""

PLACED = {
    "mouth-left": (90.0, 200.0), "mouth-right": (150.0, 200.0), "mouth-top": (120.0, 202.0),
    "mouth-bottom": (120.0, 202.0), "eye-left": (85.0, 120.0), "eye-right": (155.0, 120.0), "chin": (120.0, 250.0),
}  # fmt: skip

HEAD = 'format = 1\nname = "{name}"\nauthor = "the tests"\nlicence = "CC0"\n'

PICTURE = """
[canvas]
width = 960
height = 1200
head = 560

[picture]  # a drawing of ours
art = "picture.png"

[[layer]]
name = "picture"
live = "picture"
"""

MOUTHS = """
# Every mouth is drawn on a sheet of its own.
[canvas]
width = 400
height = 400
head = 300

[[layer]]
name = "body"
art = "body.png"
place = [0, 0, 400, 400]

[[layer]]
name = "mouth-shut"
art = "shut.png"
place = [150, 240, 100, 40]  # below the nose
pivot = [200, 260]
shape = "closed"

[[layer]]
name = "mouth-open"
art = "open.png"
place = [150.0, 240.0, 100.0, 40.0]
shape = "open"

[[layer]]
name = "eyes"
art = "eyes.png"
place = [120, 120, 160, 40]
lids = ["both", "open"]

[mouth.shapes]
"""


def found_face() -> FacePoints:
    """A face in the picture, as a net would have found it."""
    mesh = (find_places() * 60.0 + [120.0, 190.0, 0.0]).astype(np.float32)
    left, right = find_handle(mesh, "eye-left"), find_handle(mesh, "eye-right")
    return FacePoints(mesh, ((*left, 6.0), (*right, 6.0)))


def make_picture(folder: Path, points: FacePoints | None = None) -> Path:
    """A picture that talks, with points that were placed by hand unless others are given."""
    folder.mkdir(parents=True)
    (folder / "picture.png").write_bytes(encode_png(_drawn(SIZE, (214, 170, 140, 255))))
    (folder / "points.toml").write_text(format_points(points or place_by_hand(PLACED)))
    (folder / "character.toml").write_text(HEAD.format(name=folder.name) + PICTURE)
    return folder


def make_mouths(folder: Path) -> Path:
    """A figure with two mouths, and with eyes."""
    from avatar.types import VISEMES

    folder.mkdir(parents=True)
    for name, size in (("body", (400, 400)), ("shut", (100, 40)), ("open", (100, 40)), ("eyes", (160, 40))):
        (folder / f"{name}.png").write_bytes(encode_png(_drawn(size, (208, 190, 214, 255))))
    shapes = "".join(f'{each} = "{"closed" if each in ("sil", "PP") else "open"}"\n' for each in VISEMES)
    (folder / "character.toml").write_text(HEAD.format(name=folder.name) + MOUTHS + shapes)
    return folder


def _drawn(size: tuple[int, int], colour: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    return np.full((size[1], size[0], 4), colour, np.uint8)
