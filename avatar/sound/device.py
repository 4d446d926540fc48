"""A device that plays: found by its name, opened, fed and closed. What hears is in `sound.microphone`.

A sound server that dies can hold any PortAudio call for ever, so each stream makes its calls on a thread of its own,
and nobody waits for them.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Literal

from avatar import audio, systemlibs
from avatar.errors import AudioError
from avatar.sound.clock import Clock
from avatar.sound.mix import Mixer
from avatar.types import Clip

RATE = 48_000
"""Sample rate in Hz that is asked for first; a device that refuses it is opened at its own rate."""

SILENT_S = 0.7
"""Seconds without a callback after which a device counts as gone, on top of twice the length of its buffer."""

WAKING_S = 2.0
"""Seconds that a device may take until its first callback: a sound server may have put it to sleep."""

LAST_CALL_S = 0.3
"""Seconds within which a living device makes one more callback, which is where it can be told to end."""

BETWEEN_CALLS_S = 0.005
"""Seconds without a call after which a device with a long buffer is between two of them."""

LONG_S = 0.2
"""With a buffer of at least so many seconds, the end does not wait for the next call, which may be a tenth of a second
away: a pause is to be heard at once."""

THREAD = "sound"

log = logging.getLogger(__name__)


Way = Literal["output", "input"]
"""Devices that play, and devices that hear."""


def list_outputs() -> list[str]:
    """Names of the output devices here. Raises AudioError where the sound system can't be asked."""
    return list(names("output").values())


def names(way: Way) -> dict[int, str]:
    """Index to name of the devices of one kind. Raises AudioError where the sound system can't be asked."""
    sounddevice = portaudio()
    try:
        found = enumerate(sounddevice.query_devices())
        return {index: str(each["name"]) for index, each in found if each[f"max_{way}_channels"] > 0}
    except sounddevice.PortAudioError as error:
        raise AudioError(f"The sound devices can't be listed: {error}") from error


def find(name: str, way: Way = "output") -> int | None:
    """Index of the device of that number, name or part of a name; None for '' (the system's default).

    Raises AudioError that names the devices there are.
    """
    if name.strip().lower() in ("", "default"):
        return None
    there = names(way)
    if name.isdigit() and int(name) in there:
        return int(name)
    wanted = name.strip().lower()
    whole = [index for index, known in there.items() if known.lower() == wanted]
    part = [index for index, known in there.items() if wanted in known.lower()]
    if whole or part:
        return (whole or part)[0]
    known = ", ".join(f"{index}: {each}" for index, each in there.items()) or "none at all"
    called = "sound device" if way == "output" else "microphone"
    raise AudioError(f"There is no {called} {name!r}", remedy=f"There are: {known}.")


def portaudio() -> Any:
    """The library. Raises AudioError where it is not installed."""
    try:
        import sounddevice
    except OSError as error:
        raise AudioError(
            "The sound library PortAudio isn't installed", remedy=systemlibs.tell_install(*systemlibs.SOUND)
        ) from error
    return sounddevice


class Callback:
    """What PortAudio calls for a stream."""

    def __init__(self) -> None:
        self.latency = 0.0
        self.last = 0.0
        """Wall time of the last call."""
        self.buffers = 0
        self.over = False
        """The next call is the last."""
        self.done = threading.Event()
        """The stream has stopped, asked to or by itself."""
        self.held = threading.Lock()
        """A thread that holds it is between two calls."""

    def let_go(self) -> None:
        """Take and give nothing from now on."""


class Feed(Callback):
    """The stream's callback. Plays silence where it has no mixer."""

    def __init__(self) -> None:
        super().__init__()
        self.mixer: Mixer | None = None
        self.clock: Clock | None = None
        self.underruns = 0

    def let_go(self) -> None:
        with self.held:
            self.mixer = None

    def __call__(self, out: Any, frames: int, times: Any, status: Any) -> None:
        entered = self.last = time.perf_counter()
        with self.held:
            mixer, clock = self.mixer, self.clock
            if mixer is None or clock is None:
                out.fill(0)
                if self.over:
                    raise portaudio().CallbackAbort
                return
            self.buffers += 1
            # While a stream fills up for the first time, drivers call that an underrun too.
            self.underruns += bool(status.output_underflow) and self.buffers > 20
            timeline = mixer.timeline
            mixed = mixer.mix(frames)
            out[:] = mixed
            clock.buffer(
                timeline,
                entered=entered,
                current=times.currentTime,
                dac=times.outputBufferDacTime,
                latency=self.latency,
            )
            if mixer.tap is not None:
                mixer.tap(clock.wall(timeline), mixer.rate, mixed.mean(axis=1))


