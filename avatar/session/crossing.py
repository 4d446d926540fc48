"""How what other threads tell reaches the event loop, and how pictures do not pile up before whoever is slow."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


def on_loop(handler: Callable[P, None]) -> Callable[P, None]:
    """A handler for any thread, which calls the one for this event loop: soon or, where that has ended, never."""
    loop = asyncio.get_running_loop()

    def come(*values: P.args, **named: P.kwargs) -> None:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(partial(handler, *values, **named))

    return come


class Newest(Generic[T]):
    """Of things that come faster than they are taken only the newest is worth anything.

    Whoever brings one calls `put`, and sends word where that says so; whoever gets word calls `take`. May be used from
    two threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[T] = []

    def put(self, item: T) -> bool:
        """Whether word must be sent: nothing was waiting to be taken."""
        with self._lock:
            waits = bool(self._waiting)
            self._waiting = [item]
        return not waits

    def take(self, otherwise: T) -> T:
        """The newest there is."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return waiting[0] if waiting else otherwise
