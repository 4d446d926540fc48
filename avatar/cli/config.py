"""Show every setting in effect and where it comes from: the default, your settings file or the command line."""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--path", action="store_true", help="print only where your settings file is, and make its folder"
    )
    parser.add_argument(
        "--defaults", action="store_true", help="print the default file, with a comment on each setting"
    )


def run(options: argparse.Namespace) -> int:
    from avatar import library
    from avatar.cli import common

    if options.path:
        print(_place(options.config or library.config_path()))
        return 0
    if options.defaults:
        print((library.package_data() / "config.toml").read_text("utf-8"), end="")
        return 0
    loaded = common.settings(options, check=False)
    own = options.config or library.config_path()
    print(f"# {own}" + ("" if own.is_file() else "   (not there yet: only the lines that you change need to be in it)"))
    given = common.overrides(options)
    for section in fields(loaded):
        print(f"\n[{section.name}]")
        rows = _rows(section.name, getattr(loaded, section.name), _from_file(options), given)
        widest = max(len(line) for line, _ in rows)
        for line, origin in rows:
            print(f"{line:<{widest}}   # {origin}" if origin else line)
    return 0


def _place(own: Path) -> Path:
    """The settings file, whose folder is made first: else the shell can't write `> "$(avatar config --path)"`."""
    with suppress(OSError):  # if the folder can't be made the shell will say so; the path is printed anyway
        own.parent.mkdir(parents=True, exist_ok=True)
    return own


def _from_file(options: argparse.Namespace) -> Any:
    """What the settings file says; it has been checked by now."""
    from avatar import library

    own = options.config or library.config_path()
    return library.read_toml(own) if own.is_file() else {}


def _rows(section: str, values: Any, file: Any, given: dict[str, str]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for each in fields(values):
        key = f"{section}.{each.name}"
        origin = "command line" if key in given else "your file" if each.name in file.get(section, {}) else ""
        rows.append((f"{each.name} = {_toml(getattr(values, each.name))}", origin))
    return rows


def _toml(value: Any) -> str:
    """A setting's value as TOML writes it."""
    import json
    from collections.abc import Mapping

    if isinstance(value, Mapping):
        inside = ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
