"""The microphone's samples as frames in which only others speak."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import audio
from avatar.ears.echo import STEP, TAIL_S, Canceller, Played
from avatar.ears.explained import REACH, WINDOW, find_likeness
from avatar.ears.sooner import Judgement, Sooner
from avatar.ears.steady import SteadyClock
from avatar.ears.voice import FRAME, RATE

STEP_S = STEP / RATE

UNKNOWN_S = 0.3
"""Longest wait for what is played at the time of a sample, in seconds."""

RESTS_S = 2.0
"""Seconds after the character's last sound for which the canceller goes on learning."""

BELOW, BELOW_AT_FIRST, WITHIN_S = 12.0, 6.0, 0.6
"""What is left of the character's voice is softer than what was heard of it within so many seconds, by more than the
first factor (22 dB), or the second (16 dB) while the canceller learns. Somebody who speaks is louder."""

BEGINS_S, LEARNS_S = 1.0, 2.5
"""Seconds of the character's voice from which the canceller learns where it is, and the room; at first it takes nothing
away, and nobody is heard."""

ALIKE = 0.72
"""Likeness of what is heard to what is played from which on it is nothing else. Of a voice that got past the canceller,
three frames in four are as alike (a median of .94); of people who spoke over it, one in twenty, and then the first."""

QUITE_ALIKE = 0.9
"""The same where an echo is known and was taken away as it should: likeness looks at an eighth of a second, most of
which was before somebody began to speak."""

MOST_WAITING = round(2.0 / STEP_S)
"""Steps that may wait; older ones are of no use to a talk."""

NO_CANCELLER = (
    "The character's own voice can't be told from yours, since livekit is not installed: nothing is heard while it "
    "speaks. {remedy}"
)

log = logging.getLogger(__name__)


class Frame(NamedTuple):
    """FRAME samples."""

    samples: NDArray[np.float32]
    """In [-1, 1], without the character's own voice."""
    credible: bool
    """Whether it is too loud for what may be left of that voice."""
    over: bool
    """Whether that voice was in it, which the canceller takes away with some of what else there is."""
    sooner: bool
    """Whether somebody seems to speak over that voice, whom the canceller may not let through yet."""
    perhaps: bool
    """Whether somebody may just have begun to."""


