"""What tests of sessions share: settings without a window, and a listener that can be waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from avatar import config as settings
from avatar.config import Config
from avatar.session import Session, SessionEvent

T = TypeVar("T")
CONFIG = settings.load(None, {"stage.mode": "none", "chat.greeting": "false"})


class Listener:
    """Keeps the events, and waits for them."""

    def __init__(self) -> None:
        self.events: list[SessionEvent] = []
        self._changed = asyncio.Event()

    def __call__(self, event: SessionEvent) -> None:
        self.events.append(event)
        self._changed.set()

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, kind: type, count: int = 1) -> None:
        await self.such(lambda: len(self.of(kind)) >= count)

    async def such(self, there: Callable[[], bool]) -> None:
        """Waits until what has come is such that `there`."""
        async with asyncio.timeout(90):
            while not there():
                self._changed.clear()
                await self._changed.wait()


async def held(config: Config) -> tuple[Session, Listener]:
    """A session that has begun, and a listener to it; `close` it in the end."""
    listener = Listener()
    session = Session(config)
    session.subscribe(listener)
    await session.start()
    return session, listener
