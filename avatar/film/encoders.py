"""The encoders: a segment's frames to packets, blocks or files. They run in worker processes, and keep nothing between
segments."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.film.pictures import FilmPicture, Segment
from avatar.film.shape import FrameShape


class Packet(NamedTuple):
    """An encoded frame. Times count frames of its segment; of sound, samples of the film."""

    data: bytes
    pts: int
    dts: int
    key: bool
    more: bytes = b""
    """Its transparency, encoded (WebM); of sound, what of it is not to be heard (Opus)."""
    lasts: int = 1


class Block(NamedTuple):
    """A frame as a GIF or a WebP holds it."""

    data: bytes
    frames: int
    """Frames of the film for which it is shown."""


@dataclass(frozen=True)
class Task:
    """What the workers are to make of every segment."""

    kind: str
    """A key of ENCODERS."""
    shape: FrameShape
    palette: bytes = b""
    """GIF: up to 255 colours, RGB."""
    dither: str = "none"
    folder: str = ""
    """PNG: where the frames go, and how they are named."""
    encoder: str = ""
    """libavcodec's name of what encodes H.264, where that isn't x264."""
    note: str = ""
    """What the file says of itself in its metadata."""


Encode = Callable[[Task, Segment, Iterator[FilmPicture]], list[Any]]


def encode_video(task: Task, segment: Segment, pictures: Iterator[FilmPicture]) -> list[Packet]:
    """H.264, VP9 or ProRes packets; the segment begins with a key frame and ends with all frames out."""
    from avatar.film.codecs import encoder, find_codec
    from avatar.film.planes import FullPlanes, Planes

    shape = task.shape
    codec = find_codec(task.kind, task.encoder, shape)
    context = encoder(codec, shape)
    alpha = codec.pixels.startswith("yuva")
    planes = FullPlanes(codec.pixels) if "444" in codec.pixels else Planes(shape.width, shape.height, alpha=alpha)
    packets: list[Packet] = []
    for picture in pictures:
        pixels = unmultiply(picture.pixels) if alpha else picture.pixels
        frame = planes.update(pixels, picture.changed)
        frame.pts, frame.time_base = picture.place, Fraction(1, shape.fps)
        packets += [_packet(packet) for packet in context.encode(frame)]
    packets += [_packet(packet) for packet in context.encode(None)]
    return packets


def _packet(packet: Any) -> Packet:
    extra = packet.get_sidedata("matroska_block_additional")
    more = bytes(extra) if extra.data_size else b""
    return Packet(bytes(packet), packet.pts, packet.dts, packet.is_keyframe, more)


def unmultiply(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Premultiplied pixels with straight alpha, as files with transparency hold them."""
    from avatar.draw import unpremultiplied

    return unpremultiplied(pixels)


def encode_png(task: Task, segment: Segment, pictures: Iterator[FilmPicture]) -> list[Any]:
    """Files, one for each frame."""
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    if task.note:
        said.add_text("Comment", task.note)
    for number, picture in enumerate(pictures, segment.first + 1):
        image = _image(picture.pixels, task.shape.transparent)
        image.save(task.folder % number, format="PNG", compress_level=3, pnginfo=said)
    return []


def _image(pixels: NDArray[np.uint8], transparent: bool) -> Any:
    from PIL import Image

    height, width = pixels.shape[:2]
    if transparent:
        return Image.frombytes("RGBA", (width, height), unmultiply(pixels).tobytes(), "raw", "BGRA")
    return Image.frombytes("RGB", (width, height), np.ascontiguousarray(pixels).tobytes(), "raw", "BGRX")


def encode_webp(task: Task, segment: Segment, pictures: Iterator[FilmPicture]) -> list[Block]:
    """The frames of an animated WebP, as chunks that can be put one after the other."""
    images = (_image(picture.pixels, task.shape.transparent) for picture in pictures)
    first = next(images)
    file = io.BytesIO()
    quality = WEBP_QUALITY - 8 * task.shape.coarse
    first.save(
        file, format="WEBP", save_all=True, append_images=images, quality=quality, method=2, minimize_size=False,
        duration=FRAME_MS, loop=0,
    )  # fmt: skip
    chunks = [chunk for name, chunk in split_chunks(file.getvalue()) if name == b"ANMF"]
    if not chunks:
        return [Block(_still(file.getvalue(), task.shape), segment.count)]
    return [Block(chunk, round(int.from_bytes(chunk[DURATION], "little") / FRAME_MS)) for chunk in chunks]


WEBP_QUALITY = 85
FRAME_MS = 40
"""Milliseconds that stand for a frame in a segment of a WebP: how long it is shown is known where it is joined."""
DURATION = slice(20, 23)
"""Where a chunk of an animation says for how long it is shown."""


def split_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a RIFF file: name, and the whole chunk with its header and padding."""
    place = 12
    while place + 8 <= len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        end = place + 8 + size + size % 2
        yield data[place : place + 4], data[place:end]
        place = end


def _still(data: bytes, shape: FrameShape) -> bytes:
    """A still WebP as a frame of an animation: the library writes a still where nothing moved."""
    parts = b"".join(chunk for name, chunk in split_chunks(data) if name in (b"ALPH", b"VP8 ", b"VP8L"))
    head = bytes(6) + (shape.width - 1).to_bytes(3, "little") + (shape.height - 1).to_bytes(3, "little")
    body = head + bytes(3) + b"\x02" + parts
    return b"ANMF" + len(body).to_bytes(4, "little") + body


def encode_gif(task: Task, segment: Segment, pictures: Iterator[FilmPicture]) -> list[Block]:
    """Frames of a GIF, each only where it differs from the one before; all with the film's one palette."""
    from avatar.film import gifs

    return gifs.encode_frames(task, pictures)


ENCODERS: dict[str, Encode] = {
    "mp4": encode_video,
    "webm": encode_video,
    "mov": encode_video,
    "png": encode_png,
    "webp": encode_webp,
    "gif": encode_gif,
}
