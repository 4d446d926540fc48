"""Characters, their poses and whole pictures, at any time of a scene."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from avatar import library
from avatar.api.names import File, path_of
from avatar.character import loading
from avatar.character.loading import Character
from avatar.errors import CharacterError, StageError
from avatar.scene.pose import pose
from avatar.scene.staging import WIDE, arrange
from avatar.types import Pose, Scene

if TYPE_CHECKING:
    from avatar.draw import SceneFrames

LEAST, MOST = 16, 7680
"""Pixels of a picture's side."""


def load_character(character: File) -> Character:
    """A character, by its name in the library or by its folder.

    A Path is a folder; a str is a name, unless it can't be one. What is loaded is kept until a file of it changes.
    Raises LibraryError for an unknown name, with the nearest ones; CharacterError for a folder with something wrong in
    it, naming file, layer and remedy.
    """
    if isinstance(character, str) and library.NAME.fullmatch(character):
        folder = library.character(character)
    elif isinstance(character, str | PathLike):
        folder = path_of(character, CharacterError)
    else:
        raise TypeError(f"a character is a name or a folder, not {type(character).__name__}")
    if not (folder / loading.FILE).is_file():  # `load` says so; `stamp` would search a foreign folder
        return loading.load(folder)
    return _loaded(folder.absolute(), loading.stamp(folder))


@lru_cache(maxsize=16)
def _loaded(folder: Path, stamp: object) -> Character:
    return loading.load(folder)


def pose_at(
    scene: Scene,
    who: str,
    t: float,
    *,
    character: Character | None = None,
    shape: float = WIDE,
    reduced_motion: bool = False,
) -> Pose:
    """What cast member `who` looks like at `t` seconds of a scene: mouth, eyes, brows, head, body, arms, place.

    A pure function: the same scene and time give the same pose, in any order, on any machine.

    - `character`: who plays; None is the one that the cast names.
    - `shape`: width over height of the picture, on which places depend.
    - `reduced_motion` keeps mouth, moods and blinks, and stills the rest.

    Raises StageError where nobody of that name is in the cast, LibraryError and CharacterError as `load_character`,
    ValueError for a time that is no number.
    """
    member = next((each for each in scene.cast if each.who == who), None)
    if member is None:
        cast = ", ".join(each.who for each in scene.cast)
        raise StageError(f"There is nobody called {who!r} in this scene", remedy=f"The cast: {cast or 'nobody'}.")
    playing = character or load_character(member.character)
    places = arrange(scene, _time(t), shape).places
    return pose(scene, who, t, playing.acting, reduced_motion=reduced_motion, places=places)


def paint(
    scene: Scene,
    t: float,
    *,
    size: tuple[int, int] = (640, 360),
    captions: bool = False,
    transparent: bool = False,
    reduced_motion: bool = False,
    characters: Mapping[str, Character] | None = None,
) -> NDArray[np.uint8]:
    """The picture of a scene at `t` seconds: set, everybody on stage, cards and fades, as a film shows it.

    RGBA, uint8, shape (height, width, 4), colours not multiplied by alpha, yours to keep. Safe from several threads at
    once. The first picture of a size takes some tenths of a second, the others some milliseconds.

    - `size`: width and height in pixels, 16 to 7680 each.
    - `captions`: what is said is written into it; `transparent`: without the set; `reduced_motion`: as in `pose_at`.
    - `characters`: by name, as the cast has them; those that are missing are loaded from the library.

    Raises StageError for a set that isn't there, LibraryError and CharacterError as `load_character`, ValueError for an
    impossible size or time.
    """
    from avatar.draw.png import unpremultiplied
    from avatar.film.pictures import remove_sets

    width, height = size
    if not (LEAST <= width <= MOST and LEAST <= height <= MOST):
        raise ValueError(f"a picture can't be {width} x {height} pixels: each side is {LEAST} to {MOST}")
    given = characters or {}
    names = dict.fromkeys(member.character for member in scene.cast)
    playing = tuple((name, given.get(name) or load_character(name)) for name in names)
    frames = _KEPT.frames(playing, int(width), int(height))
    shown = remove_sets(scene) if transparent else scene
    return unpremultiplied(frames.paint(shown, _time(t), captions, reduced_motion=reduced_motion))


class _Kept(threading.local):
    """What painted the last picture, for each thread its own: the next one is likely of the same cast and size."""

    def __init__(self) -> None:
        self._key: Any = None
        self._frames: SceneFrames | None = None

    def frames(self, playing: tuple[tuple[str, Character], ...], width: int, height: int) -> SceneFrames:
        key = (playing, width, height)
        if self._frames is None or self._key != key:
            from avatar.draw import SceneFrames

            self._key, self._frames = key, SceneFrames(dict(playing), width, height)
        return self._frames


_KEPT = _Kept()


def _time(t: float) -> float:
    if not math.isfinite(t):
        raise ValueError(f"{t} is no time in a scene")
    return float(t)
