"""Whether a mouth articulates: figures that a frozen or a flickering mouth can't win.

`acceptable` alone says little: one letter for all speech, with the pauses known, scores .74. So each of the eight
letters is asked for where its own sounds are (recall) and has to lie beside them where it is shown (precision); beside
that stand how much of the speech lies under a mouth that does not move, how often it moves, how long shut lips reach
into the vowel after them, and how often lips shut where nothing shuts them.
These tables judge; what is drawn has a table of its own (`lipsync/shown.py`), made after animators' charts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from avatar.lipsync.shapes import MouthCue
from avatar.types import FRAME_RATE

Span = tuple[float, float, str]
"""Start and end in seconds, name of the class (`phoneset`)."""


class _Letter(NamedTuple):
    own: frozenset[str]
    """Sounds that it is drawn for."""
    fine: frozenset[str]
    """Sounds beside which it is right."""


def _letter(own: str, shared: str = "") -> _Letter:
    sounds = frozenset(own.split())
    return _Letter(sounds, sounds | frozenset(shared.split()))


LETTERS = {
    "A": _letter("p b m", "sil"),
    "G": _letter("f v"),
    "F": _letter("uw w ow", "oy uh ue oe sh ch jh zh r er"),
    "E": _letter("ao er oy", "r ow aa uh ah ax w aw l oe"),
    "D": _letter("aa ay aw", "ae ah ao"),
    "C": _letter("ae eh", "ay aw ah ax ey aa hh ih"),
    "H": _letter("l", "th dh n"),
    "B": _letter("iy s z t d k ch jh", "sh zh ih ey y n g ng th dh ax hh x dx rr r uh ah eh"),
}
LONG_HOLD = 0.4
"""Seconds from which a mouth that does not move through speech looks frozen; people draw .1 to .2 of it so."""
_WORTH_DRAWING = 0.06
"""Seconds: a shorter sound need not have a drawing of its own."""
_SLACK, NEAR = 2, 0.05
"""Frames, and seconds, by which a drawing may miss its sound."""
_OVERHANG = 0.1
"""Seconds that shut lips may reach into the vowel after them."""
SHUT = frozenset("pbm")


class Movement(NamedTuple):
    """How a mouth moved through speech."""

    spoken: float = 0.0
    """Seconds of speech."""
    drawn: float = 0.0
    """Seconds under the letters that lie in speech."""
    held: float = 0.0
    """Of those, seconds under letters that are held too long."""
    moves: int = 0
    """Letters in speech."""
    false_closures: int = 0

    def plus(self, other: Movement) -> Movement:
        return Movement(
            self.spoken + other.spoken,
            self.drawn + other.drawn,
            self.held + other.held,
            self.moves + other.moves,
            self.false_closures + other.false_closures,
        )

    def figures(self) -> dict[str, float]:
        """The rows of a report; none where nothing was said."""
        if not self.spoken:
            return {}
        return {
            "held": self.held / max(self.drawn, 1e-9),
            "moves a second": self.moves / self.spoken,
            "false closures a minute": 60 * self.false_closures / self.spoken,
        }


def letter_counts(
    letter: str, said: Sequence[Span], cues: Sequence[MouthCue], shown: Sequence[str]
) -> tuple[int, int, int, int]:
    """(sounds that show the letter, sounds that should, drawings beside a sound of it, drawings) of one letter."""
    rule = LETTERS[letter]
    seen = due = 0
    for start, end, name in said:
        if name in rule.own and end - start >= _WORTH_DRAWING:
            due += 1
            seen += letter in shown[max(0, round(start * FRAME_RATE) - _SLACK) : round(end * FRAME_RATE) + _SLACK]
    near = [(start, end) for start, end, name in said if name in rule.fine]
    drawings = [cue for cue in cues if cue.value == letter]
    return seen, due, sum(_beside(cue, near) for cue in drawings), len(drawings)


def _beside(cue: MouthCue, near: Sequence[tuple[float, float]]) -> bool:
    """Whether a drawing touches a sound; half of a long one has to lie in such sounds."""
    if not any(cue.start < end + NEAR and cue.end > start - NEAR for start, end in near):
        return False
    inside = sum(max(0.0, min(end, cue.end) - max(start, cue.start)) for start, end in near)
    return cue.end - cue.start <= LONG_HOLD or inside >= 0.5 * (cue.end - cue.start)


def movement(said: Sequence[Span], cues: Sequence[MouthCue]) -> Movement:
    """How the mouth moved through what was said."""
    rests = [(start, end) for start, end, name in said if name == "sil"]
    lengths = [cue.end - cue.start for cue in cues if cue.value != "X" and _in_speech(cue, rests)]
    closing = [(a - NEAR, b + NEAR) for a, b, name in said if name in SHUT or name == "sil"]
    return Movement(
        sum(end - start for start, end, name in said if name != "sil"),
        sum(lengths),
        sum(length for length in lengths if length > LONG_HOLD),
        len(lengths),
        sum(c.value == "A" and not any(c.start < b and c.end > a for a, b in closing) for c in cues),
    )


def _in_speech(cue: MouthCue, rests: Sequence[tuple[float, float]]) -> bool:
    resting = sum(max(0.0, min(end, cue.end) - max(start, cue.start)) for start, end in rests)
    return resting < 0.5 * (cue.end - cue.start)


def longest_still(said: Sequence[Span], cues: Sequence[MouthCue]) -> float:
    """The longest that one letter was held during speech, in seconds."""
    spoken = [(start, end) for start, end, name in said if name != "sil"]
    held = (sum(max(0.0, min(cue.end, b) - max(cue.start, a)) for a, b in spoken) for cue in cues)
    return max(held, default=0.0)


def overhanging(said: Sequence[Span], cues: Sequence[MouthCue]) -> tuple[int, int]:
    """(closures that stay shut far into the vowel after them, closures that are shown)."""
    late = shut = 0
    for (start, end, name), (_, _, after) in pairwise(said):
        if name not in SHUT or after in SHUT or after == "sil":
            continue
        near = [cue for cue in cues if cue.value in "AX" and cue.start < end and cue.end > start]
        if near:
            shut += 1
            late += near[-1].end - end > _OVERHANG
    return late, shut


def f1(recall: float, precision: float) -> float:
    """The harmonic mean; 0 where nothing was shown (NaN)."""
    if math.isnan(precision):
        precision = 0.0
    return 2 * recall * precision / max(1e-9, recall + precision)
