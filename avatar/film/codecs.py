"""The codecs of films and how they are set: the same in the process that encodes and in the one that writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

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
    preset, crf = "ultrafast" if shape.quick else PRESET, str(CRF + 3 * shape.coarse)
    return Codec(
        "libx264",
        "yuv420p",
        {"preset": preset, "crf": crf, "profile": "high", "threads": "1"}
        | {"g": str(shape.longest), "x264-params": _params(shape)},
    )


def _params(shape: FrameShape) -> str:
    usual = "open-gop=0:force-cfr=1"
    return usual if shape.quick else f"{usual}:deblock=1,1:subme={SEARCH}:{STILL}:rc-lookahead={AHEAD}{_tree(shape)}"


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
STILL = "me=dia:weightp=0:b-adapt=0:scenecut=0"
"""What x264 need not look for in drawings: movement beyond a small diamond around where things were, light that changes
all over, where to put its B-frames (a fixed rhythm takes a twelfth less room here), and cuts, for segments begin with
them. All of it takes a seventh of its time."""
AHEAD = 6
"""Frames that x264 looks ahead to, of which `veryfast` has 10: an eighth of its time less. With fewer it thinks less of
what stays, so CRF is one finer: the same likeness on average, .3 dB more in the worst frame, 4 % more room."""
CRF = 19
"""x264's measure of quality, 0 to 51, less is better: flat colours show faults early, so this is finer than its 23."""


def vp9(shape: FrameShape) -> Codec:
    """VP9. libvpx takes transparency only without alternate reference frames."""
    options = {
        "deadline": "good",
        "cpu-used": "8" if shape.quick else "5",
        "crf": str(min(63, 28 + 4 * shape.coarse)),
        "b": "0",
        "threads": "1",
        "row-mt": "0",
    }
    options |= {"auto-alt-ref": "0", "lag-in-frames": "0", "g": str(shape.longest)}
    return Codec("libvpx-vp9", "yuva420p" if shape.transparent else "yuv420p", options)


def prores(shape: FrameShape) -> Codec:
    """ProRes 4444, for editors: each frame whole, all colours, transparency of 16 bits. Its alpha is straight."""
    pixels = "yuva444p10le" if shape.transparent else "yuv444p10le"
    options = {"profile": "4444", "vendor": "apl0", "threads": "1"}
    return Codec("prores_ks", pixels, options | ({"alpha_bits": "16"} if shape.transparent else {}))


class Hardware(NamedTuple):
    """An encoder in a graphics chip."""

    name: str
    """libavcodec's."""
    pixels: str
    options: Mapping[str, str]


HARDWARE: Mapping[str, Hardware] = {
    "nvenc": Hardware("h264_nvenc", "yuv420p", {"preset": "p4", "rc": "vbr", "cq": "23", "b": "0"}),
    "qsv": Hardware("h264_qsv", "nv12", {"global_quality": "23"}),
    "amf": Hardware("h264_amf", "yuv420p", {"rc": "cqp", "qp_i": "22", "qp_p": "24"}),
    "videotoolbox": Hardware("h264_videotoolbox", "yuv420p", {"q": "60"}),
    "v4l2": Hardware("h264_v4l2m2m", "yuv420p", {"b": "8M"}),
}
"""Encoders of machines by what people call them, quickest first. VAAPI takes pictures only in its own memory, and
PyAV can't bring them there."""


def find_codec(kind: str, encoder: str, shape: FrameShape) -> Codec:
    """How a kind of film is encoded; `encoder`: by another encoder of H.264 than x264."""
    chip = next((each for each in HARDWARE.values() if each.name == encoder), None)
    if kind == "mp4" and chip is not None:
        return Codec(chip.name, chip.pixels, {**chip.options, "g": str(shape.longest), "bf": "0"})
    return {"mp4": h264, "webm": vp9, "mov": prores}[kind](shape)


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
