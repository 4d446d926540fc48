"""What a voice does not read is left out and named, never spelled out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.lipsync.phonemes import phonemize
from avatar.text import scripts
from avatar.text.clean import speakable


@pytest.mark.parametrize(
    ("language", "written", "spoken", "unread"),
    [
        ("en", "Say 你好 to Ann", "Say to Ann", ("Chinese",)),
        ("en", "你好吗", "", ("Chinese",)),
        ("en", "Привет and नमस्ते there", "and there", ("Cyrillic", "Devanagari")),
        ("de", "Der Satz مرحبا ist kurz", "Der Satz ist kurz", ("Arabic",)),
        ("fr", "le mot 한국어", "le mot", ("Korean",)),
        ("ru", "Привет hello 你好", "Привет hello", ("Chinese",)),
        ("uk", "Привіт", "Привіт", ()),
        ("sr", "Здраво zdravo", "Здраво zdravo", ()),
        ("zh", "你好 ひらがな hello", "你好 hello", ("Japanese",)),
        ("en", "Say 今日は to me", "Say to me", ("Japanese",)),
        ("cmn-Hans", "你好", "你好", ()),
        ("ko", "한국어 漢字", "한국어", ("Chinese",)),
        ("el", "Ελλάδα", "Ελλάδα", ()),
        ("de", "Das Wort Ελλάδα", "Das Wort", ("Greek",)),
        ("he", "שלום hello", "שלום hello", ()),
        ("hi", "नमस्ते", "नमस्ते", ()),
        ("ar", "مرحبا", "مرحبا", ()),
        ("xx", "你好", "你好", ()),
        ("de", "Es sind ٣٤ Tage", "Es sind 34 Tage", ()),
        ("en", "an 𓀀 old ᚠᚢ sign", "an old sign", ("Egyptian", "Runic")),
        ("en", "\U000f0000 private \u0378 unassigned \ue000", "private unassigned", ()),
        ("en", "𝐇𝐞𝐥𝐥𝐨 ℍ𝕖𝕝𝕝𝕠 🄷🄴🄻🄻🄾 ｈｅｌｌｏ", "Hello Hello HELLO hello", ()),
        ("en", "🎉🎉", "", ()),
        ("en", "Ça va, naïve café, Łódź?", "Ça va, naïve café, Łódź?", ()),
    ],
)
def test_each_voice_gets_what_it_reads(language: str, written: str, spoken: str, unread: tuple[str, ...]) -> None:
    said = speakable(written, language)
    assert (said.text, said.unread) == (spoken, unread)


@given(st.text(max_size=60), st.sampled_from(["en", "de", "ru", "ja", "zh", "ar", "xx", ""]))
def test_what_is_left_can_be_read(text: str, language: str) -> None:
    said = speakable(text, language)
    assert len(said.text) == len(said.origin.starts)
    if language == "en":
        names = [scripts.script(letter) for letter in said.text if letter.isalpha()]
        assert set(names) <= {"Latin", "Greek"}


@pytest.mark.parametrize("language", ["en-us", "en-gb", "de", "fr", "ru"])
def test_espeak_never_says_that_it_meets_a_letter(language: str) -> None:
    assert phonemize("你好 ひらがな नमस्ते ሰላም 한국어", language) == ()


def test_reading_in_part_is_reading() -> None:
    assert scripts.reads("en", "Hello 你好")
    assert not scripts.reads("en-GB", "你好。")
    assert scripts.reads("ja-JP", "ひらがな")
