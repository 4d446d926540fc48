"""A rung of the ladder of mouths: open and shut three times a second, whatever is said."""

from __future__ import annotations

import math

import numpy as np

from avatar.lipsync.ladder import LadderRung
from avatar.lipsync.made import Made
from avatar.types import FRAME_RATE, VISEMES, MouthTrack, Rung, Speech


def flap(speech: Speech) -> Made:
    weights = np.zeros((math.ceil(speech.clip.duration * FRAME_RATE), len(VISEMES)), np.float32)
    is_open = np.arange(len(weights)) % 33 < 16
    weights[is_open, VISEMES.index("aa")] = 1
    weights[~is_open, VISEMES.index("sil")] = 1
    return Made(MouthTrack(weights, Rung.LOUDNESS))


FLAP = LadderRung(lambda speech: True, flap)
