"""What a message calls for: what a good listener would say to what it tells, and what would answer what it asks.

Whatever is told, there are only some twenty-five things to say to it in a word: that one is sorry, or glad, or amused;
that one has got it wrong; good night. A small net that learned from thousands of messages of talks
(`models/calls.npz`, taught by benchmarks/calls.py) reads a message as a whole and says how likely it calls for each:
"she'd be scarred for life" is funny, and "it's actually rising, I'm nearly afraid to look" is good news, whatever a
word of theirs sounds like. A character's own lines for each (`=calls funny`) fit all that may be told so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.brain.encoder import find_rows, read_model, run
from avatar.brain.situations import find_rows_of

FILE = Path(__file__).parent / "models" / "calls.npz"
TOLD, ASKED = "told ", "asked "
"""How the names of the net's outputs begin, by what they are about."""
NONE = "-"
"""What nothing is told, or asked."""
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "dark": ("grief", "sorry", "nuisance", "nerves", "shame", "weary"),
    "bright": ("glad", "proud", "fond", "touching", "hope", "plan", "taken", "thanks", "praise", "offered"),
    "light": ("funny", "odd", "teased"),
    "plain": ("detail", "view", "hello"),
    "wrong": ("refuted",),
    "played": ("enjoyed",),
    "going": ("leaving", "away", "back"),
}
"""Things told that sound alike."""
GROUP_OF: Mapping[str, str] = {name: group for group, names in _GROUPS.items() for name in names}
ANYTHING = "anything"
"""What goes with whatever may be told: a word without a side, neither glad nor sorry."""
_SURE = 0.45
"""How likely a word for something must fit, so that it is better than one for anything."""
_VAGUE = 0.4
"""How likely a word must fit, for it to be known how a message sounds."""
_SURE_OF: Mapping[str, float] = {
    "fond": 0.6, "shame": 0.6, "refuted": 0.55, "taken": 0.55, "thanks": 0.6,
}  # fmt: skip
"""Where that is not enough: readers found a word for these wrong more often, or worse where it was."""
LONGEST, LONGEST_BEFORE = 44, 20
"""Words that are read of a message, and at the end of the reply before it."""


class Call(NamedTuple):
    """What one message calls for."""

    told: Mapping[str, float]
    """How likely a word for each thing would be accepted, from 0 to 1, the likeliest first: several may be. `NONE`
    where it only asks."""
    asked: Mapping[str, float]
    """How likely each thing is what it asks; `NONE` where it only tells."""

    @property
    def asks_nothing(self) -> float:
        """How likely it asks nothing."""
        return self.asked[NONE]

    @property
    def is_vague(self) -> bool:
        """Whether no word is likely to fit."""
        return self.told[self.find_likeliest()] < _VAGUE

    def find_likeliest(self) -> str:
        """What it most likely tells, if it tells anything."""
        return next(name for name in self.told if name != NONE)

    def find_fitting(self) -> str:
        """What is best said to what is told: to what it likeliest is, or else to anything."""
        name = self.find_likeliest()
        return name if self.told[name] >= _SURE_OF.get(name, _SURE) else ANYTHING

    def find_groups(self) -> Mapping[str, float]:
        """How well a word that sounds some way fits beside the one that fits best, by how: 1 for "dark", 0.4 for
        "bright"."""
        groups: dict[str, float] = {}
        best = self.told[self.find_likeliest()]
        for name, likely in self.told.items():
            if group := GROUP_OF.get(name):
                groups[group] = max(groups.get(group, 0.0), likely / best)
        return groups


@cache
def read_names() -> tuple[str, ...]:
    """What the net's outputs stand for, in their order: "told funny", "asked advice"."""
    with np.load(FILE) as packed:
        return tuple(packed["names"].tobytes().decode("ascii").split("\n"))


def find_call(text: str, before: str = "") -> Call:
    """What a message calls for, as it was typed. `before`: the reply that it answers, where that is known."""
    return _read(*lay_out(text, before))


def lay_out(text: str, before: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The words of a message and the last ones of a reply, each as a row of the table; and where each of them
    stands."""
    words, last = find_rows_of(text, LONGEST), find_rows(before, _ALL)[-LONGEST_BEFORE:] if before else []
    return (*words, *last), (*range(len(words)), *range(LONGEST, LONGEST + len(last)))


@lru_cache(256)
def _read(words: tuple[int, ...], places: tuple[int, ...]) -> Call:
    """What a message calls for that is laid out."""
    made = run(read_model(FILE), [words], places)[0]
    told, asked = _find_part(made, TOLD), _find_part(made, ASKED)
    raised = {name: math.exp(x - max(asked.values())) for name, x in asked.items()}
    whole = sum(raised.values())
    return Call(
        _order({name: 1 / (1 + math.exp(-x)) for name, x in told.items()}),
        _order({name: x / whole for name, x in raised.items()}),
    )


_ALL = 400
"""Words of a reply, at most, of which the last are read."""


def _find_part(made: np.ndarray[tuple[int], np.dtype[np.float32]], part: str) -> Mapping[str, float]:
    """What the net makes of each thing that is told, or asked."""
    return {
        name.removeprefix(part): float(x) for name, x in zip(read_names(), made, strict=True) if name.startswith(part)
    }


def _order(likely: Mapping[str, float]) -> Mapping[str, float]:
    return dict(sorted(likely.items(), key=lambda each: -each[1]))
