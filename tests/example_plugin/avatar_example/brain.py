"""A brain that says what you said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from avatar.brain import BrainKind, Setup, Turn
from avatar.types import Availability


class Echo:
    name = "echo"

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[str]:
        yield f"You said: {turns[-1].text}" if turns else "Say something."

    def availability(self) -> Availability:
        return Availability(True, "repeats")

    async def aclose(self) -> None:
        """There is nothing to let go of."""


ECHO = BrainKind(Echo, "says what you said")
