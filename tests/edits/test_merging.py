"""Words and phones with edits in their place, and the text that follows."""

from __future__ import annotations

import pytest

from avatar.edits.merging import merged_phones, merged_words, retexted
from avatar.edits.values import Span
from avatar.types import Timed

TEXT = "Well, hello there!"
WORDS = (Timed(0.1, 0.4, "Well", 0, 4), Timed(0.5, 0.9, "hello", 6, 5), Timed(0.9, 1.4, "there", 12, 5))


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([Span(0.5, 0.9, "hullo")], "Well, hullo there!"),
        ([Span(0.5, 0.9, "")], "Well, there!"),
        ([Span(0.1, 0.4, "")], ", hello there!"),
        ([Span(0.9, 1.4, "")], "Well, hello !"),
        ([Span(0.5, 0.7, "oh"), Span(0.7, 0.9, "no")], "Well, oh no there!"),
        ([Span(0.42, 0.48, "oh")], "Well oh, hello there!"),
        ([Span(1.45, 1.5, "you")], "Well, hello there you!"),
        ([Span(0.0, 0.05, "oh")], "oh Well, hello there!"),
        ([Span(0.1, 1.4, "bye")], "bye!"),
        ([], TEXT),
    ],
)
def test_the_text_has_the_words_that_were_changed(spans: list[Span], text: str) -> None:
    words = merged_words(WORDS, spans)
    changed, placed = retexted(TEXT, WORDS, words)
    assert changed == text
    assert [changed[word.at : word.at + word.length] for word in placed] == [word.value for word in words]


def test_words_without_places_are_spelled_out() -> None:
    words = [word._replace(at=-1, length=0) for word in WORDS]
    assert retexted("", words, merged_words(words, [Span(0.5, 0.9, "bye")]))[0] == "Well bye there"


def test_a_word_stays_where_most_of_it_does_and_never_as_two() -> None:
    words = merged_words(WORDS, [Span(0.85, 1.0, "x")])
    assert [(word.start, word.end, word.value) for word in words] == [
        (0.1, 0.4, "Well"), (0.5, 0.85, "hello"), (0.85, 1.0, "x"), (1.0, 1.4, "there"),
    ]  # fmt: skip
    inside = merged_words(WORDS, [Span(1.2, 1.25, "x")])
    assert [word.value for word in inside].count("there") == 1


def test_phones_beside_an_edit_stay() -> None:
    phones = (Timed(0.0, 0.2, "h"), Timed(0.2, 0.5, "ə"), Timed(0.5, 0.8, "l"))
    assert merged_phones(phones, [Span(0.3, 0.4, "p"), Span(0.495, 0.8, "")]) == (
        Timed(0.0, 0.2, "h"), Timed(0.2, 0.3, "ə"), Timed(0.3, 0.4, "p"), Timed(0.4, 0.495, "ə"), Timed(0.495, 0.8, ""),
    )  # fmt: skip
