"""Phones shared out among the words that are written, whatever words an engine makes of them."""

from __future__ import annotations

import pytest

from avatar.text.clean import speakable
from avatar.text.written import Sound, shared, worded


def words(text: str, language: str = "en") -> list[str]:
    found = worded(text, speakable(text, language))
    return [text[start:end] for start, end in found.words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Printing, in the only sense...", "Printing|in|the|only|sense"),
        ("It's $5, 20% off at 5 p.m.", "It's|$5|20%|off|at|5|p.m."),
        ("A & B at -5 degrees in C++", "A|&|B|at|-5|degrees|in|C++"),
        ("well-known word—word--word", "well-known|word|word|word"),
        ("fox 🦊 and 👩‍🚀 dog", "fox|and|dog"),
        ("**Bold** _fox_, a [lazy dog](http://x.y)!", "Bold|fox|a|lazy|dog"),
        ("“Quoted” (aside) [note]", "Quoted|aside|note"),
        ("hello <b>there</b>", "hello|there"),
        ("😀 — ...", ""),
        ("", ""),
    ],
)
def test_words_are_what_a_reader_would_call_words(text: str, expected: str) -> None:
    assert words(text) == [word for word in expected.split("|") if word]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("今日は東京へ行きます。テレビを見る", "ja", "今日は|東京へ|行きます|テレビを|見る"),
        ("我有3个iPhone，很好。", "zh", "我|有|3|个|iPhone|很|好"),
        ("सभी मनुष्यों को प्राप्त है।", "hi", "सभी|मनुष्यों|को|प्राप्त|है"),
        ("¿Cómo estás, señor?", "es", "Cómo|estás|señor"),
        ("L'homme dit « ça va ».", "fr", "L'homme|dit|ça|va"),
        ("كيف حالك؟ بخير", "ar", "كيف|حالك|بخير"),
    ],
)
def test_words_of_other_scripts(text: str, language: str, expected: str) -> None:
    assert words(text, language) == expected.split("|")


def sounds(phones: str) -> list[Sound]:
    """Sounds of one clause: phones are separated by spaces, sounds by bars."""
    return [Sound(tuple(each.split()), (0,) * len(each.split())) for each in phones.split("|")]


def fitted(text: str, said: str, alone: dict[str, str]) -> list[tuple[str, str]]:
    """What each word of an English text gets of what is said."""
    found = shared(
        worded(text, speakable(text)), sounds(said), {word: tuple(phones.split()) for word, phones in alone.items()}
    )
    return [(text[place.start : place.end], "".join(sound.phones)) for place, sound in found]


IN_THE = {"in": "ɪ n", "the": "ð ə", "end": "ˈɛ n d", "of": "ʌ v"}


def test_joined_words_each_get_their_own_phones() -> None:
    assert fitted("in the end", "ɪ n ð ɪ|ˈɛ n d", IN_THE) == [("in", "ɪn"), ("the", "ðɪ"), ("end", "ˈɛnd")]
    assert fitted("the end of the", "ð ɪ|ˈɛ n d|ʌ v ð ə", IN_THE) == [
        ("the", "ðɪ"), ("end", "ˈɛnd"), ("of", "ʌv"), ("the", "ðə"),
    ]  # fmt: skip


def test_a_split_word_is_one() -> None:
    said = "θ ɹ iː|p ɔɪ n t|w ʌ n|ð ə|ɛ n d"
    alone = {"three": "θ ɹ iː", "point": "p ɔɪ n t", "one": "w ʌ n", "3.1": "θ ɹ iː p ɔɪ n t w ʌ n", **IN_THE}
    assert fitted("3.1 the end", said, alone) == [("3.1", "θɹiːpɔɪntwʌn"), ("the", "ðə"), ("end", "ɛnd")]


def test_as_many_joined_as_split_do_not_shift_the_words_between() -> None:
    alone = {"25": "t w ɛ n t i f aɪ v", "twenty-five": "t w ɛ n t i f aɪ v", **IN_THE}
    said = "ɪ n ð ə|ɛ n d|t w ɛ n t i|f aɪ v"
    assert fitted("in the end 25", said, alone) == [
        ("in", "ɪn"), ("the", "ðə"), ("end", "ɛnd"), ("25", "twɛntifaɪv"),
    ]  # fmt: skip


def test_a_word_of_which_nothing_is_heard_is_joined_with_its_neighbour() -> None:
    alone = {"in": "ɪ n", "xx": "", "end": "ɛ n d"}
    assert fitted("in xx end", "ɪ n|ɛ n d", alone) == [("in xx", "ɪn"), ("end", "ɛnd")]
    assert fitted("xx end", "ɛ n d", alone) == [("xx end", "ɛnd")]
    assert fitted("xx", "ɛ n d", alone) == [("xx", "ɛnd")]


def test_no_phone_is_lost_or_told_twice_however_little_fits() -> None:
    alone = {"in": "ɪ n", "the": "ð ə", "end": "ɛ n d"}
    said = "b a d a|ɡ u|k|a a a"
    found = fitted("in the end", said, alone)
    assert "".join(phones for _, phones in found) == "badaɡukaaa"


def test_very_long_rows_are_shared_out_by_length() -> None:
    alone = {"in": "ɪ " * 1000, "the": "ð " * 1000}
    found = fitted("in the", "ɪ " * 999 + "ð " * 1001, alone)
    assert [word for word, _ in found] == ["in", "the"]
    assert [len(phones) for _, phones in found] == [1000, 1000]
