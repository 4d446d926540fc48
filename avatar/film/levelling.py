"""A film's sound as loud as films are: measured by EBU R 128, brought to its loudness by one gain, its peaks held."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from avatar.film.limiting import Peaks, hold

MOST_GAIN_DB = 24.0
"""A film of one whisper is not blown up into noise."""

TRIES, NEAR_DB = 4, 0.05
"""The limiter takes some loudness, which is given back, so often, until it is so near."""

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


class Meter:
    """Measures what goes through, by libavfilter's `ebur128`."""

    def __init__(self, rate: int, channels: int, *, peaks: bool) -> None:
        self._rate, self._layout, self._pts = rate, "stereo" if channels == 2 else "mono", 0
        self._said: dict[str, str] = {}
        graph = self._graph = av.filter.Graph()
        source = graph.add_abuffer(format="flt", sample_rate=rate, layout=self._layout, time_base=Fraction(1, rate))
        meter = graph.add("ebur128", f"metadata=1:framelog=quiet{':peak=true' * peaks}")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()

    def hear(self, samples: Waves) -> None:
        """The next samples, shape (count, channels)."""
        if not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples, np.float32).reshape(1, -1), "flt", self._layout
        )
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._pts, Fraction(1, self._rate)
        self._pts += len(samples)
        self._graph.push(frame)
        self._read()

    def end(self) -> Loudness:
        """What all of it measures."""
        self._graph.push(None)
        self._read()
        lufs = float(self._said.get("lavfi.r128.I", "-inf"))
        peak = float(self._said.get("lavfi.r128.true_peak", 0.0) or 0.0)
        # What the gate leaves nothing of is told as -70.
        return Loudness(lufs if lufs > -69.9 else -math.inf, 20 * math.log10(peak) if peak > 0.0 else -math.inf)

    def _read(self) -> None:
        while True:
            try:
                frame: Any = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            # The last piece, of less than 0.1 s, says nothing.
            self._said = dict(frame.metadata) or self._said


class Levelled:
    """A film's sound, kept in a file until all of it is known, then played at its loudness.

    `add` what there is, `settle` it once, then take `blocks`. Memory does not grow with it. Close it in the end.
    """

    def __init__(self, folder: Path, rate: int, channels: int, target: float | None) -> None:
        """`target`: LUFS; None leaves the sound as loud as it is. Raises OSError where `folder` can't be written."""
        self.rate, self.channels, self._target = rate, channels, target
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".sound-")  # noqa: SIM115  closed by `close`
        self._meter, self._peaks = Meter(rate, channels, peaks=False), Peaks(rate, channels)
        self._count, self._gain, self._whole = 0, 1.0, True
        self._curve = np.ones(1, np.float32)
        """Gains at the edges of the limiter's steps."""

    def add(self, samples: NDArray[Any]) -> None:
        """The next samples, shape (count, channels): int16, which a film that leaves them as they are has exactly, or
        float32."""
        floats = samples.astype(np.float32) / np.float32(32768) if samples.dtype == np.int16 else samples
        self._whole = self._whole and samples.dtype == np.int16
        self._file.write(np.ascontiguousarray(floats, np.float32).tobytes())
        self._count += len(samples)
        self._meter.hear(floats)
        self._peaks.hear(floats)

    def settle(self) -> Loudness:
        """Finds the gain; what the film will measure, as far as 16 bits leave it."""
        found, peaks = self._meter.end(), self._peaks.end()
        self._curve = hold(peaks, self._gain)
        if self._target is not None and found.lufs > -math.inf:
            wanted = min(MOST_GAIN_DB, self._target - found.lufs)
            for _ in range(TRIES):
                self._gain = 10 ** (wanted / 20)
                self._curve = hold(peaks, self._gain)
                reached = self._measured(peaks=False).lufs
                off = self._target - reached
                if abs(off) <= NEAR_DB or wanted + off > MOST_GAIN_DB:
                    break
                wanted += off
        told = self._measured(peaks=True)
        return Loudness(told.lufs, told.peak, 20 * math.log10(self._gain))

    def _measured(self, *, peaks: bool) -> Loudness:
        meter = Meter(self.rate, self.channels, peaks=peaks)
        for block in self.blocks():
            meter.hear(block.astype(np.float32) / np.float32(32768))
        return meter.end()

    def blocks(self) -> Iterator[NDArray[np.int16]]:
        """All of it, a second at a time, as int16, shape (count, channels)."""
        as_it_is = self._target is None and self._whole
        for start in range(0, self._count, self.rate):
            samples = self._read(start, min(self.rate, self._count - start))
            if not as_it_is:
                at = np.arange(start, start + len(samples)) / self._peaks.step
                samples *= np.interp(at, np.arange(len(self._curve)), self._curve).astype(np.float32)[:, np.newaxis]
            yield np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype(np.int16)

    def _read(self, first: int, count: int) -> Waves:
        """Samples from number `first` on."""
        size = 4 * self.channels
        self._file.seek(first * size)
        return np.frombuffer(self._file.read(count * size), np.float32).reshape(-1, self.channels).copy()

    def close(self) -> None:
        self._file.close()


def tell_loudness(found: Loudness) -> str:
    """As people who publish read it: "-16.0 LUFS, -1.2 dBTP"."""
    if found.lufs == -math.inf:
        return "silent" if found.peak == -math.inf else f"too short to measure, {found.peak:.1f} dBTP"
    return f"{found.lufs:.1f} LUFS, {found.peak:.1f} dBTP"
