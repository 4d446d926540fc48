"""How a film's sound is encoded: AAC in pieces of five seconds, each of which is kept by what is heard in it.

A piece is a pure function of its samples, with some before it, from which the encoder learns what it goes on from, and
some after it, which it looks ahead to. So a film that is made again encodes only what sounds otherwise or stands
elsewhere, to the same bytes. Other codecs encode a film in one go: a frame of Opus builds upon the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Protocol

import av
import numpy as np

from avatar.digests import digest
from avatar.film.encoders import Packet
from avatar.film.segments.naming import describe_code, describe_machine
from avatar.film.segments.storing import pack, unpack
from avatar.film.sound import PCM
from avatar.keeping import KeptFolder

SOUND = {"mp4": ("aac", "fltp"), "webm": ("libopus", "flt"), "mov": ("pcm_s16le", "s16")}
"""Container to the codec of its sound, and the form in which that takes samples. Opus is always at 48 kHz."""

BEST_BITS = 160_000
"""Bits a second for each channel of a recording; `find_bits` says those of a mix."""

FEW_BITS = 64_000
"""Bits a second for a channel below which the quick coder of AAC is heard; the usual one takes twice as long."""

FRAME = 1024
"""Samples from one packet of AAC to the next; each is heard over twice as many."""

PIECE, BEFORE, AFTER = 235, 8, 3
"""Packets of a piece, and frames that are shown to the encoder before and after them: with 8 before it, noise at seams
is what it is elsewhere (half of them differ by less than 0.2 dB, none by 4); with 2 it is up to 9 dB more."""


class SoundCoder(Protocol):
    """What makes packets of samples."""

    codec: str
    """libavcodec's name."""
    rate: int
    """Of the times of packets."""

    def encode(self, samples: PCM) -> Iterator[Packet]:
        """The next samples, shape (count, channels), and the packets that are ready."""

    def end(self) -> Iterator[Packet]:
        """The packets that are left."""


def make_coder(kind: str, rate: int, channels: int, bits: int, kept: KeptFolder | None) -> SoundCoder:
    """Encodes the sound of a kind of film. `bits`: a second, for each channel; `kept`: pieces of earlier films."""
    return PieceCoder(rate, channels, bits, kept) if kind == "mp4" else WholeCoder(kind, rate, channels, bits)


def prepare_sound(context: Any, kind: str, channels: int, bits: int) -> None:
    """Sets a codec context up. `bits`: a second, for each channel."""
    context.layout, context.format = "stereo" if channels == 2 else "mono", SOUND[kind][1]
    if kind != "mov":
        context.bit_rate = channels * bits
    if kind == "mp4" and bits >= FEW_BITS:
        context.options = {"aac_coder": "fast"}


def _open(kind: str, rate: int, channels: int, bits: int) -> Any:
    context: Any = av.CodecContext.create(SOUND[kind][0], "w")
    context.sample_rate, context.time_base = rate, Fraction(1, rate)
    prepare_sound(context, kind, channels, bits)
    return context


def _frame(samples: PCM, rate: int, pts: int) -> Any:
    layout = "stereo" if samples.shape[1] == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), "s16", layout)
    frame.sample_rate, frame.pts, frame.time_base = rate, pts, Fraction(1, rate)
    return frame


class WholeCoder:
    """Encodes in one go."""

    def __init__(self, kind: str, rate: int, channels: int, bits: int) -> None:
        self.codec, form = SOUND[kind]
        self.rate, self._taken, self._count = 48_000 if kind == "webm" else rate, rate, 0
        self._context = _open(kind, self.rate, channels, bits)
        self._turned = av.AudioResampler(format=form, layout=self._context.layout, rate=self.rate)

    def encode(self, samples: PCM) -> Iterator[Packet]:
        """The next samples, shape (count, channels), and the packets that are ready."""
        if len(samples):
            frame, self._count = _frame(samples, self._taken, self._count), self._count + len(samples)
            yield from self._pass(frame)

    def end(self) -> Iterator[Packet]:
        """The packets that are left."""
        yield from self._pass(None)
        yield from map(_packet, self._context.encode(None))

    def _pass(self, frame: Any) -> Iterator[Packet]:
        for part in self._turned.resample(frame):
            yield from map(_packet, self._context.encode(part))


class PieceCoder:
    """Encodes AAC in pieces."""

    codec = "aac"

    def __init__(self, rate: int, channels: int, bits: int, kept: KeptFolder | None) -> None:
        self.rate, self._channels, self._bits, self._kept = rate, channels, bits, kept
        self._base = digest((describe_code(), describe_machine(), rate, channels, bits)) if kept is not None else ""
        self._held: PCM = np.zeros((0, channels), np.int16)
        self._first = self._begin = 0
        """The next packet, and the frame at which what is held begins. Packet n ends with frame n."""

    def encode(self, samples: PCM) -> Iterator[Packet]:
        """The next samples, shape (count, channels), and the packets that are ready."""
        self._held = np.concatenate([self._held, samples])
        while self._begin * FRAME + len(self._held) > (self._first + PIECE + AFTER) * FRAME:
            yield from self._piece(self._first + PIECE)

    def end(self) -> Iterator[Packet]:
        """The packets that are left."""
        if len(self._held):
            yield from self._piece(None)

    def _piece(self, until: int | None) -> Iterator[Packet]:
        """The packets up to number `until`; all that are left where there is none."""
        shown = self._held if until is None else self._held[: (until + AFTER - self._begin) * FRAME]
        start = self._begin * FRAME
        for each in self._find(shown, self._first - self._begin, last=until is None):
            yield each._replace(pts=start + each.pts, dts=start + each.dts)
        if until is not None:
            begin = max(0, until - BEFORE)
            self._held = self._held[(begin - self._begin) * FRAME :]
            self._first, self._begin = until, begin

    def _find(self, shown: PCM, skip: int, *, last: bool) -> list[Packet]:
        """The packets of some samples but the first `skip`: as many as a piece has, or all; kept, or encoded."""
        if self._kept is None:
            return self._encode(shown)[skip : None if last else skip + PIECE]
        name = digest((self._base, skip, last, shown))
        data = self._kept.get(name)
        found = unpack(data, Packet)
        if not found or not (last or len(found) == PIECE):
            found = self._encode(shown)[skip : None if last else skip + PIECE]
            self._kept.put(name, pack(found))
        return found

    def _encode(self, samples: PCM) -> list[Packet]:
        context = _open("mp4", self.rate, self._channels, self._bits)
        return [_packet(packet) for part in (_frame(samples, self.rate, 0), None) for packet in context.encode(part)]


def _packet(packet: Any) -> Packet:
    extra = packet.get_sidedata("skip_samples")
    more = bytes(extra) if extra.data_size else b""
    return Packet(bytes(packet), packet.pts, packet.dts, packet.is_keyframe, more, packet.duration)
