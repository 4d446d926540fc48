"""The lines of a show on their way through the performer process: several at once, in order, none ever missing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from itertools import islice
from types import TracebackType
from typing import Protocol

import numpy as np

from avatar.config import Config
from avatar.errors import AvatarError
from avatar.keeping import KeptFolder
from avatar.performer.link import PerformerLink
from avatar.performer.messages import Mime, PerformClause, Performed, PerformFailed, Told, Up
from avatar.show import recordings
from avatar.show.cues import Directed, Say
from avatar.show.elements import Problem, shorten
from avatar.show.kept_lines import KeptLines
from avatar.show.singers import SongSinger
from avatar.speech.capability import Purpose
from avatar.text.directions import Marked
from avatar.types import FRAME_RATE, VISEMES, Clip, MouthTrack, Performance, Rung, Speech, Timed

AHEAD = 12
"""Lines in the performer's hands at once: enough for both cores, few enough that a seek wastes little."""

BEYOND = 2
"""The same past the lines that are likely to be wanted."""

LONGEST_WAIT_S = 60.0
"""Seconds to wait for one line; a performer that takes longer has hung in a way that it can't notice itself."""

RATE = 22050

log = logging.getLogger(__name__)


class LineLink(Protocol):
    """Whoever performs lines: one process of this machine, or other machines."""

    def speak(self, message: PerformClause | Mime) -> None:
        """Have a line said; one Performed or PerformFailed comes for it."""

    def close(self) -> None:
        """Forget all that is not said yet."""


MakeLink = Callable[[Config, Callable[[Up], None]], LineLink]
"""Settings, and what gets the answers, to a link."""


