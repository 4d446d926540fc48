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

from avatar.character.loading import Character, load, stamp
from avatar.cli.drawing import TerminalFace
from avatar.cli.exercises import exercises, notice
from avatar.cli.placing import Desk, choose_window
from avatar.cli.playing import goes_on, pause
from avatar.draw.check import find_problems
from avatar.stage.link import Stage
from avatar.stage.messages import FacePicture, Finished, StageEvent
from avatar.studio.placing.keeping import Rehearsal
from avatar.types import Performance
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
    with Rehearsal(folder) as copy, _Show(config, folder, copy) as show, as_job(show.ask_to_stop) as show.stop:
        goes_on = True
        while goes_on:
            try:
                goes_on = show.turn()
                if watch.saved():
                    show.again()
            except KeyboardInterrupt:
                goes_on = show.interrupted()
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

    def __init__(self, config: Config, folder: Path, copy: Rehearsal) -> None:
        self._config, self._folder, self._copy = config, folder, copy
        self._events: queue.SimpleQueue[StageEvent | str | None] = queue.SimpleQueue()
        """What the stage tells, keys of the terminal, and None where the user wants the shell."""
        self._desk = Desk(folder, copy, lambda line: self._tell([line]))
        self._desk.type_into(self._events.put)
        self._face = TerminalFace(config)
        self._stage: Stage | None = None
        self._acts: Iterator[Performance] = iter(())
        self._count = 0
        self._who = ""
        self._character: Character | None = None
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
        self._desk.end()

    def interrupted(self) -> bool:
        """Ctrl+C: False where it ends the preview."""
        return self._desk.interrupt()

    def again(self) -> None:
        """Reads the files, and shows the character or says what is wrong with it; what was seen before stays then."""
        found = find_problems(self._folder)
        if found:
            self._tell([f"{len(found)} to mend:", *(f"  - {each}" for each in found)], sys.stderr)
            what = f"{found[0].what}. {found[0].remedy}"
            if self._stage is not None and not self._desk.refuse(what):
                self._stage.stop()
                self._begin([notice(self._who, what)])
            return
        character = load(self._folder)
        self._copy.follow()
        self._desk.follow(character)
        if self._stage is None:
            self._tell([f"{character.title} is shown. Save a file to see it change; Ctrl+C ends."])
            config = replace(self._config, stage=choose_window(self._config.stage, character))
            self._stage = Stage(
                config, self._events.put, cast=self._desk.cast(), title=character.title, face=self._face.pixels,
                folders={"shown": self._copy.folder},
            )  # fmt: skip
        else:
            self._tell([f"Shown anew, {time.strftime('%H:%M:%S')}."])
            self._stage.load(self._desk.cast())
            self._stage.stop()
        self._who, self._character = character.name, character
        self._begin(self._desk.acts() or exercises(character))

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
            return self._settle()
        if self._stage is None:
            return True
        return self._take(event, self._stage) and self._settle()

    def _take(self, event: StageEvent | str | None, stage: Stage) -> bool:
        """False where the event ends the preview."""
        match event:
            case None:
                pause(stage, self._face, self.stop)
            case str():
                return self._desk.press(event)
            case Finished():
                if stage.mode == "gone":
                    return False
                if event.id == self._count:
                    self._act()
            case FacePicture():
                return goes_on(self._desk.mark(event), stage, self._face)
            case _:
                placed = self._desk.take(event)
                return goes_on(event, stage, self._face) if placed is None else placed
        return True

    def _settle(self) -> bool:
        """Has the stage show and play what the points ask for; always True."""
        if self._stage is not None and self._desk.settle(
            self._stage, reduced_motion=self._config.stage.reduced_motion
        ) and self._character is not None:  # fmt: skip
            self._stage.stop()
            self._begin(self._desk.acts() or exercises(self._character))
        return True

    def _tell(self, lines: list[str], out: TextIO | None = None) -> None:
        """Says something above the picture."""
        for line in lines:
            self._face.say(line, out or sys.stdout)
