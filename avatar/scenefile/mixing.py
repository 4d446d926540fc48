"""A scene as one sound, and performances in a row as a scene."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from avatar.pacing import natural_gap
from avatar.types import CastMember, Clip, Entry, Performance, Scene


def to_sound(scene: Scene, rate: int) -> Clip:
    """Everything heard in a scene, mixed, at `rate` Hz; peaks stay below full scale."""
    from avatar.audio import bent, resample

    mixed = np.zeros(math.ceil(scene.duration * rate - 1e-6), np.float32)
    for entry in scene.entries:
        clip = entry.what.speech.clip if isinstance(entry.what, Performance) else entry.what
        if isinstance(clip, Clip) and entry.spread != "sides":  # both sides together are without it
            at = round(entry.start * rate)
            part = resample(clip, rate).floats()[: max(0, len(mixed) - at)]
            mixed[at : at + len(part)] += part * np.float32(entry.gain)
    return Clip.from_floats(bent(mixed), rate)


def of_performances(performances: Sequence[Performance], cast: Sequence[CastMember], **rest: Any) -> Scene:
    """A Scene of Performances one after the other, with the pauses that their punctuation asks for."""
    entries: list[Entry] = []
    for performance in performances:
        start = entries[-1].end + natural_gap(entries[-1].what, performance) if entries else 0.0
        entries.append(Entry(start, performance.who, performance))
    return Scene(tuple(cast), tuple(entries), **rest)
