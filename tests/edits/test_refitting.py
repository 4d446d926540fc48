"""Edits carried over to another sound or text: they go where their words are, or are listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from avatar.edits.refitting import refit
from avatar.edits.values import Span, TakeEdits
from avatar.types import Timed


def said(text: str, each: float = 0.4, pause: float = 0.1, start: float = 0.5) -> tuple[Timed, ...]:
    """Words of equal length, with pauses of equal length between them."""
    step = each + pause
    return tuple(Timed(start + n * step, start + n * step + each, word) for n, word in enumerate(text.split()))


OLD = said("I never said that she stole my money")
DURATION = 5.0


def edits(**tracks: Span | tuple[Span, ...]) -> TakeEdits:
    rows = {name: spans if not isinstance(spans, Span) else (spans,) for name, spans in tracks.items()}
    return TakeEdits("", "", "old", DURATION, OLD, rows, ((0.0, 2.0),))


def placed(result: TakeEdits, track: str) -> list[tuple[float, float, str]]:
    return [(round(span.start, 3), round(span.end, 3), span.value) for span in result.of(track)]


def test_a_slower_take_has_them_at_its_words() -> None:
    """`said` begins at 1.5 s, its middle at 1.7; in the slow take at 3.0 and 3.4."""
    slow = said("I never said that she stole my money", 0.8, 0.2, 1.0)
    result = refit(edits(mouths=(Span(1.5, 1.7, "A"), Span(1.7, 1.95, "D"))), slow, "new", 10.0)
    assert placed(result, "mouths") == [(3.0, 3.4, "A"), (3.4, 3.9, "D")]
    assert (result.sound, result.duration, result.words) == ("new", 10.0, slow)
    assert result.unplaced == ()
    assert result.looked == ()


def test_words_put_in_before_move_them_and_a_word_that_is_gone_lists_them() -> None:
    new = said("No I never ever said she stole my money")
    result = refit(edits(mouths=(Span(1.5, 1.7, "A"), Span(2.05, 2.2, "B"), Span(4.1, 4.3, "F"))), new, "new", 5.5)
    assert placed(result, "mouths") == [(2.5, 2.7, "A"), (4.6, 4.8, "F")]
    assert result.unplaced == (("mouths", Span(2.05, 2.2, "B"), "I never said that she stole my"),)


def test_what_is_listed_stays_listed() -> None:
    before = edits(mouths=Span(2.05, 2.2, "B"))
    once = refit(before, said("I never said she stole"), "new", 3.5)
    twice = refit(once, said("I never"), "newer", 2.0)
    assert twice.unplaced == once.unplaced
    assert len(once.unplaced) == 1


def test_the_same_words_elsewhere_are_not_taken_for_those() -> None:
    old = said("yes yes no yes")
    take = replace(edits(mouths=Span(1.5, 1.6, "A")), words=old)
    result = refit(take, said("yes yes yes no yes"), "new", 4.0)
    assert placed(result, "mouths") == [(2.0, 2.1, "A")]


def test_a_pause_stays_between_its_words() -> None:
    result = refit(edits(mouths=Span(1.9, 2.0, "X")), said("I never said that she", 0.4, 0.3), "new", 4.0)
    assert placed(result, "mouths") == [(2.3, 2.6, "X")]
    gone = refit(edits(mouths=Span(1.9, 2.0, "X")), said("I never said and that she"), "new", 4.0)
    assert len(gone.unplaced) == 1


def test_the_same_sound_with_the_same_words_keeps_all() -> None:
    before = edits(mouths=Span(1.5, 1.7, "A"), opening=Span(0.0, 5.0, "0.4"))
    assert refit(before, OLD, "old", DURATION) == before


@pytest.mark.parametrize("words", [(), said("Nothing of what was heard at first"), said("I never said", pause=0.2)])
def test_the_same_sound_keeps_all_whatever_text_is_given(words: tuple[Timed, ...]) -> None:
    before = edits(mouths=(Span(1.5, 1.7, "A"), Span(2.05, 2.2, "B")))
    result = refit(before, words, "old", DURATION)
    assert (result.tracks, result.looked, result.unplaced) == (before.tracks, before.looked, ())
    assert result.words == (words or OLD)


def test_a_word_that_was_put_right_is_known_by_what_it_was_made() -> None:
    before = edits(words=Span(1.5, 1.9, "read"), mouths=Span(1.5, 1.7, "A"))
    result = refit(before, said("I never read that she stole my money"), "new", DURATION)
    assert placed(result, "mouths") == [(1.5, 1.7, "A")]
    assert result.unplaced == ()


def test_a_face_goes_from_moment_to_moment_whatever_is_said_between() -> None:
    new = said("I never ever told you that she stole my money")
    result = refit(edits(expression=Span(1.0, 2.4, "sad"), phones=Span(1.0, 2.4, "m")), new, "new", 6.0)
    assert placed(result, "expression") == [(1.0, 3.4, "sad")]
    assert [each[0] for each in result.unplaced] == ["phones"]


def test_where_no_words_are_known_only_a_sound_as_long_will_do() -> None:
    bare = replace(edits(mouths=Span(1.5, 1.7, "A")), words=())
    assert placed(refit(bare, (), "new", DURATION + 0.02), "mouths") == [(1.5, 1.7, "A")]
    assert len(refit(bare, (), "new", DURATION + 1.0).unplaced) == 1
    assert len(refit(edits(mouths=Span(1.5, 1.7, "A")), (), "new", DURATION).unplaced) == 1


@pytest.mark.parametrize("start", [0.0, 0.45, 4.6, 4.95])
def test_edits_before_and_after_all_words_go_with_the_first_and_the_last(start: float) -> None:
    result = refit(edits(mouths=Span(start, start + 0.04, "X")), OLD, "new", DURATION)
    assert placed(result, "mouths") == [(start, round(start + 0.04, 3), "X")]


def test_keys_without_length_go_with_their_word() -> None:
    result = refit(edits(opening=Span(1.7, 1.7, "0.3")), said("never said", 0.4, 0.1), "new", 2.0)
    assert placed(result, "opening") == [(1.2, 1.2, "0.3")]


def test_ten_thousand_words_of_which_one_is_another() -> None:
    old = said(" ".join(f"w{n % 700}" for n in range(10_000)))
    new = (*old[:5000], old[5000]._replace(value="else"), *old[5001:])
    spans = tuple(Span(word.start, word.end, "B") for word in old[::10])
    take = TakeEdits("", "", "old", old[-1].end + 1, old, {"mouths": spans})
    result = refit(take, new, "new", old[-1].end + 1)
    assert len(result.of("mouths")) == 999
    assert len(result.unplaced) == 1
