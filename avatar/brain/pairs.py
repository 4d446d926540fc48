"""A conversation as what was said and what was heard in answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from avatar.brain.base import Turn


class Pair(NamedTuple):
    """What the user said, and what was heard in answer; '' for nothing, or nothing yet."""

    asked: str
    answered: str = ""


def pair_up(turns: Sequence[Turn]) -> list[Pair]:
    """A conversation as what was said and answered."""
    pairs: list[Pair] = []
    for turn in turns:
        if turn.who == "user":
            pairs.append(Pair(turn.text))
        elif pairs:
            pairs[-1] = pairs[-1]._replace(answered=turn.text)
    return pairs
