"""What was performed, as a timeline: a clause or a whole scene can be written in any format of cues."""

from __future__ import annotations

import math
from itertools import accumulate

import numpy as np

from avatar.lipsync.formats import CueSheet
from avatar.lipsync.made import Made, lettered, stops_of, worst_rung
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Performance, Rung, Scene, Timed

_BETWEEN = "\n"
"""Stands between the texts of a scene's clauses: each is a sentence of its own, whatever marks it ends in."""


def of_performance(performance: Performance, sound: str = "") -> CueSheet:
    """One clause. `sound`: the path of its sound file, as it is to stand in the output."""
    speech = performance.speech
    return CueSheet(_lettered(performance), performance.duration, sound, speech.text, speech.words, speech.phones)


def of_scene(scene: Scene, sound: str = "") -> CueSheet:
    """All clauses of a scene, at the scene's times; where several speak at once, the one who began last is shown."""
    said = [(entry.start, entry.what) for entry in scene.entries if isinstance(entry.what, Performance)]
    known = all(performance.speech.phones is not None for _, performance in said)
    texts = [performance.speech.text for _, performance in said]
    begins = accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0)
    return CueSheet(
        mouth_of(scene),
        scene.duration,
        sound,
        _BETWEEN.join(texts),
        tuple(
            _later(word, start, at)
            for (start, performance), at in zip(said, begins, strict=False)
            for word in performance.speech.words
        ),
        tuple(_later(phone, start) for start, each in said for phone in each.speech.phones or ()) if known else None,
    )


def _later(timed: Timed, seconds: float, places: int = 0) -> Timed:
    """The same so many seconds later in the sound, and so many characters later in the text if it has a place there."""
    at = timed.at + places if timed.at >= 0 else timed.at
    return timed._replace(start=timed.start + seconds, end=timed.end + seconds, at=at)


def _lettered(performance: Performance) -> MouthTrack:
    """A clause's mouth, with the letters that an animator would draw where it follows its voice's phones."""
    mouth, speech = performance.mouth, performance.speech
    if mouth.rung != Rung.VOICE:
        return mouth
    return lettered(Made(mouth, speech.words, speech.phones), stops_of(speech)).track


def mouth_of(scene: Scene) -> MouthTrack:
    """The mouths of a scene's performances in one track; with letters where all of them have some."""
    weights = np.zeros((math.ceil(scene.duration * FRAME_RATE - 1e-6), len(VISEMES)), np.float32)
    weights[:, 0] = 1.0
    drawn, opening = np.zeros(len(weights), np.uint8), np.zeros(len(weights), np.float32)
    tracks = [(entry.start, _lettered(entry.what)) for entry in scene.entries if isinstance(entry.what, Performance)]
    for start, track in tracks:
        first = round(start * FRAME_RATE)
        part = track.weights[: len(weights) - first]
        weights[first : first + len(part)] = part
        if track.drawn is not None:
            drawn[first : first + len(part)] = track.drawn[: len(part)]
        if track.opening is not None:
            opening[first : first + len(part)] = track.opening[: len(part)]
    lead = max((track.lead for _, track in tracks), default=0.0)
    all_drawn = bool(tracks) and all(track.drawn is not None for _, track in tracks)
    all_heard = bool(tracks) and all(track.opening is not None for _, track in tracks)
    return MouthTrack(
        weights, worst_rung([track for _, track in tracks]), lead,
        drawn=drawn if all_drawn else None, opening=opening if all_heard else None,
    )  # fmt: skip
