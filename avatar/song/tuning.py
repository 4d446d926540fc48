"""Which key a song is sung in: where its parts lie best for the voices that have them."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable

import numpy as np

from avatar.song.company import Role, part_of
from avatar.song.score import Part, Score
from avatar.song.singing import find_voice_pitch
from avatar.speech.speaker import Speaker

MOST = 6
"""Semitones, up or down: octaves are the singers' own to choose."""


def find_transposition(score: Score, roles: Iterable[Role], speaker: Speaker) -> int:
    """Semitones, -6 to 5, by which the score is moved so that its parts lie about the middles of their voices.

    Octaves don't count, since each singer chooses one. Raises SongError where no voice can sing a part.
    """
    apart = []
    for role in roles:
        if role.part >= 0 and role.voice is not None:
            middle = find_voice_pitch(part_of(score, role), role.voice, speaker)
            apart.append(middle - _median(part_of(score, role)))
    return nearest_key(apart)


def nearest_key(apart: Iterable[float]) -> int:
    """The semitones, -6 to 5, that lie nearest to all of these, octaves aside."""
    around = sum(cmath.exp(2j * math.pi * each / 12.0) for each in apart)
    if abs(around) < 1e-6:
        return 0
    found = round(cmath.phase(around) * 12.0 / (2 * math.pi))
    return found - 12 if found >= MOST else found


def _median(part: Part) -> float:
    """The middle of a part's tune, long notes counting for more."""
    sung = sorted((note.pitch, note.beats) for note in part.notes if note.pitch is not None)
    if not sung:
        return 60.0
    weights = np.cumsum([beats for _, beats in sung])
    return sung[int(np.searchsorted(weights, weights[-1] / 2))][0]
