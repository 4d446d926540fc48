"""Messages between processes, over the pipes of a child's stdin and stdout. The parent's side is in `avatar.children`.

A message is a frozen dataclass of whatever `wire` can carry; bytes in it travel raw behind the JSON. In the pipe a
frame is

    b"AV"  length of header: uint32  length of payload: uint32  header: JSON  payload: raw bytes

A message's first frame has {"id", "type", "fields", "size"} as its header, `size` being its raw bytes in all. They go
out in frames of at most `PIECE` bytes, the further ones with {"id"} alone, so that an urgent message can overtake them.
The end of the file means that the other process is gone: a child then exits, so that no orphan is left.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import BinaryIO, Generic, NamedTuple, TypeVar

from avatar import wire
from avatar.errors import ProtocolError
from avatar.wire import Kinds

PIECE = 64 * 1024
"""Bytes of payload in one frame."""
LARGEST_HEADER = 1 << 20
LARGEST_BLOB = 1 << 28
MOST_WAITING = 1 << 28
"""Bytes that may wait for a reader that does not read."""
MOST_BEGUN = 2
"""Messages that may be half received at a time: one, and an urgent one that overtakes it."""
GRACE_S = 2.0
"""How long a child may take to tidy up once its parent is gone."""

_FRAME = struct.Struct("<2sII")
_MAGIC = b"AV"

Came = TypeVar("Came")
"""The messages that one end receives, as a union of classes."""
Sent = TypeVar("Sent")
"""The messages that it sends."""

log = logging.getLogger(__name__)


class MessageFrame(NamedTuple):
    """A message, or a further piece of one."""

    id: int
    """Number of the message."""
    payload: bytes
    kind: str = ""
    """The message's class; '' for a further piece."""
    fields: object = None
    """The message's fields as `wire.pack` makes them; None for a further piece."""
    size: int = 0
    """Raw bytes of the whole message; 0 for a further piece."""


class Outgoing(NamedTuple):
    """A frame on its way out. The payload is a view into what is sent, never a copy."""

    head: bytes
    payload: memoryview

    @property
    def size(self) -> int:
        return len(self.head) + len(self.payload)


@dataclass
class _Partial:
    """A message of which some pieces have arrived."""

    first: MessageFrame
    pieces: list[bytes]
    missing: int
    """Raw bytes."""

    def add(self, payload: bytes) -> None:
        self.pieces.append(payload)
        self.missing -= len(payload)
        if self.missing < 0:
            raise ProtocolError(f"A message {self.first.kind} is longer than it said")

    @property
    def raw(self) -> bytes:
        """The message's raw bytes, without a copy where they came in one piece."""
        return self.pieces[0] if len(self.pieces) == 1 else b"".join(self.pieces)


class Channel(Generic[Came, Sent]):
    """One end of a pair of pipes; its threads read and write, `send` and `receive` don't block each other."""

    def __init__(
        self,
        reader: BinaryIO,
        writer: BinaryIO,
        gets: Kinds[Came],
        sends: Kinds[Sent],
        on_message: Callable[[Came], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        """`on_message` is called on the reading thread; without it messages wait for `receive`."""
        self._gets, self._sends = gets, sends
        self._reader, self._writer = reader, writer
        self._on_message, self._on_end = on_message, on_end
        self._inbox: SimpleQueue[Came | None] = SimpleQueue()
        self._urgent: deque[Outgoing] = deque()
        self._outbox: deque[Outgoing] = deque()
        self._waiting = 0
        self._next_id = 0
        self._changed = threading.Condition()
        self._closed = False
        self.ended = threading.Event()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._read, self._write)]
        for thread in self._threads:
            thread.start()

    def send(self, message: Sent, urgent: bool = False) -> None:
        """Queue a message. An urgent one overtakes what waits, but not the frame that is being written.

        Raises ProtocolError where the other end is gone, or has let `MOST_WAITING` bytes pile up.
        """
        with self._changed:
            if self._closed or self.ended.is_set():
                raise ProtocolError("The other process is gone")
            if self._waiting > MOST_WAITING:
                raise ProtocolError("The other process does not read its messages")
            if type(message) not in self._sends:
                raise ProtocolError(f"The other process takes no message {type(message).__name__}")
            self._next_id += 1
            frames = encode(message, self._next_id)
            self._waiting += sum(frame.size for frame in frames)
            (self._urgent if urgent else self._outbox).extend(frames)
            self._changed.notify()

    def receive(self, timeout: float | None = None) -> Came | None:
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
        """Wait up to `timeout` seconds for the reading thread to see the end of the file."""
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
                self._waiting -= frame.size
            try:
                self._writer.write(frame.head)
                self._writer.write(frame.payload)
                self._writer.flush()
            except (OSError, ValueError):
                break
        with contextlib.suppress(OSError, ValueError):
            self._writer.close()

    def _read(self) -> None:
        take = self._on_message or self._inbox.put
        try:
            for message in incoming(self._reader, self._gets):
                take(message)
        except (ProtocolError, OSError, ValueError) as error:
            log.error("no more messages can be read: %s", error)
        with contextlib.suppress(OSError):
            self._reader.close()
        with self._changed:
            # However the other process ended, the writing thread and its pipe end with it.
            self.ended.set()
            self._changed.notify()
        self._inbox.put(None)
        if self._on_end:
            self._on_end()


