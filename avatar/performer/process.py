"""The performer process: `python -m avatar.performer.process`. Lines come in, Performances go out, in order."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import Any

from avatar import config as settings
from avatar import library, logs, processes, scenefile
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.performer.choosing import voice_for
from avatar.performer.delivery import Delivery
from avatar.performer.messages import (
    MESSAGES,
    Cancel,
    Configure,
    Failed,
    Performed,
    Ping,
    Pong,
    Ready,
    Speak,
    Told,
    Warm,
)
from avatar.performer.perform import Line, Performer
from avatar.performer.tongues import Tongues
from avatar.text import detect

LOOK_EVERY_S = 0.5
"""How often the engines are looked after while somebody asks whether this process lives and nothing is to be done."""

log = logging.getLogger(__name__)


class Look:
    """To be done: look whether the engines answer."""


class Work:
    """What waits to be done, fed by the pipe's thread."""

    def __init__(self) -> None:
        self._items: deque[Any] = deque()
        self._changed = threading.Condition()
        self._cancelled = 0
        self._looked = 0.0
        self.channel: processes.Channel | None = None
        """Where a Ping is answered, by the pipe's own thread."""

    def take_in(self, message: Any) -> None:
        if isinstance(message, Ping):
            if self.channel:
                self.channel.send(Pong(), urgent=True)
            now = time.monotonic()
            if self._items or now < self._looked + LOOK_EVERY_S:
                return
            self._looked, message = now, Look()
        with self._changed:
            if isinstance(message, Cancel):
                self._cancelled = max(self._cancelled, message.id)
            else:
                self._items.append(message)
            self._changed.notify()

    def end(self) -> None:
        self.take_in(None)

    def next(self) -> Any:
        """The next message, once there is one; None at the end of all."""
        with self._changed:
            while not self._items:
                self._changed.wait()
            return self._items.popleft()

    def cancelled(self, message: Speak) -> bool:
        return message.id <= self._cancelled


def main() -> None:
    logs.to_stderr()
    work = Work()
    channel = work.channel = processes.serve(MESSAGES, work.take_in, work.end)
    tongues = Tongues(lambda text: channel.send(Told(text)))
    performer: Performer | None = None
    config = Config()
    while (message := work.next()) is not None:
        if isinstance(message, Configure):
            if performer:
                performer.close()
            config = settings.from_table(message.config)
            performer = Performer(config, lambda text: channel.send(Told(text)))
        elif performer and isinstance(message, Warm):
            _warm(performer, config, message)
            channel.send(Ready())
            if config.voice.follow and config.brain.name != "persona":  # what models say may be in any language
                detect.ready()
        elif performer and isinstance(message, Speak) and not work.cancelled(message):
            channel.send(_performed(performer, config, message, tongues))
        elif performer and isinstance(message, Look):
            performer.look()
    if performer:
        performer.close()


def _warm(performer: Performer, config: Config, message: Warm) -> None:
    try:
        performer.warm(voice_for(config, library.character(message.character), message.voice))
    except AvatarError as error:
        log.warning("could not warm up: %s", error)


def _performed(performer: Performer, config: Config, message: Speak, tongues: Tongues) -> Performed | Failed:
    try:
        folder = library.character(message.character)
        voice = voice_for(config, folder, message.voice)
        if message.follow and config.voice.follow:
            voice = tongues.voice(message.text, voice)
        delivery = Delivery(**message.delivery)
        line = Line(message.text, message.who, voice, pronunciations(folder), delivery=delivery)
        return Performed(message.id, *scenefile.pack(performer.perform(line)))
    except AvatarError as error:
        return Failed(message.id, str(error))
    except Exception as error:  # a process boundary: one bad clause must not end the talk
        log.exception("a clause could not be performed")
        return Failed(message.id, f"A sentence could not be spoken ({type(error).__name__}). The log has the details.")


def pronunciations(folder: Any) -> dict[str, str]:
    """A character's own pronunciations, from its character.toml."""
    table = library.read_toml(folder / "character.toml").get("pronunciations", {})
    return {str(key): str(value) for key, value in table.items()} if isinstance(table, dict) else {}


if __name__ == "__main__":
    main()
