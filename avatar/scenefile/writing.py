"""Writing scene files, entry by entry: sound and mouth go to the file at once, and are not kept in memory."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np

from avatar import backdrops, files
from avatar.errors import SceneFileError
from avatar.scenefile.packing import Json, performance_to_json
from avatar.types import Clip, Entry, Mark, Performance, Scene, Spread

FORMAT = "avatar-scene"
VERSION = 6
SINCE = (
    dict.fromkeys(("move", "enter", "exit", "set", "title", "chapter", "fade"), 2)
    | dict.fromkeys(("dance", "score", "opening"), 3)
    | {"camera": 4, "clock": 4, "prop": 4, "head": 5, "brows": 5, "hat": 5, "middle": 6, "sides": 6}
)
"""The version that readers must know for a kind of mark, a rung of the mouth, an opening that was heard or a spread; 1
for any other."""
WITH_MOMENTS = 2

USUAL_SPREAD: Spread = "around"
"""Of a sound in a file that says nothing of it."""


class Landmark(NamedTuple):
    """A part of a show that a player can jump to: what one line of the script became."""

    line: int
    """Number of the line in the script; 1 is the first."""
    start: float
    """Seconds of the scene."""
    end: float
    """Seconds; the next one begins no earlier than this one's start."""


class Writer:
    """A scene file that is being written; a context manager. Where the block fails, no file is left.

    The same entries give the same bytes. Raises SceneFileError where the folder can't be written.
    """

    def __init__(self, path: Path, head: Scene) -> None:
        """`head`: its cast, set, title, seed and meta are written; its entries are not."""
        self._path = path
        self._table: Json = {
            "title": head.title,
            "set": _name_set(head.set),
            "seed": head.seed,
            "meta": dict(head.meta),
            "cast": [asdict(member) for member in head.cast],
        }
        self._rows: list[Json] = []
        self._moments: list[Landmark] = []
        self._version = 1
        self._within = ExitStack()

    def __enter__(self) -> Self:
        try:
            file = self._within.enter_context(files.replacing(self._path))
            self._archive = self._within.enter_context(zipfile.ZipFile(file, "w"))
        except OSError as error:
            raise self._failed(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            try:
                if error is None:
                    self._finish()
            except BaseException as failure:
                self._within.__exit__(type(failure), failure, failure.__traceback__)
                raise
            self._within.__exit__(kind, error, trace)
        except OSError as failure:
            if failure is not error:
                raise self._failed(failure) from failure

    def add(self, entry: Entry) -> None:
        """Add an entry; they may come in any order."""
        try:
            self._rows.append(self._row(len(self._rows) + 1, entry))
        except OSError as error:
            raise self._failed(error) from error

    def mark(self, moment: Landmark) -> None:
        """Add a moment; they come in order of start."""
        self._moments.append(moment)

    def _row(self, number: int, entry: Entry) -> Json:
        row: Json = {"start": entry.start, "who": entry.who, "gain": entry.gain}
        if isinstance(entry.what, Mark):
            row["mark"] = asdict(_without_path(entry.what))
            self._needs(entry.what.kind)
        elif isinstance(entry.what, Clip):
            row["sound"] = _put_sound(self._archive, number, entry.what)
            row["rate"], row["samples"] = entry.what.rate, len(entry.what.samples)
            if entry.spread != USUAL_SPREAD:
                row["spread"] = entry.spread
                self._needs(entry.spread)
        else:
            row |= self._performance(number, entry.what)
        return row

    def _performance(self, number: int, performance: Performance) -> Json:
        self._needs(performance.mouth.rung.value, *(mark.kind for mark in performance.marks))
        name = f"mouths/{number:06}.npy"
        row = {
            "performance": performance_to_json(performance),
            "sound": _put_sound(self._archive, number, performance.speech.clip),
            "mouth": name,
        }
        buffer = io.BytesIO()
        rows, opening = performance.mouth.weights, performance.mouth.opening
        if opening is not None:
            self._needs("opening")
            rows = np.column_stack([rows, opening])
        np.save(buffer, rows.astype("<f4", copy=False), allow_pickle=False)
        _put(self._archive, name, buffer.getvalue(), zipfile.ZIP_DEFLATED)
        return row

    def _needs(self, *things: str) -> None:
        self._version = max(self._version, *(SINCE.get(thing, 1) for thing in things))

    def _finish(self) -> None:
        head: Json = {"format": FORMAT, "version": max(self._version, WITH_MOMENTS if self._moments else 1)}
        table = head | self._table | {"entries": sorted(self._rows, key=lambda row: float(row["start"]))}
        if self._moments:
            table["moments"] = [list(moment) for moment in self._moments]
        _put(self._archive, "scene.json", json.dumps(table, ensure_ascii=False).encode(), zipfile.ZIP_DEFLATED)

    def _failed(self, error: OSError) -> SceneFileError:
        remedy = "Choose another folder, or make room."
        return SceneFileError(f"The scene can't be saved: {error.strerror}", where=self._path, remedy=remedy)


def _name_set(name: str) -> str:
    """A set's name as files keep it: of a picture its name alone, for nobody else has its folders."""
    return Path(name.replace("\\", "/")).name if backdrops.is_picture(name) else name


def _without_path(mark: Mark) -> Mark:
    return replace(mark, name=_name_set(mark.name)) if mark.kind == "set" else mark


def save(path: Path, scene: Scene) -> None:
    """Write a Scene, by way of a temporary file, so never half of one. The same scene gives the same bytes.

    Raises SceneFileError where the folder can't be written.
    """
    with Writer(path, scene) as writer:
        for entry in scene.entries:
            writer.add(entry)


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = method
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)


def _put_sound(archive: zipfile.ZipFile, number: int, clip: Clip) -> str:
    """Write a sound; the name of its member, '' for an empty sound, which FLAC can't hold."""
    import soundfile

    if len(clip.samples) == 0:
        return ""
    name = f"sounds/{number:06}.flac"
    buffer = io.BytesIO()
    soundfile.write(buffer, clip.samples, clip.rate, format="FLAC", subtype="PCM_16")
    _put(archive, name, buffer.getvalue(), zipfile.ZIP_STORED)
    return name
