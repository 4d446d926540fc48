"""A recording: one take, heard when it is first wanted. What is known of it comes from the last time, and its sound is
read where it is played."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from avatar.editing.footage import Footage
from avatar.editing.opening.analysing import analyse
from avatar.editing.opening.opened import OpenedFile, Takes, names_of
from avatar.lipsync import sound
from avatar.types import Floats


def open_recording(
    path: Path,
    who: str,
    *,
    text: str = "",
    language: str = "en",
    progress: Callable[[float], None] = lambda share: None,
) -> OpenedFile:
    """Its take raises AudioError where it can't be read, LipSyncError."""

    def make() -> Footage:
        found = analyse(path, text, language, progress)
        sheet = found.sheet
        doubt: Floats = np.zeros(0, np.float32) if sheet.doubt is None else sheet.doubt.chance
        part = sound.parts_of(path, sheet.duration)
        return Footage(
            "", path.name, who, who, found.sound, sheet, part, found.loud, found.cuts, found.places, doubt,
            names=names_of(who), language=language,
        )  # fmt: skip

    return OpenedFile(path, Takes([make]))
