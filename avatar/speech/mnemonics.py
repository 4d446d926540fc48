"""IPA to the phoneme names that espeak-ng reads between `[[` and `]]`.

The names are those of espeak-ng's docs/phonemes.md. They mean what each language makes of them, so that a vowel comes
out in the accent of the voice that speaks it.
"""

from __future__ import annotations

MNEMONICS: dict[str, str] = {
    # stress and length
    "ˈ": "'", "ˌ": ",", "ː": ":", ".": "", " ": " ", "-": "", "͡": "", "ˑ": "",
    # diphthongs and long vowels of English: single names there
    "aɪ": "aI", "aʊ": "aU", "ɔɪ": "OI", "eɪ": "eI", "əʊ": "oU", "oʊ": "oU", "ɪə": "i@", "iə": "i@", "eə": "e@",
    "ɛə": "e@",
    "ʊə": "U@", "iː": "i:", "uː": "u:", "ɑː": "A:", "ɔː": "O:", "ɜː": "3:", "ɝ": "3:", "ɚ": "3", "ɹ̩": "3",
    "l̩": "@L", "n̩": "n-",
    # vowels
    "i": "i", "ɪ": "I", "e": "e", "ɛ": "E", "æ": "a", "a": "a", "ɑ": "A:", "ɒ": "0", "ɔ": "O", "o": "o", "ʊ": "U",
    "u": "u",
    "ʌ": "V", "ə": "@", "ɐ": "a#", "ɜ": "3:", "y": "y", "ø": "Y", "œ": "W", "ʏ": "y", "ɨ": "I2", "ʉ": "u:",
    "ɯ": "u", "ɤ": "@",
    # consonants
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g", "m": "m", "n": "n", "ŋ": "N", "ɲ": "n^",
    "f": "f", "v": "v", "θ": "T", "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "x": "x", "ç": "C", "h": "h",
    "ɦ": "h",
    "tʃ": "tS", "dʒ": "dZ", "ts": "ts", "ʔ": "?", "l": "l", "ɫ": "l", "ʎ": "l^", "ɹ": "r", "r": "r", "ɾ": "r",
    "ʁ": "r", "ʀ": "r",
    "j": "j", "w": "w", "ʍ": "w", "β": "v", "ɣ": "g", "χ": "x", "ɕ": "S", "ʑ": "Z", "ʂ": "S", "ʐ": "Z", "ɬ": "l",
}  # fmt: skip

_LONGEST = max(map(len, MNEMONICS))


def find_mnemonics(ipa: str) -> str | None:
    """espeak-ng's names for an IPA string; None where a symbol has none, so that the word is better said as written."""
    names: list[str] = []
    at = 0
    while at < len(ipa):
        size = next((size for size in range(_LONGEST, 0, -1) if ipa[at : at + size] in MNEMONICS), 0)
        if not size:
            return None
        names.append(MNEMONICS[ipa[at : at + size]])
        at += size
    joined = "".join(names).strip()
    return joined or None
