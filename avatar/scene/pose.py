"""pose(): what a character looks like at one instant of a scene. A pure function of the scene, the time and a seed.

It sums small motions, each a function of time: the mood, the mouth, beats on stressed words, gestures, breath, gaze,
blinks and idle sway. None of them keeps a state, so live play, film at any frame rate and tests see the same pose.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from avatar.character.acting import Acting, Expression
from avatar.character.mouth import blend
from avatar.scene.gesturing import Motion, gesture_at
from avatar.scene.life import blinks, ease, glance, lid, sway
from avatar.scene.timeline import Timeline, timeline
from avatar.types import VISEMES, Body, Brows, Eyes, Head, Mouth, Place, Pose, Scene

_MOOD_CHANGE = 0.34
"""Seconds that a face takes from one expression to the next."""
_MOOD_LEAD = 0.12
"""Seconds that a face changes before the word that it belongs to."""
_MOUTH_FADE = 0.12
"""Seconds that the lips take to come to rest after a clause."""
_SETTLE = 0.9
"""Seconds after the last word in which the head comes to rest."""
_INHALE = 0.38
"""Seconds of breath taken in before a clause."""
PARTNER_TURN = 8.0
"""Degrees that a head turns at most to look at a partner, besides what the eyes do."""
_HERE = Place()
_SILENT = VISEMES.index("sil")


def pose(
    scene: Scene,
    who: str,
    t: float,
    acting: Acting,
    *,
    seed: int | None = None,
    reduced_motion: bool = False,
    places: Mapping[str, Place] | None = None,
) -> Pose:
    """The pose of cast member `who` at `t` seconds of the scene.

    `seed` None takes the scene's own. `reduced_motion` keeps mouth, moods and blinks, and stills the rest. `places`:
    where those on stage stand at `t`, by name (`Staging.places`); None: where the cast stood at the beginning.
    """
    seed = scene.seed if seed is None else seed
    line = timeline(scene, who)
    places = line.places if places is None else places
    here = places.get(who, line.place)
    weights, talking, sprite = _speech(line, t)
    mood = _mood(line, t, acting)
    energy = 0.2 * acting.energy if reduced_motion else acting.energy
    thinking, listening = _state(line, t, talking)
    motion = _beats(line, t, energy)
    if not reduced_motion:
        motion = motion.plus(gesture_at(line.gestures, t, acting))
    sway_head, sway_body = _sway(seed, who, t, energy * (0.55 + 0.6 * talking), listening, thinking)
    gaze_x, gaze_y, turn = _gaze(line, seed, who, t, mood, talking, thinking, listening, reduced_motion, here, places)
    shut = max(_blinking(line, seed, who, t, acting), motion.shut)
    mouth = blend(weights, mood.mouth)
    facing = here.facing * 9.0 + PARTNER_TURN * turn
    return Pose(
        mouth=mouth,
        visemes=weights,
        sprite=sprite,
        shape=_shape(acting, mood, sprite),
        eyes=_eyes(mood.eyes, gaze_x, gaze_y, shut),
        brows=_sum_brows(mood.brows, motion.brows),
        head=_sum_heads(
            mood.head, motion.head, sway_head, Head(yaw=facing + 3.5 * gaze_x, pitch=1.2 * gaze_y - 0.8 * mouth.jaw)
        ),
        body=_sum_bodies(mood.body, motion.body, sway_body, Body(breath=_breath(line, seed, who, t, talking))),
        left=motion.left,
        right=motion.right,
        extras=mood.extras,
        place=here,
    )


def expressed(
    mood: Expression, mouth: Mouth, weights: NDArray[np.float32], place: Place = _HERE, shape: str = ""
) -> Pose:
    """A still pose in one mood, as contact sheets and pickers show it."""
    return Pose(
        mouth=mouth, visemes=weights, sprite=int(weights.argmax()), shape=shape, eyes=mood.eyes, brows=mood.brows,
        head=mood.head, body=mood.body, extras=mood.extras, place=place,
    )  # fmt: skip


def gestured(acting: Acting, name: str, share: float = 0.5) -> Pose:
    """A still pose from the middle of a gesture."""
    gesture = acting.gestures[name]
    motion = Motion.of(gesture, gesture.duration * share, 1.0)
    return Pose(
        eyes=Eyes(open_left=1.0 - motion.shut, open_right=1.0 - motion.shut),
        brows=motion.brows,
        head=motion.head,
        body=motion.body,
        left=motion.left,
        right=motion.right,
        shape=acting.sprites.get("sil", ""),
    )


# ------------------------------------------------------------------------------------------------------------- speech


def _speech(line: Timeline, t: float) -> tuple[NDArray[np.float32], float, int]:
    """Viseme weights, how much of a talk this is (0 to 1, rises before and falls after), and the sprite's viseme."""
    last, following = line.talk(t)
    talking = ease(1.0 - (following.start - t) / 0.3) if following is not None else 0.0
    if last is None:
        return _rest(), talking, _SILENT
    inside = t - last.start
    over = t - last.end
    if over <= 0.0:
        held = bisect_right(last.shapes, (inside, len(VISEMES))) - 1
        return last.what.mouth.at(inside), 1.0, last.shapes[held][1] if held >= 0 else _SILENT
    talking = max(talking, 1.0 - ease(over / _SETTLE))
    if over < _MOUTH_FADE:
        final = last.what.mouth.at(max(0.0, min(last.what.mouth.duration - 0.011, last.end - last.start)))
        share = np.float32(ease(over / _MOUTH_FADE))
        return final * (1 - share) + _rest() * share, talking, _SILENT
    return _rest(), talking, _SILENT


