"""A recording: one take, heard when it is first wanted. What is known of it comes from the last time, and its sound is
read where it is played."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from avatar.editing.footage import Footage
from avatar.editing.opening.analysing import analyse
from avatar.editing.opening.opened import OpenedFile, Takes, names_of
from avatar.editing.surround import Surround
from avatar.lipsync import installed, sound
from avatar.types import CastMember, Floats, Scene


def open_recording(
    path: Path,
    who: str,
    *,
    set_name: str = "plain",
    text: str = "",
    language: str = "en",
    speaker: str | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> OpenedFile:
    """`speaker`: with whose net it is heard, None for the one that was learned in its folder, '' for nobody's.

    Raises LipSyncError where nothing was learned for the speaker; its take AudioError where it can't be read,
    LipSyncError.
    """
    whose = installed.speaker_of(path) if speaker is None else installed.check_speaker(speaker)

    def make() -> Footage:
        found = analyse(path, text, language, progress, speaker=whose)
        sheet = found.sheet
        doubt: Floats = np.zeros(0, np.float32) if sheet.doubt is None else sheet.doubt.chance
        part = sound.parts_of(path, sheet.duration)
        alone = Scene((CastMember(who, who),), (), set_name, path.stem)
        return Footage(
            "", path.name, who, who, found.sound, sheet, part, found.loud, found.cuts, found.places, doubt,
            names=names_of(who, who), language=language, voice=whose,
            surround=Surround(alone, (), 0.0, sheet.duration, who),
        )  # fmt: skip

    return OpenedFile(path, Takes([make]))
