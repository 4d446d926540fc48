"""What a sound file holds, where its container does not say so, or says what is not so.

Files are joined end to end (MP3, FLAC, WAV, and Ogg, where that is allowed and called chaining), and a WAV that was
streamed, or whose recorder was switched off, says that it holds nothing. libsndfile believes the first header. Here the
bytes are looked at, and what they really hold is handed to libsndfile part by part.

Sources: RFC 3533 (Ogg pages), the Xing and LAME tags of MP3 as mp3-tech.org has them, IBM's and Microsoft's
"Multimedia Programming Interface and Data Specifications 1.0" (RIFF).
"""

from __future__ import annotations

import io
import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from typing_extensions import Buffer

MOST_CHUNKS = 10_000
"""Chunks of a WAV that are looked at."""

LONGEST_HEAD = 1 << 20
"""Bytes before a WAV's sound; of one with more the size is believed."""

_BEGINS_STREAM = 0x02
"""The flag of an Ogg page that begins a stream."""

_TAG_AT = (36, 21, 13)
"""Where the tag may stand in an MP3 frame: after the side information of MPEG 1 and 2, in stereo and in mono."""

_HAS_FRAMES, _HAS_BYTES = 0x1, 0x2


class SoundPart(NamedTuple):
    """A stretch of a file that is a sound file of its own."""

    start: int
    end: int
    """The byte after its last one."""
    head: bytes = b""
    """What its first bytes should say."""


class Found(NamedTuple):
    """What a file holds."""

    parts: tuple[SoundPart, ...] = ()
    """() where the file is to be read as it is."""
    note: str = ""
    """What is to be told of it."""


def looked_at(path: Path) -> Found:
    """What a sound file really holds; nothing special for other kinds of file. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(12)
        if len(head) < 12:
            return Found()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            starts = _starts(content, head)
            if len(starts) < 2:
                return _size_mended(content, head)
            ends = [*starts[1:], len(content)]
    parts = tuple(SoundPart(a, b) for a, b in zip(starts, ends, strict=True))
    return Found(parts, f"its {len(parts)} joined sounds are read one after the other")


def _starts(content: mmap.mmap, head: bytes) -> list[int]:
    """Where the sounds begin that a file was joined of; [] for other kinds of file."""
    if _is_wav(head):
        return _wav_starts(content)
    if head[:4] == b"OggS":
        return _ogg_starts(content)
    if head[:4] == b"fLaC":
        return _flac_starts(content)
    if head[:3] == b"ID3" or _is_frame(head[:4]):
        return _mp3_starts(content)
    return []


def _size_mended(content: mmap.mmap, head: bytes) -> Found:
    """The whole of a file that says that it holds less."""
    if _is_wav(head):
        return _wav(content)
    if head[:4] == b".snd":
        return _au(content)
    return Found()


class FileWindow(io.RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, file: BinaryIO, part: SoundPart) -> None:
        super().__init__()
        self._file, self._part = file, part
        self._at = 0

    def close(self) -> None:
        self._file.close()
        super().close()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        size = self._part.end - self._part.start
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: size}[whence])
        return self._at

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        self._file.seek(self._part.start + self._at)
        content = self._file.read(min(len(view), max(0, self._part.end - self._part.start - self._at)))
        head = self._part.head[self._at : self._at + len(content)]
        view[: len(content)] = head + content[len(head) :]
        self._at += len(content)
        return len(content)


def _is_wav(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WAVE"


def _chunks(content: mmap.mmap) -> Iterator[tuple[int, bytes, int]]:
    """Where each chunk of a WAV begins, its name and how many bytes it says it has; on into those joined to it."""
    at = 0
    for _ in range(MOST_CHUNKS):
        header = content[at : at + 12]
        if len(header) < 8:
            return
        name, length = struct.unpack("<4sI", header[:8])
        yield at, name, length
        at += 12 if _is_wav(header) else 8 + length + length % 2


def _wav_starts(content: mmap.mmap) -> list[int]:
    return [at for at, name, _ in _chunks(content) if name == b"RIFF" and _is_wav(content[at : at + 12])]


def _wav(content: mmap.mmap) -> Found:
    """The sound of a WAV: to the file's end, where the size of its data can't be true."""
    found = next(((at, length) for at, name, length in _chunks(content) if name == b"data"), None)
    if found is None:
        return Found()
    at, length = found
    start = at + 8
    there = len(content) - start
    if start > LONGEST_HEAD or length >= there or _is_chunk(content, start + length + length % 2):
        return Found()  # libsndfile reads to the end of what is there
    head = bytearray(content[:start])
    head[4:8] = struct.pack("<I", min(len(content) - 8, 0xFFFFFFFF))
    head[-4:] = struct.pack("<I", min(there, 0xFFFFFFFF))
    return _all_of(content, bytes(head), length, there)


def _au(content: mmap.mmap) -> Found:
    """The sound of Sun's .au, which ends with the file."""
    start, length = struct.unpack(">II", content[4:12])
    there = len(content) - start
    if length >= there:
        return Found()  # all of it, or unknown
    return _all_of(content, content[:8] + struct.pack(">I", 0xFFFFFFFF), length, there)


