"""What is heard: a sound device that is looked after, the mix that goes through it, and the clock that it gives.

The stream stays open, so that a sound starts at once; it is closed only while nobody sees the stage and there is
nothing to hear. Without a device the clock follows the wall clock, the mix is thrown away, and `report` tells the user.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Literal

from avatar.sound.clock import Clock
from avatar.sound.device import RATE, WAKING_S, DeviceStream
from avatar.sound.mix import Mixer, Tap

LATENCY_S = {"low": 0.03, "safe": 0.1, "long": 0.5}
"""Seconds of buffer asked for. `low` keeps the way from key to silence short; `safe` runs dry only where other programs
take all processors; `long` stands that too."""

TAKEN_BACK = 0.2
"""A buffer of at least so many seconds is emptied when something else is to be heard: nobody waits half a second for
a pause."""

CALL_LIMIT_S = 6.0
"""Seconds that a PortAudio call may take. Opening a device of a sleeping sound server takes up to two."""

HANGING = 3
"""With so many streams that hang while they open, as when the sound server has stopped, no more are opened."""

RETRY_S = 2.0
"""Seconds between two attempts to open a device that is gone."""

REST_S = 5.0
"""Seconds without anything to hear, and with nobody watching, after which the device rests."""

STAND_IN_S = 10.0
"""Seconds between searches for the wanted device, while another plays in its place and there is nothing to hear."""

_GOES_TO = "Sound goes to"
"""How the sentence begins that says that all is as wanted."""

log = logging.getLogger(__name__)


class Sounding(StrEnum):
    """What the sound is doing."""

    OPENING = "opening"
    PLAYING = "playing"
    GONE = "gone"
    """No device, or lost; tried again every `RETRY_S` seconds."""
    STUCK = "stuck"
    """The sound system hangs in a call."""


Report = Callable[[Sounding, str], None]
"""Called on the stage's thread whenever the sound changes: what it is doing now, and a sentence for the user."""


