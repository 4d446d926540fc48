"""Which rules of English are tried on a text: all that could change it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.text import english

EVERY = {language: tuple(english.rules(language, "1 =")) for language in ("en-us", "en-gb")}
PIECES = ("5", "½", "٣", "~", "$", "£", "=", "/", "day", "and/or", "%", "°", "Dr.", "St.", "II", "U.S.A.", "World ")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=8).map(" ".join))
def test_a_rule_that_matches_is_among_them(text: str) -> None:
    for language, every in EVERY.items():
        tried = {rule.pattern.pattern for rule in english.rules(language, text)}
        assert {rule.pattern.pattern for rule in every if rule.pattern.search(text)} <= tried


@pytest.mark.parametrize("text", ["Hello there.", "Well, well!"])
def test_plain_words_are_spared_those_for_numbers_and_signs(text: str) -> None:
    assert len(tuple(english.rules("en-gb", text))) < len(EVERY["en-gb"]) / 3


def test_they_come_in_one_order() -> None:
    few = [rule.pattern.pattern for rule in english.rules("en-gb", "a & b")]
    assert few == [rule.pattern.pattern for rule in EVERY["en-gb"] if rule.pattern.pattern in few]
