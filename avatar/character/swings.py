"""What of a character moves by itself: swings go to and fro, as a tail does; cycles show one picture after another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from avatar.character.fields import Fields

MOST_SWINGS = 200
FASTEST = 15.0
"""Swings a second; faster ones can't be seen as such at 30 frames a second."""


class Swing(NamedTuple):
    """A sine."""

    hz: float
    """How often a second it is back where it was."""
    phase: float = 0.0
    """Where it begins, as a share of one swing: 0.25 at its farthest."""

    def at(self, t: float) -> float:
        """Where it is at `t` seconds: -1 to 1."""
        return math.sin(2 * math.pi * (self.hz * t + self.phase))


MOST_CYCLES = 50
MOST_FRAMES = 60
"""Pictures of one cycle."""


class Cycle(NamedTuple):
    """Pictures that follow on each other, round and round."""

    frames: int
    """How many."""
    fps: float
    """How many of them in a second."""

    def at(self, t: float) -> int:
        """Which is seen at `t` seconds: 1 is the first."""
        return 1 + math.floor(t * self.fps + 1e-6) % self.frames


def read_cycles(table: Fields) -> Mapping[str, Cycle]:
    """The cycles of a character by name. Raises CharacterError for what can't be one."""
    names = tuple(table.names())
    if len(names) > MOST_CYCLES:
        raise table.error(f"the character has {len(names)} cycles", f"Give it {MOST_CYCLES} at most.")
    found: dict[str, Cycle] = {}
    for name in names:
        one = table.table(name)
        found[name] = Cycle(int(one.number("frames", low=2, high=MOST_FRAMES)), one.number("fps", low=0, high=60))
        one.done()
    return found


def read_swings(table: Fields) -> Mapping[str, Swing]:
    """The swings of a character by name. Raises CharacterError for what can't be one."""
    names = tuple(table.names())
    if len(names) > MOST_SWINGS:
        raise table.error(f"the character has {len(names)} swings", f"Give it {MOST_SWINGS} at most.")
    found: dict[str, Swing] = {}
    for name in names:
        one = table.table(name)
        found[name] = Swing(one.number("hz", low=0, high=FASTEST), one.number("phase", 0.0, -1, 1))
        one.done()
    return found