def incoming(reader: BinaryIO, gets: Kinds[Came]) -> Iterator[Came]:
    """The messages that arrive, until the end of the file. Raises ProtocolError for anything that is not a message."""
    begun: dict[int, _Partial] = {}
    while frame := read_frame(reader):
        if frame.kind:
            if frame.id in begun or len(begun) == MOST_BEGUN:
                raise ProtocolError(f"A message {frame.kind} begins within another")
            begun[frame.id] = _Partial(frame, [], frame.size)
        partial = begun.get(frame.id)
        if partial is None:
            raise ProtocolError("A piece belongs to no message")
        partial.add(frame.payload)
        if partial.missing == 0:
            del begun[frame.id]
            yield gets.read(partial.first.kind, partial.first.fields, partial.raw)


def encode(message: object, number: int = 1) -> list[Outgoing]:
    """The frames of a message. Raises ProtocolError for one that is too long, or holds what can't travel."""
    name = type(message).__name__
    values, raw = wire.pack(message)
    size = sum(map(len, raw))
    if size > LARGEST_BLOB:
        raise ProtocolError(f"The message {name} is too long", remedy="Send less at once.")
    pieces = _pieces(raw)
    first = next(pieces, memoryview(b""))
    header = wire.to_text({"id": number, "type": name, "fields": values, "size": size})
    if len(header) > LARGEST_HEADER:
        raise ProtocolError(f"The message {name} is too long", remedy="Send less at once.")
    return [_framed(header, first), *(_framed(wire.to_text({"id": number}), piece) for piece in pieces)]


def _pieces(raw: Sequence[wire.Raw]) -> Iterator[memoryview]:
    """Raw bytes in pieces that fit into a frame. A single block of bytes is not copied: the pieces are views of it."""
    view = memoryview(raw[0] if len(raw) == 1 else b"".join(raw))
    return (view[at : at + PIECE] for at in range(0, len(view), PIECE))


def _framed(header: bytes, payload: memoryview) -> Outgoing:
    return Outgoing(_FRAME.pack(_MAGIC, len(header), len(payload)) + header, payload)


def read_frame(reader: BinaryIO) -> MessageFrame | None:
    """The next frame; None at the end of the file. Raises ProtocolError for anything else."""
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
    return _frame_of(wire.from_text(text), payload)


def _frame_of(header: object, payload: bytes) -> MessageFrame:
    """The frame that a header describes. Raises ProtocolError where it describes none."""
    if not isinstance(header, dict):
        raise ProtocolError("A frame's header is not an object")
    match header:
        case {"id": int(number), "type": str(kind), "fields": fields, "size": int(size)} if (
            len(header) == 4 and kind and bool not in (type(number), type(size))
        ):
            if not len(payload) <= size <= LARGEST_BLOB:
                raise ProtocolError(f"A message {kind} of {size} bytes begins with {len(payload)}")
            return MessageFrame(number, payload, kind, fields, size)
        case {"id": int(number)} if len(header) == 1 and payload and type(number) is not bool:
            return MessageFrame(number, payload)
        case _:
            raise ProtocolError("A frame's header is malformed")


# --------------------------------------------------------------------------------------------------------- the child


def serve(
    gets: Kinds[Came],
    sends: Kinds[Sent],
    on_message: Callable[[Came], None] | None = None,
    on_end: Callable[[], None] = lambda: None,
) -> Channel[Came, Sent]:
    """A child's end of the pipes: call it first thing in the process.

    All that is printed goes to stderr from now on (the log file), Ctrl-C is left to the parent, and once the
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
    return Channel(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"), gets, sends, on_message, leave)
