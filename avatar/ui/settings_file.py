"""The user's settings file, changed line by line: their comments and their order stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from avatar import config as configuration
from avatar import files, library
from avatar.errors import ConfigError

_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#]*?)"""
_BARE = re.compile(r"[A-Za-z0-9_-]+")

Plain = str | float | int | bool
Value = Plain | Mapping[str, float]


def with_setting(text: str, key: str, value: Value) -> str:
    """A settings file's text with one setting ("section.name") changed or added; a table's lines one by one."""
    section, name = key.split(".")
    if isinstance(value, Mapping):
        for each, number in value.items():
            text = _with_line(
                text, key, each if _BARE.fullmatch(each) else json.dumps(each, ensure_ascii=False), number
            )
        return text
    return _with_line(text, section, name, value)


def _with_line(text: str, section: str, name: str, value: Plain) -> str:
    """`name`: as it stands in the file."""
    lines = text.splitlines()
    new = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    start = next((at for at, line in enumerate(lines) if _heads(line, section)), None)
    if start is None:
        return "\n".join([*lines, *([""] if lines and lines[-1].strip() else []), f"[{section}]", new]) + "\n"
    end = next((at for at in range(start + 1, len(lines)) if lines[at].lstrip().startswith("[")), len(lines))
    for at in range(start + 1, end):
        found = re.match(rf"(\s*){re.escape(name)}\s*=\s*{_VALUE}(\s*(?:#.*)?)$", lines[at])
        if found:
            lines[at] = f"{found[1]}{new}{found[2]}"
            return "\n".join(lines) + "\n"
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return "\n".join([*lines[:end], new, *lines[end:]]) + "\n"


def _heads(line: str, section: str) -> bool:
    dotted = r"\s*\.\s*".join(map(re.escape, section.split(".")))
    return re.match(rf"\s*\[\s*{dotted}\s*\]", line) is not None


def save(changes: Mapping[str, Value], path: Path | None = None) -> Path:
    """Write settings into the user's file; returns its place.

    Raises ConfigError where the file can't be read or written, or would not be one that avatar can read.
    """
    own = path or library.config_path()
    try:
        text = own.read_text("utf-8") if own.is_file() else ""
        for key, value in changes.items():
            text = with_setting(text, key, value)
        own.parent.mkdir(parents=True, exist_ok=True)
        trial = own.with_name(f".{own.name}.trial")
        try:
            trial.write_text(text, "utf-8")
            configuration.load(trial)
        finally:
            trial.unlink(missing_ok=True)
        with files.replacing(own) as file:
            file.write(text.encode())
    except OSError as error:
        remedy = "Check who owns it."
        raise ConfigError(f"The settings can't be written: {error.strerror}", where=own, remedy=remedy) from error
    return own
