"""MikuMikuDance's motion (.vmd): the morphs of the mouth, in frames of 1/30 s.

Binary, little-endian, names in Shift-JIS: a header of 30 bytes, the model's name in 20, then lists, each after its
length: bones (none), morphs (name in 15 bytes, frame, weight), cameras, lights and shadows (none). Between two keys MMD
draws a straight line. Source: Kaitai Struct's format gallery, `mmd_vmd`.
"""

from __future__ import annotations

import struct

import numpy as np

from avatar.errors import LipSyncError
from avatar.lipsync.formats.base import CueSheet, Format, Options, sampled, turns
from avatar.lipsync.formats.curves import vrm
from avatar.types import VISEMES

FPS = 30.0
"""MMD's own; there is no other."""

MORPHS = ("あ", "い", "う", "え", "お", "ん")
"""The mouths of MMD's models: VRM's five vowels in VRM's order, and lips closed."""

_MAGIC, _MODEL = b"Vocaloid Motion Data 0002", "avatar"


def write(timeline: CueSheet, options: Options) -> bytes:
    """Raises LipSyncError where another frame rate is asked for."""
    if options.fps not in (None, FPS):
        raise LipSyncError(
            f"MikuMikuDance has 30 frames a second, not {options.fps:g}", remedy="Leave the frame rate out."
        )
    _, _, weights = sampled(timeline, options, FPS)
    vowels = vrm(weights)
    values = np.round(np.concatenate([vowels, weights[:, [VISEMES.index("PP")]]], axis=1).clip(0, 1), 3)
    keys = [
        (frame, name, float(values[frame, i]))
        for i, name in enumerate(MORPHS)
        for frame in np.flatnonzero(turns(values[:, i])).tolist()
    ]
    morphs = b"".join(struct.pack("<15sIf", name.encode("shift-jis"), frame, value) for frame, name, value in keys)
    head = struct.pack("<30s20s", _MAGIC, _MODEL.encode("shift-jis"))
    return head + struct.pack("<II", 0, len(keys)) + morphs + struct.pack("<III", 0, 0, 0)


FORMATS = {
    "vmd": Format(".vmd", write, "MikuMikuDance: morphs of the mouth, 30 frames a second"),
}
