"""A character in the making: the parts that an importer finds, and the folder that is written of them.

Nothing is trusted: pictures are bounded before they are decoded, names become plain file names, and the folder appears
whole and checked, or not at all.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from avatar import library
from avatar.character.art import LARGEST_AREA, LARGEST_FILE, LARGEST_SIDE
from avatar.character.layers import MOST_LAYERS
from avatar.character.loading import FILE
from avatar.character.swings import Cycle, Swing
from avatar.draw import find_size, recode_png
from avatar.draw.check import find_problems
from avatar.errors import CharacterError
from avatar.types import VISEMES

LARGEST_IMPORT = 200_000_000
"""Bytes of a file that is imported."""

HEAD = 560.0
"""Page units of a head's height in what is written, as in the cast: brows and gestures move by such units."""

LARGEST_PAGE = 9000.0
"""Page units of the longer side."""

Table = Mapping[str, "str | float | list[float] | list[str] | Mapping[str, float]"]


class PlacedPng(NamedTuple):
    """A PNG and where it lies on the page."""

    png: bytes
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class DraftPart:
    """A layer, or a joint where it has no picture."""

    name: str
    parent: str = ""
    picture: PlacedPng | None = None
    keys: Table = field(default_factory=dict)
    """What else its [[layer]] says: role, pivot, depth, shape, lids."""
    moves: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Draft:
    """What an importer found."""

    width: float
    height: float
    head: float
    """Height of the head, in page units."""
    parts: tuple[DraftPart, ...]
    """Back to front."""
    shapes: Mapping[str, str]
    """Viseme to the mouth picture that shows it."""
    moods: Mapping[str, str] = field(default_factory=dict)
    """Expression to the mouth picture that a silent mouth shows in it."""
    source: str = ""
    """One line on where it comes from."""
    notes: tuple[str, ...] = ()
    """What was taken, what was not, and what to do (`account.Account.lines`)."""
    swings: Mapping[str, Swing] = field(default_factory=dict)
    """What goes to and fro by itself, by name; parts follow it by their moves."""
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    """Pictures that follow on each other, by name; parts are theirs by their key `frame`."""


def write(draft: Draft, name: str, characters: Path) -> Path:
    """The folder of a new character among `characters`, checked before it appears.

    Raises CharacterError for a name that can't be one or is taken, and for what can't be drawn.
    """
    target = new_folder(name, characters)
    draft = _scaled(draft)

    def fill(folder: Path) -> None:
        (folder / "art").mkdir()
        names = _file_names(draft.parts)
        for part in draft.parts:
            if part.picture is not None:
                (folder / names[part.name]).write_bytes(part.picture.png)
        (folder / FILE).write_text(_toml(draft, name, names), "utf-8")

    make(target, fill)
    return target


def new_folder(name: str, characters: Path, told: str = "--name ") -> Path:
    """Where a new character goes. Raises CharacterError for a name that can't be one, or is taken.

    `told`: the words of the command line that come before a name, for the remedy.
    """
    if not library.NAME.fullmatch(name):
        raise CharacterError(
            f"{name!r} can't be a character's name", remedy=f"Use letters, digits, - and _ only: {told}NAME."
        )
    target = characters / name
    if target.exists():
        free = make_unique(name, [each.name for each in characters.glob("*")])
        raise CharacterError(
            "there is a character of that name already", where=target, remedy=f"Give it another name: {told}{free}"
        )
    return target


def make(target: Path, fill: Callable[[Path], None]) -> None:
    """Lets `fill` fill a folder out of sight, checks it and puts it in its place.

    Raises CharacterError, with all that is wrong in its `others`, where it is no whole character.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as room:
            folder = Path(room) / target.name
            folder.mkdir()
            fill(folder)
            wrong = find_problems(folder)
            if wrong:
                wrong[0].others = wrong[1:]
                raise wrong[0]
            shutil.move(folder, target)
    except OSError as error:
        raise CharacterError(
            f"the folder can't be written: {error.strerror}",
            where=target,
            remedy="Free some space, or change its permissions.",
        ) from error


# ------------------------------------------------------------------------------------------------------------ reading


def read(path: Path, most: int = LARGEST_IMPORT, remedy: str = "Save it smaller, or merge layers.") -> bytes:
    """The bytes of a file. Raises CharacterError where it can't be read or is larger than `most`: `remedy`."""
    try:
        if path.stat().st_size > most:
            raise CharacterError(f"it is larger than {most // 1_000_000} MB", where=path, remedy=remedy)
        return path.read_bytes()
    except OSError as error:
        raise CharacterError(f"it can't be read: {error.strerror}", where=path, remedy="Check its name.") from error


def read_png_size(data: bytes, what: str, where: Path) -> tuple[int, int]:
    """Width and height of a PNG by its first bytes. Raises CharacterError where it is none, or too large to decode."""
    if len(data) < 33 or data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        raise CharacterError(f"{what} is no PNG picture", where=where, remedy="Save it as PNG again.")
    width, height = struct.unpack(">II", data[16:24])
    refuse_large(width, height, what, where)
    if len(data) > LARGEST_FILE:
        raise CharacterError(
            f"{what} is larger than {LARGEST_FILE // 1_000_000} MB", where=where, remedy="Save it smaller."
        )
    return width, height


