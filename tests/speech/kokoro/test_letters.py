"""Phones are spelled in Kokoro's alphabet as misaki spells them."""

from __future__ import annotations

import pytest

from avatar.speech.kokoro.kana import sound_kana, sound_text
from avatar.speech.kokoro.letters import NUMBERS, Accent, spell, split_ipa


def test_the_alphabet_has_the_numbers_of_the_net() -> None:
    """From the vocabulary in Kokoro-82M's config.json."""
    known = {";": 1, " ": 16, "\u0303": 17, "A": 24, "I": 25, "O": 31, "Q": 33, "S": 35, "W": 39, "Y": 41, "ᵊ": 42,
             "a": 43, "f": 48, "h": 50, "z": 68, "ɑ": 69, "æ": 72, "ð": 81, "ə": 83, "ɛ": 86, "ɡ": 92, "ŋ": 112,
             "ɹ": 123, "ɾ": 125, "ʁ": 128, "ʃ": 131, "ʧ": 133, "ʊ": 135, "ʌ": 138, "ʎ": 143, "ʒ": 147, "ˈ": 156,
             "ː": 158, "ʲ": 164, "↓": 169, "→": 171, "↘": 173, "ᵻ": 177}  # fmt: skip
    assert {letter: NUMBERS[letter] for letter in known} == known
    assert len(NUMBERS) == 114
    assert len(set(NUMBERS.values())) == 114


@pytest.mark.parametrize(
    ("phone", "accent", "letters"),
    [
        ("ˈoʊ", "american", "ˈO"), ("ˈɑːɹ", "american", "ˈɑɹ"), ("ɚ", "american", "əɹ"), ("ˈɜː", "american", "ˈɜɹ"),
        ("iː", "american", "i"), ("əl", "american", "ᵊl"), ("n̩", "american", "ᵊn"), ("ɾ", "american", "T"),
        ("ʔ", "american", "t"), ("dʒ", "american", "ʤ"), ("g", "american", "ɡ"),
        ("əʊ", "british", "Q"), ("ˈeə", "british", "ˈɛː"), ("iə", "british", "ɪə"), ("ˈɜː", "british", "ˈɜː"),
        ("ɔ̃", "none", "ɔ̃"), ("ç", "none", "ç"), ("x", "none", "x"), ("r", "none", "r"), ("tʃ", "none", "ʧ"),
        ("ɐ̃ʊ̃", "none", "ɐ̃ʊ̃"), ("☃", "american", ""),
    ],
)  # fmt: skip
def test_phones_are_spelled(phone: str, accent: Accent, letters: str) -> None:
    assert spell(phone, accent) == letters


def test_known_sounds_are_split_with_the_stress_before_the_vowel() -> None:
    assert split_ipa("ʃɪˈvɔːn") == ["ʃ", "ɪ", "v", "ˈɔː", "n"]
    assert split_ipa("t͡ʃɪˈpoʊtleɪ") == ["tʃ", "ɪ", "p", "ˈoʊ", "t", "l", "eɪ"]
    assert split_ipa("") == []


@pytest.mark.parametrize(
    ("word", "phones"),
    [
        ("きょう", "kʲ oː"), ("てんき", "t e ŋ kʲ i"), ("がっこう", "ɡ a ʔ k oː"), ("さんぽ", "s a m p o"),
        ("コンピューター", "k o m pʲ ɨː t aː"), ("ファン", "ɸ a ɴ"), ("ティー", "tʲ iː"), ("シェフ", "ɕ e ɸ ɯ"),
        ("ウィンドウ", "β i n d oː"), ("サンドウィッチ", "s a n d o β i ʔ ʨ i"), ("ﾃｽﾄ", "t e s ɨ t o"), ("ーっ", "ʔ"),
        ("いい", "iː"), ("せんせい", "s e ɴ s eː"), ("ニュース", "ɲ ɨː s ɨ"), ("abc漢", ""),
    ],
)  # fmt: skip
def test_kana_are_said(word: str, phones: str) -> None:
    assert sound_kana(word) == phones.split()


def test_words_of_kana_stand_between_spaces() -> None:
    assert sound_text("とても いい！") == [["t", "o", "t", "e", "m", "o"], ["iː"]]
    assert sound_text("") == []
