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
    asked: list[str] = []
    answered: list[str] = []
    for who, text, _ in turns:
        if who == "user":
            asked.append(text)
            answered.append("")
        elif asked:
            answered[-1] = text
    return [*map(Pair, asked, answered)]
