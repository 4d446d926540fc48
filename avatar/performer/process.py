"""The performer process: `python -m avatar.performer.process`. Lines come in, Performances go out, in order."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np

from avatar import library, logs, processes
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.performer.choosing import own_voices, voice_for
from avatar.performer.messages import (
    DOWN,
    UP,
    Cancel,
    Configure,
    Down,
    Mime,
    PerformClause,
    Performed,
    PerformerReady,
    PerformFailed,
    Ping,
    Pong,
    Told,
    Up,
    Warm,
)
from avatar.performer.perform import Performer, SpokenLine
from avatar.performer.tongues import Tongues
from avatar.scenefile import Packed
from avatar.text import detect
from avatar.types import Clip

LOOK_EVERY_S = 0.5
"""Seconds between checks of the engines while the parent pings this process and it has nothing else to do."""

log = logging.getLogger(__name__)


class EngineCheck:
    """A piece of work: check that the engines answer."""


_Item = Configure | Warm | PerformClause | Mime | EngineCheck


class Work:
    """The queue of work, filled by the pipe's thread."""

    def __init__(self) -> None:
        self._items: deque[_Item | None] = deque()
        self._changed = threading.Condition()
        self._cancelled = 0
        self._looked = 0.0
        self.channel: processes.Channel[Down, Up] | None = None
        """The pipe to the parent, on which its own thread answers a Ping."""

    def take_in(self, message: Down) -> None:
        match message:
            case Ping():
                self._pinged(time.monotonic())
            case Cancel(id_):
                with self._changed:
                    self._cancelled = max(self._cancelled, id_)
            case _:
                self._add(message)

    def _pinged(self, now: float) -> None:
        if self.channel:
            self.channel.send(Pong(), urgent=True)
        if not self._items and now >= self._looked + LOOK_EVERY_S:
            self._looked = now
            self._add(EngineCheck())

    def end(self) -> None:
        self._add(None)

    def _add(self, item: _Item | None) -> None:
        with self._changed:
            self._items.append(item)
            self._changed.notify()

    def next(self) -> _Item | None:
        """The next piece of work; waits until there is one. None once the pipe has closed."""
        with self._changed:
            while not self._items:
                self._changed.wait()
            return self._items.popleft()

    def cancelled(self, message: PerformClause | Mime) -> bool:
        return message.id <= self._cancelled


def main() -> None:
    logs.to_stderr()
    work = Work()
    channel = work.channel = processes.serve(DOWN, UP, work.take_in, work.end)

    def tell(text: str) -> None:
        channel.send(Told(text))

    tell_once = _once(tell)
    tongues = Tongues(tell)
    performer: Performer | None = None
    config = Config()
    while (message := work.next()) is not None:
        match message:
            case Configure(config):
                if performer:
                    performer.close()
                performer = Performer(config, tell)
            case Warm() if performer:
                _warm(performer, config, message, tell_once)
                channel.send(PerformerReady())
                if config.voice.follow and config.brain.name != "persona":  # what models say may be in any language
                    detect.ready()
            case PerformClause() if performer and not work.cancelled(message):
                channel.send(perform_clause(performer, config, message, tell_once, tongues))
            case Mime() if performer and not work.cancelled(message):
                channel.send(mime(performer, message))
            case EngineCheck() if performer:
                performer.look()
    if performer:
        performer.close()


def _once(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Tells each text once."""
    told: set[str] = set()

    def tell_new(text: str) -> None:
        if text not in told:
            told.add(text)
            tell(text)

    return tell_new


def _warm(performer: Performer, config: Config, message: Warm, tell: Callable[[str], None]) -> None:
    try:
        performer.warm(voice_for(config, library.character(message.character), message.voice, tell=tell))
    except AvatarError as error:
        log.warning("could not warm up: %s", error)


def perform_clause(
    performer: Performer,
    config: Config,
    message: PerformClause,
    tell: Callable[[str], None],
    tongues: Tongues,
) -> Performed | PerformFailed:
    """A clause performed, or why it can't be. Never raises. `tongues`: finds voices for other languages."""
    try:
        folder = library.character(message.character)
        voice = voice_for(config, folder, message.voice, message.purpose, tell)
        if message.language:
            voice = tongues.voice_in(message.language, message.said.shown, voice, own_voices(folder))
        elif message.follow and config.voice.follow:
            voice = tongues.voice(message.said.shown, voice, own_voices(folder))
        line = SpokenLine(
            message.said, message.who, voice, pronunciations(folder), delivery=message.delivery,
            stressed=message.stressed,
        )  # fmt: skip
        return Performed(message.id, Packed.of(performer.perform(line)))
    except AvatarError as error:
        return PerformFailed(message.id, str(error))
    except Exception as error:  # a process boundary: one bad clause must not end the talk
        log.exception("a clause could not be performed")
        return PerformFailed(
            message.id, f"A sentence could not be spoken ({type(error).__name__}). The log has the details."
        )


def mime(performer: Performer, message: Mime) -> Performed | PerformFailed:
    """A recorded line with a mouth, or why it can't have one. Never raises."""
    try:
        clip = Clip(np.frombuffer(message.blob, "<i2").astype(np.int16), message.rate)
        return Performed(message.id, Packed.of(performer.mime(clip, message.who, message.text, message.language)))
    except AvatarError as error:
        return PerformFailed(message.id, str(error))
    except Exception as error:  # a process boundary: one bad sound must not end the talk
        log.exception("a sound could not be given a mouth")
        return PerformFailed(
            message.id, f"A sound could not be played ({type(error).__name__}). The log has the details."
        )


def pronunciations(folder: Path) -> dict[str, str]:
    """A character's own pronunciations, from its character.toml."""
    table = library.read_toml(folder / "character.toml").get("pronunciations", {})
    return {str(key): str(value) for key, value in table.items()} if isinstance(table, dict) else {}


if __name__ == "__main__":
    main()
