"""When the next frame is due, when it will be seen, and how many came late."""

from __future__ import annotations

import math

COST_SMOOTHING = 0.1
"""Share that one frame has in the expected time from its beginning to its being on screen."""


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

    def set_rate(self, fps: float) -> None:
        """Another rate from the next frame on."""
        if fps != self.fps:
            self.next = min(self.next, self._slot + 1 / fps)
            self.fps = fps

    def begin(self, wall: float) -> float:
        """A frame is begun now, in the slot that `wall` lies in; returns when it will be seen."""
        behind = wall - self.next
        missed = math.floor(behind * self.fps) if behind > 0 else 0
        self.late += missed
        self._slot = self.next + missed / self.fps
        self.next = self._slot + 1 / self.fps
        self._begun = wall
        return wall + self._cost

    def end(self, wall: float) -> None:
        """The frame is on screen."""
        self.shown += 1
        self.late += wall > self.next
        self._cost += COST_SMOOTHING * (min(wall - self._begun, 2 / self.fps) - self._cost)

    def skip(self, wall: float) -> None:
        """Nothing was drawn for a while on purpose (hidden window): slots that went by don't count."""
        self.next = self._slot = wall
