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
    xAmp, yAmp, rotDrag        wobble: the more, the looser it hangs

`path` (where the picture once lay) is not used.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from avatar.draw import read_png, save_png
from avatar.errors import CharacterError, StageError
from avatar.studio.importers import Importer, drawn
from avatar.studio.importers.base import Draft, DraftPart, PlacedPng, make_unique, read, read_png_size, refuse_many
from avatar.types import VISEMES

_VECTOR = re.compile(r"Vector2i?\(\s*(-?[\d.eE+-]+)\s*,\s*(-?[\d.eE+-]+)\s*\)")

_TALK = {1: "shut", 2: "open"}
_BLINK = {1: "open", 2: "shut"}

_CLOSED = ("sil", "PP", "FF")
"""Visemes that show the silent mouth: lips or teeth are on each other."""

_FARTHEST = 10_000.0
"""Page units that anything may lie from the middle."""

_LARGEST_SAVE = 100_000_000

MARGIN = 8.0
"""Page units left free around the figure, so that it can move."""


@dataclass(frozen=True, eq=False)
class _Sprite:
    key: str
    name: str
    identity: str
    parent: str
    x: float
    y: float
    offset: tuple[float, float]
    z: float
    talk: int
    blink: int
    loose: float
    png: bytes
    width: int
    height: int


def fits(path: Path) -> bool:
    """Whether a path may be a PNGTuber Plus save."""
    return path.suffix.lower() == ".save" and path.is_file()


def read_save(path: Path) -> Draft:
    """The character of a save file. Raises CharacterError where it is none, or holds what can't be drawn."""
    sprites = [sprite for key, item in _items(path) if (sprite := _sprite(key, item, path)) is not None]
    refuse_many(sprites, path)
    if not sprites:
        raise CharacterError("no sprite of its first costume has a picture", where=path, remedy="Save it again.")
    if not any(sprite.talk == 2 for sprite in sprites):
        raise CharacterError(
            "mouths are missing: no sprite is shown while talking alone",
            where=path,
            remedy="In PNGTuber Plus give the open mouth the talking sign, and the shut one the silent sign.",
        )
    if len({sprite.identity for sprite in sprites}) < len(sprites):
        raise CharacterError("two sprites have the same identification", where=path, remedy="Add one of them anew.")
    ordered = _drawing_order(sprites)
    if len(ordered) < len(sprites):
        raise CharacterError("its sprites hang on each other in a ring", where=path, remedy="Unlink one of them.")
    return _draft(ordered, path)


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


def _sprite(key: str, item: Mapping[str, Any], path: Path) -> _Sprite | None:
    """A sprite, or None for what the first costume doesn't wear."""
    costumes = re.findall(r"\d+", str(item.get("costumeLayers", "[1]")))
    if item.get("type", "sprite") != "sprite" or (costumes and costumes[0] != "1"):
        return None
    name = re.split(r"[/\\]", str(item.get("path", "")))[-1].rsplit(".", 1)[0] or f"sprite {key}"
    what = f"sprite {name!r}"
    png, width, height = _image(item, what, path)
    parent = item.get("parentId")
    return _Sprite(
        key=key,
        name=name,
        identity=_identity(item.get("identification", f"?{key}")),
        parent="" if parent is None else _identity(parent),
        x=_vector(item.get("pos"), f"pos of {what}", path)[0],
        y=_vector(item.get("pos"), f"pos of {what}", path)[1],
        offset=_vector(item.get("offset"), f"offset of {what}", path),
        z=_number(item.get("zindex", 0), f"zindex of {what}", path),
        talk=int(_number(item.get("showTalk", 0), f"showTalk of {what}", path)),
        blink=int(_number(item.get("showBlink", 0), f"showBlink of {what}", path)),
        loose=sum(
            abs(_number(item.get(field, 0), f"{field} of {what}", path)) for field in ("xAmp", "yAmp", "rotDrag")
        ),
        png=png,
        width=width,
        height=height,
    )


