"""Words into syllables by their spelling: for words that somebody wrote without hyphens over several notes.

By rule: each group of vowels is the heart of a syllable, and what stands between two hearts goes to the later one as
far as words may begin so. They are rules of spelling, not of sound, and err where English does; who knows better writes
the hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_LETTERS = r"[^\W\d_]"
_VOWELS = {
    "": "aeiouyäöüáéíóúàèìòùâêîôûëïãõåæœøýаеёиоуыэюяіїєαεηιουωάέήίόύώϊϋΐΰ",
    "de": "aeiouyäöü",
    "en": "aeiouyéèêëïöôâ",
}
_GROUPS = {
    "": ("ai", "au", "ei", "eu", "ou", "oi", "oo", "ee", "ea", "ie", "ue"),
    "en": (
        "eau", "eou", "iou", "ai", "au", "aw", "ay", "ea", "ee", "ei", "eu", "ew", "ey", "ie", "oa", "oe", "oi", "oo",
        "ou", "ow", "oy", "ue", "ui", "ye",
    ),
    "de": ("aa", "ai", "ay", "au", "äu", "ee", "ei", "ey", "eu", "ie", "oo", "ui"),
    "fr": (
        "eau", "oeu", "œu", "aie", "oui", "ai", "aî", "au", "eu", "eû", "ei", "oi", "oî", "ou", "oû", "où", "ie", "ié",
        "iè", "ui", "io", "ia", "ue", "ée",
    ),
    "it": ("ia", "ie", "io", "iu", "ua", "ue", "uo", "ui", "ai", "ei", "oi", "au", "eu", "iuo"),
    "es": ("ia", "ie", "io", "iu", "ua", "ue", "ui", "uo", "ai", "ei", "oi", "au", "eu", "ou", "ay", "ey", "oy", "iá",
           "ié", "ió", "ué", "uá", "ái", "éi", "ói", "áu"),
}  # fmt: skip
"""Letters that are one vowel together, the longest first in effect."""
_ONSETS = frozenset(
    """b bl br c ch chr cl cr d dr f fl fr g gl gn gr h j k kl kn kr l m n p ph phr pl pr ps qu r rh s sch schl schm
    schn schr schw sc scr sh
    shr sk sl sm sn sp sph spl spr squ st str sw t th thr tr ts tsch tw v vl vr w wh wr x z zw ñ ç
    """.split()
)
"""What syllables begin with."""
_SILENT = {
    "en": re.compile(
        r"(?<=[^aeiouy])e(?=$)(?<![^aeiouyr\W]le)"
        r"|(?<=[^aeiouy])e(?=['’]?s$)(?<![^aeiouyr\W]le)(?<![sczgx]e)(?<![cs]he)"
        r"|(?<=[^aeiouytd])e(?=d$)(?<![^aeiouy][lr]e)"
    )
}
"""E that nobody says in English; French ones are sung."""


def split_word(word: str, language: str) -> tuple[str, ...]:
    """A word in its syllables, joined again the same word; marks stay with their letters.

    `language`: a BCP 47 tag; '' is taken for English.
    """
    tongue = language[:2].lower()
    tongue = "en" if not tongue else tongue if tongue in _GROUPS else ""
    lower = word.lower()
    if re.search("[\u3040-\u30ff]", word):
        return _moras(word)
    hearts = _hearts(lower, tongue)
    if len(hearts) < 2:
        return (word,)
    cuts = [_cut(lower, left[1], right[0]) for left, right in pairwise(hearts)]
    bounds = [0, *cuts, len(word)]
    return tuple(word[start:end] for start, end in pairwise(bounds))


_LEANS = frozenset("んンっッ")
"""Kana without a vowel, which are sung with the syllable before them."""


def split_into(word: str, count: int, language: str) -> list[str]:
    """A written word in `count` pieces, as many as are sung; fewer where it has fewer letters."""
    pieces: list[str] = []
    for piece in split_word(word, language):
        if pieces and piece in _LEANS:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return _grouped(pieces if len(pieces) >= count else list(word), min(count, len(word)))


def _grouped(pieces: Sequence[str], count: int) -> list[str]:
    """Pieces joined to `count`, about as many in each."""
    edges = [round(number * len(pieces) / count) for number in range(count + 1)]
    return ["".join(pieces[a:b]) for a, b in pairwise(edges)]


_SMALL = "ゃゅょぁぃぅぇぉャュョァィゥェォー"


def _moras(word: str) -> tuple[str, ...]:
    """Kana: small ones, long marks and doubled consonants go with the one before; ん is a mora of its own."""
    return tuple(re.findall(f"[^{_SMALL}っッ]?[{_SMALL}]*[っッ]?", word)[:-1])


def _hearts(lower: str, tongue: str) -> list[tuple[int, int]]:
    """(start, end) of the letters of each vowel."""
    vowels = _VOWELS.get(tongue, _VOWELS[""])
    groups = sorted(_GROUPS[tongue], key=len, reverse=True)
    bare = re.sub(r"\W+$", "", lower)
    silent = {found.start() for found in _SILENT[tongue].finditer(bare)} if tongue in _SILENT else set()
    hearts: list[tuple[int, int]] = []
    at = 0
    while at < len(lower):
        if lower[at] not in vowels or _consonant(lower, at, tongue):
            at += 1
            continue
        group = next((each for each in groups if lower.startswith(each, at)), lower[at])
        hearts.append((at, at + len(group)))
        at += len(group)
    if len(hearts) > 1:
        spoken = [heart for heart in hearts if heart[0] not in silent]
        hearts = spoken or hearts[:1]
    return hearts


def _consonant(lower: str, at: int, tongue: str) -> bool:
    """Whether a letter that may be a vowel is none here: y before a vowel, u after q."""
    after = lower[at + 1 : at + 2]
    if lower[at] == "y":
        return bool(after) and after in "aeiou" and (at == 0 or tongue != "de")
    return lower[at] == "u" and at > 0 and lower[at - 1] == "q" and tongue != ""


def _cut(lower: str, left: int, right: int) -> int:
    """Where the syllable of the vowel that begins at `right` begins; the one before it ends at `left`."""
    between = lower[left:right]
    for start in range(len(between)):
        onset = between[start:]
        apart = start == 0 and len(onset) > 1 and onset[0] == "s" and onset not in {"sh", "sch"}  # mis-ter
        if onset in _ONSETS and not apart:
            return left + start
        if not re.fullmatch(_LETTERS, between[start]):
            return left + start + 1
    return max(left, right - 1)  # other scripts: one consonant leads to each vowel
