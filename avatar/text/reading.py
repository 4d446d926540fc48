"""A reply read as it arrives: its clauses, their directions taken out, each as soon as it is whole.

This is the one place where a talk's directions are parsed. Each clause becomes a `Marked`, which goes to the screen and
to the performer as it is.
"""

from __future__ import annotations

import re

from avatar.text import directions, sentences
from avatar.text.directions import Marked
from avatar.text.sentences import Splitter
from avatar.text.vocabulary import USUAL, Vocabulary

_OPEN_BRACKET = re.compile(r"(?:\[[^\]\n]{0,40}|\([^)\n]{0,40})$")
_OPEN_STAR = re.compile(r"\*[^*\n]{0,40}$")


class ReplyReader:
    """Takes in a reply in pieces. Where its clauses end depends on the text alone, not on the pieces."""

    def __init__(self, vocabulary: Vocabulary = USUAL) -> None:
        """`vocabulary`: what the speaker can be asked to act."""
        self._vocabulary = vocabulary
        self._splitter = Splitter()

    def feed(self, piece: str) -> list[Marked]:
        """The clauses that `piece` completes."""
        return self._marked(self._splitter.feed(piece))

    def flush(self) -> list[Marked]:
        """What is left, when the reply has ended."""
        return self._marked(self._splitter.flush())

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
    return [directions.read(clause.text, vocabulary) for clause in sentences.split(text)]
