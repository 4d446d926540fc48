"""Words with times as captions that people read: whole sentences, cut where a reader would, two lines at most.

Source of the numbers: Netflix's Timed Text Style Guide (English): 42 characters a line, two lines, 20 characters a
second, five sixths of a second at least, seven at most; lines break after punctuation and
before conjunctions and prepositions, the lower one longer. That they may break before a verb is our own.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from avatar.text import sentences
from avatar.text.subtitles import Subtitle
from avatar.types import Timed

COLUMNS, LINES = 42, 2
"""Characters of a line, a full-width one counting two; lines of a caption."""
LONGEST_S = 7.0
"""Seconds of a caption."""
LEAST_S = 5 / 6
"""Seconds that a caption stands at least, where there is room before the next."""
PACE = 20.0
"""Characters a second that are read."""
PAUSE_S = 0.8
"""Seconds between two words of a sentence at which a caption ends, if it can."""

_BEFORE_AND, _ANYWHERE, _WITHIN = 0.35, 1.0, 4.0
"""What it costs to break before a word that opens a phrase, between any two words, after one that can't end a line."""
_CAPTION, _PAUSED, _UNEVEN, _MISFIT = 3.0, 6.0, 1.5, 100.0
"""What a further caption costs, a long pause inside of one, captions of unlike length, and one that no lines hold."""

_MARKUP = re.compile(r"<[^<>]*>|\]\([^)\s]*\)|[*_#`~|\\\[\]{}]+")
_SPACE = re.compile(r"\s+")
_MARK_AT_END = re.compile(r"[,;:.!?…—–、。，！？；：]['\"”’»)」』]*$")
_OPENERS = frozenset(
    "and but or nor so yet because that which who where when while if than as to for with from of in on at by "
    "may can could will would shall should must is are was were has have had do does did "
    "und oder aber denn weil dass der die das wenn als ob mit von zu et ou mais que qui car donc pour avec y o pero "
    "porque e ma perché en of maar omdat och men eller".split()
)
"""Words that open a phrase: a line may well begin with them."""
_ARTICLES = frozenset(
    "a an the my your his her its our their this these those no mr mr. mrs mrs. ms ms. dr dr. prof. st. of to "
    "in on at for with from by "
    "der die das den dem des ein eine einen mein dein im am le la les un une des du l' el los las una il lo gli".split()
)
"""Words that no line should end in."""


class _Unit(NamedTuple):
    """A word with the marks that are written at it."""

    text: str
    spaced: bool
    """Whether a space follows it."""
    word: Timed


def captions(text: str, words: Sequence[Timed], duration: float) -> list[Subtitle]:
    """The words of a text as captions, in order and without overlap; none runs from one sentence into the next.

    `words` need their places in the text; those without one stand alone. `duration`: seconds of sound.
    """
    blocks = [block for units in _sentences(text, words) for block in _Sentence(units).blocks()]
    found: list[Subtitle] = []
    for number, (units, shown) in enumerate(blocks):
        start, end = units[0].word.start, max(unit.word.end for unit in units)
        coming = blocks[number + 1][0][0].word.start if number + 1 < len(blocks) else max(duration, end)
        wanted = start + max(LEAST_S, _columns(shown) / PACE)
        found.append(Subtitle(start, max(start + 0.001, min(max(end, wanted), coming)), shown))
    return found


# -------------------------------------------------------------------------------------------------- words with marks


def _sentences(text: str, words: Sequence[Timed]) -> Iterator[list[_Unit]]:
    """The units of each sentence."""
    index = 0
    for sentence in sentences.sentences(text):
        own: list[Timed] = []
        while index < len(words) and words[index].at < sentence.end:  # a word without a place (-1) comes with the next
            own.append(words[index])
            index += 1
        if own:
            yield _units(text, sentence.start, sentence.end, own)
    if index < len(words):
        yield [_Unit(word.value, True, word) for word in words[index:]]


