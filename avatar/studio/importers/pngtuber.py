"""A PNGTuber Plus save file: JSON, one object for each sprite, its picture as a PNG in base64.

What its fields mean was read from the program's own loader (github.com/kaiakairos/PNGTuber-Plus, main_scenes/main.gd
and ui_scenes/selectedSprite/spriteObject.gd):

    imageData                  PNG in base64; `frames` of them side by side
    identification, parentId   which sprite hangs on which
    pos, offset                "Vector2(x, y)": its pivot, from the parent's; the picture's middle, from its pivot
    zindex                     drawn later where higher; counted from the parent's
    showTalk                   0 always, 1 while silent, 2 while talking
    showBlink                  0 always, 1 while the eyes are open, 2 while they are shut
    costumeLayers              "[1, 0, ...]": costumes that it is part of; the first is imported
    xFrq, xAmp and so on       how it moves: see `swinging`
    animSpeed                  how fast its frames follow on each other
    clipped                    what hangs on it ends where it does; not drawn so

`path` (where the picture once lay) is not used.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from avatar.draw import decode_picture, encode_png
from avatar.errors import CharacterError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.account import Account
from avatar.studio.importers.base import Draft, read, read_png_size, refuse_many
from avatar.studio.importers.sprites import FARTHEST, Sprite, check, cut_sheet, make_draft
from avatar.studio.importers.swinging import STEPS, Motion

_VECTOR = re.compile(r"Vector2i?\(\s*(-?[\d.eE+-]+)\s*,\s*(-?[\d.eE+-]+)\s*\)")

_LARGEST_SAVE = 100_000_000


def fits(path: Path) -> bool:
    """Whether a path may be a PNGTuber Plus save."""
    return path.suffix.lower() == ".save" and path.is_file()


def read_save(path: Path) -> Draft:
    """The character of a save file. Raises CharacterError where it is none, or holds what can't be drawn."""
    account = Account()
    sprites = [sprite for key, item in _items(path) if (sprite := _sprite(key, item, path, account)) is not None]
    refuse_many(sprites, path)
    if not sprites:
        raise CharacterError("no sprite of its first costume has a picture", where=path, remedy="Save it again.")
    remedy = "In PNGTuber Plus give the open mouth the talking sign, and the shut one the silent sign."
    account.advise("bounce and gravity are not in a save; change `hop.height` of the layer figure to have yours.")
    source = f"Made of the PNGTuber Plus save {path.name!r}."
    return make_draft(check(sprites, path, remedy), path, source, account)


# ------------------------------------------------------------------------------------------------------------ reading


def _items(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is no number")

    try:
        data = json.loads(read(path, _LARGEST_SAVE).decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise CharacterError(
            f"it is no PNGTuber Plus save file: not JSON ({error})",
            where=path,
            remedy="Save it again in PNGTuber Plus.",
        ) from error
    if not isinstance(data, dict) or not data or not all(isinstance(item, dict) for item in data.values()):
        raise CharacterError(
            "it is no PNGTuber Plus save file: it holds no sprites",
            where=path,
            remedy="Save it again in PNGTuber Plus.",
        )
    yield from data.items()


def _sprite(key: str, item: Mapping[str, Any], path: Path, account: Account) -> Sprite | None:
    """A sprite, or None for what the first costume doesn't wear."""
    costumes = re.findall(r"\d+", str(item.get("costumeLayers", "[1]")))
    if item.get("type", "sprite") != "sprite":
        return None
    name = re.split(r"[/\\]", str(item.get("path", "")))[-1].rsplit(".", 1)[0] or f"sprite {key}"
    if costumes and costumes[0] != "1":
        account.leave(f"sprite {name!r}, which the first costume doesn't wear.")
        return None
    what = f"sprite {name!r}"

    def number(field: str, usual: float = 0.0) -> float:
        return _number(item.get(field, usual), f"{field} of {what}", path)

    png, pixels = _image(item, what, path)
    rate = _rate(number("animSpeed"))
    frames = cut_sheet(pixels, max(1, int(number("frames", 1))), 1, rate, what, account)
    if item.get("clipped", False):
        account.leave(f"that what hangs on {what} ends where it does: cut it so in your drawing.")
    parent = item.get("parentId")
    x, y = _vector(item.get("pos"), f"pos of {what}", path)
    return Sprite(
        name=name,
        identity=_identity(item.get("identification", f"?{key}")),
        parent="" if parent is None else _identity(parent),
        x=x,
        y=y,
        offset=_vector(item.get("offset"), f"offset of {what}", path),
        z=number("zindex"),
        talk=int(number("showTalk")),
        blink=int(number("showBlink")),
        motion=Motion(
            x_frequency=number("xFrq"),
            x_reach=number("xAmp"),
            y_frequency=number("yFrq"),
            y_reach=number("yAmp"),
            drag=number("drag"),
            tip=number("rotDrag"),
            least=number("rLimitMin", -180),
            most=number("rLimitMax", 180),
            stretch=number("stretchAmount"),
            bounces=not item.get("ignoreBounce", False),
        ),
        frames=(png,) if frames[0] is pixels else tuple(map(encode_png, frames)),
        width=frames[0].shape[1],
        height=frames[0].shape[0],
        fps=rate,
    )


def _identity(value: object) -> str:
    """Ids are whole numbers, which JSON may write as 12.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _image(item: Mapping[str, Any], what: str, path: Path) -> tuple[bytes, NDArray[np.uint8]]:
    """A sprite's picture with all its frames: as it is, and its pixels."""
    text = item.get("imageData")
    if not isinstance(text, str) or not text:
        raise CharacterError(
            f"{what} has no picture in the file", where=path, remedy="Save it again with a newer PNGTuber Plus."
        )
    try:
        png = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CharacterError(
            f"the picture of {what} is broken: {error}", where=path, remedy="Save it again."
        ) from error
    read_png_size(png, f"the picture of {what}", path)
    pixels = decode_picture(png)
    if pixels is None:
        raise CharacterError(f"the picture of {what} is broken", where=path, remedy="Save it again.")
    return png, pixels


def _rate(animation: float) -> float:
    """Frames a second at an animSpeed, in steps of the program: 60 a second."""
    return STEPS / max(1, int(6 * STEPS / animation)) if animation > 0 else 0.0


def _number(value: object, what: str, path: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= FARTHEST:
        raise CharacterError(f"{what} is {value!r}", where=path, remedy="Set it to a usual number and save again.")
    return float(value)


def _vector(value: object, what: str, path: Path) -> tuple[float, float]:
    match = _VECTOR.fullmatch(str(value).strip())
    try:
        pair = (float(match[1]), float(match[2])) if match else (math.nan, math.nan)
    except ValueError:
        pair = (math.nan, math.nan)
    if not all(abs(each) <= FARTHEST for each in pair):
        raise CharacterError(f"{what} is {value!r}", where=path, remedy="Move it into view and save again.")
    return pair


IMPORTER = Importer("a PNGTuber Plus save file", fits, drawn(read_save))
