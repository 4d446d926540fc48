"""Reads a film back: what is in the file, whatever was meant to be in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np

from avatar.errors import FilmError


class FilmFacts(NamedTuple):
    """What a file says of itself."""

    kind: str
    """A word for container and codecs, as "mp4 h264 aac"."""
    size: tuple[int, int]
    seconds: float
    frames: int
    sound: bool
    see_through: bool
    weight: int
    """Bytes."""


KINDS = {
    ".mp4": {"mp4 h264", "mp4 h264 aac"},
    ".webm": {"webm vp9", "webm vp9 opus"},
    ".gif": {"gif"},
    ".webp": {"webp"},
}
"""Ending to what may be in the file."""


def read_facts(path: Path) -> FilmFacts:
    """What is in a film. Raises FilmError where it can't be read."""
    try:
        if path.suffix.lower() in (".gif", ".webp"):
            return _of_animation(path)
        return _of_video(path)
    except (OSError, ValueError, av.FFmpegError) as error:
        raise FilmError(f"The film can't be read back: {error}", where=path, remedy="Film it again.") from error


def _of_animation(path: Path) -> FilmFacts:
    from PIL import Image

    with Image.open(path) as image:
        frames = getattr(image, "n_frames", 1)
        milliseconds = 0.0
        clear = False
        for number in range(frames):
            image.seek(number)
            image.load()
            milliseconds += float(image.info.get("duration", 0))
            if number == 0:
                alpha = np.asarray(image.convert("RGBA"))[:, :, 3]
                clear = bool(alpha.min() < 255)
        kind = str(image.format).lower()
        return FilmFacts(kind, image.size, milliseconds / 1000, frames, False, clear, path.stat().st_size)


def _of_video(path: Path) -> FilmFacts:
    with av.open(str(path)) as container:
        video: Any = container.streams.video[0]
        names = [video.codec_context.name, *(stream.codec_context.name for stream in container.streams.audio)]
        frames = 0
        end = 0.0
        clear = {key.lower(): value for key, value in video.metadata.items()}.get("alpha_mode") == "1"
        for packet in container.demux(video):
            if packet.pts is not None:
                frames += 1
                end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        kind = " ".join([path.suffix[1:].lower(), *(name.removeprefix("lib").replace("vpx-", "") for name in names)])
        size = (video.width, video.height)
        return FilmFacts(kind, size, end, frames, len(names) > 1, clear, path.stat().st_size)


KB, MB = 1000, 1_000_000
"""The smaller of what a kilobyte and a megabyte may be: a file that fits these fits either."""


def tell_size(count: float) -> str:
    """Bytes for people."""
    return f"{count / MB:.1f} MB" if count >= MB else f"{count / KB:.0f} KB"
