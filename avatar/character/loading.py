"""Loading a character: a folder with character.toml and art, checked whole before anything is drawn.

docs/characters.md explains the file to people who draw.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from avatar.character.acting import Acting
from avatar.character.art import ArtFiles
from avatar.character.fields import TOP, Fields, Problems, did_you_mean
from avatar.character.holding import Holding, find_holds, read_holding
from avatar.character.layers import Canvas, LayerSpec, read_canvas, read_layers
from avatar.character.looks import EYES, MOUTHS, Look, read_look
from avatar.character.moods import read_acting
from avatar.character.mouth import SPRITES
from avatar.character.still.picture import Still, read_still
from avatar.character.swings import Cycle, Swing, read_cycles, read_swings
from avatar.character.wearing import Wearing, read_wearing
from avatar.errors import CharacterError
from avatar.tables import parsed
from avatar.types import VISEMES

FILE = "character.toml"
FORMAT = 1
LARGEST_TOML = 500_000
"""Bytes of character.toml."""
MOST_VOICES = 12


@dataclass(frozen=True, eq=False)
class Character:
    """A character, loaded and checked: everything that a stage needs to draw and act it."""

    name: str
    title: str
    author: str
    licence: str
    description: str
    persona: str
    """Who it is, in prose, for a language model."""
    voice: tuple[str, ...]
    """Names of voices in the library, best first: the first that a machine has, and can carry, speaks. Empty for the
    usual one."""
    pronunciations: Mapping[str, str]
    folder: Path
    canvas: Canvas
    layers: tuple[LayerSpec, ...]
    """In drawing order, back to front."""
    mouth: Look | None
    eyes: tuple[Look, Look] | None
    """Left and right in the picture."""
    acting: Acting
    colours: Mapping[str, str]
    picture: Still | None = None
    """The still picture that a layer with live = "picture" moves."""
    holding: Holding | None = None
    """Where its hands hold things; None for one beside whom they float."""
    wearing: Wearing | None = None
    """Where its head wears something; None for one that wears nothing."""

    @property
    def eye_places(self) -> tuple[tuple[float, float, float], ...]:
        """Middle and width of each eye that is known, left one first; canvas units."""
        if self.picture is not None:
            return tuple((*eye.middle.tolist(), eye.width) for eye in self.picture.mesh.eyes)
        return tuple((*eye.anchor, eye.width) for eye in self.eyes or ())

    @property
    def mouth_place(self) -> tuple[float, float, float] | None:
        """Middle and width of the mouth at rest, where it is known; canvas units."""
        if self.picture is not None:
            frame = self.picture.mesh.mouth
            return (*frame.middle.tolist(), frame.width)
        return (*self.mouth.anchor, self.mouth.width) if self.mouth else None


def load(folder: Path, *, draws: bool = True) -> Character:
    """The character of a folder. `draws` False: for whoever only wants to know how it moves; drawings are left empty.

    Raises CharacterError, naming file, layer and remedy, for anything that is missing, malformed or unsafe; what else
    is wrong is in its `others`.
    """
    file = folder / FILE
    top = Fields(_parse(file), TOP, file)
    _check_format(top)
    problems = Problems()
    texts: dict[str, str] = {}
    for key, (default, most) in _TEXTS.items():
        with problems:
            texts[key] = top.text(key, default, most)
    voice = tuple[str, ...]()
    with problems:
        voice = _voices(top)
    pronunciations, palette, canvas = dict[str, str](), dict[str, str](), _ANY_CANVAS
    sized = top.table("canvas").has("head")
    with problems:
        pronunciations = _texts(top.table("pronunciations"))
    with problems:
        palette = _palette(top.table("colours"))
    with problems:
        canvas = read_canvas(top.table("canvas"))
    swings: Mapping[str, Swing] = {}
    cycles: Mapping[str, Cycle] = {}
    with problems:
        swings = read_swings(top.table("swings"))
    with problems:
        cycles = read_cycles(top.table("cycles"))
    files = ArtFiles(folder, reads=draws)
    layers = read_layers(top, canvas, files, problems)
    picture = _picture(top, canvas, files, layers, problems)
    layers = _with_picture(layers, picture)
    if picture is not None and not sized:
        canvas = canvas._replace(head=min(10_000.0, picture.head))
    sprites, mouth, eyes = _faces(top, palette, layers, problems)
    acting = read_acting(top, sprites, swings, cycles, problems)
    holding: Holding | None = None
    with problems:
        holding = read_holding(top.table("holding")) if top.has("holding") else None
    acting = replace(acting, holds=find_holds(holding, layers, canvas))
    wearing: Wearing | None = None
    with problems:
        wearing = read_wearing(top.table("wearing")) if top.has("wearing") else None
    acting = replace(acting, wears=wearing is not None, hat=wearing.hat if wearing else "")
    if not any({"head.x", "head.roll"} <= {move.channel for move in layer.moves} for layer in layers):
        acting = replace(acting, nods=True)
    with problems:
        top.done()
    problems.end()
    return Character(
        **(texts | {"title": texts["title"] or texts["name"].capitalize(), "persona": texts["persona"].strip()}),
        voice=voice,
        pronunciations=pronunciations,
        folder=folder,
        canvas=canvas,
        layers=layers,
        mouth=mouth,
        eyes=eyes,
        acting=acting,
        colours=palette,
        picture=picture,
        holding=holding,
        wearing=wearing,
    )


_TEXTS: Mapping[str, tuple[str | None, int]] = {
    "name": (None, 200),
    "title": ("", 200),
    "author": (None, 200),
    "licence": (None, 200),
    "description": ("", 500),
    "persona": ("", 20_000),
}
"""Texts at the top of the file, each with its default (None: the file must have it) and its most characters."""

_ANY_CANVAS = Canvas(1200, 1200, 600, (600, 1200), (60, 42))
"""The canvas that layers are checked against where the file's own is wrong."""


