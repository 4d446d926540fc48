"""pose(): what a character looks like at one instant of a scene. A pure function of the scene, the time and a seed.

It sums small motions, each a function of time: the mood, the mouth, beats on stressed words, gestures, breath, gaze,
blinks and idle sway. None of them keeps a state, so live play, film at any frame rate and tests see the same pose.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.character.acting import Acting, Expression
from avatar.character.holding import BESIDE
from avatar.character.mouth import blend
from avatar.scene import manner
from avatar.scene.attending import UNDRAWN, Draw
from avatar.scene.clocks import Idle, idle_at
from avatar.scene.dancing import dance_at
from avatar.scene.gesturing import Motion, gesture_at
from avatar.scene.holding import held_at
from avatar.scene.hopping import hop_at
from avatar.scene.keying import raised, turned
from avatar.scene.life import blink, ease, find_blinks, glance, sway
from avatar.scene.manner import Bump, FadeTimes
from avatar.scene.timeline import ActingCue, Timeline, build_timeline
from avatar.scene.wearing import worn_at
from avatar.types import VISEMES, Body, Brows, Eyes, Head, Hop, Mouth, Place, Pose, Scene

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
    drawn: Draw = UNDRAWN,
) -> Pose:
    """The pose of cast member `who` at `t` seconds of the scene.

    `seed` None takes the scene's own. `reduced_motion` keeps mouth, moods and blinks, and stills the rest. `places`:
    where those on stage stand at `t`, by name (`Staging.places`); None: where the cast stood at the beginning.
    `drawn`: where something in front of the picture draws the eyes (`attending.aim`).
    """
    seed = scene.seed if seed is None else seed
    idle = idle_at(scene, who, t, seed)
    line = build_timeline(scene, who)
    places = line.places if places is None else places
    here = places.get(who, line.place)
    weights, opening, talking, sprite = _speech(line, t)
    mood = _mood(line, t, acting)
    energy = manner.STILLED * acting.energy if reduced_motion else acting.energy
    thinking, listening = _state(line, t, talking)
    danced, dancing = (Motion(), 0.0) if reduced_motion else dance_at(line.dances, t, acting)
    own = (
        1.0 - dancing
    )  # whoever dances moves on the beat or not at all: no sway, no nods, no head that goes with the eyes
    energy *= own
    motion = _beats(line, t, energy).plus(danced)
    if not reduced_motion:
        motion = motion.plus(gesture_at(line.gestures, t, acting))
    mood = _gestures_face(mood, motion)
    held = held_at(line.props, t, acting, reduced_motion)
    worn = worn_at(line.hats, t, acting, reduced_motion)
    sway_head, sway_body = _sway(
        idle, energy * (manner.QUIET_SWAY + manner.TALKING_SWAY * talking), listening, thinking
    )
    if reduced_motion:
        drawn = UNDRAWN
    gaze_x, gaze_y, turn = _gaze(line, idle, t, mood, talking, thinking, listening, reduced_motion, here, places, drawn)
    shut = max(_blinking(line, idle, t, acting), motion.shut)
    mouth = blend(weights, mood.mouth, opening)
    facing = here.facing * manner.FACING_YAW + manner.PARTNER_TURN * turn * own
    head = _sum_heads(
        mood.head,
        motion.head,
        sway_head,
        Head(
            yaw=facing + manner.GAZE_YAW * gaze_x * own,
            pitch=(manner.GAZE_PITCH * gaze_y + manner.JAW_PITCH * mouth.jaw) * own,
        ),
    )
    return Pose(
        mouth=mouth,
        visemes=weights,
        sprite=sprite,
        shape=_shape(acting, mood, sprite),
        eyes=_eyes(mood.eyes, gaze_x, gaze_y, shut),
        brows=raised(_sum_brows(mood.brows, motion.brows), line.brows, t),
        head=head if reduced_motion else turned(head, line.heads, t),
        body=_sum_bodies(mood.body, motion.body, sway_body, Body(breath=_breath(line, idle, t, talking))),
        left=motion.left,
        # A hand that holds something makes no other gesture: the thing would vanish.
        right=held.arm if held.name and held.arm.name != BESIDE else motion.right,
        held=held.name,
        worn=worn.name,
        donned=worn.share,
        beside=held.arm.shown if held.arm.name == BESIDE else 0.0,
        extras=mood.extras,
        swings={} if reduced_motion else {name: swing.at(idle.t) for name, swing in acting.swings.items()},
        frames={} if reduced_motion else {name: cycle.at(idle.t) for name, cycle in acting.cycles.items()},
        hop=Hop() if reduced_motion else hop_at(line, t),
        place=here,
    )


def hold_expression(
    mood: Expression, mouth: Mouth, weights: NDArray[np.float32], place: Place = _HERE, shape: str = ""
) -> Pose:
    """A still pose in one mood, as contact sheets and pickers show it."""
    return Pose(
        mouth=mouth, visemes=weights, sprite=int(weights.argmax()), shape=shape, eyes=mood.eyes, brows=mood.brows,
        head=mood.head, body=mood.body, extras=mood.extras, place=place,
    )  # fmt: skip


def hold_gesture(acting: Acting, name: str, share: float = 0.5) -> Pose:
    """A still pose from the middle of a gesture."""
    gesture = acting.gestures[name]
    motion = Motion.of(gesture, gesture.duration * share, 1.0)
    mood = _gestures_face(acting.expressions["neutral"], motion)
    return Pose(
        mouth=blend(_rest(), mood.mouth),
        eyes=_eyes(mood.eyes, mood.eyes.gaze_x, mood.eyes.gaze_y, motion.shut),
        brows=motion.brows,
        head=motion.head,
        body=motion.body,
        left=motion.left,
        right=motion.right,
        shape=_shape(acting, mood, _SILENT),
    )


# ------------------------------------------------------------------------------------------------------------- speech


class _Spoken(NamedTuple):
    """What a mouth says at one moment."""

    weights: NDArray[np.float32]
    opening: float | None
    """As it was heard, in distances between the eyes."""
    talking: float
    """How much the character talks, 0 to 1, rising before and falling after."""
    sprite: int
    """The viseme that a mouth made of pictures shows."""


def _speech(line: Timeline, t: float) -> _Spoken:
    last, following = line.talk(t)
    talking = ease(1.0 - (following.start - t) / manner.STIRS) if following is not None else 0.0
    if last is None:
        return _Spoken(_rest(), None, talking, _SILENT)
    inside = t - last.start
    over = t - last.end
    track = last.what.mouth
    if over <= 0.0:
        held = bisect_right(last.shapes, (inside, len(VISEMES))) - 1
        shown = last.shapes[held][1] if held >= 0 else _SILENT
        return _Spoken(track.at(inside), track.opening_at(inside), 1.0, shown)
    talking = max(talking, 1.0 - ease(over / manner.SETTLE))
    if over < manner.MOUTH_FADE:
        final = max(0.0, min(track.duration - manner.LAST_FRAME, last.end - last.start))
        share = ease(over / manner.MOUTH_FADE)
        opening = track.opening_at(final)
        weights = track.at(final) * np.float32(1 - share) + _rest() * np.float32(share)
        return _Spoken(weights, None if opening is None else opening * (1 - share), talking, _SILENT)
    return _Spoken(_rest(), None, talking, _SILENT)


_REST = np.zeros(len(VISEMES), np.float32)
_REST[_SILENT] = 1.0
_REST.setflags(write=False)


def _rest() -> NDArray[np.float32]:
    return _REST


def _state(line: Timeline, t: float, talking: float) -> tuple[float, float]:
    """How much the character thinks, and listens, 0 to 1 each."""
    thinking = listening = 0.0
    for cue in line.states.last(t, 2):
        share = _present(cue, t, manner.STATE)
        thinking = _mix(thinking, 1.0 if cue.name == "thinking" else 0.0, share)
        listening = _mix(listening, 1.0 if cue.name == "listening" else 0.0, share)
    for cue in line.others.last(t, 1):
        listening = max(listening, _present(cue, t, manner.LISTENS_TO_OTHERS))
    quiet = 1.0 - talking
    return thinking * quiet, listening * quiet


def _present(cue: ActingCue, t: float, fade: FadeTimes) -> float:
    """How much of a cue is there at `t`, 0 to 1."""
    come = ease((t - cue.start - fade.delay) / fade.rise)
    return come * (1.0 - ease((t - cue.end - fade.stay) / fade.fall))


# --------------------------------------------------------------------------------------------------------------- mood


def _mood(line: Timeline, t: float, acting: Acting) -> Expression:
    """The expression at `t`: each cue eases over the ones before it, and fades when it ends."""
    shares: dict[str, float] = {"neutral": 1.0}
    for cue in line.expressions.last(t + manner.MOOD_LEAD, manner.MOODS_KEPT):
        if cue.name in acting.expressions:
            held = ease((t + manner.MOOD_LEAD - cue.start) / manner.MOOD_CHANGE)
            _ease_over(shares, cue.name, held * cue.strength)
            if t > cue.end:
                _ease_over(shares, "neutral", ease((t - cue.end) / manner.MOOD_GOES))
    thinking = _state(line, t, 0.0)[0]
    if thinking > 0.0:
        _ease_over(shares, "thinking", manner.THINKING_FACE * thinking)
    live = [(acting.expressions[name], share) for name, share in shares.items() if share > manner.LEAST_SHARE]
    return live[0][0] if len(live) == 1 and live[0][1] > manner.ALONE_SHARE else mix_expressions(live)


def _ease_over(shares: dict[str, float], name: str, share: float) -> None:
    for other in shares:
        shares[other] *= 1.0 - share
    shares[name] = shares.get(name, 0.0) + share


def mix_expressions(parts: list[tuple[Expression, float]]) -> Expression:
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


def _gestures_face(mood: Expression, motion: Motion) -> Expression:
    """The mood with mouth and eyes of what is gestured: a facepalm doesn't smile."""
    share = motion.face.share
    if share <= 0.0:
        return mood
    return replace(
        mood,
        mouth=Mouth(*_summed([(mood.mouth, 1.0 - share), (motion.face.mouth, share)])),
        eyes=Eyes(*_summed([(mood.eyes, 1.0 - share), (motion.face.eyes, share)])),
        shape=motion.shape if share > 0.5 else mood.shape,
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
    for cue in line.beats.near(t, manner.NOD_AFTER, manner.NOD_BEFORE):
        since = t - cue.start
        nod = _bumps(since, manner.NOD)
        strength = cue.strength * energy
        pitch += manner.NOD_PITCH * strength * nod
        y += manner.NOD_DROP * strength * nod
        roll += strength * math.sin(cue.within * manner.NOD_SIDE) * _bump(since, manner.NOD_ROLL)
        raised += cue.strength * _bump(since, manner.NOD_BROWS)
    for cue in line.questions.near(t, manner.QUESTION_LASTS, manner.NOD_BEFORE):
        share = _present(cue, t, manner.QUESTION) * cue.strength
        side = 1.0 if math.sin(cue.within * manner.QUESTION_SIDE) > 0 else -1.0
        roll += manner.QUESTION_ROLL * energy * share * side
        pitch += manner.QUESTION_PITCH * energy * share
        raised += manner.QUESTION_BROWS * share
        tilt += manner.QUESTION_TILT * share
    return Motion(head=Head(pitch=pitch, y=y, roll=roll), brows=Brows(raised, raised, tilt, tilt))


def _bump(t: float, bump: Bump) -> float:
    return bump.height * math.exp(-(((t - bump.middle) / bump.width) ** 2))


def _bumps(t: float, bumps: Iterable[Bump]) -> float:
    return sum(_bump(t, each) for each in bumps)


def _sway(idle: Idle, energy: float, listening: float, thinking: float) -> tuple[Head, Body]:
    side = 1.0 if sway(idle.own, idle.who, "side", 0.0, 1.0) > 0 else -1.0
    wander = {channel: each.reach * energy * idle.sway(channel, each.period) for channel, each in manner.SWAY.items()}
    head = Head(
        x=wander["x"],
        y=wander["y"] + manner.LISTENING_DROP * listening,
        roll=wander["roll"] + manner.LISTENING_ROLL * side * listening,
        yaw=wander["yaw"],
        pitch=wander["pitch"] + _nods(idle) * listening + manner.THINKING_PITCH * thinking,
    )
    return head, Body(x=wander["body"], lean=wander["lean"] + manner.LISTENING_LEAN * side * listening)


def _nods(idle: Idle) -> float:
    """Small nods of a listener, every few seconds: degrees."""
    seed, who, t = idle.seed, idle.who, idle.t
    number = math.floor(t / manner.LISTENER_NODS_EVERY)
    if sway(seed, who, "nod?", float(number), 1.0) < manner.LISTENER_NODS_FROM:
        return 0.0
    late = manner.LISTENER_NOD_JITTER * sway(seed, who, "nod", float(number), 1.0)
    moment = (number + 0.5 + late) * manner.LISTENER_NODS_EVERY
    return manner.LISTENER_NOD_PITCH * _bumps(t - moment, manner.LISTENER_NOD)


def _breath(line: Timeline, idle: Idle, t: float, talking: float) -> float:
    drift = manner.BREATH_DRIFT.reach * idle.sway("breath", manner.BREATH_DRIFT.period)
    quiet = 0.5 - 0.5 * math.cos(2 * math.pi * idle.t / manner.BREATH_EVERY + drift)
    last, following = line.talk(t)
    speaking = 0.0
    if following is not None:
        speaking = ease(1.0 - (following.start - t) / manner.INHALE)
    if last is not None and t < last.end:
        spent = (t - last.start) / max(manner.SHORTEST_BREATH, last.end - last.start)
        speaking = max(speaking, 1.0 - manner.SPENT * spent)
    return _mix(quiet, speaking, talking)


# --------------------------------------------------------------------------------------------------------------- eyes


def _gaze(
    line: Timeline, idle: Idle, t: float, mood: Expression, talking: float, thinking: float,
    listening: float, still: bool, here: Place, places: Mapping[str, Place], drawn: Draw,
) -> tuple[float, float, float]:  # fmt: skip
    """Where the eyes look (x, y), and how far the head turns along: -1 left, 1 right.

    A mark, the mood, a speaking partner or a pointer tells the eyes where; else they wander. The head turns to
    partners, and a little after a pointer.
    """
    x, y = (0.0, 0.0) if still else glance(idle.seed, idle.who, idle.t)
    turn = 0.0
    steady = 1.0 - manner.STEADIER_LISTENING * listening - manner.STEADIER_TALKING * talking
    x, y = x * steady, y * steady
    if drawn.share > 0.0:
        share = drawn.share * _mix(1.0, manner.FOLLOWS_TALKING, talking)
        x, y = _mix(x, drawn.x, share), _mix(y, drawn.y, share)
        turn = manner.HEAD_FOLLOWS * drawn.x * share
        thinking *= 1.0 - share
    for cue in line.others.last(t, 1):
        share = _present(cue, t, manner.TO_PARTNER) * (1.0 - talking)
        aside = _towards(here, places, cue.name)
        x, turn = _mix(x, aside, share), _mix(turn, aside, share)
    for cue in line.looks.last(t, 2):
        until = (
            cue.end
            if cue.end < math.inf
            else cue.start + (manner.AWAY_LASTS if cue.name == "away" else manner.FOR_GOOD)
        )
        share = ease((t - cue.start) / manner.LOOK) * (1.0 - ease((t - until) / manner.LOOK))
        aside = _towards(here, places, cue.name)
        x, y = _mix(x, aside, share), _mix(y, manner.AWAY_UP if cue.name == "away" else 0.0, share)
        late = manner.HEAD_AFTER_EYES
        slow = ease((t - cue.start) / late) * (1.0 - ease((t - until) / late))
        turn = _mix(turn, aside if cue.name in places else 0.0, slow)
    return x + mood.eyes.gaze_x, y + mood.eyes.gaze_y + manner.THINKING_UP * thinking, turn


def _towards(here: Place, places: Mapping[str, Place], name: str) -> float:
    """Gaze to a cast member, by where they stand; "away" is aside, "audience" straight ahead."""
    if name in ("away", "left"):
        return -manner.ASIDE
    if name == "right":
        return manner.ASIDE
    other = places.get(name)
    if other is None or other.x == here.x:
        return 0.0
    aside = other.x - here.x
    # Continuous where people walk past each other.
    least = math.copysign(manner.PARTNER_NEAR, aside) * min(1.0, abs(aside) / manner.PARTNER_PASSING)
    return max(-manner.PARTNER_FAR, min(manner.PARTNER_FAR, least + aside))


def _blinking(line: Timeline, idle: Idle, t: float, acting: Acting) -> float:
    """How far blinks shut the lids: random ones, and one as most clauses end."""
    last, _ = line.talk(t)
    shut = 0.0
    ending = math.inf
    if last is not None and blinks_after(last.end - last.start, idle.own, idle.who):
        ending = last.end + manner.BLINK_AT_END
        shut = blink(t - ending)
    began = t - idle.t
    for start in find_blinks(idle.seed, idle.who, idle.t, acting.blinks):
        if abs(began + start - ending) > manner.BLINKS_APART:
            shut = max(shut, blink(idle.t - start))
    return shut


def blinks_after(seconds: float, seed: int, who: str) -> bool:
    """Whether a clause that lasts so long is one of those that end with a blink."""
    key = float(round(seconds * manner.END_BLINK_KEY))
    return sway(seed, who, "blink", key, 1.0) > manner.BLINKS_AT_END_FROM


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
