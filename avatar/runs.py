"""Stretches of a row of values: where a condition holds, and where a value stays the same."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


def find_runs(where: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first index, index after the last) of each stretch of True in a row of shape (n,), in order."""
    edges = np.flatnonzero(np.diff(where, prepend=False, append=False)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def find_equal_runs(values: NDArray[Any]) -> list[tuple[int, int]]:
    """(first index, index after the last) of each stretch of one value in a row of shape (n,); together all of it."""
    if not len(values):
        return []
    turns = (np.flatnonzero(values[1:] != values[:-1]) + 1).tolist()
    return list(pairwise([0, *turns, len(values)]))
