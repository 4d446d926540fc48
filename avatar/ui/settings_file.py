"""The user's settings file, changed setting by setting: their comments and their order stay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from avatar import config as configuration
from avatar import files, library
from avatar.errors import ConfigError

Plain = str | float | int | bool
Value = Plain | Mapping[str, float]


def change_setting(text: str, key: str, value: Value) -> str:
    """A settings file's text with one setting ("section.name") changed or added; a table's entries one by one.

    Raises ConfigError where the text is not TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    section, name = key.split(".")
    try:
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError, ValueError) as error:
        raise ConfigError(f"The settings are not TOML: {error}", remedy="Mend that line.") from error
    table = _table(document, section)
    if isinstance(value, Mapping):
        _table(table, name).update(value)
    else:
        table[name] = value
    return tomlkit.dumps(document)


def _table(parent: Any, name: str) -> Any:
    """The table of that name, made anew behind a blank line where there is none."""
    import tomlkit

    if name not in parent:
        parent[name] = tomlkit.table()
    return parent[name]


def save(changes: Mapping[str, Value], path: Path | None = None) -> Path:
    """Write settings into the user's file; returns its place.

    Raises ConfigError where the file can't be read or written, or would not be one that avatar can read.
    """
    own = path or library.config_path()
    try:
        text = own.read_text("utf-8") if own.is_file() else ""
        for key, value in changes.items():
            text = change_setting(text, key, value)
        own.parent.mkdir(parents=True, exist_ok=True)
        with files.drafted(own) as made:
            made.write_text(text, "utf-8")
            configuration.load(made)
    except OSError as error:
        remedy = "Check who owns it."
        raise ConfigError(f"The settings can't be written: {error.strerror}", where=own, remedy=remedy) from error
    return own
