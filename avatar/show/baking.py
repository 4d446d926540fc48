"""Baking: a show performed once and for all, into one file that plays and films without voices, model or network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from avatar.config import Config
from avatar.scenefile import Landmark, Writer
from avatar.show.cues import Directed
from avatar.show.elements import Problem
from avatar.show.sources import ScriptSource


class Baked(NamedTuple):
    """What came of it."""

    seconds: float
    """Length of the show."""
    problems: tuple[Problem, ...]
    """Lines that could not be spoken: they are silent in the file."""


def bake(
    config: Config,
    directed: Directed,
    path: Path,
    audience: str = "",
    seed: int | None = None,
    progress: Callable[[float, float], None] = lambda done, total: None,
) -> Baked:
    """Performs a show into a file, line by line: a long one takes no more memory than a short one.

    `progress` is told the seconds that are done, and the seconds expected in all. Raises SceneFileError where the file
    can't be written; then none is left.
    """
    source = ScriptSource(config, directed, audience, seed, purpose="film")
    seconds = 0.0
    try:
        with Writer(path, source.head) as writer:
            for step in source.steps(0):
                for entry in step.entries:
                    writer.add(entry)
                    seconds = max(seconds, entry.end)
                if step.cue < len(directed.cues):
                    writer.mark(Landmark(step.line, step.start, step.t))
                progress(step.t, max(step.t, source.total))
        return Baked(seconds, (*source.speaking.problems, *source.speaking.sing.problems))
    finally:
        source.close()
