"""One reply on its way from the brain to the ear: what has arrived, what is shown, and what of it was heard."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from avatar.conversation.events import ClauseStarted, Latency, SessionEvent, WordSpoken
from avatar.scenefile import Packed
from avatar.text.directions import Marked


@dataclass
class ReplyClause:
    """A clause on its way."""

    id: int
    said: Marked
    at: int
    """Where its shown text begins in the reply's."""
    performance: Packed | None = None
    """What the performer made of it, once that has come; it goes on to the stage without being unpacked."""
    heard: float = 0.0
    """Seconds."""
    done: bool = False

    @property
    def heard_text(self) -> str:
        if self.done or self.performance is None:
            return self.said.shown if self.done else ""
        said = [word for word in self.performance.head.words if word.at >= 0 and word.end <= self.heard + 0.1]
        return self.said.shown[: said[-1].at + said[-1].length] if said else ""


class Reply:
    """One reply, from the first token to the last sound."""

    def __init__(self, asked: float | None, *, kept: bool = True) -> None:
        self.asked = asked
        """Wall time at which somebody asked for it; None where the character speaks first."""
        self.kept = kept
        """Whether it is a part of the talk; a preview of a voice is none."""
        self.shown = ""
        """Shown text of the clauses."""
        self.sent = ""
        """What has gone out as ReplyText."""
        self.parts: dict[int, ReplyClause] = {}
        self.waiting: deque[ReplyClause] = deque()
        self.thought = False
        self.sounded = False
        self.word = -1

    def sounds(self, id_: int, wall: float) -> list[SessionEvent]:
        """A clause begins to be heard at a wall time. Returns the events that tell of it."""
        part = self.parts.get(id_)
        if part is None or part.performance is None:
            return []
        first = [] if self.sounded or self.asked is None else [Latency(wall - self.asked)]
        self.sounded = True
        head = part.performance.head
        return [*first, ClauseStarted(part.said.shown, head.rung.value, head.voice)]

    def heard(self, id_: int, t: float, word: int) -> WordSpoken | None:
        """A clause is being heard at `t`, in its word of that index. Returns the word if it is a new one, else None."""
        part = self.parts.get(id_)
        if part is None or part.performance is None:
            return None
        part.heard = max(part.heard, t)
        said = part.performance.head.words[word] if word >= 0 else None
        if said is None or said.at < 0 or part.at + said.at == self.word:
            return None
        self.word = part.at + said.at
        return WordSpoken(self.word, said.length, max(0.0, t - said.start))

    @property
    def over(self) -> bool:
        return self.thought and not self.waiting and all(part.done for part in self.parts.values())
