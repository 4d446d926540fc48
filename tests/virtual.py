"""A screen and a sound card made of nothing, so that tests and benchmarks run the real window and the real sound.

`virtual_display()` starts Xvfb, `null_sink()` starts a PulseAudio server of its own with one null sink, reached through
ALSA's default device as on a desktop. Neither touches a server that the person at this machine may be running.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48000
"""Hz, of the null sink and of every recording."""

_SINK = "avatar"
_PULSE = """\
load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1
load-module module-null-sink sink_name={sink} norewinds=1 rate={rate}
"""
# A distribution may ship ALSA without the hook that makes a running PulseAudio the default device.
_ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


class NotHere(Exception):
    """A program that the virtual screen or sound card needs isn't installed; the message names its package."""


@contextmanager
def virtual_display(width: int = 1280, height: int = 800) -> Iterator[str]:
    """Xvfb's DISPLAY (as ":5"), 24 bits deep, `width` by `height` pixels; stopped at the end."""
    program = _program("Xvfb", "xvfb")
    reader, writer = os.pipe()
    command = [
        program,
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        f"{width}x{height}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    process = subprocess.Popen(
        command, pass_fds=(writer,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writer)
    try:
        yield f":{_line(reader, process)}"
    finally:
        os.close(reader)
        _end(process)


@dataclass
class Recording:
    """What the null sink played while it was recorded."""

    _pieces: list[bytes] = field(default_factory=list)
    _grown: threading.Condition = field(default_factory=threading.Condition)

    @property
    def samples(self) -> NDArray[np.int16]:
        """Mono int16 at `RATE`, shape (count,): so far while recording, everything afterwards."""
        with self._grown:
            return np.frombuffer(b"".join(self._pieces), np.int16)

    @property
    def loudest(self) -> int:
        """The largest absolute sample; 0 is silence."""
        samples = self.samples
        return int(np.abs(samples.astype(np.int32)).max()) if len(samples) else 0

    def wait(self, heard: Callable[[Recording], bool], timeout: float = 10.0) -> bool:
        """Waits until `heard(recording)` holds, looking whenever more sound has come in; False after `timeout` s."""
        end = time.monotonic() + timeout
        with self._grown:
            return self._grown.wait_for(lambda: time.monotonic() > end or heard(self), timeout) and heard(self)

    def _add(self, piece: bytes) -> None:
        with self._grown:
            self._pieces.append(piece)
            self._grown.notify_all()


@dataclass(frozen=True)
class Sink:
    """A PulseAudio server with one null sink."""

    env: Mapping[str, str]
    """What a process needs in its environment to play to it by default."""
    folder: Path
    server: subprocess.Popen[bytes]

    @contextmanager
    def recording(self) -> Iterator[Recording]:
        """Records what the sink plays; starts when the first sound data has arrived."""
        command = [
            *(_program("parec", "pulseaudio-utils"), "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1"),
            *("--latency-msec=10", f"--device={_SINK}.monitor"),
        ]
        process = subprocess.Popen(
            command, env=os.environ | dict(self.env), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        assert process.stdout is not None
        recording = Recording()
        pipe = process.stdout

        def read() -> None:
            rest = b""
            while piece := pipe.read(1 << 16):
                data = rest + piece
                whole = len(data) & ~1
                rest = data[whole:]
                recording._add(data[:whole])

        reader = threading.Thread(target=read, name="parec", daemon=True)
        reader.start()
        try:
            if not recording.wait(lambda found: len(found.samples) > 0):
                raise RuntimeError(
                    f"nothing came from the null sink's monitor (server alive: {self.server.poll() is None})"
                )
            yield recording
        finally:
            _end(process)
            reader.join(5)

    def kill(self) -> None:
        """Kills the server at once, as when a sound card is pulled out."""
        self.server.kill()
        self.server.wait(5)


@contextmanager
def null_sink(folder: Path | None = None) -> Iterator[Sink]:
    """A null sink in its own PulseAudio server. `folder`: where to keep its socket, to bring a killed one back."""
    program = _program("pulseaudio", "pulseaudio")
    with tempfile.TemporaryDirectory(prefix="sink-", dir="/tmp") as temporary:
        place = folder or Path(temporary)
        place.mkdir(exist_ok=True)
        (place / "native").unlink(missing_ok=True)
        env = _sound_env(place)
        (place / "default.pa").write_text(_PULSE.format(folder=place, sink=_SINK, rate=RATE))
        command = [program, "-n", "-F", str(place / "default.pa"), "--daemonize=no", "--exit-idle-time=-1"]
        command += ["--use-pid-file=no", "--disable-shm=yes", "--realtime=no", "--high-priority=no", "--log-level=1"]
        quiet = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        with (place / "pulseaudio.log").open("wb") as log:
            server = subprocess.Popen(command, env=quiet | env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            _until(lambda: _answers(env), server, place / "pulseaudio.log")
            yield Sink(env, place, server)
        finally:
            _end(server)


def _sound_env(place: Path) -> dict[str, str]:
    env = {
        "PULSE_SERVER": f"unix:{place}/native",
        "PULSE_RUNTIME_PATH": str(place),
        "PULSE_STATE_PATH": str(place),
        "PULSE_CONFIG_PATH": str(place),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "DBUS_SYSTEM_BUS_ADDRESS": "disabled:",
    }
    if Path("/usr/share/alsa/alsa.conf").exists():
        (place / "asound.conf").write_text(_ALSA)
        env["ALSA_CONFIG_PATH"] = str(place / "asound.conf")
    return env


def _answers(env: Mapping[str, str]) -> bool:
    command = [_program("pactl", "pulseaudio-utils"), "list", "short", "sinks"]
    found = subprocess.run(command, env=os.environ | dict(env), capture_output=True, check=False, timeout=10)
    return _SINK.encode() in found.stdout


def _until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, timeout: float = 15.0) -> None:
    end = time.monotonic() + timeout
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PulseAudio did not start: {log.read_text(errors='replace')[-500:]}")
        time.sleep(0.02)


def _line(reader: int, process: subprocess.Popen[bytes], timeout: float = 20.0) -> str:
    text = b""
    while not text.endswith(b"\n"):
        readable, _, _ = select.select([reader], [], [], timeout)
        piece = os.read(reader, 64) if readable else b""
        if not piece:
            raise RuntimeError(f"Xvfb did not tell its display (exit status {process.poll()})")
        text += piece
    return text.decode().strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait(5)
    if process.stdout is not None:
        process.stdout.close()


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotHere(f"{name} isn't installed here: apt-get install {package}")
    return found
