"""Sounds made up for tests, and speech by espeak-ng."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import soundfile

from avatar.audio import resample
from avatar.speech.base import Request
from avatar.speech.child import EngineProcess
from avatar.types import Clip, Speech

RATE = 16000

TEXT = "Mama may go home now."


def hum(*spans: tuple[float, float], duration: float, rate: int = RATE, hertz: float = 140.0) -> Clip:
    """A buzzing tone in the given spans (seconds), digital silence elsewhere."""
    t = np.arange(round(duration * rate)) / rate
    tone = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 12)) * 0.2
    loud = sum(((t >= start) & (t < end)).astype(float) for start, end in spans)
    return Clip.from_floats((tone * loud).astype(np.float32), rate)


def speech_of(clip: Clip, text: str, language: str = "en") -> Speech:
    return Speech(clip, text, "somebody", language)


@lru_cache(maxsize=32)
def said(text: str, seconds: float, rate: int = RATE) -> Clip:
    """A text spoken by espeak-ng in its own process, after 0.1 s of silence, cut or filled up to `seconds`."""
    process = EngineProcess("espeak", None)
    try:
        sound = process.speak(Request(text, "en-us", "en-US", 160), 10.0, lambda: False)
    finally:
        process.close()
    clip = resample(Clip(np.frombuffer(sound.pcm, np.int16), sound.rate), rate)
    whole = np.zeros(round(seconds * rate), np.int16)
    first = round(0.1 * rate)
    part = clip.samples[: max(0, len(whole) - first)]
    whole[first : first + len(part)] = part
    return Clip(whole, rate)


def samples(seconds: float = 1.6, rate: int = RATE) -> np.ndarray:
    """TEXT, spoken."""
    return said(TEXT, seconds, rate).floats()


def wav(path: Path, data: np.ndarray | None = None, rate: int = RATE, **options: str) -> Path:
    """A sound file, of TEXT where no other sound is given."""
    soundfile.write(path, samples() if data is None else data, rate, **options)
    return path
