"""Where a film's sound comes from: a scene that is mixed (`mixing`), or a recording as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
from numpy.typing import NDArray

from avatar.errors import AudioError
from avatar.film.mixing import RATE
from avatar.lipsync.sound import in_time, track_of

BEST_RATES = (44_100, 48_000)
"""Rates of recordings that are kept; others become 48 kHz, which every player knows."""

PCM = NDArray[np.int16]
"""Samples, shape (count, channels)."""


class SoundTrack(Protocol):
    """The sound of a film, taken from its beginning on."""

    rate: int
    channels: int

    def take(self, count: int) -> NDArray[Any]:
        """The next `count` samples, int16 or float32; silence after the end."""


class Recorded:
    """A sound file, stereo kept, read as it is needed."""

    def __init__(self, path: Path) -> None:
        """Raises AudioError where there is no sound in it."""
        self._path = path
        self._container = open_sound(path)
        stream = track_of(self._container, path)
        self.rate = stream.rate if stream.rate in BEST_RATES else RATE
        self.channels = min(2, stream.codec_context.layout.nb_channels)
        self._parts = self._decoded(stream)
        self._held: PCM = np.zeros((0, self.channels), np.int16)

    def _decoded(self, stream: Any) -> Iterator[PCM]:
        turned = av.AudioResampler(format="s16", layout="stereo" if self.channels == 2 else "mono", rate=self.rate)
        try:
            for gap, frame in in_time(self._container, stream):
                if gap:
                    yield np.zeros((round(gap * self.rate), self.channels), np.int16)
                frame.pts = None
                for part in turned.resample(frame):
                    yield _samples(part, self.channels)
            for part in turned.resample(None):
                yield _samples(part, self.channels)
        except (av.FFmpegError, ValueError) as error:
            raise AudioError(f"The sound breaks off: {error}", where=self._path, remedy="Convert it to WAV.") from error

    def take(self, count: int) -> PCM:
        parts, have = [self._held], len(self._held)
        while have < count and (part := next(self._parts, None)) is not None:
            parts.append(part)
            have += len(part)
        if have < count:
            parts.append(np.zeros((count - have, self.channels), np.int16))
        whole = np.concatenate(parts)
        self._held = whole[count:].copy()
        return whole[:count]

    def close(self) -> None:
        self._container.close()


def _samples(frame: Any, channels: int) -> PCM:
    samples: PCM = frame.to_ndarray().reshape(-1, channels)
    return samples


def open_sound(path: Path) -> Any:
    """A file with sound in it. Raises AudioError."""
    if not path.is_file():
        raise AudioError("There is no such sound file", where=path, remedy="Check the name.")
    try:
        container = av.open(str(path))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise AudioError("This is no sound that can be read", where=path, remedy="Convert it to WAV.") from error
    if not container.streams.audio:
        container.close()
        raise AudioError("There is no sound in this file", where=path, remedy="Choose one with sound.")
    return container