_REST = np.zeros(len(VISEMES), np.float32)
_REST[_SILENT] = 1.0
_REST.setflags(write=False)


def _rest() -> NDArray[np.float32]:
    return _REST


def _state(line: Timeline, t: float, talking: float) -> tuple[float, float]:
    """How much the character thinks, and listens, 0 to 1 each."""
    thinking = listening = 0.0
    for cue in line.states.last(t, 2):
        share = ease((t - cue.start) / 0.4) * (1.0 - ease((t - cue.end) / 0.4))
        thinking = _mix(thinking, 1.0 if cue.name == "thinking" else 0.0, share)
        listening = _mix(listening, 1.0 if cue.name == "listening" else 0.0, share)
    for cue in line.others.last(t, 1):
        listening = max(listening, ease((t - cue.start) / 0.5) * (1.0 - ease((t - cue.end) / 0.8)))
    quiet = 1.0 - talking
    return thinking * quiet, listening * quiet


# --------------------------------------------------------------------------------------------------------------- mood


def _mood(line: Timeline, t: float, acting: Acting) -> Expression:
    """The expression at `t`: each cue eases over the ones before it, and fades when it ends."""
    shares: dict[str, float] = {"neutral": 1.0}
    for cue in line.expressions.last(t + _MOOD_LEAD, 4):
        if cue.name in acting.expressions:
            held = ease((t + _MOOD_LEAD - cue.start) / _MOOD_CHANGE)
            _ease_over(shares, cue.name, held * cue.strength)
            if t > cue.end:
                _ease_over(shares, "neutral", ease((t - cue.end) / 1.2))
    thinking = _state(line, t, 0.0)[0]
    if thinking > 0.0:
        _ease_over(shares, "thinking", 0.8 * thinking)
    live = [(acting.expressions[name], share) for name, share in shares.items() if share > 0.003]
    return live[0][0] if len(live) == 1 and live[0][1] > 0.997 else mixed(live)


def _ease_over(shares: dict[str, float], name: str, share: float) -> None:
    for other in shares:
        shares[other] *= 1.0 - share
    shares[name] = shares.get(name, 0.0) + share


def mixed(parts: list[tuple[Expression, float]]) -> Expression:
    """The weighted sum of expressions; weights sum to 1."""
    extras: dict[str, float] = {}
    for mood, share in parts:
        for name, weight in mood.extras.items():
            extras[name] = extras.get(name, 0.0) + weight * share
    return Expression(
        Mouth(*_summed([(mood.mouth, share) for mood, share in parts])),
        Eyes(*_summed([(mood.eyes, share) for mood, share in parts])),
        Brows(*_summed([(mood.brows, share) for mood, share in parts])),
        Head(*_summed([(mood.head, share) for mood, share in parts])),
        Body(*_summed([(mood.body, share) for mood, share in parts])),
        extras,
        max(parts, key=lambda part: part[1])[0].shape,
    )


