"""Words without a tune, spoken in rhythm: no melody is made up for them.

Each chord begins a bar, and what is said after it falls into that bar, from the bar's first beat on, in eighths or,
where there are many syllables, in smaller even steps. Words before the first chord come just before their bar.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from avatar.song.reading.notation import NoteRow, Slot, Sound, WordRow
from avatar.song.reading.syllables import split_word

STEPS = (1 / 2, 1 / 3, 1 / 4, 1 / 6, 1 / 8)
"""Quarter notes between syllables; the longest that fits is taken."""


def spoken_row(words: WordRow, bar: float, unit: float, language: str) -> tuple[NoteRow, WordRow]:
    """A line of words with notes without pitch, some bars long. `bar`: units in one; `unit`: quarters in one."""
    slots = [piece for slot in words.slots for piece in _said(slot, language)]
    groups = _by_chord(slots)
    sounds: list[Sound] = []
    chords: list[tuple[float, str]] = []
    at = 0.0
    for chord, its in groups:
        length = bar if chord else bar * max(1, math.ceil(len(its) * STEPS[0] / unit / bar))
        step = next((step / unit for step in STEPS if len(its) * step / unit <= length), length / max(1, len(its)))
        late = length - len(its) * step if not chord and len(groups) > 1 else 0.0  # an upbeat ends with its bar
        if chord:
            chords.append((at, chord))
        sounds += [Sound(at + late + n * step, step) for n in range(len(its))]
        at += length
    if words.after:
        chords.append((at, words.after))
        at += bar
    row = NoteRow(tuple(sounds), tuple(chords), (), at, 4)
    return row, WordRow(tuple(slot._replace(chord="") for slot in slots))


def _said(slot: Slot, language: str) -> Sequence[Slot]:
    """A word by its syllables."""
    if not slot.text:
        return ()
    pieces = split_word(slot.text, language) if slot.whole else (slot.text,)
    return [Slot(text, slot.begins and n == 0, slot.chord if n == 0 else "") for n, text in enumerate(pieces)]


def _by_chord(slots: list[Slot]) -> list[tuple[str, list[Slot]]]:
    """(chord, what is said from it to the next); '' before the first."""
    starts = [n for n, slot in enumerate(slots) if slot.chord]
    bounds = ([] if starts[:1] == [0] else [0]) + starts + [len(slots)]
    return [(slots[one].chord, slots[one:after]) for one, after in pairwise(bounds) if after > one]
