"""Sounds made up for tests."""

from __future__ import annotations

import numpy as np

from avatar.types import Clip, Speech

RATE = 16000


def hum(*spans: tuple[float, float], duration: float, rate: int = RATE, hertz: float = 140.0) -> Clip:
    """A buzzing tone in the given spans (seconds), digital silence elsewhere."""
    t = np.arange(round(duration * rate)) / rate
    tone = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 12)) * 0.2
    loud = sum(((t >= start) & (t < end)).astype(float) for start, end in spans)
    return Clip.from_floats((tone * loud).astype(np.float32), rate)


def speech_of(clip: Clip, text: str, language: str = "en") -> Speech:
    return Speech(clip, text, "somebody", language)
