"""What the search left out of a line, held on: a mouth that rests while its voice is heard looks frozen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from avatar.lipsync import decode
from avatar.lipsync.visemes import is_vowel
from avatar.lipsync.voiced import levels
from avatar.runs import find_runs
from avatar.song.recorded.hearing import HeardSong
from avatar.types import FRAME_RATE, Floats

BETWEEN_DB, WITHIN_DB = 18.0, 30.0
"""dB below the song's loud parts down to which somebody sings, between two lines and between two words of one: a line
is sung in one go, and what takes instruments out takes soft words out, too."""
SHORTEST_S, LONGEST_WITHIN_S = 0.1, 1.5
"""Seconds of voice that are a sound, and of a gap in a line beyond which it is a rest."""
NEAR_S = 0.1
"""Seconds before a sound in which what is heard is its beginning."""
SLOW_S = 0.06
"""Seconds over which the level is taken: between two vowels it dips."""
WORDLESS_FRAMES, WORDLESS_DB = 30, 24.0
"""Frames of singing between the words, at least, and dB below the song's loud parts, that have a mouth."""
NEUTRAL = "ə"


class Found(NamedTuple):
    """A sound that was found."""

    start: int
    """Frame."""
    end: int
    ipa: str
    line: int
    """Number of its line; -1 for none."""


def hold_on(found: Sequence[Found], level: Floats) -> list[Found]:
    """The sounds, in order, and in the gaps between them a vowel wherever the voice is heard.

    `level`: dB of the singing alone, FRAME_RATE values a second.
    """
    if not len(level) or not found:
        return list(found)
    width = round(SLOW_S * FRAME_RATE)
    slow = np.convolve(level, np.ones(width) / width, "same")
    top = float(np.percentile(level, 95))
    out = [found[0]]
    for before, after in pairwise(found):
        within = before.line == after.line >= 0 and after.start - before.end <= LONGEST_WITHIN_S * FRAME_RATE
        loud = slow[before.end : after.start] > top - (WITHIN_DB if within else BETWEEN_DB)
        for first, last in _long_runs(loud, round(SHORTEST_S * FRAME_RATE)):
            start, end = before.end + first, before.end + last
            out.append(Found(start, end, _vowel(found, start, after.start - end), before.line))
        out.append(after)
    return out


def _long_runs(sung: np.ndarray, least: int) -> list[tuple[int, int]]:
    return [(first, last) for first, last in find_runs(sung) if last - first >= least]


def _vowel(found: Sequence[Found], start: int, until_next: int) -> str:
    """The vowel that is held: the one that comes where it is next, else the one before."""
    coming = [each.ipa for each in found if each.start >= start and is_vowel(each.ipa)]
    gone = [each.ipa for each in found if each.end <= start and is_vowel(each.ipa)]
    if coming and until_next <= NEAR_S * FRAME_RATE:
        return coming[0]
    return gone[-1] if gone else NEUTRAL


def find_wordless(heard: HeardSong, found: Sequence[Found]) -> list[Found]:
    """What is sung where the text has nothing, as the model hears it."""
    level = levels(heard.voice)[: len(heard.scores)]
    free = np.zeros(len(heard.scores), bool)
    free[: len(level)] = level > np.percentile(level, 95) - WORDLESS_DB if len(level) else False
    for start, end, _, _ in found:
        free[start:end] = False
    runs = _long_runs(free, WORDLESS_FRAMES)
    if not runs:
        return []
    decoded = [(round(p.start * FRAME_RATE), round(p.end * FRAME_RATE), p.value) for p in decode.phones(heard.scores)]
    cut = [
        Found(max(first, start), min(last, end), ipa, -1)
        for first, last in runs
        for start, end, ipa in decoded
        if start < last and end > first
    ]
    return [each for each in cut if each.ipa]
