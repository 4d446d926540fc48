"""A screen and a sound card made of nothing, so that tests and benchmarks run the real window and the real sound.

`virtual_display()` starts Xvfb, `null_sink()` starts a PulseAudio server of its own with one null sink, reached through
ALSA's default device as on a desktop. Neither touches a server that the person at this machine may be running.
"""

from __future__ import annotations

import ctypes
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
        "-r",  # no key repeats itself: on a machine that stalls between press and release, letters came twice
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

    channels: int = 1
    _pieces: list[bytes] = field(default_factory=list)
    _grown: threading.Condition = field(default_factory=threading.Condition)

    @property
    def samples(self) -> NDArray[np.int16]:
        """int16 at `RATE`, shape (count,), or (count, 2) of two channels: so far while recording, everything after."""
        with self._grown:
            samples = np.frombuffer(b"".join(self._pieces), np.int16)
        return samples if self.channels == 1 else samples.reshape(-1, self.channels)

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
    def recording(self, name: str = _SINK, channels: int = 1) -> Iterator[Recording]:
        """Records what the sink plays, or another of the server's; starts when the first sound data has arrived."""
        command = [
            *(
                _program("parec", "pulseaudio-utils"),
                "--raw",
                "--format=s16le",
                f"--rate={RATE}",
                f"--channels={channels}",
            ),
            *(f"--channels={channels}", "--latency-msec=10", f"--device={name}.monitor"),
        ]
        process = subprocess.Popen(
            command, env=os.environ | dict(self.env), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
        assert process.stdout is not None
        recording = Recording(channels)
        pipe = process.stdout

        def read() -> None:
            rest = b""
            while piece := pipe.read(1 << 16):
                data = rest + piece
                whole = len(data) // (2 * channels) * 2 * channels
                rest = data[whole:]
                recording._add(data[:whole])

        reader = threading.Thread(target=read, name="parec", daemon=True)
        reader.start()
        try:
            if not recording.wait(lambda found: len(found.samples) > 0, timeout=60.0):
                raise RuntimeError(
                    f"nothing came from the null sink's monitor (server alive: {self.server.poll() is None})"
                )
            yield recording
        finally:
            _end(process, reader)

    def control(self, *words: str) -> str:
        """Asks the server for something, in pactl's words; its answer."""
        command = [_program("pactl", "pulseaudio-utils"), *words]
        env = os.environ | dict(self.env)
        return subprocess.run(command, env=env, capture_output=True, check=True, timeout=60, text=True).stdout

    def kill(self) -> None:
        """Kills the server at once, as when a sound card is pulled out."""
        self.server.kill()
        self.server.wait(30)


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


# ------------------------------------------------------------------------------------------- X11, without a library


class _Image(ctypes.Structure):
    """The start of an XImage."""

    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
    )


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 20),
    )


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def _passed_over(_display: int, _error: int) -> int:
    """Xlib's own answer to any error is to end the process: one window that closes while it is looked at would end
    all the tests, without a word.
    """
    return 0


