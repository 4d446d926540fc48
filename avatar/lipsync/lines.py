"""A clause as lines of captions."""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Sequence

from avatar.types import Speech, Timed

CAPTION_WORDS = 9
"""Words of one caption line; about what is read in the time that they are spoken."""

CAPTION_WIDE = 26
"""Letters of one caption where words have no spaces between them, as in Chinese and Japanese: two lines of the 13 that
Netflix's Timed Text Style Guide gives Japanese."""

MOST_WIDE = 60
"""Words of a caption that are tried: more than it ever has."""

_AFTER_MARK, _ELSEWHERE, _OVER = 0.0, 0.5, 10.0
"""What it costs to cut behind a mark, between any two words, and each letter too many; a caption costs 1."""
_UNEVEN = 0.5
"""What an empty caption would cost more than a full one."""


def captions(speech: Speech) -> tuple[Timed, ...]:
    """The clause as lines short enough to read, each shown while it is said."""
    words = [word for word in speech.words if word.at >= 0]
    text = speech.text.strip()
    wide = _is_wide(text)
    begins = [_begin(speech.text, word.at, wide) for word in words]
    firsts = _cut_wide(speech.text, begins) if wide else _cut(len(words))
    if len(firsts) <= 1:
        return (Timed(0.0, speech.clip.duration, text),) if text else ()
    ends = [*(words[first].start for first in firsts[1:]), speech.clip.duration]
    places = [0, *(begins[first] for first in firsts[1:]), len(speech.text)]
    lines = [speech.text[a:b].strip() for a, b in itertools.pairwise(places)]
    starts = [0.0, *ends[:-1]]
    return tuple(Timed(a, b, line) for a, b, line in zip(starts, ends, lines, strict=True) if line)


def _begin(text: str, at: int, wide: bool) -> int:
    """Where a line begins that begins with the word at a place: with the brackets and quotes before it."""
    while at and (unicodedata.category(text[at - 1]) in ("Ps", "Pi") if wide else not text[at - 1].isspace()):
        at -= 1
    return at


def _cut(count: int) -> list[int]:
    """The numbers of the words that lines begin with."""
    lines = -(-count // CAPTION_WORDS)
    return [round(i * count / lines) for i in range(lines)]


def _is_wide(text: str) -> bool:
    """Whether it is written without spaces between words, each letter as wide as high."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide > len(text) / 2 and text.count(" ") * 8 < len(text)


def _cut_wide(text: str, begins: Sequence[int]) -> list[int]:
    """The numbers of the words that lines begin with, where each may be a single letter: behind marks if that can be.
    `begins`: where in the text a line begins with each."""
    count = len(begins)
    places = [0, *begins[1:], len(text)]
    best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * count
    for end in range(1, count + 1):
        cut = 0.0 if end == count else _AFTER_MARK if _is_mark(text[places[end] - 1]) else _ELSEWHERE
        for start in range(max(0, end - MOST_WIDE), end):
            long = len(text[places[start] : places[end]].strip())
            cost = 1.0 + _OVER * max(0, long - CAPTION_WIDE) + _UNEVEN * (1 - min(1.0, long / CAPTION_WIDE)) ** 2
            best[end] = min(best[end], (best[start][0] + cost + cut, start))
    firsts, at = [], count
    while at:
        at = best[at][1]
        firsts.append(at)
    return firsts[::-1]


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P" or letter.isspace()
