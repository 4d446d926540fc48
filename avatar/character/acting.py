"""What every character can do unless its own file says otherwise: expressions and gestures, as tables.

A character's file changes single values of these, or adds its own by new names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from avatar.character.swings import Cycle, Swing
from avatar.types import Arm, Body, Brows, Eyes, Head, Mouth


@dataclass(frozen=True)
class Expression:
    """What a face does in one mood. Values are added to the neutral face; the eyes' `open_*` multiply it."""

    mouth: Mouth = Mouth()
    eyes: Eyes = Eyes()
    brows: Brows = Brows()
    head: Head = Head()
    body: Body = Body()
    extras: Mapping[str, float] = field(default_factory=dict)
    shape: str = ""
    """For mouths made of pictures: the one that a silent mouth shows in this mood; '' for the usual one."""


class GestureFace(NamedTuple):
    """What mouth and eyes do at one moment of a gesture, whatever the mood. What is being said is said all the same."""

    share: float = 0.0
    """How far they take the place of the mood's, 0 to 1."""
    mouth: Mouth = Mouth()
    eyes: Eyes = Eyes()


class GestureKey(NamedTuple):
    """Where a gesture is at one moment."""

    at: float
    """Seconds from the gesture's start."""
    left: Arm = Arm()
    right: Arm = Arm()
    head: Head = Head()
    body: Body = Body()
    brows: Brows = Brows()
    shut: float = 0.0
    """How far the lids are shut, 0 to 1."""
    face: GestureFace = GestureFace()


@dataclass(frozen=True)
class Gesture:
    """A move with a beginning and an end; eased from key to key."""

    keys: tuple[GestureKey, ...]
    shape: str = ""
    """For mouths made of pictures: the one that a silent mouth shows meanwhile; '' for the usual one."""

    @property
    def duration(self) -> float:
        return self.keys[-1].at


@dataclass(frozen=True, eq=False)
class Acting:
    """One character's expressions, gestures and temperament."""

    expressions: Mapping[str, Expression]
    gestures: Mapping[str, Gesture]
    energy: float = 1.0
    """How big its moves are: 0.5 calm, 1.5 lively."""
    blinks: float = 1.0
    """How often it blinks, relative to most people."""
    sprites: Mapping[str, str] = field(default_factory=dict)
    """For mouths made of pictures: viseme to the name of the shape that shows it."""
    swings: Mapping[str, Swing] = field(default_factory=dict)
    """What goes to and fro by itself, by name."""
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    """Pictures that follow on each other, by name."""
    holds: Mapping[str, Arm] = field(default_factory=dict)
    """Things that it can hold (`holding.THINGS`), and where its right hand is with each."""
    wears: bool = False
    """Whether it can wear something on its head."""
    hat: str = ""
    """What it wears by nature, as a mark of the kind "hat" names it; '' for nothing."""
    nods: bool = False
    """Whether it dances with its head alone: pictures, and figures that are one piece."""


NEEDED = (
    "neutral", "smile", "laugh", "smirk", "surprised", "sad", "angry", "thinking", "bored", "wink", "embarrassed",
    "deadpan",
)  # fmt: skip
"""Expressions that every character has."""

