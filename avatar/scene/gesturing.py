"""Gestures over time: where head, body, brows and hands are at one moment of a move."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from avatar.character.acting import Acting, Gesture, Key
from avatar.scene.life import ease
from avatar.scene.timeline import CueTrack
from avatar.types import Arm, Body, Brows, Head

LOOKED_BACK = 12.0
"""Seconds after its start for which a gesture is acted: far longer than any that reads as one move."""


@dataclass(frozen=True)
class Motion:
    """A change to a pose. Changes add up; a hand follows the gesture that shows it most."""

    head: Head = Head()
    body: Body = Body()
    brows: Brows = Brows()
    left: Arm = Arm()
    right: Arm = Arm()
    shut: float = 0.0

    @classmethod
    def of(cls, gesture: Gesture, t: float, strength: float) -> Motion:
        """Where a gesture is `t` seconds after its start."""
        keys = gesture.keys
        if not keys[0].at <= t <= keys[-1].at:
            return cls()
        for before, after in pairwise(keys):
            if t <= after.at:
                return _between(before, after, ease((t - before.at) / (after.at - before.at)), strength)
        return cls()

    def plus(self, other: Motion) -> Motion:
        return Motion(
            Head(*(a + b for a, b in zip(self.head, other.head, strict=True))),
            Body(*(a + b for a, b in zip(self.body, other.body, strict=True))),
            Brows(*(a + b for a, b in zip(self.brows, other.brows, strict=True))),
            max(self.left, other.left, key=lambda arm: arm.shown),
            max(self.right, other.right, key=lambda arm: arm.shown),
            max(self.shut, other.shut),
        )


def gesture_at(gestures: CueTrack, t: float, acting: Acting) -> Motion:
    """All that gestures do at `t`; unknown names do nothing."""
    motion = Motion()
    for cue in gestures.near(t, LOOKED_BACK, 0.0):
        gesture = acting.gestures.get(cue.name)
        if gesture is not None and t - cue.start < gesture.duration:
            motion = motion.plus(Motion.of(gesture, t - cue.start, cue.strength))
    return motion


def _between(before: Key, after: Key, share: float, strength: float) -> Motion:
    def mixed(a: tuple[float, ...], b: tuple[float, ...]) -> list[float]:
        return [(low + (high - low) * share) * strength for low, high in zip(a, b, strict=True)]

    return Motion(
        Head(*mixed(before.head, after.head)),
        Body(*mixed(before.body, after.body)),
        Brows(*mixed(before.brows, after.brows)),
        _arm(before.left, after.left, share),
        _arm(before.right, after.right, share),
        before.shut + (after.shut - before.shut) * share,
    )


def _arm(before: Arm, after: Arm, share: float) -> Arm:
    """A hand on its way: it keeps the hand pose of the key that names one."""
    if not before.name and not after.name:
        return Arm()
    name = after.name if after.name and (after.shown > 0 or not before.name) else before.name
    x, y, angle, shown = (a + (b - a) * share for a, b in zip(before[1:], after[1:], strict=True))
    return Arm(name, float(x), float(y), float(angle), float(shown))
