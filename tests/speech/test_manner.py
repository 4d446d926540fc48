"""The one scale by which natural voices are moved."""

from __future__ import annotations

import pytest

from avatar.speech.base import Moment, Request
from avatar.speech.manner import Moves, Stress, find_moves, find_range, find_semitones


def test_a_voice_left_alone_asks_for_nothing() -> None:
    assert find_moves(Request("Hello.", "x")) == Moves()


@pytest.mark.parametrize(
    ("pitch", "semitones"), [(0, -12), (25, -6), (50, 0), (75, 6), (100, 12), (-5, -12), (140, 12)]
)
def test_pitch_is_musical(pitch: int, semitones: float) -> None:
    assert find_semitones(pitch) == semitones


@pytest.mark.parametrize(("liveliness", "factor"), [(0, 0), (50, 1), (75, 1.5), (100, 2), (300, 2)])
def test_range_is_a_factor(liveliness: int, factor: float) -> None:
    assert find_range(liveliness) == factor


def test_formants_effort_and_the_whisper_go_over() -> None:
    request = Request("Hello.", "x", formants=1.2, effort=-20, variant="whisper")
    assert find_moves(request) == Moves(formants=1.2, effort=-20, whisper=True)


def test_stressed_words_are_found_by_their_place() -> None:
    words = (Moment(0.1, 0.3, "I", 0, 1), Moment(0.3, 0.6, "never", 2, 5), Moment(0.6, 0.9, "did", 8, 3))
    request = Request("I never did.", "x", stressed=((2, 5),))
    assert find_moves(request, words).stressed == (Stress(0.3, 0.6),)
