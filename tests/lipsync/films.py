"""Films made up for tests: a picture, and tracks of sound that begin when they like."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

RATE = 22050


def tone(seconds: float, hertz: float = 220.0) -> np.ndarray:
    return (np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE) * 0.5).astype(np.float32)


def film(path: Path, starts: dict[str, float], default: str = "", gap: float = 0.0) -> Path:
    """A film of 2.5 s with a picture from 0 and a second of tone in each track, from when it starts."""
    av = pytest.importorskip("av")
    with av.open(str(path), "w", format="matroska") as container:
        video = container.add_stream("mpeg4", rate=10)
        video.width = video.height = 64
        video.pix_fmt = "yuv420p"
        tracks = {}
        for name in starts:
            tracks[name] = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
            tracks[name].metadata["language"] = name
            if name == default:
                tracks[name].disposition = av.stream.Disposition.default
        for k in range(25):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            picture.pts, picture.time_base = k, Fraction(1, 10)
            container.mux(video.encode(picture))
        for number, (name, start) in enumerate(starts.items()):
            data = (tone(1.0, 220.0 * (number + 1)) * 32767).astype(np.int16)
            half = len(data) // 2
            for piece, at in ((data[:half], start), (data[half:], start + 0.5 + gap)):
                frame = av.AudioFrame.from_ndarray(piece[None], "s16", "mono")
                frame.sample_rate, frame.pts, frame.time_base = RATE, round(at * RATE), Fraction(1, RATE)
                container.mux(tracks[name].encode(frame))
        for stream in (video, *tracks.values()):
            container.mux(stream.encode(None))
    return path
