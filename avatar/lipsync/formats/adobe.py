"""The 14 mouths of Adobe Character Animator: as names, and as keyframes for After Effects.

The 12 that speech uses, and Smile and Surprised, which are expressions and never written. `write` gives a line for each
change, seconds and name. `write_keyframes` gives After Effects' keyframe text for Time Remap: copied to the clipboard
and pasted on a layer whose source shows the mouths of `NAMES` in that order, one a frame. Keys that are pasted are
joined by straight lines, which would show the mouths in between: so each mouth has a second key where it ends.
In a composition of another frame rate, Animation > Toggle Hold Keyframe makes the keys themselves hold.
"""

from __future__ import annotations

from itertools import pairwise

from avatar.lipsync.formats.base import CueSheet, Format, Options, frame_of, on_frames, shapes_of
from avatar.lipsync.shapes import ShapeSet

FPS = 24.0

_INTO = 0.001
"""Frames into a mouth's frame that are asked for, so that no rounding asks for the one before."""

NAMES = ("Neutral", "Ah", "D", "Ee", "F", "L", "M", "Oh", "R", "S", "Uh", "W-Oo", "Smile", "Surprised")

SPOKEN = 12
"""The first of them, which speech uses."""

SHAPES = ShapeSet(
    {
        "sil": {"Neutral": 1.3},
        "PP": {"M": 0.15},
        "FF": {"F": 0.15},
        "TH": {"L": 0.8, "D": 0.6},
        "DD": {"D": 1.0, "L": -0.6},
        "kk": {"D": 0.7, "Uh": 0.7},
        "CH": {"S": 1.0},
        "SS": {"S": 1.0},
        "nn": {"L": 1.0, "D": 0.5},
        "RR": {"R": 1.0},
        "aa": {"Ah": 1.0},
        "E": {"Uh": 0.7, "Ee": 0.6, "Ah": 0.3},
        "ih": {"Ee": 1.0},
        "oh": {"Oh": 1.0},
        "ou": {"W-Oo": 1.0},
    },
    "Neutral",
    frozenset({"M", "F"}),
)


def write(timeline: CueSheet, options: Options) -> str:
    held = shapes_of(timeline, SHAPES, options)
    return "".join(f"{cue.start:.2f}\t{cue.value}\n" for cue in held) + f"{timeline.duration:.2f}\tNeutral\n"


def write_keyframes(timeline: CueSheet, options: Options) -> str:
    fps = options.fps or FPS
    keys = on_frames(((cue.start, NAMES.index(cue.value)) for cue in shapes_of(timeline, SHAPES, options)), fps)
    keys.append((max(frame_of(timeline.duration, fps), keys[-1][0] + 1 if keys else 0), 0))
    ends = [(after - 1, index) for (frame, index), (after, _) in pairwise(keys) if after - 1 > frame]
    rows = "".join(f"\t{frame}\t{(index + _INTO) / fps:.6f}\t\n" for frame, index in sorted(keys + ends))
    return (
        f"Adobe After Effects 8.0 Keyframe Data\n\n\tUnits Per Second\t{fps:g}\n\tSource Width\t100\n"
        "\tSource Height\t100\n\tSource Pixel Aspect Ratio\t1\n\tComp Pixel Aspect Ratio\t1\n\n"
        f"Time Remap\n\tFrame\tseconds\t\n{rows}\n\nEnd of Keyframe Data\n"
    )


FORMATS = {
    "adobe": Format(".adobe.tsv", write, "Character Animator's 14 mouths, one change a line"),
    "adobe-ae": Format(".ae.txt", write_keyframes, "Character Animator's 14 as After Effects Time Remap keyframes"),
}
