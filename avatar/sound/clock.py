"""What time it is in the scene: a monotone, piecewise-linear map from the wall to the sound to the scene.

    wall      seconds of `time.perf_counter`
    timeline  seconds of sound given to the device since the start, heard when `wall == anchor + timeline`
    scene     seconds of the Scene; pause, seek and speed bend the timeline-to-scene map, never the timeline

Losing the device only means that nobody corrects the anchor any more: the same map then runs on the wall clock.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from typing import NamedTuple

SETTLING = 8
"""How many first buffers of a stream set the clock outright: a device fills its buffer before it plays."""

SMOOTHING = 0.05
"""Share of an error that one buffer corrects; with 10 ms buffers half of it is gone after 0.13 s."""

JUMP = 0.02
"""Seconds. A device that is off by more, `JUMPS` times running, has skipped (an underrun): follow it at once."""

JUMPS = 3


class Bend(NamedTuple):
    """From `timeline` on, scene time is `scene + speed * (t - timeline)`."""

    timeline: float
    scene: float
    speed: float


class Clock:
    """The map. `offset`: seconds by which this device is heard later than it says (negative: earlier)."""

    def __init__(self, wall: float, *, offset: float = 0.0) -> None:
        self.anchor = wall
        self.offset = offset
        self._bends: tuple[Bend, ...] = (Bend(0.0, 0.0, 1.0),)
        self._ruling = self._bends[0]
        self._shown = 0.0
        self._device = _Device()

    # ------------------------------------------------------------------------------------------- wall to timeline

    def heard(self, wall: float) -> float:
        """Seconds of the timeline that are being heard at `wall`."""
        return wall - self.anchor - self.offset

    def wall(self, timeline: float) -> float:
        """The wall time at which a second of the timeline is heard."""
        return timeline + self.anchor + self.offset

    def fresh_stream(self) -> None:
        """The next `buffer` belongs to another stream."""
        self._device = _Device()

    def hold(self, wall: float, timeline: float) -> None:
        """At `wall`, no more than `timeline` can have been heard: the device is yet to start."""
        self.anchor = max(self.anchor, wall - self.offset - timeline)

    def buffer(self, timeline: float, *, entered: float, current: float, dac: float, latency: float) -> None:
        """Takes one buffer's times: it starts at `timeline` and is heard at `dac` of the device's own clock.

        `entered`: wall time at which the callback ran; `current`: device time then, as the device says; `latency`:
        seconds, believed where `dac` makes no sense (some drivers leave it 0).
        """
        device = self._device
        device.delays.append(entered - current)
        ahead = dac - current
        if not 0.0 <= ahead < 2.0:
            ahead = latency
        # The callback runs late at times and never early: the least delay is the clocks' true difference.
        error = current + min(device.delays) + ahead - timeline - self.anchor
        device.buffers += 1
        device.jumps = device.jumps + 1 if abs(error) > JUMP else 0
        if device.buffers <= SETTLING or device.jumps >= JUMPS:
            self.anchor += error
            device.jumps = 0
        elif not device.jumps:
            self.anchor += SMOOTHING * error

    # ------------------------------------------------------------------------------------------ timeline to scene

    @property
    def bend(self) -> Bend:
        """The latest bend."""
        return self._bends[-1]

    def bend_at(self, timeline: float, *, scene: float | None = None, speed: float | None = None) -> None:
        """From `timeline` on, runs at `speed` (0: paused) from `scene`; what is None goes on as it was."""
        last = self.at(timeline)
        bend = Bend(
            timeline,
            last.scene + last.speed * (timeline - last.timeline) if scene is None else scene,
            last.speed if speed is None else speed,
        )
        kept = tuple(old for old in self._bends if old.timeline < timeline)
        # Nobody asks for what was heard long ago; a long session must not grow.
        self._bends = (*kept[-63:], bend)

    def at(self, timeline: float) -> Bend:
        """The bend in force at `timeline`."""
        bends = self._bends
        return bends[max(0, bisect_right(bends, timeline, key=lambda bend: bend.timeline) - 1)]

    def scene_at(self, timeline: float) -> float:
        """Scene seconds at `timeline`."""
        bend = self.at(timeline)
        return bend.scene + bend.speed * (timeline - bend.timeline)

    def scene(self, wall: float) -> float:
        """Scene seconds heard at `wall`."""
        return self.scene_at(self.heard(wall))

    def now(self, wall: float) -> float:
        """Scene seconds to show at `wall`: as `scene`, but a correction of the clock never turns it back."""
        bend = self.at(self.heard(wall))
        if bend != self._ruling:
            self._ruling = bend
            self._shown = bend.scene
        self._shown = max(self._shown, self.scene(wall))
        return self._shown


class _Device:
    """What is known of the stream that plays now."""

    def __init__(self) -> None:
        self.delays: deque[float] = deque(maxlen=50)
        self.buffers = 0
        self.jumps = 0
