"""Scenes: composed, heard, filmed, saved and loaded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from avatar import scenefile
from avatar.api.names import File, path_of
from avatar.edits import files
from avatar.edits.scenes import EditedReader, scene_of
from avatar.edits.values import NO_EDITS
from avatar.errors import EditError, FilmError, SceneFileError
from avatar.types import CastMember, Clip, Performance, Scene

if TYPE_CHECKING:
    from avatar.film.make import Film


def compose(
    performances: Iterable[Performance],
    *,
    cast: Mapping[str, str] | None = None,
    set: str = "plain",  # noqa: A002  as the field of a Scene
    title: str = "",
    seed: int = 0,
) -> Scene:
    """Performances one after the other, with the pauses that their punctuation asks for, as a Scene.

    - `cast`: who plays whom, cast member to character; None: everybody is played by the character of that name. They
      stand side by side, in this order.
    - `set`: the name of what is behind them.
    - `seed`: of all that looks random (blinks, glances).
    """
    made = tuple(performances)
    played = dict(cast) if cast is not None else {each.who: each.who for each in made}
    members = tuple(CastMember(who, character) for who, character in played.items())
    return scenefile.of_performances(made, members, set=set, title=title, seed=seed)


def sound_of(scene: Scene, rate: int = 48_000) -> Clip:
    """All that is heard in a scene, mixed, at `rate` Hz; it lasts as long as the scene."""
    return scenefile.to_sound(scene, rate)


def save_scene(scene: Scene, path: File) -> None:
    """Write a scene to a file (.scene), whole or not at all: sound to the sample, mouths to the bit.

    Raises SceneFileError where it can't be written.
    """
    scenefile.save(path_of(path, SceneFileError), scene)


def load_scene(path: File, *, edits: bool | File | None = True) -> Scene:
    """The scene of a file. Needs no voice and no model.

    - `edits`: True for what people put right in the timeline editor, which lies beside the file as NAME.edits; a file
      of edits that lies elsewhere; False or None for the scene as it was saved.

    Raises SceneFileError where it can't be read, or is damaged, EditError where the edits can't be read.
    """
    found = path_of(path, SceneFileError)
    if isinstance(edits, bool) or edits is None:
        chosen = None if edits else NO_EDITS
    else:
        chosen = files.read(path_of(edits, EditError))
    with EditedReader(found, edits=chosen) as reader:
        return scene_of(reader)


def film_scene(
    scene: Scene,
    path: File,
    *,
    size: str = "",
    fps: int = 0,
    captions: bool = False,
    transparent: bool = False,
    reduced_motion: bool = False,
    start: float = 0.0,
    end: float = math.inf,
    workers: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Film:
    """Film a scene; the path's ending says what it becomes: .mp4, .webm, .gif, .webp, .wav, or .png (frames).

    - `size`: "1080p", "720p", "square", "9:16" ... or WIDTHxHEIGHT, both even; '' is 1080p, 480p for .gif and .webp.
    - `fps`: frames a second, 24 to 60; 0 is 30, 25 for .gif and .webp.
    - `captions`: burnt in; `transparent`: without the set; `reduced_motion`: nobody moves but their mouths.
    - `start`, `end`: seconds of the scene.
    - `workers`: processes that draw and encode, 0 for as many as there are cores.
    - `progress`: told the share that is done, 0 to 1.

    Frames for .png go to a folder, or to names as name%05d.png. The Film that comes back has `path`, `frames`,
    `seconds` and `chapters`. Raises FilmError where the libraries for films are missing, the ending is unknown or the
    file can't be written; ConfigError for a size or a rate that films can't have; LibraryError for a character that
    isn't there; ValueError for impossible times. A film that fails leaves nothing behind.
    """
    from avatar import film as films

    films.require()
    from avatar.film import make, shape
    from avatar.film.reel import Reel

    if not (math.isfinite(start) and 0 <= start < end):
        raise ValueError(f"a film can't go from {start} to {end} s")
    path = path_of(path, FilmError)
    kind = make.kind_of(path)
    usual_size, usual_fps = shape.USUAL_OF.get(path.suffix.lower(), shape.USUAL)
    if transparent and kind not in make.CAN_SEE_THROUGH:
        remedy = "Use .webm, .webp, .gif or .png."
        raise FilmError(f"A {path.suffix} can't be transparent", where=path, remedy=remedy)
    width, height = shape.find_size(size or usual_size)
    shown = shape.FrameShape(width, height, shape.check_rate(fps or usual_fps), captions, transparent, reduced_motion)
    order = make.Order(path, shown, start, end, workers, title=scene.title)

    def tell(made: make.FilmProgress) -> None:
        if progress is not None:
            progress(min(1.0, made.done / made.total) if made.total else 1.0)

    return make.film(Reel.of(scene), order, tell=tell)
