"""A recording as footage."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from avatar.editing.footage import Footage, measure_loudness
from avatar.film.recording import find_clauses
from avatar.lipsync import sound, tool
from avatar.types import Clip


def open_recording(path: Path, who: str, *, text: str = "", language: str = "en") -> tuple[Footage, Clip]:
    """A recording, analysed, and its sound. Raises AudioError where it can't be read, LipSyncError."""
    sheet = tool.lipsync(path, text=text, language=language)
    samples = np.concatenate([*sound.blocks(path), np.zeros(0, np.float32)])
    clip = Clip.from_floats(samples, sound.RATE)
    cuts = tuple(start for start, _ in find_clauses(clip))

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)

    places = tuple(sorted(sheet.doubts, key=lambda each: each.start - each.end))
    return Footage("", path.name, who, sheet, part, measure_loudness(clip), cuts, places, language=language), clip
