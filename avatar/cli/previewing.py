"""A character at play while somebody draws it: shown anew when a file is saved, with what is wrong told below."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from avatar.character.loading import load, stamp
from avatar.cli.drawing import TerminalFace
from avatar.cli.exercises import exercises, notice
from avatar.cli.playing import goes_on, pause
from avatar.draw.check import find_problems
from avatar.stage.link import Stage
from avatar.stage.messages import Finished, StageEvent
from avatar.types import CastMember, Performance
from avatar.ui.jobs import as_job

if TYPE_CHECKING:
    from avatar.config import Config

LOOK_S = 0.3
"""Seconds between two looks at the files. What has changed is read once it is the same twice: drawing programs write
a file in several steps."""


def preview(config: Config, folder: Path) -> int:
    """Shows a character until its window is closed, Escape is pressed in it, or Ctrl+C here."""
    watch = _Watch(folder)
    config = replace(config, stage=replace(config.stage, captions=True), sound=replace(config.sound, muted=True))
    with _Show(config, folder) as show, as_job(show.ask_to_stop) as show.stop:
        try:
            while show.turn():
                if watch.saved():
                    show.again()
        except KeyboardInterrupt:
            pass
    return 0


class _Watch:
    """Tells when a folder's files have been saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: object = None
        self._seen: object = None
        self._next = 0.0

    def saved(self) -> bool:
        """True once for each change, and the first time."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + LOOK_S
        before, self._seen = self._seen, stamp(self._folder)
        if self._seen == self._read or (self._seen != before and self._read is not None):
            return False
        self._read = self._seen
        return True


class _Show:
    """The stage, what is played on it, and what is told of it."""

    def __init__(self, config: Config, folder: Path) -> None:
        self._config, self._folder = config, folder
        self._events: queue.SimpleQueue[StageEvent | None] = queue.SimpleQueue()
        self._face = TerminalFace(config)
        self._stage: Stage | None = None
        self._acts: Iterator[Performance] = iter(())
        self._count = 0
        self._who = ""
        self.stop: Callable[[], None] = lambda: None
        """Leads back to the shell, and returns when that leads back here."""

    def ask_to_stop(self) -> None:
        """At any moment: the user wants the shell."""
        self._events.put(None)

    def __enter__(self) -> _Show:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stage is not None:
            self._stage.close()
        self._face.end()

    def again(self) -> None:
        """Reads the files, and shows the character or says what is wrong with it; what was seen before stays then."""
        found = find_problems(self._folder)
        if found:
            self._tell([f"{len(found)} to mend:", *(f"  - {each}" for each in found)], sys.stderr)
            if self._stage is not None:
                self._stage.stop()
                self._begin([notice(self._who, f"{found[0].what}. {found[0].remedy}")])
            return
        character = load(self._folder)
        cast = [CastMember(character.name, character.name)]
        if self._stage is None:
            self._tell([f"{character.title} is shown. Save a file to see it change; Ctrl+C ends."])
            self._stage = Stage(
                self._config, self._events.put, cast=cast, title=character.title, face=self._face.pixels,
                folders={character.name: self._folder},
            )  # fmt: skip
        else:
            self._tell([f"Shown anew, {time.strftime('%H:%M:%S')}."])
            self._stage.load(cast)
            self._stage.stop()
        self._who = character.name
        self._begin(exercises(character))

    def _begin(self, acts: Iterable[Performance]) -> None:
        self._acts = cycle(acts)
        self._act()

    def _act(self) -> None:
        assert self._stage is not None
        self._count += 1
        self._stage.perform(self._count, next(self._acts), gap=0.2)

    def turn(self) -> bool:
        """Takes an event of the stage; False once the user has ended the preview."""
        try:
            event = self._events.get(timeout=LOOK_S / 3)
        except queue.Empty:
            return True
        if self._stage is None:
            return True
        if event is None:
            pause(self._stage, self._face, self.stop)
        elif isinstance(event, Finished):
            if self._stage.mode == "gone":
                return False
            if event.id == self._count:
                self._act()
        else:
            return goes_on(event, self._stage, self._face)
        return True

    def _tell(self, lines: list[str], out: TextIO | None = None) -> None:
        """Says something above the picture."""
        for line in lines:
            self._face.say(line, out or sys.stdout)