def read_picture(data: bytes, what: str, where: Path) -> tuple[bytes, int, int]:
    """A PNG, JPEG, WebP or GIF as a PNG, its width and height. Raises CharacterError for what is none, or too large.

    Of a picture that moves the first one is taken.
    """
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return (data, *read_png_size(data, what, where))
    size = find_size(data)
    if size is None:
        raise CharacterError(f"{what} is no picture that can be read", where=where, remedy="Save it as PNG again.")
    refuse_large(*size, what, where)
    png = recode_png(data)
    if png is None:
        raise CharacterError(f"{what} breaks off", where=where, remedy="Save it as PNG again.")
    return (png, *size)


def refuse_large(width: int, height: int, what: str, where: Path) -> None:
    """Raises CharacterError for a picture that a character may not have."""
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= LARGEST_AREA):
        raise CharacterError(
            f"{what} is {width} x {height} pixels",
            where=where,
            remedy=f"Scale it to sides of at most {LARGEST_SIDE} pixels and at most 16 megapixels.",
        )


def refuse_many(parts: Iterable[object], where: Path) -> None:
    """Raises CharacterError for more layers than a character may have."""
    count = len(list(parts))
    if count > MOST_LAYERS:
        raise CharacterError(
            f"it has {count} layers", where=where, remedy=f"Merge those that move together: {MOST_LAYERS} at most."
        )


def make_unique(name: str, taken: Iterable[str]) -> str:
    """A layer name made from any name: small letters, digits and -, and not one of `taken`."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "layer"
    known = set(taken)
    return next(
        each for number in range(1, 10_000) if (each := base if number == 1 else f"{base}-{number}") not in known
    )


# ------------------------------------------------------------------------------------------------------------ writing


def _file_names(parts: tuple[DraftPart, ...]) -> dict[str, str]:
    """Part to its file: numbered back to front, so that the folder reads as the layers do."""
    drawn = [part.name for part in parts if part.picture is not None]
    return {name: f"art/{number:02d}-{make_unique(name, ())}.png" for number, name in enumerate(drawn, 1)}


def _scaled(draft: Draft) -> Draft:
    """The draft in the units that characters are drawn in, whatever the pictures' size."""
    by = min(HEAD / draft.head, LARGEST_PAGE / max(draft.width, draft.height))

    def part(old: DraftPart) -> DraftPart:
        picture, keys = old.picture, dict(old.keys)
        if picture is not None:
            picture = PlacedPng(picture.png, *(each * by for each in picture[1:]))
        if isinstance(pivot := keys.get("pivot"), list):
            keys["pivot"] = [float(each) * by for each in pivot]
        moves = {
            channel: {key: amount * by if key in ("x", "y") else amount for key, amount in amounts.items()}
            for channel, amounts in old.moves.items()
        }
        return replace(old, picture=picture, keys=keys, moves=moves)

    return replace(
        draft,
        width=draft.width * by,
        height=draft.height * by,
        head=draft.head * by,
        parts=tuple(map(part, draft.parts)),
    )


def _toml(draft: Draft, name: str, files: Mapping[str, str]) -> str:
    lines = [
        f"# {draft.source}" if draft.source else "#",
        "# Change what you like: `avatar docs characters` explains it. `avatar characters preview` shows it.",
        "",
        "format = 1",
        f"name = {write_value(name)}",
        f"title = {write_value(name.replace('-', ' ').replace('_', ' ').title())}",
        'author = "unknown"      # who drew it',
        'licence = "unknown"     # what others may do with it, as CC-BY-4.0',
        'description = ""        # one line',
        'voice = ""              # one of `avatar voices`, or a list, best first; empty: the usual one',
        "",
        "[canvas]",
        f"width = {write_value(draft.width)}",
        f"height = {write_value(draft.height)}",
        f"head = {write_value(draft.head)}",
    ]
    if draft.swings:
        lines += ["", "# What goes to and fro by itself: so often a second.", "[swings]"]
        lines += [f"{each} = {write_value(swing._asdict())}" for each, swing in draft.swings.items()]
    if draft.cycles:
        lines += ["", "# Pictures that follow on each other: so many a second.", "[cycles]"]
        lines += [f"{each} = {write_value(cycle._asdict())}" for each, cycle in draft.cycles.items()]
    for part in draft.parts:
        lines += ["", *_layer(part, files)]
    if draft.shapes:
        lines += ["", "# Which picture shows which sound.", "[mouth.shapes]"]
        lines += [f"{viseme} = {write_value(draft.shapes[viseme])}" for viseme in VISEMES]
    if draft.moods:
        lines += ["", "# What a silent mouth shows in a mood.", "[expressions]"]
        lines += [f"{mood}.shape = {write_value(shape)}" for mood, shape in draft.moods.items()]
    return "\n".join(lines) + "\n"


def _layer(part: DraftPart, files: Mapping[str, str]) -> list[str]:
    lines = ["[[layer]]", f"name = {write_value(part.name)}"]
    if part.parent:
        lines.append(f"parent = {write_value(part.parent)}")
    if part.picture is not None:
        _, *place = part.picture
        lines += [f"art = {write_value(files[part.name])}", f"place = {write_value(list(place))}"]
    lines += [f"{key} = {write_value(value)}" for key, value in part.keys.items()]
    lines += [f'moves."{channel}" = {write_value(amounts)}' for channel, amounts in part.moves.items()]
    return lines


def write_value(value: object) -> str:
    """A value as TOML writes it; JSON's strings are TOML's."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float | int):
        return f"{round(value, 5):.7g}"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {write_value(each)}" for key, each in value.items()) + " }"
    assert isinstance(value, list | tuple)
    return "[" + ", ".join(map(write_value, value)) + "]"
