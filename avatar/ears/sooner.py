"""Somebody who speaks over the character, noticed before the canceller lets them through."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from avatar.ears.linear import LinearCanceller
from avatar.ears.voice import FRAME, RATE, VoiceDetector

LIKELY = 0.5
"""Likelihood of speech in what is left of a frame from which on somebody may be speaking."""

LOUDER = 0.12
"""Share of a frame's power that must be left."""

CANCELS, OF, LATELY_S, BUT_S = 0.06, 0.6, 1.9, 0.2
"""So little of the power is left in so large a share of the last seconds' frames, if the echo is known; without the
very last ones, in which somebody may have begun to speak."""

SOFTER = 0.3
"""Share of the power of the echo that is taken away by which a frame must get softer. An echo that comes at another
time than before makes it louder: then what is left is that echo twice, and nobody."""

LEAST = 15
"""Frames with an echo that are needed to know."""

ECHO = 1e-6
"""Power from which on there is an echo to judge by."""

FADES = 0.97
"""Share of the power of what was played that still counts a step later: a room answers for a while."""


class Sooner:
    """Follows a microphone while the character is heard."""

    def __init__(self) -> None:
        """Raises EngineError, EngineMissing as VoiceDetector does."""
        self._canceller = LinearCanceller()
        self._voice = VoiceDetector()
        self._heard: list[NDArray[np.float32]] = []
        self._left: list[NDArray[np.float32]] = []
        self._played = 0.0
        """Power of what was played, fading."""
        self._shares: deque[float | None] = deque(maxlen=round(LATELY_S * RATE / FRAME))

    def take(self, heard: NDArray[np.float32], played: NDArray[np.float32] | None) -> None:
        """A step of what is heard, and what is played then; None: nothing was for long."""
        self._heard.append(heard)
        self._left.append(heard if played is None else self._canceller.take(heard, played))
        self._played = 0.0 if played is None else max(FADES * self._played, float(np.mean(played**2)))

    def judge(self) -> bool:
        """Whether somebody else seems to speak in the frame that was taken since the last call."""
        heard, left = np.concatenate(self._heard), np.concatenate(self._left)
        if len(left) < FRAME:
            return False
        self._heard, self._left = [heard[FRAME:]], [left[FRAME:]]
        if not self._played:
            self._shares.append(None)
            return False
        power = float(np.mean(heard[:FRAME] ** 2))
        share = float(np.mean(left[:FRAME] ** 2)) / (power + 1e-12)
        softer = power - float(np.mean(left[:FRAME] ** 2)) > SOFTER * float(np.mean((heard - left)[:FRAME] ** 2))
        likely = self._voice.judge(left[:FRAME])
        known = self._is_known()
        self._shares.append(share if self._played > ECHO and power > ECHO else None)
        return known and softer and likely >= LIKELY and share > LOUDER

    def _is_known(self) -> bool:
        """Whether the echo has been taken away lately."""
        but = round(BUT_S * RATE / FRAME)
        shares = [each for each in list(self._shares)[:-but] if each is not None]
        return len(shares) > LEAST and float(np.quantile(shares, OF)) < CANCELS
