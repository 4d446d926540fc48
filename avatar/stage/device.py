"""A sound device: found by its name, opened, fed, put to rest and closed.

Every PortAudio call is made on a thread of its own with a time limit, since a sound server that dies can hold any of
them for ever.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from avatar import audio
from avatar.errors import AudioError
from avatar.stage.clock import Clock
from avatar.stage.mix import Mixer
from avatar.types import Clip

RATE = 48_000
"""Hz, asked for first; a device that refuses it gets its own."""

SILENT_S = 0.7
"""Seconds without a callback after which a device counts as gone, besides those that its buffer lasts twice over."""

WAKING_S = 2.0
"""Seconds that a device may take to play again after a rest: a sound server may have put it to sleep meanwhile."""

log = logging.getLogger(__name__)


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


class Opened:
    """A stream that has started."""

    def __init__(self, stream: Any, feed: Feed, name: str, notice: str) -> None:
        self.stream, self.feed, self.name, self.notice = stream, feed, name, notice
        self.rate = int(stream.samplerate)
        self.latency = float(stream.latency)


class Feed:
    """The stream's callback. Plays silence until it is given a mixer: a stream starts before it is wanted."""

    def __init__(self) -> None:
        self.mixer: Mixer | None = None
        self.clock: Clock | None = None
        self.latency = 0.0
        self.last = time.perf_counter()
        self.underruns = 0
        self.buffers = 0
        self.ended = False
        self.resting = False
        self.held = threading.Lock()
        """Whoever holds it changes the mixer between two buffers."""
        self.hushes = 0

    def __call__(self, out: Any, frames: int, times: Any, status: Any) -> None:
        entered = self.last = time.perf_counter()
        with self.held:
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

    def finished(self) -> None:
        """The stream has stopped, asked to or by itself."""
        self.ended = not self.resting


class Opening:
    """An attempt to open the device, on a thread of its own."""

    def __init__(self, wanted: str, latency: float, since: float, *, again: bool) -> None:
        self.since = since
        self._answers: SimpleQueue[Opened | Exception] = SimpleQueue()
        thread = threading.Thread(target=self._run, args=(wanted, latency, again), name="sound opening", daemon=True)
        thread.start()

    def answer(self) -> Opened | Exception | None:
        """What came of it; None while it goes on."""
        try:
            return self._answers.get_nowait()
        except Empty:
            return None

    def _run(self, wanted: str, latency: float, again: bool) -> None:
        try:
            self._answers.put(_open(wanted, latency, again))
            # The library that resamples is loaded when first used, which would hold up the first clause's first frame.
            audio.floats(Clip.silence(0.01, 16_000), RATE)
        except AudioError as error:
            self._answers.put(error)
        # A driver may raise anything (a missing host library, a broken device table): the talk goes on without sound.
        except Exception as error:
            log.exception("the sound device could not be opened")
            self._answers.put(error)


def _open(wanted: str, latency: float, again: bool) -> Opened:
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
        feed = Feed()
        options = {"device": index, "channels": channels, "dtype": "float32", "latency": latency}
        try:
            sounddevice.check_output_settings(device=index, channels=channels, dtype="float32", samplerate=RATE)
            rate = float(RATE)
        except (sounddevice.PortAudioError, ValueError):
            rate = float(info["default_samplerate"])
        stream = sounddevice.OutputStream(samplerate=rate, callback=feed, finished_callback=feed.finished, **options)
        stream.start()
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(
            f"no sound device can be opened ({_plain(error)})", remedy="Plug one in, or choose another with --device."
        ) from error
    name = str(info["name"])
    return Opened(stream, feed, name, notice)


def _plain(error: Exception) -> str:
    return str(error.args[0] if error.args else error).strip().rstrip(".")


class Stream:
    """The stream that plays now."""

    def __init__(self, opened: Opened, mixer: Mixer, clock: Clock, wall: float) -> None:
        self.resting = False
        """No buffer is asked for."""
        self._stream, self._feed = opened.stream, opened.feed
        self._since = wall
        self._turns = threading.Lock()
        self._feed.latency = opened.latency
        self._feed.clock = clock
        self._feed.mixer = mixer

    @property
    def underruns(self) -> int:
        return self._feed.underruns

    @property
    def waking(self) -> bool:
        """Asked to play again after a rest, and nothing is heard yet."""
        return not self.resting and self._feed.buffers == 0

    def lost(self, wall: float) -> bool:
        if self.resting:
            return False
        patience = SILENT_S + 2 * self._feed.latency
        return self._feed.ended or wall - max(self._since, self._feed.last) > patience

    def steady(self, wall: float) -> bool:
        """Whether it asks for buffers as it should; one that does not may be gone, and hang when it is stopped."""
        return not self.resting and wall - max(self._since, self._feed.last) < self._feed.latency

    def rest(self) -> None:
        """Asks for no buffers until `wake`: a hundred of them a second are most of what an idle stage costs."""
        self.resting = True

        def stop() -> None:
            self._feed.resting = True
            self._stream.stop()

        self._call(stop)

    def wake(self, wall: float) -> None:
        """Plays on from where the mixer is."""
        self.resting = False
        self._since = wall + WAKING_S
        self._feed.buffers = 0

        def start() -> None:
            self._feed.resting = self._feed.ended = False
            self._stream.start()

        self._call(start)

    def hush(self) -> None:
        """From the next buffer on nothing is taken from the mixer; after this none is being taken any more."""
        with self._feed.held:
            self._feed.mixer = None
            self._feed.hushes += 1
            self._feed.buffers = 0

    def empty(self, wall: float, mixer: Mixer) -> None:
        """After a `hush`: what was written and not heard is thrown away, and the mixer plays in its place."""
        self._since = wall + WAKING_S
        hushes = self._feed.hushes

        def again() -> None:
            feed = self._feed
            if feed.hushes != hushes:
                return
            feed.resting = True
            self._stream.abort()
            feed.resting = feed.ended = False
            with feed.held:
                if feed.hushes == hushes:
                    feed.mixer = mixer
            self._stream.start()

        self._call(again)

    def _call(self, do: Callable[[], None]) -> None:
        """On a thread of its own, one after the other."""

        def run() -> None:
            with self._turns:
                try:
                    do()
                except _sounddevice().PortAudioError as error:
                    # It went away while it rested, and is lost like any other.
                    log.warning("the sound device neither rests nor wakes: %s", error)
                    self._feed.ended = True

        threading.Thread(target=run, name="sound resting", daemon=True).start()

    def end(self) -> threading.Thread:
        """Closes it on a thread of its own, which may hang there for ever."""
        self.hush()

        def close() -> None:
            try:
                with self._turns:
                    self._stream.abort(ignore_errors=True)
                    self._stream.close(ignore_errors=True)
            # What closing a broken device raises is of no use to anybody; the device is gone either way.
            except Exception:
                log.exception("the sound device did not close cleanly")

        thread = threading.Thread(target=close, name="sound closing", daemon=True)
        thread.start()
        return thread