def _all_of(content: mmap.mmap, head: bytes, length: int, there: int) -> Found:
    return Found((SoundPart(0, len(content), head),), f"its header says {length} bytes of sound; all {there} are read")


def _is_chunk(content: mmap.mmap, at: int) -> bool:
    """Whether a chunk begins at a place, or nothing does."""
    chunk = content[at : at + 8]
    if len(chunk) < 8:
        return not chunk.strip(b"\0")
    name, length = struct.unpack("<4sI", chunk)
    said = str(name, "latin-1")
    return said.isascii() and said.isprintable() and bool(at + 8 + length <= len(content) + 1)


def _flac_starts(content: mmap.mmap) -> list[int]:
    """Where each FLAC begins: at its mark, which STREAMINFO of 34 bytes follows."""
    starts: list[int] = []
    at = -1
    while (at := content.find(b"fLaC", at + 1)) >= 0:
        if content[at + 4 : at + 8] in (b"\x00\x00\x00\x22", b"\x80\x00\x00\x22"):
            starts.append(at)
    return starts


def _ogg_starts(content: mmap.mmap) -> list[int]:
    """Where each link of a chained Ogg begins: at a page that begins a stream, after pages that don't."""
    starts: list[int] = []
    begun = True  # whether a page was seen that goes on
    at = 0
    while (at := content.find(b"OggS", at)) >= 0:
        header = content[at : at + 27]
        if len(header) < 27 or header[4]:
            at += 4
            continue
        begins = bool(header[5] & _BEGINS_STREAM)
        if begins and begun:
            starts.append(at)
        begun = not begins
        lengths = content[at + 27 : at + 27 + header[26]]
        at += 27 + len(lengths) + sum(lengths)
    return starts


def _mp3_starts(content: mmap.mmap) -> list[int]:
    """Where each of the MP3s that were joined begins: at its tag, or where the one before says that it ends."""
    starts = [0]
    for at in _tagged_frames(content):
        if starts[-1] == 0 and not _goes_on(content, 0, at):
            pass  # what stands before the first frame is the file's own
        elif at > starts[-1]:
            starts.append(at)
        end = at + _tagged_bytes(content, at)
        if end > at and _is_frame(content[end : end + 4]) and _tag_in(content, end) < 0:
            starts.append(end)
    return starts


def _goes_on(content: mmap.mmap, start: int, end: int) -> bool:
    """Whether there is sound before a place: more than a tag of the file."""
    if content[start : start + 3] == b"ID3":
        sizes = content[start + 6 : start + 10]
        start += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(sizes, (21, 14, 7, 0), strict=False))
    return start < end and _is_frame(content[start : start + 4])


def _tagged_frames(content: mmap.mmap) -> list[int]:
    """The frames that hold no sound but a tag: Xing's, which an encoder writes first."""
    found: list[int] = []
    for tag in (b"Xing", b"Info"):
        at = -1
        while (at := content.find(tag, at + 1)) >= 0:
            found += [at - before for before in _TAG_AT if at >= before and _tag_in(content, at - before) == before]
    return sorted(found)


def _tag_in(content: mmap.mmap, frame: int) -> int:
    """Where in a frame its tag stands; -1 where it has none."""
    header = content[frame : frame + 4]
    if not _is_frame(header):
        return -1
    first, mono = header[1] & 0x08, header[3] >> 6 == 3
    place = (21 if mono else 36) if first else (13 if mono else 21)
    return place if content[frame + place : frame + place + 4] in (b"Xing", b"Info") else -1


def _tagged_bytes(content: mmap.mmap, frame: int) -> int:
    """How many bytes a tagged frame says that its MP3 has; 0 where it does not."""
    tag = frame + _tag_in(content, frame)
    if tag + 16 > len(content):
        return 0
    (flags,) = struct.unpack(">I", content[tag + 4 : tag + 8])
    if not flags & _HAS_BYTES:
        return 0
    at = tag + 8 + (4 if flags & _HAS_FRAMES else 0)
    return int.from_bytes(content[at : at + 4], "big")


def _is_frame(header: bytes) -> bool:
    """Whether these four bytes begin a frame of MPEG audio, layer III."""
    return (
        len(header) == 4
        and header[0] == 0xFF
        and header[1] & 0xE6 == 0xE2
        and header[2] >> 4 not in (0, 15)
        and header[2] & 0x0C != 0x0C
    )
