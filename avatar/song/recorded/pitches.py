"""On which notes somebody sings: the pitch of each syllable of a voice alone.

Source: A. de Cheveigné, H. Kawahara, "YIN, a fundamental frequency estimator for speech and music", JASA 111 (2002),
steps 1 to 5.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.types import Clip, Floats, Timed

LOWEST, HIGHEST = 65.0, 1000.0
"""Hz that are looked for: from a bass's low C to a soprano's high one."""
CLEAR = 0.15
"""How different, 0 to 1, a sound may be from itself a period later and still have a pitch at once."""
NOISY = 0.5
"""The same from which on it has none."""
STEP, WINDOW = 0.01, 0.064
"""Seconds from one pitch to the next, and that each is taken from."""

_BLOCK = 256
"""Windows handled at once."""


def find_pitches(voice: Clip, syllables: Sequence[Timed]) -> list[float | None]:
    """The MIDI number of each syllable's note, at its median; None where nothing is sung on a pitch."""
    samples = voice.samples
    found: list[float | None] = []
    for each in syllables:
        first, last = (int(np.clip(t * voice.rate, 0, len(samples))) for t in (each.start, each.end))
        hertz = track(samples[first:last].astype(np.float32) / np.float32(32768.0), voice.rate)
        sung = hertz[hertz > 0]
        found.append(float(69 + 12 * np.log2(np.median(sung) / 440)) if len(sung) >= 3 else None)
    return found


def track(samples: Floats, rate: int) -> NDArray[np.float64]:
    """Hz every `STEP` seconds, 0 where there is no pitch."""
    size, step = int(WINDOW * rate), int(STEP * rate)
    longest = int(rate / LOWEST)
    if len(samples) < size + longest:
        samples = np.pad(samples, (0, size + longest - len(samples)))
    views = np.lib.stride_tricks.sliding_window_view(samples, size + longest)[::step]
    parts = [_pitch(views[at : at + _BLOCK], size, rate) for at in range(0, len(views), _BLOCK)]
    return np.concatenate(parts)


def _pitch(views: Floats, size: int, rate: int) -> NDArray[np.float64]:
    lags = views.shape[1] - size
    length = 1 << (views.shape[1] + size).bit_length()
    own = np.fft.rfft(views[:, :size], length)
    alike = np.fft.irfft(np.conj(own) * np.fft.rfft(views, length), length)[:, : lags + 1]
    power = np.concatenate([np.zeros((len(views), 1)), np.cumsum(np.square(views, dtype=np.float64), axis=1)], axis=1)
    shifted = power[:, size : size + lags + 1] - power[:, : lags + 1]
    different = np.maximum(0, shifted[:, :1] + shifted - 2 * alike)
    mean = np.cumsum(different[:, 1:], axis=1) / np.arange(1, lags + 1)
    relative = np.ones_like(different)
    relative[:, 1:] = different[:, 1:] / np.maximum(mean, 1e-9)
    shortest = int(rate / HIGHEST)
    valley = relative[:, shortest:-1]
    dips = (valley <= relative[:, shortest - 1 : -2]) & (valley <= relative[:, shortest + 1 :])
    clear = dips & (valley < CLEAR)
    at = np.where(clear.any(axis=1), clear.argmax(axis=1), valley.argmin(axis=1)) + shortest
    rows = np.arange(len(views))
    before, here, after = (relative[rows, at + d] for d in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = np.where(bend > 1e-9, 0.5 * (before - after) / np.maximum(bend, 1e-9), 0.0)
    quiet = shifted[:, 0] < size * 1e-6
    return np.where((here < NOISY) & ~quiet, rate / (at + np.clip(shift, -0.5, 0.5)), 0.0)
