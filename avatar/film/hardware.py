"""Encoders in graphics chips: which of them work here. Bytes differ from chip to chip, so nobody gets one unasked."""

from __future__ import annotations

import logging
from fractions import Fraction

import av

from avatar.errors import ConfigError
from avatar.film.codecs import HARDWARE, encoder, find_codec
from avatar.film.shape import FrameShape

TRIED = FrameShape(256, 144)
"""What an encoder is tried with: the least that all of them take."""

log = logging.getLogger(__name__)


def find_encoder(name: str) -> str:
    """libavcodec's name of the encoder that people call so, "" for x264. Raises ConfigError where it doesn't work."""
    if name == "x264":
        return ""
    if name != "auto" and name not in HARDWARE:
        known = ", ".join(("x264", "auto", *HARDWARE))
        raise ConfigError(f"There is no encoder {name!r}", remedy=f"Use {known}.")
    for each in HARDWARE if name == "auto" else (name,):
        found = HARDWARE[each].name
        why = _why_not(found)
        if not why:
            return found
        log.info("%s is not used: %s", each, why)
    if name == "auto":
        return ""
    raise ConfigError(f"The encoder {name} does not work here: {why}", remedy="Use --encoder x264, or auto.")


def _why_not(name: str) -> str:
    """Why an encoder can't be used; '' where it encodes."""
    try:
        codec = find_codec("mp4", name, TRIED)
        context = encoder(codec, TRIED)
        frame = av.VideoFrame(TRIED.width, TRIED.height, codec.pixels)
        frame.pts, frame.time_base = 0, Fraction(1, TRIED.fps)
        found = [*context.encode(frame), *context.encode(None)]
    except (av.FFmpegError, ValueError, OSError) as error:  # ValueError: the library was built without it
        return str(error)
    return "" if found else "it gives no picture"
