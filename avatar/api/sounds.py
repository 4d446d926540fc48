"""Sound in and out."""

from __future__ import annotations

from os import PathLike, fspath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.api.names import File, path_of
from avatar.errors import AudioError
from avatar.types import Clip

Sound = File | Clip | tuple[NDArray[Any], int]
"""A sound file's name, a Clip, or samples with their rate in Hz, as `soundfile.read` gives them."""


def read_sound(path: File) -> Clip:
    """The sound in a file, mixed down to mono, at the file's own rate: WAV, FLAC, Ogg or MP3, up to three hours.

    Raises AudioError where there is no such file, or no sound can be read in it.
    """
    return audio.read(path_of(path, AudioError))


def write_sound(clip: Clip, path: File) -> None:
    """Write a Clip as the file's ending says: .wav, .flac or .ogg. Whole or not at all.

    Raises AudioError where the ending is another one or the file can't be written.
    """
    audio.write(path_of(path, AudioError), clip)


def clip_of(samples: NDArray[Any], rate: int) -> Clip:
    """Samples as a Clip, mixed down to mono.

    `samples`: shape (count,) or (count, channels); floats in [-1, 1] (what lies outside is clipped, NaN becomes 0), or
    integers over their type's whole range. `rate`: Hz. Raises AudioError for other shapes, types or rates.
    """
    array = np.asarray(samples)
    if array.ndim == 2 and array.shape[1] > 0:
        array = array.mean(axis=1) * _scale(array.dtype)
    elif array.ndim == 1:
        if array.dtype == np.int16 and rate > 0 and not rate % 1:
            return Clip(array, int(rate))
        array = array * _scale(array.dtype)
    else:
        raise AudioError(f"Samples of shape {array.shape} are no sound", remedy="Give (count,) or (count, channels).")
    if not rate > 0 or rate % 1:
        raise AudioError(f"Sound can't have {rate!r} samples a second", remedy="Give its rate in Hz, as 16000.")
    return Clip.from_floats(array, int(rate))


def _scale(kind: np.dtype[Any]) -> float:
    """What brings samples of a type into [-1, 1]."""
    if kind.kind == "f":
        return 1.0
    if kind.kind == "i":
        return 0.5 ** (8 * kind.itemsize - 1)
    raise AudioError(f"Samples of type {kind} are no sound", remedy="Give floats in [-1, 1], or int16.")


def opened(sound: Sound) -> File | Clip:
    """A sound as lip sync takes it. Raises TypeError for what can't be one, AudioError for samples that are none."""
    if isinstance(sound, tuple) and len(sound) == 2:
        return clip_of(*sound)
    if isinstance(sound, Clip):
        return sound
    if isinstance(sound, str | PathLike):
        return fspath(sound)
    raise TypeError(f"a sound is a file's name, a Clip or (samples, rate), not {type(sound).__name__}")