class LineSpeaker:
    """Performs a show's lines ahead of being asked for them. Call it with one `Say` after the other; close it."""

    def __init__(
        self,
        config: Config,
        directed: Directed,
        *,
        ahead: int = AHEAD,
        wanted: int | None = None,
        purpose: Purpose = "show",
        make_link: MakeLink = PerformerLink,
        kept: KeptFolder | None = None,
    ) -> None:
        """`kept`: where takes of earlier times are; None: every line is spoken. `wanted`: how many of its lines are
        likely to be asked for; None: all of them."""
        self._says = [cue for cue in directed.cues if isinstance(cue, Say)]
        self._wanted = len(self._says) if wanted is None else wanted
        self._cast = {member.who: member for member in directed.cast}
        self._purpose = purpose
        self._place = {id(say): index for index, say in enumerate(self._says)}
        self._ahead = ahead
        self._changed = threading.Condition()
        self._done: dict[int, Performed | PerformFailed] = {}
        self._asked: dict[int, int] = {}
        """Index of a line to the id of its Speak."""
        self._ids = 0
        self._config = config
        self._miming: PerformerLink | None = None
        """What lip-syncs recordings, where lines are spoken elsewhere."""
        self.problems: list[Problem] = []
        """Lines that could not be spoken."""
        self.unanswered: list[Problem] = []
        """Those of them of which nobody said why: they may well be spoken the next time."""
        self.told: list[str] = []
        """What the performer wants the user to know."""
        self._closed = False
        self._takes = KeptLines(kept, config, self._cast, purpose) if kept is not None else None
        self._named: dict[int, str] = {}
        """Index of a line to its name among what is kept."""
        self._names: dict[int, tuple[str, Say]] = {}
        """Id of a line that is being spoken to its name among what is kept, and to the line."""
        self.missing = len(self._says)
        """Lines that have to be spoken, of those that it begins with; 0: there are takes of all."""
        self.found = 0
        """Lines that did not have to be spoken again."""
        self.sing = SongSinger(config, self._cast, purpose, self._tell)
        """Performs the lines of its songs."""
        self._make_link = make_link
        self._link = make_link(config, self._came) if kept is None else None
        self._begin()

    def _begin(self) -> None:
        """Has the first lines spoken that are not kept, wherever in the show: a voice takes a while to wake up."""
        if self._takes is None:
            return
        takes = self._takes
        likely = enumerate(self._says[: max(BEYOND, self._wanted)])
        missing = (index for index, say in likely if not takes.has(self._name(index, say)))
        with self._changed:
            first = list(islice(missing, self._ahead))
            self.missing = len(first)
            for index in first:
                self._ask(index)

    def _name(self, index: int, say: Say) -> str:
        """The name of a line's take."""
        if self._takes is None:
            return ""
        if index not in self._named:
            self._named[index] = self._takes.name(say)
        return self._named[index]

    def __call__(self, say: Say) -> Performance:
        """The sentence performed; silent, with its caption, where no voice could speak it."""
        index = self._place[id(say)]
        with self._changed:
            self._ask_from(index)
            id_ = self._asked[index]
            came = self._changed.wait_for(lambda: self._closed or id_ in self._done, LONGEST_WAIT_S)
            answer: Performed | PerformFailed = self._done.pop(id_, PerformFailed(id_, "the voice did not answer"))
            del self._asked[index]
        if isinstance(answer, Performed):
            try:
                return answer.performance.performance()
            except AvatarError as error:
                answer = PerformFailed(id_, str(error))
        problem = Problem(say.line, shorten(say.text), f"This could not be spoken: {answer.reason}")
        self.problems.append(problem)
        self.unanswered += () if came else (problem,)
        log.warning("line %d could not be spoken: %s", say.line, answer.reason)
        return keep_silent(say)

    def prepare(self, say: Say) -> None:
        """Begin with a line that will be asked for, and those after it."""
        with self._changed:
            self._ask_from(self._place[id(say)])

    def rest(self) -> None:
        """No line will be asked for again: processes that spoke end while something else is done. Close it all the
        same."""
        for link in (self._link, self._miming):
            if isinstance(link, PerformerLink):
                link.dismiss()

    def close(self) -> None:
        """End it; a thread that waits for a line gets it silent."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.sing.close()
        for link in (self._link, self._miming):
            if link is not None:
                link.close()

    def __enter__(self) -> LineSpeaker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask_from(self, index: int) -> None:
        """Has a line spoken, and those after it as far as they are likely to be wanted."""
        most = max(self._wanted, index + min(BEYOND, self._ahead))
        for each in range(index, min(index + self._ahead, most, len(self._says))):
            self._ask(each)

    def _ask(self, index: int) -> None:
        if index in self._asked:
            return
        say = self._says[index]
        member = self._cast[say.who]
        self._ids += 1
        self._asked[index] = self._ids
        if self._takes is not None:
            name = self._name(index, say)
            take = self._takes.get(name)
            if take is not None:
                self.found += 1
                self._done[self._ids] = Performed(self._ids, take)
                return
            self._names[self._ids] = name, say
        if say.take and self._mime(say):
            return
        said = Marked(say.text, tones=say.tones)
        clause = PerformClause(
            self._ids,
            said,
            say.who,
            member.character,
            member.voice,
            say.delivery,
            purpose=self._purpose,
            stressed=say.stressed,
            language=say.language,
        )
        self._link = self._link or self._make_link(self._config, self._came)
        self._link.speak(clause)

    def _mime(self, say: Say) -> bool:
        """Have a recording lip-synced; False where it can't be read by now, and so the voice speaks."""
        try:
            clip = recordings.load(say.take)
        except AvatarError as error:
            self.problems.append(Problem(say.line, shorten(say.text), f"{error.what}; the voice speaks", error.remedy))
            return False
        blob = clip.samples.astype("<i2").tobytes()
        self._here().speak(Mime(self._ids, say.who, clip.rate, blob, say.text, say.language or "en"))
        return True

    def _here(self) -> PerformerLink:
        """A process of this machine, where the recordings are: other machines only speak."""
        if self._link is None and self._make_link is PerformerLink:
            self._link = PerformerLink(self._config, self._came)
        if isinstance(self._link, PerformerLink):
            return self._link
        if self._miming is None:
            self._miming = PerformerLink(self._config, self._came)
        return self._miming

    def _came(self, message: Up) -> None:
        with self._changed:
            if isinstance(message, Performed | PerformFailed):
                named = self._names.pop(message.id, None)
                if self._takes is not None and named is not None and isinstance(message, Performed):
                    self._takes.put(*named, message.performance)
                self._done[message.id] = message
                self._changed.notify_all()
            elif isinstance(message, Told):
                self._tell(message.text)

    def _tell(self, text: str) -> None:
        if text not in self.told:
            self.told.append(text)


def keep_silent(say: Say) -> Performance:
    """A sentence as a pause of its length, with its caption: what remains of it without a voice."""
    lasts = max(0.6, 0.06 * len(say.text))
    weights = np.zeros((round(lasts * FRAME_RATE) + 1, len(VISEMES)), np.float32)
    weights[:, 0] = 1.0
    speech = Speech(Clip.silence(lasts, RATE), say.text, "")
    mouth = MouthTrack(weights, Rung.LOUDNESS, why="nobody spoke")
    return Performance(say.who, speech, mouth, captions=(Timed(0.0, lasts, say.text),))
