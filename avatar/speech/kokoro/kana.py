"""Japanese kana as phones, spelled as the Japanese texts that Kokoro learned from: misaki's table of Hepburn in IPA."""

from __future__ import annotations

import re
import unicodedata

_ROWS = {
    "あいうえお": "", "かきくけこ": "k", "がぎぐげご": "ɡ", "さしすせそ": "s", "ざじずぜぞ": "ʣ", "たちつてと": "t",
    "だぢづでど": "d", "なにぬねの": "n", "はひふへほ": "h", "ばびぶべぼ": "b", "ぱぴぷぺぽ": "p", "まみむめも": "m",
    "らりるれろ": "ɾ", "ぁぃぅぇぉ": "",
}  # fmt: skip
_MORAS: dict[str, tuple[str, str]] = {
    kana: (consonant, vowel) for row, consonant in _ROWS.items() for kana, vowel in zip(row, "aiɯeo", strict=True)
}
_MORAS |= {
    "し": ("ɕ", "i"), "じ": ("ʥ", "i"), "ち": ("ʨ", "i"), "ぢ": ("ʥ", "i"), "つ": ("ʦ", "ɨ"), "す": ("s", "ɨ"),
    "ず": ("z", "ɨ"), "づ": ("z", "ɨ"), "ふ": ("ɸ", "ɯ"), "ひ": ("ç", "i"), "に": ("ɲ", "i"), "や": ("j", "a"),
    "ゆ": ("j", "ɯ"), "よ": ("j", "o"), "わ": ("β", "a"), "ゐ": ("", "i"), "ゑ": ("", "e"), "を": ("", "o"),
    "ゔ": ("v", "ɯ"), "ゎ": ("β", "a"), "ゕ": ("k", "a"), "ゖ": ("k", "e"),
}  # fmt: skip
_MORAS |= {kana: (f"{_MORAS[kana][0]}ʲ", "i") for kana in "きぎびぴみり"}
_GLIDES = {"ゃ": "a", "ゅ": "ɨ", "ょ": "o"}
_SMALL = dict(zip("ぁぃぅぇぉ", "aiɯeo", strict=True))
_W_BEFORE = re.compile("う(?=[ぁぃぇぉ])")
_LONGER = {"a": "あ", "i": "い", "ɨ": "う", "ɯ": "う", "e": "えい", "o": "おう"}
"""Kana that make a vowel long, by the vowel."""
_NASAL = (
    dict.fromkeys("pbm", "m") | dict.fromkeys("kɡ", "ŋ") | dict.fromkeys("ɲʨʥ", "ɲ") | dict.fromkeys("tdnɾzʣʦ", "n")
)


def sound_kana(word: str) -> list[str]:
    """The phones of a word in hiragana or katakana; what is no kana is left out."""
    phones: list[str] = []
    hiragana = (chr(ord(kana) - 0x60) if "ァ" <= kana <= "ヶ" else kana for kana in unicodedata.normalize("NFKC", word))
    for kana in _W_BEFORE.sub("ゎ", "".join(hiragana)):
        _add(phones, kana)
    return [_nasal(phone, phones[i + 1 : i + 2]) if phone == "ɴ" else phone for i, phone in enumerate(phones)]


def _add(phones: list[str], kana: str) -> None:
    last = phones[-1] if phones else ""
    if kana == "っ":
        phones.append("ʔ")
    elif kana == "ん":
        phones.append("ɴ")
    elif kana == "ー" or kana in _LONGER.get(last, ""):
        if last[-1:] in _LONGER:
            phones[-1] += "ː"
    elif kana in _GLIDES and last in ("i", "e") and len(phones) > 1:
        phones[-2:] = [_palatal(phones[-2]), _GLIDES[kana]]
    elif kana in _SMALL and len(phones) > 1 and (last in "iɯɨeo" or phones[-2] == "β"):
        phones[-1] = _SMALL[kana]
        phones[-2] = _palatal(phones[-2]) if last == "e" and _SMALL[kana] == "i" else phones[-2]
    elif kana in _MORAS:
        phones.extend(part for part in _MORAS[kana] if part)


def _palatal(consonant: str) -> str:
    return consonant if consonant[-1] in "ɕʨʥçɲʲj" else f"{consonant}ʲ"


def _nasal(phone: str, after: list[str]) -> str:
    """ん as it is said before the next phone."""
    return _NASAL.get(after[0][0], phone) if after else phone


def sound_text(text: str) -> list[list[str]]:
    """The phones of a text's words: a word is what stands between spaces."""
    return [phones for phones in map(sound_kana, text.split()) if phones]
