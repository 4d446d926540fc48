"""The sound device: a stream that is always open, the mix that goes through it, and the clock that it gives.

Every PortAudio call is made on a thread of its own with a time limit, since a sound server that dies can hold any of
them for ever. Without a device the clock runs on the wall, the sounds are mixed into nothing, and `report` says so.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Any, Literal

import numpy as np

from avatar.errors import AudioError
from avatar.stage.clock import Clock
from avatar.stage.mix import Mixer

LATENCY_S = {"low": 0.03, "safe": 0.1}
"""Seconds of buffer asked for. `low` keeps the way from key to silence short; `safe` never ran dry under any load."""

RATE = 48_000
"""Hz, asked for first; a device that refuses it gets its own."""

SILENT_S = 0.7
"""Seconds without a callback after which a device counts as gone."""

CALL_LIMIT_S = 6.0
"""Seconds that a PortAudio call may take. Opening a device of a sleeping sound server takes up to two."""

RETRY_S = 3.0
"""Seconds between attempts to open a device that is gone."""

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


def outputs() -> list[str]:
    """Names of the output devices here. Raises AudioError where the sound system can't be asked."""
    sounddevice = _sounddevice()
    try:
        return [device["name"] for device in sounddevice.query_devices() if device["max_output_channels"] > 0]
    except sounddevice.PortAudioError as error:
        raise AudioError(f"The sound devices can't be listed: {error}") from error


def find(name: str) -> int | None:
    """Index of the output device of that number, name or part of a name; None for '' (the system's default).

    Raises AudioError that names the devices there are.
    """
    if name.strip().lower() in ("", "default"):
        return None
    sounddevice = _sounddevice()
    names = {
        index: str(device["name"])
        for index, device in enumerate(sounddevice.query_devices())
        if device["max_output_channels"] > 0
    }
    if name.isdigit() and int(name) in names:
        return int(name)
    wanted = name.strip().lower()
    whole = [index for index, known in names.items() if known.lower() == wanted]
    part = [index for index, known in names.items() if wanted in known.lower()]
    if whole or part:
        return (whole or part)[0]
    known = ", ".join(f"{index}: {each}" for index, each in names.items()) or "none at all"
    raise AudioError(f"There is no sound device {name!r}", remedy=f"There are: {known}.")


def _sounddevice() -> Any:
    try:
        import sounddevice
    except OSError as error:
        raise AudioError(
            "The sound library PortAudio isn't installed",
            remedy="On Debian: apt-get install libportaudio2 libasound2-plugins",
        ) from error
    return sounddevice


class Player:
    """Plays what `mixer` holds; `clock` tells what is heard. Call `check` often, from one thread."""

    def __init__(
        self,
        report: Report,
        *,
        device: str | None = "",
        latency: Literal["low", "safe"] = "low",
        offset: float = 0.0,
        volume: float = 1.0,
        muted: bool = False,
    ) -> None:
        """`device`: '' is the system's default; None leaves all alone, the clock runs on the wall.

        `offset`: seconds by which the device is heard later than it says. Nothing is opened before `check`."""
        self.clock = Clock(time.perf_counter(), offset=offset)
        self.mixer = Mixer(self.clock, RATE)
        self.state = Sounding.OPENING
        self.device = ""
        """Name of the device that plays, '' where none does."""
        self.latency = 0.0
        """Seconds between writing a sample and hearing it, as the device says."""
        self.underruns = 0
        self._report = report
        self._wanted = device
        self._asked_latency = LATENCY_S[latency]
        self._volume, self._muted = volume, muted
        self._mute_or_volume(at_once=True)
        self._stream: _Stream | None = None
        self._opening: _Opening | None = None
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
            self._opening = _Opening(self._wanted, self._asked_latency, wall, again=self._attempts > 1)
        if self._stream is None:
            self._run_on_the_wall(wall)
        else:
            self.underruns = self._stream.underruns

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

    def _take(self, opened: _Opened, wall: float) -> None:
        self.mixer.retune(opened.rate)
        self.clock.fresh_stream()
        self._stream = _Stream(opened, self.mixer, self.clock, wall)
        self.latency = opened.latency
        self.device = opened.name
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


class _Opened:
    """A stream that has started."""

    def __init__(self, stream: Any, feed: _Feed, name: str, notice: str) -> None:
        self.stream, self.feed, self.name, self.notice = stream, feed, name, notice
        self.rate = int(stream.samplerate)
        self.latency = float(stream.latency)


