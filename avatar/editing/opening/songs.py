"""A song's score: each line that is sung is a take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from avatar.config import Config
from avatar.editing.footage import Footage
from avatar.editing.opening.opened import OpenedFile, Takes, of_performance
from avatar.editing.surround import among
from avatar.edits.takes import keys_of
from avatar.errors import EditError
from avatar.show.songs import stage_song, talking_order
from avatar.song.reading import read_score
from avatar.types import Entry, Performance


def open_song(path: Path, config: Config, progress: Callable[[float], None]) -> OpenedFile:
    """Sings it first. Raises SongError for a score in which nobody sings, or whom nobody can sing."""
    score = read_score(path)
    source = stage_song(score, config, talking_order(score, config), lambda text: None)
    entries: list[Entry] = []
    try:
        roles = source.arrangement.roles
        for step in source.steps(0):
            progress(min(1.0, step.t / max(1.0, source.total)))
            entries += step.entries
    finally:
        source.close()
    sung = [(entry, entry.what) for entry in entries if isinstance(entry.what, Performance)]
    if not sung:
        raise EditError("Nobody sings in this song", where=path, remedy="There is nothing to edit in it.")
    keys = keys_of([(each.who, each.speech.text) for _, each in sung])
    played = {role.who: role.character for role in roles}

    def make(key: str, entry: Entry, performance: Performance) -> Footage:
        around = among(source.head, entries, entry)
        return of_performance(key, f"{path.name} {key}", performance, played[performance.who], list(played), around)

    return OpenedFile(path, Takes([partial(make, key, *each) for key, each in zip(keys, sung, strict=True)]), keys)
