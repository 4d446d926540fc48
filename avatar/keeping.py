"""A folder of what took long to make, each thing known by what it was made of, and never larger than its bound.

An entry is a file named by a hash, with a checksum of its own: one that is damaged, cut off or another's is as good as
none. The entries used longest ago go first. The order of use is counted in the files' times, which are set here and
have nothing to do with the hour, so that a clock that is wrong changes nothing. Several processes may share a folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from avatar import files

MAGIC = b"AVKEPT1\n"
ENDING = ".kept"
_NAME = re.compile(r"[0-9a-f]{64}\.kept")
_PART = re.compile(r"\.[0-9a-f]{64}\.kept\.[0-9a-f]{12}\.part")
"""What `files.draft` calls an entry that is being written."""
LOCK = ".lock"
_HEAD = len(MAGIC) + hashlib.sha256().digest_size

FIRST, LAST = 1_000_000_000, 4_000_000_000
"""Seconds between which the count of uses goes on, two at a time: every file system has dates like these."""

log = logging.getLogger(__name__)


class KeptSize(NamedTuple):
    """What a folder holds."""

    entries: int
    size: int
    """Bytes."""


class _Found(NamedTuple):
    used: int
    """The count as it was used last."""
    size: int
    path: Path


class KeptFolder:
    """Things by name; safe to use from several processes. A failure costs only time."""

    def __init__(self, folder: Path, limit: int, notice: Callable[[str], None] = lambda text: None) -> None:
        """`limit`: bytes; 0 keeps nothing and finds nothing. `notice` hears once of a folder that can't be used."""
        self.folder = folder
        self._limit = limit
        self._notice = notice
        self._writes = limit > 0
        self._count = max((found.used for found in self._entries() if found.used < LAST), default=FIRST)

    def get(self, name: str) -> bytes | None:
        """What is kept by a name: 64 hexadecimal digits. None where it isn't there, or not whole."""
        if self._limit <= 0:
            return None
        path = self._path(name)
        try:
            with path.open("rb", buffering=0) as file:  # an entry may be large, and is in memory once
                head, data = file.read(_HEAD), file.readall()
        except OSError:
            return None
        if head != MAGIC + _sum_of(name, data):
            log.warning("a broken entry is dropped: %s", path)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        self._use(path)
        return data

    def has(self, name: str) -> bool:
        """Whether something is kept by a name; whether it is whole, only `get` tells."""
        return self._limit > 0 and self._path(name).is_file()

    def put(self, name: str, *data: bytes | memoryview) -> None:
        """Keep something, in one part or several, and let go of what was used longest ago, where it takes room."""
        size = _HEAD + sum(memoryview(part).nbytes for part in data)
        if not self._writes or size > self._limit:
            return
        path = self._path(name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with files.locked(self.folder / LOCK):
                self._make_room(size, path)
                with files.drafted(path, 0o600, suffix=".part", durable=False) as made:
                    with made.open("wb") as file:
                        file.write(MAGIC + _sum_of(name, *data))
                        for part in data:
                            file.write(part)
                    self._use(made)
        except OSError as error:
            self._give_up(error)

    def measure(self) -> KeptSize:
        """How much is kept."""
        found = list(self._entries())
        return KeptSize(len(found), sum(each.size for each in found))

    def forget(self) -> None:
        """Delete all entries, and nothing else. Raises OSError."""
        for each in self._entries():
            each.path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        assert _NAME.fullmatch(name + ENDING), name
        return self.folder / f"{name}{ENDING}"

    def _use(self, path: Path) -> None:
        self._count = self._count + 2 if self._count < LAST else FIRST
        with contextlib.suppress(OSError, OverflowError):  # then it counts as used longest ago
            os.utime(path, (self._count, self._count))

    def _entries(self) -> Iterator[_Found]:
        with contextlib.suppress(OSError), os.scandir(self.folder) as listed:
            for each in listed:
                with contextlib.suppress(OSError):  # another process may just have deleted it
                    if _NAME.fullmatch(each.name) and each.is_file(follow_symlinks=False):
                        status = each.stat(follow_symlinks=False)
                        yield _Found(int(status.st_mtime), status.st_size, Path(each.path))

    def _make_room(self, size: int, coming: Path) -> None:
        """Delete until `size` more bytes fit. Only one process writes at a time: what is half written is nobody's."""
        for path in self.folder.iterdir():
            if _PART.fullmatch(path.name):
                path.unlink(missing_ok=True)
        found = sorted(self._entries(), key=lambda each: (each.used if each.used <= LAST else 0, each.path))
        total = sum(each.size for each in found)
        for each in found:
            if total + size <= self._limit:
                break
            if each.path != coming or total - each.size + size <= self._limit:
                each.path.unlink(missing_ok=True)
                total -= each.size

    def _give_up(self, error: OSError) -> None:
        """Write no more, and tell the user once."""
        self._writes = False
        log.warning("nothing more is kept in %s: %s", self.folder, error)
        self._notice(f"What was made can't be kept for the next time ({self.folder}: {error.strerror or error}).")


def _sum_of(name: str, *data: bytes | memoryview) -> bytes:
    """The checksum of an entry: a whole one by another name is no good either."""
    found = hashlib.sha256(name.encode())
    for part in data:
        found.update(part)
    return found.digest()