EXPRESSIONS: dict[str, Expression] = {
    "neutral": Expression(),
    # cheeks rise and lids narrow: a smile of the mouth alone looks merely polite (AU 6, 12)
    "smile": Expression(
        mouth=Mouth(smile=0.85, width=0.35),
        eyes=Eyes(squint=0.3, open_left=0.97, open_right=0.97),
        brows=Brows(0.22, 0.22, 0.05, 0.05),
        extras={"cheeks": 1.0},
    ),
    # the head goes back, the eyes shut, the upper teeth show
    "laugh": Expression(
        mouth=Mouth(jaw=0.62, smile=1.0, width=0.5, upper=0.4, teeth=0.8),
        eyes=Eyes(squint=1.0, open_left=0.0, open_right=0.0),
        brows=Brows(0.5, 0.5, 0.1, 0.1),
        head=Head(pitch=-5.0, y=-0.012),
        extras={"cheeks": 1.0, "blush": 0.5},
    ),
    # one corner and one brow: contempt shows on one side of the face (AU 12 and 14 of that side)
    "smirk": Expression(
        mouth=Mouth(smile=0.6, width=0.1, skew=0.95),
        eyes=Eyes(squint=0.22, open_left=0.78, open_right=0.86),
        brows=Brows(-0.22, 0.62, -0.2, 0.0),
        head=Head(roll=2.5, yaw=-3.0),
    ),
    # everything goes up and open, and a breath is drawn in (AU 1, 2, 5, 26)
    "surprised": Expression(
        mouth=Mouth(jaw=0.5, rounding=0.5, width=-0.4, upper=0.1),
        eyes=Eyes(open_left=1.28, open_right=1.28),
        brows=Brows(1.0, 1.0, 0.12, 0.12),
        head=Head(y=-0.02, pitch=-3.0),
        body=Body(y=-0.01, breath=0.6),
    ),
    # the inner brows rise, the corners fall, and all of it sinks (AU 1, 4, 15)
    "sad": Expression(
        mouth=Mouth(smile=-0.75, width=-0.12),
        eyes=Eyes(open_left=0.74, open_right=0.74, gaze_y=0.32),
        brows=Brows(0.3, 0.3, 1.0, 1.0),
        head=Head(pitch=6.0, roll=-2.5, y=0.015),
        body=Body(y=0.015),
    ),
    # brows come down and together, lids and lips tighten, the head lowers (AU 4, 7, 23)
    "angry": Expression(
        mouth=Mouth(smile=-0.6, width=0.12, closure=0.35),
        eyes=Eyes(open_left=0.82, open_right=0.82, squint=0.35),
        brows=Brows(-0.8, -0.8, -1.0, -1.0),
        head=Head(pitch=5.0),
        body=Body(breath=0.4),
    ),
    # the eyes go up and aside, away from faces; the mouth is pushed to one side
    "thinking": Expression(
        mouth=Mouth(smile=-0.1, width=-0.3, skew=0.5, closure=0.3),
        eyes=Eyes(gaze_x=0.62, gaze_y=-0.6, squint=0.08),
        brows=Brows(0.05, 0.6, -0.12, 0.1),
        head=Head(roll=-4.0, yaw=4.0, pitch=-2.0),
    ),
    # lids half shut, the head on one side, the eyes on something else
    "bored": Expression(
        mouth=Mouth(smile=-0.3, width=-0.05, skew=-0.4),
        eyes=Eyes(open_left=0.5, open_right=0.5, gaze_x=-0.4, gaze_y=0.18),
        brows=Brows(-0.12, -0.05, 0.1, 0.1),
        head=Head(roll=5.0, pitch=2.0, y=0.015),
        body=Body(y=0.02),
    ),
    # one eye shuts under a lowered brow; the smile says that it is meant
    "wink": Expression(
        mouth=Mouth(smile=0.85, width=0.3, skew=0.35),
        eyes=Eyes(open_left=1.0, open_right=0.0, squint=0.3),
        brows=Brows(0.45, -0.2, 0.0, 0.0),
        head=Head(roll=4.0),
        extras={"cheeks": 1.0},
    ),
    # gaze and head go down and aside, and the lips hold a smile back (Keltner 1995, JPSP 68)
    "embarrassed": Expression(
        mouth=Mouth(smile=0.3, width=0.15, closure=0.3, skew=-0.25),
        eyes=Eyes(gaze_x=-0.5, gaze_y=0.42, open_left=0.86, open_right=0.86),
        brows=Brows(0.42, 0.42, 0.7, 0.7),
        head=Head(roll=-3.0, pitch=4.0, yaw=-3.0),
        extras={"blush": 1.0, "sweat": 1.0},
    ),
    # hardly more than heavier lids: nothing may give the joke away
    "deadpan": Expression(
        mouth=Mouth(smile=-0.22, width=0.02),
        eyes=Eyes(open_left=0.62, open_right=0.62),
        brows=Brows(-0.18, -0.18, 0.0, 0.0),
    ),
}
"""Moods by name, each with its reason. AU: action units of Ekman and Friesen's Facial Action Coding System (1978). How
far each goes was set by eye on the whole cast."""