def _shape(acting: Acting, mood: Expression, sprite: int) -> str:
    """The picture that a mouth made of pictures shows."""
    silent = sprite == _SILENT
    return mood.shape if silent and mood.shape else acting.sprites.get(VISEMES[sprite], "")


def _summed(parts: list[tuple[tuple[float, ...], float]]) -> list[float]:
    return [sum(column) for column in zip(*([value * share for value in row] for row, share in parts), strict=True)]


# ------------------------------------------------------------------------------------------------------------- motion


def _beats(line: Timeline, t: float, energy: float) -> Motion:
    """Nods and lifted brows on stressed words; a tilt and raised brows on questions."""
    pitch = y = roll = raised = tilt = 0.0
    for cue in line.beats.near(t, 0.9, 0.4):
        since = t - cue.start
        nod = _bump(since, 0.09, 0.11) - 0.3 * _bump(since, -0.13, 0.09) - 0.14 * _bump(since, 0.36, 0.12)
        strength = cue.strength * energy
        pitch += 4.6 * strength * nod
        y += 0.006 * strength * nod
        roll += 1.3 * strength * math.sin(cue.start * 7.3) * _bump(since, 0.16, 0.2)
        raised += 0.42 * cue.strength * _bump(since, 0.07, 0.17)
    for cue in line.questions.near(t, 4.0, 0.4):
        share = ease((t - cue.start + 0.2) / 0.4) * (1.0 - ease((t - cue.end - 0.2) / 0.6)) * cue.strength
        roll += 3.2 * energy * share * (1.0 if math.sin(cue.start * 5.1) > 0 else -1.0)
        pitch -= 1.5 * energy * share
        raised += 0.5 * share
        tilt += 0.2 * share
    return Motion(head=Head(pitch=pitch, y=y, roll=roll), brows=Brows(raised, raised, tilt, tilt))


def _bump(t: float, middle: float, width: float) -> float:
    return math.exp(-(((t - middle) / width) ** 2))


def _sway(seed: int, who: str, t: float, energy: float, listening: float, thinking: float) -> tuple[Head, Body]:
    side = 1.0 if sway(seed, who, "side", 0.0, 1.0) > 0 else -1.0
    head = Head(
        x=0.006 * energy * sway(seed, who, "x", t, 2.3),
        y=0.004 * energy * sway(seed, who, "y", t, 1.9) + 0.006 * listening,
        roll=1.7 * energy * sway(seed, who, "roll", t, 2.7) + 3.0 * side * listening,
        yaw=3.2 * energy * sway(seed, who, "yaw", t, 2.1),
        pitch=1.4 * energy * sway(seed, who, "pitch", t, 1.7) + _nods(seed, who, t) * listening - 1.0 * thinking,
    )
    body = Body(
        x=0.006 * energy * sway(seed, who, "body", t, 3.7),
        lean=0.55 * energy * sway(seed, who, "lean", t, 4.3) + 0.5 * side * listening,
    )
    return head, body


def _nods(seed: int, who: str, t: float) -> float:
    """Small nods of a listener, every few seconds: degrees."""
    place = t / 3.1
    number = math.floor(place)
    moment = (number + 0.5 + 0.35 * sway(seed, who, "nod", number * 1.0, 1.0)) * 3.1
    if sway(seed, who, "nod?", float(number), 1.0) < -0.1:
        return 0.0
    return 3.4 * (_bump(t, moment, 0.16) + 0.6 * _bump(t, moment + 0.42, 0.16))


