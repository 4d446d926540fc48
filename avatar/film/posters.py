"""Still pictures beside a film: its thumbnail, and a poster of a cast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av

from avatar import files, library
from avatar.character import loading
from avatar.draw import SceneFrames
from avatar.draw.poster import write_title
from avatar.errors import FilmError
from avatar.types import CastMember, Scene

WIDTH = 1280
"""Pixels of a thumbnail's longer side; the places that films go to want no more."""

POSTER = (1000, 1500)
"""Pixels of a poster: two to three, as posters are."""

MOST_SHOWN = 4
"""People on a poster: with more, nobody has a face."""


def write_thumbnail(film: Path, t: float, path: Path) -> None:
    """The picture of a film at `t` seconds as JPEG. Raises FilmError."""
    try:
        with av.open(str(film)) as container:
            container.seek(int(t * av.time_base))
            frames: Any = container.decode(container.streams.video[0])
            image = next(frame for frame in frames if frame.time >= t).to_image()
        image.thumbnail((WIDTH, WIDTH))
        with files.replacing(path) as file:
            image.save(file, format="JPEG", quality=88, optimize=True)
    except (OSError, IndexError, StopIteration, av.FFmpegError) as error:
        what = f"The thumbnail can't be made: {getattr(error, 'strerror', '') or error}"
        raise FilmError(what, where=path, remedy="Make room on the disk.") from error


def write_poster(cast: tuple[CastMember, ...], set_name: str, title: str, below: str, path: Path) -> None:
    """The cast before a set, under the series' title, as PNG. Raises FilmError where it can't be written."""
    from PIL import Image

    width, height = POSTER
    shown = cast[:MOST_SHOWN]
    characters = {name: loading.load(library.character(name)) for name in {member.character for member in shown}}
    frames = SceneFrames(characters, width, height)
    pixels = frames.paint(Scene(shown, (), set_name, title), 1.0)
    write_title(pixels, title, below)
    try:
        with files.replacing(path) as file:
            Image.fromarray(pixels[:, :, :3]).save(file, format="PNG", optimize=True)
    except OSError as error:
        what = f"The poster can't be written: {error.strerror}"
        raise FilmError(what, where=path, remedy="Make room on the disk.") from error
