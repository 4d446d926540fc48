"""Who listens to a session: any number, each told everything, none in another's way."""

from __future__ import annotations

import logging
from collections.abc import Callable

from avatar.conversation.events import SessionEvent

Listener = Callable[[SessionEvent], None]
"""Called on the session's event loop, with one event at a time; must not block."""

log = logging.getLogger(__name__)


class Listeners:
    """Hands each event to everybody."""

    def __init__(self) -> None:
        self._listeners: dict[object, Listener] = {}

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` everything from now on. Returns a function that ends it."""
        key = object()
        self._listeners[key] = listener

        def unsubscribe() -> None:
            self._listeners.pop(key, None)

        return unsubscribe

    def tell(self, event: SessionEvent) -> None:
        """Tell everybody; a listener that fails is logged, and the others hear it all the same."""
        for listener in tuple(self._listeners.values()):
            try:
                listener(event)
            except Exception:  # a listener is somebody else's code: its fault must not end the talk
                log.exception("a listener failed at %s", type(event).__name__)
