"""MP4, WebM and MOV: encoded pictures and sound, joined once all of both is there."""

from __future__ import annotations

import contextlib
import math
import struct
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.packet import PacketSideData, packet_sidedata_type_from_literal

from avatar.film.codecs import find_codec, prepare
from avatar.film.coding import BEST_BITS, make_coder, prepare_sound
from avatar.film.encoders import Packet, Task
from avatar.film.outputs import ChapterMark
from avatar.film.shape import find_bits
from avatar.film.sound import PCM
from avatar.keeping import KeptFolder

_ALPHA = packet_sidedata_type_from_literal("matroska_block_additional")
_SKIP = packet_sidedata_type_from_literal("skip_samples")


class Media:
    """A film with sound, or without."""

    def __init__(
        self, path: Path, task: Task, rate: int, channels: int, title: str, best: bool, kept: KeptFolder | None = None
    ) -> None:
        """`channels`: 0 for a film without sound. `best`: the sound is a recording, and gets more bits than a mix.
        `kept`: pieces of sound of earlier films."""
        self.hears = channels > 0
        # Without `bitexact` a WebM's numbers are random.
        options = {"fflags": "+bitexact"} if task.kind == "webm" else {"movflags": "+faststart"}
        self._container = av.open(str(path), "w", format=task.kind, options=options)
        if title:
            self._container.metadata["title"] = title
        if task.note:
            self._container.metadata["comment"] = task.note
        codec = find_codec(task.kind, task.encoder, task.shape)
        self._fps = task.shape.fps
        self._video = self._container.add_stream(codec.name, rate=self._fps)
        prepare(self._video.codec_context, codec, task.shape)
        if codec.pixels == "yuva420p":
            self._video.metadata["alpha_mode"] = "1"
        if self.hears:
            bits = BEST_BITS if best else find_bits(task.shape.coarse)
            self._coder = make_coder(task.kind, rate, channels, bits, kept)
            self._audio = self._container.add_stream(self._coder.codec, rate=self._coder.rate)
            prepare_sound(self._audio.codec_context, task.kind, channels, bits)
        self._pictures, self._sounds = KeptPackets(path.parent), KeptPackets(path.parent)
        self._container.start_encoding()

    def picture(self, first: int, results: Sequence[Packet]) -> None:
        for each in results:
            self._pictures.add(each._replace(pts=first + each.pts, dts=first + each.dts))

    def sound(self, samples: PCM) -> None:
        for each in self._coder.encode(samples):
            self._sounds.add(each)

    def finish(self, frames: int, chapters: Sequence[ChapterMark]) -> None:
        frame = Fraction(1, self._fps)
        if self.hears:
            sample = Fraction(1, self._coder.rate)
            for each in self._coder.end():
                self._sounds.add(each)
            for each in self._sounds.until(math.inf):
                for picture in self._pictures.until((each.pts + each.lasts) * self._fps / self._coder.rate):
                    self._mux(picture, self._video, frame, _ALPHA)
                self._mux(each, self._audio, sample, _SKIP)
        for picture in self._pictures.until(math.inf):
            self._mux(picture, self._video, frame, _ALPHA)
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

    def _mux(self, each: Packet, stream: Any, unit: Fraction, more: Any) -> None:
        """`unit`: seconds that its times count."""
        packet = av.Packet(each.data)
        packet.stream = stream
        packet.time_base = unit
        packet.pts, packet.dts, packet.duration = each.pts, each.dts, each.lasts
        packet.is_keyframe = each.key
        if each.more:
            extra = PacketSideData(more, len(each.more))  # type: ignore[call-arg]  # its stub lacks them
            extra.update(each.more)
            extra.to_packet(packet)
        self._container.mux(packet)

    def close(self) -> None:
        self._pictures.close()
        self._sounds.close()
        with contextlib.suppress(OSError, av.FFmpegError):  # it is thrown away
            self._container.close()


class KeptPackets:
    """Packets in a temporary file: pictures wait there for the sound, whose loudness only all of it tells, and sound
    for pictures that are still being made."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, prefix=".packets-")  # noqa: SIM115  closed by `close`
        self._read = 0
        self._next: Packet | None = None

    def add(self, packet: Packet) -> None:
        """One more, before any is taken."""
        sizes = len(packet.data), len(packet.more)
        self._file.write(_KEPT.pack(packet.pts, packet.dts, packet.key, packet.lasts, *sizes))
        self._file.write(packet.data + packet.more)

    def until(self, frame: float) -> Iterator[Packet]:
        """Those that come next in the file and are decoded before a frame of the film, or a sample of its sound."""
        while (packet := self._next or self._take()) is not None:
            self._next = packet
            if packet.dts >= frame:
                return
            self._next = None
            yield packet

    def _take(self) -> Packet | None:
        if not self._read:
            self._file.seek(0)
        head = self._file.read(_KEPT.size)
        if not head:
            return None
        self._read += 1
        pts, dts, key, lasts, size, more = _KEPT.unpack(head)
        return Packet(self._file.read(size), pts, dts, key, self._file.read(more), lasts)

    def close(self) -> None:
        self._file.close()


_KEPT = struct.Struct("<qq?III")
