"""Files written whole or not at all, so that no power cut and no full disk leaves half of one.

What is already at the target decides how: a link is followed, a device or a pipe is written into and never replaced,
and an existing file keeps its permissions.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

NEW = 0o666
"""Permissions of a new file, before the user's umask takes some away."""


@contextmanager
def replacing(path: Path, mode: int | None = None, *, durable: bool = True) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` once the block ends well and vanishes if it doesn't.

    `mode`: permissions; None keeps those of the file that is there, or takes what the umask leaves. `durable`: wait
    until the disk has it. Raises OSError where the folder can't be written.
    """
    with drafted(path, mode, durable=durable) as made, made.open("r+b") as file:
        yield file
        file.flush()


@contextmanager
def drafted(path: Path, mode: int | None = None, *, suffix: str = "", durable: bool = True) -> Iterator[Path]:
    """As `replacing`, for libraries that want a file's name: yields an empty file to write, which ends in `suffix`."""
    made = draft(path, suffix)
    try:
        yield made
        settle(made, path, mode, durable=durable)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone among processes that lock this file, which is made and stays; waits for the one that has it.

    Where nothing can be locked it goes on. Raises OSError where the file can't be made.
    """
    with path.open("ab") as file:
        with contextlib.suppress(OSError):  # a file system without locks
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def draft(path: Path, suffix: str = "") -> Path:
    """A new empty file in the folder of `path`, which `settle` moves there. Raises OSError where it can't be made."""
    target = _target(path)
    folder = Path(tempfile.gettempdir()) if _is_stream(target) else target.parent
    while True:
        made = folder / f".{target.name[:80]}.{os.urandom(6).hex()}{suffix}"
        with contextlib.suppress(FileExistsError):
            os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, NEW))
            return made


def settle(made: Path, path: Path, mode: int | None = None, *, durable: bool = True) -> None:
    """Put a written draft in the place of `path`. Raises OSError."""
    target = _target(path)
    if _is_stream(target):
        with made.open("rb") as source, target.open("wb", buffering=0) as stream:
            shutil.copyfileobj(source, stream)
        made.unlink()
        return
    if durable:
        with made.open("rb") as file:
            os.fsync(file.fileno())
    if mode is None and target.exists():
        mode = stat.S_IMODE(target.stat().st_mode)
    if mode is not None:
        made.chmod(mode)
    made.replace(target)


def stamp(path: Path) -> tuple[int, int] | None:
    """When a file was written last, in nanoseconds, and its bytes: what saving it changes. None: it isn't there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


class Stamps:
    """Files as they are now, and whether one of them has been saved since."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._seen: dict[Path, tuple[int, int] | None] = {}
        self.add(paths)

    @property
    def paths(self) -> frozenset[Path]:
        """What is looked at."""
        return frozenset(self._seen)

    @property
    def stamps(self) -> dict[Path, tuple[int, int] | None]:
        """What is looked at, as it was."""
        return dict(self._seen)

    def add(self, paths: Iterable[Path]) -> None:
        """More of them; those that it has already count as they were."""
        for path in paths:
            if path not in self._seen:
                self._seen[path] = stamp(path)

    def changed(self) -> bool:
        """Whether one has been saved, or has come; one that is gone for a moment, as editors do it, has not changed."""
        return any(stamp(path) not in (None, seen) for path, seen in self._seen.items())


def _target(path: Path) -> Path:
    """The file that a link, or a chain of links, leads to; any other path as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _is_stream(path: Path) -> bool:
    """Whether a path is a pipe, a device or a socket, which is written into instead of being replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
