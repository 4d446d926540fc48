"""Messages between processes, over the pipes of a child's stdin and stdout.

A message is a frozen dataclass of JSON-able fields; a field called `blob` (bytes) travels raw behind the JSON. On the
wire a frame is

    b"AV"  length of header: uint32  length of payload: uint32  header: JSON  payload: raw bytes

A blob goes out in frames of at most `PIECE` bytes, so that an urgent message can overtake it. The end of the file means
that the other one is gone: a child then exits, so that no orphan is left.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO, cast

from avatar.errors import ProtocolError

PIECE = 64 * 1024
"""Bytes of blob in one frame."""
LARGEST_HEADER = 1 << 20
LARGEST_BLOB = 1 << 28
MOST_WAITING = 1 << 28
"""Bytes that may wait for a reader that does not read."""
GRACE_S = 2.0
"""How long a child may take to tidy up once its parent is gone."""

_FRAME = struct.Struct("<2sII")
_MAGIC = b"AV"

Message = Any
"""A frozen dataclass from the protocol's table."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Partial:
    header: dict[str, Any]
    size: int
    pieces: list[bytes]


class Channel:
    """One end of a pair of pipes; its threads read and write, `send` and `receive` don't block each other."""

    def __init__(
        self,
        reader: BinaryIO,
        writer: BinaryIO,
        messages: Sequence[type],
        on_message: Callable[[Message], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        """`on_message` is called on the reading thread; without it messages wait for `receive`."""
        self._types = {each.__name__: each for each in messages}
        self._reader, self._writer = reader, writer
        self._on_message, self._on_end = on_message, on_end
        self._inbox: SimpleQueue[Message | None] = SimpleQueue()
        self._urgent: deque[bytes] = deque()
        self._outbox: deque[bytes] = deque()
        self._waiting = 0
        self._next_id = 0
        self._changed = threading.Condition()
        self._closed = False
        self.ended = threading.Event()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._read, self._write)]
        for thread in self._threads:
            thread.start()

    def send(self, message: Message, urgent: bool = False) -> None:
        """Queue a message. An urgent one overtakes what waits, but not the frame that is being written.

        Raises ProtocolError where the other end is gone, or has let `MOST_WAITING` bytes pile up.
        """
        with self._changed:
            if self._closed or self.ended.is_set():
                raise ProtocolError("The other process is gone")
            if self._waiting > MOST_WAITING:
                raise ProtocolError("The other process does not read its messages")
            self._next_id += 1
            frames = encode(message, self._next_id)
            self._waiting += sum(map(len, frames))
            (self._urgent if urgent else self._outbox).extend(frames)
            self._changed.notify()

    def receive(self, timeout: float | None = None) -> Message | None:
        """The next message; None where none came within `timeout` seconds.

        Raises EOFError once the other end is gone.
        """
        try:
            message = self._inbox.get(timeout=timeout)
        except Empty:
            return None
        if message is None:
            self._inbox.put(None)
            raise EOFError
        return message

    def close(self, flush_s: float = 0.5) -> None:
        """Write what waits (for at most `flush_s` seconds), then close the writing side."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._threads[1].join(flush_s)

    def join(self, timeout: float = 0.5) -> None:
        """Wait for the end of the file to have been seen."""
        if threading.current_thread() not in self._threads:
            self._threads[0].join(timeout)

    def _write(self) -> None:
        while True:
            with self._changed:
                while not (self._urgent or self._outbox or self._closed or self.ended.is_set()):
                    self._changed.wait()
                if not (self._urgent or self._outbox):
                    break
                frame = (self._urgent or self._outbox).popleft()
                self._waiting -= len(frame)
            try:
                self._writer.write(frame)
                self._writer.flush()
            except (OSError, ValueError):
                break
        with contextlib.suppress(OSError, ValueError):
            self._writer.close()

    def _read(self) -> None:
        partial: dict[int, _Partial] = {}
        try:
            while True:
                frame = read_frame(self._reader)
                if frame is None:
                    break
                message = self._assembled(*frame, partial)
                if message is not None:
                    (self._on_message or self._inbox.put)(message)
        except (ProtocolError, OSError, ValueError) as error:
            log.error("the messages broke off: %s", error)
        with contextlib.suppress(OSError):
            self._reader.close()
        with self._changed:
            # The writing thread and its pipe go with the other process, however it went.
            self.ended.set()
            self._changed.notify()
        self._inbox.put(None)
        if self._on_end:
            self._on_end()

    def _assembled(self, header: dict[str, Any], payload: bytes, partial: dict[int, _Partial]) -> Message | None:
        number = header.get("id")
        if not isinstance(number, int):
            raise ProtocolError("A frame has no number")
        if "type" in header:
            size = header.get("size", 0)
            if not isinstance(size, int) or not 0 <= size <= LARGEST_BLOB:
                raise ProtocolError(f"A message claims {size} bytes")
            if len(payload) >= size:
                return self._decoded(header, payload)
            partial[number] = _Partial(header, size, [payload])
            return None
        started = partial.get(number)
        if started is None:
            raise ProtocolError("A piece belongs to no message")
        started.pieces.append(payload)
        if sum(map(len, started.pieces)) < started.size:
            return None
        del partial[number]
        return self._decoded(started.header, b"".join(started.pieces))

    def _decoded(self, header: dict[str, Any], blob: bytes) -> Message:
        kind = self._types.get(header["type"])
        if kind is None:
            raise ProtocolError(f"There is no message {header['type']!r}")
        values = dict(header.get("fields", {}))
        if "size" in header:
            values["blob"] = blob
        try:
            return kind(**values)
        except TypeError as error:
            raise ProtocolError(f"The message {header['type']} is malformed: {error}") from error


def encode(message: Message, number: int = 1) -> list[bytes]:
    """The frames of a message."""
    values = {each.name: getattr(message, each.name) for each in fields(message)}
    blob: bytes | None = values.pop("blob", None)
    header: dict[str, Any] = {"id": number, "type": type(message).__name__, "fields": values}
    if blob is None:
        return [_frame(header, b"")]
    header["size"] = len(blob)
    view = memoryview(blob)
    first = _frame(header, view[:PIECE])
    return [first, *(_frame({"id": number}, view[at : at + PIECE]) for at in range(PIECE, len(blob), PIECE))]


def _frame(header: dict[str, Any], payload: bytes | memoryview) -> bytes:
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    if len(text) > LARGEST_HEADER:
        raise ProtocolError(f"The message {header.get('type')} is too long", remedy="Send less at once.")
    return b"".join((_FRAME.pack(_MAGIC, len(text), len(payload)), text, payload))


def read_frame(reader: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame's header and payload; None at the end of the file. Raises ProtocolError for anything else."""
    start = reader.read(_FRAME.size)
    if not start:
        return None
    if len(start) < _FRAME.size:
        raise ProtocolError("The messages end within a frame")
    magic, header_size, payload_size = _FRAME.unpack(start)
    if magic != _MAGIC or header_size > LARGEST_HEADER or payload_size > PIECE:
        raise ProtocolError("What came through the pipe is not a message")
    text, payload = reader.read(header_size), reader.read(payload_size)
    if len(text) < header_size or len(payload) < payload_size:
        raise ProtocolError("The messages end within a frame")
    try:
        header = json.loads(text)
    except ValueError as error:
        raise ProtocolError(f"A frame's header is not JSON: {error}") from error
    if not isinstance(header, dict):
        raise ProtocolError("A frame's header is not an object")
    return header, payload


