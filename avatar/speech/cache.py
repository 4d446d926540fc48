"""A cache of spoken sounds, so that a text is spoken again at once: in memory, and for slow engines on disk too.

An entry is one file, named by the hash of all that shapes its sound, written under another name and moved into place:
two processes may share the folder, and half an entry is never read. The files that were used longest ago go first.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import struct
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from avatar import files, wire
from avatar.errors import ProtocolError
from avatar.speech.base import Moment, Request, SpokenSound, TimesFrom, round_times

FORMAT = 2
"""Part of every key. Raise it when requests or the layout of entries change: old entries are then never found."""
IN_MEMORY = 16 << 20
"""Bytes of sound kept in memory."""
_HEAD = struct.Struct("<4sIII")
_MAGIC = b"AVS1"
PART = ".part"
"""What an entry's name ends in until it is whole."""
_STALE_S = 3600
"""Temporary files older than this were left by a process that died."""

log = logging.getLogger(__name__)


def name_sound(engine: str, request: Request) -> str:
    """Name of the sound that an engine makes of a request."""
    import hashlib  # here, since it loads OpenSSL, and most engines' sounds are not kept

    told = json.dumps([FORMAT, engine, asdict(request)], sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:40]


class Cache:
    """Safe to use from several threads and processes; a failure costs only time."""

    def __init__(
        self, folder: Path | None = None, limit: int = 64 << 20, notice: Callable[[str], None] = lambda text: None
    ) -> None:
        """`folder` None: in memory only; `limit`: bytes on disk; `notice` hears once of a folder that can't be used."""
        self._folder = folder if limit > 0 else None
        self._limit = limit
        self._notice = notice
        self._memory: OrderedDict[str, SpokenSound] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def get(self, name: str, on_disk: bool = True) -> SpokenSound | None:
        """`on_disk`: it may have been kept there."""
        with self._lock:
            sound = self._memory.get(name)
            if sound:
                self._memory.move_to_end(name)
                return sound
        sound = self._read(name) if on_disk else None
        if sound:
            self._remember(name, sound)
        return sound

    def put(self, name: str, sound: SpokenSound, on_disk: bool) -> None:
        """Keep a sound; `on_disk`: for the next time avatar runs, too."""
        self._remember(name, sound)
        if on_disk and self._folder:
            self._write(name, sound)

    def _remember(self, name: str, sound: SpokenSound) -> None:
        with self._lock:
            old = self._memory.pop(name, None)
            self._held += len(sound.pcm) - (len(old.pcm) if old else 0)
            self._memory[name] = sound
            while self._held > IN_MEMORY:
                self._held -= len(self._memory.popitem(last=False)[1].pcm)

    def _read(self, name: str) -> SpokenSound | None:
        if not self._folder:
            return None
        path = self._folder / f"{name}.sound"
        try:
            data = path.read_bytes()
        except OSError:
            return None
        try:
            sound = unpack(data)
        except ValueError as error:
            log.warning("a broken entry of the sound cache is dropped (%s): %s", path, error)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return sound

    def _write(self, name: str, sound: SpokenSound) -> None:
        assert self._folder
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with files.drafted(self._folder / f"{name}.sound", 0o600, suffix=PART, durable=False) as part:
                part.write_bytes(pack(sound))
            self._trim()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        """Stop using the folder, and tell the user once."""
        with self._lock:
            folder, self._folder = self._folder, None
        if folder:
            log.warning("the sound cache is off: %s", error)
            self._notice(
                f"Spoken sentences can't be kept on disk ({folder}: {error.strerror or error}). Speech goes on; "
                "make the folder writable, or set speech.cache_mb = 0."
            )

    def _trim(self) -> None:
        """Delete the entries used longest ago until the folder is within its limit."""
        assert self._folder
        files: list[tuple[float, int, Path]] = []
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):  # another process may just have deleted it
                status = path.stat()
                if path.suffix == ".sound":
                    files.append((status.st_mtime, status.st_size, path))
                elif path.suffix == PART and time.time() - status.st_mtime > _STALE_S:
                    path.unlink()
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self._limit:
                break
            path.unlink(missing_ok=True)
            total -= size


@dataclass(frozen=True)
class _Head:
    """All of a Sound but its samples."""

    rate: int
    words: tuple[Moment, ...]
    phones: tuple[Moment, ...] | None
    times_from: TimesFrom


def pack(sound: SpokenSound) -> bytes:
    """A sound as a file: magic, length of head, length of samples, CRC-32 of both; head as JSON; samples."""
    sound = round_times(sound)
    text = wire.to_bytes(_Head(sound.rate, sound.words, sound.phones, sound.times_from))
    check = zlib.crc32(sound.pcm, zlib.crc32(text))
    return _HEAD.pack(_MAGIC, len(text), len(sound.pcm), check) + text + sound.pcm


def unpack(data: bytes) -> SpokenSound:
    """The sound in a file. Raises ValueError for anything but a whole one."""
    if len(data) < _HEAD.size:
        raise ValueError("it is too short")
    magic, text_size, pcm_size, check = _HEAD.unpack_from(data)
    text, pcm = data[_HEAD.size : _HEAD.size + text_size], data[_HEAD.size + text_size :]
    if magic != _MAGIC or len(pcm) != pcm_size or zlib.crc32(pcm, zlib.crc32(text)) != check:
        raise ValueError("it is damaged")
    try:
        head = wire.from_bytes(_Head, text)
    except ProtocolError as error:
        raise ValueError(f"its head is malformed: {error}") from error
    return SpokenSound(pcm, head.rate, head.words, head.phones, head.times_from)
