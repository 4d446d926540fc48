"""What the cast does of its own accord through a whole show: planned from the text, before anything is spoken.

So it is the same wherever the show is begun, on every machine, with every voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from avatar.scene.accord import CHARACTERS_A_SECOND, Volition, Volunteered, read_temper
from avatar.show.cues import Act, Cue, Directed, Heading, Laugh, Say, ScriptedPause
from avatar.types import Mark

LAUGH_S, ACT_S, TURN_S = 2.6, 1.0, 0.3
"""About how long a laugh, an act and a change of speaker take: estimates will do to keep acts apart."""


class Meanwhile(NamedTuple):
    """What happens of its own accord while a cue is performed."""

    speaker: tuple[Volunteered, ...] = ()
    others: tuple[tuple[str, Volunteered], ...] = ()
    """Listeners, each with the place in the text that it answers."""


NOTHING = Meanwhile()


@dataclass
class _Stage:
    """Who is on and with which face, while the cues are read."""

    on: set[str] = field(default_factory=set)
    faces: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    speaker: str = ""
    partner: str = ""

    def take(self, who: str, mark: Mark) -> None:
        if mark.kind == "expression":
            self.faces[who] = mark.name
        elif mark.kind == "prop":
            self.held[who] = mark.name
        elif mark.kind == "enter":
            self.on.add(who)
        elif mark.kind == "exit":
            self.on.discard(who)

    def busy(self, who: str) -> str:
        """The side of the hand in which they hold something."""
        return "right" if self.held.get(who) else ""

    def speaks(self, who: str) -> None:
        if self.speaker != who:
            self.partner, self.speaker = self.speaker, who


def plan(directed: Directed, seed: int) -> Mapping[int, Meanwhile]:
    """What is done of one's own accord, by the indices of cues."""
    people = {member.who: Volition(read_temper(member.character), seed) for member in directed.cast}
    stage = _Stage(set(people) if not any(isinstance(cue, Heading) for cue in directed.cues) else set())
    found: dict[int, Meanwhile] = {}
    t, said = 0.0, ""
    for index, cue in enumerate(directed.cues):
        if isinstance(cue, Say):
            language = cue.language or directed.language
            found[index], said = _say(cue, t, stage, people, language), cue.text
            t += len(cue.text) / CHARACTERS_A_SECOND + TURN_S
        elif isinstance(cue, Laugh) and cue.kind == "laugh":
            for each in people.values():
                each.rest(t)
            partners = sorted(who for who in stage.on if who != stage.speaker and who in people)
            acts = [(who, act) for who in partners for act in people[who].laugh(cue.strength, t, f"{who} {said}")]
            found[index] = Meanwhile(others=tuple(acts))
            t += LAUGH_S
        else:
            t += _pass(cue, t, stage, people)
    return found


def _pass(cue: Cue, t: float, stage: _Stage, people: Mapping[str, Volition]) -> float:
    """What a cue that nobody speaks changes; returns about how long it takes."""
    if isinstance(cue, Heading):
        for each in people.values():
            each.rest(t)
        stage.on, stage.faces = {who for who, _ in cue.people}, {}
        stage.held = {} if cue.name else stage.held
        stage.speaker = stage.partner = ""
    elif isinstance(cue, Act):
        stage.take(cue.who, cue.mark)
        if cue.mark.kind == "gesture" and cue.who in people:
            people[cue.who].act(cue.mark.name, t)
        return ACT_S if cue.waits else 0.0
    elif isinstance(cue, ScriptedPause):
        return cue.seconds
    elif isinstance(cue, Laugh):
        return LAUGH_S
    return 0.0


def _say(cue: Say, t: float, stage: _Stage, people: Mapping[str, Volition], language: str) -> Meanwhile:
    if cue.first:
        stage.faces.pop(cue.who, None)
    stage.speaks(cue.who)
    for spot in cue.marks:
        stage.take(cue.who, spot.mark)
    asked = [spot for spot in cue.marks if spot.mark.kind == "gesture"]
    own: Sequence[Volunteered] = ()
    speaker = people.get(cue.who)
    if speaker is not None and asked:
        for spot in asked:  # the script says what they do, and that is enough for a line
            speaker.act(spot.mark.name, t + max(0, spot.at) / CHARACTERS_A_SECOND)
    elif speaker is not None and cue.who in stage.on and not cue.unseen and not cue.sung:
        stressed = [at for at, _ in cue.stressed]
        mood, busy = stage.faces.get(cue.who, ""), stage.busy(cue.who)
        own = speaker.speak(cue.text, t, stressed=stressed, mood=mood, busy=busy, language=language)
    return Meanwhile(tuple(own), tuple(_listening(cue, t, stage, people, language)))


def _listening(
    cue: Say, t: float, stage: _Stage, people: Mapping[str, Volition], language: str
) -> list[tuple[str, Volunteered]]:
    """The first of the listeners who has something to show; the partner before the others."""
    others = sorted(who for who in stage.on if who != cue.who and who in people)
    for who in sorted(others, key=lambda who: who != stage.partner):
        mood, busy = stage.faces.get(who, ""), stage.busy(who)
        acts = people[who].listen(cue.text, t, mood=mood, busy=busy, language=language)
        if acts:
            return [(who, acts[0])]
    return []
