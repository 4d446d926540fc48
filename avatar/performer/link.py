"""The parent's handle on the performer process: started, fed, and started anew if it dies."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from avatar import children, logs
from avatar.config import Config
from avatar.errors import ProtocolError
from avatar.performer.messages import (
    DOWN,
    UP,
    Cancel,
    Configure,
    Down,
    Mime,
    PerformClause,
    Performed,
    PerformFailed,
    Ping,
    Up,
    Warm,
)

MOST_TRIES = 2
"""Times that a clause is given to a performer process; if all of them die on it, the clause is left out."""

log = logging.getLogger(__name__)


class PerformerLink:
    """Sends lines to the performer process and brings Performances back, in order."""

    def __init__(self, config: Config, on_message: Callable[[Up], None]) -> None:
        """`on_message` gets Ready, Performed, Failed and Told, on a thread of its own."""
        self._config = config
        self._tell = on_message
        self._lock = threading.RLock()
        self._waiting: dict[int, PerformClause | Mime] = {}
        self._tries: dict[int, int] = {}
        self._warm: Warm | None = None
        self._closed = False
        self._child = self._started()

    @property
    def pid(self) -> int:
        return self._child.pid

    def configure(self, config: Config) -> None:
        with self._lock:
            self._config = config
            self._send(Configure(config))

    def warm(self, character: str, voice: str = "") -> None:
        with self._lock:
            self._warm = Warm(character, voice)
            self._send(self._warm)

    def speak(self, message: PerformClause | Mime) -> None:
        """Have a line said, or a mouth moved to a sound; one Performed or Failed comes for it."""
        with self._lock:
            self._waiting[message.id] = message
            self._tries[message.id] = 1
            self._send(message)

    def cancel(self, upto: int) -> None:
        """Forget every line up to this id."""
        with self._lock:
            self._waiting = {id_: each for id_, each in self._waiting.items() if id_ > upto}
            self._send(Cancel(upto), urgent=True)

    def ping(self) -> None:
        """Asks for a Pong."""
        with self._lock:
            self._send(Ping())

    def dismiss(self) -> None:
        """Nothing more is asked: the process ends while something else is done. `close` it all the same."""
        with self._lock:
            self._closed = True
        self._child.dismiss()

    def close(self) -> None:
        with self._lock:
            self._closed = True
        self._child.close()

    def _started(self) -> children.Child[Up, Down]:
        child = children.Child(
            "avatar.performer.process",
            [],
            UP,
            DOWN,
            log_path=logs.path(),
            on_message=self._came,
            on_end=self._died,
        )
        child.send(Configure(self._config))
        return child

    def _send(self, message: Down, urgent: bool = False) -> None:
        try:
            self._child.send(message, urgent)
        except ProtocolError:
            log.warning("the performer is gone; it is being started anew")

    def _came(self, message: Up) -> None:
        if isinstance(message, Performed | PerformFailed):
            with self._lock:
                if self._waiting.pop(message.id, None) is None:
                    return
                self._tries.pop(message.id, None)
        self._tell(message)

    def _died(self) -> None:
        with self._lock:
            if self._closed:
                return
            log.error("the performer died; starting another")
            self._child = self._started()
            if self._warm:
                self._send(self._warm)
            lost = [id_ for id_ in self._waiting if self._tries[id_] >= MOST_TRIES]
            for id_ in lost:
                del self._waiting[id_]
            for id_, message in self._waiting.items():
                self._tries[id_] += 1
                self._send(message)
        for id_ in lost:
            self._tell(PerformFailed(id_, "A sentence broke the voice twice and is left out. The log has the details."))
