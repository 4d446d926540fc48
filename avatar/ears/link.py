"""The chat's handle on the ears process: started when somebody is to be listened to, and again when it ends."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from avatar import children, logs
from avatar.catalogue import shelf
from avatar.catalogue.entries import CatalogueEntry, catalogue
from avatar.config import Config
from avatar.ears import messages
from avatar.errors import EngineError, EngineMissing, ProtocolError
from avatar.installer import for_extra, missing
from avatar.tags import base

MODULES: Mapping[str, str] = {"whisper": "avatar.ears.whisper"}
"""Engine of a recogniser in the catalogue to the module that is its process."""

TOO_SLOW = 1.0
"""Seconds for a second of speech from which on a recogniser can't keep pace."""

DEATHS, WITHIN_S = 3, 60.0
"""After so many ends within so many seconds the ears are not begun again."""

GONE = "The ears stopped unexpectedly and are begun again. The log says why."
GIVEN_UP = "The ears stop again and again: nobody is listened to any more. The log says why."

log = logging.getLogger(__name__)


def recognisers() -> tuple[CatalogueEntry, ...]:
    """What of the catalogue understands speech."""
    return tuple(each for each in catalogue().values() if each.kind == "ears")


def chosen(config: Config) -> CatalogueEntry:
    """The recogniser that the settings name, or the first that is here. Raises EngineMissing where it isn't."""
    if missing("ears"):
        remedy = f"Install it: {for_extra('ears')}"
        raise EngineMissing("Listening needs libraries that aren't installed", remedy=remedy)
    known = {each.name: each for each in recognisers()}
    name = config.ears.recogniser
    if name not in ("", *known):
        raise EngineError(f"There is no recogniser {name!r}", remedy=f"There are: {', '.join(known)}.")
    wanted = [known[name]] if name else list(known.values())
    here = [each for each in wanted if not shelf.lacking(each)]
    if not here:
        get = f"avatar get ears {wanted[0].name}"
        raise EngineMissing("There is no recogniser here that understands speech", remedy=f"Get one: `{get}`.")
    return here[0]


def opening(config: Config, spoken: str) -> messages.Open:
    """What the ears are told first. `spoken`: language of the character's voice (BCP 47). Raises EngineError."""
    entry = chosen(config)
    folder = shelf.place(entry.files[0]).parent
    language = base(config.ears.language or spoken)
    ears = config.ears
    return messages.Open(ears.device, str(folder), MODULES[entry.engine], language, ears.pause_s, ears.interrupt)


class EarsLink:
    """An ears process, or the next one. Safe to call from any thread; no call waits for the process."""

    def __init__(
        self, request: messages.Open, on_message: Callable[[messages.Up], None], log_path: Path | None = None
    ) -> None:
        """Starts the process. `on_message` is called on a thread of the ears' own, and must not block."""
        self._request, self._tell, self._log_path = request, on_message, log_path or logs.path()
        self._mode = messages.Listen("off")
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._closed = False
        self._child: children.Child[messages.Up, messages.Down] | None = None
        self._start()

    @property
    def pid(self) -> int | None:
        """Process id, while it runs."""
        return self._child.pid if self._child else None

    def listen(self, mode: messages.Listen) -> None:
        """Listen to everything, to one utterance, or no more."""
        self._mode = mode
        self._send(mode)

    def finish(self) -> None:
        """What was said so far is all."""
        self._send(messages.Finish())

    def aloud(self, on: bool) -> None:
        """The character begins to speak, or has ended."""
        self._send(messages.Aloud(on))

    def refer(self, start: float, rate: int, blob: bytes) -> None:
        """What the character's device plays from a wall time on: see `messages.Reference`."""
        self._send(messages.Reference(start, rate, blob))

    def close(self) -> None:
        """End the process."""
        self._closed = True
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def _send(self, message: messages.Down) -> None:
        child = self._child
        if child is None:
            return
        try:
            child.send(message)
        except ProtocolError:
            log.info("the ears are gone, %s was not told", type(message).__name__)

    def _start(self) -> None:
        self._child = children.Child(
            "avatar.ears", [], messages.UP, messages.DOWN, log_path=self._log_path,
            on_message=self._came, on_end=self._ended,
        )  # fmt: skip
        self._send(self._request)
        if self._mode.mode == "open":
            self._send(self._mode)

    def _came(self, message: messages.Up) -> None:
        if isinstance(message, messages.Heard) and self._mode.mode == "once":
            self._mode = messages.Listen("off")
        self._tell(message)

    def _ended(self) -> None:
        """It ended unasked."""
        if self._closed:
            return
        now = time.monotonic()
        self._deaths.append(now)
        self._tell(messages.Listening(False))
        if len(self._deaths) == DEATHS and now - self._deaths[0] < WITHIN_S:
            self._child = None
            self._tell(messages.Trouble(GIVEN_UP))
            return
        self._tell(messages.Trouble(GONE))
        self._start()
