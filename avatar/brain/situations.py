"""What a message tells of, or wants advice on: one of some hundred and ninety situations, such as "a child did
something funny", "an operation lies ahead", "how to calm nerves".

People tell of the same things in ever other words, so that what is written for some sentences seldom hears the next
one. A small net that learned from thousands of messages (`models/situations.npz`, taught by benchmarks/situations.py)
reads the message as a whole. A character's own words for a situation (`=told of child funny`, `=advice on nerves`) fit
all that may be told of it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.brain.encoder import find_rows, read_model, run
from avatar.brain.names import NAME_WITHIN
from avatar.brain.situation_tones import TONES

FILE = Path(__file__).parent / "models" / "situations.npz"
ADVICE = "advice on "
"""How the situations begin in which advice is wanted; in the others something is told ("told of ")."""

_LEAST = 0.2
"""How likely it must be that anything at all is wanted advice on, for one thing to be surely that."""


class Situation(NamedTuple):
    """What a message may be about."""

    name: str
    """"told of child funny", "advice on nerves"; "none" for what calls for no more than a nod."""
    likely: float
    """From 0 to 1."""
    alike: float = 0.0
    """How likely it, or another one that sounds as it does, is told of, from 0 to 1."""


@cache
def read_names() -> tuple[str, ...]:
    """All situations that are known, in the order of the net's outputs."""
    with np.load(FILE) as packed:
        return tuple(packed["names"].tobytes().decode("ascii").split("\n"))


def find_told(text: str) -> Situation:
    """What a message most likely tells of, and how likely it tells of anything that sounds so; "none" where no more
    than a nod is called for."""
    told = [each for each in find_situations(text) if not each.name.startswith(ADVICE)]
    tone = TONES.get(told[0].name, "")
    alike = sum(each.likely for each in told if TONES.get(each.name, "") == tone)
    return Situation(told[0].name, told[0].likely, alike)


def find_asked(text: str) -> Situation:
    """What a message that asks for advice most likely wants it on, among all that advice is wanted on."""
    asked = [each for each in find_situations(text) if each.name.startswith(ADVICE)]
    whole = sum(each.likely for each in asked)
    return Situation(asked[0].name, asked[0].likely / max(whole, _LEAST))


def find_rows_of(text: str, longest: int) -> list[int]:
    """The rows of the table for a message, in which names are words that nobody knows: Oscar is no prize."""
    return find_rows(NAME_WITHIN.sub("xx", text), longest)


@lru_cache(256)
def find_situations(text: str) -> tuple[Situation, ...]:
    """What a message may be about, the likeliest first, as it was typed."""
    model = read_model(FILE)
    rows = find_rows_of(text, len(model.positions))
    raised = run(model, [rows])[0]
    raised = np.exp(raised - raised.max())
    likely = raised / raised.sum()
    return tuple(Situation(read_names()[place], float(likely[place])) for place in np.argsort(-likely, kind="stable"))
