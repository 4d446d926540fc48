"""Everything that is wrong with a character's folder, for the person who draws it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from avatar import library
from avatar.character.loading import FILE, Character, load
from avatar.character.rig import group_static_parts
from avatar.draw import rasterise
from avatar.errors import CharacterError, LibraryError

SCALE = 0.25
"""Pixels per canvas unit at which layers are drawn to see whether they can be."""


def find_problems(folder: Path) -> tuple[CharacterError, ...]:
    """All that is wrong, each with file, layer and remedy; empty where all is well."""
    try:
        character = load(folder)
    except CharacterError as error:
        return (error, *error.others)
    return tuple(_beyond_loading(character))


def _beyond_loading(character: Character) -> Iterator[CharacterError]:
    """Faults that a stage could live with, but that nobody can have meant."""
    file = character.folder / FILE
    if character.name != character.folder.resolve().name:
        yield CharacterError(
            f"the character is called {character.name!r}, its folder {character.folder.resolve().name!r}",
            where=file,
            remedy="Make them the same.",
        )
    for voice in character.voice:
        try:
            library.voice(voice)
        except LibraryError as error:
            yield CharacterError(error.what, where=file, remedy=error.remedy)
    drawn, acting = {layer.shape for layer in character.layers}, character.acting
    for shower, among in (("an expression", acting.expressions), ("a gesture", acting.gestures)):
        for shape in sorted({each.shape for each in among.values()} - drawn - {""}):
            yield CharacterError(
                f"{shower} shows the mouth {shape!r}, which no layer has as its shape",
                where=file,
                remedy=f"Draw it, or take it out of [{shower.split()[-1]}s].",
            )
    yield from _undrawn(character)


def _undrawn(character: Character) -> Iterator[CharacterError]:
    for key, layers in group_static_parts(character).items():
        names = ", ".join(repr(layer.name) for layer in layers)
        try:
            raster = rasterise(character, key, SCALE)
        except CharacterError as error:
            yield CharacterError(f"layer {names}: {error.what}", where=error.where, remedy=error.remedy)
            continue
        if not raster.pixels[:, :, 3].any():
            yield CharacterError(
                f"nothing is seen of layer {names}",
                where=character.folder / FILE,
                remedy="Is it hidden in the drawing, empty, or off the canvas? Delete the layer if it isn't needed.",
            )
