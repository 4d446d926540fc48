"""What is asked of a character's own people and things, in the light of what was spoken of just before."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from avatar.brain.asking_on import Found, find_going_on, find_written
from avatar.brain.grading import Grade
from avatar.brain.hearing import Hearing, covers
from avatar.brain.plain import split_words
from avatar.brain.rive import PersonaScript
from avatar.brain.rive.likeness import asks
from avatar.brain.senses import LIGHT
from avatar.brain.sentences import Act
from avatar.brain.sheet import Entry, Sheet, make_bare

_SPOKEN_KEPT = 12
_FRESH, _KNOWN = 1, 4
"""Turns for which a thing, and somebody, may be pointed at ("it", "she") after they were named."""
_HEARKENED = 2
"""The character's last replies in which something may be named that is asked about."""
_FORMS_ASKED = 3
"""Ways to read a sentence of which it is asked whether it goes on with what the character said."""
_OF_ITSELF = ("=of that", "=of me")
"""Occasions of what a rule knows nothing of."""
_OF_YOU = re.compile(r"\b(?:do|did|are|were|have|can|will|would) you\b")
_HALF_HEARD = 0.5
"""The same of a question about the character itself, which only names a thing besides."""
_PLAINLY_HEARD = 0.75
"""The part of a question's words of weight from which on a rule that names them hears all of it."""


_SAID_AGAIN = 0.6
"""The part of a line's words of weight that another one must hold to say the same."""


def says_again(card: str, replies: Sequence[str]) -> bool:
    """Whether a line says in much the same words what was said already."""
    words = _find_words(card) - LIGHT
    return any(len(words & _find_words(each)) >= _SAID_AGAIN * len(words) for each in replies) if words else False


@lru_cache(4096)
def _find_words(text: str) -> frozenset[str]:
    return frozenset(split_words(make_bare(text)))


class OwnThings:
    """What of the character's own was spoken of in one talk. Not thread-safe."""

    def __init__(self, script: PersonaScript, sheet: Sheet) -> None:
        self._script = script
        self._sheet = sheet
        self._spoken: deque[tuple[int, Entry]] = deque(maxlen=_SPOKEN_KEPT)
        """What was spoken of, and in which turn, the latest first."""
        self._asked_of: list[Entry] = []
        """What the user's last message named."""
        self.pointed = ""
        """What the last question pointed at ("it"), as it is named; '' where it pointed at nothing."""

    def forget(self) -> None:
        """Begins another talk."""
        self._spoken.clear()
        self._asked_of = []

    def answer(self, heard: Hearing, replies: Sequence[str], turn: int, *, theirs: bool = False) -> Hearing | None:
        """A question about somebody or something that the character itself has named, with its answer; None
        where it is none.

        `replies`: the character's last ones, the latest first. `turn`: the number of the message, from 1. `theirs`:
        the user has just named somebody, whom "he" is.
        """
        said = replies[0] if replies else ""
        teller = self._sheet.find_telling(said)
        for entry in [*self._sheet.find_named(said), *([teller] if teller else [])]:
            self._note_spoken(entry, turn - 1)
        for entry in self._asked_of:
            self._note_spoken(entry, turn - 1)
        near = [entry for when, entry in self._spoken if turn - when <= (_FRESH if entry.is_thing else _KNOWN)]
        named = self._sheet.find_named(heard.plain)

        def is_given(card: str) -> bool:
            return self._script.is_given(card) or says_again(card, replies)

        if theirs and not named:
            return None
        if heard.grade is not Grade.ANSWER or asks(heard.act):
            for form in heard.forms[:_FORMS_ASKED]:
                heeded = replies[:_HEARKENED]
                found = find_written(self._sheet, form, heeded, near, is_given, self._asked_of) or find_going_on(
                    self._sheet, form, heeded, near, is_given, self._asked_of, asked=asks(heard.act)
                )
                if found is not None and self._may_answer(heard, found) and (answer := self._told_of(heard, found)):
                    self.pointed = "" if found.named else found.thing
                    if found.entry is not None:
                        self._note_spoken(found.entry, turn)
                    self._asked_of = named
                    return answer
        for entry in named:
            self._note_spoken(entry, turn)
        self._asked_of = named
        return None

    def answer_about(self, name: str, heard: Hearing, turn: int) -> Hearing | None:
        """Who or what one of its own is, which was meant by a name; None where it has none of that name."""
        found = find_going_on(self._sheet, f"who is {make_bare(name)}", (), (), self._script.is_given)
        if found is None or not found.card or found.entry is None:
            return None
        self._note_spoken(found.entry, turn)
        return replace(heard, card=found.card, grade=Grade.EXACT, act=Act.QUESTION)

    def find_named(self, said: str) -> list[str]:
        """The names of its own that a text of the character's holds, in order."""
        return [entry.name for entry in self._sheet.find_named(said)]

    def _note_spoken(self, entry: Entry, turn: int) -> None:
        """Remembers that something of the character's own was spoken of."""
        kept = [(when, each) for when, each in self._spoken if each is not entry]
        self._spoken.clear()
        self._spoken.extend([(turn, entry), *kept][:_SPOKEN_KEPT])

    def _told_of(self, heard: Hearing, found: Found) -> Hearing | None:
        """What was found, or else, with the thing named, that no more is known of it."""
        if found.card:
            return replace(heard, card=found.card, grade=Grade.EXACT, act=Act.QUESTION)
        cues = (f"=of it {found.wanted}", "=of it")
        cue = next((cue for cue in cues if self._script.has(cue) and self._script.is_fresh(cue)), "")
        if not cue or not found.thing:
            return None
        return replace(heard, cue=cue, found={"thing": found.thing}, grade=Grade.EXACT, act=Act.QUESTION)

    def _may_answer(self, heard: Hearing, found: Found) -> bool:
        """Whether what goes on with the character's words is surer than what the script hears."""
        rule = heard.rule
        if found.written or rule is None or heard.grade <= Grade.SUBJECT or rule.trigger.redirect in _OF_ITSELF:
            return True
        if found.entry and any(line.text == found.card and heard.plain in line.asked for line in found.entry.lines):
            return True  # the sheet has this very question
        left = self._script.has_left(rule)
        if heard.grade >= Grade.NEAR:
            return not left and bool(found.card)
        if found.named and left and _OF_YOU.search(heard.plain) and covers(heard) >= _HALF_HEARD:
            return False  # "do you get lonely in this window" asks nothing of the window
        if found.named and left and found.wanted == "who" and heard.grade is Grade.PHRASE:
            return bool(found.card) and covers(heard) < _PLAINLY_HEARD
        return bool(found.card)
