"""Audacity's labels: a line for each letter, or each word, with its start and end in seconds, between tabs.

Source: Audacity's manual, "Importing and Exporting Labels", standard format (File > Import > Labels).
"""

from __future__ import annotations

from collections.abc import Iterable

from avatar.lipsync.formats.base import CueSheet, Format, Options, words_of
from avatar.lipsync.formats.rhubarb import letters_of


def letters(timeline: CueSheet, options: Options) -> str:
    return _lines(letters_of(timeline, options))


def words(timeline: CueSheet, options: Options) -> str:
    """Raises LipSyncError where no words are known."""
    return _lines((word.start, word.end, word.value) for word in words_of(timeline, "labels"))


def _lines(spans: Iterable[tuple[float, float, str]]) -> str:
    return "".join(f"{start:.6f}\t{end:.6f}\t{' '.join(value.split())}\n" for start, end, value in spans)


FORMATS = {
    "audacity": Format(".labels.txt", letters, "Audacity: a label for each letter"),
    "audacity-words": Format(".words.txt", words, "the same for each word"),
}
