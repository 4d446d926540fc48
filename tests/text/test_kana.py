"""Japanese is read in kana: kanji, particles and numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.lipsync.phonemes import phonemize
from avatar.text import kana, kana_numbers
from avatar.text.clean import speakable
from avatar.text.scripts import KANJI

pytest.importorskip("pykakasi")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("今日はとても良い天気ですね。", "きょうわとても よい てんきですね。"),
        ("私は東京へ行きます。", "わたしわ とうきょうえ いきます。"),
        ("私の母は日本語を話します。", "わたしの ははわ にほんごお はなします。"),
        ("これは何ですか？", "これわ なんですか?"),
        ("こんにちは、世界！", "こんにちわ、せかい!"),
        ("では、またね。", "でわ、またね。"),
        ("日本には山がある", "にほんにわ やまがある"),
        ("部屋にはいる", "へやにはいる"),
        ("話はじめる", "はなしはじめる"),
        ("東京タワーへは行かない", "とうきょうタワーへわ いかない"),
        ("はは、はな、へや", "はは、はな、へや"),
        ("二人で一本", "ふたりで いっぽん"),
        ("3月5日に", "さんがつ いつかに"),
        ("2024年10月1日", "にせんにじゅうよねん じゅうがつ ついたち"),
        ("時々", "ときどき"),
        ("ひらがな カタカナ Hello", "ひらがな カタカナ Hello"),
    ],
)
def test_japanese_is_read_in_kana(written: str, spoken: str) -> None:
    said = speakable(written, "ja-JP")
    assert (said.text, said.unread) == (spoken, ())


@pytest.mark.parametrize(
    ("number", "counter", "spoken"),
    [
        (3, "本", "さんぼん"), (1, "本", "いっぽん"), (10, "分", "じゅっぷん"), (3, "分", "さんぷん"),
        (4, "時", "よじ"), (9, "時", "くじ"), (7, "月", "しちがつ"), (1, "人", "ひとり"), (4, "人", "よにん"),
        (20, "歳", "はたち"), (8, "歳", "はっさい"), (6, "回", "ろっかい"), (3, "階", "さんがい"),
        (1, "日", "いちにち"), (20, "日", "はつか"), (25, "日", "にじゅうごにち"), (9, "つ", "ここのつ"),
        (100, "円", "ひゃくえん"), (4, "円", "よえん"), (0, "円", "ゼロえん"), (100, "本", "ひゃくほん"), (5, "", "ご"),
    ],
)  # fmt: skip
def test_counters_change_their_sound(number: int, counter: str, spoken: str) -> None:
    assert kana_numbers.counted(number, counter) == spoken


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        (0, "ゼロ"), (10, "じゅう"), (300, "さんびゃく"), (604, "ろっぴゃくよん"), (3000, "さんぜん"),
        (8888, "はっせんはっぴゃくはちじゅうはち"), (10000, "いちまん"), (10**8, "いちおく"), (10**12, "いっちょう"),
    ],
)  # fmt: skip
def test_numbers(number: int, spoken: str) -> None:
    assert kana_numbers.cardinal(number) == spoken


def test_numbers_with_signs() -> None:
    spoken = "マイナスさんてんいちよんと せんにひゃくえん、ゼロいちにゼロ"
    assert speakable("-3.14と1,200円、0120", "ja").text == spoken


@given(st.integers(0, 10**16 - 1))
def test_every_number_is_in_kana(number: int) -> None:
    assert re.fullmatch("[ぁ-んゼロ]+", kana_numbers.cardinal(number))


@given(st.text("今日私は東京へを3月本。 aア「」々〇\U00020000", max_size=40))
def test_any_mixture_is_placed(text: str) -> None:
    said = speakable(text, "ja")
    assert len(said.text) == len(said.origin.starts) == len(said.origin.ends)
    assert all(0 <= a <= b <= len(text) for a, b in zip(said.origin.starts, said.origin.ends, strict=True))


def test_words_light_up_what_is_written() -> None:
    text = "今日は良い天気です。"
    said = speakable(text, "ja")
    at = said.text.index("てんき")
    assert text[slice(*said.written(at, 3))] == "天気"


def test_without_pykakasi_kanji_are_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kana, "_converter", lambda: None)
    said = speakable("今日はとても良い天気ですね。", "ja")
    assert (said.text, said.unread) == ("きょうわとても い ですね。", (KANJI,))


def test_an_engine_that_reads_kanji_gets_them() -> None:
    said = speakable("今日は3本", "ja", kanji=True)
    assert (said.text, said.unread) == ("今日は3本", ())


def test_the_mouth_says_the_words_not_their_letters_names() -> None:
    clauses = phonemize("今日はとても良い天気ですね。", "ja")
    phones = [phone for clause in clauses for phone in clause.phones]
    assert phones[0] == "kʲ"
    assert len(phones) < 30
    assert "".join(word.text for clause in clauses for word in clause.words) == "今日はとても良い天気ですね"
