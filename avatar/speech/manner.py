"""How far a natural voice is moved: the numbers of a Voice as semitones and factors.

Every engine that is no espeak-ng reads them by this scale, whether it moves the voice itself or has `moving` do it, so
that a character sounds the same distance from its voice with each. Nothing here imports numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from avatar.speech.base import Moment, Request

SEMITONES = 12.0
"""How far the ends of a Voice's pitch (0 and 100) are from its middle (50, its own): an octave down and up."""

OWN = 50
"""Pitch and range of a voice that is left as it is."""

WHISPER = "whisper"
"""The variant of a natural voice that whispers."""


class Stress(NamedTuple):
    """A stretch of time that is emphasised."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    strength: float = 1.0
    """0 not at all, 1 as people do."""


@dataclass(frozen=True)
class Moves:
    """What is to be done to a voice; as it stands: nothing."""

    semitones: float = 0.0
    """Added to the pitch."""
    range: float = 1.0
    """Factor on the pitch's way from its median, in semitones: 0 monotonous, 2 twice as lively."""
    formants: float = 1.0
    """Factor on their frequencies: 0.7 a large head, 1.05 a smile, 1.4 a small head."""
    effort: float = 0.0
    """-50 hushed to 50 shouted."""
    whisper: bool = False
    stressed: tuple[Stress, ...] = ()


def find_semitones(pitch: float) -> float:
    """Semitones that a Voice's pitch (0 to 100) stands for: -12 to 12, 50 is none."""
    return (min(max(pitch, 0), 100) - OWN) / OWN * SEMITONES


def find_range(liveliness: float) -> float:
    """The factor that a Voice's range (0 to 100) stands for: 0 to 2, 50 is 1."""
    return min(max(liveliness, 0), 100) / OWN


def find_stressed(request: Request, words: Sequence[Moment]) -> tuple[Stress, ...]:
    """When the request's emphasised words are said, as `words` tell."""
    return tuple(
        Stress(word.start, word.end)
        for word in words
        if any(word.at < at + length and at < word.at + word.length for at, length in request.stressed)
    )


def find_moves(request: Request, words: Sequence[Moment] = ()) -> Moves:
    """What a request asks of a voice whose engine can do none of it. `words`: those of the sound, with their times."""
    return Moves(
        semitones=find_semitones(request.pitch),
        range=find_range(request.range),
        formants=request.formants,
        effort=request.effort,
        whisper=request.variant == WHISPER,
        stressed=find_stressed(request, words),
    )
