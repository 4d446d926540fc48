"""Which pitches a sound has over time, for eyes: vowels as bars, hisses as clouds, bursts as lines."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from avatar.editing.footage import Footage
from avatar.editing.state import View
from avatar.types import Clip, Floats

WINDOW_S = 0.016
"""Seconds that are heard at once: bursts are apart, and so are the bars of a vowel."""

AT_MOST = 3
"""Windows that are looked at within one column."""

HIGHEST_HZ = 7600.0
CURVED_HZ = 700.0
"""Pitches are even below this and as octaves above, as ears have them (the mel scale: O'Shaughnessy, 1987)."""

RANGE_DB = 55.0
"""Decibels below the loudest that are still seen."""

WIDEST_S = 120.0
"""Seconds of a view up to which it is drawn: of more one sees nothing, and it takes long."""

STEPS = ((15, 16, 22), (38, 24, 74), (96, 32, 110), (160, 46, 98), (214, 80, 66), (244, 145, 50), (252, 216, 120))
COLOURS = np.array(STEPS, np.float32)
"""From silence to loud, even in lightness; those who tell no red from green see it, too."""

PLAYHEAD = (255, 243, 224)


def measure_spectrum(clip: Clip, columns: int, bands: int) -> Floats:
    """How loud each band of pitch is, 0 to 1 of the loudest there, shape (bands, columns); the highest band first."""
    size = max(16, round(WINDOW_S * clip.rate))
    samples = np.concatenate([np.zeros(size // 2, np.float32), clip.floats(), np.zeros(size, np.float32)])
    looks = max(1, min(AT_MOST, round(len(clip.samples) / columns / size * 2)))
    starts = ((np.arange(columns * looks) + 0.5) / (columns * looks) * len(clip.samples)).astype(int)
    frames = samples[np.minimum(starts, len(samples) - size)[:, None] + np.arange(size)]
    long = 4 * size  # padded: low bands are narrower than what so short a window tells apart
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(size).astype(np.float32), long))).astype(np.float32)
    power = power.reshape(columns, looks, -1).max(axis=1)
    edges = _edges(bands, clip.rate, long)
    found = np.stack([power[:, low:high].mean(axis=1) for low, high in edges])
    decibels = 10.0 * np.log10(found + 1e-9)
    most = max(float(decibels.max(initial=-90.0)), -30.0)
    return np.asarray(np.clip(1.0 + (decibels - most) / RANGE_DB, 0.0, 1.0)[::-1], np.float32)


def _edges(bands: int, rate: int, size: int) -> list[tuple[int, int]]:
    """First bin of each band and that after its last, from the lowest up."""
    top = np.log1p(min(HIGHEST_HZ, rate / 2) / CURVED_HZ)
    hertz = CURVED_HZ * np.expm1(np.linspace(0.0, top, bands + 1))
    bins = np.minimum((hertz * size / rate).astype(int), size // 2)
    return [(low, max(low + 1, high)) for low, high in pairwise(bins.tolist())]


@lru_cache(maxsize=8)
def find_spectrum(footage: Footage, view: View, columns: int, bands: int) -> Floats | None:
    """The same of what is seen of a take, in so many columns; None where that is too long to be looked at."""
    if view.end - view.start > WIDEST_S:
        return None
    end = min(view.end, footage.duration)
    there = max(1, min(columns, round(columns * (end - view.start) / (view.end - view.start))))
    found = np.zeros((bands, columns), np.float32)
    found[:, :there] = measure_spectrum(footage.sound(view.start, end), there, bands)
    return found


def paint_spectrum(levels: Floats | None, shape: tuple[int, int], playhead: float) -> NDArray[np.uint8]:
    """A picture of it: RGBA, shape (height, width, 4). `playhead`: its share of the width; beyond 0 and 1 unseen."""
    height, width = shape
    found = np.zeros(shape, np.float32) if levels is None else levels
    places = found * (len(COLOURS) - 1)
    low = np.minimum(places.astype(int), len(COLOURS) - 2)
    share = (places - low)[..., None]
    picture = np.full((height, width, 4), 255, np.uint8)
    picture[..., :3] = COLOURS[low] * (1 - share) + COLOURS[low + 1] * share
    if 0 <= playhead < 1:
        picture[:, int(playhead * width), :3] = PLAYHEAD
    return picture


def colour_of(level: float) -> str:
    """The colour of a level, 0 to 1."""
    picture = paint_spectrum(np.full((1, 1), level, np.float32), (1, 1), -1.0)
    return "#{:02x}{:02x}{:02x}".format(*picture[0, 0, :3].tolist())
