"""Reading a TOML table strictly: every value checked for type, range and spelling, with messages that help."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from avatar.errors import CharacterError
from avatar.nearest import find_nearest

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


TOP = "the file"
"""What messages call the lines above a file's first [table]."""


class Problems:
    """Gathers what is wrong with a file part by part: `with problems:` around a part notes its error and goes on."""

    def __init__(self) -> None:
        self.found: list[CharacterError] = []

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, CharacterError):
            self.found.append(error)
            return True
        return False

    def end(self) -> None:
        """Raises the first CharacterError, with the rest in its `others`."""
        if self.found:
            first = self.found[0]
            first.others = tuple(self.found[1:])
            raise first


class Fields:
    """A TOML table being read; `done()` refuses the keys that nobody asked for."""

    def __init__(self, table: Any, place: str, file: Path) -> None:
        self.place = place
        self.file = file
        if not isinstance(table, Mapping):
            raise self.error(f"{place} must be a table", "Write it as [name] with key = value lines under it.")
        self._table: Mapping[str, Any] = table
        self._known: set[str] = set()

    def error(self, what: str, remedy: str) -> CharacterError:
        return CharacterError(what, where=self.file, remedy=remedy)

    def has(self, key: str) -> bool:
        return key in self._table

    def names(self) -> Iterable[str]:
        return self._table.keys()

    def raw(self, key: str, default: Any = None) -> Any:
        self._known.add(key)
        return self._table.get(key, default)

    def text(self, key: str, default: str | None = None, most: int = 200) -> str:
        value = self.raw(key, default)
        if value is None:
            raise self.error(f"{self.place} has no {key}", f'Add a line {key} = "..." to it.')
        if not isinstance(value, str) or len(value) > most:
            raise self.error(f"{key} of {self.place} must be text of at most {most} characters", "Put it in quotes.")
        return value

    def number(self, key: str, default: float | None = None, low: float = -1e4, high: float = 1e4) -> float:
        value = self.raw(key, default)
        if value is None:
            raise self.error(f"{self.place} has no {key}", f"Add a line {key} = NUMBER to it.")
        return self._checked(value, key, low, high)

    def numbers(self, key: str, count: int, default: tuple[float, ...] | None = None) -> tuple[float, ...]:
        value = self.raw(key, default)
        if value is None or not isinstance(value, list | tuple) or len(value) != count:
            example = ", ".join(["0"] * count)
            raise self.error(f"{key} of {self.place} must be {count} numbers", f"Write it as {key} = [{example}].")
        return tuple(self._checked(each, key, -1e4, 1e4) for each in value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.raw(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(f"{key} of {self.place} must be a list of texts", f'Write it as {key} = ["a", "b"].')
        return tuple(value)

    def colour(self, key: str, default: str, palette: Mapping[str, str]) -> str:
        """A colour as #rrggbb or #rrggbbaa, or the name of one in the palette."""
        value = self.text(key, default)
        value = palette.get(value, value)
        if not _COLOUR.fullmatch(value):
            known = ", ".join(sorted(palette)) or "none yet"
            raise self.error(
                f"{key} of {self.place} is no colour: {value!r}",
                f"Write it as #rrggbb, or name one of [colours] ({known}).",
            )
        return value

    def table(self, key: str) -> Fields:
        return Fields(self.raw(key, {}), key if self.place == TOP else f"{self.place}.{key}", self.file)

    def tables(self, key: str) -> list[Fields]:
        value = self.raw(key, [])
        if not isinstance(value, list):
            raise self.error(f"{key} must be a list of tables", f"Write each as [[{key}]].")
        return [Fields(each, f"{key} {number + 1}", self.file) for number, each in enumerate(value)]

    def done(self) -> None:
        """Refuses keys that nobody read."""
        for key in self._table:
            if key not in self._known:
                raise self.error(f"{self.place} has an unknown key {key!r}", did_you_mean(key, self._known))

    def _checked(self, value: Any, key: str, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f"{key} of {self.place} must be a number, not {value!r}", "Write it without quotes.")
        if not math.isfinite(value) or not low <= value <= high:
            raise self.error(f"{key} of {self.place} is {value}", f"Give a finite number from {low:g} to {high:g}.")
        return float(value)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known word, or all of them."""
    choices = sorted(known)
    near = find_nearest(word, choices)
    return f"Did you mean {near!r}?" if near else f"Known here: {', '.join(choices)}."
