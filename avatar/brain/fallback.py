"""A clever brain with a dependable one behind it: when the server is gone, slow or wrong, the persona takes over with a
line in character, and the next message tries the server again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from time import monotonic

from avatar.brain.base import Piece, Sent, TakenBack, Turn
from avatar.brain.language_model import LanguageModel
from avatar.brain.persona import Persona
from avatar.brain.trouble import ServerTrouble
from avatar.errors import BrainError
from avatar.types import Availability

log = logging.getLogger(__name__)

_GONE = "[embarrassed] My clever half has gone quiet, so you've got only me for the moment."
_CUT = "[embarrassed] I lost the end of that thought."


class Fallback:
    """Asks a language model; speaks for it when it can't."""

    def __init__(self, server: LanguageModel, persona: Persona) -> None:
        self.name = server.name
        self._server = server
        self._persona = persona
        self._not_before = 0.0
        self._took_over = True
        self._listening: asyncio.Task[None] | None = None
        self.trouble: BrainError | None = None
        """Why the server did not give the last reply, or not all of it; None when it did."""

    async def reply(self, turns: Sequence[Turn]) -> AsyncIterator[Piece]:
        """See `Brain.reply`. Raises BrainError only where the persona, too, has nothing to say."""
        if not turns:
            async for piece in self._greeting():
                yield piece
            return
        before, self.trouble = self.trouble, None
        begun = self._took_over = False
        await self._heard()
        self._listening = asyncio.create_task(self._listen(tuple(turns)))  # meanwhile; it is for the next prompt
        try:
            self._patience()
            async with contextlib.aclosing(self._server.reply(turns)) as pieces:  # type: ignore[type-var]
                async for piece in pieces:
                    begun = isinstance(piece, str) or (begun and not isinstance(piece, TakenBack))
                    yield piece
            self.trouble = self._server.cut
            return
        except BrainError as error:
            self.trouble = error
            log.warning("%s", error)
            if isinstance(error, ServerTrouble) and error.wait:
                self._not_before = max(self._not_before, monotonic() + error.wait)
        await self._heard()
        if begun:
            yield await self._line("=cut off", " … " + _CUT, lead=" … ")
            return
        self._took_over = True
        if before is None and self._persona.availability().works:
            yield await self._line("=server gone", _GONE) + " "
        async for piece in self._persona.reply(turns):
            yield piece

    def sent(self) -> Sequence[Sent]:
        """See `Brain.sent`: of whoever gave the last reply, or most of it."""
        return self._persona.sent() if self._took_over else self._server.sent()

    async def line(self, occasion: str) -> str:
        """See `Brain.line`: the persona's."""
        await self._heard()
        return await self._persona.line(occasion)

    def availability(self) -> Availability:
        found = self._server.availability()
        spare = self._persona.availability()
        if found.works or not spare.works:
            return found
        return Availability(False, f"{found.detail}; the persona speaks instead", found.remedy)

    async def check(self) -> Availability:
        """See `Brain.check`."""
        return await self._server.check()

    async def forget(self, key: str = "") -> None:
        """See `Persona.forget`."""
        await self._heard()
        await self._persona.forget(key)
        self._server.facts = {name: value for name, value in self._server.facts.items() if key and name != key}

    async def models(self) -> list[str]:
        """See `Brain.models`."""
        return await self._server.models()

    async def aclose(self) -> None:
        await self._heard()
        await self._server.aclose()
        await self._persona.aclose()

    async def _greeting(self) -> AsyncIterator[Piece]:
        """What the character says first: the card's own words, else the persona's, which are there at once."""
        self._server.prepare()
        written = self._server.greeting()
        self._took_over = True
        if written:
            yield written
            return
        async for piece in self._persona.reply(()):
            yield piece

    async def _heard(self) -> None:
        """Waits until the persona has heard the last message."""
        listening, self._listening = self._listening, None
        if listening is not None:
            await listening

    def _patience(self) -> None:
        """Raise ServerTrouble as long as the server has asked to be left alone."""
        left = self._not_before - monotonic()
        if left > 0:
            raise ServerTrouble("The server asked to be left alone", remedy=f"It is asked again in {left:.0f} s.")

    async def _listen(self, turns: Sequence[Turn]) -> None:
        """The persona listens along, for it picks up names and facts."""
        if self._persona.availability().works:
            with contextlib.suppress(BrainError):
                self._server.facts = dict(await self._persona.listen(turns))

    async def _line(self, trigger: str, otherwise: str, *, lead: str = "") -> str:
        """A line in character."""
        with contextlib.suppress(BrainError):
            line = await self._persona.line(trigger)
            return lead + line if line else otherwise
        return otherwise
