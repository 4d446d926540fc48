"""What is heard: a sound device that is looked after, the mix that goes through it, and the clock that it gives.

The stream stays open, so that a sound starts at once; it rests only while nobody sees the stage and nothing is to be
heard. Without a device the clock runs on the wall, the sounds are mixed into nothing, and `report` says so.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Literal

from avatar.stage.clock import Clock
from avatar.stage.device import RATE, Opened, Opening, Stream
from avatar.stage.mix import Mixer

LATENCY_S = {"low": 0.03, "safe": 0.1, "long": 0.5}
"""Seconds of buffer asked for. `low` keeps the way from key to silence short; `safe` runs dry only where other programs
take all processors; `long` stands that too."""

TAKEN_BACK = 0.2
"""Seconds of buffer from which it is emptied when something else is to be heard: nobody waits half a second for a
pause."""

CALL_LIMIT_S = 6.0
"""Seconds that a PortAudio call may take. Opening a device of a sleeping sound server takes up to two."""

RETRY_S = 3.0
"""Seconds between attempts to open a device that is gone."""

REST_S = 5.0
"""Seconds for which nothing was to be heard, and nobody looked, before the device rests."""

log = logging.getLogger(__name__)


class Sounding(StrEnum):
    """What the sound is doing."""

    OPENING = "opening"
    PLAYING = "playing"
    GONE = "gone"
    """No device, or lost; tried again every `RETRY_S` seconds."""
    STUCK = "stuck"
    """The sound system hangs in a call; nothing more can be asked of it until that returns."""


Report = Callable[[Sounding, str], None]
"""Called on the stage's thread whenever the sound changes: what it is doing now, and a sentence for the user."""


class Player:
    """Plays what `mixer` holds; `clock` tells what is heard. Call `check` often, from one thread."""

    def __init__(
        self,
        report: Report,
        *,
        device: str | None = "",
        latency: Literal["low", "safe", "long"] = "low",
        offset: Callable[[str], float] = lambda device: 0.0,
        volume: float = 1.0,
        muted: bool = False,
    ) -> None:
        """`device`: '' is the system's default; None leaves all alone, the clock runs on the wall.

        `offset`: seconds by which a device, by its name, is heard later than it says; '' is no device. Nothing is
        opened before `check`."""
        self._offset = offset
        self.clock = Clock(time.perf_counter(), offset=offset(""))
        self.mixer = Mixer(self.clock, RATE)
        self.state = Sounding.OPENING
        self.device = ""
        """Name of the device that plays, '' where none does."""
        self.latency = 0.0
        """Seconds between writing a sample and hearing it, as the device says."""
        self.underruns = 0
        self.idle = False
        """Nobody sees the stage and nothing is to be heard: the device may rest. The stage says so before `check`."""
        self._busy = 0.0
        self._report = report
        self._wanted = device
        self._asked_latency = LATENCY_S[latency]
        self._volume, self._muted = volume, muted
        self._mute_or_volume(at_once=True)
        self._stream: Stream | None = None
        self._opening: Opening | None = None
        self._closing: threading.Thread | None = None
        self._attempts = 0
        self._next_attempt = 0.0
        self._complained = ""

    # ------------------------------------------------------------------------------------------------------ volume

    @property
    def volume(self) -> float:
        return self._volume

    @property
    def muted(self) -> bool:
        return self._muted

    def set_volume(self, volume: float, muted: bool) -> None:
        """`volume`: linear gain, 0 to 1."""
        self._volume, self._muted = volume, muted
        self._mute_or_volume()

    def _mute_or_volume(self, at_once: bool = False) -> None:
        self.mixer.volume.goal = 0.0 if self._muted else self._volume
        if at_once:
            self.mixer.volume.value = self.mixer.volume.goal

    # ------------------------------------------------------------------------------------------------------ device

    def check(self, wall: float) -> None:
        """Looks after the device: opens it, notices its loss, and keeps the time where there is none."""
        if self._opening is not None:
            self._look_at_opening(wall)
        elif self._stream is not None and self._stream.lost(wall):
            self._lose(wall)
        elif self._stream is None and self._wanted is not None and self._may_try(wall):
            self._attempts += 1
            self._opening = Opening(self._wanted, self._asked_latency, wall, again=self._attempts > 1)
        if self._stream is None or self._rests(self._stream, wall):
            self._run_on_the_wall(wall)
        else:
            self.underruns = self._stream.underruns

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is asked of the mixer within is heard at once: what a long buffer holds is taken back."""
        stream, wall = self._stream, time.perf_counter()
        if stream is None or self._asked_latency < TAKEN_BACK or not stream.steady(wall):
            yield
            return
        stream.hush()
        self.mixer.take_back(self.clock.heard(wall))
        yield
        self.clock.fresh_stream()
        stream.empty(wall, self.mixer)

    def _rests(self, stream: Stream, wall: float) -> bool:
        """Lets the device rest where it may and wakes it where it must; whether it rests."""
        if not self.idle:
            self._busy = wall
            if stream.resting:
                self.clock.fresh_stream()
                stream.wake(wall)
            if stream.waking:
                # What is to be heard first has not been: the time waits for it.
                self.clock.hold(wall, self.mixer.timeline)
        elif not stream.resting and wall - self._busy > REST_S:
            stream.rest()
        return stream.resting

    def close(self) -> None:
        """Lets go of the device; waits for it no longer than half a second."""
        if self._stream is not None:
            self._stream.end().join(0.5)
            self._stream = None

    def _may_try(self, wall: float) -> bool:
        # PortAudio must not start anew while one of its calls still hangs in a lost stream: that crashes.
        hanging = self._closing is not None and self._closing.is_alive()
        return wall >= self._next_attempt and not hanging

    def _look_at_opening(self, wall: float) -> None:
        assert self._opening is not None
        answer = self._opening.answer()
        if answer is None:
            if wall - self._opening.since > CALL_LIMIT_S:
                self._become(Sounding.STUCK, "The sound system does not answer: no sound until it does.")
            return
        self._opening = None
        if isinstance(answer, Exception):
            self._next_attempt = wall + RETRY_S
            self._become(Sounding.GONE, f"No sound: {answer}")
            return
        self._take(answer, wall)

    def _take(self, opened: Opened, wall: float) -> None:
        self.mixer.retune(opened.rate)
        self.clock.fresh_stream()
        self._stream = Stream(opened, self.mixer, self.clock, wall)
        self.latency = opened.latency
        self.device = opened.name
        self.clock.offset = self._offset(opened.name)
        # The silence that it has filled a long buffer with would make all that follows so much later.
        with self.at_once():
            pass
        self._complained = ""
        self._become(Sounding.PLAYING, opened.notice or f"Sound goes to {opened.name}.")

    def _lose(self, wall: float) -> None:
        assert self._stream is not None
        self._closing = self._stream.end()
        self._stream = None
        self.device = ""
        self._next_attempt = wall + RETRY_S
        self._become(Sounding.GONE, "The sound device is gone. The show goes on without sound until it is back.")

    def _become(self, state: Sounding, sentence: str) -> None:
        if state is self.state and sentence == self._complained:
            return
        silent_already = state is Sounding.GONE and self.state is Sounding.GONE
        self.state, self._complained = state, sentence
        log.info("sound: %s: %s", state, sentence)
        if not silent_already:
            self._report(state, sentence)

    def _run_on_the_wall(self, wall: float) -> None:
        missing = int((self.clock.heard(wall) - self.mixer.timeline) * self.mixer.rate)
        if missing > 0:
            self.mixer.mix(missing)
