"""Which letters of a word are sung when."""

from __future__ import annotations

import pytest

from avatar.song.reading.syllables import split_into
from avatar.song.recorded.syllables import find_syllables
from avatar.types import Timed


@pytest.mark.parametrize(
    ("word", "pieces", "language"),
    [
        ("toaster", ["toas", "ter"], "en"), ("happy", ["hap", "py"], "en"), ("love", ["love"], "en"),
        ("father", ["fa", "ther"], "en-gb"), ("table,", ["ta", "ble,"], "en"), ("Wolken", ["Wol", "ken"], "de"),
        ("あしゅーふぃら", ["あ", "しゅー", "ふぃ", "ら"], "ja"), ("fire", ["fi", "re"], "en"), ("a", ["a"], "en"),
        ("everything", ["e", "ve", "ry", "thing"], "en"), ("さんぽ", ["さん", "ぽ"], "ja"),
        ("бабочка,", ["ба", "боч", "ка,"], "ru"),
    ],
)  # fmt: skip
def test_a_word_is_cut_as_it_would_stand_under_notes(word: str, pieces: list[str], language: str) -> None:
    found = split_into(word, len(pieces), language)
    assert "".join(found) == word
    assert found == pieces


def test_each_syllable_begins_with_the_consonant_before_its_vowel() -> None:
    phones = [
        Timed(1.0, 1.1, "t"), Timed(1.1, 1.8, "oʊ"), Timed(1.8, 1.9, "s"), Timed(1.9, 2.0, "t"), Timed(2.0, 2.6, "ɚ"),
    ]  # fmt: skip
    found = find_syllables(Timed(1.0, 2.6, "toaster", 10, 7), phones, "en")
    assert found == [Timed(1.0, 1.9, "toas", 10, 4), Timed(1.9, 2.6, "ter", 14, 3)]


def test_more_syllables_than_letters_are_shared_out() -> None:
    phones = [Timed(0.1 * n, 0.1 * n + 0.1, "a") for n in range(5)]
    found = find_syllables(Timed(0.0, 0.5, "oh", 0, 2), phones, "en")
    assert [(each.value, round(each.end, 3)) for each in found] == [("o", 0.2), ("h", 0.5)]


def test_a_word_without_a_vowel_is_one_syllable() -> None:
    word = Timed(0.0, 0.5, "Mm", 3, 2)
    assert find_syllables(word, [Timed(0.0, 0.5, "m")], "en") == [word]
