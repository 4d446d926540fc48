"""A film's sound as loud as films are: measured by EBU R 128, brought to its loudness by one gain, its peaks held."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar.film.gauging import Gauge, integrate
from avatar.film.limiting import Peaks, find_room, hold

MOST_GAIN_DB = 24.0
"""A film of one whisper is not blown up into noise."""

STEP_DB = 0.2
"""What gains are multiples of: nobody hears a tenth of a decibel, and after most changes of a script the gain, and with
it all the sound before the change, is what it was."""

TRIES = 8
"""How often what the limiter takes is given back."""

Waves = NDArray[np.float32]


@dataclass(frozen=True)
class Loudness:
    """What a film's sound measures."""

    lufs: float
    """Integrated loudness (ITU-R BS.1770-4, EBU R 128); -inf where it is silent, or shorter than 0.4 s."""
    peak: float
    """Highest true peak, dBTP, found at four times the rate."""
    gain: float = 0.0
    """dB that were added."""


class Levelled:
    """A film's sound, kept in a file until all of it is known, then played at its loudness.

    `add` what there is, `settle` it once, then take `blocks`. Memory does not grow with it. Close it in the end.
    """

    def __init__(self, folder: Path, rate: int, channels: int, target: float | None) -> None:
        """`target`: LUFS; None leaves the sound as loud as it is. Raises OSError where `folder` can't be written."""
        self.rate, self.channels, self._target = rate, channels, target
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".sound-")  # noqa: SIM115  closed by `close`
        self._gauge = Gauge(rate, channels)
        self._count, self._as_it_is = 0, target is None
        self._curve = np.ones(1, np.float32)
        """Gains at the edges of the gauge's steps."""

    def add(self, samples: NDArray[Any]) -> None:
        """The next samples, shape (count, channels): int16, which a film that leaves them as they are has exactly, or
        float32."""
        floats = samples.astype(np.float32) / np.float32(32768) if samples.dtype == np.int16 else samples
        self._as_it_is = self._as_it_is and samples.dtype == np.int16
        self._file.write(np.ascontiguousarray(floats, np.float32).data)
        self._count += len(samples)
        self._gauge.hear(floats)

    def settle(self) -> Loudness:
        """Finds the gain; what the film will measure, as far as 16 bits leave it."""
        powers, highest = self._gauge.end()
        step, step_s = self._gauge.step, self._gauge.step / self.rate
        peaks = Peaks(highest, step, self._read)
        gain_db, reached = 0.0, integrate(powers, step_s)
        for _ in range(TRIES):
            gain_db = self._closer(gain_db, reached)
            gain = 10 ** (gain_db / 20)
            if self._as_it_is:
                self._curve = np.ones(len(highest) + 1, np.float32)
            else:
                self._curve = hold(peaks.look(find_room() / gain), gain, step_s)
            reached = integrate(powers * _mean_squares(self._curve), step_s)
            if self._closer(gain_db, reached) == gain_db:
                break
        return Loudness(reached, _decibels(peaks.highest(self._curve)), gain_db)

    def _closer(self, gain_db: float, reached: float) -> float:
        """The gain that should give the loudness that is wanted, after another one that gave `reached`."""
        if self._target is None or reached == -math.inf:
            return gain_db
        return min(MOST_GAIN_DB, round((gain_db + self._target - reached) / STEP_DB) * STEP_DB)

    def blocks(self) -> Iterator[NDArray[np.int16]]:
        """All of it, a second at a time, as int16, shape (count, channels)."""
        step = self._gauge.step
        share = np.arange(step, dtype=np.float32) / np.float32(step)
        for start in range(0, self._count, self.rate):
            count = min(self.rate, self._count - start)
            steps = -(-count // step)
            samples = self._read(start, steps * step)
            edges = self._curve[start // step : start // step + steps + 1]
            gains = edges[:-1, np.newaxis] + np.diff(edges)[:, np.newaxis] * share
            samples *= gains.reshape(-1, 1)
            samples *= np.float32(32768)
            np.clip(np.rint(samples, out=samples), -32768, 32767, out=samples)
            yield samples[:count].astype(np.int16)

    def _read(self, first: int, count: int) -> Waves:
        """Samples from number `first` on: silence before the beginning and after the end."""
        begin, end = max(0, first), max(0, min(self._count, first + count))
        samples = np.zeros((count, self.channels), np.float32)
        if begin < end:
            self._file.seek(begin * 4 * self.channels)
            self._file.readinto(samples[begin - first : end - first].data)
        return samples

    def close(self) -> None:
        self._file.close()


def _mean_squares(curve: NDArray[np.float32]) -> NDArray[np.float64]:
    """Of gains that move evenly from edge to edge."""
    edges = curve.astype(np.float64)
    begins, ends = edges[:-1], edges[1:]
    found: NDArray[np.float64] = (begins * begins + begins * ends + ends * ends) / 3
    return found


def _decibels(magnitude: float) -> float:
    return 20 * math.log10(magnitude) if magnitude > 0.0 else -math.inf


def tell_loudness(found: Loudness) -> str:
    """As people who publish read it: "-16.0 LUFS, -1.2 dBTP"."""
    if found.lufs == -math.inf:
        return "silent" if found.peak == -math.inf else f"too short to measure, {found.peak:.1f} dBTP"
    return f"{found.lufs:.1f} LUFS, {found.peak:.1f} dBTP"
