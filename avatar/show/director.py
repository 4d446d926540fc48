"""Walks through a screenplay and says what happens: elements in, cues out."""

from __future__ import annotations

from avatar.brain.sentences import Splitter
from avatar.show import script as written
from avatar.show.casting import Casting, casting, place_of, set_of
from avatar.show.cues import (
    Cue,
    Directed,
    Heading,
    Laugh,
    Part,
    Say,
)  # fmt: skip
from avatar.show.script import Dialogue, Note, Problem, Script, Words


class Director:
    """One use: `Director(script).directed()`."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._casting: Casting = casting(script)
        self._problems: list[Problem] = [*script.problems]
        self._cues: list[Cue] = []
        self._scenes: list[Part] = []

    def directed(self) -> Directed:
        for element in self._script.elements:
            if isinstance(element, Dialogue):
                self._dialogue(element)
            elif isinstance(element, written.Heading):
                self._heading(element)
            elif isinstance(element, Note):
                self._note(element)
        problems = sorted([*self._problems, *self._casting.problems], key=lambda each: each.line)
        return Directed(
            self._script.setting("title") or "Untitled",
            tuple(self._casting.members.values()),
            tuple(self._cues),
            tuple(problems),
            tuple(self._scenes),
        )

    def _dialogue(self, dialogue: Dialogue) -> None:
        who = self._casting.who(dialogue.name, dialogue.line)
        first = True
        for part in dialogue.parts:
            if isinstance(part, Words):
                splitter = Splitter(quick=False)
                for clause in [*splitter.feed(part.text), *splitter.flush()]:
                    self._cues.append(Say(part.line, who, clause.text.strip(), together=dialogue.together, first=first))
                    first = False

    def _heading(self, heading: written.Heading) -> None:
        from avatar.stage.draw import SETS

        people = tuple((member.who, "") for member in self._casting.members.values())
        name = place_of(heading.text)
        self._scenes.append(Part(name.title(), heading.line, len(self._cues)))
        self._cues.append(Heading(heading.line, name, set_of(heading.text, SETS) or "plain", people))

    def _note(self, note: Note) -> None:
        key, _, value = note.text.partition(":")
        if key == "laugh":
            self._cues.append(Laugh(note.line, int(value)))