class SoundPlayer:
    """Plays what `mixer` holds; `clock` tells what is heard. Call `check` often, from one thread."""

    def __init__(
        self,
        report: Report,
        *,
        device: str | None = "",
        changed: Callable[[], None] = lambda: None,
        latency: Literal["low", "safe", "long"] = "low",
        offset: Callable[[str], float] = lambda device: 0.0,
        volume: float = 1.0,
        muted: bool = False,
    ) -> None:
        """`device`: '' is the system's default; None opens no device, and the clock follows the wall clock. `changed`:
        called from any thread when there is something for `check` to do.

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
        self.quiet = False
        """There is nothing to hear. The stage sets this and `idle` before each `check`."""
        self.idle = False
        """There is nothing to hear, and nobody sees the stage: the device may rest."""
        self.resting = False
        """The device was closed because the stage is idle."""
        self._busy = -math.inf
        """Wall time at which the device was last needed."""
        self._report = report
        self._wanted, self._changed = device, changed
        self._asked_latency = LATENCY_S[latency]
        self._volume, self._muted = volume, muted
        self._mute_or_volume(at_once=True)
        self._stream: DeviceStream | None = None
        self._ending: list[DeviceStream] = []
        """Streams that were told to end and are not closed yet."""
        self._anew = False
        """PortAudio's list of the devices is out of date."""
        self._next_attempt = 0.0
        self._holding = 0.0
        """Wall time until which the clock waits for a device that is being opened again."""
        self._underruns_before = 0
        self._complained = ""

    # ------------------------------------------------------------------------------------------------------ volume

    @property
    def volume(self) -> float:
        return self._volume

    @property
    def muted(self) -> bool:
        return self._muted

    @property
    def complaint(self) -> str:
        """What is said of a sound that does not go where it was wanted; '' where it does."""
        return "" if self._complained.startswith(_GOES_TO) else self._complained

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
        self._ending = [stream for stream in self._ending if stream.alive]
        if not self.idle:
            self._busy = wall
            if self.resting:
                self.resting, self._holding = False, wall + WAKING_S
        stream = self._stream
        if stream is None:
            if self._may_open(wall):
                self._open(self._wanted or "", wall)
        elif failure := self._failure(stream, wall):
            self._lose(stream, wall, *failure)
        elif stream.ready and not stream.playing:
            self._take(stream, wall)
        elif stream.playing:
            self._spare(stream, wall)
        self._keep_time(wall)

    def overhear(self, tap: Tap | None) -> None:
        """Give what the device plays to `tap` too, from now on; None ends that."""
        self.mixer.tap = tap

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Within this block, changes to the mixer are heard at once: what a long buffer still holds is taken back."""
        wall = time.perf_counter()
        if self._stream is not None and self._stream.playing and self._asked_latency >= TAKEN_BACK:
            self._let_go(self._stream, wall)
            self.mixer.take_back(self.clock.heard(wall))
        yield

    def close(self) -> None:
        """Lets go of the device; waits for it no longer than half a second."""
        if self._stream is not None:
            self._stream.end(time.perf_counter())
            self._stream.join(0.5)
            self._stream = None

    def _may_open(self, wall: float) -> bool:
        if self._wanted is None or self.resting or wall < self._next_attempt:
            return False
        # One stream at a time, for many devices play only one. Streams that hang are not waited for.
        hanging = all(stream.given_up or wall - stream.ending > CALL_LIMIT_S for stream in self._ending)
        return hanging and sum(not stream.playing for stream in self._ending) < HANGING

    def _open(self, wanted: str, wall: float) -> None:
        anew = self._anew and DeviceStream.may_look_anew()
        self._stream = DeviceStream(wanted, self._asked_latency, wall, anew=anew, changed=self._changed)

    def _failure(self, stream: DeviceStream, wall: float) -> tuple[Sounding, str] | None:
        if stream.playing:
            gone = "The sound device is gone. The show goes on without sound until it is back."
            return (Sounding.GONE, gone) if stream.lost(wall) else None
        if stream.error is not None or (stream.notice and not self._anew):
            return Sounding.GONE, f"No sound: {stream.error or stream.notice}"
        if not stream.ready and wall - stream.since > CALL_LIMIT_S:
            return Sounding.STUCK, "The sound system does not answer: no sound until it does."
        return None

    def _lose(self, stream: DeviceStream, wall: float, state: Sounding, sentence: str) -> None:
        self._let_go(stream, wall)
        # The sound server died during the start, which then never returns.
        stream.given_up = stream.playing and not stream.heard
        stale, self._anew = not self._anew, True
        if stale and not stream.playing:
            # PortAudio may have missed a device that came later: it looks again before the user is told.
            return
        self.device = ""
        self._next_attempt = stream.since + RETRY_S
        self._become(state, sentence)

    def _take(self, stream: DeviceStream, wall: float) -> None:
        self.mixer.retune(stream.rate, stream.channels)
        self.clock.fresh_stream()
        self.clock.offset = self._offset(stream.name)
        self.latency, self.device = stream.latency, stream.name
        self._anew = False
        stream.play(self.mixer, self.clock, wall)
        self._become(Sounding.PLAYING, stream.notice or f"{_GOES_TO} {stream.name}.")

    def _spare(self, stream: DeviceStream, wall: float) -> None:
        """Lets go of a device that nobody needs, or wants."""
        if self.idle and wall - self._busy > REST_S:
            # A hundred buffers a second are most of what an idle stage costs.
            self._let_go(stream, wall)
            self.resting = True
        elif self.quiet and stream.notice and wall - stream.since > STAND_IN_S:
            self._let_go(stream, wall)
            self._anew = True

    def _let_go(self, stream: DeviceStream, wall: float) -> None:
        stream.end(wall)
        self._underruns_before += stream.underruns
        self._ending.append(stream)
        self._stream = None
        self._next_attempt, self._holding = wall, wall + WAKING_S

    def _keep_time(self, wall: float) -> None:
        stream = self._stream
        if stream is not None and stream.heard:
            self.underruns = self._underruns_before + stream.underruns
            return
        opening = self.state is Sounding.PLAYING and wall < self._holding and not (self.resting or self.quiet)
        if opening or (stream is not None and stream.playing):
            # The first sound has not been heard yet: the time waits for it.
            self.clock.hold(wall, self.mixer.timeline)
        else:
            self._run_on_the_wall(wall)

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