def stamp(folder: Path | str) -> frozenset[tuple[str, int]]:
    """Names and times of a character's files: another stamp means that something was saved."""
    found: set[tuple[str, int]] = set()
    for path in Path(folder).rglob("*"):
        with suppress(OSError):  # a drawing program may be swapping it at this moment
            found.add((str(path), path.stat().st_mtime_ns))
    return frozenset(found)


def _parse(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST_TOML:
            raise CharacterError(
                f"the file is larger than {LARGEST_TOML // 1000} kB",
                where=file,
                remedy="Keep to what `avatar docs characters` names.",
            )
        return parsed(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise CharacterError(
            "this is no character: it has no character.toml", where=file.parent,
            remedy="`avatar docs characters` tells what belongs in the folder.",
        ) from error  # fmt: skip
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CharacterError(f"the file is not valid TOML: {error}", where=file, remedy="Correct that line.") from error
    except OSError as error:
        what = f"the file can't be read: {error.strerror}"
        raise CharacterError(what, where=file, remedy="Check its permissions.") from error


def _check_format(top: Fields) -> None:
    version = top.number("format", FORMAT)
    if version != FORMAT:
        raise top.error(f"format is {version:g}, this program reads {FORMAT}", "Update avatar, or set format = 1.")


def _voices(top: Fields) -> tuple[str, ...]:
    """The voice, or a list of voices."""
    listed = top.raw("voice", "")
    if isinstance(listed, str):
        listed = [listed] if listed else []
    if not isinstance(listed, list) or len(listed) > MOST_VOICES or not all(_is_name(each) for each in listed):
        what = f"voice must be the name of a voice, or a list of at most {MOST_VOICES} names"
        raise top.error(what, 'Write voice = "NAME", or voice = ["FIRST", "NEXT"]: `avatar voices` lists them.')
    return tuple(listed)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200


def _texts(table: Fields) -> dict[str, str]:
    found = {key: table.text(key) for key in table.names()}
    table.done()
    return found


def _palette(table: Fields) -> dict[str, str]:
    return {key: table.colour(key, "", {}) for key in table.names()}


def _picture(
    top: Fields, canvas: Canvas, files: ArtFiles, layers: tuple[LayerSpec, ...], problems: Problems
) -> Still | None:
    """The still picture, where a layer moves one."""
    table = top.table("picture")
    users = [layer for layer in layers if layer.live == "picture"]
    with problems:
        if users and not top.has("picture"):
            raise top.error(
                f"layer {users[0].name!r} is live as a picture, and there is no [picture]", "Add the table."
            )
        if len(users) > 1:
            raise top.error("two layers move the picture", "Keep one of them.")
        if users:
            return read_still(table, files, canvas.width, canvas.height)
        if layers and top.has("picture"):
            raise top.error("no layer moves the [picture]", 'Add a [[layer]] with live = "picture", or take it out.')
    return None


def _with_picture(layers: tuple[LayerSpec, ...], picture: Still | None) -> tuple[LayerSpec, ...]:
    """The layers, the picture's own with its art: it is drawn as all others are, below the mesh."""
    if picture is None:
        return layers
    return tuple(replace(layer, art=picture.art) if layer.live == "picture" else layer for layer in layers)


_Faces = tuple[dict[str, str], Look | None, tuple[Look, Look] | None]


def _faces(top: Fields, palette: Mapping[str, str], layers: tuple[LayerSpec, ...], problems: Problems) -> _Faces:
    """Which shape shows which sound, and the looks of mouth and eyes; skipped where there are no layers to check by."""
    found: dict[str, str] = {}
    mouth: Look | None = None
    eyes: tuple[Look, Look] | None = None
    if not layers:
        top.raw("mouth"), top.raw("eyes")
        return found, mouth, eyes
    with problems:
        table = top.table("mouth")
        found, mouth = _sprites(table, layers), _mouth(table, palette, layers)
    with problems:
        eyes = _eyes(top.table("eyes"), palette, layers)
    return found, mouth, eyes


def _uses(layers: tuple[LayerSpec, ...], *live: str) -> bool:
    return any(layer.live in live for layer in layers)


def _mouth(table: Fields, palette: Mapping[str, str], layers: tuple[LayerSpec, ...]) -> Look | None:
    if not _uses(layers, "mouth"):
        table.done()
        return None
    anchor = table.numbers("anchor", 2)
    look = read_look(table, MOUTHS, "lips", (anchor[0], anchor[1]), palette)
    table.done()
    return look


def _eyes(table: Fields, palette: Mapping[str, str], layers: tuple[LayerSpec, ...]) -> tuple[Look, Look] | None:
    if not _uses(layers, "eye-left", "eye-right"):
        table.done()
        return None
    left, right = table.numbers("left", 2), table.numbers("right", 2)
    looks = tuple(read_look(table, EYES, "round", (at[0], at[1]), palette) for at in (left, right))
    table.done()
    return (looks[0], looks[1])


def _sprites(table: Fields, layers: tuple[LayerSpec, ...]) -> dict[str, str]:
    """Viseme to the shape that shows it, for mouths made of pictures."""
    shapes = {layer.shape for layer in layers if layer.shape}
    written = table.table("shapes")
    if not shapes:
        written.done()
        return {}
    usual = next((each for each in SPRITES.values() if set(each.values()) <= shapes), {})
    found = {viseme: written.text(viseme, usual.get(viseme)) for viseme in VISEMES}
    written.done()
    for viseme, shape in found.items():
        if shape not in shapes:
            raise table.error(f"mouth.shapes names no layer's shape for {viseme}: {shape!r}",
                              did_you_mean(shape, shapes))  # fmt: skip
    return found
