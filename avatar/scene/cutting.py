"""What is left of a clause or a sound that was interrupted: as much of it as was heard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avatar.types import FRAME_RATE, Clip, Mark, MouthTrack, Performance

SHUTTING_S = 0.08
"""Seconds that the mouth takes to shut when its speaker is stopped."""


def keep_beginning(performance: Performance, seconds: float) -> Performance:
    """The first seconds of a Performance: its sound, its mouth, and all that begins in them."""
    speech, mouth = performance.speech, performance.mouth
    phones = None if speech.phones is None else tuple(each for each in speech.phones if each.start < seconds)
    words = tuple(each for each in speech.words if each.start < seconds)
    captions = (each for each in performance.captions if each.start < seconds)
    return replace(
        performance,
        speech=replace(speech, clip=take_first(speech.clip, seconds), words=words, phones=phones),
        mouth=mouth.part(0, max(0, round(seconds * FRAME_RATE))),
        marks=tuple(_stopped(each, seconds) for each in performance.marks if each.start < seconds),
        captions=tuple(each._replace(end=min(each.end, seconds)) for each in captions),
    )


def _stopped(mark: Mark, seconds: float) -> Mark:
    """A dance ends with its music; other marks end as they would have."""
    if mark.kind != "dance" or mark.end is None or mark.end <= seconds:
        return mark
    return replace(mark, end=seconds)


def take_first(clip: Clip, seconds: float) -> Clip:
    """The first seconds of a sound."""
    return Clip(clip.samples[: max(0, round(seconds * clip.rate))], clip.rate)


def stop_after(performance: Performance, seconds: float) -> Performance:
    """A Performance stopped after some seconds: its sound is silence, and it lasts until its mouth has shut."""
    begun = keep_beginning(performance, seconds)
    silence = Clip.silence(seconds + SHUTTING_S, begun.speech.clip.rate)
    return replace(begun, speech=replace(begun.speech, clip=silence), mouth=_shut(begun.mouth))


def _shut(mouth: MouthTrack) -> MouthTrack:
    """The mouth, shutting at its end."""
    steps = round(SHUTTING_S * FRAME_RATE)
    shut = np.zeros(mouth.weights.shape[1], np.float32)
    shut[0] = 1.0
    last = mouth.weights[-1] if len(mouth.weights) else shut
    share = np.linspace(0.0, 1.0, steps, dtype=np.float32)[:, np.newaxis]
    closing = last * (1 - share) + shut * share
    opening = mouth.opening
    if opening is not None:
        falling = np.linspace(opening[-1] if len(opening) else 0.0, 0.0, steps, dtype=np.float32)
        opening = np.concatenate([opening, falling])
    return replace(mouth, weights=np.concatenate([mouth.weights, closing]).astype(np.float32), opening=opening)