_UP = 1.0
_PLEASED = GestureFace(0.6, Mouth(smile=0.75, width=0.25), Eyes(open_left=0.97, open_right=0.97, squint=0.2))
"""Corners and lower lids rise together, as in a smile that is meant (AU 6, 12); a sad one still smiles less."""
_AT_A_LOSS = GestureFace(0.85, Mouth(smile=-0.55, width=-0.15, closure=0.35), Eyes(open_left=1.08, open_right=1.08))
"""The mouth shrugs too: the lower lip pushes up and the corners go down (AU 15, 17; Ekman's facial shrug)."""
_FOLLOWING = GestureFace(0.7, Mouth(smile=0.1, closure=0.2), Eyes(gaze_x=0.5, gaze_y=-0.1, squint=0.15))
"""The eyes go where the finger does, and lips are shut on what is about to be said."""
_APPROVING = GestureFace(0.7, Mouth(smile=0.7, width=0.2, skew=0.25), Eyes(open_right=0.85, squint=0.3))
"""A smile that goes up on the side of the thumb."""
_DELIGHTED = GestureFace(0.8, Mouth(smile=0.9, width=0.35), Eyes(open_left=0.95, open_right=0.95, squint=0.35))
_DISMAYED = GestureFace(1.0, Mouth(smile=-0.4, width=-0.1, closure=0.5), Eyes(gaze_y=0.3, squint=0.3))
"""Lips pressed flat under shut eyes: nobody smiles into their hand, whatever the mood was."""
_AGREEING = GestureFace(0.4, Mouth(smile=0.3, closure=0.25), Eyes(squint=0.1))
_REFUSING = GestureFace(0.7, Mouth(smile=-0.3, closure=0.35), Eyes(open_left=0.92, open_right=0.92, squint=0.1))
_HUMBLE = GestureFace(0.8, Mouth(smile=0.2, closure=0.15), Eyes(gaze_y=0.7))
"""The eyes go to the floor with the head."""


def _looking(face: GestureFace, x: float = 0.0, y: float = 0.0) -> GestureFace:
    """The face with its eyes turned: they stay on whom it talks to while the head moves (vestibulo-ocular reflex)."""
    return face._replace(eyes=face.eyes._replace(gaze_x=x, gaze_y=y))


