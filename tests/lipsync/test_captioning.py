"""Captions as people read them: whole sentences, readable lengths, breaks where a reader would make them."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest

from avatar.lipsync.captioning import captions
from avatar.text.clean import speakable
from avatar.text.subtitles import Subtitle
from avatar.text.written import worded
from avatar.types import Timed

EACH = 0.25
"""Seconds of each word."""


def timed(text: str, language: str = "en", pauses: dict[str, float] | None = None) -> list[Timed]:
    """The text's words one after another; `pauses`: seconds of silence after a word."""
    found: list[Timed] = []
    t = 0.5
    for start, end in worded(text, speakable(text, language)).words:
        found.append(Timed(t, t + EACH, text[start:end], start, end - start))
        t += EACH + (pauses or {}).get(text[start:end], 0.0)
    return found


def shown(text: str, language: str = "en", pauses: dict[str, float] | None = None) -> list[Subtitle]:
    words = timed(text, language, pauses)
    found = captions(text, words, words[-1].end + 0.4)
    assert all(one.start < one.end <= other.start for one, other in pairwise(found))
    for each in found:
        lines = each.text.split("\n")
        assert len(lines) <= 2
        assert max(map(width, lines)) <= 42
        assert each.text.strip()
    return found


def width(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in line)


def texts(text: str, language: str = "en", pauses: dict[str, float] | None = None) -> list[str]:
    return [each.text for each in shown(text, language, pauses)]


LONG = (
    "Printing, in the only sense with which we are at present concerned, differs from most if not from all the arts "
    "and crafts represented in the Exhibition."
)


def test_a_short_sentence_is_one_caption_with_its_marks() -> None:
    assert texts("“What is it,” she asked — “a fox (the brown one)?”") == [
        "“What is it,” she asked —\n“a fox (the brown one)?”"
    ]
    assert texts("It's $5, 20% off!") == ["It's $5, 20% off!"]


def test_no_caption_runs_into_the_next_sentence() -> None:
    assert texts("Hello. I'm Ann! Who are you?") == ["Hello.", "I'm Ann!", "Who are you?"]
    assert texts("Mr. Smith paid. He left at 5 p.m. today.") == ["Mr. Smith paid.", "He left at 5 p.m. today."]


def test_a_long_sentence_is_cut_at_its_marks_and_loses_no_word() -> None:
    found = texts(LONG)
    assert " ".join(found).replace("\n", " ") == LONG
    assert len(found) == 2
    assert found[0].endswith("concerned,")


def test_no_line_ends_in_an_article_where_another_break_will_do() -> None:
    text = (
        "She told us about the house behind the church and the garden near the river before the rain came down on us."
    )
    lines = [line for caption in texts(text) for line in caption.split("\n")]
    assert not {line.split()[-1] for line in lines[:-1]} & {"the", "a", "and", "of"}


def test_markup_and_notes_are_not_shown_and_emoji_are() -> None:
    assert texts("**The quick** 🦊 _fox_ <b>jumps</b> over [it](http://x.y).") == ["The quick 🦊 fox jumps over it."]


def test_a_long_pause_ends_a_caption() -> None:
    assert texts("I thought about it and then I said no.", pauses={"it": 2.0}) == [
        "I thought about it",
        "and then I said no.",
    ]


def test_captions_stand_long_enough_to_be_read_where_there_is_room() -> None:
    first, second = shown("Hello. So.", pauses={"Hello": 3.0})
    assert first.end - first.start == pytest.approx(5 / 6)
    assert second.end == pytest.approx(second.start + EACH + 0.4)  # the sound ends there
    close, _ = shown("Hello. So.")
    assert close.end == pytest.approx(0.5 + EACH)


def test_scripts_without_spaces_are_cut_by_their_width() -> None:
    text = "人人生而自由在尊严和权利上一律平等他们赋有理性和良心并应以兄弟关系的精神相对待人人生而自由在尊严和权利上。"
    found = texts(text, "zh")
    assert "".join(found).replace("\n", "") == text
    assert texts("人人生而自由，平等。他们好。", "zh") == ["人人生而自由，平等。", "他们好。"]


def test_a_word_longer_than_a_line_stands_alone() -> None:
    words = [Timed(0, 1, "x" * 60, 0, 60), Timed(1, 2, "is", 61, 2)]
    assert "x" * 60 in captions("x" * 60 + " is", words, 2.0)[0].text


def test_words_without_places_are_captions_too() -> None:
    words = [Timed(0.0, 0.5, "R&B"), Timed(0.5, 1.0, "now"), Timed(90.0, 91.0, "late")]
    assert [each.text for each in captions("", words, 100.0)] == ["R&B now", "late"]
