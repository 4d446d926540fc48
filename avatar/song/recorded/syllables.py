"""Words that were found in a sound, syllable by syllable: which letters are sung when, for captions and scores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from avatar.lipsync.visemes import is_vowel
from avatar.types import Timed

_VOWELS = frozenset("aeiouyæøœаеёиоуыэюяіїєαεηιουω")
_TOGETHER = frozenset("ch ck gh gn kn ph qu rh sh ss th tt wh ll sch".split())
"""Letters that stand for one sound, and so go to one syllable."""
_LIQUIDS = "rlwy"
"""They go with the consonant before them, which may begin a syllable together with them."""
_KANA = re.compile(r"[\u3040-\u30ff]")
_LEANS = frozenset("ぁぃぅぇぉゃゅょゎっんァィゥェォャュョヮッンー")
"""Kana that belong to the syllable before them."""


def find_syllables(word: Timed, phones: Sequence[Timed]) -> list[Timed]:
    """The syllables of a word, each with its letters, of the phones that it is sung with, in order.

    `word.at` counts where the syllables' `at` does. A word without a vowel is one syllable.
    """
    cores = [number for number, phone in enumerate(phones) if is_vowel(phone.value)]
    if len(cores) < 2:
        return [word]
    starts = [phones[0].start, *(phones[_onset(phones, core, before)].start
                                 for before, core in pairwise(cores))]  # fmt: skip
    pieces = split_written(word.value, len(cores))
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


def split_written(word: str, count: int) -> list[str]:
    """A written word in `count` pieces, as they would be put under notes; fewer where it has fewer letters."""
    if count < 2 or len(word) < 2:
        return [word]
    if _KANA.search(word):
        morae = _morae(word)
        return _grouped(morae, min(count, len(morae)))
    pieces = _by_vowels(word, count)
    return _grouped(pieces, count) if len(pieces) > count else pieces if len(pieces) == count else _even(word, count)


def _morae(word: str) -> list[str]:
    pieces: list[str] = []
    for letter in word:
        if pieces and letter in _LEANS:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _by_vowels(word: str, count: int) -> list[str]:
    """A word cut before the consonant that leads to each vowel, or group of vowels, after the first."""
    plain = [_bare(letter) for letter in word]
    groups = [found.span() for found in re.finditer("v+", "".join("v" if p in _VOWELS else "c" for p in plain))]
    last = groups[-1] if groups else (0, 0)
    if len(groups) > count and last == (len(word.rstrip(".,;:!?'")) - 1, last[1]) and plain[last[0]] == "e":
        groups.pop()  # a silent e
    cuts = [0]
    for (_, before), (vowel, _) in pairwise(groups):
        cuts.append(_cut(plain, before, vowel))
    return [word[start:end] for start, end in zip(cuts, [*cuts[1:], len(word)], strict=True)]


def _cut(plain: Sequence[str], first: int, vowel: int) -> int:
    """Where, among the consonants from `first` up to `vowel`, the next syllable begins."""
    cut = max(first, vowel - 1)
    if cut - 1 >= first:
        two = plain[cut - 1] + plain[cut]
        joined = plain[cut] in _LIQUIDS and plain[cut - 1] in "bcdfgkptvw"
        if two in _TOGETHER - {"ss", "tt", "ll", "ck"} or joined:
            cut -= 1
    return cut


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.lower())[0]


def _grouped(pieces: Sequence[str], count: int) -> list[str]:
    """Pieces joined to `count`, about as many in each."""
    edges = [round(number * len(pieces) / count) for number in range(count + 1)]
    return ["".join(pieces[a:b]) for a, b in pairwise(edges)]


def _even(word: str, count: int) -> list[str]:
    """As many letters in each piece; as many pieces as letters at most."""
    return _grouped(list(word), min(count, len(word)))
