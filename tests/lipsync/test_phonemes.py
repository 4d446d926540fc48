"""Texts to phones, word by written word, whoever asks at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from avatar.lipsync.phonemes import SoundedClause, phonemize

TEXTS = (
    "Hello.",
    "One, two, three, four, five: once I caught a fish alive!",
    "That's just gobbledygook to me, and I won't sign it.",
    "Six. Seven. Eight. Nine. Ten. Then I let it go again.",
)


def test_several_threads_get_the_phones_that_one_gets() -> None:
    jobs = [(text, language) for text in TEXTS for language in ("en-gb", "de")]

    def said(number: int) -> tuple[SoundedClause, ...]:
        return phonemize(*jobs[number % len(jobs)])

    alone = [said(number) for number in range(len(jobs))]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(said, range(40 * len(jobs))))
    assert together == alone * 40


def words(text: str, language: str = "en") -> dict[str, str]:
    """What is said for each word, without stress; each must stand where it says it does."""
    found = [word for clause in phonemize(text, language) for word in clause.words]
    assert [text[word.at : word.at + len(word.text)] for word in found] == [word.text for word in found]
    assert all(word.text and word.phones for word in found)
    return {word.text: "".join(word.phones).translate({ord(mark): None for mark in "ˈˌ"}) for word in found}


def test_words_that_espeak_joins_have_their_own_phones() -> None:
    said = words("It was in the middle of the night and I am here")
    assert " ".join(said) == "It was in the middle of night and I am here"
    assert (said["in"], said["of"], said["I"], said["am"]) == ("ɪn", "ʌv", "aɪ", "ɐm")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("$5", "faɪvdɑːlɚz"),
        ("1999", "naɪntiːnnaɪntinaɪn"),
        ("20%", "twɛntipɚsɛnt"),
        ("&", "ænd"),
        ("p.m.", "piːɛm"),
        ("3.14", "θɹiːpɔɪntwʌnfoːɹ"),
        ("Mr", "mɪstɚ"),
    ],
)
def test_what_is_written_short_is_one_word_with_all_its_sounds(word: str, said: str) -> None:
    assert words(f"In the end, five {word} then of the rest")[word] == said


def test_emoji_and_markup_are_no_words() -> None:
    assert list(words("The quick 🦊 **brown** <i>fox</i> 👩‍🚀.")) == ["The", "quick", "brown", "fox"]


def test_a_date_gives_each_of_its_words_something() -> None:
    said = words("On March 5, 2024 the dog")
    assert said["March"] == "mɑːɹtʃ"
    assert said["2024"] == "twɛntitwɛntifoːɹ"


def test_a_french_liaison_stays_with_a_word() -> None:
    said = words("les amis ont trois enfants", "fr")
    assert list(said) == ["les", "amis", "ont", "trois", "enfants"]
    assert (said["amis"], said["enfants"]) == ("ami", "ɑ̃fɑ̃")


def test_german_compounds_and_numbers_are_one_word_each() -> None:
    said = words("Die Donaudampfschifffahrt kostet 21 z. B. am 5.3.2024 viel", "de")
    assert list(said) == ["Die", "Donaudampfschifffahrt", "kostet", "21", "z", "B", "am", "5.3.2024", "viel"]
    assert said["21"] == "aɪnʊnttsvantsɪç"


def test_scripts_without_spaces_have_words_too() -> None:
    assert list(words("二十四，我有3个", "zh")) == ["二", "十", "四", "我", "有", "3", "个"]
    assert list(words("あのテレビを、みる。", "ja")) == ["あの", "テレビを", "みる"]


def test_a_mark_within_a_number_joins_its_clauses() -> None:
    assert [len(clause.words) for clause in phonemize("Pay 3/5/2024, then go", "en")] == [2, 2]