class _Feed:
    """The stream's callback. Plays silence until it is given a mixer: a stream starts before it is wanted."""

    def __init__(self) -> None:
        self.mixer: Mixer | None = None
        self.clock: Clock | None = None
        self.latency = 0.0
        self.last = time.perf_counter()
        self.underruns = 0
        self.buffers = 0
        self.ended = False

    def __call__(self, out: Any, frames: int, times: Any, status: Any) -> None:
        entered = self.last = time.perf_counter()
        mixer, clock = self.mixer, self.clock
        if mixer is None or clock is None:
            out.fill(0)
            return
        self.buffers += 1
        # While a stream fills up for the first time, drivers call that an underrun too.
        self.underruns += bool(status.output_underflow) and self.buffers > 20
        timeline = mixer.timeline
        out[:] = mixer.mix(frames)[:, np.newaxis]
        clock.buffer(
            timeline,
            entered=entered,
            current=times.currentTime,
            dac=times.outputBufferDacTime,
            latency=self.latency,
        )


class _Opening:
    """An attempt to open the device, on a thread of its own."""

    def __init__(self, wanted: str, latency: float, since: float, *, again: bool) -> None:
        self.since = since
        self._answers: SimpleQueue[_Opened | Exception] = SimpleQueue()
        thread = threading.Thread(target=self._run, args=(wanted, latency, again), name="sound opening", daemon=True)
        thread.start()

    def answer(self) -> _Opened | Exception | None:
        """What came of it; None while it goes on."""
        try:
            return self._answers.get_nowait()
        except Empty:
            return None

    def _run(self, wanted: str, latency: float, again: bool) -> None:
        try:
            self._answers.put(_open(wanted, latency, again))
        except AudioError as error:
            self._answers.put(error)
        # A driver may raise anything (a missing host library, a broken device table): the talk goes on without sound.
        except Exception as error:
            log.exception("the sound device could not be opened")
            self._answers.put(error)


def _open(wanted: str, latency: float, again: bool) -> _Opened:
    sounddevice = _sounddevice()
    if again:
        # PortAudio lists the devices once, when it starts.
        sounddevice._terminate()
        sounddevice._initialize()
    notice = ""
    if not outputs():
        raise AudioError("there is no sound device here", remedy="The talk goes on without; plug one in at any time.")
    try:
        index = find(wanted)
    except AudioError as error:
        index, notice = None, f"{error} The default device plays instead."
    try:
        info = sounddevice.query_devices(index, "output")
        channels = min(2, int(info["max_output_channels"]))
        feed = _Feed()
        options = {"device": index, "channels": channels, "dtype": "float32", "latency": latency}
        try:
            sounddevice.check_output_settings(device=index, channels=channels, dtype="float32", samplerate=RATE)
            rate = float(RATE)
        except (sounddevice.PortAudioError, ValueError):
            rate = float(info["default_samplerate"])
        stream = sounddevice.OutputStream(
            samplerate=rate, callback=feed, finished_callback=lambda: setattr(feed, "ended", True), **options
        )
        stream.start()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(
            f"no sound device can be opened ({_plain(error)})", remedy="Plug one in, or choose another with --device."
        ) from error
    name = str(info["name"])
    return _Opened(stream, feed, name, notice)


def _plain(error: Exception) -> str:
    return str(error.args[0] if error.args else error).strip().rstrip(".")


class _Stream:
    """The stream that plays now."""

    def __init__(self, opened: _Opened, mixer: Mixer, clock: Clock, wall: float) -> None:
        self._stream, self._feed = opened.stream, opened.feed
        self._since = wall
        self._feed.latency = opened.latency
        self._feed.clock = clock
        self._feed.mixer = mixer

    @property
    def underruns(self) -> int:
        return self._feed.underruns

    def lost(self, wall: float) -> bool:
        return self._feed.ended or wall - max(self._since, self._feed.last) > SILENT_S

    def end(self) -> threading.Thread:
        """Closes it on a thread of its own, which may hang there for ever."""
        self._feed.mixer = None

        def close() -> None:
            try:
                self._stream.abort(ignore_errors=True)
                self._stream.close(ignore_errors=True)
            # What closing a broken device raises is of no use to anybody; the device is gone either way.
            except Exception:
                log.exception("the sound device did not close cleanly")

        thread = threading.Thread(target=close, name="sound closing", daemon=True)
        thread.start()
        return thread
