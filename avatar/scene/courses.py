"""Where each person of a scene is heard, left to right: where they stand, and on the way while they walk."""

from __future__ import annotations

import math

from avatar.scene.staging import arrange, list_walks
from avatar.sound.sides import STEP_S, Course
from avatar.types import Scene


def trace(scene: Scene, shape: float, since: float = -math.inf) -> dict[str, Course]:
    """The courses of a scene's cast; who is not to be seen is heard in the middle.

    `shape`: width over height of the picture. `since`: what was before this scene second is not asked for.
    """
    steps: dict[str, set[int]] = {member.who: set() for member in scene.cast}
    for who, start, end in list_walks(scene, shape) if scene.cast else ():
        if math.isfinite(start) and end >= since:
            steps[who] |= set(range(math.floor(start / STEP_S) - 1, math.ceil(end / STEP_S) + 2))
    placed = {n: arrange(scene, n * STEP_S, shape).places for n in sorted(set().union(*steps.values()))}
    courses: dict[str, Course] = {}
    for who, numbers in steps.items():
        kept = sorted(numbers) or [0 if math.isinf(since) else math.floor(since / STEP_S)]
        places = [(placed.get(n) or arrange(scene, n * STEP_S, shape).places).get(who) for n in kept]
        courses[who] = Course([n * STEP_S for n in kept], [0.5 if place is None else place.x for place in places])
    return courses
