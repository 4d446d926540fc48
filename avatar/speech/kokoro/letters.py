"""Kokoro's alphabet: the numbers that its net reads, and how phones in IPA are spelled with it.

The alphabet is IPA with some capitals: misaki, which made the texts that Kokoro learned from, writes the diphthong of
"day" as `A`. https://github.com/hexgrad/misaki, EN_PHONES.md and its `EspeakFallback`; numbers: the `vocab` of
Kokoro-82M's config.json.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal, NamedTuple

_RUNS: tuple[tuple[int, str], ...] = (
    (1, ";:,.!?"), (9, "—…\"()“” \u0303ʣʥʦʨᵝꭧAI"), (31, "O"), (33, "Q"), (35, "ST"), (39, "W"), (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"), (75, "βɔɕç"), (80, "ɖðʤə"), (85, "ɚɛɜ"), (90, "ɟ"), (92, "ɡ"), (99, "ɥ"),
    (101, "ɨɪʝ"), (110, "ɯɰŋɳɲɴø"), (118, "ɸθœ"), (123, "ɹ"), (125, "ɾɻ"), (128, "ʁɽʂʃʈʧ"), (135, "ʊʋ"),
    (138, "ʌɣɤ"), (142, "χʎ"), (147, "ʒʔ"), (156, "ˈˌː"), (162, "ʰ"), (164, "ʲ"), (169, "↓"), (171, "→↗↘"), (177, "ᵻ"),
)  # fmt: skip
NUMBERS: dict[str, int] = {letter: first + i for first, run in _RUNS for i, letter in enumerate(run)}
"""Letter to number; 0 is the silence before and after."""

MARKS = ";:,.!?—…"
"""Punctuation, heard as pauses and in the tune."""

TONES = "→↗↓↘"
"""The four tones of Mandarin, each after its vowel."""

Accent = Literal["american", "british", "none"]
"""How English is spelled; none for other languages."""

_ALL = {
    "aɪ": "I", "aʊ": "W", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ɔɪ": "Y",
    "dʒ": "ʤ", "tʃ": "ʧ", "ts": "ʦ", "dz": "ʣ", "tɕ": "ʨ", "tʂ": "ꭧ", "dʑ": "ʥ", "g": "ɡ", "-": "",
}  # fmt: skip
_ENGLISH = {
    **_ALL,
    "əl": "ᵊl", "l̩": "ᵊl", "n̩": "ᵊn", "m̩": "ᵊm", "ɚ": "əɹ", "ɝ": "ɜɹ", "r": "ɹ", "x": "k", "ç": "k", "ɬ": "l",
    "ʔ": "t", "ɾ": "T", "ɐ": "ə", "e": "A", "o": "ɔ", "ʲ": "", "\u0303": "",
}  # fmt: skip
_SPELLINGS: dict[Accent, dict[str, str]] = {
    "american": {**_ENGLISH, "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": ""},
    "british": {**_ENGLISH, "eə": "ɛː", "iə": "ɪə"},
    "none": _ALL,
}
"""What is spelled otherwise than in IPA; the longest goes first."""


def spell(phone: str, accent: Accent) -> str:
    """A phone in IPA, with or without stress, in letters of the alphabet; '' where it has none."""
    pattern, spellings = _pattern(accent)
    spelled = pattern.sub(lambda match: spellings[match[0]], unicodedata.normalize("NFD", phone))
    if "ç" in phone and accent == "none":
        spelled = unicodedata.normalize("NFC", spelled)
    return "".join(letter for letter in spelled if letter in NUMBERS)


@cache
def _pattern(accent: Accent) -> tuple[re.Pattern[str], dict[str, str]]:
    spellings = {unicodedata.normalize("NFD", ipa): letters for ipa, letters in _SPELLINGS[accent].items()}
    return re.compile("|".join(sorted(map(re.escape, spellings), key=len, reverse=True))), spellings


class Voiced(NamedTuple):
    """A phone, or a pause, of a text."""

    phone: str
    """IPA without tones, beginning with 'ˈ' where it has the stress; '' for a pause."""
    letters: str
    """How it is spelled, with the space before it, if any."""
    at: int = -1
    """Index of the first character of the written word that it is of; -1 for a pause."""
    length: int = 0
    """Characters of that word."""


_LONG = ("tʃ", "dʒ", "ts", "dz", "tɕ", "dʑ", "aɪ", "aʊ", "eɪ", "oʊ", "əʊ", "ɔɪ", "ɪə", "iə", "eə", "ʊə")
_VOWELS = frozenset("aeiouyæøœɐɑɒɔəɚɛɜɝɤɨɪɯɵʉʊʌᵻ")
_AFTER = frozenset("ːˑʲʷʰˤ̃")


def split_ipa(ipa: str) -> list[str]:
    """Phones of a word in IPA, as espeak-ng gives them: stress stands before the vowel, not before its syllable."""
    phones: list[str] = []
    stress = ""
    at = 0
    ipa = ipa.replace("͡", "").replace(".", "").replace(" ", "")
    while at < len(ipa):
        size = 2 if ipa.startswith(_LONG, at) else 1
        piece = ipa[at : at + size]
        at += size
        if piece in "ˈˌ":
            stress = piece
        elif phones and (piece in _AFTER or unicodedata.combining(piece[0])):
            phones[-1] += piece
        elif piece[0] in _VOWELS:
            phones.append(stress + piece)
            stress = ""
        else:
            phones.append(piece)
    return phones
