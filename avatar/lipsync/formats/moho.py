"""Moho's switch data (.dat), which OpenToonz, Blender add-ons and Daz importers read too.

`MohoSwitch1`, then a line for each change: frame (from 1) and shape. Preston Blair's names (`MBP`, `etc`, ...) are what
most readers know; Moho itself takes any. Source: Rhubarb's DatExporter and Papagayo's own export.
"""

from __future__ import annotations

from avatar.lipsync.formats.base import CueSheet, Format, Options, frame_of, on_frames
from avatar.lipsync.formats.rhubarb import letters_of, shape_set

FPS = 24.0

PRESTON_BLAIR = {
    "A": "MBP", "B": "etc", "C": "E", "D": "AI", "E": "O", "F": "U", "G": "FV", "H": "L", "X": "rest", "T": "TH",
}  # fmt: skip
"""Letters by the names of Preston Blair's mouths, who drew none for TH."""


def write(timeline: CueSheet, options: Options) -> str:
    fps = options.fps or FPS
    shapes = shape_set(options.extended)
    names = PRESTON_BLAIR if options.preston_blair else {name: name for name in PRESTON_BLAIR}
    keys = on_frames(((cue.start, cue.value) for cue in letters_of(timeline, options)), fps)
    keys.append((max(frame_of(timeline.duration, fps), keys[-1][0] + 1 if keys else 0), shapes.rest))
    return "MohoSwitch1\n" + "".join(f"{1 + frame} {names[value]}\n" for frame, value in keys)


FORMATS = {
    "dat": Format(".dat", write, "Moho, OpenToonz: switch data, in frames"),
}
