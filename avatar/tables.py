"""TOML read so that every fault in it raises the same error, and tables of it as frozen dataclasses."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple, Protocol, TypeVar, get_args, get_origin, get_type_hints

from avatar.errors import AvatarError, ConfigError
from avatar.nearest import find_nearest


class Dataclass(Protocol):
    """An instance of any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=Dataclass)


class Bounds(NamedTuple):
    """Least and most that a number may be, both included: in a field's metadata, as `bounds`."""

    least: float
    most: float
    unit: str = ""
    """Of what, where the field's name does not say."""


def parsed(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises tomllib.TOMLDecodeError, and nothing else, for a text that is not TOML: tomllib
    itself raises others where brackets are nested by the thousand, and where a number has thousands of digits.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("it is nested too deeply") from error
    except ValueError as error:
        raise tomllib.TOMLDecodeError("it holds a number that is too long") from error


LARGEST_TOML = 2**20
"""Bytes of a TOML file that a person writes."""


def read_toml(path: Path, what: str = "The file", error: type[AvatarError] = ConfigError) -> tuple[dict[str, Any], str]:
    """A TOML file: its tables, and its text to name lines by. `what`: how messages call it, as "The settings file".

    Raises `error`, which names the file and what to do, where it can't be read, is no UTF-8 or no TOML, or is over
    `LARGEST_TOML`.
    """
    try:
        if path.stat().st_size > LARGEST_TOML:
            raise error(f"{what} is over 1 MiB", where=path, remedy="It should be some lines of TOML.")
        text = path.read_text("utf-8")
        return parsed(text), text
    except OSError as fault:
        remedy = "Check its name and its permissions."
        raise error(f"{what} can't be read: {fault.strerror}", where=path, remedy=remedy) from fault
    except UnicodeDecodeError as fault:
        raise error(f"{what} is not UTF-8 text", where=path, remedy="Save it as UTF-8.") from fault
    except tomllib.TOMLDecodeError as fault:
        raise error(f"{what} is not TOML: {fault}", where=path, remedy="Mend that line.") from fault


def merged(whole: T, table: Mapping[str, Any], text: str, path: Path) -> T:
    """A frozen dataclass of dataclasses, one a table, with what a TOML file says in place of what it had.

    `text`: the file's, to name lines; '' where it came from elsewhere. Raises ConfigError that names file, line and
    remedy for a table or a name that is not there, for a value of another type, and for one outside its `Bounds`.
    """
    changed: dict[str, Any] = {}
    hints = find_types(type(whole))
    for section, values in table.items():
        current = getattr(whole, section, None) if section in hints else None
        where = find_line(path, text, section)
        if current is None:
            raise ConfigError(f"There is no table [{section}]", where=where, remedy=suggest(section, hints))
        if not isinstance(values, Mapping):
            raise ConfigError(f"{section!r} must be a table", where=where, remedy=f"Write [{section}] on its own line.")
        new = {name: _checked(current, section, name, value, text, path) for name, value in values.items()}
        changed[section] = replace(current, **new)
    return replace(whole, **changed)


def _checked(section: Any, section_name: str, name: str, value: Any, text: str, path: Path) -> Any:
    """The value as its dataclass wants it. Raises ConfigError."""
    where = find_line(path, text, section_name, name)
    remedy = "Mend that line." if text else "Give another value."
    hints = find_types(type(section))
    if name not in hints:
        raise ConfigError(f"There is no setting {name!r} in [{section_name}]", where=where, remedy=suggest(name, hints))
    want = hints[name]
    fine = _converted(want, value)
    if fine is None:
        raise ConfigError(f"{name!r} must be {_described(want)}, not {value!r}", where=where, remedy=remedy)
    bounds = next(f for f in fields(section) if f.name == name).metadata.get("bounds")
    if bounds and not bounds.least <= fine <= bounds.most:
        span = f"{bounds.least:g} to {bounds.most:g} {bounds.unit}".rstrip()
        raise ConfigError(f"{name!r} must be {span}, not {value!r}", where=where, remedy=remedy)
    return fine


def _converted(want: Any, value: Any) -> Any:
    """`value` as type `want`, or None where it isn't."""
    if get_origin(want) is Literal:
        return value if value in get_args(want) and isinstance(value, str) else None
    if get_origin(want) is tuple:
        return tuple(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else None
    if get_origin(want) is not None:
        each_is = get_args(want)[1]
        found = {key: _converted(each_is, each) for key, each in value.items()} if isinstance(value, dict) else None
        return found if found is not None and None not in found.values() else None
    if want is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    return value if type(value) is want else None


def _described(want: Any) -> str:
    if get_origin(want) is Literal:
        return "one of " + ", ".join(get_args(want))
    if get_origin(want) is tuple:
        return "a list of texts"
    if get_origin(want) is not None:
        return "lines of name = number" if get_args(want)[1] is float else 'lines of word = "text"'
    return {bool: "true or false", int: "a whole number", float: "a number", str: 'a "text"'}[want]


def find_types(cls: type) -> dict[str, Any]:
    """The types of a dataclass's fields, by their names."""
    return get_type_hints(cls)


def suggest(name: str, known: Iterable[str]) -> str:
    """What somebody may have meant by a name that is not known, or all that are."""
    known = list(known)
    close = find_nearest(name, known)
    return f"Did you mean {close!r}?" if close else f"There are: {', '.join(known)}."


def find_line(path: Path, text: str, section: str, name: str = "") -> str:
    """ "FILE, line N" of a key, found by searching the text, since the TOML reader gives no line numbers."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([\w.\"'-]+)", line)
        if header:
            parts = header[1].strip("\"'").split(".")
            inside = parts[0] == section
            if inside and (not name or (len(parts) > 1 and parts[1] == name)):
                return f"{path}, line {number}"
        elif any(re.match(rf"\s*{key}\b", line) for key in _spellings(section, name, inside)):
            return f"{path}, line {number}"
    return str(path)


def _spellings(section: str, name: str, inside: bool) -> list[str]:
    """Patterns of how a key may be written on a line of its own: `name`, "name" or `section.name`."""
    plain = [name] if inside and name else [] if name else [section]
    dotted = [rf"{re.escape(section)}\s*\.\s*{re.escape(name)}"] if name else []
    return [rf"[\"']?{re.escape(each)}" for each in plain] + dotted
