"""When the blocks of a stream begin. What a sound system says of it trembles by many milliseconds, while the samples
follow each other evenly: an echo is found by the evenness, and by nothing so well as by a delay that stays the same."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import NamedTuple

AT_ONCE_S = 0.25
"""Seconds by which a block may be off: the stream has begun anew, or has stood still."""

APART_S, RUNNING = 0.04, 8
"""The same, for so many blocks running: some sound was lost."""

SETTLES_S, OFF_S = 0.6, 0.004
"""Seconds after a jump in which it is found out by how much the first block was said to begin too late, as it often is;
by more than so many seconds, it is put right at once."""

WITHIN_S = 2.0
"""What is told is trusted as the median of so many seconds."""

STILL_S = 0.008
"""By less nothing is made good: a canceller does not mind a delay, it minds one that changes."""

DRIFT = 1e-4
"""By how much two devices' clocks may differ: no more is made good, so that what trembles is not followed."""


class Block(NamedTuple):
    """When a block begins."""

    start: float
    """Seconds."""
    jumped: bool
    """Whether it does not follow the one before."""


class SteadyClock:
    """Follows one stream."""

    def __init__(self) -> None:
        self._due: float | None = None
        """When the next block begins, if it follows."""
        self._running = 0
        """Blocks in a row that were far off."""
        self._apart: deque[tuple[float, float]] = deque()
        """Of the last blocks: seconds of sound, and by how much each was off."""
        self._told_s = 0.0
        """Seconds of sound in those."""
        self._settled = False

    def block(self, told: float, seconds: float) -> Block:
        """A block of so many seconds of which the system says when it begins."""
        if self._due is None:
            return self._jump(told, seconds)
        apart = told - self._due
        self._running = self._running + 1 if abs(apart) > APART_S else 0
        if abs(apart) > AT_ONCE_S or self._running >= RUNNING:
            return self._jump(told, seconds)
        self._note(seconds, apart)
        usual = median(each for _, each in self._apart)
        if not self._settled and self._told_s >= SETTLES_S:
            self._settled = True
            if abs(usual) > OFF_S:
                return self._jump(self._due + usual, seconds, settled=True)
        start = self._due
        if self._settled and abs(usual) > STILL_S:
            step = min(max(usual, -DRIFT * seconds), DRIFT * seconds)
            start += step
        self._due = start + seconds
        return Block(start, False)

    def _jump(self, start: float, seconds: float, *, settled: bool = False) -> Block:
        self._apart.clear()
        self._told_s, self._running, self._settled = 0.0, 0, settled
        self._due = start + seconds
        return Block(start, True)

    def _note(self, seconds: float, apart: float) -> None:
        self._apart.append((seconds, apart))
        self._told_s += seconds
        while self._told_s > WITHIN_S:
            self._told_s -= self._apart.popleft()[0]
