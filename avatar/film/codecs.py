"""The codecs of films and how they are set: the same in the process that encodes and in the one that writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
from av.codec.context import Flags

from avatar.film.shape import FrameShape


@dataclass(frozen=True)
class Codec:
    """A video codec and its settings."""

    name: str
    """libavcodec's."""
    pixels: str
    """Its pixel format."""
    options: dict[str, str] = field(default_factory=dict)


def h264(shape: FrameShape) -> Codec:
    """H.264 that every player knows. One thread a segment: then its bytes don't depend on the machine's cores."""
    return Codec(
        "libx264",
        "yuv420p",
        {"preset": PRESET, "crf": CRF, "profile": "high", "threads": "1"}
        | {"g": str(shape.longest), "x264-params": f"open-gop=0:force-cfr=1:deblock=1,1:subme={SEARCH}{_tree(shape)}"},
    )


def _tree(shape: FrameShape) -> str:
    """x264's macroblock tree left out of narrow pictures: where a row has fewer blocks than its fast code takes at a
    time, that reads what lies behind the row, and the same pictures give other bytes each time."""
    return ":mbtree=0" if shape.width < 16 * ROW else ""


ROW = 20
"""Blocks of a row, of 16 pixels each, from which on it was never seen to: rows of up to 15 did."""


PRESET = "veryfast"
"""x264's trade of time for size: `faster` saves a sixth of the room at best and takes two thirds longer."""
SEARCH = 1
"""How finely x264 searches for movement (its `subme`): `veryfast` has 2, which takes a third longer, saves an eighth of
the room and gives no better picture; drawn shapes are found without it."""
CRF = "20"
"""x264's measure of quality, 0 to 51, less is better: flat colours show faults early, so this is finer than its 23."""


def vp9(shape: FrameShape) -> Codec:
    """VP9. libvpx takes transparency only without alternate reference frames."""
    options = {"deadline": "good", "cpu-used": "5", "crf": "28", "b": "0", "threads": "1", "row-mt": "0"}
    options |= {"auto-alt-ref": "0", "lag-in-frames": "0", "g": str(shape.longest)}
    return Codec("libvpx-vp9", "yuva420p" if shape.transparent else "yuv420p", options)


VIDEO = {"mp4": h264, "webm": vp9}
"""Container to its codec."""


def prepare(context: Any, codec: Codec, shape: FrameShape) -> None:
    """Sets a codec context up: size, rate, pixel format, colours, global headers."""
    context.width, context.height, context.pix_fmt = shape.width, shape.height, codec.pixels
    context.time_base = Fraction(1, shape.fps)
    context.framerate = Fraction(shape.fps)
    context.options = dict(codec.options)
    context.thread_count = 1
    context.colorspace = context.color_primaries = context.color_trc = BT709
    context.color_range = LIMITED
    context.flags |= Flags.global_header


BT709, LIMITED = 1, 1
"""As libavutil's pixfmt.h (and ITU-T H.273) number them."""


def encoder(codec: Codec, shape: FrameShape) -> Any:
    """A codec context that encodes."""
    context = av.CodecContext.create(codec.name, "w")
    prepare(context, codec, shape)
    return context