class Screen:
    """A look at a virtual display, and what a window manager would do there. A window that is gone is all zeros."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XSetErrorHandler(_passed_over)
        for name, kind in {
            "XOpenDisplay": ctypes.c_void_p,
            "XDefaultRootWindow": ctypes.c_ulong,
            "XGetImage": ctypes.POINTER(_Image),
            "XInternAtom": ctypes.c_ulong,
            "XDefaultGC": ctypes.c_void_p,
        }.items():
            getattr(self._x, name).restype = kind
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display.value, f"no display {display}"
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self._x.XCloseDisplay(self._display)

    def grab(self, width: int, height: int, left: int = 0, top: int = 0) -> NDArray[np.uint8]:
        """A part of the screen, its top left where nothing is said: RGB, shape (height, width, 3)."""
        every_plane, by_pixel = ctypes.c_ulong(0xFFFFFFFF), 2
        image = self._x.XGetImage(self._display, self._root, left, top, width, height, every_plane, by_pixel)
        assert image, "the screen can't be read"
        stride = image.contents.bytes_per_line
        data = (ctypes.c_uint8 * (stride * height)).from_address(image.contents.data)
        pixels = np.frombuffer(data, np.uint8).reshape(height, stride)[:, : width * 4].reshape(height, width, 4)
        copied = pixels[:, :, 2::-1].copy()
        self._x.XDestroyImage(image)
        return copied

    def fill(self, x: int, y: int, width: int, height: int, *, white: bool) -> None:
        """Paints the desktop itself, where no window covers it; done when this returns."""
        screen = self._x.XDefaultScreen(self._display)
        context = ctypes.c_void_p(self._x.XDefaultGC(self._display, screen))
        self._x.XSetForeground(self._display, context, ctypes.c_ulong(0xFFFFFF if white else 0))
        self._x.XFillRectangle(self._display, self._root, context, x, y, width, height)
        self._x.XSync(self._display, 0)

    def windows(self) -> list[int]:
        """Ids of the windows on the screen."""
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        refs = map(ctypes.byref, (root, parent, children, count))
        self._x.XQueryTree(self._display, self._root, *refs)
        found = [int(children[index]) for index in range(count.value)]
        if children:
            self._x.XFree(children)
        return found

    def resize(self, window: int, width: int, height: int) -> None:
        """As when its edge is dragged."""
        self._x.XResizeWindow(self._display, ctypes.c_ulong(window), width, height)
        self._x.XSync(self._display, 0)

    def hide(self, window: int, *, hidden: bool) -> None:
        """As when it is minimised, and brought back."""
        change = self._x.XUnmapWindow if hidden else self._x.XMapWindow
        change(self._display, ctypes.c_ulong(window))
        self._x.XSync(self._display, 0)

    def press_close(self, window: int) -> None:
        """As when its close button is pressed."""
        client_message = 33
        event = _ClientMessage(client_message, 0, 1, self._display, window, self._atom("WM_PROTOCOLS"), 32)
        event.data[0] = self._atom("WM_DELETE_WINDOW")
        self._x.XSendEvent(self._display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
        self._x.XSync(self._display, 0)

    def property(self, window: int, name: str) -> list[int]:
        """Numbers of a window's property, atoms among them; empty where it has none."""
        kind, form, count, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        data = ctypes.POINTER(ctypes.c_ulong)()
        places = map(ctypes.byref, (kind, form, count, left, data))
        any_type = ctypes.c_ulong(0)
        self._x.XGetWindowProperty(
            self._display, ctypes.c_ulong(window), ctypes.c_ulong(self._atom(name)), ctypes.c_long(0),
            ctypes.c_long(64), 0, any_type, *places,
        )  # fmt: skip
        found = [int(data[index]) for index in range(count.value)]
        if data:
            self._x.XFree(data)
        return found

    def states(self, window: int) -> set[str]:
        """Names of a window's states, as _NET_WM_STATE_ABOVE."""
        self._x.XGetAtomName.restype = ctypes.c_char_p
        atoms = self.property(window, "_NET_WM_STATE")
        return {self._x.XGetAtomName(self._display, ctypes.c_ulong(atom)).decode() for atom in atoms}

    def geometry(self, window: int) -> tuple[int, int, int, int, int]:
        """Left, top, width, height and bits of a pixel's depth."""
        root, left, top = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
        width, height, border, depth = (ctypes.c_uint() for _ in range(4))
        places = map(ctypes.byref, (root, left, top, width, height, border, depth))
        self._x.XGetGeometry(self._display, ctypes.c_ulong(window), *places)
        return left.value, top.value, width.value, height.value, depth.value

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 1) -> None:
        """With the left button of a real mouse, as far as the server can tell."""
        tst = ctypes.CDLL("libXtst.so.6")
        (left, top), (right, bottom) = start, end
        shares = [step / steps for step in range(1, steps + 1)]
        ways = [(round(left + (right - left) * share), round(top + (bottom - top) * share)) for share in shares]
        for x, y, press in ((*start, 1), *((*way, None) for way in ways), (*end, 0)):
            tst.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
            if press is not None:
                tst.XTestFakeButtonEvent(self._display, 1, press, ctypes.c_ulong(0))
            self._x.XSync(self._display, 0)

    def move_mouse(self, x: int, y: int) -> None:
        """No button is held."""
        tst = ctypes.CDLL("libXtst.so.6")
        tst.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def click(self, x: int, y: int) -> None:
        """With the left button."""
        self.drag((x, y), (x, y))

    def catches_clicks(self, window: int, x: int, y: int) -> bool:
        """Whether a place of a window, in its own pixels, belongs to it for the mouse, by X11's shape extension."""
        ext = ctypes.CDLL("libXext.so.6")
        ext.XShapeGetRectangles.restype = ctypes.POINTER(ctypes.c_short)
        count, ordering, shape_input = ctypes.c_int(), ctypes.c_int(), 2
        found = ext.XShapeGetRectangles(
            self._display, ctypes.c_ulong(window), shape_input, ctypes.byref(count), ctypes.byref(ordering)
        )
        boxes = [found[4 * index : 4 * index + 4] for index in range(count.value)]
        if found:
            self._x.XFree(found)
        return any(left <= x < left + wide and top <= y < top + high for left, top, wide, high in boxes)

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))


# ------------------------------------------------------------------------------------------------------------- helpers


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
    found = subprocess.run(command, env=os.environ | dict(env), capture_output=True, check=False, timeout=60)
    return _SINK.encode() in found.stdout


def _until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, timeout: float = 60.0) -> None:
    end = time.monotonic() + timeout
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"PulseAudio did not start: {log.read_text(errors='replace')[-500:]}")
        time.sleep(0.02)


def _line(reader: int, process: subprocess.Popen[bytes], timeout: float = 60.0) -> str:
    text = b""
    while not text.endswith(b"\n"):
        readable, _, _ = select.select([reader], [], [], timeout)
        piece = os.read(reader, 64) if readable else b""
        if not piece:
            raise RuntimeError(f"Xvfb did not tell its display (exit status {process.poll()})")
        text += piece
    return text.decode().strip()


def _end(process: subprocess.Popen[bytes], reader: threading.Thread | None = None) -> None:
    """Ends it; what it wrote is closed once its reader is through."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait(30)
    if reader is not None:
        reader.join(30)
    if process.stdout is not None:
        process.stdout.close()


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotHere(f"{name} isn't installed here: apt-get install {package}")
    return found
