"""What is noted of a sound as it comes, in short steps: from it follows how loud any gain over it will be.

Loudness by ITU-R BS.1770-4 and EBU R 128: K-weighted power, in windows of 400 ms, gated. The filters are libavfilter's.
A gain that moves slowly over a sound moves its weighted power alike, so that nothing has to be heard twice.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

STEP_S = 0.0025
"""Seconds of a step, or a little less: as many as fit evenly into a tenth of a second. 2400 bytes a second are kept."""

WINDOW = 4
"""Tenths of a second of a window; one begins with each of them."""

SILENT, BELOW = -70.0, -10.0
"""LUFS that a window needs to count, and LU below the mean of those that do from which on it does not count either."""

OFFSET = -0.691
"""LUFS of a weighted power of 1."""

Waves = NDArray[np.float32]


def find_step(rate: int) -> int:
    """Samples of a step."""
    tenth = rate // 10
    return next(step for step in range(max(1, int(STEP_S * rate)), 0, -1) if tenth % step == 0)


class Gauge:
    """Notes power and highest sample of each step."""

    def __init__(self, rate: int, channels: int) -> None:
        self.step = find_step(rate)
        self._rate, self._layout, self._pts = rate, "stereo" if channels == 2 else "mono", 0
        self._graph, self._left = _weighting(rate, self._layout), np.zeros((channels, 0))
        self._held = np.zeros((0, channels), np.float32)
        self._powers: list[NDArray[np.float64]] = []
        self._highest: list[Waves] = []

    def hear(self, samples: Waves) -> None:
        """The next samples, shape (count, channels)."""
        if not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), "fltp", self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._pts, Fraction(1, self._rate)
        self._pts += len(samples)
        self._graph.push(frame)
        self._held = np.concatenate([self._held, samples])
        self._note()

    def end(self) -> tuple[NDArray[np.float64], Waves]:
        """Weighted power (mean of squares, both channels added) and highest magnitude of each step, shape (steps,)."""
        self._graph.push(None)
        self._note()
        fill = -len(self._held) % self.step
        if len(self._held):
            self._held = np.pad(self._held, ((0, fill), (0, 0)))
            self._left = np.pad(self._left, ((0, 0), (0, fill)))
            self._note()
        return np.concatenate([*self._powers, np.zeros(0)]), np.concatenate([*self._highest, np.zeros(0, np.float32)])

    def _note(self) -> None:
        for weighted in _pulled(self._graph):
            self._left = np.concatenate([self._left, weighted], axis=1)
        count = self._left.shape[1] // self.step * self.step
        if count:
            squares = np.square(self._left[:, :count]).reshape(len(self._left), -1, self.step)
            self._powers.append(squares.mean(axis=2).sum(axis=0))
            self._left = self._left[:, count:]
        count = len(self._held) // self.step * self.step
        if count:
            # Twice as quick as the maximum of magnitudes.
            steps = self._held[:count].reshape(-1, self.step * self._held.shape[1])
            self._highest.append(np.maximum(steps.max(axis=1), -steps.min(axis=1)))
            self._held = self._held[count:]


def _pulled(graph: Any) -> list[NDArray[np.float64]]:
    found = []
    while True:
        try:
            found.append(graph.pull().to_ndarray())
        except (av.BlockingIOError, av.EOFError):
            return found


def integrate(powers: NDArray[np.float64], step_s: float) -> float:
    """Integrated loudness, LUFS, of weighted powers of steps; -inf where all is silent or shorter than a window."""
    each = round(0.1 / step_s)
    tenths = powers[: len(powers) // each * each].reshape(-1, each).mean(axis=1)
    if len(tenths) < WINDOW:
        return -math.inf
    windows = np.lib.stride_tricks.sliding_window_view(tenths, WINDOW).mean(axis=1)
    loud = windows[windows > _power(SILENT)]
    if not len(loud):
        return -math.inf
    loud = loud[loud > loud.mean() * 10 ** (BELOW / 10)]
    return OFFSET + 10 * math.log10(loud.mean())


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET) / 10))


TAPS = ("b0", "b1", "b2", "a0", "a1", "a2")
"""What libavfilter calls what `_shelf` and `_high_pass` give."""


def _weighting(rate: int, layout: str) -> Any:
    """A graph that weights sound by what ears make of its pitch: both filters of BS.1770-4, for any rate."""
    graph = av.filter.Graph()
    last = graph.add_abuffer(format="fltp", sample_rate=rate, layout=layout, time_base=Fraction(1, rate))
    for taps in (_shelf(rate), _high_pass(rate)):
        told = ":".join(f"{name}={value!r}" for name, value in zip(TAPS, taps, strict=True))
        each = graph.add("biquad", f"{told}:precision=f64")
        last.link_to(each)
        last = each
    sink = graph.add("abuffersink")
    last.link_to(sink)
    graph.configure()
    return graph


def _shelf(rate: int) -> tuple[float, ...]:
    """A head lifts what is high: the standard's first filter, from the analog one that gives its taps at 48 kHz."""
    k, q, high = math.tan(math.pi * 1681.974450955533 / rate), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    return (
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        1.0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0,
    )


def _high_pass(rate: int) -> tuple[float, ...]:
    """What is very low hardly counts: the standard's second filter."""
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return 1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0
