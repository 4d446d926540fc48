"""What Whisper hears: the logarithm of a mel spectrogram (Radford et al., "Robust speech recognition via large-scale
weak supervision", 2022; the filters are those of Slaney's Auditory Toolbox, 1998)."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""Hz."""

WINDOW, HOP, BANDS = 400, 160, 80
"""Samples of a frame and from one to the next; bands of mel."""

_LINEAR_HZ = 200.0 / 3
"""Hz of a mel below `_BREAK_HZ`, above which mels grow by `_LOG_STEP` each."""
_BREAK_HZ = 1000.0
_LOG_STEP = np.log(6.4) / 27.0

_FLOOR = 8.0
"""Powers of ten below the loudest value that are kept."""


def log_mel(samples: NDArray[np.float32], seconds: float) -> NDArray[np.float32]:
    """The spectrogram, shape (BANDS, 100 * seconds), of samples in [-1, 1] at `RATE`, with silence behind them."""
    count = round(seconds * RATE)
    padded = np.zeros(count + WINDOW // 2, np.float32)
    padded[: min(len(samples), count)] = samples[:count]
    padded = np.pad(padded, (WINDOW // 2, 0), mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][: count // HOP]
    power = np.abs(np.fft.rfft(frames * _hann(), axis=1)) ** 2
    mel = np.log10(np.maximum(_filters() @ power.T, 1e-10))
    return np.asarray((np.maximum(mel, mel.max() - _FLOOR) + 4.0) / 4.0, np.float32)


@cache
def _hann() -> NDArray[np.float64]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW), np.float64)


@cache
def _filters() -> NDArray[np.float64]:
    """Triangles of equal area, shape (BANDS, WINDOW // 2 + 1)."""
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    edges = _hz(np.linspace(0.0, _mel(RATE / 2), BANDS + 2))
    slopes = edges[:, None] - bins[None, :]
    widths = np.diff(edges)
    rising, falling = -slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None])


def _mel(hz: float) -> float:
    return float(_BREAK_HZ / _LINEAR_HZ + np.log(hz / _BREAK_HZ) / _LOG_STEP)


def _hz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    bend = _BREAK_HZ / _LINEAR_HZ
    return np.where(mels < bend, mels * _LINEAR_HZ, _BREAK_HZ * np.exp(_LOG_STEP * (mels - bend)))
