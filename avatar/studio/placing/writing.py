"""Changing a character.toml where something was placed: comments, order and all else stay as they were written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from avatar.character.loading import FILE
from avatar.errors import CharacterError
from avatar.studio.placing.draft import Point
from avatar.tables import parsed


class Moved(NamedTuple):
    """Where a layer goes."""

    place: tuple[float, float, float, float]
    pivot: Point
    """Written only where the layer has one of its own."""
    back: bool
    """Whether it lies where it lay when it was read: there the file may say nothing of it."""


def move_layers(text: str, moved: Mapping[str, Moved]) -> str:
    """The text of a character.toml in which layers lie elsewhere. Raises CharacterError where it can't be changed."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        tables = {str(table["name"]): table for table in document["layer"]}
        for name, to in moved.items():
            if not (to.back and "place" not in tables[name]):
                _write(tables[name], to)
        changed = tomlkit.dumps(document)
        _check(parsed(changed), moved)
    except (TOMLKitError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise CharacterError(
            f"the file could not be changed: {error}", where=Path(FILE),
            remedy="Write `place` of these layers by hand: " + ", ".join(sorted(moved)) + ".",
        ) from error  # fmt: skip
    return changed


def drop_behind(text: str) -> str:
    """The text of a character.toml whose picture has nothing behind it; as it is where it can't be changed."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        del document["picture"]["behind"]
        return tomlkit.dumps(document)
    except (TOMLKitError, ValueError, KeyError, TypeError, RecursionError):
        return text


def _write(table: Any, to: Moved) -> None:
    for key, wanted in (("place", to.place), ("pivot", to.pivot)):
        written = [_short(value) for value in wanted]
        if key == "place" or key in table:
            known = [_short(value) for value in table.get(key, ())]
            if known != written:
                table[key] = written


def _short(value: float) -> float:
    return round(float(value), 2)


def _check(document: Mapping[str, Any], moved: Mapping[str, Moved]) -> None:
    """Raise ValueError where the text does not say what it should."""
    places = {table["name"]: table.get("place") for table in document["layer"]}
    for name, to in moved.items():
        found, wanted = places[name], [_short(value) for value in to.place]
        if not (found is None and to.back) and [_short(value) for value in found] != wanted:
            raise ValueError(f"layer {name!r} can't be moved")
