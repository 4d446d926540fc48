"""The breath that a singer draws before a line: noise in the throat that sings, growing until the voice sets in."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.sound.throats import THROAT_RATE, Person, breath
from avatar.types import Clip

UNDER_DB = 21.0
"""dB that a breath lies under the voice that follows: heard where it is quiet, and missed where it is not there."""

MAN_HZ = 105.0
"""The pitch of a man's voice: a tract is the shorter the higher the voice (Fitch and Giedd, JASA 106, 1999)."""

_MOUTH = (620.0, 1450.0, 2500.0, 3500.0)
"""Formants in Hz of a man's half open mouth."""


def make_breath(
    seconds: float, voice_hz: float, loudness: float, rate: int, text: str, number: int
) -> NDArray[np.float64]:
    """Samples of a breath drawn in. `voice_hz`: the voice's own pitch, 0 where unknown; `loudness`: root mean square of
    the line that follows. The same every time for the same `text` and `number`."""
    tract = 1.0 + 0.2 * float(np.log2(max(voice_hz or MAN_HZ, 60.0) / MAN_HZ))
    who = Person(voice_hz, float(np.clip(tract, 1.0, 1.4)), _MOUTH, 5.0, 1.0, 0.8, 1.0)
    chance = np.random.default_rng(zlib.crc32(f"{text} {number}".encode()))
    made = breath(who, seconds, chance)
    made *= (np.linspace(0, 1, len(made)) ** 0.8 + 0.2) / max(float(np.sqrt(np.mean(made**2))), 1e-9)
    made *= loudness * 10 ** (-UNDER_DB / 20)
    clip = audio.resample(Clip.from_floats(made, THROAT_RATE), rate)
    return clip.floats().astype(np.float64)
