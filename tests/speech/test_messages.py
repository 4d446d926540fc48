"""All that is said to and by an engine process survives the pipe."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from avatar.speech.messages import DOWN, UP, Down, Up
from tests.travelling import through_the_pipe, values


@given(st.one_of(*map(values, DOWN)))
def test_whatever_is_said_to_it_comes_out_as_it_went_in(message: Down) -> None:
    assert through_the_pipe(message, DOWN) == message


@given(st.one_of(*map(values, UP)))
def test_whatever_it_says_comes_out_as_it_went_in(message: Up) -> None:
    assert through_the_pipe(message, UP) == message
