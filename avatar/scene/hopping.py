"""Hops: a small jump whenever somebody begins to speak, for characters that jump by it."""

from __future__ import annotations

import math
from bisect import bisect_right

from avatar.scene.timeline import Timeline
from avatar.types import Hop

HOP_S = 0.5
"""Seconds in the air, as PNGTuber Plus has it: off at 250 pixels a second, under a gravity of 1,000."""
REST_S = 0.35
"""Seconds of silence after which speech begins anew."""
_SOFT = 0.1
"""Share of a hop in which its speed comes and goes: what hangs on it does not jerk."""
_LOOKED_AT = 3
"""Clauses back in which a beginning is looked for: short ones may follow on each other."""


def hop_at(line: Timeline, t: float) -> Hop:
    """How high a cast member is, and how fast it rises, at `t` seconds."""
    share = (t - _find_onset(line, t)) / HOP_S
    if not 0.0 <= share < 1.0:
        return Hop()
    speed = (1.0 - 2.0 * share) * min(1.0, share / _SOFT, (1.0 - share) / _SOFT)
    return Hop(4.0 * share * (1.0 - share), speed)


def _find_onset(line: Timeline, t: float) -> float:
    """When speech last began after a rest; -inf where it never did."""
    place = bisect_right(line.talk_starts, t)
    quiet, found = -math.inf, -math.inf
    for talk in line.talks[max(0, place - _LOOKED_AT) : place]:
        for start, end in talk.spoken:
            if talk.start + start > t:
                return found
            if talk.start + start - quiet >= REST_S:
                found = talk.start + start
            quiet = max(quiet, talk.start + end)
    return found
