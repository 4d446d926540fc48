"""pose(): what a character looks like at one instant of a scene. A pure function of the scene, the time and a seed."""

from __future__ import annotations

from avatar.stage import mouth
from avatar.stage.acting import Acting
from avatar.types import Performance, Place, Pose, Scene


def pose(
    scene: Scene, who: str, t: float, acting: Acting, *, seed: int | None = None, reduced_motion: bool = False
) -> Pose:
    """The pose of cast member `who` at `t` seconds of the scene; `seed` None takes the scene's own."""
    place = next((member.place for member in scene.cast if member.who == who), Place())
    for entry in reversed(scene.of(who)):
        if entry.start <= t < entry.end and isinstance(entry.what, Performance):
            weights = entry.what.mouth.at(t - entry.start)
            return Pose(mouth.blend(weights, acting.expressions["neutral"].mouth), weights, place=place)
    return Pose(place=place)
