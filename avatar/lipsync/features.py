"""Log-mel frames: what the model hears, the same to the bit in training and at run time.

Frame i is centred on sample `i * HOP + HOP / 2` at 16 kHz, so it speaks for the time from i / 100 to (i + 1) / 100 s.
Sound outside the clip counts as silence. Any run of frames depends on its own samples alone, so that files can be read
in blocks and streams pushed in pieces with the same result.
Source of the mel scale: O'Shaughnessy, Speech Communication (1987), 2595 log10(1 + f / 700).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from avatar.types import FRAME_RATE, Clip, Floats

RATE = 16_000
"""Hz."""
HOP = RATE // FRAME_RATE
WINDOW = 400
"""Samples in a frame's Hann window: 25 ms."""
MARGIN = (WINDOW - HOP) // 2
"""Samples that a frame's window reaches beyond its own 10 ms on either side."""
FFT = 512
BANDS = 48
LOWEST, HIGHEST = 60.0, 7600.0
"""Hz: the outer edges of the first and last band."""
FLOOR = 1e-7
"""Energy added to every band, of sound in [-1, 1]: about the noise of 16-bit samples."""


def frame_count(samples: int) -> int:
    """Frames that stand for so many samples at 16 kHz: the last one may be part silence."""
    return -(-samples // HOP)


@lru_cache(maxsize=64)
def filters(warp: float = 1.0) -> Floats:
    """Triangular mel filters, shape (FFT // 2 + 1, BANDS).

    `warp` scales the frequency axis, as a longer or shorter vocal tract would (training only).
    """
    top, bottom = (2595.0 * np.log10(1.0 + f / 700.0) for f in (HIGHEST, LOWEST))
    edges = 700.0 * (10.0 ** (np.linspace(bottom, top, BANDS + 2) / 2595.0) - 1.0) * warp
    bins = np.linspace(0.0, RATE / 2.0, FFT // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


@lru_cache(maxsize=1)
def _window() -> Floats:
    return (0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(WINDOW) + 0.5) / WINDOW)).astype(np.float32)


def log_mel(samples: Floats, warp: float = 1.0) -> Floats:
    """Frames of a whole sound: float samples at 16 kHz, shape (count,), to (frames, BANDS)."""
    count = frame_count(len(samples))
    padded = np.zeros(MARGIN + count * HOP + MARGIN, np.float32)
    padded[MARGIN : MARGIN + len(samples)] = samples
    return _frames(padded, count, warp)


def _frames(padded: Floats, count: int, warp: float = 1.0) -> Floats:
    """Frames of samples that already have MARGIN on both sides."""
    out = np.empty((count, BANDS), np.float32)
    mel = filters(warp)
    views = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] if count else padded[:0, None]
    for at in range(0, count, _BLOCK):
        spectrum = np.fft.rfft(views[at : at + _BLOCK] * _window(), FFT)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        # A product for each frame: in one for many, the bits of a frame may depend on where it stands among them.
        energy = (power[:, None, :] @ mel)[:, 0]
        out[at : at + _BLOCK] = np.log(energy + FLOOR)
    return out


_BLOCK = 64
"""Frames worked on at once: small enough for the cache."""


def to_16k(clip: Clip) -> Floats:
    """The clip's samples as floats at 16 kHz, shape (count,)."""
    if clip.rate == RATE:
        return clip.floats()
    import soxr

    out: Floats = soxr.resample(clip.floats(), clip.rate, RATE)
    return out


class FeatureStream:
    """Log-mel frames of sound that comes in pieces of any size, at any one rate.

    `push` gives the frames that are now complete; `finish` the rest. Together they equal `log_mel` of the whole (after
    the same resampler).
    """

    def __init__(self, rate: int) -> None:
        import soxr

        self._resampler = soxr.ResampleStream(rate, RATE, 1, dtype="float32") if rate != RATE else None
        self._left = np.zeros(MARGIN, np.float32)

    def push(self, samples: Floats) -> Floats:
        """Frames completed by these samples, shape (count,) in [-1, 1]; shape (frames, BANDS), often none."""
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(np.ascontiguousarray(samples, np.float32))
        return self._take(samples)

    def finish(self) -> Floats:
        """The frames that were waiting for what comes after them."""
        tail = np.zeros(0, np.float32)
        if self._resampler is not None:
            tail = self._resampler.resample_chunk(tail, last=True)
        early = self._take(tail)
        remaining = frame_count(len(self._left) - MARGIN)
        if remaining <= 0:
            return early
        padded = np.zeros(MARGIN + remaining * HOP + MARGIN, np.float32)
        padded[: len(self._left)] = self._left
        self._left = np.zeros(MARGIN, np.float32)
        return np.concatenate([early, _frames(padded, remaining)])

    def _take(self, samples: Floats) -> Floats:
        buffered = np.concatenate([self._left, samples])
        count = max(0, (len(buffered) - WINDOW) // HOP + 1)
        frames = _frames(buffered, count)
        self._left = buffered[count * HOP :]
        return frames
