"""Words that were found in a sound, syllable by syllable: which letters are sung when, for captions and scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from avatar.lipsync.visemes import is_vowel
from avatar.song.reading.syllables import split_into
from avatar.types import Timed


def find_syllables(word: Timed, phones: Sequence[Timed], language: str) -> list[Timed]:
    """The syllables of a word, each with its letters, of the phones that it is sung with, in order.

    `word.at` counts where the syllables' `at` does. A word without a vowel is one syllable.
    """
    cores = [number for number, phone in enumerate(phones) if is_vowel(phone.value)]
    if len(cores) < 2:
        return [word]
    starts = [phones[0].start, *(phones[_onset(phones, core, before)].start
                                 for before, core in pairwise(cores))]  # fmt: skip
    pieces = split_into(word.value, len(cores), language)
    if len(pieces) < len(starts):  # fewer pieces than vowels: some are sung on several
        starts = [starts[round(number * len(starts) / len(pieces))] for number in range(len(pieces))]
    found, at = [], word.at
    for start, end, piece in zip(starts, [*starts[1:], word.end], pieces, strict=True):
        found.append(Timed(start, end, piece, at, len(piece)))
        at += len(piece)
    return found


def _onset(phones: Sequence[Timed], core: int, before: int) -> int:
    """The first phone of the syllable whose vowel is at `core`: one consonant before it, where there is one."""
    return max(before + 1, core - 1)
