"""Dancing: where head, body and hands are at one moment of a dance. A pure function of its marks and the time.

A mark of kind `dance` has a move going on from its start to its end. Its name says which, and how its beats lie:

    bob 16                 sixteen beats of a bob, all as long
    sway 8 from 4 mirrored eight beats, beginning with the fifth of the move's cycle, the other way round
    bob 2 from 3 held      stands still as a bob does at its fourth beat: a stop

A mark ends on the beat on which the next one begins; in the last beat before it one move passes into the other, so that
a change never moves an extreme off its beat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from avatar.character.acting import Acting
from avatar.character.dances import MOVES, PLAIN
from avatar.scene.gesturing import Motion
from avatar.scene.life import ease
from avatar.scene.timeline import ActingCue, CueTrack
from avatar.types import Arm, Body, Head

_NAME = re.compile(
    r"(?P<move>[a-z-]+) (?P<beats>[0-9]{1,4})(?: from (?P<first>[0-9]{1,4}))?(?P<flags>(?: mirrored| held)*)"
)
NEXT_S = 0.05
"""A mark that begins so soon after the one before goes on from it."""
PASSES_S = 0.7
"""Longest time in which one move passes into the next: a slow beat must not make it a drift."""
TEMPER = 0.6
"""How far a character's energy makes its moves larger: calm ones dance small, but they dance."""
LEAST_WIDTH = 0.04
"""A body seen from its edge keeps this share of its width: nothing can be drawn on a line."""
_FLIPS = frozenset({"head.x", "head.roll", "head.yaw", "body.x", "body.lean"})
"""Channels that change sides in a mirror."""
_ALONE = frozenset({"head.x", "head.y", "head.roll", "head.yaw", "head.pitch", "body.y"})
_FIXED = frozenset({"body.width"})
"""Channels that mean one thing whatever the energy: once round is once round."""


class Step(NamedTuple):
    """What the name of a dance mark says."""

    move: str
    beats: int
    first: int = 0
    """Beat of the cycle that it begins with."""
    mirrored: bool = False
    held: bool = False

    def __str__(self) -> str:
        first = f" from {self.first}" if self.first else ""
        return f"{self.move} {self.beats}{first}{' mirrored' * self.mirrored}{' held' * self.held}"


@lru_cache(maxsize=1024)
def read_step(name: str) -> Step:
    """The step that a mark's name says; the plain move, beat by beat, for one that says none."""
    found = _NAME.fullmatch(name)
    if found is None:
        return Step(PLAIN, 1)
    flags = found["flags"]
    move = found["move"] if found["move"] in MOVES else PLAIN
    return Step(move, max(1, int(found["beats"])), int(found["first"] or 0), "mirrored" in flags, "held" in flags)


def dance_at(dances: CueTrack, t: float, acting: Acting) -> tuple[Motion, float]:
    """What the dance does at `t`, and how far somebody dances instead of standing about, 0 to 1."""
    channels: dict[str, float] = {}
    hands: dict[str, Arm] = {}
    dancing = 0.0
    for cue, share in _going(dances, t):
        step, beat = read_step(cue.name), _beat(cue, t)
        move = MOVES[MOVES[step.move].still if acting.nods else step.move]
        size = cue.strength * acting.energy**TEMPER * share
        dancing += share
        moved = _mirrored(move.at(beat)) if step.mirrored and move.mirrors else move.at(beat)
        for channel, value in moved.items():
            by = share if channel in _FIXED or channel.startswith(("left", "right")) else size
            channels[channel] = channels.get(channel, 0.0) + value * by
        if not acting.nods:
            for side, hand in move.hands.items():
                if share > hands.get(side, Arm()).shown:
                    hands[side] = _arm(hand, moved, side, share)
    if not dancing:
        return Motion(), 0.0
    if acting.nods:
        channels = {channel: value for channel, value in channels.items() if channel in _ALONE}
    return _motion(channels, hands), min(1.0, dancing)


def _going(dances: CueTrack, t: float) -> list[tuple[ActingCue, float]]:
    """The marks that act at `t`, with their shares."""
    now = next(iter(dances.last(t)), None)
    if now is not None and t >= now.end:
        now = None
    following = next((cue for cue in dances.near(t, 0.0, PASSES_S) if cue.start > t), None)
    shares: list[tuple[ActingCue, float]] = []
    come = 0.0
    if following is not None:
        lasts = _passing(now if now is not None and following.start - now.end < NEXT_S else following)
        come = ease(1.0 - (following.start - t) / lasts)
        shares.append((following, come))
    if now is not None:
        goes_on = following is not None and following.start - now.end < NEXT_S
        stays = 1.0 - come if goes_on else ease((now.end - t) / _passing(now))
        shares.append((now, stays))
    return [(cue, share) for cue, share in shares if share > 0.0]


def _passing(cue: ActingCue) -> float:
    """Seconds in which a mark gives way to the next: its last beat."""
    return min(PASSES_S, _beat_s(cue))


def _beat_s(cue: ActingCue) -> float:
    return max(1e-3, (cue.end - cue.start) / read_step(cue.name).beats)


def _beat(cue: ActingCue, t: float) -> float:
    """The beat of the move's cycle at `t`, which may lie before the mark's start."""
    step = read_step(cue.name)
    return float(step.first) if step.held else step.first + (t - cue.start) / _beat_s(cue)


def _mirrored(channels: Mapping[str, float]) -> dict[str, float]:
    return {channel: -value if channel in _FLIPS else value for channel, value in channels.items()}


def _arm(hand: str, channels: Mapping[str, float], side: str, shown: float) -> Arm:
    x, y, angle = (channels.get(f"{side}.{channel}", 0.0) for channel in ("x", "y", "angle"))
    return Arm(hand, x, y, angle, shown)


def _motion(channels: Mapping[str, float], hands: Mapping[str, Arm]) -> Motion:
    def part(name: str, fields: tuple[str, ...]) -> dict[str, float]:
        return {field: channels[f"{name}.{field}"] for field in fields if f"{name}.{field}" in channels}

    body = Body(**part("body", Body._fields))
    if abs(1.0 + body.width) < LEAST_WIDTH:
        body = body._replace(width=LEAST_WIDTH - 1.0)
    return Motion(
        head=Head(**part("head", Head._fields)),
        body=body,
        left=hands.get("left", Arm()),
        right=hands.get("right", Arm()),
    )
