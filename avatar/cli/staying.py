"""What stays from one film to the next while `avatar film --watch` waits: workers with their art, and the voice.

They stay as long as nothing but scripts and edits is saved, which this program alone reads, and for ten minutes without
a film. Whatever else changes (art, pictures, voices, settings) ends them, and others begin with what there is then.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from avatar import files
from avatar.cli.common import settings
from avatar.cli.foreseeing import count_workers, is_show
from avatar.config import Config
from avatar.errors import FilmError
from avatar.film.encoders import Task
from avatar.film.workers import Worker, end_workers, start_workers
from avatar.performer.link import PerformerLink
from avatar.performer.messages import Mime, PerformClause, Performed, PerformFailed, Up
from avatar.types import CastMember

IDLE_S = 600.0
"""Seconds without a film after which memory is given back: at 1080p a worker takes some 200 MB, a voice 250."""

VOICES = 4
"""Voices of a cast that are woken beforehand."""

TEXTS = frozenset({".fountain", ".edits"})
"""Endings of files that only this program reads, anew for each film."""

Tell = Callable[[Up], None]
Told = tuple[Task, tuple[CastMember, ...]]
"""What workers are told before they get segments."""

Snapshot = Mapping[Path, tuple[int, int] | None]
"""Files and their stamps."""


class StayingLink:
    """A performer that is lent to one film after the other; each counts its own lines, and hears of no other's."""

    def __init__(self, config: Config, on_message: Tell) -> None:
        self._lock = threading.Lock()
        self._config = config
        self._hears: Tell | None = on_message
        self._before = self._last = 0
        """Ids of earlier films end with the first, those of this one with the second."""
        self._link = PerformerLink(config, self._pass)

    @property
    def pid(self) -> int:
        return self._link.pid

    def lend(self, config: Config, on_message: Tell) -> None:
        """To the next film."""
        with self._lock:
            self._hears = on_message
            if config != self._config:
                self._config = config
                self._link.configure(config)

    def warm(self, character: str, voice: str = "") -> None:
        self._link.warm(character, voice)

    def speak(self, message: PerformClause | Mime) -> None:
        with self._lock:
            self._last = self._before + message.id
            self._link.speak(replace(message, id=self._last))

    def close(self) -> None:
        """This film asks for nothing more."""
        with self._lock:
            self._hears = None
            self._before = self._last
            self._link.cancel(self._last)

    def end(self) -> None:
        """No film comes."""
        self._link.close()

    def _pass(self, message: Up) -> None:
        with self._lock:
            hears, before = self._hears, self._before
        if isinstance(message, Performed | PerformFailed):
            if message.id <= before:
                return
            message = replace(message, id=message.id - before)
        if hears is not None:
            hears(message)


class Staying:
    """Holds them between films. Close it in the end."""

    def __init__(self) -> None:
        self._workers: list[Worker] = []
        self._told: Told | None = None
        """The task and the cast that workers were told last."""
        self._link: StayingLink | None = None
        self._seen: Snapshot = {}
        self._code = _look_at_code()
        self._since = time.monotonic()

    def look(self, watched: Snapshot, script: Path | None) -> None:
        """Before a film: ends what has read files that are others now. Raises FilmError where avatar itself is another:
        what it made would be kept by the wrong name."""
        if _look_at_code() != self._code:
            raise FilmError("avatar itself has been changed while it watched", remedy="Start it again.")
        seen = {path: stamp for path, stamp in watched.items() if path != script and path.suffix not in TEXTS}
        if seen != self._seen:
            self.forget()
        self._seen = seen

    @property
    def speaks(self) -> bool:
        """Whether there is somebody to speak."""
        return self._link is not None

    def take(self) -> list[Worker]:
        """Workers of the film before; whoever takes them gives them back, or ends them."""
        taken, self._workers = self._workers, []
        return taken

    def keep(self, workers: list[Worker], told: Told | None = None) -> None:
        """Workers that wait for segments. `told`: the task and the cast that they have; None: what they had."""
        self._workers, self._told = workers, told or self._told

    def make_link(self, config: Config, on_message: Tell) -> StayingLink:
        """The performer, for one film."""
        if self._link is None:
            self._link = StayingLink(config, on_message)
        else:
            self._link.lend(config, on_message)
        return self._link

    def prepare(self, options: argparse.Namespace) -> None:
        """After a film: who draws and who speaks, if nobody had to yet, so that nothing is to be read after the next
        change."""
        self._since = time.monotonic()
        if self._told is None:
            return
        if not self._workers:
            self._workers = start_workers(count_workers(options))
            for worker in self._workers:
                worker.pipe.send(self._told)
        if self._link is None and is_show(options):
            self._link = StayingLink(settings(options), lambda message: None)
            cast = self._told[1]
            for character, voice in list(dict.fromkeys((each.character, each.voice) for each in cast))[:VOICES]:
                self._link.warm(character, voice)

    def rest(self) -> None:
        """While nothing is saved: after a while all of it goes."""
        if time.monotonic() - self._since > IDLE_S:
            self.forget()

    def forget(self) -> None:
        """Ends all of it."""
        end_workers(self.take())
        self._told = None
        if self._link is not None:
            self._link.end()
            self._link = None

    close = forget


def _look_at_code() -> Snapshot:
    """avatar's own modules, as they lie on the disk."""
    return {path: files.stamp(path) for path in Path(sys.modules["avatar"].__path__[0]).rglob("*.py")}
