"""A sound device: found by its name, opened, fed and closed.

A sound server that dies can hold any PortAudio call for ever, so all that are made for a stream are made on a thread of
the stream's own, and nobody waits for them.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
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
"""Seconds that a device may take for the first one: a sound server may have put it to sleep."""

THREAD = "sound"

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


class Feed:
    """The stream's callback. Plays silence where it has no mixer."""

    def __init__(self) -> None:
        self.mixer: Mixer | None = None
        self.clock: Clock | None = None
        self.latency = 0.0
        self.last = 0.0
        self.underruns = 0
        self.buffers = 0
        self.ended = False
        self.held = threading.Lock()
        """Whoever holds it takes the mixer away between two buffers."""

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
        self.ended = True


class Stream:
    """A stream from its opening to its end: `ready` or an `error`, then asked to `play`, then to `end`.

    It is started once and never again. Where the sound server has died meanwhile, PortAudio's thread for the callback
    breaks off with a lock held that the start waits for: it would never return, and with it PortAudio could not be
    started anew. Opening another one takes some milliseconds, fails where the server is gone, and finds where it is.
    """

    def __init__(self, wanted: str, latency: float, wall: float, *, anew: bool, changed: Callable[[], None]) -> None:
        """`anew`: PortAudio looks for devices again, which it does only when it starts; no other stream may be alive.

        `changed`: called on the stream's thread when it is ready, and when it is closed."""
        self.since = wall
        """When it was asked for."""
        self.ready = False
        self.playing = False
        """Asked to play; whether it does, `heard` and `lost` know."""
        self.error: Exception | None = None
        self.name = self.notice = ""
        self.rate, self.latency = RATE, latency
        self.ending = 0.0
        """When it was told to end."""
        self.given_up = False
        """Nobody waits for its end."""
        self._feed = Feed()
        self._changed = changed
        self._orders: SimpleQueue[bool] = SimpleQueue()
        """True: play; False: end."""
        self._thread = threading.Thread(target=self._run, args=(wanted, latency, anew), name=THREAD, daemon=True)
        self._thread.start()

    @staticmethod
    def any_alive() -> bool:
        """Whether any stream of this process is not closed yet."""
        return any(thread.name == THREAD for thread in threading.enumerate())

    @property
    def alive(self) -> bool:
        """Not closed yet."""
        return self._thread.is_alive()

    @property
    def underruns(self) -> int:
        return self._feed.underruns

    @property
    def heard(self) -> bool:
        """It has taken something from the mixer."""
        return self._feed.buffers > 0

    def lost(self, wall: float) -> bool:
        """Whether it was to play, and does not, or no more."""
        patience = SILENT_S + 2 * self.latency if self.heard else WAKING_S
        return self.playing and (self._feed.ended or wall - self._feed.last > patience)

    def play(self, mixer: Mixer, clock: Clock, wall: float) -> None:
        """Plays from where the mixer is."""
        feed = self._feed
        feed.mixer, feed.clock, feed.latency, feed.last = mixer, clock, self.latency, wall
        self.playing = True
        self._orders.put(True)

    def end(self, wall: float) -> None:
        """Takes nothing more from the mixer, drops what was not heard, and closes; `alive` until that is done."""
        with self._feed.held:
            self._feed.mixer = None
        self.ending = wall
        self._orders.put(False)

    def join(self, seconds: float) -> None:
        """Waits until it is closed, but no longer than that."""
        self._thread.join(seconds)

    def _run(self, wanted: str, latency: float, anew: bool) -> None:
        stream = None
        try:
            stream, self.name, self.notice = _opened(wanted, latency, self._feed, anew)
            self.rate, self.latency = int(stream.samplerate), float(stream.latency)
            self.ready = True
            self._changed()
            if self._orders.get():
                stream.start()
                # The library that resamples loads when first used, which would hold up the first clause's first frame.
                audio.floats(Clip.silence(0.01, 16_000), RATE)
                self._orders.get()
        except AudioError as error:
            self.error = error
        # A driver may raise anything (a missing host library, a broken device table): the talk goes on without sound.
        except Exception as error:
            log.exception("the sound device could not be opened")
            self.error = error
        finally:
            self._feed.ended = True
            if stream is not None:
                stream.abort(ignore_errors=True)
                stream.close(ignore_errors=True)
        self._changed()


def _opened(wanted: str, latency: float, feed: Feed, anew: bool) -> tuple[Any, str, str]:
    """A stream that has not started, its device's name, and what is to be said of that."""
    sounddevice = _sounddevice()
    if anew:
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
        options = {"device": index, "channels": min(2, int(info["max_output_channels"])), "dtype": "float32"}
        try:
            sounddevice.check_output_settings(samplerate=RATE, **options)
            rate = float(RATE)
        except (sounddevice.PortAudioError, ValueError):
            rate = float(info["default_samplerate"])
        stream = sounddevice.OutputStream(
            samplerate=rate, latency=latency, callback=feed, finished_callback=feed.finished, **options
        )
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(
            f"no sound device can be opened ({_plain(error)})", remedy="Plug one in, or choose another with --device."
        ) from error
    return stream, str(info["name"]), notice


def _plain(error: Exception) -> str:
    return str(error.args[0] if error.args else error).strip().rstrip(".")
