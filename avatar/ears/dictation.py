"""What is to be written down, and when: while somebody speaks, in each pause, and at the end.

In a pause the recogniser is asked at once, so that most of the wait until the pause counts as the end is the time that
it takes anyway. What it says of a state of the utterance is the last word if nothing more was said by then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.ears.utterances import FRAME_S, Utterances

NEWS_S, NEWS = 0.7, 0.15
"""Seconds of new sound, and their share of all of it, after which what is being said is written down again: a long
utterance takes longer, and must not be at it when the pause begins."""

QUESTION, UNFINISHED = 0.6, 1.5
"""Times the usual pause that ends an utterance: after what reads as a question, and as the middle of a sentence."""

OPEN_ENDS = ("...", "…", ",", "-", " and", " or", " but", " because", " the", " a", " to", " of", " um", " uh", " my")
"""How a sentence ends that goes on."""

LONGEST = 10_000
"""Characters of an utterance, after which it is over whether or not somebody goes on."""

Ask = Callable[[int, NDArray[np.float32]], None]
"""Has the recogniser write samples down, under a number that the answer gives back."""


class _Asked(NamedTuple):
    """What the recogniser is at."""

    number: int
    voiced: int
    """Which state of the utterance it is: see `Utterances.voiced`."""
    piece: bool
    """Whether it is a piece that was cut off."""
    stale: bool = False
    """Whether a piece was cut off of it meanwhile."""


class Dictation:
    """The text of one utterance after the other. It looks at `utterances`, and asks one thing at a time."""

    def __init__(self, utterances: Utterances, ask: Ask, pause_s: float) -> None:
        self._utterances, self._ask, self._pause_s = utterances, ask, pause_s
        self._number = 0
        self.forget()

    def forget(self) -> None:
        """Another utterance begins; what the recogniser is at is of no interest any more."""
        self._pieces: list[NDArray[np.float32]] = []
        """Pieces that wait to be written down."""
        self._text = ""
        """Of the pieces that are written down."""
        self._latest = ""
        """What was last understood of the rest."""
        self._known = 0
        """The state of the utterance that `_latest` is of."""
        self._asked: _Asked | None = None
        self._last: NDArray[np.float32] | None = None
        """What remained of an utterance that was ended."""
        self.ending = False
        """The utterance is over, but not all of it may be written down; the next one waits."""

    @property
    def text(self) -> str:
        """What was understood so far."""
        return " ".join(filter(None, (self._text, self._latest)))

    @property
    def waiting(self) -> bool:
        """Whether anything of an utterance is not written down yet."""
        return self._asked is not None or bool(self._pieces) or self._last is not None

    def cut(self, piece: NDArray[np.float32]) -> None:
        """A piece of a long utterance is whole."""
        self._pieces.append(piece)
        self._known = 0
        if self._asked and not self._asked.piece:
            self._asked = self._asked._replace(stale=True)

    def finish(self) -> None:
        """The utterance is over: whatever of it isn't written down yet is, now."""
        asked, voiced = self._asked, self._utterances.voiced
        known = asked.voiced == voiced and not (asked.piece or asked.stale) if asked else self._known == voiced
        samples = self._utterances.end()
        self._last = None if known else samples
        self.ending = True

    def over(self) -> bool:
        """Whether the pause is long enough for what was understood."""
        if self.ending:
            return False
        paused = self._utterances.paused_s
        current = self._known == self._utterances.voiced
        return paused >= self._pause_s * (_patience(self._latest) if current else 1.0) or len(self.text) > LONGEST

    def go_on(self, idle: bool) -> None:
        """Ask what there is to ask. `idle`: the recogniser can be asked."""
        if not idle or self._asked is not None:
            return
        spoken = self._utterances
        if self._pieces:
            self._put(self._pieces[0], 0, piece=True)
        elif self._last is not None:
            last, self._last = self._last, None
            self._put(last, -1)
        elif not self.ending and spoken.speaking and spoken.voiced != self._known:
            news = (spoken.voiced - self._known) * FRAME_S
            if spoken.resting or news >= max(NEWS_S, NEWS * spoken.voiced * FRAME_S):
                self._put(spoken.samples(), spoken.voiced)

    def written(self, number: int, text: str) -> bool:
        """Take an answer; True if it changes the text."""
        asked = self._asked
        if asked is None or asked.number != number:
            return False
        self._asked = None
        before = self.text
        if asked.stale:
            return False
        if asked.piece:
            self._pieces.pop(0)
            self._text, self._latest = " ".join(filter(None, (self._text, text))), ""
        else:
            self._latest, self._known = text, asked.voiced
        return self.text != before

    def unanswered(self) -> None:
        """The recogniser left what it was asked."""
        if self._asked is not None:
            self.written(self._asked.number, self._latest if not self._asked.piece else "")

    def _put(self, samples: NDArray[np.float32], voiced: int, *, piece: bool = False) -> None:
        self._number += 1
        self._asked = _Asked(self._number, voiced, piece)
        self._ask(self._number, samples)


def _patience(text: str) -> float:
    """Times the usual pause after which these words are all."""
    if text.endswith("?"):
        return QUESTION
    return UNFINISHED if text.lower().endswith(OPEN_ENDS) else 1.0
