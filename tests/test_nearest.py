"""The word that somebody may have meant."""

from __future__ import annotations

from avatar.nearest import find_nearest, tell_nearest


def test_the_nearest_word_is_found() -> None:
    assert find_nearest("jnuo", ["bea", "juno", "june"]) == "juno"


def test_nothing_is_suggested_that_is_not_alike() -> None:
    assert find_nearest("xyzzy", ["bea", "juno"]) == ""
    assert find_nearest("juno", []) == ""


def test_how_alike_it_must_be_can_be_said() -> None:
    assert find_nearest("walk", {"walks": 1}, 0.8) == "walks"
    assert find_nearest("wake", {"walks": 1}, 0.8) == ""


def test_the_nearest_words_are_told() -> None:
    known = ["kokoro-es", "kokoro-en", "kokoro-fr", "kokoro-de", "zuri"]
    assert tell_nearest("kokoro-dee", known).startswith("Did you mean 'kokoro-de', ")
    assert tell_nearest("zury", known) == "Did you mean 'zuri'?"
    assert tell_nearest("xyz", known) == tell_nearest("zuri", []) == ""
