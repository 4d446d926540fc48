"""A segment's name: a hash of all that shapes its bytes. The same name, the same frames, wherever and whenever."""

from __future__ import annotations

import hashlib
import platform
import struct
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from avatar import backdrops, library
from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.types import Mark, Scene

PACKAGES = ("character", "draw", "film", "scene")
"""The packages whose code draws and encodes."""

MODULES = ("backdrops.py", "types.py")
"""Other modules that a picture depends on."""

LIBRARIES = ("av", "numpy", "pillow", "resvg-py", "skia-python")
"""Installed packages whose versions may change a picture or its bytes."""


class Namer:
    """Names the segments of one film; files are read once. `task`: what is made of each."""

    def __init__(self, task: Task) -> None:
        shaped = (task.kind, task.shape, task.palette, task.dither)
        self._base = digest((describe_code(), describe_machine(), shaped))
        self._files: dict[Path, str] = {}
        self._stamps: dict[Path, tuple[int, int]] = {}

    def read(self, characters: Iterable[str]) -> None:
        """Read the art of characters now: before anybody draws with it."""
        for name in characters:
            self._folder(library.character(name))

    def holds(self) -> bool:
        """Whether every file is still what it was when it was read: else nobody knows what was drawn by whom."""
        return all(_stamp(path) == stamp for path, stamp in self._stamps.items())

    def name(self, segment: Segment) -> str:
        """64 hexadecimal digits. Where the segment stands in its film does not count."""
        scene = segment.scene
        art = {member.character: self._folder(library.character(member.character)) for member in scene.cast}
        sets = {name: self._file(Path(name)) for name in list_sets(scene) if backdrops.is_picture(name)}
        return digest((self._base, segment.count, scene, art, sets))

    def _folder(self, folder: Path) -> str:
        if folder not in self._files:
            inside = sorted(path for path in folder.rglob("*") if path.is_file())
            told = [(path.relative_to(folder).as_posix(), self._file(path)) for path in inside]
            self._files[folder] = digest(told)
        return self._files[folder]

    def _file(self, path: Path) -> str:
        if path not in self._files:
            self._stamps[path] = _stamp(path)
            try:
                self._files[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:  # who draws it tells what is wrong
                self._files[path] = ""
        return self._files[path]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size


def list_sets(scene: Scene) -> list[str]:
    """The names of the sets that are seen in a piece."""
    marks = (entry.what for entry in scene.entries if isinstance(entry.what, Mark))
    return list(dict.fromkeys((scene.set, *(mark.name for mark in marks if mark.kind == "set"))))


@cache
def describe_code() -> str:
    """A hash of the code that draws and encodes, and of the libraries that it does it with."""
    root = Path(__file__).parent.parent.parent
    paths = sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))
    told: list[object] = [
        (path.relative_to(root).as_posix(), hashlib.sha256(path.read_bytes()).digest())
        for path in (*paths, *(root / name for name in MODULES))
        if path.is_file()
    ]
    return digest((told, [(name, _version(name)) for name in LIBRARIES], _version("talking-avatar")))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@cache
def describe_machine() -> str:
    """The kind of processor and what it can do: skia and the C library compute otherwise, in the last bit, on others.

    And the names of the fonts: cards and captions are written in them.
    """
    from avatar.draw.fonts import manager

    shown: Any = np.show_config(mode="dicts")
    features = shown.get("SIMD Extensions", {}) if isinstance(shown, dict) else {}
    fonts = sorted(manager().getFamilyName(number) for number in range(manager().countFamilies()))
    return digest((platform.system(), platform.machine(), features, fonts))


def digest(value: object) -> str:
    """SHA-256 of a value: the same for equal values in every process, and on every machine."""
    told = hashlib.sha256()
    for part in _parts(value):
        told.update(len(part).to_bytes(8, "little"))
        told.update(part)
    return told.hexdigest()


def _parts(value: object) -> Iterable[bytes]:
    """A value as a row of bytes that no other value has."""
    if isinstance(value, np.ndarray):
        little = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<"), copy=False))
        yield f"array {little.dtype.str} {little.shape}".encode()
        yield little.tobytes()
    elif isinstance(value, Mapping):
        yield b"table %d" % len(value)
        for key in sorted(value):
            yield from _parts(key)
            yield from _parts(value[key])
    elif isinstance(value, tuple | list):
        yield b"row %d" % len(value)
        for each in value:
            yield from _parts(each)
    elif is_dataclass(value):
        yield f"record {type(value).__name__}".encode()
        for field in fields(value):
            yield from _parts(getattr(value, field.name))
    else:
        yield _plain(value)


def _plain(value: object) -> bytes:
    if isinstance(value, str):
        return b"text " + value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return b"bytes " + value
    if isinstance(value, float):
        return b"float " + struct.pack("<d", value)
    if value is None or isinstance(value, bool | int):
        return repr(value).encode()
    raise TypeError(f"a segment's name can't be made of a {type(value).__name__}")