def _breath(line: Timeline, seed: int, who: str, t: float, talking: float) -> float:
    idle = 0.5 - 0.5 * math.cos(2 * math.pi * t / 3.9 + 0.6 * sway(seed, who, "breath", t, 5.0))
    last, following = line.talk(t)
    speaking = 0.0
    if following is not None:
        speaking = ease(1.0 - (following.start - t) / _INHALE)
    if last is not None and t < last.end:
        speaking = max(speaking, 1.0 - 0.85 * (t - last.start) / max(1.5, last.end - last.start))
    return _mix(idle, speaking, talking)


# --------------------------------------------------------------------------------------------------------------- eyes


def _gaze(
    line: Timeline, seed: int, who: str, t: float, mood: Expression, talking: float, thinking: float,
    listening: float, still: bool, here: Place, places: Mapping[str, Place],
) -> tuple[float, float, float]:  # fmt: skip
    """Where the eyes look: told by a mark, by the mood, by who speaks, else wandering by themselves.

    And how far the head turns along, which it does towards partners: -1 left, 1 right.
    """
    x, y = (0.0, 0.0) if still else glance(seed, who, t)
    turn = 0.0
    steady = 1.0 - 0.7 * listening - 0.25 * talking
    x, y = x * steady, y * steady
    for cue in line.others.last(t, 1):
        share = ease((t - cue.start - 0.15) / 0.15) * (1.0 - ease((t - cue.end - 0.4) / 0.2)) * (1.0 - talking)
        aside = _towards(here, places, cue.name)
        x, turn = _mix(x, aside, share), _mix(turn, aside, share)
    for cue in line.looks.last(t, 2):
        until = cue.end if cue.end < math.inf else cue.start + (1.4 if cue.name == "away" else 1e9)
        share = ease((t - cue.start) / 0.09) * (1.0 - ease((t - until) / 0.09))
        aside = _towards(here, places, cue.name)
        x, y = _mix(x, aside, share), _mix(y, -0.3 if cue.name == "away" else 0.0, share)
        # A head is slower than the eyes.
        slow = ease((t - cue.start) / 0.3) * (1.0 - ease((t - until) / 0.3))
        turn = _mix(turn, aside if cue.name in places else 0.0, slow)
    return x + mood.eyes.gaze_x, y + mood.eyes.gaze_y - 0.12 * thinking, turn


def _towards(here: Place, places: Mapping[str, Place], name: str) -> float:
    """Gaze to a cast member, by where they stand; "away" is aside, "audience" straight ahead."""
    if name in ("away", "left"):
        return -0.7
    if name == "right":
        return 0.7
    other = places.get(name)
    if other is None or other.x == here.x:
        return 0.0
    aside = other.x - here.x
    # Continuous where people walk past each other.
    return max(-0.85, min(0.85, math.copysign(0.45, aside) * min(1.0, abs(aside) / 0.1) + aside))


def _blinking(line: Timeline, seed: int, who: str, t: float, acting: Acting) -> float:
    """How far blinks shut the lids: random ones, and one as most clauses end."""
    last, _ = line.talk(t)
    shut = 0.0
    ending = math.inf
    if last is not None and sway(seed, who, "blink", round(last.end * 7.0) * 1.0, 1.0) > -0.55:
        ending = last.end - 0.04
        shut = lid(t - ending)
    for start in blinks(seed, who, t, acting.blinks):
        if abs(start - ending) > 0.8:
            shut = max(shut, lid(t - start))
    return shut


def _eyes(mood: Eyes, gaze_x: float, gaze_y: float, shut: float) -> Eyes:
    return Eyes(
        max(-1.0, min(1.0, gaze_x)),
        max(-1.0, min(1.0, gaze_y)),
        mood.open_left * (1.0 - shut),
        mood.open_right * (1.0 - shut),
        mood.squint,
    )


# --------------------------------------------------------------------------------------------------------------- sums


def _mix(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


def _sum_heads(*parts: Head) -> Head:
    return Head(*(sum(column) for column in zip(*parts, strict=True)))


def _sum_bodies(*parts: Body) -> Body:
    return Body(*(sum(column) for column in zip(*parts, strict=True)))


def _sum_brows(first: Brows, second: Brows) -> Brows:
    return Brows(*(max(-1.0, min(1.0, a + b)) for a, b in zip(first, second, strict=True)))
