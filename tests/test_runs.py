"""Stretches of rows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.runs import find_equal_runs, find_runs


@pytest.mark.parametrize(
    ("row", "runs"),
    [("", []), (".", []), ("x", [(0, 1)]), (".xx.x", [(1, 3), (4, 5)]), ("xxx", [(0, 3)]), ("x..", [(0, 1)])],
)
def test_where_a_condition_holds(row: str, runs: list[tuple[int, int]]) -> None:
    assert find_runs(np.array([each == "x" for each in row], bool)) == runs


@given(st.lists(st.integers(0, 3), max_size=30))
def test_runs_of_a_value_are_the_whole_row(values: list[int]) -> None:
    row = np.array(values, np.uint8)
    runs = find_equal_runs(row)
    assert [each for start, end in runs for each in row[start:end].tolist()] == values
    assert all(end > start and len(set(row[start:end].tolist())) == 1 for start, end in runs)
    assert all(row[a[0]] != row[b[0]] for a, b in pairwise(runs))
