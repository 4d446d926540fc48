"""A brain that says what you said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from avatar.brain import BrainKind, Setup, SimpleBrain, Turn


class Echo(SimpleBrain):
    name = "echo"

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[str]:
        yield f"You said: {turns[-1].text}" if turns else "Say something."


ECHO = BrainKind(Echo, "says what you said")
