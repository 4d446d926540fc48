"""One key is one edit, however many spans it took to write it down."""

from __future__ import annotations

import pytest

from avatar.editing.state import State
from avatar.edits.counting import count_edits
from tests.editing.takes import begin, press


def counted(state: State) -> int:
    return count_edits(state.edits, state.footage.sheet)


@pytest.mark.parametrize(
    ("keys", "count"),
    [
        ((), 0),
        (("n", "c"), 1),
        (("n", ">"), 1),
        (("n", "<", "<", "<"), 1),
        (("n", "c", ">"), 1),
        (("n", "c", ">", "n", "c"), 2),
        (("n", "]"), 1),
        (("n", "s", "c"), 1),
        (("n", "i", "a"), 1),
        (("n", "delete"), 1),
        (("n", "up", "up", ">"), 1),
        (("n", "up", "up", "j"), 1),
        (("n", "up", "delete"), 1),
        (("n", "down", "5"), 1),
        (("n", "down", "down", "1", "ctrl+right", "2"), 2),
        (("n", ">", "u"), 0),
    ],
)
def test_what_a_key_did_is_one(keys: tuple[str, ...], count: int) -> None:
    assert counted(press(begin(), *keys)) == count


def test_two_mouths_side_by_side_that_were_set_are_two() -> None:
    state = press(begin(), "n", "d", "ctrl+right", "f")
    assert len(state.edits.of("mouths")) == counted(state) == 2
