"""Who said what: the turns of a talk, the brain that answers, and the thought it is in the middle of."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence

from avatar.brain import Brain, Turn
from avatar.brain.base import Piece, Sent
from avatar.conversation.events import Notice, ReplyEnded, ReplyStarted, ReplyText, SessionEvent, SpeechEnded
from avatar.conversation.reply import Reply
from avatar.conversation.speaking import ClauseSpeaker
from avatar.conversation.thinking import Intake, give_whole
from avatar.errors import BrainError
from avatar.text.directions import Marked
from avatar.text.reading import clauses
from avatar.types import Clip

LONGEST_MESSAGE = 100_000
"""Characters of a user's message; a longer one is cut, and the user is told."""

STOPPING_S = 2.0
"""Longest wait for a brain to stop thinking, in seconds; after that it is left to itself."""

log = logging.getLogger(__name__)


class Dialogue:
    """Turns, and what the character says next. Not thread-safe: use it on one event loop."""

    def __init__(self, speaking: ClauseSpeaker, tell: Callable[[SessionEvent], None]) -> None:
        self._speaking, self._tell = speaking, tell
        self._turns: list[Turn] = []
        self._brain: Brain | None = None
        self._thinking: asyncio.Task[None] | None = None
        self._trouble = ""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What was said so far; of an interrupted reply only the part that was heard."""
        return tuple(self._turns)

    async def think_with(self, brain: Brain | None) -> None:
        """Let another brain think from now on, or none; the one before is closed."""
        old, self._brain = self._brain, brain
        if old:
            await old.aclose()

    # ------------------------------------------------------------------------------------------------------- saying

    async def greet(self) -> None:
        """Let the character speak first."""
        await self._answer([])

    async def say(self, text: str) -> None:
        """The user says something: this interrupts the character, which then answers."""
        await self.stop()
        if len(text) > LONGEST_MESSAGE:
            self._tell(Notice(f"Your message was cut to its first {LONGEST_MESSAGE:,} characters.", "warning"))
        self._turns.append(Turn("user", text[:LONGEST_MESSAGE]))
        await self._answer(self._turns)

    async def say_exactly(self, text: str) -> None:
        """The character says this, whatever its brain thinks."""
        await self.stop()
        self._begin(give_whole(text[:LONGEST_MESSAGE]))

    async def volunteer(self, occasion: str) -> bool:
        """The character says something of its own accord, unless it is talking; False where it has nothing to say."""
        line = await self._brain.line(occasion) if self._brain and self._speaking.reply is None else ""
        if not line or self._speaking.reply is not None:
            return False
        self._begin(give_whole(line), asked=False)
        return True

    async def preview(self, text: str) -> None:
        """The character says this to let its voice be heard: no part of the talk."""
        await self.stop()
        reply = Reply(None, kept=False)
        self._speaking.begin(reply, lambda _: None)
        for clause in clauses(text[:LONGEST_MESSAGE], self._speaking.vocabulary()):
            self._speaking.hand_on(reply, clause)
        self._speaking.thought(reply)

    async def mime(self, clip: Clip, text: str = "") -> None:
        """The character moves its mouth to a sound; `text`: what is said in it, where that is known."""
        await self.stop()
        reply = Reply(time.perf_counter())
        self._speaking.begin(reply, self._heard)
        self._tell(ReplyStarted())
        self._speaking.hand_on_sound(reply, clip, text)
        if text:
            self._tell(ReplyText(text))
        self._tell(ReplyEnded(text))
        self._speaking.thought(reply)

    async def again(self) -> bool:
        """Have the user's last message answered anew; False if there is no message yet."""
        await self.stop()
        while self._turns and self._turns[-1].who == "character":
            self._turns.pop()
        if self._turns:
            await self._answer(self._turns)
        return bool(self._turns)

    async def take_back(self) -> str:
        """Take back the user's last message and its answer. Returns the message's text, '' if there is none."""
        await self.stop()
        while self._turns and (turn := self._turns.pop()):
            if turn.who == "user":
                return turn.text
        return ""

    async def stop(self) -> bool:
        """Stop saying the reply, and thinking of it. True if there was something to stop."""
        reply, said = self._speaking.reply, self._speaking.stop()
        if reply is None or said is None:
            return False
        await self._stop_thinking()
        if not reply.kept:
            self._tell(SpeechEnded())
            return True
        if said:
            self._turns.append(Turn("character", said, self._speaking.character))
        self._tell(ReplyEnded(said, interrupted=True))
        self._tell(SpeechEnded())
        return True

    # -------------------------------------------------------------------------------------------------- remembering

    def recall(self, turns: Sequence[Turn]) -> None:
        """Go on from the turns of an earlier conversation; without any turns, begin anew."""
        self._turns = list(turns)
        self._speaking.forget()

    async def unlearn(self, key: str = "") -> None:
        """Let the brain forget one thing that it knows of the user; with '' everything, and this conversation too."""
        await self.stop()
        if self._brain:
            await self._brain.forget(key)
        if not key:
            self.recall(())

    def sent(self) -> Sequence[Sent]:
        """What the brain made its last reply from; see `Brain.sent`."""
        return self._brain.sent() if self._brain else ()

    # ----------------------------------------------------------------------------------------------------- thinking

    async def _answer(self, turns: Sequence[Turn]) -> None:
        if self._brain is None:
            raise BrainError("The conversation has not been started")
        self._begin(self._brain.reply(tuple(turns)), asked=bool(turns))

    def _begin(self, pieces: AsyncIterator[Piece], *, asked: bool = True) -> None:
        reply = self._begin_reply(time.perf_counter() if asked else None)
        self._thinking = asyncio.create_task(self._think(reply, pieces))

    def _begin_reply(self, asked: float | None) -> Reply:
        reply = Reply(asked)
        self._speaking.begin(reply, self._heard)
        self._tell(ReplyStarted())
        return reply

    async def _think(self, reply: Reply, pieces: AsyncIterator[Piece]) -> None:
        """Take a reply in. What a brain still says after it was told to stop reaches nobody."""

        def tell(event: SessionEvent) -> None:
            if self._speaking.reply is intake.reply:
                self._tell(event)

        def hand_on(to: Reply, clause: Marked) -> None:
            if self._speaking.reply is to:
                self._speaking.hand_on(to, clause)

        def begin_anew() -> Reply:
            if self._speaking.reply is not intake.reply:
                return Reply(reply.asked)  # it was stopped: nobody hears of this one
            self._speaking.stop()
            self._tell(ReplyEnded("", interrupted=True))
            return self._begin_reply(reply.asked)

        intake = Intake(reply, self._speaking.vocabulary(), hand_on, tell, begin_anew)
        await intake.take_in(pieces)
        if self._speaking.reply is intake.reply:
            self._tell_trouble()
            self._tell(ReplyEnded(intake.reply.shown.rstrip()))
            self._speaking.thought(intake.reply)

    async def _stop_thinking(self) -> None:
        thinking, self._thinking = self._thinking, None
        if thinking:
            thinking.cancel()
            await asyncio.wait([thinking], timeout=STOPPING_S)
            if not thinking.done():
                log.warning("the brain did not stop when it was told to: it is left to itself")
                return
            with contextlib.suppress(asyncio.CancelledError):
                thinking.result()

    def _heard(self, text: str) -> None:
        """A reply was heard to its end."""
        self._thinking = None
        if text:
            self._turns.append(Turn("character", text, self._speaking.character))

    def _tell_trouble(self) -> None:
        """Say, once and not with every reply, why another brain spoke than the chosen one."""
        trouble = str(self._brain.trouble or "") if self._brain else ""
        if trouble and trouble != self._trouble:
            self._tell(Notice(trouble, "warning"))
        self._trouble = trouble
