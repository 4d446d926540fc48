"""Somebody who speaks over the character, noticed before the canceller lets them through."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from avatar.ears.linear import LinearCanceller
from avatar.ears.voice import FRAME, RATE, VoiceDetector

T = TypeVar("T")

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

STANDS_OUT = 2.0
"""Times the power of whatever was left of the last seconds' frames, from which on what is left of one is more than the
echo usually leaves: somebody may have begun to speak, though one frame alone is no proof."""

FADES = 0.97
"""Share of the power of what was played that still counts a step later: a room answers for a while."""


class Judgement(NamedTuple):
    """Of one frame."""

    speaks: bool = False
    """Somebody else seems to speak."""
    begins: bool = False
    """Somebody may just have begun to."""
    softer: bool = False
    """Taking the echo away has made the frame softer, as it should."""


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
        self._powers: deque[float] = deque(maxlen=round(LATELY_S * RATE / FRAME))
        """Of what was left of the last frames."""

    def take(self, heard: NDArray[np.float32], played: NDArray[np.float32] | None) -> None:
        """A step of what is heard, and what is played then; None: nothing was for long."""
        self._heard.append(heard)
        self._left.append(heard if played is None else self._canceller.take(heard, played))
        self._played = 0.0 if played is None else max(FADES * self._played, _power(played))

    def judge(self) -> Judgement:
        """Whether somebody else speaks in the frame that was taken since the last call; nobody where none was."""
        heard, left = np.concatenate(self._heard), np.concatenate(self._left)
        if len(left) < FRAME:
            return Judgement()
        self._heard, self._left = [heard[FRAME:]], [left[FRAME:]]
        if not self._played:
            self._note(None, 0.0)
            return Judgement()
        heard, left = heard[:FRAME], left[:FRAME]
        power, rest = _power(heard), _power(left)
        share = rest / (power + 1e-12)
        softer = power - rest > SOFTER * _power(heard - left)
        likely = self._voice.judge(left)
        spoken = self._is_known() and likely >= LIKELY and share > LOUDER
        begins = spoken and rest > STANDS_OUT * max(_but_last(self._powers), default=0.0)
        self._note(share if self._played > ECHO and power > ECHO else None, rest)
        return Judgement(spoken and softer, begins, softer)

    def _note(self, share: float | None, power: float) -> None:
        self._shares.append(share)
        self._powers.append(power)

    def _is_known(self) -> bool:
        """Whether the echo has been taken away lately."""
        shares = [each for each in _but_last(self._shares) if each is not None]
        return len(shares) > LEAST and float(np.quantile(shares, OF)) < CANCELS


def _but_last(values: Iterable[T]) -> list[T]:
    """All but those of the frames in which somebody may have begun to speak."""
    return list(values)[: -round(BUT_S * RATE / FRAME)]


def _power(samples: NDArray[np.float32]) -> float:
    return float(np.mean(samples**2))
