"""Carries what other threads tell to the event loop, and keeps pictures from piling up before a slow reader."""

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
    """A handler that any thread may call: it runs `handler` soon on this event loop, or never if the loop has ended."""
    loop = asyncio.get_running_loop()

    def come(*values: P.args, **named: P.kwargs) -> None:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(partial(handler, *values, **named))

    return come


class Newest(Generic[T]):
    """Holds the newest of things that come faster than they are taken; older ones are dropped.

    The giver calls `put` and, where that returns True, notifies the taker, which calls `take`. Giver and taker may run
    on two threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[T] = []

    def put(self, item: T) -> bool:
        """Keep an item. True if the taker must be notified, since nothing was waiting for it before."""
        with self._lock:
            waits = bool(self._waiting)
            self._waiting = [item]
        return not waits

    def take(self, otherwise: T) -> T:
        """The newest item; `otherwise` if none is waiting."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return waiting[0] if waiting else otherwise
