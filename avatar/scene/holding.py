"""Things in hands over time: a hand that comes up with something, keeps it, and goes down with it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from avatar.character.acting import Acting
from avatar.character.holding import Extent, read_thing
from avatar.scene.life import ease
from avatar.scene.timeline import CueTrack
from avatar.types import Arm

RAISED_S, LOWERED_S = 0.5, 0.4
"""Seconds in which a hand brings something up, and takes it away."""


class Held(NamedTuple):
    """What a hand holds at one moment."""

    name: str = ""
    """As its mark names it; '' for nothing."""
    arm: Arm = Arm()


class Reach(NamedTuple):
    """Where a thing in hand is seen, for a camera."""

    extent: Extent | None
    """None for nothing."""
    moving: bool = False
    """Whether it is another one a moment later."""

    def joined(self, other: Reach) -> Reach:
        """What has to be seen of both."""
        one, two = self.extent, other.extent
        if one is None or two is None:
            return Reach(one or two, self.moving or other.moving)
        extent = Extent(*map(min, one[:2], two[:2]), *map(max, one[2:], two[2:]))
        return Reach(extent, self.moving or other.moving)


def held_at(props: CueTrack, t: float, acting: Acting, still: bool = False) -> Held:
    """What the right hand holds at `t` seconds. Things that the character can't hold are not there. `still`: they are
    there, or gone, at once."""
    cues = [cue for cue in props.last(t, 2) if not cue.name or read_thing(cue.name)[0] in acting.holds]
    if not cues:
        return Held()
    now, before = cues[-1], cues[0] if len(cues) > 1 else None
    if now.name:
        arm = acting.holds[read_thing(now.name)[0]]
        kept = before is not None and before.name
        share = 1.0 if still or kept else ease((t - now.start) / RAISED_S)
        return Held(now.name, arm._replace(shown=share))
    share = 0.0 if still else 1.0 - ease((t - now.start) / LOWERED_S)
    if before is None or not before.name or share <= 0.0:
        return Held()
    return Held(before.name, acting.holds[read_thing(before.name)[0]]._replace(shown=share))


def reach_at(props: CueTrack, t: float, extents: Mapping[str, Extent], rest: Extent, since: float = -math.inf) -> Reach:
    """What a camera has to keep in the picture of what somebody holds at `t` seconds: it grows out of `rest`, and
    shrinks back into it, with the hand. What was in hand at `since`, as the shot began, is there from its beginning."""
    cues = [cue for cue in props.last(t, 2) if not cue.name or read_thing(cue.name)[0] in extents]
    if not cues:
        return Reach(None)
    now, before = cues[-1], cues[0] if len(cues) > 1 else None
    goal = extents[read_thing(now.name)[0]] if now.name else rest
    left = extents[read_thing(before.name)[0]] if before is not None and before.name else rest
    share = ease((t - now.start) / (RAISED_S if now.name else LOWERED_S)) if now.start > since else 1.0
    if share >= 1.0:
        return Reach(goal if now.name else None)
    return Reach(Extent(*(a + (b - a) * share for a, b in zip(left, goal, strict=True))), left != goal)
