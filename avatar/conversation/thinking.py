"""A reply taken in: tokens become clauses as they arrive, and text that can be shown."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable

from avatar.conversation.events import Notice, ReplyText, SessionEvent
from avatar.conversation.reply import Reply
from avatar.errors import BrainError
from avatar.text.directions import Marked
from avatar.text.reading import ReplyReader

LONGEST_REPLY = 100_000
"""Characters; a brain that goes on for longer is cut off."""


async def take_in(
    tokens: AsyncIterator[str],
    reply: Reply,
    reader: ReplyReader,
    hand_on: Callable[[Marked], None],
    tell: Callable[[SessionEvent], None],
) -> None:
    """Hands on each clause as soon as it is whole, and tells the text as it comes. Cancelling it cancels the brain."""
    length = 0
    try:
        async for token in tokens:
            new = token[: LONGEST_REPLY - length]
            length += len(new)
            for clause in reader.feed(new):
                hand_on(clause)
            _show(reply, reply.shown + reader.coming, tell)
            if length >= LONGEST_REPLY:
                tell(Notice("The reply was cut off: it went on for too long.", "warning"))
                break
    except BrainError as error:
        tell(Notice(str(error), "error"))
    finally:
        with contextlib.suppress(RuntimeError, AttributeError):
            await tokens.aclose()  # type: ignore[attr-defined]
    for clause in reader.flush():
        hand_on(clause)
    _show(reply, reply.shown, tell)


async def give_whole(text: str) -> AsyncIterator[str]:
    """A whole text in the form that a brain's reply has, as its only token."""
    yield text


def _show(reply: Reply, text: str, tell: Callable[[SessionEvent], None]) -> None:
    if len(text) > len(reply.sent) and text.startswith(reply.sent):
        tell(ReplyText(text[len(reply.sent) :]))
        reply.sent = text
