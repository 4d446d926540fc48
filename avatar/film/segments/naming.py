"""A segment's name: a hash of all that shapes its bytes. The same name, the same frames, wherever and whenever."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from avatar import backdrops, files, library
from avatar.digests import digest, hash_code, list_versions
from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.types import Mark, Scene

CODE = ("backdrops.py", "character", "draw", "film", "scene", "types.py")
"""The modules and packages that draw and encode."""

LIBRARIES = ("av", "numpy", "pillow", "resvg-py", "skia-python")
"""Installed packages whose versions may change a picture or its bytes."""


class Namer:
    """Names the segments of one film; files are read once. `task`: what is made of each."""

    def __init__(self, task: Task) -> None:
        shaped = (task.kind, task.encoder, task.shape, task.palette, task.dither)
        self._base = digest((describe_code(), describe_machine(), shaped))
        self._files: dict[Path, str] = {}
        self._stamps: dict[Path, tuple[int, int] | None] = {}

    def read(self, characters: Iterable[str]) -> None:
        """Read the art of characters now: before anybody draws with it."""
        for name in characters:
            self._folder(library.character(name))

    def holds(self) -> bool:
        """Whether every file is still what it was when it was read: else nobody knows what was drawn by whom."""
        return all(files.stamp(path) == stamp for path, stamp in self._stamps.items())

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
            self._stamps[path] = files.stamp(path)
            try:
                self._files[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:  # who draws it tells what is wrong
                self._files[path] = ""
        return self._files[path]


def list_sets(scene: Scene) -> list[str]:
    """The names of the sets that are seen in a piece."""
    marks = (entry.what for entry in scene.entries if isinstance(entry.what, Mark))
    return list(dict.fromkeys((scene.set, *(mark.name for mark in marks if mark.kind == "set"))))


@cache
def describe_code() -> str:
    """A hash of the code that draws and encodes, and of the libraries that it does it with."""
    return digest((hash_code(CODE), list_versions(LIBRARIES)))


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
