"""A microphone: found by its name, opened, heard and closed, with the same care for a sound server that dies as the
devices that play (`sound.device`)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avatar.errors import AudioError
from avatar.sound import device

RATE = 16_000
"""Hz that is asked for first; a microphone that refuses it is opened at its own rate."""

BLOCK_S = 0.02
"""Seconds of sound that come at once."""

LATENCY_S = 0.04
"""Seconds of buffer that are asked for."""

SILENT_S = 1.5
"""Seconds without sound after which a microphone counts as gone."""

THREAD = "microphone"

Take = Callable[[float, NDArray[np.float32]], None]
"""Gets sound: the wall time (`time.perf_counter`) at which its first sample was in the air, as far as the system knows,
and mono samples in [-1, 1] at the microphone's rate. Called on PortAudio's thread, and must not block."""

log = logging.getLogger(__name__)


class Catch(device.Callback):
    """The stream's callback."""

    def __init__(self, take: Take) -> None:
        super().__init__()
        self._take: Take | None = take
        self.overflows = 0
        """How often sound was lost before it could be taken."""

    def let_go(self) -> None:
        with self.held:
            self._take = None

    def __call__(self, data: Any, frames: int, times: Any, status: Any) -> None:
        entered = self.last = time.perf_counter()
        with self.held:
            if self._take is None:
                if self.over:
                    raise device.portaudio().CallbackAbort
                return
            self.buffers += 1
            self.overflows += bool(status.input_overflow)
            ago = times.currentTime - times.inputBufferAdcTime
            if not 0.0 <= ago < 2.0:  # some drivers leave it 0
                ago = self.latency
            self._take(entered - ago, np.array(data[:, 0], np.float32))


class Microphone:
    """A microphone from its opening to its end: `ready` or an `error`, heard until it is told to `end`.

    As with what plays, a stream is never started a second time.
    """

    def __init__(self, wanted: str, take: Take, *, anew: bool = False) -> None:
        """`wanted`: a name or a part of it; '' is the system's default. `anew`: look for devices again, which only a
        process that has no other stream may do."""
        self.since = time.perf_counter()
        self.ready = False
        self.error: AudioError | None = None
        self.name = ""
        self.rate = RATE
        self._catch = Catch(take)
        self._ended = SimpleQueue[None]()
        self._thread = threading.Thread(target=self._run, args=(wanted, anew), name=THREAD, daemon=True)
        self._thread.start()

    @staticmethod
    def may_look_anew() -> bool:
        """Whether PortAudio may be restarted: it crashes while a stream is not closed, or can't be."""
        alive = any(thread.name == THREAD for thread in threading.enumerate())
        return not alive and device.DeviceStream.may_look_anew()

    @property
    def overflows(self) -> int:
        """How often it has lost sound."""
        return self._catch.overflows

    def lost(self, wall: float) -> bool:
        """Whether it was heard, and is no more; or never was in all this time."""
        since = self._catch.last if self._catch.buffers else self.since + device.WAKING_S
        return self._catch.done.is_set() or wall - since > SILENT_S

    def end(self) -> None:
        """Gives nothing more, and closes."""
        self._catch.let_go()
        self._ended.put(None)

    def _run(self, wanted: str, anew: bool) -> None:
        stream: Any = None
        started = False
        try:
            stream, self.name = _opened(wanted, self._catch, anew)
            self.rate = int(stream.samplerate)
            self._catch.latency = float(stream.latency)
            device.start(stream)
            self.ready = started = True
            self._ended.get()
        except AudioError as error:
            self.error = error
        except Exception as error:  # a driver may raise anything: the talk goes on without ears
            log.exception("the microphone could not be opened")
            self.error = AudioError(f"The microphone could not be opened: {error}")
        finally:
            if started:
                device.stop(stream, self._catch)
            device.close(stream)
            self._catch.done.set()


def list_inputs() -> list[str]:
    """Names of the microphones here. Raises AudioError where the sound system can't be asked."""
    return list(device.names("input").values())


def _opened(wanted: str, catch: Catch, anew: bool) -> tuple[Any, str]:
    """A stream that has not started, and its device's name. Raises AudioError."""
    sounddevice = device.portaudio()
    if anew:
        sounddevice._terminate()
        sounddevice._initialize()
    if not list_inputs():
        raise AudioError("There is no microphone here", remedy="Plug one in, then try again.")
    index = device.find(wanted, "input")
    try:
        info = sounddevice.query_devices(index, "input")
        options = {"device": index, "channels": 1, "dtype": "float32"}
        try:
            sounddevice.check_input_settings(samplerate=RATE, **options)
            rate = RATE
        except (sounddevice.PortAudioError, ValueError):
            rate = int(info["default_samplerate"])
        stream = sounddevice.InputStream(
            samplerate=rate, blocksize=round(rate * BLOCK_S), latency=LATENCY_S, callback=catch,
            finished_callback=catch.done.set, **options,
        )  # fmt: skip
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(
            f"The microphone can't be opened ({device.plain(error)})",
            remedy="Let this program use it in the system's settings, or choose another: `device` in [ears].",
        ) from error
    return stream, str(info["name"])
