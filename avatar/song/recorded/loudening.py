"""The mouth of held vowels, which moves with the voice: as it swells, dies away, trembles, and begins anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from avatar.lipsync.visemes import is_vowel
from avatar.lipsync.voiced import levels
from avatar.types import FRAME_RATE, VISEMES, Clip, Floats, MouthTrack, Timed

HELD_S = 0.25
"""Seconds from which on a vowel is held; shorter ones are over before a jaw follows."""
SOFTEST_DB, MOST = 18.0, 0.4
"""So far below a vowel's loudest moment its mouth is closed by the most: by that share of the way to rest."""
FOLLOW_S = 0.05
"""Seconds in which the jaw follows: a vibrato is seen, a single period is not."""


def follow_voice(track: MouthTrack, phones: Sequence[Timed], voice: Clip) -> MouthTrack:
    """The track with its held vowels as open as the voice is loud; all else as it was.

    `phones`: of the sound, from its start; `voice`: what is sung, as alone as it could be made.
    """
    level = _smooth(levels(voice).astype(np.float32))
    count = min(len(level), len(track.weights))
    closed = np.zeros(len(track.weights), np.float32)
    for phone in phones:
        first, last = round(phone.start * FRAME_RATE), min(round(phone.end * FRAME_RATE), count)
        if is_vowel(phone.value) and last - first >= HELD_S * FRAME_RATE:
            below = level[first:last].max() - level[first:last]
            closed[first:last] = MOST * np.clip(below / SOFTEST_DB, 0, 1)
    weights = track.weights * (1 - closed)[:, None]
    weights[:, VISEMES.index("sil")] += closed * track.weights.sum(axis=1)
    opening = track.opening
    if opening is not None and len(opening):
        opening = opening * (1 - closed[: len(opening)])
    return replace(track, weights=weights.astype(np.float32), opening=opening)


def _smooth(level: Floats) -> Floats:
    """Levels as slowly as a jaw follows."""
    width = max(1, round(FOLLOW_S * FRAME_RATE))
    if len(level) <= width:
        return level
    padded = np.pad(level, (width // 2, width - 1 - width // 2), mode="edge")
    return np.convolve(padded, np.ones(width, np.float32) / width, "valid").astype(np.float32)