# --------------------------------------------------------------------------------------------------------- the child


def serve(
    messages: Sequence[type],
    on_message: Callable[[Message], None] | None = None,
    on_end: Callable[[], None] = lambda: None,
) -> Channel:
    """A child's end of the pipes: call it first thing in the process.

    Whatever else is printed goes to stderr from now on (the log file), Ctrl-C is left to the parent, and once the
    parent is gone the process exits: by itself within `GRACE_S` (`receive` raises EOFError, `on_end` is called), else
    it is ended.
    """

    def leave() -> None:
        on_end()
        time.sleep(GRACE_S)
        os._exit(0)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reading, writing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return Channel(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"), messages, on_message, leave)


# -------------------------------------------------------------------------------------------------------- the parent


_EARLY: dict[str, subprocess.Popen[bytes]] = {}
"""Children that nobody has asked for yet, by module."""


def ahead(module: str, *args: str, log_path: Path | None = None) -> None:
    """Starts a child that will be asked for in a moment: what it imports is there by then.

    The next `Child` of the module is this one; `args` may only tell it what to make ready. One that nobody asks for
    ends with this process.
    """
    if module not in _EARLY:
        _EARLY[module] = _started(module, args, log_path, {})


def _taken(module: str) -> subprocess.Popen[bytes] | None:
    early = _EARLY.pop(module, None)
    if early is None or early.poll() is None:
        return early
    for pipe in (early.stdin, early.stdout):
        if pipe is not None:
            pipe.close()
    return None


class Child:
    """A process of our own, running `python -m MODULE ARGS`, with a `Channel` to it."""

    def __init__(
        self,
        module: str,
        args: Sequence[str],
        messages: Sequence[type],
        *,
        log_path: Path | None = None,
        env: dict[str, str] | None = None,
        on_message: Callable[[Message], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        """`log_path` takes its stderr; `env` is added to the environment; `on_end` is called once it is gone."""
        early = None if args or env else _taken(module)
        self._process = early or _started(module, args, log_path, env or {})
        self._on_end = on_end
        self._closing = False
        pipes = cast(BinaryIO, self._process.stdout), cast(BinaryIO, self._process.stdin)
        self.channel = Channel(*pipes, messages, on_message, self._ended)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def send(self, message: Message, urgent: bool = False) -> None:
        self.channel.send(message, urgent)

    def receive(self, timeout: float | None = None) -> Message | None:
        return self.channel.receive(timeout)

    def kill(self) -> None:
        """End it at once."""
        self._closing = True
        with contextlib.suppress(OSError):
            self._process.kill()
        self._reap(1.0)
        self.channel.close()
        self.channel.join()

    def close(self, timeout: float = GRACE_S + 0.5) -> None:
        """Let it end by itself (the end of its stdin tells it), and kill it after `timeout` seconds."""
        self._closing = True
        self.channel.close()
        if not self._reap(timeout):
            self.kill()
        self.channel.join()

    def _reap(self, timeout: float) -> bool:
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _ended(self) -> None:
        """The pipe broke or ended; what still runs then is of no use any more."""
        if not self._closing and not self._reap(0.2):
            with contextlib.suppress(OSError):
                self._process.kill()
            self._reap(1.0)
        if self._on_end and not self._closing:
            self._on_end()


def _started(
    module: str, args: Sequence[str], log_path: Path | None, env: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    home = str(Path(__file__).parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    stderr: Any = _opened(log_path)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **env},
        start_new_session=True,
    )
    if not isinstance(stderr, int):
        stderr.close()
    return process


def _opened(path: Path | None) -> Any:
    if path is None:
        return subprocess.DEVNULL
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    except OSError:
        return subprocess.DEVNULL
