"""From which side people are heard while the scene grows: told to the mixer whenever they stand elsewhere."""

from __future__ import annotations

from avatar.scene.courses import trace
from avatar.scene.staging import WIDE, list_staging
from avatar.sound.mix import Mixer
from avatar.types import CastMember, Mark, Scene


class Sides:
    """Keeps a mixer's courses those of a scene."""

    def __init__(self, mixer: Mixer) -> None:
        self._mixer = mixer
        self._scene: Scene | None = None
        self._shape = WIDE
        self._traced: tuple[float, tuple[CastMember, ...], list[tuple[float, str, Mark]]] | None = None

    def follow(self, scene: Scene, shape: float | None = None) -> None:
        """The scene as it is now, in a picture of that shape (width over height), or of the one before."""
        shape = shape or self._shape
        if scene is self._scene and shape == self._shape:
            return
        self._scene, self._shape = scene, shape
        known = (shape, scene.cast, list(list_staging(scene)))
        if known != self._traced:
            self._traced = known
            self._mixer.courses = trace(scene, shape)
