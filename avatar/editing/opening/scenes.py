"""A scene file, or a baked show: each performance is a take."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from avatar.editing.footage import Footage
from avatar.editing.opening.opened import OpenedFile, Takes, of_performance
from avatar.editing.surround import Surround, surround
from avatar.edits.scenes import EditedReader, read_beside
from avatar.edits.takes import keys_of
from avatar.edits.values import without_take
from avatar.errors import EditError
from avatar.scenefile import Reader
from avatar.types import Entry, Performance, Scene


def open_scene(path: Path) -> OpenedFile:
    """Raises SceneFileError for what is no scene, EditError where nobody speaks in it."""
    reader = Reader(path)
    said = [reader.said(index) for index in range(len(reader))]
    spoken = [(index, key) for index, key in enumerate(keys_of(said)) if key]
    if not spoken:
        reader.close()
        raise EditError("Nobody says anything in this scene", where=path, remedy="There is nothing to edit in it.")
    played = {member.who: member.character for member in reader.cast}

    def make(number: int, index: int, key: str) -> Footage:
        entry = reader.entry(index)
        assert isinstance(entry.what, Performance)
        title = f"{path.name} {number} of {len(spoken)}: {key}"
        around = _around(path, key, entry, said[index])
        return of_performance(key, title, entry.what, played.get(entry.who, entry.who), list(played), around)

    makers = [partial(make, number, index, key) for number, (index, key) in enumerate(spoken, 1)]
    return OpenedFile(path, Takes(makers), [key for _, key in spoken], close=reader.close)


def _around(path: Path, key: str, take: Entry, said: tuple[str, str] | None) -> Surround:
    """The scene around a take, with what was edited and saved of all others."""
    with EditedReader(path, edits=without_take(read_beside(path), key)) as reader:
        head = Scene(reader.cast, (), reader.set, reader.title, reader.seed, reader.meta)
        spans = list(enumerate(reader.spans))
        beside = [index for index, (start, _) in spans if start != take.start or reader.said(index) != said]
        marks = [
            (reader.spans[index][0] + mark.start, reader.whose(index), mark)
            for index in beside
            for mark in reader.marks_of(index)
        ]
        others = [
            reader.entry(index)
            for index in beside
            if reader.said(index) and reader.spans[index][0] < take.end and reader.spans[index][1] > take.start
        ]
        return surround(head, sorted(marks, key=lambda each: each[0]), others, take)
