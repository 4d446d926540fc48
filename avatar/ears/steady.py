"""When the blocks of a stream begin. What a sound system says of it trembles by many milliseconds, while the samples
follow each other evenly: an echo is found by the evenness."""

from __future__ import annotations

from typing import NamedTuple

AT_ONCE_S = 0.25
"""Seconds by which a block may be off: the stream has begun anew, or has stood still."""

APART_S, RUNNING = 0.04, 8
"""The same, for so many blocks running: some sound was lost."""

DRIFT = 2e-4
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
        self._apart = 0

    def block(self, told: float, seconds: float) -> Block:
        """A block of so many seconds of which the system says when it begins."""
        due = told if self._due is None else self._due
        apart = told - due
        self._apart = self._apart + 1 if abs(apart) > APART_S else 0
        jumped = self._due is None or abs(apart) > AT_ONCE_S or self._apart >= RUNNING
        if jumped:
            due, self._apart = told, 0
        else:
            due += min(max(apart, -DRIFT * seconds), DRIFT * seconds)
        self._due = due + seconds
        return Block(due, jumped)
