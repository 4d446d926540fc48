"""Recordings of lines of a show: beside the script, or below its folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from avatar.errors import AudioError, AvatarError
from avatar.lipsync import sound
from avatar.show.elements import Problem, shorten
from avatar.types import Clip

KINDS = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".aif", ".aiff")
"""Endings of recordings that can be heard."""

LONGEST_S = 180.0
"""Seconds of a line: whoever speaks for longer has a script of their own."""

RATE = 22050


def find(line: int, name: str, folders: Sequence[Path]) -> tuple[str, Problem | None]:
    """The path of a recording that a script names, in one of the folders or below, and what is wrong with it; '' where
    it can't be heard."""
    text = shorten(f"[[take: {name}]]")
    spoken = "The voice speaks the line."
    if Path(name).suffix.lower() not in KINDS:
        return "", Problem(line, text, "This is no recording", f"Recordings end in {', '.join(KINDS)}. {spoken}")
    path = next(filter(None, (_seek(name, folder) for folder in folders)), None)
    if path is None:
        hint = f"Put it beside the script, or into a folder there. {spoken}"
        return "", Problem(line, text, "This recording is not there", hint)
    try:
        length(str(path))
    except AvatarError as error:
        return "", Problem(line, text, f"This recording can't be heard: {error.what}", spoken)
    return str(path), None


def _seek(name: str, folder: Path) -> Path | None:
    try:
        path = (folder / name.replace("\\", "/")).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, ValueError):
        return None


def load(path: str) -> Clip:
    """A recording. Raises AudioError for one that can't be read, is empty or longer than LONGEST_S."""
    pieces: list[sound.Samples] = []
    count = 0
    for block in sound.blocks(Path(path), form=sound.BlockForm(rate=RATE)):
        pieces.append(block)
        count += len(block)
        if count > LONGEST_S * RATE:
            what = f"The recording is longer than {LONGEST_S:.0f} seconds"
            raise AudioError(what, where=path, remedy="Cut it into the lines of the script.")
    if not count:
        raise AudioError("The recording is empty", where=path, remedy="Record the line again.")
    return Clip.from_floats(np.concatenate(pieces), RATE)


@lru_cache(maxsize=1024)
def length(path: str) -> float:
    """Seconds of a recording. Raises AudioError."""
    return load(path).duration