def _units(text: str, start: int, end: int, words: Sequence[Timed]) -> list[_Unit]:
    """A sentence's words. A mark stands with the word before it, one after a space with the word that follows."""
    placed = [word for word in words if word.at >= 0]
    ends = [*(word.at for word in placed[1:]), end]
    gaps = dict(zip(placed, (_bare(text[w.at + w.length : e]) for w, e in zip(placed, ends, strict=True)), strict=True))
    opening = _bare(text[start : placed[0].at]).strip() if placed else ""
    units: list[_Unit] = []
    for number, word in enumerate(words):
        gap = gaps.get(word, " ")
        marks = gap.split(" ")
        last = number + 1 == len(words)
        closing = " ".join(filter(None, marks if last else marks[:-1])) if len(marks) > 1 else gap
        joint = " " if closing and marks[0] == "" else ""
        units.append(_Unit(f"{opening}{word.value}{joint}{closing}", len(marks) > 1, word))
        opening = marks[-1] if len(marks) > 1 else ""
    return units


def _bare(gap: str) -> str:
    """What stands between words, without markup, with single spaces."""
    return _SPACE.sub(" ", _MARKUP.sub("", gap))


# ----------------------------------------------------------------------------------------------------------- breaking


class _Sentence:
    """The units of a sentence, and how wide any run of them is."""

    def __init__(self, units: Sequence[_Unit]) -> None:
        self._units = units
        widths = (_columns(unit.text) + unit.spaced for unit in units)
        self._begins = [0, *accumulate(widths)]

    def blocks(self) -> list[tuple[Sequence[_Unit], str]]:
        """The sentence cut into captions that fit, where it costs least; each with its lines."""
        count = len(self._units)
        best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * count
        for end in range(1, count + 1):
            for start in range(end - 1, -1, -1):
                if start < end - 1 and self._width(start, end) > LINES * COLUMNS + 1:
                    break
                after = self._break_cost(end) if end < count else 0.0
                best[end] = min(best[end], (best[start][0] + self._cost(start, end) + after, start))
        cuts = [count]
        while cuts[-1]:
            cuts.append(best[cuts[-1]][1])
        return [(self._units[a:b], self._lines(a, b)) for a, b in pairwise(reversed(cuts))]

    def _width(self, start: int, end: int) -> int:
        return self._begins[end] - self._begins[start] - self._units[end - 1].spaced

    def _cost(self, start: int, end: int) -> float:
        pauses = sum(self._pause(i) > PAUSE_S for i in range(start + 1, end))
        empty = 1 - min(1.0, self._width(start, end) / (COLUMNS * LINES))
        long = self._units[end - 1].word.end - self._units[start].word.start > LONGEST_S and end - start > 1
        small = 0.0 if self._width(start, end) <= COLUMNS or self._upper(start, end) else _MISFIT
        return _CAPTION + _PAUSED * pauses + _UNEVEN * empty**2 + small + _MISFIT * long

    def _pause(self, at: int) -> float:
        """Seconds between a unit and the one before it."""
        return self._units[at].word.start - self._units[at - 1].word.end

    def _break_cost(self, at: int) -> float:
        """How bad a break before a unit is."""
        before, after = self._units[at - 1], self._units[at]
        if before.spaced and before.text.lower() in _ARTICLES:
            return _WITHIN
        if _MARK_AT_END.search(before.text) or self._pause(at) > PAUSE_S:
            return 0.0
        return _BEFORE_AND if after.text.lower() in _OPENERS else _ANYWHERE

    def _upper(self, start: int, end: int) -> int:
        """Where the lower line of a caption begins; 0 where no two lines hold it."""
        able: list[tuple[float, int]] = []
        for at in range(start + 1, end):
            upper, lower = self._width(start, at), self._width(at, end)
            if max(upper, lower) <= COLUMNS:
                able.append((abs(upper - lower) / COLUMNS + 0.1 * (upper > lower) + self._break_cost(at), at))
        return min(able)[1] if able else 0

    def _lines(self, start: int, end: int) -> str:
        at = self._upper(start, end) if self._width(start, end) > COLUMNS else 0
        return f"{self._text(start, at)}\n{self._text(at, end)}" if at else self._text(start, end)

    def _text(self, start: int, end: int) -> str:
        return "".join(unit.text + " " * unit.spaced for unit in self._units[start:end]).strip()


def _columns(text: str) -> int:
    """Characters, a full-width one counting two, a combining one none."""
    return sum(0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF") for each in text)
