"""A recording: one take. What is known of it comes from the last time, and its sound is read where it is wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from math import gcd
from pathlib import Path

import numpy as np

from avatar.audio import resample
from avatar.editing.footage import Footage, SoundOf
from avatar.editing.opening.analysing import analyse
from avatar.editing.opening.opened import OpenedFile, OpenTake, TakeMaker, names_of
from avatar.lipsync import sound
from avatar.types import Clip, Floats

SAME_S = 0.02
"""Seconds by which a file that can be sought in may be longer or shorter than what was heard of it."""

EDGE_S = 0.05
"""Seconds read before and after a stretch that is resampled, and cut off again: its edges are then as they sound."""


def open_recording(
    path: Path,
    who: str,
    *,
    text: str = "",
    language: str = "en",
    progress: Callable[[float], None] = lambda share: None,
) -> OpenedFile:
    """Raises AudioError where it can't be read, LipSyncError."""
    found = analyse(path, text, language, progress)
    sheet = found.sheet
    doubt: Floats = np.zeros(0, np.float32) if sheet.doubt is None else sheet.doubt.chance
    footage = Footage(
        "", path.name, who, sheet, sound_of(path, sheet.duration), found.loud, found.cuts, found.places, doubt,
        names=names_of(who), language=language,
    )  # fmt: skip
    take = OpenTake(footage, found.sound)
    return OpenedFile(path, [TakeMaker("", lambda: take)])


def sound_of(path: Path, duration: float) -> SoundOf:
    """The sound of a file from one second to another: read where it is wanted, if the file can be sought in; else all
    of it is held."""
    import soundfile

    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError, RuntimeError, TypeError):
        return _held(path)
    if not file.seekable() or abs(file.frames / file.samplerate - duration) > SAME_S:
        file.close()
        return _held(path)
    turn = threading.Lock()

    def part(start: float, end: float) -> Clip:
        rate = file.samplerate
        step = rate // gcd(rate, sound.RATE)  # of the file's samples: every so many-th has one of ours at its place
        first, last = (
            max(0, int((start - EDGE_S) * rate) // step * step),
            min(file.frames, round((end + EDGE_S) * rate)),
        )
        with turn:
            file.seek(first)
            read = file.read(max(0, last - first), dtype="float32", always_2d=True).mean(axis=1)
        clip = resample(Clip.from_floats(read, rate), sound.RATE)
        left = round(start * sound.RATE) - first * sound.RATE // rate
        return Clip(clip.samples[left : left + round((end - start) * sound.RATE)], sound.RATE)

    return part


def _held(path: Path) -> SoundOf:
    samples = np.concatenate([*sound.blocks(path), np.zeros(0, np.float32)])
    clip = Clip.from_floats(samples, sound.RATE)

    def part(start: float, end: float) -> Clip:
        return Clip(clip.samples[round(start * clip.rate) : round(end * clip.rate)], clip.rate)

    return part
