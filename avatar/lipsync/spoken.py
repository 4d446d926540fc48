"""What was performed, as a timeline: a clause or a whole scene can be written in any format of cues."""

from __future__ import annotations

import math

import numpy as np

from avatar.lipsync.formats import CueSheet
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Performance, Rung, Scene, Timed


def of_performance(performance: Performance, sound: str = "") -> CueSheet:
    """One clause. `sound`: the path of its sound file, as it is to stand in the output."""
    speech = performance.speech
    return CueSheet(performance.mouth, performance.duration, sound, speech.text, speech.words, speech.phones)


def of_scene(scene: Scene, sound: str = "") -> CueSheet:
    """All clauses of a scene, at the scene's times; where several speak at once, the one who began last is shown."""
    said = [(entry.start, entry.what) for entry in scene.entries if isinstance(entry.what, Performance)]
    known = all(performance.speech.phones is not None for _, performance in said)
    return CueSheet(
        mouth_of(scene),
        scene.duration,
        sound,
        " ".join(performance.speech.text for _, performance in said),
        tuple(_later(word, start) for start, performance in said for word in performance.speech.words),
        tuple(_later(phone, start) for start, each in said for phone in each.speech.phones or ()) if known else None,
    )


def _later(timed: Timed, seconds: float) -> Timed:
    return timed._replace(start=timed.start + seconds, end=timed.end + seconds)


def mouth_of(scene: Scene) -> MouthTrack:
    """The mouths of a scene's performances in one track."""
    weights = np.zeros((math.ceil(scene.duration * FRAME_RATE - 1e-6), len(VISEMES)), np.float32)
    weights[:, 0] = 1.0
    tracks = [(entry.start, entry.what.mouth) for entry in scene.entries if isinstance(entry.what, Performance)]
    for start, track in tracks:
        first = round(start * FRAME_RATE)
        part = track.weights[: len(weights) - first]
        weights[first : first + len(part)] = part
    worst = max((track.rung for _, track in tracks), key=list(Rung).index, default=Rung.LOUDNESS)
    return MouthTrack(weights, worst, lead=max((track.lead for _, track in tracks), default=0.0))
