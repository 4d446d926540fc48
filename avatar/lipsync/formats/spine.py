"""Spine's JSON (4.x): an animation that changes the attachment of a slot `mouth`, letter by letter.

A whole skeleton of one bone, one slot and an attachment for each mouth (`mouth_a` to `mouth_x`), which Spine's editor
imports ("Import Data") as a skeleton or, animation alone, into one that has a slot and attachments of these names.
Source: Spine's "JSON format" (skeleton, bones, slots, skins, animations: slot timelines, attachment), and for names and
whole frames Rhubarb's own tool for Spine.
"""

from __future__ import annotations

import json

from avatar.lipsync.formats.base import CueSheet, Format, Options, on_frames
from avatar.lipsync.formats.rhubarb import letters_of, shape_set

FPS = 30.0
"""Spine's own where a project sets none."""

SLOT, ANIMATION, VERSION = "mouth", "lipsync", "4.2"

_SIZE = 100
"""Width and height that stand for those of the drawn mouths, which only Spine knows."""


def write(timeline: CueSheet, options: Options) -> str:
    fps = options.fps or FPS
    shapes = shape_set(options.extended)
    keys = on_frames(((cue.start, cue.value) for cue in letters_of(timeline, options)), fps)
    end = timeline.duration if not keys else max(timeline.duration, (keys[-1][0] + 1) / fps)
    timed = [(round(frame / fps, 4), name) for frame, name in keys] + [(round(end, 4), shapes.rest)]
    attachment = [{"time": t, "name": _named(name)} for t, name in timed]
    skeleton = {
        "skeleton": {"spine": VERSION, "fps": fps, "images": "./images/", "audio": ""},
        "bones": [{"name": "root"}],
        "slots": [{"name": SLOT, "bone": "root", "attachment": _named(shapes.rest)}],
        "skins": [
            {
                "name": "default",
                "attachments": {
                    SLOT: {_named(name): {"width": _SIZE, "height": _SIZE} for name in sorted(shapes.names)}
                },
            }
        ],
        "animations": {ANIMATION: {"slots": {SLOT: {"attachment": attachment}}}},
    }
    return json.dumps(skeleton, indent=1) + "\n"


def _named(letter: str) -> str:
    return f"mouth_{letter.lower()}"


FORMATS = {
    "spine": Format(".spine.json", write, "Spine: a slot's attachments, as an animation"),
}
