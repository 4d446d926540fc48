"""Where a voice sings well, and how a song is moved there."""

from __future__ import annotations

from math import log2
from typing import NamedTuple

from avatar.song.score import Part

BELOW, ABOVE = 12.0, 19.0
"""Semitones under and over the middle of the spoken voice that its sound can be moved by and still be its own."""

LOWEST_HZ, HIGHEST_HZ = 55.0, 1100.0
"""No voice is moved beyond these: A1, below which it falls apart into beats, and above the soprano's C6."""

SING_ABOVE = 2.0
"""Semitones: people sing a little higher than they speak."""

USUAL_HZ = 150.0
"""Where a line had no pitch at all, as of a whisper."""


class Reach(NamedTuple):
    """What a voice can sing, in MIDI numbers."""

    lowest: float
    middle: float
    """Where it speaks."""
    highest: float

    @classmethod
    def of(cls, hertz: float) -> Reach:
        """Of a voice that speaks at so many Hz; 0 where that is not known."""
        middle = to_midi(hertz if hertz > 0 else USUAL_HZ)
        return cls(max(middle - BELOW, to_midi(LOWEST_HZ)), middle, min(middle + ABOVE, to_midi(HIGHEST_HZ)))


def to_midi(hertz: float) -> float:
    return 69.0 + 12.0 * log2(hertz / 440.0)


def fold(midi: float, reach: Reach) -> float:
    """The pitch, or the nearest octave of it within reach."""
    while midi > reach.highest and midi - 12 >= reach.lowest:
        midi -= 12
    while midi < reach.lowest and midi + 12 <= reach.highest:
        midi += 12
    return midi


def middle_of(part: Part) -> float | None:
    """MIDI number in the middle of a part, by how long it is sung; None where nothing has a pitch."""
    notes = sorted((note.pitch, note.beats) for note in part.notes if note.pitch is not None)
    half = sum(beats for _, beats in notes) / 2
    for pitch, beats in notes:
        half -= beats
        if half <= 0:
            return pitch
    return None


def octaves_for(part: Part, reach: Reach) -> int:
    """By how many octaves a part is moved for a voice: to nearest where it sings well."""
    middle = middle_of(part)
    return 0 if middle is None else round((reach.middle + SING_ABOVE - middle) / 12)
