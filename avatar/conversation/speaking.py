"""How a reply's clauses reach the ear: performed ahead, played in order, kept for an export once they were heard."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from avatar.config import Config
from avatar.conversation.events import Notice, SessionEvent, SignOfLife, SpeechEnded
from avatar.conversation.record import Record
from avatar.conversation.reply import Reply, ReplyClause
from avatar.conversation.volunteering import TalkingHands
from avatar.errors import SceneFileError
from avatar.performer.link import PerformerLink
from avatar.performer.messages import Mime, PerformClause, Performed, PerformerReady, PerformFailed, Pong, Told, Up
from avatar.scene.cutting import keep_beginning
from avatar.scenefile import Packed
from avatar.text import vocabulary
from avatar.text.directions import Marked
from avatar.text.vocabulary import Vocabulary
from avatar.types import Clip, Performance, Scene

AHEAD = 4
"""Clauses that are performed ahead of the one that is heard."""

log = logging.getLogger(__name__)


class Outlet(Protocol):
    """Where Performances are played: what Speaking needs of a stage."""

    def perform(self, id_: int, performance: Performance | Packed) -> bool:
        """Play it after what is queued; False where there is no stage to do it."""
        ...

    def stop(self) -> None:
        """Silence, now."""
        ...

    def state(self, name: str) -> None:
        """The character is "thinking", "listening" or "idle" from now on."""
        ...


class ClauseSpeaker:
    """Takes clauses to the performer and Performances to the stage. It owns the performer process."""

    def __init__(
        self, config: Config, ids: Iterator[int], outlet: Outlet, tell: Callable[[SessionEvent], None]
    ) -> None:
        """`ids`: growing numbers for clauses; other things for the same stage take their numbers from there, too."""
        self._config, self._ids, self._outlet, self._tell = config, ids, outlet, tell
        self._last_id = 0
        self._performer: PerformerLink | None = None
        self._record = Record()
        self._hands = TalkingHands()
        self._replies = 0
        self._over: Callable[[str], None] = lambda text: None
        self.reply: Reply | None = None
        """The reply that is being said or thought up; None while it is quiet."""

    # ------------------------------------------------------------------------------------------------ the performer

    def start(self, on_loop: Callable[[Callable[[Up], None]], Callable[[Up], None]]) -> None:
        """Start the performer process. `on_loop` wraps a handler so that any thread may call it."""
        self._performer = PerformerLink(self._config, on_loop(self._came))
        self._performer.warm(self._config.character.name)

    def configure(self, config: Config) -> None:
        """Speak with these settings from the next clause on."""
        self._config = config
        if self._performer:
            self._performer.configure(config)

    @property
    def pid(self) -> int | None:
        """Process id of the performer, while it runs."""
        return self._performer.pid if self._performer else None

    def ask_for_life(self) -> None:
        """Ask the performer for a SignOfLife; one that is stuck gives none."""
        if self._performer:
            self._performer.ping()

    @property
    def owed(self) -> tuple[int, ...]:
        """Ids of the clauses that the performer was given and has not answered."""
        parts = self.reply.parts.values() if self.reply else ()
        return tuple(part.id for part in parts if part.performance is None and not part.done)

    def close(self) -> None:
        """End the performer process; may take a moment, so call it on a thread of its own."""
        performer, self._performer = self._performer, None
        if performer:
            performer.close()

    # ------------------------------------------------------------------------------------------------------ a reply

    def begin(self, reply: Reply, over: Callable[[str], None]) -> None:
        """Say this reply from now on; `over` gets all of its shown text once it was heard to its end."""
        self._replies += 1
        self.reply, self._over = reply, over
        self._outlet.state("thinking")

    @property
    def character(self) -> str:
        """Name of the character that speaks."""
        return self._config.character.name

    def vocabulary(self) -> Vocabulary:
        """What the character that speaks can be asked to act."""
        return vocabulary.named(self._config.character.name)

    def hand_on(self, reply: Reply, clause: Marked) -> None:
        """The next clause of a reply."""
        if not clause.empty:
            self._last_id = next(self._ids)
            acted = self._hands.gesture(clause, self.character, len(reply.shown))
            reply.waiting.append(ReplyClause(self._last_id, acted, len(reply.shown)))
        reply.shown += clause.shown
        self._send_ahead(reply)

    def hand_on_sound(self, reply: Reply, clip: Clip, text: str) -> None:
        """A sound that takes the place of a clause; `text`: what is said in it, '' where nobody knows."""
        self._last_id = next(self._ids)
        part = reply.parts[self._last_id] = ReplyClause(self._last_id, Marked(text), len(reply.shown))
        reply.shown += text
        if self._performer is None:
            part.done = True
            return
        blob = clip.samples.astype("<i2", copy=False).tobytes()
        self._performer.speak(Mime(part.id, self._config.character.name, clip.rate, blob, text))

    def thought(self, reply: Reply) -> None:
        """The brain is done: no more clauses of this reply will come."""
        reply.thought = True
        self._finish_if_over(reply)

    def stop(self) -> str | None:
        """Sound off, mouth shut. Returns what was heard of the reply, None if nothing was being said."""
        reply, self.reply = self.reply, None
        if reply is None:
            return None
        self._outlet.stop()
        self._outlet.state("idle")
        if self._performer:
            self._performer.cancel(self._last_id)
        said = "".join(part.heard_text for part in reply.parts.values()).rstrip()
        for part in reply.parts.values():
            self._keep(reply, part)
        return said

    # ----------------------------------------------------------------------------------------- what the stage tells

    def sounds(self, id_: int) -> None:
        """A clause begins to be heard."""
        reply = self.reply
        for event in reply.sounds(id_, time.perf_counter()) if reply else ():
            self._tell(event)

    def heard(self, id_: int, t: float, word: int) -> None:
        """A clause is heard up to `t` seconds, in its word of that index."""
        spoken = self.reply.heard(id_, t, word) if self.reply else None
        if spoken:
            self._tell(spoken)

    def done(self, id_: int) -> None:
        """A clause is over."""
        reply = self.reply
        if reply and id_ in reply.parts:
            reply.parts[id_].done = True
            self._keep(reply, reply.parts[id_])
            self._send_ahead(reply)
            self._finish_if_over(reply)

    def let_go(self) -> None:
        """The stage is being closed: all that it was given counts as heard."""
        reply = self.reply
        if reply is None:
            return
        for part in reply.parts.values():
            part.done = part.done or part.performance is not None
            self._keep(reply, part)

    def go_on(self) -> None:
        """Say on a new stage what is still to be said."""
        if self.reply:
            self._send_ahead(self.reply)
            self._finish_if_over(self.reply)

    def perform_again(self) -> None:
        """A new stage replaced one that had not played all that it was given: give the new one the rest."""
        for part in self.reply.parts.values() if self.reply else ():
            if part.performance is not None and not part.done:
                self._outlet.perform(part.id, part.performance)

    # ------------------------------------------------------------------------------------------------------- kept

    def scene(self) -> Scene:
        """All replies since `forget`, as far as they were heard, as one Scene."""
        return self._record.scene(set=self._config.stage.set)

    def last_scene(self) -> Scene:
        """The last reply as a Scene, as far as it was heard."""
        return self._record.scene(self._replies, set=self._config.stage.set)

    def forget(self) -> None:
        """Forget the conversation: another one begins."""
        self._record.clear()

    # ---------------------------------------------------------------------------------------------------------------

    def _send_ahead(self, reply: Reply) -> None:
        """Keep the performer a few clauses ahead of the ear, and no more."""
        under_way = sum(not part.done for part in reply.parts.values())
        while reply.waiting and under_way < AHEAD and self._performer:
            part = reply.waiting.popleft()
            reply.parts[part.id] = part
            character = self._config.character.name
            voice = self._config.voice.name
            self._performer.speak(PerformClause(part.id, part.said, character, character, voice, follow=True))
            under_way += 1

    def _came(self, message: Up) -> None:
        """Take a message of the performer."""
        match message:
            case Pong():
                self._tell(SignOfLife("performer"))
            case Told():
                self._tell(Notice(message.text, "warning"))
            case PerformFailed() if self._part(message.id):
                self._tell(Notice(message.reason, "error"))
                self.done(message.id)
            case Performed() if part := self._part(message.id):
                self._performed(part, message)
            case PerformerReady() | PerformFailed() | Performed():
                pass

    def _part(self, id_: int) -> ReplyClause | None:
        return self.reply.parts.get(id_) if self.reply else None

    def _performed(self, part: ReplyClause, message: Performed) -> None:
        part.performance = message.performance
        if not self._outlet.perform(part.id, message.performance):
            self.done(part.id)

    def _keep(self, reply: Reply, part: ReplyClause) -> None:
        """Move what was heard of a clause out of memory, into the conversation's record on disk."""
        packed, part.performance = part.performance, None
        if packed is None or not reply.kept or not (part.done or part.heard):
            return
        try:
            if not part.done:
                packed = Packed.of(keep_beginning(packed.performance(), part.heard))
            self._record.add(self._replies, packed)
        except (OSError, SceneFileError) as error:
            log.warning("what was said can't be kept for an export: %s", error)

    def _finish_if_over(self, reply: Reply) -> None:
        if reply is not self.reply or not reply.over:
            return
        self.reply = None
        self._over(reply.shown.strip())
        self._outlet.state("idle")
        self._tell(SpeechEnded())
