"""A recording as footage."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from avatar.editing.footage import Footage, measure_loudness
from avatar.edits.values import fingerprint
from avatar.film.recording import find_clauses
from avatar.lipsync import doubting, sound, tool
from avatar.types import Clip, Floats, Timed

_ALL = 60.0
"""Seconds of each minute that places may take: every one that is in doubt, the worst first."""


def open_recording(path: Path, who: str, *, text: str = "", language: str = "en") -> Footage:
    """A recording, analysed. Raises AudioError where it can't be read, LipSyncError."""
    sheet = tool.lipsync(path, text=text, language=language)
    samples = np.concatenate([*sound.blocks(path), np.zeros(0, np.float32)])
    clip = Clip.from_floats(samples, sound.RATE)
    cuts = tuple(start for start, _ in find_clauses(clip))

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)

    told: tuple[tuple[Timed, ...], Floats] = (), np.zeros(0, np.float32)
    if sheet.doubt is not None:
        told = doubting.places(sheet.doubt, _ALL), sheet.doubt.chance
    loud, print_ = measure_loudness(clip), fingerprint(clip)
    return Footage("", path.name, who, who, print_, sheet, part, loud, cuts, *told, language=language)
