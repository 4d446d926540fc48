"""Where encoded segments and sound become a file, in order; a temporary one until all of it is written."""

from __future__ import annotations

import contextlib
import errno
import shutil
import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from xml.sax.saxutils import escape

from avatar import files
from avatar.errors import FilmError
from avatar.film import gifs
from avatar.film.encoders import DURATION, Block, Task
from avatar.film.sound import PCM


class ChapterMark(NamedTuple):
    """A named part of a film."""

    start: float
    end: float
    name: str


class FilmOutput(Protocol):
    """A film that is being written."""

    hears: bool
    """Whether it has sound."""

    def picture(self, first: int, results: Sequence[Any]) -> None:
        """A segment's frames, of which the first one has the number `first`."""

    def sound(self, samples: PCM) -> None:
        """The next samples of the sound. They may come on another thread than the pictures, and before them."""

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        """Complete the file. Raises OSError or av.FFmpegError where it can't be written, as all of these do."""

    def close(self) -> None:
        """Close the file, finished or not."""


class Gif:
    """An animated GIF."""

    hears = False

    def __init__(self, path: Path, task: Task) -> None:
        self._task = task
        self._file = path.open("wb")
        self._file.write(gifs.write_head(task.shape.width, task.shape.height, task.palette, task.note))

    def picture(self, first: int, results: Sequence[Block]) -> None:
        for data in gifs.time_blocks(results, first, self._task.shape.fps, self._task.shape.transparent):
            self._file.write(data)

    def sound(self, samples: PCM) -> None:
        pass

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        self._file.write(gifs.TAIL)
        self._file.close()

    def close(self) -> None:
        _let_go(self._file)


class WebP:
    """An animated WebP: https://developers.google.com/speed/webp/docs/riff_container."""

    hears = False

    def __init__(self, path: Path, task: Task) -> None:
        self._file = path.open("wb")
        shape = task.shape
        self._fps = shape.fps
        self._note = write_xmp(task.note) if task.note else b""
        flags = (0x12 if shape.transparent else 0x02) | (0x04 if task.note else 0)
        size = (shape.width - 1).to_bytes(3, "little") + (shape.height - 1).to_bytes(3, "little")
        self._file.write(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + bytes([flags, 0, 0, 0]) + size)
        self._file.write(b"ANIM\x06\0\0\0" + bytes(6))

    def picture(self, first: int, results: Sequence[Block]) -> None:
        for block in results:
            begin, end = (round(1000 * frame / self._fps) for frame in (first, first + block.frames))
            chunk = bytearray(block.data)
            chunk[DURATION] = (end - begin).to_bytes(3, "little")
            self._file.write(chunk)
            first += block.frames

    def sound(self, samples: PCM) -> None:
        pass

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        self._file.write(self._note)
        size = self._file.tell() - 8
        if size >= 1 << 32:
            raise FilmError("The film is larger than a WebP can be", remedy="Make it shorter or smaller, or an .mp4.")
        self._file.seek(4)
        self._file.write(size.to_bytes(4, "little"))
        self._file.close()

    def close(self) -> None:
        _let_go(self._file)


def write_xmp(note: str) -> bytes:
    """The chunk of a WebP that holds a description (XMP, ISO 16684-1)."""
    text = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{escape(note)}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF>'
        "</x:xmpmeta>"
    ).encode()
    return b"XMP " + len(text).to_bytes(4, "little") + text + bytes(len(text) % 2)


class PngFrames:
    """PNG files: the workers write them."""

    hears = False

    def picture(self, first: int, results: Sequence[Any]) -> None:
        pass

    def sound(self, samples: PCM) -> None:
        pass

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        pass

    def close(self) -> None:
        pass


class Wav:
    """The sound alone; a film that is listened to, or a file beside one."""

    hears = True

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        self._rate, self._channels, self._bytes = rate, channels, 0
        self._file = path.open("wb")
        self._file.write(bytes(44))

    def picture(self, first: int, results: Sequence[Any]) -> None:
        pass

    def sound(self, samples: PCM) -> None:
        self._bytes += self._file.write(samples.astype("<i2", copy=False).tobytes())

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        frame = 2 * self._channels
        form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, self._channels, self._rate, self._rate * frame, frame, 16)
        self._file.seek(0)
        # Players read on to the end of the file where four bytes are too few for its size.
        size = min(self._bytes, 0xFFFFFFFF - 36)
        self._file.write(struct.pack("<4sI4s", b"RIFF", size + 36, b"WAVE") + form + struct.pack("<4sI", b"data", size))
        self._file.close()

    def close(self) -> None:
        _let_go(self._file)


def _let_go(file: Any) -> None:
    with contextlib.suppress(OSError):  # it is thrown away
        file.close()


class Places:
    """Temporary files and folders beside what they will become: all of them take their places, or all vanish."""

    def __init__(self) -> None:
        self._moves: list[tuple[Path, Path]] = []

    def file(self, path: Path) -> Path:
        """A temporary file that will become `path`. Raises OSError where the folder can't be written."""
        made = files.draft(path, path.suffix)
        self._moves.append((made, path))
        return made

    def folder(self, path: Path) -> Path:
        """A temporary folder that will become `path`, or whose files will go into it where it exists already."""
        beside = path if path.is_dir() else path.parent
        made = Path(tempfile.mkdtemp(dir=beside, prefix=f".{path.name}."))
        self._moves.append((made, path))
        return made

    def keep(self) -> None:
        """Move everything into its place."""
        for made, path in self._moves:
            if made.is_dir():
                made.chmod(0o755)
                _move_folder(made, path)
            else:
                files.settle(made, path)
        self._moves.clear()

    def discard(self) -> None:
        """Delete everything that was not moved."""
        for made, _ in self._moves:
            if made.is_dir():
                shutil.rmtree(made, ignore_errors=True)
            else:
                made.unlink(missing_ok=True)
        self._moves.clear()


def _move_folder(made: Path, path: Path) -> None:
    """Move a folder into its place, or its files into the folder that is there already."""
    if not path.exists():
        made.rename(path)
        return
    for each in sorted(made.iterdir()):
        each.replace(path / each.name)
    made.rmdir()


def cant_write(error: OSError, path: Path) -> FilmError:
    """The error for a file that can't be written; a full disk gets a message of its own."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return FilmError(
            "The disk is full; nothing was left behind", where=path,
            remedy="Free some space, or film to another disk, or smaller (--size 720p).",
        )  # fmt: skip
    return FilmError(
        f"The film can't be written: {error.strerror or error}", where=path, remedy="Choose another folder."
    )
