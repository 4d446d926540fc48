"""When the next frame is due, when it will be seen, and how many came late."""

from __future__ import annotations

import math

COST_SMOOTHING = 0.1
"""Weight of one frame in the running mean of the time from a frame's beginning until it is on screen."""


class Pacer:
    """Slots of 1/`fps` seconds; each holds one frame. All times are wall seconds."""

    def __init__(self, fps: float, wall: float) -> None:
        self.fps = fps
        self.next = wall
        """When the next frame is due."""
        self.shown = 0
        self.late = 0
        """Frames on screen after the end of their slot, and slots that went without one."""
        self._slot = wall
        self._begun = wall
        self._cost = 0.5 / fps
        self._drawn = wall
        self._flip = 0.0

    def set_rate(self, fps: float) -> None:
        """Another rate from the next frame on."""
        if fps != self.fps:
            self.next = min(self.next, self._slot + 1 / fps)
            self.fps = fps

    @property
    def due(self) -> float:
        """When the frame that was begun may be shown: its slot's start."""
        return self._slot

    def begin(self, wall: float) -> float:
        """A frame is begun now, for the next slot or, once that has come, the one that `wall` lies in.

        Returns when it will be seen.
        """
        behind = wall - self.next
        missed = math.floor(behind * self.fps) if behind > 0 else 0
        self.late += missed
        self._slot = self.next + missed / self.fps
        self.next = self._slot + 1 / self.fps
        self._begun = wall
        return max(wall + self._cost, self._slot) + self._flip

    def drawn(self, wall: float) -> None:
        """The frame is drawn and not yet on screen."""
        self._cost += COST_SMOOTHING * (min(wall - self._begun, 2 / self.fps) - self._cost)
        self._drawn = wall

    def flipped(self, wall: float) -> None:
        """The drawn frame is on screen."""
        after = wall - max(self._drawn, self._slot)
        self._flip += COST_SMOOTHING * (min(after, 1 / self.fps) - self._flip)
        self._count(wall)

    def end(self, wall: float) -> None:
        """The frame is drawn and on screen, both at once."""
        self.drawn(wall)
        self._count(wall)

    def _count(self, wall: float) -> None:
        self.shown += 1
        self.late += wall > self.next

    def skip(self, wall: float) -> None:
        """Nothing was drawn for a while on purpose (hidden window): slots that went by don't count."""
        self.next = self._slot = wall
