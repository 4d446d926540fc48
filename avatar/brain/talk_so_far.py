"""What a talk has come to: what was said, of whom, in what mood. The rest of the hearing goes by it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime

from avatar.brain.continuations import NONE, Continuations
from avatar.brain.continuing import Continuing
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing
from avatar.brain.names import NAME_WITHIN
from avatar.brain.own_things import OwnThings
from avatar.brain.plain import make_plain
from avatar.brain.recall import Recall, Said
from avatar.brain.relatives import Relatives
from avatar.brain.rive import LONGEST_MESSAGE, PersonaScript
from avatar.brain.sentences import Sentence
from avatar.brain.sheet import EMPTY, Sheet
from avatar.brain.smoothing import hush_laughter
from avatar.brain.telling_back import leave_out_name
from avatar.brain.wanted import Wanted

_CALLING = r"(?P<before>[\w']+)(?P<stop>,?) NAME(?P<end>,|\s*[?!.]|(?=\s+(?:a?ha|lol|lmao|x)\w*\W*$))"
"""Where NAME only calls the one who is spoken to."""
_LOW = 3
"""Turns for which a sad thing is what is talked about."""
_NODS_APART = 10
"""Turns from one mere nod to the next."""


class TalkSoFar(ABC):
    """What was said so far in one talk. Not thread-safe."""

    def __init__(
        self,
        script: PersonaScript,
        name: str,
        now: Callable[[], datetime],
        sheet: Sheet = EMPTY,
        known: Continuations = NONE,
    ) -> None:
        self.script = script
        self.own = OwnThings(script, sheet)
        self.continuing = Continuing(script, known, sheet)
        self.name = name
        self.calling = re.compile(_CALLING.replace("NAME", re.escape(name)), re.I)
        """Where the character is called by name within a sentence: "are you lonely, Fern, down there?"."""
        self.called = re.compile(rf"(?<=\w\w) {re.escape(name.casefold())}$")
        self.now = now
        self.summed = ""
        """The sum that was asked for last."""
        self.recall = Recall()
        """What was said so far."""
        self.wanted: tuple[int, Wanted] | None = None
        """What the user last asked of what they had told, and in which turn."""
        self.righted = ""
        """What the user has just told of what they had asked for, as a whole sentence; '' for nothing."""
        self.righted_in = -1
        """The turn in which the user last told what they had just asked for."""
        self.recalled = -1, ""
        """The turn in which something that the user told was last quoted to them, and of what."""
        self.relatives = Relatives()
        self.turn = 0
        """The number of the message that is heard, from 1."""
        self.met_in = 0
        """The turn in which the user said their name: what stands beside it there is no other one."""
        self.kind = ""
        """The occasion of what the user told last."""
        self.nodded_in = -_NODS_APART
        """The turn in which the character merely nodded."""
        self.low_in = -_LOW
        """The turn in which something sad was told last."""
        self.promised = ""
        """What the character has just said that it would do, as it would say it."""
        self.lacked = False
        """Whether it has just said that it could not find what was told."""
        self.last: Hearing | None = None
        """What the last reply answered."""

    def forget(self) -> None:
        """Begins another talk."""
        self.recall = Recall()
        self.relatives = Relatives()
        self.own.forget()

    def make_plain(self, text: str) -> str:
        """A piece of a message in the form in which triggers are written."""
        return self.script.formatted(hush_laughter(make_plain(text, LONGEST_MESSAGE)))

    def is_of_own(self, heard: Hearing) -> bool:
        """Whether a sentence names somebody or something of the character's own, and by capitals nobody else: Lisbon
        may be in its sheet, and how far it is from Leeds is a question about the world."""
        others = NAME_WITHIN.findall(heard.sentence.text)
        return bool(self.own.find_named(heard.plain)) and all(map(self.own.find_named, others))

    def of_now(self) -> list[Said]:
        """What else the user says in the message that is heard."""
        return [each for each in self.recall.said if each.turn == self.turn]

    def keeps(self, heard: Hearing) -> bool:
        """Whether a variable of the script keeps what a question asks for: "what is my name"."""
        return heard.rule is not None and heard.grade >= Grade.PHRASE and self.script.is_kept(heard.rule)

    def of_before(self) -> list[Said]:
        """What the user said before the message that is heard, without the character's name where it is spoken to."""
        before = (each for each in self.recall.said if each.turn < self.turn)
        return [each._replace(text=leave_out_name(each.text, self.name)) for each in before]

    @property
    def named(self) -> bool:
        """Whether it was about names just before."""
        return bool(self.recall.said) and bool(re.search(r"\bname\b", self.recall.said[-1].plain))

    def draw(self) -> bool:
        """One of two, by lot."""
        return self.script.choose(("first", "second")) == "first"

    def forget_mood(self) -> None:
        """What is told now is no longer sad."""
        self.low_in = -_LOW

    @property
    def low(self) -> bool:
        """Whether something sad was told within the last turns."""
        return 0 < self.turn - self.low_in <= _LOW

    @property
    def nodded(self) -> bool:
        """Whether the character has merely nodded within the last turns."""
        return 0 <= self.turn - self.nodded_in < _NODS_APART

    @property
    def asked_last(self) -> str:
        """The question that the character's last reply ended in; '' for none."""
        return self.recall.last_reply(asked=True) if self.recall.last_reply().rstrip('" ').endswith("?") else ""

    @abstractmethod
    def hear(self, sentence: Sentence) -> Hearing:
        """One sentence, and what answers it."""

    @abstractmethod
    def about_the_talk(self, heard: Hearing) -> Hearing:
        """What a question about the talk itself asks for; the hearing as it is where it is none."""
