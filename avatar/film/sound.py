"""The sound of a film: a scene's, mixed by the mixer that the stage plays with, or a recording as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import av
import numpy as np
from numpy.typing import NDArray

from avatar.errors import AudioError
from avatar.lipsync.sound import in_time, track_of
from avatar.sound.clock import Clock
from avatar.sound.mix import MixedClip, Mixer
from avatar.types import Clip, Entry, Performance

RATE = 48_000
"""Hz of what a film is mixed at: what the stage asks its device for."""

BLOCK_S = 1.0
"""Seconds mixed at a time."""

BEST_RATES = (44_100, 48_000)
"""Rates of recordings that are kept; others become 48 kHz, which every player knows."""

PCM = NDArray[np.int16]
"""Samples, shape (count, channels)."""


class SoundTrack(Protocol):
    """The sound of a film, taken from its beginning on."""

    rate: int
    channels: int

    def take(self, count: int) -> PCM:
        """The next `count` samples; silence after the end."""


class Mixed:
    """The sound of a scene that may still be growing. Entries come in the order in which the stage would get them."""

    rate = RATE
    channels = 1

    def __init__(self) -> None:
        self._mixer = Mixer(Clock(0.0), RATE)
        self._sounds: list[MixedClip] = []

    def add(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            clip = entry.what.speech.clip if isinstance(entry.what, Performance) else entry.what
            if isinstance(clip, Clip) and len(clip.samples):
                self._sounds.append(self._mixer.add(clip, entry.start, gain=entry.gain))

    def take(self, count: int) -> PCM:
        parts = []
        while count > 0:
            block = min(count, round(BLOCK_S * RATE))
            parts.append(Clip.from_floats(self._mixer.mix(block), RATE).samples)
            count -= block
        over = [sound for sound in self._sounds if sound.end < self._mixer.timeline]
        self._mixer.drop(over)
        self._sounds = [sound for sound in self._sounds if sound.end >= self._mixer.timeline]
        return (np.concatenate(parts) if parts else np.zeros(0, np.int16))[:, np.newaxis]


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
