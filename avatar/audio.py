"""Sound files in and out, rates changed, clips joined."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from avatar import files
from avatar.errors import AudioError
from avatar.types import Clip

LONGEST_SECONDS = 3 * 3600
"""`read` refuses a sound longer than this. Code that needs longer ones reads them in blocks."""
LARGEST_WAV = 2**32 - 64
"""Bytes of samples: a WAV file tells how many it holds in 32 bits, its own header among them."""


def read(path: Path) -> Clip:
    """The sound in a WAV, FLAC, Ogg or MP3 file, mixed down to mono, at the file's own rate.

    Raises AudioError where there is no such file, or it holds no sound, or over `LONGEST_SECONDS`.
    """
    import soundfile

    if not path.is_file():
        raise AudioError("There is no such sound file", where=path, remedy="Check the name.")
    try:
        with soundfile.SoundFile(named(path)) as file:
            if file.frames > LONGEST_SECONDS * file.samplerate:
                raise AudioError(
                    f"The sound is over {LONGEST_SECONDS // 3600} hours long", where=path, remedy="Split it."
                )
            return from_channels(file.read(dtype="float32", always_2d=True), file.samplerate)
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:  # TypeError: a .raw file tells no rate
        raise AudioError(f"The sound can't be read: {error}", where=path, remedy="Convert it to WAV.") from error


def named(path: Path) -> str | bytes:
    """A sound file's name for libsndfile: as bytes where names are bytes, since not all of them are UTF-8."""
    return str(path) if sys.platform == "win32" else os.fsencode(path)


def decode(data: bytes) -> Clip:
    """The sound in the bytes of a WAV, FLAC, Ogg or MP3 file, mixed down to mono. Raises AudioError."""
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            return from_channels(file.read(dtype="float32", always_2d=True), file.samplerate)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise AudioError(f"The sound can't be read: {error}") from error


def from_channels(samples: np.ndarray, rate: int) -> Clip:
    """A mono Clip from float samples in [-1, 1], shape (count, channels)."""
    return Clip.from_floats(samples.mean(axis=1) if samples.shape[1] != 1 else samples[:, 0], rate)


def write(path: Path, clip: Clip) -> None:
    """Write a clip in the format that the file's ending names (.wav, .flac, .ogg).

    It goes through a temporary file, so that `path` never holds half a clip.
    Raises AudioError where the folder can't be written or the ending is of no known format.
    """
    form = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG"}.get(path.suffix.lower())
    if form is None:
        raise AudioError(f"No sound format ends in {path.suffix!r}", where=path, remedy="Use .wav, .flac or .ogg.")
    try:
        with files.replacing(path) as file:
            if form == "WAV":
                _write_wav(file, clip)
            else:
                _write_compressed(file, clip, form)
    except OSError as error:
        why = error.strerror or error  # without the name of the temporary file
        raise AudioError(f"The sound can't be written: {why}", where=path, remedy="Choose another folder.") from error


def _write_wav(file: BinaryIO, clip: Clip) -> None:
    """By the standard library: to import soundfile takes longer than to speak a sentence. Raises OSError."""
    import wave

    if clip.samples.nbytes > LARGEST_WAV:
        raise OSError("it is too long for a .wav file, .flac holds more")
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, clip.rate, len(clip.samples), "NONE", ""))
        out.writeframes(clip.samples.astype("<i2", copy=False).tobytes())


def _write_compressed(file: BinaryIO, clip: Clip, form: str) -> None:
    """As FLAC or OGG. Raises OSError."""
    import soundfile

    try:
        subtype = "VORBIS" if form == "OGG" else "PCM_16"
        soundfile.write(file, clip.samples, clip.rate, format=form, subtype=subtype)
    except soundfile.LibsndfileError as error:
        raise OSError(str(error)) from error


KNEE = 0.84
"""Share of full scale (-1.5 dB) up to which a mix is left as it is. Speech and laughter at once add up to more."""


def bent(mix: NDArray[np.float32]) -> NDArray[np.float32]:
    """A mix whose peaks are bent so that they stay below full scale, instead of being clipped there.

    Each sample is computed by itself, from sums and quotients alone: the result is the same in blocks of any size and
    on every machine.
    """
    loud = np.abs(mix)
    if loud.max(initial=0.0) <= KNEE:
        return mix
    knee, room = np.float32(KNEE), np.float32(1 - KNEE)
    over = np.maximum(loud - knee, np.float32(0.0)) / room
    lower = np.minimum(loud, knee) + room * (over / (over + np.float32(1.0)))
    return np.copysign(lower, mix)


def floats(clip: Clip, rate: int) -> NDArray[np.float32]:
    """A clip's samples at a rate in Hz, from -1 to 1, shape (count,): as `resample`, but never rounded to int16."""
    if clip.rate == rate:
        return clip.floats()
    import soxr

    return np.asarray(soxr.resample(clip.floats(), clip.rate, rate), np.float32)


def resample(clip: Clip, rate: int) -> Clip:
    """The same sound at another rate in Hz (soxr, high quality); the clip itself where the rate is right already."""
    if clip.rate == rate:
        return clip
    return Clip.from_floats(floats(clip, rate), rate)


class RateChanger:
    """A sound in pieces, to another rate in Hz (soxr): as one piece, but for some milliseconds that it holds back."""

    def __init__(self, rate: int, wanted: int) -> None:
        import soxr

        self.rate = rate
        self._stream = soxr.ResampleStream(rate, wanted, 1, dtype="float32", quality="LQ") if rate != wanted else None

    def take(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The next piece, shape (count,), at the wanted rate."""
        if self._stream is None:
            return samples
        return np.asarray(self._stream.resample_chunk(samples), np.float32)
