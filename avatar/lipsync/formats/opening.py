"""How far the lips are open, frame by frame: one number, as filmed lips are measured.

The opening of each viseme is fitted to filmed lips (the inner lips' distance of one speaker, 880 utterances), scaled so
that the widest is 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats.base import CueSheet, Format, Options, sampled
from avatar.types import FRAME_RATE, VISEMES, MouthTrack

FPS = 100.0
_WIDEST = 0.2
"""Opening in distances between the eyes that counts as 1."""

_HEARD = np.float32(0.75)
"""Share of what the model hears, which learned it from one speaker, against what the phones ask for."""

OPENING = {
    "sil": 0.05, "PP": 0.0, "FF": 0.2, "TH": 0.1, "DD": 0.7, "kk": 0.75, "CH": 0.9, "SS": 0.9, "nn": 0.7, "RR": 0.05,
    "aa": 1.0, "E": 0.95, "ih": 0.95, "oh": 0.3, "ou": 0.05,
}  # fmt: skip
"""0 shut, 1 the widest."""


def opening(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Viseme weights, shape (frames, 15), as the lips' opening, shape (frames,), 0 to 1."""
    return weights @ np.array([OPENING[viseme] for viseme in VISEMES], np.float32)


def curve(track: MouthTrack) -> NDArray[np.float32]:
    """How far the lips are open at each frame of a mouth, shape (frames,), 0 to 1 and seldom more: as the model heard
    it where it did, else as the weights say."""
    asked = opening(track.weights)
    return asked if track.opening is None else (1 - _HEARD) * asked + _HEARD * track.opening / _WIDEST


def write(timeline: CueSheet, options: Options) -> str:
    _, times, weights = sampled(timeline, options, FPS)
    values = opening(weights)
    if timeline.track.opening is not None and len(timeline.track.weights):
        track = timeline.track
        ahead = 0.0 if options.lead is None else options.lead - track.lead
        values = np.interp((times + ahead) * FRAME_RATE, np.arange(len(track.weights)), curve(track)).astype(np.float32)
    rows = zip(times, values, strict=True)
    return "seconds,opening\n" + "".join(f"{t:.4f},{value:.5f}\n" for t, value in rows)


FORMATS = {
    "opening": Format(".opening.csv", write, "how far the lips are open"),
}
