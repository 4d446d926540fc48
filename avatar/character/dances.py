"""Dances that every character knows: moves in beats, as tables.

A row says where one channel of the pose is at which beat of the move's cycle; between two keys it goes there as the
later one says. Keys on whole beats are extremes: a channel is at rest there for an instant, so what the eye sees as the
beat falls on it. Values are for a character of energy 1 in a song that is neither loud nor soft.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

Way = Callable[[float], float]


def swing(share: float) -> float:
    """As a pendulum goes: fastest half way."""
    return 0.5 - 0.5 * math.cos(math.pi * share)


def over(share: float) -> float:
    """From foot to foot: a pendulum that is pushed off, so that it turns and doesn't linger."""
    return 0.85 * swing(share) + 0.15 * share


def hit(share: float) -> float:
    """Late and quick: it waits, and arrives as if dropped."""
    return 0.5 - 0.5 * math.cos(math.pi * share**1.9)


def float_up(share: float) -> float:
    """Off at once, and slower and slower: as a ball comes up from the floor, which is how it came down, backwards."""
    return 1.0 - hit(1.0 - share)


class Key(NamedTuple):
    """Where a channel is at one beat of the cycle."""

    beat: float
    value: float
    way: Way = swing
    """How it gets there from the key before."""


@dataclass(frozen=True)
class Move:
    """A dance move: a cycle of some beats."""

    beats: int
    """Length of the cycle."""
    rows: Mapping[str, tuple[Key, ...]]
    """Channel (`head.roll`, `body.x`, `left.angle`) to its keys, in order of beats; the first one at beat 0."""
    hands: Mapping[str, str] = field(default_factory=dict)
    """Side to the hand that is seen meanwhile, by name."""
    energy: tuple[float, float] = (0.0, 2.0)
    """How lively a song it belongs to: least and most. 1 is a song as most are."""
    still: str = "nod"
    """The move of those who have a head alone to dance with."""
    mirrors: bool = True
    """Whether its mirror image is another move: sides of the hands stay."""
    turns: bool = False
    """Whether the face turns away: nothing for who sings."""

    def at(self, beat: float) -> dict[str, float]:
        """Every channel of it at a beat from the beginning, which may be before it or in a later cycle."""
        place = beat % self.beats
        return {channel: _along(keys, place, self.beats) for channel, keys in self.rows.items()}


def _along(keys: tuple[Key, ...], place: float, beats: int) -> float:
    first = keys[0]
    for before, after in pairwise((*keys, first._replace(beat=first.beat + beats))):
        if place < after.beat:
            share = (place - before.beat) / (after.beat - before.beat)
            return before.value + (after.value - before.value) * after.way(share)
    return first.value


def _bounce(beats: int, low: float, high: float, top: float = 0.5) -> tuple[Key, ...]:
    """Down on every beat, up between them."""
    return tuple(key for beat in range(beats) for key in (Key(beat, low, hit), Key(beat + top, high, float_up)))


def _there_and_back(beats: int, out: float, given: float, kept: float) -> tuple[Key, ...]:
    """To a side on a beat, some of it given back at once, half a beat later, and a little more until the last beat
    before the other side. After so many beats the same on the other side. What merely stayed would have no instant."""
    return tuple(
        key
        for first, side in ((0, 1.0), (beats, -1.0))
        for key in (
            Key(first, side * out, hit),
            Key(first + 0.5, side * given, float_up),
            Key(first + beats - 1, side * kept),
        )
    )


def _steps(*values: float, given: float = 0.45) -> tuple[Key, ...]:
    """One value on every beat, arrived at late; half a beat later some of the way to the next one is gone. What waited
    for the next beat would have no instant, and what went at once would arrive before it."""
    found = []
    for beat, value in enumerate(values):
        after = values[(beat + 1) % len(values)]
        found += [Key(beat, value, hit), Key(beat + 0.5, value + given * (after - value), float_up)]
    return tuple(found)


def _waltzed(down: float, dipped: float, up: float) -> tuple[Key, ...]:
    """Down on the first of three beats, up on the others, which dip a little."""
    lows = (down, dipped, dipped, down, dipped, dipped)
    return tuple(key for beat, low in enumerate(lows) for key in (Key(beat, low, hit), Key(beat + 0.5, up, float_up)))


def _sides(*values: float, way: Way = swing) -> tuple[Key, ...]:
    """One value on every beat."""
    return tuple(Key(beat, value, way) for beat, value in enumerate(values))


