"""How a reply's clauses reach the ear: performed ahead, played in order, kept for an export once they were heard."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from avatar.config import Config
from avatar.conversation.events import Event, Notice, SpeechEnded
from avatar.conversation.record import Record, heard
from avatar.conversation.reply import Part, Reply
from avatar.errors import AvatarError
from avatar.performer.link import PerformerLink
from avatar.performer.messages import Failed, Performed, Speak, Told
from avatar.stage.link import Stage
from avatar.text import directions
from avatar.text.sentences import Clause

AHEAD = 4
"""Clauses that are performed before they are heard."""

log = logging.getLogger(__name__)


class Speaking:
    """Takes clauses to the performer and Performances to the stage. The half of a Conversation that does not think."""

    def __init__(self, config: Config, on_event: Callable[[Event], None]) -> None:
        self._config = config
        self._tell = on_event
        self._reply: Reply | None = None
        self._thinking: asyncio.Task[None] | None = None
        self._next_id = 0
        self._performer: PerformerLink | None = None
        self._stage: Stage | None = None
        self._record = Record()
        self._replies = 0

    def _said(self, text: str) -> None:
        """A reply was heard to its end."""

    def _act(self, state: str) -> None:
        if self._stage:
            self._stage.express(state)

    def _hand_on(self, reply: Reply, clause: Clause) -> None:
        shown = directions.read(clause.text).shown
        reply.cut = clause.end
        if clause.text.strip():
            self._next_id += 1
            reply.waiting.append(Part(self._next_id, clause.text, shown, len(reply.shown)))
        reply.shown += shown
        self._send_ahead(reply)

    def _send_ahead(self, reply: Reply) -> None:
        """Keep the performer a few clauses ahead of the ear, and no more."""
        under_way = sum(not part.done for part in reply.parts.values())
        while reply.waiting and under_way < AHEAD and self._performer:
            part = reply.waiting.popleft()
            reply.parts[part.id] = part
            character = self._config.character.name
            voice = self._config.voice.name
            self._performer.speak(Speak(part.id, part.text, character, character, voice, follow=True))
            under_way += 1

    def _performed(self, message: Any) -> None:
        if isinstance(message, Told):
            self._tell(Notice(message.text, "warning"))
            return
        part = self._reply.parts.get(message.id) if self._reply and isinstance(message, Performed | Failed) else None
        if part is None:
            return
        if isinstance(message, Failed):
            self._tell(Notice(message.reason, "error"))
            self._done(message.id)
            return
        try:
            part.performance = message.performance.performance()
        except AvatarError as error:
            log.error("a performance came broken: %s", error)
            self._done(message.id)
            return
        if self._stage:
            self._stage.perform(part.id, part.performance)
        else:
            self._done(part.id)

    def _sounds(self, id_: int) -> None:
        reply = self._reply
        for event in reply.sounds(id_, time.perf_counter()) if reply else ():
            self._tell(event)

    def _heard(self, id_: int, t: float, word: int) -> None:
        spoken = self._reply.heard(id_, t, word) if self._reply else None
        if spoken:
            self._tell(spoken)

    def _done(self, id_: int) -> None:
        reply = self._reply
        if reply and id_ in reply.parts:
            reply.parts[id_].done = True
            self._keep(reply.parts[id_])
            self._send_ahead(reply)
            self._finish_if_over(reply)

    def _keep(self, part: Part) -> None:
        """Put what was heard of a clause with the rest of the conversation, and out of memory."""
        performance, part.performance = part.performance, None
        if performance is None or not (part.done or part.heard):
            return
        try:
            self._record.add(self._replies, performance if part.done else heard(performance, part.heard))
        except OSError as error:
            log.warning("what was said can't be kept for an export: %s", error)

    def _finish_if_over(self, reply: Reply) -> None:
        if reply is not self._reply or not reply.over:
            return
        self._reply = None
        self._thinking = None
        self._said(reply.shown.strip())
        self._act("idle")
        self._tell(SpeechEnded())
