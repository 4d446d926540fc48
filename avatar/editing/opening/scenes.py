"""A scene file, or a baked show: each performance is a take."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from avatar.editing.footage import Footage
from avatar.editing.opening.opened import OpenedFile, Takes, of_performance
from avatar.edits.takes import keys_of
from avatar.errors import EditError
from avatar.scenefile import Reader
from avatar.types import Performance


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
        return of_performance(key, title, entry.what, played.get(entry.who, entry.who), list(played))

    makers = [partial(make, number, index, key) for number, (index, key) in enumerate(spoken, 1)]
    return OpenedFile(path, Takes(makers), [key for _, key in spoken], close=reader.close)
