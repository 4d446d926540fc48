"""What can be edited, opened: a recording, a scene file or a baked show, a show's script, a song."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from avatar.config import Config
from avatar.editing.opening.opened import OpenedFile
from avatar.errors import EditError
from avatar.lipsync.batch import ENDINGS

_AT_LINE = re.compile(r"(?P<path>.+):(?P<line>\d{1,7})")
"""A script, and a line of it: show.fountain:42."""

BAKED = ".scene"


def open_file(
    what: str,
    config: Config,
    *,
    text: str = "",
    language: str = "en",
    speaker: str | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> OpenedFile:
    """A file, or a line of a script (`show.fountain:42`), ready to be edited. Close it in the end.

    `text`, `language`, `speaker`: of a recording (`open_recording`). `progress`: of what takes long, 0 to 1.
    Raises AvatarError.
    """
    path, line = place_in(what)
    ending = path.suffix.lower()
    if not path.is_file():
        raise EditError("There is no such file", where=path, remedy="Check the name.")
    if ending in ENDINGS:
        from avatar.editing.opening.recordings import open_recording

        return open_recording(
            path, config.character.name, set_name=config.stage.set, text=text, language=language, speaker=speaker,
            progress=progress,
        )  # fmt: skip
    if ending == BAKED:
        from avatar.editing.opening.scenes import open_scene

        return open_scene(path)
    from avatar.song.reading import KINDS

    if ending in KINDS:
        from avatar.editing.opening.songs import open_song

        return open_song(path, config, progress)
    from avatar.editing.opening.scripts import open_script

    return open_script(path, line, config)


def place_in(what: str) -> tuple[Path, int]:
    """A file and a line of it, 1 where none is named (`show.fountain:42`)."""
    found = _AT_LINE.fullmatch(what)
    if found is None or Path(what).exists():
        return Path(what), 1
    return Path(found["path"]), int(found["line"])
