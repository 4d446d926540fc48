"""A show's script: each line is a take, performed when it is wanted."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from avatar.config import Config
from avatar.editing.footage import Footage
from avatar.editing.opening.opened import OpenedFile, Takes, of_performance
from avatar.edits.takes import keys_of
from avatar.errors import EditError
from avatar.show import directing
from avatar.show.acting import act_cue
from avatar.show.cues import Say, said_in
from avatar.show.kept_lines import open_lines
from avatar.show.speaking import LineSpeaker


def open_script(path: Path, line: int, config: Config) -> OpenedFile:
    """Begins with what is said at a line of it, or before. Raises ShowError for what can't be read, EditError where
    nobody says anything."""
    directed = directing.read(path)
    keys = keys_of([said_in(cue) for cue in directed.cues])
    says = [(cue, key) for cue, key in zip(directed.cues, keys, strict=True) if isinstance(cue, Say) and key]
    if not says:
        raise EditError("Nobody says anything in this show", where=path, remedy="Write somebody a line.")
    kept = open_lines(config.film.cache_mb) if config.film.cache_mb else None
    speaking = LineSpeaker(config, directed, ahead=2, kept=kept)
    played = {member.who: member.character for member in directed.cast}

    def make(cue: Say, key: str) -> Footage:
        performance = act_cue(speaking(cue), cue)
        return of_performance(key, f"{path.name}:{cue.line} {key}", performance, played[cue.who], list(played))

    first = max((n for n, (cue, _) in enumerate(says) if cue.line <= line), default=0)
    begins = next(n for n, (cue, _) in enumerate(says) if cue.line == says[first][0].line)
    takes = Takes([partial(make, cue, key) for cue, key in says])
    return OpenedFile(path, takes, [key for _, key in says], begins, speaking.close)
