"""How far the lips are open, frame by frame: one number, as filmed lips are measured.

Faces differ. The opening of each viseme is the order in which articulatory phonetics puts them (Fromkin, Lip Positions
in American English Vowels, Language and Speech 7, 1964; consonants judged by eye), not what one face was filmed to do:
fitted to that face it follows it more closely, and strangers' lips less.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats.base import CueSheet, Format, Options, frames
from avatar.types import FRAME_RATE, VISEMES, MouthTrack

FPS = 100.0
_WIDEST = 0.2
"""Opening in distances between the eyes that counts as 1."""

_HEARD = np.float32(0.2)
"""Share of what the model hears, which learned it from one filmed face, against what the sounds ask of any face."""

OPENING = {
    "sil": 0.08, "PP": 0.0, "FF": 0.12, "TH": 0.3, "DD": 0.3, "kk": 0.4, "CH": 0.35, "SS": 0.22, "nn": 0.35, "RR": 0.4,
    "aa": 1.0, "E": 0.75, "ih": 0.4, "oh": 0.65, "ou": 0.3,
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


def curve_at(track: MouthTrack, times: NDArray[np.float64], lead: float) -> NDArray[np.float32]:
    """The curve at times of the sound in seconds, `lead` seconds ahead of it; at rest where the mouth has no frame."""
    values = curve(track) if len(track.weights) else np.array([OPENING["sil"]], np.float32)
    place = (times + (lead - track.lead)) * FRAME_RATE
    return np.interp(place, np.arange(len(values)), values).astype(np.float32)


def write(timeline: CueSheet, options: Options) -> str:
    _, times = frames(timeline, options, FPS)
    track = timeline.track
    values = curve_at(track, times, track.lead if options.lead is None else options.lead)
    rows = zip(times, values, strict=True)
    return "seconds,opening\n" + "".join(f"{t:.4f},{value:.5f}\n" for t, value in rows)


FORMATS = {
    "opening": Format(".opening.csv", write, "how far the lips are open"),
}
