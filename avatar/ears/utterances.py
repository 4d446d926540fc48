"""Where an utterance begins, pauses and ends: a state machine over frames and how likely each holds speech."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avatar.ears.messages import Began, Paused, Resumed, Suspected
from avatar.ears.voice import FRAME, RATE

FRAME_S = FRAME / RATE
"""Seconds of a frame."""

LIKELY, UNLIKELY = 0.5, 0.35
"""A frame is speech from the first likelihood on; within an utterance down to the second (as Silero's own tools do)."""

ONSET, ONSET_OF = 3, 5
"""So many frames of so many in a row must be speech for an utterance to begin: a click is shorter."""

SURE, SURE_OF = 0.6, 2
"""While the character is heard, so many frames in a row of at least this likelihood are enough: who interrupts is not
kept waiting."""

LET_OFF = 3
"""Frames in a row in which nobody seems to speak over the character, after which it was nobody."""

BEFORE = 12
"""Frames before an utterance was noticed that belong to it: its first consonant is soft."""

PAUSE = 5
"""Frames without speech after which an utterance pauses: a plosive holds its breath for less."""

DOUBTED = round(1.5 / FRAME_S)
"""Frames within an utterance that may be the character's voice as well, and count as speech, after the last that is
speech for certain. Whoever interrupts is doubted for as long as the character takes to fall silent, its room to do so
too, and its loudest moment to be forgotten: together longer than the pause that ends an utterance."""

AFTER = 6
"""Frames of silence that are kept behind speech."""

LONGEST = round(24.0 / FRAME_S)
"""Frames after which a piece of an utterance is cut off: the recogniser hears no more than half a minute at once."""

CUT_WITHIN = round(6.0 / FRAME_S)
"""The cut is where speech was least likely within so many frames."""


@dataclass(frozen=True)
class Cut:
    """A piece of a long utterance is whole; the rest of it follows."""

    samples: NDArray[np.float32]
    """In [-1, 1] at RATE."""


Event = Suspected | Began | Paused | Resumed | Cut


class Utterances:
    """Takes frames in order. Time is counted in frames, so that it stands still where none come."""

    def __init__(self) -> None:
        self._before: deque[NDArray[np.float32]] = deque(maxlen=BEFORE)
        self._voiced: deque[bool] = deque(maxlen=ONSET_OF)
        self._sure = 0
        """Frames in a row of which one is sure."""
        self._suspected = 0
        """Frames after which a suspicion is given up."""
        self._frames: list[NDArray[np.float32]] = []
        self._likely: list[float] = []
        self.speaking = False
        """An utterance has begun and is not over."""
        self._silent = 0
        """Frames since the last speech."""
        self._doubted = 0
        """Frames since the last speech that was speech for certain."""

    @property
    def paused_s(self) -> float:
        """Seconds since the last speech of an utterance."""
        return self._silent * FRAME_S if self.speaking else 0.0

    @property
    def resting(self) -> bool:
        """Whether the utterance pauses."""
        return self.speaking and self._silent >= PAUSE

    @property
    def voiced(self) -> int:
        """Frames up to the last one with speech: they tell one state of the utterance from the next."""
        return len(self._frames) - self._silent

    def samples(self) -> NDArray[np.float32]:
        """What was said so far, with a little of the silence after it; in [-1, 1] at RATE."""
        kept = self._frames[: self.voiced + AFTER]
        return np.concatenate(kept) if kept else np.zeros(0, np.float32)

    def take(
        self,
        samples: NDArray[np.float32],
        likely: float,
        over: bool = False,
        credible: bool = True,
        sooner: bool = False,
        perhaps: bool = False,
    ) -> list[Event]:
        """What a frame changes. `likely`: that it holds speech, 0 to 1; `over`: the character was in it too, and with
        its voice some of anybody's was taken away; `credible`: it is too loud to be what is left of that voice;
        `sooner`: somebody speaks over it, as it seems, whatever was taken away; `perhaps`: has just begun to."""
        if not self.speaking:
            likely = likely if credible else 0.0
            began = self._wait(samples, likely, over, sooner or likely >= SURE)
            return began or self._suspect(over and (perhaps or likely >= UNLIKELY))
        self._frames.append(samples)
        self._likely.append(likely)
        was = self._silent
        spoken = likely >= UNLIKELY
        self._doubted = 0 if spoken and credible else self._doubted + 1
        self._silent = 0 if spoken and self._doubted <= DOUBTED else was + 1
        if self._silent == PAUSE:
            return [Paused()]
        events: list[Event] = [Resumed()] if was >= PAUSE and self._silent == 0 else []
        if len(self._frames) >= LONGEST:
            events.append(self._cut())
        return events

    def end(self) -> NDArray[np.float32]:
        """The utterance, or the last piece of it, is over; its samples, none where nobody speaks."""
        samples = self.samples()
        self.forget()
        return samples

    def forget(self) -> None:
        """Wait for the next utterance."""
        self._frames.clear()
        self._likely.clear()
        self._before.clear()
        self._voiced.clear()
        self._sure = self._suspected = 0
        self.speaking, self._silent, self._doubted = False, 0, 0

    def _wait(self, frame: NDArray[np.float32], likely: float, over: bool, sure: bool) -> list[Event]:
        self._before.append(frame)
        self._voiced.append(likely >= (UNLIKELY if over else LIKELY))
        self._sure = self._sure + 1 if over and sure else 0
        if sum(self._voiced) < ONSET and self._sure < SURE_OF:
            return []
        self._frames = list(self._before)
        self._likely = [0.0] * (len(self._frames) - 1) + [likely]
        self.speaking, self._silent, self._doubted, self._suspected = True, 0, 0, 0
        return [Began()]

    def _suspect(self, suspicious: bool) -> list[Event]:
        before = self._suspected
        self._suspected = LET_OFF if suspicious else max(before - 1, 0)
        changed = bool(before) != bool(self._suspected)
        return [Suspected(suspicious)] if changed else []

    def _cut(self) -> Cut:
        at = len(self._likely) - CUT_WITHIN + int(np.argmin(self._likely[-CUT_WITHIN:])) + 1
        piece = Cut(np.concatenate(self._frames[:at]))
        self._frames, self._likely = self._frames[at:], self._likely[at:]
        self._silent = min(self._silent, len(self._frames))
        return piece
