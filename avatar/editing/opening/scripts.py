"""A show's script: each line is a take, performed when it is wanted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from avatar.config import Config
from avatar.editing.footage import Footage
from avatar.editing.opening.opened import OpenedFile, Takes, of_performance
from avatar.editing.surround import Surround, among
from avatar.edits.takes import keys_of
from avatar.edits.values import without_take
from avatar.errors import EditError
from avatar.show import directing
from avatar.show.acting import act_cue
from avatar.show.cues import Directed, Say, said_in
from avatar.show.kept_lines import open_lines
from avatar.show.performing import perform, scene_of
from avatar.show.speaking import LineSpeaker
from avatar.show.stagecraft import Speak
from avatar.types import Entry, Mark, Performance


def open_script(path: Path, line: int, config: Config) -> OpenedFile:
    """Begins with what is said at a line of it, or before. Raises ShowError for what can't be read, EditError where
    nobody says anything."""
    directed = directing.read(path)
    keys = keys_of([said_in(cue) for cue in directed.cues])
    both = enumerate(zip(directed.cues, keys, strict=True))
    says = [(index, cue, key) for index, (cue, key) in both if isinstance(cue, Say) and key]
    if not says:
        raise EditError("Nobody says anything in this show", where=path, remedy="Write somebody a line.")
    kept = open_lines(config.film.cache_mb) if config.film.cache_mb else None
    speaking = LineSpeaker(config, directed, ahead=2, kept=kept)
    played = {member.who: member.character for member in directed.cast}

    camera = directed.camera or config.show.camera

    def make(index: int, cue: Say, key: str) -> Footage:
        spoken = speaking(cue)
        performance = act_cue(spoken, cue)
        around = _around(directed, index, key, lambda say: spoken if say is cue else speaking(say), camera)
        return of_performance(key, f"{path.name}:{cue.line} {key}", performance, played[cue.who], list(played), around)

    first = max((n for n, (_, cue, _) in enumerate(says) if cue.line <= line), default=0)
    begins = next(n for n, (_, cue, _) in enumerate(says) if cue.line == says[first][1].line)
    takes = Takes([partial(make, *each) for each in says])
    return OpenedFile(path, takes, [key for _, _, key in says], begins, speaking.close, directed.edits)


def _around(directed: Directed, index: int, key: str, speak: Speak, camera: str) -> Surround:
    """The stage as a line finds it, with what was edited of all others; seconds count from a little before the line."""
    others = replace(directed, edits=without_take(directed.edits, key))
    head = scene_of(directed)
    entries = [Entry(0.0, "", Mark("set", head.set))]  # whoever is there need not walk on
    for step in perform(others, speak, start_at=index, camera=camera):
        entries += step.entries
        if step.cue >= index:
            break
    who = getattr(directed.cues[index], "who", "")
    take = next(entry for entry in entries if entry.who == who and isinstance(entry.what, Performance))
    return among(head, entries, take)
