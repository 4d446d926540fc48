"""A reply read as it arrives: its clauses, their directions taken out, each as soon as it is whole.

This is the one place where a talk's directions are parsed. Each clause becomes a `Marked`, which goes to the screen and
to the performer as it is.
"""

from __future__ import annotations

import re

from avatar.text import directions, sentences
from avatar.text.directions import Marked
from avatar.text.narration import LONGEST, is_narration
from avatar.text.sentences import Splitter
from avatar.text.vocabulary import USUAL, Vocabulary

_OPEN_BRACKET = re.compile(r"(?:\[[^\]\n]{0,40}|\([^)\n]{0,40})$")
_NARRATION = re.compile(rf"(?<![\w*])\*(?![\s*])([^*\n]{{2,{LONGEST}}})(?<!\s)\*(?![\w*])")
_OPENED = re.compile(rf"(?<![\w*])\*(?:(?![\s*])[^*\n]{{0,{LONGEST}}}\*?)?$")
_OPEN_STAR = re.compile(r"\*[^*\n]{0,40}$")


class ReplyReader:
    """Takes in a reply in pieces. Where its clauses end depends on the text alone, not on the pieces."""

    def __init__(self, vocabulary: Vocabulary = USUAL) -> None:
        """`vocabulary`: what the speaker can be asked to act."""
        self._vocabulary = vocabulary
        self._splitter = Splitter()
        self._held = ""  # what follows a star that may open narration

    def feed(self, piece: str) -> list[Marked]:
        """The clauses that `piece` completes."""
        self._held += piece
        return self._read(final=False)

    def flush(self) -> list[Marked]:
        """What is left, when the reply has ended."""
        return [*self._read(final=True), *self._marked(self._splitter.flush())]

    def _read(self, *, final: bool) -> list[Marked]:
        """Sentences of narration are clauses of their own, however many they are: nobody says them."""
        clauses: list[Marked] = []
        at = 0
        while (told := _NARRATION.search(self._held, at)) is not None:
            inside = (self._splitter.rest + self._held[: told.start()]).count("```") % 2
            if inside or not _is_long(told[1]) or not is_narration(told[1], self._vocabulary):
                at = told.end() - 1
                continue
            clauses += self._marked(self._splitter.feed(self._held[: told.start()]))
            clauses += self._marked(self._splitter.flush())
            clauses.append(directions.read(self._held[told.start() : told.end()], self._vocabulary))
            self._held, at = self._held[told.end() :], 0
        opened = None if final else _OPENED.search(self._held, at)
        place = opened.start() if opened else len(self._held)
        clauses += self._marked(self._splitter.feed(self._held[:place]))
        self._held = self._held[place:]
        return clauses

    @property
    def coming(self) -> str:
        """What can be shown of the clause that is still arriving: all but a direction that may have begun."""
        rest = self._splitter.rest
        star = _OPEN_STAR.search(rest) if rest.count("*") % 2 else None
        for opened in (star, _OPEN_BRACKET.search(rest)):
            rest = rest[: opened.start()] if opened else rest
        return directions.strip(rest, self._vocabulary).rstrip()

    def _marked(self, clauses: list[sentences.Clause]) -> list[Marked]:
        return [directions.read(clause.text, self._vocabulary) for clause in clauses]


def clauses(text: str, vocabulary: Vocabulary = USUAL) -> list[Marked]:
    """A finished text, cut into clauses, their directions taken out."""
    reader = ReplyReader(vocabulary)
    return [*reader.feed(text), *reader.flush()]


def _is_long(told: str) -> bool:
    """Whether narration is more than a direction within a sentence."""
    return len(told) > 40 or any(sign in told for sign in ".!?…")
