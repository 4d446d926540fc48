"""Chinese characters become the letters that Kokoro's Chinese texts were written in."""

from __future__ import annotations

import sys

import pytest

from avatar.errors import EngineMissing
from avatar.speech.base import Request
from avatar.speech.kokoro import mandarin
from avatar.speech.kokoro.chinese_numbers import put_in_words
from avatar.speech.kokoro.letters import NUMBERS, spell
from avatar.speech.kokoro.mandarin import sound_syllable, sound_text
from avatar.speech.kokoro.reading import read_text


def spelled(phones: list[str]) -> str:
    return "".join(spell(phone, "none") for phone in phones)


def foreign(text: str) -> list[list[str]]:
    return [["f", "ˈɔ"]]


def read(text: str) -> str:
    pytest.importorskip("pypinyin")
    return " ".join(map(spelled, sound_text(text, foreign)))


@pytest.mark.parametrize(
    ("pinyin", "letters"),
    [
        ("ni3", "ni↓"), ("hao3", "xau↓"), ("ma1", "ma→"), ("ma5", "ma"), ("er2", "ɚ↗"), ("zhi1", "ꭧɨ→"), ("ri4", "ɻɨ↘"),
        ("si4", "sɨ↘"), ("xi1", "ɕi→"), ("chuang2", "ꭧʰwa↗ŋ"), ("jiong3", "ʨjʊ↓ŋ"), ("lv4", "ly↘"), ("lü4", "ly↘"),
        ("nve4", "nɥe↘"), ("ju2", "ʨy↗"), ("quan2", "ʨʰɥɛ↗n"), ("xun1", "ɕy→n"), ("lu4", "lu↘"), ("yi1", "i→"),
        ("yu3", "y↓"), ("yuan2", "ɥɛ↗n"), ("yun4", "y↘n"), ("yue4", "ɥe↘"), ("yong4", "jʊ↘ŋ"), ("you3", "jou↓"),
        ("ye3", "je↓"), ("ying1", "i→ŋ"), ("yan2", "jɛ↗n"), ("wu3", "u↓"), ("wo3", "wo↓"), ("wen2", "wə↗n"),
        ("weng1", "wə→ŋ"), ("wei4", "wei↘"), ("liu4", "ljou↘"), ("gui4", "kwei↘"), ("cun2", "ʦʰwə↗n"), ("bo1", "pwo→"),
        ("duo1", "two→"), ("o2", "ɔ↗"), ("n2", "n↗"), ("hng5", "hŋ"), ("zong3", "ʦʊ↓ŋ"), ("-", ""), ("xyz1", ""),
    ],
)  # fmt: skip
def test_a_syllable_is_spelled_with_its_tone(pinyin: str, letters: str) -> None:
    assert spelled(sound_syllable(pinyin)) == letters


def test_every_syllable_has_phones_that_the_net_knows() -> None:
    pytest.importorskip("pypinyin")
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_tone3

    readings = {reading for each in PINYIN_DICT.values() for reading in each.split(",")}
    syllables = {to_tone3(each, neutral_tone_with_five=True, v_to_u=False) for each in readings} - {"wong4"}
    assert len(syllables) > 1400
    spellings = {each: spelled(sound_syllable(each)) for each in syllables}
    assert [each for each, letters in spellings.items() if not letters] == []
    assert set("".join(spellings.values())) <= set(NUMBERS)
    assert len(set(spellings.values())) > 0.98 * len(syllables)  # hm, ê and yo sound as another does


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("你好", "ni↗xau↓"),  # the first of two third tones is a second one
        ("银行", "i↗nxa↗ŋ"),
        ("行走", "ɕi↗ŋʦou↓"),
        ("不是", "pu↗ʂɨ↘"),
        ("一个", "i↗kɤ↘"),
        ("儿子", "ɚ↗ʦɨ"),
        ("玩儿", "wa↗ɚ"),
        ("我们去玩儿吧", "wo↓mən ʨʰy↘ wa↗ɚ pa"),
        ("小孩儿的事儿", "ɕjau↓ xa↗ɚ tɤ ʂɚ↘"),
        ("一会儿", "i→xwɚ↘"),
        ("花儿", "xwa→ɚ"),
        ("有点儿", "jou↗tjɛ↓ɚ"),
        ("女儿和婴儿", "ny↓ɚ↗ xɤ↗ i→ŋ ɚ↗"),
        ("幼儿园", "jou↘ ɚ↗ ɥɛ↗n"),
        ("儿", "ɚ↗"),
        ("绿色", "ly↘ sɤ↘"),
        ("我们去", "wo↓mən ʨʰy↘"),
        ("重要", "ꭧʊ↘ŋjau↘"),
        ("重庆", "ꭧʰʊ↗ŋʨʰi↘ŋ"),
        ("25", "ɚ↘ ʂɨ↗ u↓"),
        ("iPhone很好", "fˈɔ xə↓n xau↓"),
        ("\U00030001", ""),
    ],
)
def test_characters_are_read_as_they_sound_together(text: str, letters: str) -> None:
    assert read(text) == letters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "零"), ("7", "七"), ("10", "十"), ("12", "十二"), ("25", "二十五"),
        ("105", "一百零五"), ("110", "一百一十"), ("1005", "一千零五"), ("1050", "一千零五十"),
        ("10500", "一万零五百"), ("120345", "十二万零三百四十五"),
        ("100000000", "一亿"), ("200000005", "二亿零五"), ("1,234", "一千二百三十四"),
        ("007", "零零七"), ("\uff11\uff12", "十二"),
        ("2026年", "二零二六年"), ("20年", "二十年"), ("2个", "两个"), ("12个", "十二个"), ("3.5", "三点五"),
        ("40%", "百分之四十"), ("-5", "负五"), ("1-2", "一-二"), ("9" * 17, "九" * 17), ("你好", "你好"),
    ],
)  # fmt: skip
def test_numbers_are_put_in_words(text: str, expected: str) -> None:
    assert put_in_words(text) == expected


def test_each_written_character_has_its_phones() -> None:
    pytest.importorskip("pypinyin")
    request = Request("我去银行，25个！", "zf_tiny", "zh-CN")
    voiced = read_text(request, lambda text: sound_text(text, foreign), "none")
    assert "".join(each.letters for each in voiced) == "wo↓ ʨʰy↘ i↗nxa↗ŋ, ɚ↘ ʂɨ↗ u↓ kɤ↘! "
    words = dict.fromkeys((each.at, each.length) for each in voiced if each.phone)
    assert [request.text[at : at + length] for at, length in words] == ["我", "去", "银", "行", "25", "个"]
    assert [each.phone for each in voiced if each.at in (1, 3)] == ["tɕʰ", "y", "x", "a", "ŋ"]


def test_without_pypinyin_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    mandarin._reader.cache_clear()
    with pytest.raises(EngineMissing, match="chinese"):
        sound_text("你好", foreign)
