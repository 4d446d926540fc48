"""A reply taken in: tokens become clauses as they arrive, and text that can be shown."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Callable

from avatar.brain.base import Piece, TakenBack, Thought, Waiting
from avatar.conversation.events import Notice, ReplyText, ReplyThought, SessionEvent
from avatar.conversation.reply import Reply
from avatar.errors import BrainError
from avatar.text.directions import Marked
from avatar.text.reading import ReplyReader
from avatar.text.vocabulary import Vocabulary

LONGEST_REPLY = 100_000
"""Characters; a brain that goes on for longer is cut off. Of what it thinks aloud, so many are passed on."""


class Intake:
    """What takes a reply in. `reply` is the one that is being said: a new one, once all so far was taken back."""

    def __init__(
        self,
        reply: Reply,
        vocabulary: Vocabulary,
        hand_on: Callable[[Reply, Marked], None],
        tell: Callable[[SessionEvent], None],
        begin_anew: Callable[[], Reply],
    ) -> None:
        """`hand_on` gets each clause as soon as it is whole, `tell` the text as it comes; `begin_anew` stops the reply
        that is being said, and returns another in its place."""
        self.reply = reply
        self._vocabulary = vocabulary
        self._reader = ReplyReader(vocabulary)
        self._hand_on, self._tell, self._begin_anew = hand_on, tell, begin_anew
        self._said: list[str] = []
        self._length = self._thought = 0
        self._seconds = 0.0
        self._since: float | None = None

    async def take_in(self, pieces: AsyncIterator[Piece]) -> None:
        """All of it. Cancelling this cancels the brain."""
        try:
            async for piece in pieces:
                self._take(piece)
                if self._length >= LONGEST_REPLY:
                    self._tell(Notice("The reply was cut off: it went on for too long.", "warning"))
                    break
        except BrainError as error:
            self._tell(Notice(str(error), "error"))
        finally:
            with contextlib.suppress(RuntimeError, AttributeError):
                await pieces.aclose()  # type: ignore[attr-defined]
        for clause in self._reader.flush():
            self._hand_on(self.reply, clause)
        self._show(self.reply.shown)

    def _take(self, piece: Piece) -> None:
        match piece:
            case str():
                self._since = None
                self._say(piece)
            case Thought(text):
                self._think(text)
            case TakenBack():
                thought, self._said = "".join(self._said), []
                self.reply, self._reader, self._length = self._begin_anew(), ReplyReader(self._vocabulary), 0
                self._think(thought)
            case Waiting(why):
                self._tell(Notice(why))

    def _say(self, text: str) -> None:
        new = text[: LONGEST_REPLY - self._length]
        self._length += len(new)
        self._said.append(new)
        for clause in self._reader.feed(new):
            self._hand_on(self.reply, clause)
        self._show(self.reply.shown + self._reader.coming)

    def _think(self, text: str) -> None:
        now = time.monotonic()
        self._seconds += now - self._since if self._since is not None else 0.0
        self._since = now
        new = text[: LONGEST_REPLY - self._thought]
        self._thought += len(new)
        self._tell(ReplyThought(new, self._seconds))

    def _show(self, text: str) -> None:
        if len(text) > len(self.reply.sent) and text.startswith(self.reply.sent):
            self._tell(ReplyText(text[len(self.reply.sent) :]))
            self.reply.sent = text


async def give_whole(text: str) -> AsyncIterator[Piece]:
    """A whole text in the form that a brain's reply has, as its only token."""
    yield text
