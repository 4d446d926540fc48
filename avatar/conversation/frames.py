"""Pictures on their way from the stage's thread to whoever shows them: only the newest is worth it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from avatar.stage.messages import Frame


class NewestFrame:
    """Stands before a handler: while a picture waits to be shown, newer ones take its place, so that none pile up."""

    def __init__(self, come: Callable[[Any], None]) -> None:
        self._come = come
        self._waiting: Frame | None = None

    def __call__(self, message: Any) -> None:
        """On the stage's thread."""
        if not isinstance(message, Frame):
            self._come(message)
            return
        waits, self._waiting = self._waiting is not None, message
        if not waits:
            self._come(message)

    def taken(self, frame: Frame) -> Frame:
        """The newest there is, where `frame` has come through; it waits no longer."""
        newest, self._waiting = self._waiting or frame, None
        return newest
