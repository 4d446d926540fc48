"""A folder of PNGs named after Rhubarb's mouth shapes: `A.png` to `H.png` and `X.png`, or `lisa-A.png` and so on.

The pictures are whole characters, or mouths that go onto a `body.png`, `head.png` or `face.png` beside them. A to F are
needed; G, H and X are optional, as in Rhubarb.
"""

from __future__ import annotations

import re
from pathlib import Path

from avatar.character.art import find_inside
from avatar.character.mouth import SPRITES
from avatar.errors import CharacterError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.base import Draft, DraftPart, PlacedPng, read, read_png_size

_SHAPE = re.compile(r"(?:(?P<who>.*?)[-_ .])?(?P<shape>[A-HX])\.png", re.IGNORECASE | re.DOTALL)

_BASIC = {"G": "B", "H": "C", "X": "A"}
"""What stands in for an optional shape that was not drawn."""

_UNDER = ("body", "base", "head", "face")
"""Pictures that lie under the mouths, back to front."""

_NECK_AT = 0.8
"""Where a head that is a picture of its own bends, in heights from the top."""

_MOUTH_AT = 0.62
"""Where a mouth that is smaller than what it lies on is put, in heights from the top."""


def fits(path: Path) -> bool:
    """Whether a path may be such a folder."""
    return path.is_dir() and any(_SHAPE.fullmatch(each.name) for each in path.iterdir())


def read_folder(path: Path) -> Draft:
    """The character of a folder. Raises CharacterError where shapes are missing or pictures are unfit."""
    found = _shapes(path)
    mouths = {shape: _picture(path, file.name) for shape, file in sorted(found.items())}
    under = {file.stem.lower(): _picture(path, file.name) for file in sorted(path.glob("*.png")) if _lies_under(file)}
    every = [*under.values(), *mouths.values()]
    width, height = max(each.width for each in every), max(each.height for each in every)
    parted = "head" in under or "face" in under
    bottom, neck = [width / 2, height], [width / 2, height * (_NECK_AT if parted else 1)]
    parts = [
        DraftPart("figure", keys={"role": "body", "pivot": bottom}, moves={"body.breath": {"scale_y": 0.008}}),
        DraftPart("neck", "figure", keys={"role": "head", "pivot": neck}),
    ]
    for name in (each for each in _UNDER if each in under):
        carrier = "figure" if parted and name in ("body", "base") else "neck"
        parts.append(DraftPart(name, carrier, _put(under[name], width, height)))
    depth: dict[str, str | float] = {"depth": 0.5} if under else {}
    for shape, picture in mouths.items():
        parts.append(DraftPart(f"mouth-{shape}", "neck", _put(picture, width, height), depth | {"shape": shape}))
    notes = _notes(mouths, under, width, height)
    shapes = {viseme: shape if shape in mouths else _BASIC[shape] for viseme, shape in SPRITES["rhubarb"].items()}
    source = f"Made of the PNGs in {path.resolve().name!r}, named after Rhubarb's mouth shapes."
    return Draft(width, height, height * 0.6, tuple(parts), shapes, {}, source, notes)


def _shapes(path: Path) -> dict[str, Path]:
    """Shape to its file. Raises CharacterError for two files of one shape, and for what is missing."""
    found: dict[str, Path] = {}
    for file in sorted(path.iterdir()):
        match = _SHAPE.fullmatch(file.name)
        if match is None:
            continue
        shape = match["shape"].upper()
        if shape in found:
            raise CharacterError(
                f"two pictures are of the mouth {shape}: {found[shape].name} and {file.name}",
                where=path,
                remedy="Keep one character's pictures in the folder.",
            )
        found[shape] = file
    missing = [shape for shape in "ABCDEF" if shape not in found]
    if missing:
        names = ", ".join(f"{shape}.png" for shape in missing)
        raise CharacterError(
            f"mouths are missing: {names}",
            where=path,
            remedy="Draw them, or copy the nearest one: A to F are needed; G, H and X are optional.",
        )
    return found


def _lies_under(file: Path) -> bool:
    return file.stem.lower() in _UNDER


def _picture(folder: Path, name: str) -> PlacedPng:
    file = find_inside(folder, name, "a picture")
    data = read(file)
    width, height = read_png_size(data, name, file)
    return PlacedPng(data, 0, 0, width, height)


def _put(picture: PlacedPng, width: float, height: float) -> PlacedPng:
    """A picture smaller than the page, put in its middle."""
    if (picture.width, picture.height) == (width, height):
        return picture
    top = height * _MOUTH_AT - picture.height / 2
    return picture._replace(left=(width - picture.width) / 2, top=min(top, height - picture.height))


def _notes(mouths: dict[str, PlacedPng], under: dict[str, PlacedPng], width: float, height: float) -> tuple[str, ...]:
    notes = [
        f"{shape}.png is not there; {basic} is shown in its place."
        for shape, basic in _BASIC.items()
        if shape not in mouths
    ]
    if any((each.width, each.height) != (width, height) for each in (*mouths.values(), *under.values())):
        notes.append("Pictures differ in size: the smaller ones were put in the middle. Correct `place` of each layer.")
    return tuple(notes)


IMPORTER = Importer("a folder of PNGs named A to H and X", fits, drawn(read_folder))
