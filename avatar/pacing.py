"""The pauses between clauses: how long a listener expects to wait after each kind of ending."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from avatar.types import Clip, Performance, Speech

PAUSES: Mapping[str, float] = {
    ".": 0.28,  # a thought is over
    "!": 0.25,  # as a full stop, but livelier
    "?": 0.32,  # room to think about it
    "…": 0.40,  # the voice trails off
    ":": 0.18,  # something is coming, don't let it wait
    ";": 0.20,
    ",": 0.08,  # one breath carries over it
    "-": 0.10,  # a dash typed as two hyphens
    "–": 0.12,
    "—": 0.12,
    # the same signs of other scripts
    "。": 0.28,
    "．": 0.28,
    "।": 0.28,
    "۔": 0.28,
    "！": 0.25,
    "？": 0.32,
    "؟": 0.32,
    "：": 0.18,
    "；": 0.20,
    "؛": 0.20,
    "，": 0.08,
    "、": 0.08,
    "،": 0.08,
}
"""Seconds of silence that a listener expects after a clause that ends so. The silence that the voice itself leaves at
the clips' ends counts towards it."""

PAUSE_OTHERWISE = 0.05
"""Seconds after a clause that ends in a word, because the splitter cut a long sentence there."""

SILENT = 330
"""Samples below this (1 % of full scale) count as silence."""


def natural_gap(before: object, after: Performance) -> float:
    """Seconds of silence to put between two clauses, so that it sounds as `PAUSES` says; 0 after a mere sound."""
    return gap_between(before.speech, after.speech) if isinstance(before, Performance) else 0.0


def gap_between(before: Speech, after: Speech) -> float:
    """The same between two pieces of speech."""
    return max(0.0, missing_between(before, after))


def missing_between(before: Speech, after: Speech) -> float:
    """Seconds of silence that are missing between two pieces of speech, so that it sounds as `PAUSES` says; below 0
    where there is more."""
    wanted = PAUSES.get(_ending(before.text), PAUSE_OTHERWISE)
    return wanted - silence_at_end(before.clip) - _silence_at_start(after.clip)


def _ending(text: str) -> str:
    """The sign that a clause ends in, whatever quotes, brackets, stars or emoji close it; '' where it is a word."""
    for sign in reversed(text):
        if sign in PAUSES:
            return sign
        if sign.isalnum():
            break
    return ""


def _silence_at_start(clip: Clip) -> float:
    loud = np.abs(clip.samples.astype(np.int32)) > SILENT
    return float(np.argmax(loud)) / clip.rate if loud.any() else clip.duration


def silence_at_end(clip: Clip) -> float:
    """Seconds."""
    return _silence_at_start(Clip(clip.samples[::-1], clip.rate))
