"""Pictures with faces, for tests: photographs that anybody may use, and what is made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from avatar.studio.faces import find_faces

HERE = Path(__file__).parent / "pictures"
ASTRONAUT, HOPPER, CAT = (HERE / f"{name}.jpg" for name in ("astronaut", "hopper", "chelsea"))


def pixels(picture: Path | Image.Image) -> NDArray[np.uint8]:
    """RGBA, straight."""
    image = Image.open(picture) if isinstance(picture, Path) else picture
    return np.array(image.convert("RGBA"))


def crowd(columns: int, rows: int, side: int) -> Image.Image:
    """The astronaut so many times, each `side` pixels."""
    one = Image.open(ASTRONAUT).convert("RGB").resize((side, side), Image.Resampling.LANCZOS)
    picture = Image.new("RGB", (columns * side, rows * side))
    for number in range(columns * rows):
        picture.paste(one, (number % columns * side, number // columns * side))
    return picture


def masked(picture: Path, colour: tuple[int, int, int]) -> Image.Image:
    """A photograph whose face wears a mask of cloth."""
    face = find_faces(pixels(picture))[0].points.mesh
    worn = Image.open(picture).convert("RGB")
    draw = ImageDraw.Draw(worn)
    draw.polygon([tuple(face[at, :2]) for at in MASK], fill=colour)
    for row in (-9.0, 7.0, 22.0):  # folds
        ends = (face[147, 0], face[0, 1] + row, face[376, 0], face[0, 1] + row)
        draw.line(ends, fill=tuple(int(0.85 * each) for each in colour), width=2)
    cloth = np.array(worn).astype(int)
    cloth += np.random.default_rng(0).normal(0.0, 3.0, cloth.shape).astype(int)
    return Image.fromarray(cloth.clip(0, 255).astype(np.uint8))


MASK = (197, 50, 123, 147, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 376, 352, 280)
"""Points of the mesh about a mask: over the nose, the cheeks, along the jaw."""


def cartoon(mouth: str) -> Image.Image:
    """A flat face whose mouth is "shut", "open" or shows "teeth"."""
    picture = Image.new("RGB", (400, 460), (190, 214, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((120, 380, 280, 460), fill=(226, 178, 148))
    draw.ellipse((90, 20, 310, 330), fill=(70, 44, 30))
    draw.ellipse((100, 70, 300, 400), fill=(240, 196, 166))
    for x in (155, 245):
        draw.ellipse((x - 26, 188, x + 26, 222), fill="white", outline=(60, 36, 26), width=3)
        draw.ellipse((x - 12, 192, x + 12, 218), fill=(60, 90, 70))
        draw.ellipse((x - 6, 199, x + 6, 211), fill="black")
        draw.arc((x - 30, 158, x + 30, 196), 200, 340, fill=(70, 44, 30), width=7)
    draw.line((202, 200, 210, 262, 194, 266), fill=(206, 150, 120), width=4)
    lip = (176, 74, 74)
    if mouth == "shut":
        draw.ellipse((152, 302, 248, 334), fill=lip)
        draw.line((156, 318, 244, 318), fill=(90, 30, 34), width=3)
    else:
        draw.ellipse((146, 288, 254, 356), fill=lip)
        draw.ellipse((158, 300, 242, 344), fill=(60, 16, 20))
        if mouth == "teeth":
            draw.rectangle((164, 306, 236, 338), fill=(246, 244, 236))
    return picture
