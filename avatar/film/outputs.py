"""Where encoded segments and sound become a file, in order; a temporary one until all of it is written."""

from __future__ import annotations

import contextlib
import errno
import io
import math
import shutil
import struct
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from xml.sax.saxutils import escape

import av
import numpy as np
from av.packet import PacketSideData, packet_sidedata_type_from_literal

from avatar import files
from avatar.errors import FilmError
from avatar.film import gifs
from avatar.film.codecs import find_codec, prepare
from avatar.film.encoders import DURATION, Block, Packet, Task
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
        """The next samples of the sound."""

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        """Complete the file. Raises OSError or av.FFmpegError where it can't be written, as all of these do."""

    def close(self) -> None:
        """Close the file, finished or not."""


_ALPHA = packet_sidedata_type_from_literal("matroska_block_additional")


class Media:
    """MP4, WebM or MOV."""

    def __init__(self, path: Path, task: Task, rate: int, channels: int, title: str, best: bool) -> None:
        """`channels`: 0 for a film without sound. `best`: the sound is a recording, and gets more bits than a mix."""
        self.hears = channels > 0
        self._shape = task.shape
        # Without `bitexact` a WebM's numbers are random.
        options = {"fflags": "+bitexact"} if task.kind == "webm" else {"movflags": "+faststart"}
        self._container = av.open(str(path), "w", format=task.kind, options=options)
        if title:
            self._container.metadata["title"] = title
        if task.note:
            self._container.metadata["comment"] = task.note
        codec = find_codec(task.kind, task.encoder, task.shape)
        self._video = self._container.add_stream(codec.name, rate=task.shape.fps)
        prepare(self._video.codec_context, codec, task.shape)
        if codec.pixels == "yuva420p":
            self._video.metadata["alpha_mode"] = "1"
        if self.hears:
            self._audio, self._turned = _audio_stream(self._container, task.kind, rate, channels, best)
        self._rate = rate
        self._layout = "stereo" if channels == 2 else "mono"
        self._heard = 0
        self._kept = KeptPackets(path.parent)
        self._container.start_encoding()

    def picture(self, first: int, results: Sequence[Packet]) -> None:
        for each in results:
            self._kept.add(each._replace(pts=first + each.pts, dts=first + each.dts))

    def _mux(self, each: Packet) -> None:
        packet = av.Packet(each.data)
        packet.stream = self._video
        packet.time_base = Fraction(1, self._shape.fps)
        packet.pts, packet.dts, packet.duration = each.pts, each.dts, 1
        packet.is_keyframe = each.key
        if each.alpha:
            extra = PacketSideData(_ALPHA, len(each.alpha))  # type: ignore[call-arg]  # its stub lacks them
            extra.update(each.alpha)
            extra.to_packet(packet)
        self._container.mux(packet)

    def sound(self, samples: PCM) -> None:
        if not len(samples):
            return
        for each in self._kept.until((self._heard + len(samples)) * self._shape.fps / self._rate):
            self._mux(each)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), "s16", self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._heard, Fraction(1, self._rate)
        self._heard += len(samples)
        for part in self._turned.resample(frame):
            self._container.mux(self._audio.encode(part))

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        if self.hears:
            for part in self._turned.resample(None):
                self._container.mux(self._audio.encode(part))
            self._container.mux(self._audio.encode(None))
        for each in self._kept.until(math.inf):
            self._mux(each)
        self._container.set_chapters(
            [
                {
                    "id": number,
                    "start": round(chapter.start * 1000),
                    "end": round(chapter.end * 1000),
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": chapter.name},
                }
                for number, chapter in enumerate(chapters, 1)
            ]
        )
        self._container.close()

    def close(self) -> None:
        self._kept.close()
        with contextlib.suppress(OSError, av.FFmpegError):  # it is thrown away
            self._container.close()


class KeptPackets:
    """Packets in a temporary file: pictures wait there for the sound, whose loudness only all of it tells."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".packets-")  # noqa: SIM115  closed by `close`
        self._read = 0
        self._next: Packet | None = None

    def add(self, packet: Packet) -> None:
        self._file.seek(0, io.SEEK_END)
        self._file.write(_KEPT.pack(packet.pts, packet.dts, packet.key, len(packet.data), len(packet.alpha)))
        self._file.write(packet.data + packet.alpha)

    def until(self, frame: float) -> Iterator[Packet]:
        """Those that come next in the file and are decoded before a frame of the film."""
        while (packet := self._next or self._take()) is not None:
            self._next = packet
            if packet.dts >= frame:
                return
            self._next = None
            yield packet

    def _take(self) -> Packet | None:
        self._file.seek(self._read)
        head = self._file.read(_KEPT.size)
        if not head:
            return None
        pts, dts, key, size, more = _KEPT.unpack(head)
        data, alpha = self._file.read(size), self._file.read(more)
        self._read += _KEPT.size + size + more
        return Packet(data, pts, dts, key, alpha)

    def close(self) -> None:
        self._file.close()


_KEPT = struct.Struct("<qq?II")


def _audio_stream(container: Any, kind: str, rate: int, channels: int, best: bool) -> tuple[Any, Any]:
    """The sound's stream, and the resampler that brings samples into its form."""
    name, form = SOUND[kind]
    out_rate = 48_000 if kind == "webm" else rate
    stream = container.add_stream(name, rate=out_rate)
    layout = "stereo" if channels == 2 else "mono"
    stream.codec_context.layout = layout
    stream.codec_context.format = form
    if kind != "mov":
        stream.codec_context.bit_rate = channels * (BEST_BITS if best else BITS)
    if name == "aac":
        # The usual coder takes twice as long, and only sounds better at low bit rates.
        stream.codec_context.options = {"aac_coder": "fast"}
    return stream, av.AudioResampler(format=form, layout=layout, rate=out_rate)


SOUND = {"mp4": ("aac", "fltp"), "webm": ("libopus", "flt"), "mov": ("pcm_s16le", "s16")}
"""Container to the codec of its sound, and the form in which that takes samples. Opus is always at 48 kHz."""

BITS, BEST_BITS = 96_000, 160_000
"""Bits a second for each channel of a mix, and of a recording."""


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