class DeviceStream:
    """A stream from its opening to its end: `ready` or an `error`, then asked to `play`, then to `end`.

    A stream is never started a second time. If the sound server had died meanwhile, PortAudio's callback thread would
    have ended with a lock held that the start waits for: it would never return, and PortAudio could not be restarted.
    Opening a new stream takes some milliseconds, fails if the server is gone, and works if it is back.
    """

    def __init__(self, wanted: str, latency: float, wall: float, *, anew: bool, changed: Callable[[], None]) -> None:
        """`anew`: restart PortAudio, for it looks for devices only at its start; no other stream may be alive then.

        `changed`: called on the stream's thread when it is ready, and when it is closed."""
        self.since = wall
        """Wall time at which the stream was asked for."""
        self.ready = False
        self.playing = False
        """It was asked to play; `heard` and `lost` tell whether it does."""
        self.error: Exception | None = None
        self.name = self.notice = ""
        self.rate, self.channels, self.latency = RATE, 1, latency
        self.ending = 0.0
        """Wall time at which it was told to end."""
        self.given_up = False
        """Nobody waits any longer for its end."""
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

    @staticmethod
    def may_look_anew() -> bool:
        """Whether PortAudio may be restarted: it crashes while a stream is not closed, or can't be."""
        return not _unclosable and not DeviceStream.any_alive()

    @property
    def alive(self) -> bool:
        """Not closed yet."""
        return self._thread.is_alive()

    @property
    def underruns(self) -> int:
        return self._feed.underruns

    @property
    def heard(self) -> bool:
        """Whether it has taken sound from the mixer."""
        return self._feed.buffers > 0

    def lost(self, wall: float) -> bool:
        """Whether it was to play, and does not, or no more."""
        patience = SILENT_S + 2 * self.latency if self.heard else WAKING_S
        return self.playing and (self._feed.done.is_set() or wall - self._feed.last > patience)

    def play(self, mixer: Mixer, clock: Clock, wall: float) -> None:
        """Plays from where the mixer is."""
        feed = self._feed
        feed.mixer, feed.clock, feed.latency, feed.last = mixer, clock, self.latency, wall
        self.playing = True
        self._orders.put(True)

    def end(self, wall: float) -> None:
        """Takes nothing more from the mixer, drops what was not heard, and closes; `alive` until that is done."""
        self._feed.let_go()
        self.ending = wall
        self._orders.put(False)

    def join(self, seconds: float) -> None:
        """Waits until it is closed, but no longer than that."""
        self._thread.join(seconds)

    def _run(self, wanted: str, latency: float, anew: bool) -> None:
        stream: Any = None
        started = False
        try:
            stream, self.name, self.notice = _opened(wanted, latency, self._feed, anew)
            self.rate, self.channels = int(stream.samplerate), int(stream.channels)
            self.latency = float(stream.latency)
            self.ready = True
            self._changed()
            if self._orders.get():
                start(stream)
                started = True
                # The library that resamples loads when first used, which would hold up the first clause's first frame.
                audio.floats(Clip.silence(0.01, 16_000), RATE)
                self._orders.get()
        except AudioError as error:
            self.error = error
        except Exception as error:  # a driver may raise anything: the talk goes on without sound
            log.exception("the sound device could not be opened")
            self.error = error
        finally:
            if started:
                stop(stream, self._feed)
            close(stream)
            self._feed.done.set()
        self._changed()


def _opened(wanted: str, latency: float, feed: Feed, anew: bool) -> tuple[Any, str, str]:
    """A stream that has not started, its device's name, and a sentence for the user ('' if all is as wanted)."""
    sounddevice = portaudio()
    if anew:
        sounddevice._terminate()
        sounddevice._initialize()
    notice = ""
    if not list_outputs():
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
            samplerate=rate, latency=latency, callback=feed, finished_callback=feed.done.set, **options
        )
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(
            f"no sound device can be opened ({plain(error)})", remedy="Plug one in, or choose another with --device."
        ) from error
    return stream, str(info["name"]), notice


_unclosable: list[Any] = []
"""Streams that failed to start, kept so that nobody closes them. PortAudio has joined their threads already; closing
them, or all of PortAudio, would join again by a number that may be another thread's by then."""


def close(stream: Any) -> None:
    """Close a stream, where that can be done; None is no stream."""
    if stream is not None and stream not in _unclosable:
        stream.close(ignore_errors=True)


def start(stream: Any) -> None:
    """Raises AudioError where the device does not start within a second."""
    sounddevice = portaudio()
    try:
        stream.start()
    except sounddevice.PortAudioError as error:
        atexit.unregister(sounddevice._exit_handler)  # which closes all
        _unclosable.append(stream)
        raise AudioError(f"the sound device does not start ({plain(error)})", remedy="It is tried again.") from error


def stop(stream: Any, feed: Callback) -> None:
    """Stops it, and drops what it has not played.

    PortAudio's abort cancels the callback's thread wherever that is, and within Python this ends the process. So abort
    is used only where the device has stopped calling, or is between two calls.
    """
    feed.let_go()
    last, feed.over = feed.last, True
    stopped = feed.done.wait(BETWEEN_CALLS_S if feed.latency >= LONG_S else LAST_CALL_S)
    if not stopped and feed.last != last:
        stopped = feed.done.wait(LAST_CALL_S)
    if stopped:
        stream.stop(ignore_errors=True)
    else:
        stream.abort(ignore_errors=True)


def plain(error: Exception) -> str:
    """What PortAudio says, without its number."""
    return str(error.args[0] if error.args else error).strip().rstrip(".")
