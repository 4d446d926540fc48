"""A witness of loudness: libavfilter's own meter of EBU R 128, which films don't use."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import av
import numpy as np

from avatar.film.levelling import Loudness, Waves


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
