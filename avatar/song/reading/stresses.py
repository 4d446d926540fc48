"""Which syllables of a line of words bear its beats: by espeak-ng where it speaks the language, else by rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from avatar.errors import LipSyncError
from avatar.lipsync import phonemes
from avatar.lipsync.visemes import is_vowel
from avatar.song.reading.notation import Slot
from avatar.song.reading.syllables import split_into, split_word

STRESSED, SECOND, WEAK = 1.0, 0.4, 0.0
"""How much a syllable asks for a beat: one that carries its word's stress, one with a second stress, any other."""


class Beaten(NamedTuple):
    """A syllable that is to be spoken in rhythm."""

    slot: Slot
    weight: float
    """`STRESSED`, `SECOND` or `WEAK`."""


def find_beaten(slots: Sequence[Slot], language: str) -> list[Beaten]:
    """The syllables of a line, words divided where no hyphen says how, and how much each asks for a beat."""
    words = _by_word(slots)
    told = _told(" ".join("".join(slot.text for slot in word) for word in words), language or "en")
    found: list[Beaten] = []
    at = 0
    for word in words:
        whole = "".join(slot.text for slot in word)
        found += _beaten(word, told.get(at, ()), language)
        at += len(whole) + 1
    return found


def _by_word(slots: Sequence[Slot]) -> list[list[Slot]]:
    words: list[list[Slot]] = []
    for slot in slots:
        if not slot.text:
            continue
        if slot.begins or not words:
            words.append([])
        words[-1].append(slot)
    return words


def _told(text: str, language: str) -> dict[int, tuple[float, ...]]:
    """Weights of each word's vowels, by the index of its first letter; nothing where espeak-ng can't be asked."""
    try:
        clauses = phonemes.phonemize(text, language)
    except LipSyncError:
        return {}
    found: dict[int, tuple[float, ...]] = {}
    for word in (word for clause in clauses for word in clause.words):
        begin = text.rfind(" ", 0, word.at + 1) + 1
        weights = tuple(
            _weight(phone) for phone in word.phones if is_vowel(phone.strip(phonemes.PRIMARY + phonemes.SECONDARY))
        )
        found[begin] = (*found.get(begin, ()), *weights)
    return found


def _weight(phone: str) -> float:
    return STRESSED if phonemes.PRIMARY in phone else SECOND if phonemes.SECONDARY in phone else WEAK


def _beaten(word: Sequence[Slot], weights: Sequence[float], language: str) -> list[Beaten]:
    """A word's syllables. As many as are written with hyphens, else as the voice says vowels."""
    first = word[0]
    pieces = [slot.text for slot in word]
    if len(word) == 1 and first.whole:
        pieces = split_into(first.text, len(weights), language) if weights else list(split_word(first.text, language))
    if len(weights) != len(pieces):
        weights = _shared(weights, len(pieces)) if weights else (STRESSED, *[WEAK] * (len(pieces) - 1))
    chords = [slot.chord for slot in word] + [""] * (len(pieces) - len(word))
    return [
        Beaten(Slot(text, first.begins and n == 0, chord), weight)
        for n, (text, chord, weight) in enumerate(zip(pieces, chords, weights, strict=True))
    ]


def _shared(weights: Sequence[float], count: int) -> tuple[float, ...]:
    """Weights for another number of syllables: each at its place in the word."""
    found = [WEAK] * count
    for number, weight in enumerate(weights):
        place = min(count - 1, number * count // len(weights))
        found[place] = max(found[place], weight)
    return tuple(found)
