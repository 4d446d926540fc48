"""Speech by espeak-ng, rooms, and frames of both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from avatar.ears.voice import FRAME, RATE, VoiceDetector
from tests.lipsync.sounds import said

Samples = NDArray[np.float32]

QUESTION = "What is your favourite food, and why do you like it so much?"
STORY = "Once upon a time there was a king who had three daughters, and each was more clever than the one before."


@cache
def spoken(text: str = QUESTION, seconds: float = 5.0) -> Samples:
    """A text, after a tenth of a second of silence, filled up with silence."""
    return said(text, seconds, RATE).floats()


def somebody_else() -> Samples:
    """Another voice than the character's: the same synthesiser a third higher, and faster."""
    slow = spoken("Wait a moment, please, I want to say something.", 4.0)
    return np.asarray(np.interp(np.arange(0, len(slow), 1.26), np.arange(len(slow)), slow), np.float32)


def hiss(seconds: float, level: float = 0.003, seed: int = 0) -> Samples:
    """The noise that every microphone has."""
    return np.random.default_rng(seed).normal(0.0, level, round(seconds * RATE)).astype(np.float32)


def frames(samples: Samples) -> Iterator[Samples]:
    for at in range(0, len(samples) - FRAME + 1, FRAME):
        yield samples[at : at + FRAME]


def judged(samples: Samples) -> list[float]:
    """How likely speech is in each frame."""
    detector = VoiceDetector()
    return [detector.judge(frame) for frame in frames(samples)]


def in_a_room(samples: Samples, delay_s: float, decibels: float, seed: int = 0, *, near: bool = False) -> Samples:
    """How a microphone hears it: later, quieter, with the echoes of a room whose sound dies off within 0.3 s.

    `near`: the loudspeaker is on the same desk, as loud as the room; else it is far, and 15 dB softer than the room.
    """
    rng = np.random.default_rng(seed)
    size = round(0.3 * RATE)
    answer = rng.normal(0.0, 0.05 if near else 0.3, size) * np.exp(-6.9 * np.arange(size) / size)
    answer[0] = 1.0
    whole = np.fft.irfft(np.fft.rfft(samples, 2 * len(samples)) * np.fft.rfft(answer, 2 * len(samples)))[: len(samples)]
    whole *= 10 ** (decibels / 20) * np.sqrt(np.mean(samples**2) / np.mean(whole**2))
    late = round(delay_s * RATE)
    return np.concatenate((np.zeros(late), whole[: len(whole) - late])).astype(np.float32)
