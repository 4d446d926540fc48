"""A recorded song as the aligner hears it: the singing alone where it can be taken out, and what the model makes of it.

All of it goes by in blocks; of a song of 20 minutes some 80 MB are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from avatar.errors import AudioError
from avatar.lipsync import model, phoneset, sound
from avatar.lipsync.voiced import levels
from avatar.song.recorded import separator
from avatar.types import Clip, Floats

LONGEST = 3600.0
"""Seconds of a song; a whole concert is no song."""

QUIET_DB, QUIET_SHARE = 38.0, 0.03
"""How far, in dB, a pause is below what is sung, and the share of a song that lies in such pauses where nothing is
played."""

_STEPS = 500
"""The least that the model is asked for at once, steps of 20 ms."""

ShareDone = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""


class HeardSong(NamedTuple):
    """What is heard of a song."""

    scores: Floats
    """Natural logarithms of the classes' probabilities, shape (frames, classes), 100 a second."""
    lips: Floats
    """Opening and width of the lips as the model hears them, shape (frames, 2)."""
    voice: Clip
    """What it heard them in, at 16 kHz: the singing, or the whole song."""
    separated: bool
    """Whether `voice` is the singing alone."""
    duration: float
    """Seconds."""
    notes: tuple[str, ...] = ()
    """What was chosen or mended in the file, to be told."""

    @property
    def alone(self) -> bool:
        """Whether a voice is heard alone: what is played was taken out, or there is none, and it pauses in quiet."""
        return self.separated or _pauses(self.voice)


def hear(song: Path | Clip, *, separate: bool | None = None, progress: ShareDone = lambda share: None) -> HeardSong:
    """What is heard in a recording.

    `separate`: whether the singing is taken out first; None: where that can be done here. Raises AudioError where it
    can't be read or is over `LONGEST`, LipSyncError where the model is missing, LibraryError and EngineError where the
    singing should be taken out and can't.
    """
    notes: dict[str, None] = {}
    apart = separator.is_here() if separate is None else separate
    form = sound.BlockForm(separator.RATE, 2) if apart else sound.SPEECH
    told = _Count(_length(song), form.rate, progress)
    blocks = told.counted(_blocks(song, form, lambda note: notes.update({note: None})))
    stream = model.NetStream(sound.RATE, "whole", least=_STEPS)
    parts: list[model.Heard] = []
    kept: list[np.ndarray] = []
    for voice in _singing(blocks) if apart else blocks:
        kept.append(Clip.from_floats(voice, sound.RATE).samples)
        parts += stream.push(voice)
    parts += stream.finish()
    samples = np.concatenate(kept) if kept else np.zeros(0, np.int16)
    empty = model.Heard(np.zeros((0, len(phoneset.CLASSES)), np.float32), np.zeros((0, 2), np.float32))
    scores, lips = (np.concatenate(column) for column in zip(*(parts or [empty]), strict=True))
    return HeardSong(scores, lips, Clip(samples, sound.RATE), apart, told.count / form.rate, tuple(notes))


def _blocks(song: Path | Clip, form: sound.BlockForm, note: sound.Note) -> Iterator[Floats]:
    return sound.blocks_of(song, form) if isinstance(song, Clip) else sound.blocks(song, 0, note, form)


def _length(song: Path | Clip) -> float:
    return song.duration if isinstance(song, Clip) else sound.length(song)


def _pauses(voice: Clip) -> bool:
    """Whether it is quiet now and then between the first and the last loud sound; no band is."""
    level = levels(voice)
    loud = np.flatnonzero(level > np.percentile(level, 95) - 20) if len(level) else level
    if not len(loud):
        return False
    inner = level[int(loud[0]) : int(loud[-1])]
    return bool(np.mean(inner < level[loud].mean() - QUIET_DB) > QUIET_SHARE)


def _singing(blocks: Iterator[Floats]) -> Iterator[Floats]:
    """The singing alone, at the model's rate."""
    return sound.resampled((block, separator.RATE) for block in separator.open_separator().singing(blocks))


class _Count:
    """Counts what goes by, and says how far it is."""

    def __init__(self, seconds: float, rate: int, progress: ShareDone) -> None:
        self.count = 0
        self._rate, self._whole, self._progress = rate, max(1.0, seconds * rate), progress

    def counted(self, blocks: Iterator[Floats]) -> Iterator[Floats]:
        for block in blocks:
            self.count += len(block)
            if self.count > LONGEST * self._rate:
                raise AudioError(f"The song is over {LONGEST / 60:.0f} minutes long", remedy="Cut one song out of it.")
            self._progress(min(1.0, self.count / self._whole))
            yield block
