"""What a message calls for: what a good listener would say to what it tells, and what would answer what it asks.

Whatever is told, there are only some twenty-five things to say to it in a word: that one is sorry, or glad, or amused;
that one has got it wrong; good night. A small net that learned from thousands of messages of talks
(`models/calls.npz`, taught by benchmarks/calls.py) reads a message as a whole and says how likely it calls for each:
"she'd be scarred for life" is funny, and "it's actually rising, I'm nearly afraid to look" is good news, whatever a
word of theirs sounds like. A character's own lines for each (`=calls funny`) fit all that may be told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.brain.encoder import read_model, run
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
    "going": ("leaving", "away", "back"),
}
"""Things told that sound alike."""
GROUP_OF: Mapping[str, str] = {name: group for group, names in _GROUPS.items() for name in names}
ANYTHING = "anything"
"""What goes with whatever may be told: a word without a side, neither glad nor sorry."""
_SURE = 0.5
"""How likely it must be that something is told, so that a word for it is better than one for anything: readers found 84
to 96 of 100 right from there on, and 50 to 69 below, where 70 for anything are."""


_SURE_OF: Mapping[str, float] = {"funny": 0.55, "nerves": 0.6, "taken": 0.65, "refuted": 0.65, "nuisance": 0.65}
"""Where that is not enough: readers found a word for these wrong more often, or worse where it was."""


class Call(NamedTuple):
    """What one message calls for."""

    told: Mapping[str, float]
    """How likely each thing is what it tells, from 0 to 1, the likeliest first; `NONE` where it only asks."""
    asked: Mapping[str, float]
    """How likely each thing is what it asks; `NONE` where it only tells."""

    @property
    def asks_nothing(self) -> float:
        """How likely it asks nothing."""
        return self.asked[NONE]

    def find_fitting(self) -> str:
        """What is best said to what is told: to what it likeliest is, or else to anything."""
        told = {name: likely for name, likely in self.told.items() if name != NONE}
        whole = max(sum(told.values()), 1e-9)
        name = max(told, key=lambda each: told[each])
        return name if told[name] / whole >= _SURE_OF.get(name, _SURE) else ANYTHING

    def find_groups(self) -> Mapping[str, float]:
        """How likely something is told that sounds some way, by how: "dark", "bright", "light"."""
        groups: dict[str, float] = {}
        for name, likely in self.told.items():
            group = GROUP_OF.get(name, "")
            groups[group] = groups.get(group, 0.0) + likely
        return groups


@cache
def read_names() -> tuple[str, ...]:
    """What the net's outputs stand for, in their order: "told funny", "asked advice"."""
    with np.load(FILE) as packed:
        return tuple(packed["names"].tobytes().decode("ascii").split("\n"))


@lru_cache(256)
def find_call(text: str) -> Call:
    """What a message calls for, as it was typed."""
    model = read_model(FILE)
    made = run(model, [find_rows_of(text, len(model.positions))])[0]
    return Call(_share(made, TOLD), _share(made, ASKED))


def _share(made: np.ndarray[tuple[int], np.dtype[np.float32]], part: str) -> Mapping[str, float]:
    names = read_names()
    places = [place for place, name in enumerate(names) if name.startswith(part)]
    raised = np.exp(made[places] - made[places].max())
    shares = raised / raised.sum()
    order = np.argsort(-shares, kind="stable")
    return {names[places[at]].removeprefix(part): float(shares[at]) for at in order}
