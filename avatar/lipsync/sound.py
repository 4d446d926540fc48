"""Sound files of any kind and length, read in blocks: mono, 16 kHz.

WAV, FLAC, Ogg and MP3 by libsndfile; whatever else PyAV opens (video too), where that is installed.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar import audio, installer
from avatar.errors import AudioError
from avatar.types import Clip

RATE = 16_000
"""Hz of what comes out."""

_BLOCK = 4.0
"""Seconds read at once."""

Samples = NDArray[np.float32]


def blocks(path: Path) -> Iterator[Samples]:
    """The sound of a file as mono blocks in [-1, 1], shape (count,), at 16 kHz; samples that are no number are 0.

    Raises AudioError where there is no such file, or no sound can be read in it.
    """
    _check(path)
    import soundfile

    try:
        file = soundfile.SoundFile(audio.named(path))
    except (soundfile.LibsndfileError, OSError, RuntimeError, TypeError) as error:
        yield from _resampled_from(_by_av(path, error))
        return
    with file:
        yield from _resampled_from(_by_soundfile(file, path))


def _check(path: Path) -> None:
    """Raises AudioError for what can't be a sound file."""
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise AudioError("There is no such sound file", where=path, remedy="Check the name.") from error
    except (OSError, ValueError) as error:  # no access; a name that no file can have
        raise AudioError(
            f"The sound can't be read: {error}", where=repr(str(path)), remedy="Check the name."
        ) from error
    if stat.S_ISDIR(status.st_mode):
        raise AudioError("This is a folder, not a sound file", where=path, remedy="Name the files in it.")
    if stat.S_ISREG(status.st_mode) and status.st_size == 0:
        raise AudioError("This file is empty", where=path, remedy="Record or export it again.")


def blocks_of(clip: Clip) -> Iterator[Samples]:
    """The same for a clip, which is in memory already."""
    size = int(_BLOCK * clip.rate)
    pieces = (clip.samples[at : at + size] for at in range(0, len(clip.samples), size))
    yield from _resampled_from((piece.astype(np.float32) / np.float32(32768.0), clip.rate) for piece in pieces)


def length(path: Path) -> float:
    """Seconds that a sound file says it lasts, to show progress by; 0 where that can't be told."""
    import soundfile

    try:
        told = soundfile.info(audio.named(path))
    except (soundfile.LibsndfileError, OSError, RuntimeError, TypeError):
        return 0.0
    return float(told.frames / told.samplerate)


def _by_soundfile(file: Any, path: Path) -> Iterator[tuple[Samples, int]]:
    import soundfile

    rate = file.samplerate
    while True:
        try:
            block = file.read(max(1, int(_BLOCK * rate)), dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, RuntimeError) as error:
            raise AudioError(f"The sound breaks off: {error}", where=path, remedy="Convert it to WAV.") from error
        if not len(block):
            return
        yield _mono(block), rate


def _by_av(path: Path, reason: Exception) -> Iterator[tuple[Samples, int]]:
    try:
        import av
    except ImportError:
        more = installer.for_extra("film")
        raise AudioError(
            "This is no sound that can be read here",
            where=path,
            remedy=f"It may be video or damaged. For video and other sound: {more}",
        ) from reason
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise AudioError("There is no sound in this file", where=path, remedy="Choose one with sound.")
            mono = av.AudioResampler(format="flt", layout="mono")
            for frame in container.decode(container.streams.audio[0]):
                for part in mono.resample(frame):
                    yield _mono(part.to_ndarray().reshape(-1, 1).astype(np.float32)), part.sample_rate
    except (av.error.InvalidDataError, av.error.DecoderNotFoundError) as error:
        raise AudioError("This is no sound that can be read here", where=path, remedy="Convert it to WAV.") from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise AudioError(f"The sound can't be read: {error}", where=path, remedy="Convert it to WAV.") from error


def _mono(block: NDArray[np.float32]) -> Samples:
    clean = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0).clip(-1.0, 1.0)
    mixed: Samples = clean.mean(axis=1, dtype=np.float32) if clean.shape[1] > 1 else clean[:, 0]
    return mixed


def _resampled_from(parts: Iterator[tuple[Samples, int]]) -> Iterator[Samples]:
    """The parts at 16 kHz. All parts of a sound have one rate."""
    stream: Any = None
    for part, rate in parts:
        if rate == RATE:
            yield part
            continue
        if stream is None:
            import soxr

            stream = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="HQ")
        yield stream.resample_chunk(part)
    if stream is not None:
        yield stream.resample_chunk(np.zeros(0, np.float32), last=True)