MOVES: dict[str, Move] = {
    # knees give on the beat: what everybody does without knowing it
    "bob": Move(
        1,
        {
            "body.y": _bounce(1, 0.035, 0.0),
            "body.squash": _bounce(1, 0.03, -0.012),
            "head.pitch": _bounce(1, 5.0, -2.5),
            "head.y": _bounce(1, 0.012, -0.004),
        },
        energy=(0.3, 1.4),
        mirrors=False,
    ),
    # the weight goes from one foot to the other, the head hangs over it
    "sway": Move(
        4,
        {
            "body.x": (Key(0, -0.075, over), Key(2, 0.075, over)),
            "body.lean": (Key(0, -3.0, over), Key(2, 3.0, over)),
            "head.roll": (Key(0, -5.5, over), Key(2, 5.5, over)),
            "head.x": (Key(0, -0.012, over), Key(2, 0.012, over)),
            "body.y": _bounce(4, 0.018, 0.0),
        },
        energy=(0.0, 0.9),
        still="tilt",
    ),
    # down on the first of three, up on tiptoe for the others, with a little dip on each, to one side and to the other
    "waltz": Move(
        6,
        {
            "body.x": (Key(0, -0.085, over), Key(3, 0.085, over)),
            "body.lean": (Key(0, -3.5, over), Key(3, 3.5, over)),
            "body.y": _waltzed(0.035, 0.002, -0.012),
            "body.squash": _waltzed(0.025, -0.004, -0.016),
            "head.roll": (Key(0, -5.0, over), Key(3, 5.0, over)),
        },
        energy=(0.0, 2.0),
        still="tilt",
    ),
    # out, together, out, together; the touch is the smaller one, and begins at once, or the step would have no end
    "step-touch": Move(
        4,
        {
            "body.x": _there_and_back(2, 0.11, 0.058, 0.052),
            "body.lean": _there_and_back(2, 1.0, 0.2, 0.0),
            "body.y": _bounce(4, 0.028, -0.008),
            "body.squash": _bounce(4, 0.022, -0.014),
            "head.roll": _there_and_back(2, 5.5, 3.9, 3.5),
            "head.pitch": _bounce(4, 3.0, -1.0),
        },
        energy=(0.6, 1.6),
        still="tilt",
    ),
    # one shoulder and the other, each given back a little at once; the head stays where it is
    "shoulder": Move(
        2,
        {
            "body.lean": _steps(-5.0, 5.0),
            "head.roll": _steps(5.5, -5.5),
            "body.y": _bounce(2, 0.02, -0.01),
            "body.squash": _bounce(2, 0.014, -0.01),
            "head.yaw": _steps(-4.0, 4.0),
        },
        energy=(0.5, 1.5),
        still="tilt",
    ),
    # on two and four, as everybody who can count claps to songs
    "clap": Move(
        2,
        {
            "left.x": (Key(0, -0.1, float_up), Key(0.45, -0.12), Key(1, 0.11, hit)),
            "right.x": (Key(0, 0.1, float_up), Key(0.45, 0.12), Key(1, -0.11, hit)),
            "body.y": (Key(0, 0.03, hit), Key(0.5, 0.0, float_up), Key(1, 0.02, hit), Key(1.5, -0.004, float_up)),
            "body.squash": _bounce(2, 0.02, -0.012),
            "head.roll": _steps(-3.0, 3.0),
            "head.pitch": _steps(-1.0, 4.0),
        },
        hands={"left": "clap", "right": "clap"},
        energy=(0.8, 1.8),
        mirrors=False,
    ),
    # fingers at the side, on two and four; the chin goes along
    "snap": Move(
        2,
        {
            "right.y": _steps(0.035, -0.03),
            "right.angle": _steps(-9.0, 10.0),
            "body.lean": _steps(-1.5, 1.5),
            "body.y": _bounce(2, 0.02, -0.004),
            "body.squash": _bounce(2, 0.014, -0.008),
            "head.roll": _steps(-2.5, 4.5),
            "head.yaw": _steps(-3.0, 4.0),
        },
        hands={"right": "thumb"},
        energy=(0.2, 1.1),
        mirrors=False,
    ),
    # a finger into the house, drawn back, out again, and back to the shoulder
    "point": Move(
        4,
        {
            "right.y": _steps(-0.08, -0.035, -0.08, 0.03),
            "right.x": _steps(0.0, -0.025, 0.0, -0.07),
            "right.angle": _steps(14.0, 4.0, 14.0, -10.0),
            "body.lean": _steps(2.5, 1.5, 2.5, -2.0),
            "body.y": _bounce(4, 0.024, -0.006),
            "body.squash": _bounce(4, 0.018, -0.01),
            "head.yaw": _steps(5.0, 3.0, 5.0, -4.0),
            "head.roll": _steps(3.5, 1.0, 3.5, -3.0),
        },
        hands={"right": "point"},
        energy=(0.8, 1.9),
        mirrors=False,
    ),
    # the whole head, down on the beat; the body goes with it or the neck would break
    "head-bang": Move(
        1,
        {
            "head.pitch": (Key(0, 17.0, hit), Key(0.5, -9.0, float_up)),
            "head.y": (Key(0, 0.065, hit), Key(0.5, -0.02, float_up)),
            "body.y": (Key(0, 0.05, hit), Key(0.5, -0.006, float_up)),
            "body.squash": (Key(0, 0.03, hit), Key(0.5, -0.025, float_up)),
        },
        energy=(1.35, 2.0),
        mirrors=False,
    ),
    # to one side for half the cycle, back for the other half, each time given back a little; small beats on top
    "lean": Move(
        8,
        {
            "body.lean": _there_and_back(4, -4.5, -2.7, -2.4),
            "body.x": _there_and_back(4, -0.06, -0.028, -0.024),
            "body.y": _bounce(8, 0.028, -0.004),
            "body.squash": _bounce(8, 0.02, -0.012),
            "head.roll": _there_and_back(4, 6.0, 3.9, 3.4),
            "head.pitch": _bounce(8, 4.0, -1.5),
        },
        energy=(0.2, 1.3),
        still="tilt",
    ),
    # two beats of swing, down to take off, once round as a card turns, and a landing with both knees:
    # facing front again and the lowest place are one beat
    "spin": Move(
        4,
        {
            "body.x": (Key(0, -0.06), Key(1, 0.06), Key(2, 0.0), Key(3, 0.0)),
            "body.lean": (Key(0, -3.0), Key(1, 3.0), Key(2, 0.0), Key(3, 0.0)),
            "body.y": (
                Key(0, 0.02, hit),
                Key(1, 0.02),
                Key(1.5, 0.0, float_up),
                Key(2, 0.055, hit),
                Key(2.5, -0.02, float_up),
                Key(3, 0.05, hit),
                Key(3.5, 0.0, float_up),
            ),
            "body.squash": (
                Key(0, 0.015),
                Key(2, 0.045, hit),
                Key(2.5, -0.05, float_up),
                Key(3, 0.05, hit),
                Key(3.5, -0.01),
            ),
            "body.width": (Key(0, 0.0), Key(2, 0.0), Key(2.5, -2.0), Key(3, 0.0, hit), Key(3.4, -0.08, float_up)),
            "head.roll": (Key(0, -4.0), Key(1, 4.0), Key(2, 0.0), Key(3, 0.0)),
        },
        energy=(1.0, 2.0),
        turns=True,
    ),
    # ------------------------------------------------------------------ for those who have a head alone
    "nod": Move(
        2,
        {
            "head.pitch": (Key(0, 6.0, hit), Key(0.5, -2.0, float_up), Key(1, 4.5, hit), Key(1.5, -2.0, float_up)),
            "head.y": (Key(0, 0.03, hit), Key(0.5, -0.006, float_up), Key(1, 0.022, hit), Key(1.5, -0.006, float_up)),
            "body.y": (Key(0, 0.02, hit), Key(0.5, 0.0, float_up), Key(1, 0.014, hit), Key(1.5, 0.0, float_up)),
            "head.roll": _sides(1.5, -1.5),
        },
        energy=(0.0, 0.0),
        mirrors=False,
    ),
    "tilt": Move(
        4,
        {
            "head.roll": (Key(0, -6.0, over), Key(2, 6.0, over)),
            "head.yaw": (Key(0, -3.0, over), Key(2, 3.0, over)),
            "head.pitch": _bounce(4, 2.0, -0.5),
            "body.y": _bounce(4, 0.026, -0.003),
        },
        energy=(0.0, 0.0),
        still="tilt",
    ),
}
"""Moves by name, each with its reason. Down is the beat: listeners to music move down and stop on it, and up between
(Toiviainen, Luck and Thompson 2010, Music Perception 28)."""

PLAIN = "bob"
"""The move of whoever is asked for one that isn't there."""