class Hearing:
    """Takes blocks of the microphone, and what is played; gives frames."""

    def __init__(self, interrupt: bool = True) -> None:
        """`interrupt`: whether it matters that somebody speaks over the character. Raises as VoiceDetector does."""
        self.played = Played()
        self.aloud = False
        """The character speaks, so that what is played will be told."""
        self.deaf = False
        """There is no canceller: what comes while the character is heard is left out."""
        self._canceller: Canceller | None = None
        self._sooner = Sooner() if interrupt else None
        self._changer: audio.RateChanger | None = None
        self._next = 0.0
        """Wall time of the first sample of `_rest`."""
        self._clock = SteadyClock()
        self._fed = 0.0
        """Wall time of the end of the last block."""
        self._rest = np.zeros(0, np.float32)
        self._steps: deque[tuple[float, NDArray[np.float32]]] = deque(maxlen=MOST_WAITING)
        self._done: list[NDArray[np.float32]] = []
        self._loudest: deque[float] = deque(maxlen=round(WITHIN_S / STEP_S))
        """How loud each of the last steps was while the character was heard: the root of its power."""
        self._heard = np.zeros(WINDOW, np.float32)
        """What the microphone heard last, the character's voice and all."""
        self._learnt_s = 0.0
        """Seconds of the character's voice that the canceller has heard since a device began anew, or lost sound."""
        self._jumps = 0
        self._sounded = 0.0
        """Wall time at which the character was last heard."""

    def prepare(self) -> None:
        """Have a canceller ready: to load it takes a quarter of a second."""
        self._have_canceller()

    def forget(self) -> None:
        """The microphone begins anew."""
        self._rest = np.zeros(0, np.float32)
        self._steps.clear()
        self._done.clear()
        self._changer, self._clock = None, SteadyClock()

    def unsettle(self) -> None:
        """The microphone has lost some sound, so that the canceller has to learn again when each sample is played."""
        self._learnt_s = 0.0

    def take(self, start: float, rate: int, samples: NDArray[np.float32]) -> None:
        """A block of the microphone: the wall time of its first sample, and mono samples in [-1, 1]."""
        block = self._clock.block(start, len(samples) / rate)
        if self._changer is None or self._changer.rate != rate or block.jumped:
            self._changer, self._rest = audio.RateChanger(rate, RATE), np.zeros(0, np.float32)
            self._next = self._fed = block.start
        self._next += block.start - self._fed
        self._fed = block.start + len(samples) / rate
        self._rest = np.concatenate((self._rest, self._changer.take(np.nan_to_num(samples))))
        while len(self._rest) >= STEP:
            self._steps.append((self._next, self._rest[:STEP]))
            self._rest = self._rest[STEP:]
            self._next += STEP_S

    def frames(self, now: float) -> Iterator[Frame]:
        """The frames that are whole by a wall time."""
        while self._steps and self._is_known(self._steps[0][0], now):
            start, heard = self._steps.popleft()
            self._done.append(self._cleaned(start, heard))
            self._heard = np.concatenate((self._heard[STEP:], heard))
            if sum(map(len, self._done)) >= FRAME:
                whole = np.concatenate(self._done)
                self._done = [whole[FRAME:]]
                yield self._judged(whole[:FRAME], start + STEP_S)

    def _judged(self, samples: NDArray[np.float32], end: float) -> Frame:
        """A frame, and the wall time of its end."""
        loudest = max(self._loudest, default=0.0)
        if self.played.jumps != self._jumps:
            self._jumps, self._learnt_s = self.played.jumps, 0.0
        learnt = self._learnt_s > LEARNS_S
        below = BELOW if learnt else BELOW_AT_FIRST if self._learnt_s > BEGINS_S else 0.0
        credible = _loudness(samples) * below >= loudest
        over = learnt and loudest > 0.0
        judged = self._sooner.judge() if self._sooner is not None else Judgement()
        sooner, perhaps = judged.speaks and over, judged.begins and over
        if (credible or sooner or perhaps) and loudest > 0.0:
            count = WINDOW + REACH
            likeness = find_likeness(self._heard, self.played.at(end - count / RATE, count))
            other = likeness < ALIKE
            credible, sooner = credible and other, sooner and other
            perhaps = perhaps and (other or (judged.softer and likeness < QUITE_ALIKE))
        return Frame(samples, credible, over, sooner, perhaps)

    def _is_known(self, start: float, now: float) -> bool:
        """Whether what is played at a time is known, or will never be."""
        return not self.aloud or self.played.end >= start + STEP_S or now - start > UNKNOWN_S

    def _cleaned(self, start: float, heard: NDArray[np.float32]) -> NDArray[np.float32]:
        sounds = self.played.sounds(start + STEP_S, TAIL_S)
        self._loudest.append(_loudness(heard) if sounds else 0.0)
        if sounds:
            self._sounded = start
            self._learnt_s += STEP_S
        resting = start - self._sounded > RESTS_S
        canceller = None if resting else self._have_canceller()
        played = None if canceller is None else self.played.at(start, STEP)
        if self._sooner is not None:
            self._sooner.take(heard, played)
        if canceller is None or played is None:
            return np.zeros_like(heard) if sounds else heard
        cleaned = canceller.take(heard, played)
        return cleaned if sounds else heard

    def _have_canceller(self) -> Canceller | None:
        if self._canceller is None and not self.deaf:
            try:
                self._canceller = Canceller()
            except (ImportError, OSError) as error:
                log.warning("no echo can be cancelled: %s", error)
                self.deaf = True
        return self._canceller


def _loudness(samples: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean(samples**2)))