GESTURES: dict[str, Gesture] = {
    # a small dip first, the hand overshoots, waves by the wrist, falls later than the shoulders; the face is glad
    "wave": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.16, body=Body(y=0.012, lean=-0.6)),
            GestureKey(
                0.45,
                right=Arm("open", 0.0, -0.06, 11.0, _UP),
                head=Head(roll=3.0),
                body=Body(y=-0.006, lean=1.0),
                brows=Brows(0.5, 0.5),
                face=_PLEASED,
            ),
            GestureKey(
                0.66,
                right=Arm("open", 0.0, 0.0, -3.0, _UP),
                head=Head(roll=4.0),
                brows=Brows(0.4, 0.4),
                face=_PLEASED,
            ),
            GestureKey(0.88, right=Arm("open", 0.0, -0.02, 12.0, _UP), head=Head(roll=3.0), face=_PLEASED),
            GestureKey(1.10, right=Arm("open", 0.0, 0.0, -2.0, _UP), head=Head(roll=4.0), face=_PLEASED),
            GestureKey(1.32, right=Arm("open", 0.0, 0.0, 6.0, _UP), head=Head(roll=2.0), face=_PLEASED),
            GestureKey(1.75, right=Arm("open", 0.0, 0.05, 0.0, 0.0)),
        )
    ),
    # shoulders rise and palms turn out together, and are held as long as the doubt
    "shrug": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.14, body=Body(y=0.01)),
            GestureKey(
                0.42,
                left=Arm("palm", -0.04, -0.02, -8.0, _UP),
                right=Arm("palm", 0.04, -0.02, 8.0, _UP),
                head=Head(roll=6.0, y=0.02),
                body=Body(y=-0.028),
                brows=Brows(0.7, 0.7, 0.4, 0.4),
                face=_AT_A_LOSS,
            ),
            GestureKey(
                0.95,
                left=Arm("palm", -0.05, 0.0, -6.0, _UP),
                right=Arm("palm", 0.05, 0.0, 6.0, _UP),
                head=Head(roll=7.0, y=0.02),
                body=Body(y=-0.024),
                brows=Brows(0.7, 0.7, 0.4, 0.4),
                face=_AT_A_LOSS,
            ),
            GestureKey(1.4, left=Arm("palm"), right=Arm("palm"), head=Head(roll=0.0)),
        )
    ),
    # drawn back before it shoots out, a little too far, then held until it has been followed: first by one's own eyes
    "point": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.14, body=Body(lean=-0.8), head=Head(pitch=-2.0)),
            GestureKey(
                0.38,
                right=Arm("point", 0.0, -0.06, -6.0, _UP),
                head=Head(pitch=3.0),
                body=Body(lean=1.0),
                brows=Brows(0.3, 0.3),
                face=_FOLLOWING,
            ),
            GestureKey(
                0.56,
                right=Arm("point", 0.0, 0.0, 2.0, _UP),
                head=Head(pitch=1.5),
                body=Body(lean=0.6),
                face=_FOLLOWING,
            ),
            GestureKey(1.0, right=Arm("point", 0.0, 0.0, 0.0, _UP), face=_looking(_FOLLOWING)),
            GestureKey(1.35, right=Arm("point")),
        )
    ),
    # as a point, with a nod that means it
    "thumbs-up": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.14, body=Body(y=0.01)),
            GestureKey(
                0.40,
                right=Arm("thumb", 0.0, -0.06, -5.0, _UP),
                head=Head(pitch=3.0, roll=2.0),
                brows=Brows(0.4, 0.4),
                face=_APPROVING,
            ),
            GestureKey(
                0.56,
                right=Arm("thumb", 0.0, 0.0, 2.0, _UP),
                head=Head(roll=3.0),
                brows=Brows(0.4, 0.4),
                face=_APPROVING,
            ),
            GestureKey(1.2, right=Arm("thumb", 0.0, 0.0, 0.0, _UP), head=Head(roll=2.0), face=_APPROVING),
            GestureKey(1.6, right=Arm("thumb")),
        )
    ),
    # about four claps a second, as people clap (Repp 1987, JASA 81), beaming
    "applause": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.14, body=Body(y=0.01)),
            *(
                GestureKey(
                    0.40 + 0.13 * beat,
                    left=Arm("clap", 0.10 - 0.14 * (beat % 2), 0.0, 0.0, _UP),
                    right=Arm("clap", -0.10 + 0.14 * (beat % 2), 0.0, 0.0, _UP),
                    head=Head(y=0.006 * (beat % 2), roll=1.5),
                    brows=Brows(0.35, 0.35),
                    face=_DELIGHTED,
                )
                for beat in range(10)
            ),
            GestureKey(2.1, left=Arm("clap"), right=Arm("clap")),
        )
    ),
    # the head drops into the hand, and stays there behind shut lids
    "facepalm": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.16, head=Head(pitch=-3.0)),
            GestureKey(
                0.50,
                right=Arm("face", 0.0, -0.02, 0.0, _UP),
                head=Head(pitch=7.0, y=0.03),
                body=Body(y=0.012),
                brows=Brows(-0.2, -0.2, 0.6, 0.6),
                shut=1.0,
                face=_DISMAYED,
            ),
            GestureKey(
                0.70,
                right=Arm("face", 0.0, 0.01, 0.0, _UP),
                head=Head(pitch=9.0, y=0.04),
                body=Body(y=0.016),
                shut=1.0,
                face=_DISMAYED,
            ),
            GestureKey(
                1.60,
                right=Arm("face", 0.0, 0.012, 1.0, _UP),
                head=Head(pitch=9.0, y=0.042, roll=-2.0),
                body=Body(y=0.016),
                shut=1.0,
                face=_DISMAYED,
            ),
            GestureKey(2.15, right=Arm("face")),
        )
    ),
    # up a little first, then down twice, the second time less; lids go down with the head, eyes stay where they were
    "nod": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.12, head=Head(pitch=-2.0)),
            GestureKey(0.30, head=Head(pitch=7.0, y=0.012), shut=0.2, face=_looking(_AGREEING, y=-0.2)),
            GestureKey(0.50, head=Head(pitch=-1.0), face=_AGREEING),
            GestureKey(0.70, head=Head(pitch=5.0, y=0.008), shut=0.15, face=_looking(_AGREEING, y=-0.15)),
            GestureKey(1.0),
        )
    ),
    # from side to side, less each time; the eyes stay ahead, the lips are shut on the no
    "shake": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.18, head=Head(yaw=-9.0), face=_looking(_REFUSING, 0.3)),
            GestureKey(0.42, head=Head(yaw=9.0), face=_looking(_REFUSING, -0.3)),
            GestureKey(0.66, head=Head(yaw=-7.0), face=_looking(_REFUSING, 0.24)),
            GestureKey(0.88, head=Head(yaw=4.0), face=_looking(_REFUSING, -0.14)),
            GestureKey(1.1),
        )
    ),
    # slowly down, held, and up a little too far: a quick one looks like a stumble
    "bow": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.22, head=Head(pitch=-3.0), body=Body(y=-0.01)),
            GestureKey(0.75, head=Head(pitch=17.0, y=0.09), body=Body(y=0.14), shut=0.8, face=_HUMBLE),
            GestureKey(1.25, head=Head(pitch=17.0, y=0.095), body=Body(y=0.145), shut=0.8, face=_HUMBLE),
            GestureKey(1.75, head=Head(pitch=-2.0), body=Body(y=-0.008)),
            GestureKey(2.05),
        )
    ),
}
"""Moves by name, each with its reason. Most begin with a small move the other way, and overshoot (Thomas and Johnston
1981, The Illusion of Life)."""
