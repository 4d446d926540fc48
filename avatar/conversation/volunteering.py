"""What a character does of its own accord while it answers: as in a show, and calmer, for it is nearer."""

from __future__ import annotations

import re
from dataclasses import replace

from avatar.scene.accord import CALMER, CHARACTERS_A_SECOND, Volition, read_temper
from avatar.scene.meanings import USUAL, guess_language
from avatar.text.directions import Marked, Placed
from avatar.types import Mark


class TalkingHands:
    """Puts gestures into the clauses of one reply after the other. The same talk gets the same ones."""

    def __init__(self) -> None:
        self._character = ""
        self._volition = Volition(read_temper(""), 0)
        self._language = USUAL

    def gesture(self, clause: Marked, character: str, said: int) -> Marked:
        """The clause with what its speaker does. `said`: characters of the reply that come before it.

        A clause that asks for a gesture gets no other.
        """
        if character != self._character:
            temper = read_temper(character)
            self._character = character
            self._volition = Volition(temper._replace(energy=CALMER * temper.energy), 0)
        if said == 0:
            self._volition.begin()
        t = said / CHARACTERS_A_SECOND
        asked = [placed for placed in clause.marks if placed.mark.kind == "gesture"]
        if asked:
            self._volition.act(asked[-1].mark.name, t)
            return clause
        mood = next((placed.mark.name for placed in clause.marks if placed.mark.kind == "expression"), "")
        self._language = guess_language(clause.shown, self._language)
        acts = self._volition.speak(clause.shown, t, mood=mood, language=self._language)
        own = [Placed(_before(clause.shown, act.at), Mark("gesture", act.name, strength=act.strength)) for act in acts]
        return replace(clause, marks=tuple(sorted((*clause.marks, *own), key=lambda placed: placed.at)))


def _before(text: str, at: int) -> int:
    """The place of the word before the one at `at`: a hand sets out before the word that it falls on."""
    words = [match.start() for match in re.finditer(r"\S+", text[:at])]
    return words[-1] if words else 0
