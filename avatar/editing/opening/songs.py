"""A song's score: each line that is sung is a take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from avatar.config import Config
from avatar.editing.footage import Footage
from avatar.editing.opening.opened import OpenedFile, Takes, of_performance
from avatar.edits.takes import keys_of
from avatar.errors import EditError
from avatar.show.songs import stage_song, talking_order
from avatar.song.reading import read_score
from avatar.types import Performance


def open_song(path: Path, config: Config, progress: Callable[[float], None]) -> OpenedFile:
    """Sings it first. Raises SongError for a score in which nobody sings, or whom nobody can sing."""
    score = read_score(path)
    source = stage_song(score, config, talking_order(score, config), lambda text: None)
    sung: list[Performance] = []
    try:
        roles = source.arrangement.roles
        for step in source.steps(0):
            progress(min(1.0, step.t / max(1.0, source.total)))
            sung += [entry.what for entry in step.entries if isinstance(entry.what, Performance)]
    finally:
        source.close()
    if not sung:
        raise EditError("Nobody sings in this song", where=path, remedy="There is nothing to edit in it.")
    keys = keys_of([(each.who, each.speech.text) for each in sung])
    played = {role.who: role.character for role in roles}

    def make(key: str, performance: Performance) -> Footage:
        return of_performance(key, f"{path.name} {key}", performance, played[performance.who], list(played))

    return OpenedFile(path, Takes([partial(make, key, each) for key, each in zip(keys, sung, strict=True)]), keys)