def _identity(value: object) -> str:
    """Ids are whole numbers, which JSON may write as 12.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _image(item: Mapping[str, Any], what: str, path: Path) -> tuple[bytes, int, int]:
    """The first frame of a sprite's picture, with its width and height."""
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
    width, height = read_png_size(png, f"the picture of {what}", path)
    frames = int(_number(item.get("frames", 1), f"frames of {what}", path))
    if frames <= 1 or width % frames:
        return png, width, height
    try:
        return _first_frame(png, width // frames), width // frames, height
    except StageError as error:
        raise CharacterError(f"the picture of {what} is broken", where=path, remedy="Save it again.") from error


def _first_frame(png: bytes, width: int) -> bytes:
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "frames.png"
        file.write_bytes(png)
        save_png(file, read_png(file)[:, :width])
        return file.read_bytes()


def _number(value: object, what: str, path: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _FARTHEST:
        raise CharacterError(f"{what} is {value!r}", where=path, remedy="Set it to a usual number and save again.")
    return float(value)


def _vector(value: object, what: str, path: Path) -> tuple[float, float]:
    match = _VECTOR.fullmatch(str(value).strip())
    try:
        pair = (float(match[1]), float(match[2])) if match else (math.nan, math.nan)
    except ValueError:
        pair = (math.nan, math.nan)
    if not all(abs(each) <= _FARTHEST for each in pair):
        raise CharacterError(f"{what} is {value!r}", where=path, remedy="Move it into view and save again.")
    return pair


# ------------------------------------------------------------------------------------------------------------ placing


def _drawing_order(sprites: list[_Sprite]) -> list[_Sprite]:
    """Back to front: by z, which counts from the parent's, then parents before children."""
    known = {sprite.identity: sprite for sprite in sprites}
    children: dict[str, list[_Sprite]] = {}
    for sprite in sprites:
        children.setdefault(sprite.parent if sprite.parent in known else "", []).append(sprite)
    placed: list[tuple[float, _Sprite]] = []
    waiting = [(0.0, sprite) for sprite in reversed(children.get("", []))]
    while waiting:
        z, sprite = waiting.pop()
        placed.append((z + sprite.z, sprite))
        waiting += [(z + sprite.z, child) for child in reversed(children.pop(sprite.identity, []))]
    return [sprite for _, sprite in sorted(placed, key=lambda each: each[0])]


def _draft(sprites: list[_Sprite], path: Path) -> Draft:
    known = {sprite.identity: sprite for sprite in sprites}
    origins = {sprite.identity: _origin(sprite, known) for sprite in sprites}
    boxes = {sprite.identity: _box(sprite, origins[sprite.identity]) for sprite in sprites}
    left = min(box[0] for box in boxes.values()) - MARGIN
    top = min(box[1] for box in boxes.values()) - MARGIN
    width = max(box[0] + box[2] for box in boxes.values()) - left + MARGIN
    height = max(box[1] + box[3] for box in boxes.values()) - top
    if max(width, height) > _FARTHEST or min(width, height) < 16:
        raise CharacterError(
            f"its sprites take {width:.0f} x {height:.0f} pixels", where=path, remedy="Move them onto each other."
        )
    names: dict[str, str] = {}
    for sprite in sprites:
        names[sprite.identity] = make_unique(sprite.name, [*names.values(), "figure", "neck", "no-mouth"])
    bottom = [width / 2, height]
    parts = [
        DraftPart("figure", keys={"role": "body", "pivot": bottom}, moves={"body.breath": {"scale_y": 0.008}}),
        DraftPart("neck", "figure", keys={"role": "head", "pivot": bottom}),
    ]
    if not any(sprite.talk == 1 for sprite in sprites):  # the shut mouth is part of the face
        parts.append(DraftPart("no-mouth", "neck", keys={"shape": "shut"}))
    for sprite in sprites:
        x, y, wide, high = boxes[sprite.identity]
        at = origins[sprite.identity]
        keys: dict[str, Any] = {"pivot": [at[0] - left, at[1] - top]}
        parent = names.get(sprite.parent, "neck")
        moves = {"head.roll": {"rotate": -min(1.5, sprite.loose / 20)}} if sprite.loose else {}
        picture = PlacedPng(sprite.png, x - left, y - top, wide, high)
        parts.append(DraftPart(names[sprite.identity], parent, picture, keys | _seen(sprite), moves))
    shapes = {viseme: "shut" if viseme in _CLOSED else "open" for viseme in VISEMES}
    return Draft(
        width, height, height * 0.6, tuple(parts), shapes, {}, f"Made of the PNGTuber Plus save {path.name!r}.",
        ("It has two mouths, open and shut. Draw more and name them in [mouth.shapes] for a mouth that can be read.",),
    )  # fmt: skip


def _seen(sprite: _Sprite) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    if sprite.talk in _TALK:
        keys["shape"] = _TALK[sprite.talk]
    if sprite.blink in _BLINK:
        keys["lids"] = ["both", _BLINK[sprite.blink]]
    return keys


def _origin(sprite: _Sprite, known: Mapping[str, _Sprite]) -> tuple[float, float]:
    """Where a sprite's pivot lies, from the middle of the stage."""
    x, y = sprite.x, sprite.y
    seen = {sprite.identity}
    while sprite.parent in known and sprite.parent not in seen:
        sprite = known[sprite.parent]
        seen.add(sprite.identity)
        x, y = x + sprite.x, y + sprite.y
    return x, y


def _box(sprite: _Sprite, origin: tuple[float, float]) -> tuple[float, float, float, float]:
    left = origin[0] + sprite.offset[0] - sprite.width / 2
    top = origin[1] + sprite.offset[1] - sprite.height / 2
    return left, top, sprite.width, sprite.height


IMPORTER = Importer("a PNGTuber Plus save file", fits, drawn(read_save))
