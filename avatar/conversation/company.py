"""A character that is left alone, poked or tickled: what its face does, and what it says of its own accord."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple

from avatar.errors import AvatarError
from avatar.types import Mark

MOST_ALONE = 2
"""Times that it speaks first before somebody answers: whoever went away is not talked to all day."""

AGAIN_S = 8.0
"""Least seconds between two things that it says of being touched; its face moves each time."""

PATIENCE_S = 30.0
"""Touches within so many seconds count together."""

Touch = Literal["poke", "tickle"]


class Reaction(NamedTuple):
    """What a touch does."""

    mark: Mark
    occasion: str
    """The occasion of the persona whose lines it may say."""


REACTIONS: tuple[tuple[Touch, int, Reaction], ...] = (
    ("tickle", 1, Reaction(Mark("expression", "laugh", end=2.2), "=tickled")),
    ("poke", 1, Reaction(Mark("expression", "surprised", end=1.2), "=poked")),
    ("poke", 3, Reaction(Mark("expression", "deadpan", end=2.5), "=poked again")),
    ("poke", 6, Reaction(Mark("gesture", "shake"), "=poked again")),
)
"""(how, least number of such touches within `PATIENCE_S`, what comes of it): the last row that fits counts."""


class Company:
    """Keeps a character company while nobody says anything. Use it on one event loop."""

    def __init__(
        self,
        speak: Callable[[str], Awaitable[bool]],
        act: Callable[[Mark], None],
        busy: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`speak` says a line for an occasion, and tells whether there was one; `busy`: it must be quiet now."""
        self._speak, self._act, self._busy, self._clock, self._sleep = speak, act, busy, clock, sleep
        self._waiting: asyncio.Task[None] | None = None
        self._speaking: asyncio.Task[None] | None = None
        self._quiet_since = clock()
        self._alone = 0
        self._touches: dict[Touch, deque[float]] = {"poke": deque(maxlen=16), "tickle": deque(maxlen=16)}
        self._said = -AGAIN_S

    def keep(self, after_s: float) -> None:
        """Speak first whenever nothing was said for so many seconds; 0: never."""
        self.leave()
        if after_s > 0.0:
            self._quiet_since = self._clock()
            self._waiting = asyncio.create_task(self._wait(after_s))

    def leave(self) -> None:
        """Speak first no more."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def notice(self) -> None:
        """The user is there: typed, spoke or touched it."""
        self._quiet_since, self._alone = self._clock(), 0

    def touched(self, how: Touch) -> None:
        """It was touched: its face tells, and sometimes its voice."""
        self.notice()
        now = self._clock()
        touches = self._touches[how]
        touches.append(now)
        count = sum(now - at < PATIENCE_S for at in touches)
        reaction = [row for each, least, row in REACTIONS if each == how and count >= least][-1]
        self._act(reaction.mark)
        if not self._busy() and now - self._said >= AGAIN_S:
            self._said = now
            self._speaking = asyncio.create_task(self._say(reaction.occasion))

    async def _say(self, occasion: str) -> None:
        with contextlib.suppress(AvatarError):  # a broken script is told when it is asked for an answer
            await self._speak(occasion)

    async def _wait(self, after_s: float) -> None:
        while True:
            await self._sleep(max(0.05, self._quiet_since + after_s - self._clock()))
            if self._busy():
                self._quiet_since = self._clock()
            elif self._clock() - self._quiet_since >= after_s and self._alone < MOST_ALONE:
                self._quiet_since = self._clock()
                self._alone += 1
                await self._say("=alone")
            elif self._alone >= MOST_ALONE:
                self._quiet_since = self._clock()
