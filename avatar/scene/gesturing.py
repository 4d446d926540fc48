"""Gestures over time: where head, body, face and hands are at one moment of a move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from avatar.character.acting import Acting, Gesture, GestureFace, GestureKey
from avatar.scene.life import ease
from avatar.scene.timeline import CueTrack
from avatar.types import Arm, Body, Brows, Eyes, Head, Mouth

LOOKED_BACK = 12.0
"""Seconds after its start for which a gesture is acted: far longer than any that reads as one move."""


@dataclass(frozen=True)
class Motion:
    """A change to a pose. Changes add up; a hand follows the gesture that shows it most, mouth and eyes the latest."""

    head: Head = Head()
    body: Body = Body()
    brows: Brows = Brows()
    left: Arm = Arm()
    right: Arm = Arm()
    shut: float = 0.0
    face: GestureFace = GestureFace()
    shape: str = ""
    """The picture of a silent mouth that goes with `face`."""

    @classmethod
    def of(cls, gesture: Gesture, t: float, strength: float) -> Motion:
        """Where a gesture is `t` seconds after its start."""
        keys = gesture.keys
        if not keys[0].at <= t <= keys[-1].at:
            return cls()
        for before, after in pairwise(keys):
            if t <= after.at:
                moved = _between(before, after, ease((t - before.at) / (after.at - before.at)), strength)
                return replace(moved, shape=gesture.shape)
        return cls()

    def plus(self, other: Motion) -> Motion:
        return Motion(
            Head(*(a + b for a, b in zip(self.head, other.head, strict=True))),
            Body(*(a + b for a, b in zip(self.body, other.body, strict=True))),
            Brows(*(a + b for a, b in zip(self.brows, other.brows, strict=True))),
            max(self.left, other.left, key=lambda arm: arm.shown),
            max(self.right, other.right, key=lambda arm: arm.shown),
            max(self.shut, other.shut),
            _over(other.face, self.face),
            other.shape if other.face.share >= self.face.share else self.shape,
        )


def gesture_at(gestures: CueTrack, t: float, acting: Acting) -> Motion:
    """All that gestures do at `t`; unknown names do nothing."""
    motion = Motion()
    for cue in gestures.near(t, LOOKED_BACK, 0.0):
        gesture = acting.gestures.get(cue.name)
        if gesture is not None and t - cue.start < gesture.duration:
            motion = motion.plus(Motion.of(gesture, t - cue.start, cue.strength))
    return motion


def _between(before: GestureKey, after: GestureKey, share: float, strength: float) -> Motion:
    def mixed(a: tuple[float, ...], b: tuple[float, ...]) -> list[float]:
        return [(low + (high - low) * share) * strength for low, high in zip(a, b, strict=True)]

    return Motion(
        Head(*mixed(before.head, after.head)),
        Body(*mixed(before.body, after.body)),
        Brows(*mixed(before.brows, after.brows)),
        _arm(before.left, after.left, share),
        _arm(before.right, after.right, share),
        before.shut + (after.shut - before.shut) * share,
        _face(before.face, after.face, share, min(1.0, strength)),
    )


def _face(before: GestureFace, after: GestureFace, share: float, strength: float) -> GestureFace:
    """Mouth and eyes on their way; a face that comes or goes only gains or loses share, and keeps its form."""
    first, second = before.share * (1.0 - share), after.share * share
    return _joined(before, first, after, second, (first + second) * strength)


def _over(top: GestureFace, below: GestureFace) -> GestureFace:
    """One face before another: what it leaves free is the other's."""
    rest = below.share * (1.0 - top.share)
    return _joined(top, top.share, below, rest, top.share + rest)


def _joined(one: GestureFace, first: float, other: GestureFace, second: float, share: float) -> GestureFace:
    """Two faces by their weights, with a share of the whole."""
    total = first + second
    if total <= 0.0:
        return GestureFace()
    first, second = first / total, second / total
    return GestureFace(
        share,
        Mouth(*(first * a + second * b for a, b in zip(one.mouth, other.mouth, strict=True))),
        Eyes(*(first * a + second * b for a, b in zip(one.eyes, other.eyes, strict=True))),
    )


def _arm(before: Arm, after: Arm, share: float) -> Arm:
    """A hand on its way: it keeps the hand pose of the key that names one."""
    if not before.name and not after.name:
        return Arm()
    name = after.name if after.name and (after.shown > 0 or not before.name) else before.name
    x, y, angle, shown = (a + (b - a) * share for a, b in zip(before[1:], after[1:], strict=True))
    return Arm(name, float(x), float(y), float(angle), float(shown))
