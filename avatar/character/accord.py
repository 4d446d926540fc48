"""What characters do of their own accord while they talk and listen: gestures that nobody has to ask for.

They are smaller and quicker than those of `acting.GESTURES`, and leave the face its mood: who talks with their hands
does not pull a face at each word. Kinds after McNeill 1992 (Hand and Mind): beats, pointing, shapes of what is meant.
"""

from __future__ import annotations

from avatar.character.acting import Gesture, GestureFace, GestureKey
from avatar.types import Arm, Body, Brows, Eyes, Head, Mouth

_NARROWED = GestureFace(0.5, Mouth(smile=0.05, closure=0.1), Eyes(squint=0.55))
"""What is small is looked at through narrowed lids."""
_STARTLED = GestureFace(0.8, Mouth(jaw=0.22, rounding=0.25), Eyes(open_left=1.22, open_right=1.22))
_AMUSED = GestureFace(0.75, Mouth(smile=0.85, width=0.3), Eyes(open_left=0.8, open_right=0.8, squint=0.5))


_NO_ARM, _NO_HEAD, _NO_BODY, _NO_BROWS, _NO_FACE = Arm(), Head(), Body(), Brows(), GestureFace()


def _held(
    *,
    left: Arm = _NO_ARM,
    right: Arm = _NO_ARM,
    head: Head = _NO_HEAD,
    body: Body = _NO_BODY,
    brows: Brows = _NO_BROWS,
    face: GestureFace = _NO_FACE,
    lasts: float = 0.55,
) -> Gesture:
    """A move that arrives, goes a little further, is held for `lasts` seconds and leaves: a stroke and its hold."""
    over = 1.35
    return Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.13, head=Head(pitch=-0.3 * head.pitch), body=Body(y=0.006, lean=-0.4 * body.lean)),
            GestureKey(
                0.40,
                left=left._replace(y=left.y - 0.03) if left.name else left,
                right=right._replace(y=right.y - 0.03) if right.name else right,
                head=Head(*(over * part for part in head)),
                body=Body(*(over * part for part in body)),
                brows=brows,
                face=face,
            ),
            GestureKey(0.56, left=left, right=right, head=head, body=body, brows=brows, face=face),
            GestureKey(0.56 + lasts, left=left, right=right, head=head, body=body, brows=brows, face=face),
            GestureKey(0.96 + lasts, left=Arm(left.name), right=Arm(right.name)),
        )
    )


def _tapped(hand: Arm, taps: int, head: Head = _NO_HEAD) -> Gesture:
    """A hand that comes down on each of several words; the last one is held."""
    keys = [GestureKey(0.0), GestureKey(0.34, right=hand._replace(y=hand.y - 0.05), brows=Brows(0.3, 0.3))]
    for tap in range(taps):
        at = 0.48 + 0.36 * tap
        keys.append(GestureKey(at, right=hand._replace(y=hand.y + 0.02), head=head))
        keys.append(GestureKey(at + 0.18, right=hand._replace(y=hand.y - 0.025)))
    end = 0.48 + 0.36 * taps
    return Gesture((*keys, GestureKey(end + 0.1, right=hand), GestureKey(end + 0.5, right=Arm(hand.name))))


ACCORD: dict[str, Gesture] = {
    # an open palm gives the listener what is said (the palm-up gesture: Müller 2004)
    "present": _held(right=Arm("palm", 0.02, -0.12, 4.0, 1.0), head=Head(roll=1.5, pitch=1.0), body=Body(lean=0.6)),
    "present-left": _held(
        left=Arm("palm", -0.02, -0.12, -4.0, 1.0), head=Head(roll=-1.5, pitch=1.0), body=Body(lean=-0.6)
    ),
    # both palms ask: without the shoulders and the mouth of a shrug
    "offer": _held(
        left=Arm("palm", -0.03, -0.1, -5.0, 1.0),
        right=Arm("palm", 0.03, -0.1, 5.0, 1.0),
        head=Head(pitch=1.5),
        brows=Brows(0.45, 0.45, 0.1, 0.1),
        lasts=0.7,
    ),
    # a flat hand on the chest is who speaks
    "me": _held(right=Arm("clap", -0.02, -0.03, -14.0, 1.0), head=Head(pitch=2.0), brows=Brows(0.3, 0.3)),
    # a finger up for what is first, or the only one; it taps for each of a few
    "one": _held(right=Arm("point", 0.0, -0.03, 0.0, 1.0), head=Head(pitch=1.5), brows=Brows(0.4, 0.4), lasts=0.4),
    "count": _tapped(Arm("point", 0.0, -0.02, 0.0, 1.0), 3, Head(pitch=1.6)),
    # a hand that comes down on the word that matters
    "beat": _tapped(Arm("palm", 0.0, -0.14, 2.0, 1.0), 1, Head(pitch=2.0)),
    # a raised hand stops somebody, or waits
    "stop": _held(right=Arm("open", -0.02, 0.02, -3.0, 1.0), head=Head(pitch=-1.5, yaw=-2.0), body=Body(lean=-0.6)),
    # hands are as far apart as what they show
    "big": _held(
        left=Arm("clap", -0.26, -0.08, -14.0, 1.0),
        right=Arm("clap", 0.26, -0.08, 14.0, 1.0),
        body=Body(y=-0.012),
        brows=Brows(0.7, 0.7),
        lasts=0.7,
    ),
    "small": _held(
        left=Arm("clap", -0.085, -0.03, -2.0, 1.0),
        right=Arm("clap", 0.085, -0.03, 2.0, 1.0),
        head=Head(pitch=3.0),
        body=Body(y=0.012, lean=0.5),
        face=_NARROWED,
        lasts=0.7,
    ),
    # the head alone, for calm people and full hands
    "tilt": _held(head=Head(roll=6.0, yaw=2.0), brows=Brows(0.15, 0.5), lasts=0.8),
    "lift-brows": _held(head=Head(pitch=-2.5, y=-0.006), brows=Brows(0.85, 0.85), lasts=0.45),
    "lean-in": _held(head=Head(pitch=4.0, y=0.016), body=Body(y=0.02, lean=1.4), brows=Brows(0.2, 0.2), lasts=1.1),
    "look-down": _held(head=Head(pitch=7.0, y=0.014, roll=-2.0), brows=Brows(0.1, 0.1, 0.3, 0.3), lasts=0.6),
    # the body leaves before the face knows why (the startle: Landis and Hunt 1939)
    "recoil": _held(
        head=Head(pitch=-5.0, y=-0.02), body=Body(y=-0.014, lean=-1.2), brows=Brows(1.0, 1.0), face=_STARTLED, lasts=0.9
    ),
    # shoulders laugh four to five times a second, less and less
    "chuckle": Gesture(
        (
            GestureKey(0.0),
            GestureKey(0.18, head=Head(pitch=-2.5), face=_AMUSED),
            *(
                GestureKey(
                    0.30 + 0.12 * beat,
                    head=Head(pitch=-3.0 + 1.2 * (beat % 2), y=-0.006 + 0.010 * (beat % 2) * (1 - beat / 10)),
                    body=Body(y=0.012 * (beat % 2) * (1 - beat / 10)),
                    face=_AMUSED,
                )
                for beat in range(8)
            ),
            GestureKey(1.75),
        )
    ),
}
"""Moves by name, each with its reason; how far they go was set by eye on the whole cast."""
