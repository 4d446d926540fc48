"""Where a film's sound comes from: a scene that is mixed (`mixing`), or a recording as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
from numpy.typing import NDArray

from avatar.errors import AudioError
from avatar.film.mixing import RATE
from avatar.lipsync.sound import in_time, track_of
from avatar.sound.sides import spread_gains

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

    def __init__(self, path: Path, track: int = 0, rate: int = 0, channels: int = 0) -> None:
        """`track`: which of its sound tracks, from 1, and 0 the one that players choose; `rate`, `channels`: 0 for its
        own. Raises AudioError where there is no sound in it."""
        self._path = path
        self._container = open_sound(path)
        stream = track_of(self._container, path, track)
        self.rate = rate or (stream.rate if stream.rate in BEST_RATES else RATE)
        self.channels = channels or min(2, stream.codec_context.layout.nb_channels)
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


class RecordedTracks:
    """Several sound tracks of a file together, each heard where whoever speaks in it stands."""

    def __init__(self, path: Path, places: Sequence[float]) -> None:
        """`places`: of each track, 0 (left) to 1 (right). Raises AudioError where there are fewer tracks."""
        self.rate, self.channels = RATE, 2
        self._gains = spread_gains(np.array(places, np.float64))
        self._tracks = [Recorded(path, number, RATE, 1) for number in range(1, len(places) + 1)]

    def take(self, count: int) -> PCM:
        whole = np.zeros((count, 2), np.float32)
        for track, gains in zip(self._tracks, self._gains, strict=True):
            whole += track.take(count).astype(np.float32) * gains
        return np.clip(np.rint(whole), -32768, 32767).astype(np.int16)

    def close(self) -> None:
        for track in self._tracks:
            track.close()


def count_tracks(path: Path) -> int:
    """How many sound tracks a file has. Raises AudioError where there is none."""
    container = open_sound(path)
    try:
        return len(container.streams.audio)
    finally:
        container.close()


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
