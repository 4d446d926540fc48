"""The character's own voice, taken out of what the microphone hears.

What is played is known, and when. WebRTC's canceller (AEC3, as `livekit` brings it) finds out how the room answers to
it, and takes that away.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.ears.steady import SteadyClock
from avatar.ears.voice import RATE

STEP = 160
"""Samples that the canceller takes at once: 10 ms."""

EARLY_S = 0.06
"""Seconds by which what is played is said to be earlier than the device tells: an echo never comes before its sound,
and what a device tells is rarely so wrong."""

KEPT_S = 3.0
"""Seconds of what was played that are kept."""

SOUND = 1e-4
"""Root mean square above which something is played."""

TAIL_S = 0.4
"""Seconds for which a room still answers."""


class Played:
    """What is played, on a line of time at RATE."""

    def __init__(self) -> None:
        self._changer: audio.RateChanger | None = None
        self._samples = np.zeros(0, np.float32)
        self._start = 0.0
        """Wall time of the first sample."""
        self._clock = SteadyClock()
        self._fed = 0.0
        """Wall time of the end of the last block, whose sound may come out of `_changer` later."""
        self._moved = 0.0
        """Seconds by which the device's clock has gone wrong, and that are not made good yet."""
        self.jumps = 0
        """How often the device began anew."""

    @property
    def end(self) -> float:
        """Wall time up to which is known what is played."""
        return self._start + len(self._samples) / RATE

    def add(self, start: float, rate: int, samples: NDArray[np.int16]) -> None:
        """What is heard from a wall time on."""
        block = self._clock.block(start - EARLY_S, len(samples) / rate)
        if self._changer is None or self._changer.rate != rate or block.jumped:
            self._changer = audio.RateChanger(rate, RATE)
            self._jump(block.start)
            self._moved, self._fed = 0.0, block.start
        sound = self._changer.take(samples.astype(np.float32) / 32768.0)
        self._moved += block.start - self._fed
        self._fed = block.start + len(samples) / rate
        if abs(self._moved) >= 1 / RATE and len(sound):
            sound = np.append(sound, sound[-1]) if self._moved > 0 else sound[:-1]
            self._moved -= (1 if self._moved > 0 else -1) / RATE
        self._samples = np.concatenate((self._samples, sound))
        surplus = len(self._samples) - round(KEPT_S * RATE)
        if surplus > 0:
            self._samples = self._samples[surplus:]
            self._start += surplus / RATE

    def at(self, start: float, count: int) -> NDArray[np.float32]:
        """`count` samples from a wall time on; silence where nothing is known."""
        first = round((start - self._start) * RATE)
        found = np.zeros(count, np.float32)
        low, high = max(first, 0), min(first + count, len(self._samples))
        if low < high:
            found[low - first : high - first] = self._samples[low:high]
        return found

    def sounds(self, start: float, seconds: float) -> bool:
        """Whether anything is played in the seconds before a wall time."""
        before = self.at(start - seconds, round(seconds * RATE))
        return float(np.sqrt(np.mean(before**2))) > SOUND

    def _jump(self, start: float) -> None:
        """The device has skipped, or begins: what comes next is at another time."""
        self.jumps += 1
        missing = round((start - self.end) * RATE)
        if 0 < missing < KEPT_S * RATE and len(self._samples):
            self._samples = np.concatenate((self._samples, np.zeros(missing, np.float32)))
        elif missing < 0 and -missing < len(self._samples):
            self._samples = self._samples[:missing]
        else:
            self._samples, self._start = np.zeros(0, np.float32), start


class Canceller:
    """Takes what is played out of what is heard, STEP samples at a time."""

    def __init__(self) -> None:
        """Raises ImportError where there is no canceller here."""
        from livekit import rtc
        from livekit.rtc.apm import AudioProcessingModule

        self._frame: Any = rtc.AudioFrame
        self._apm = AudioProcessingModule(echo_cancellation=True)

    def take(self, heard: NDArray[np.float32], played: NDArray[np.float32]) -> NDArray[np.float32]:
        """What of `heard` is not an echo of `played`, or of what was played in the half second before."""
        self._apm.process_reverse_stream(self._frame(_bytes(played), RATE, 1, STEP))
        frame = self._frame(_bytes(heard), RATE, 1, STEP)
        self._apm.set_stream_delay_ms(0)
        self._apm.process_stream(frame)
        return np.frombuffer(frame.data, np.int16).astype(np.float32) / 32768.0


def _bytes(samples: NDArray[np.float32]) -> bytearray:
    return bytearray((np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes())
