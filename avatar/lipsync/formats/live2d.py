"""Live2D Cubism's motion (.motion3.json): how far the mouth is open, and its form, for any model and for VTube Studio.

Source: Live2D's CubismSpecs, motion3.json (version 3) and its schema. A curve is a flat list of numbers: the first
point's time and value, then for each segment its kind (0: a straight line) and its end's time and value. Fades are
written as 0: a motion without them is faded in over its first second, in which the mouth would hardly move.
"""

from __future__ import annotations

import json
import math

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats.base import CueSheet, Format, Options, sampled, turns
from avatar.types import VISEMES

FPS = 60.0

OPEN, FORM = "ParamMouthOpenY", "ParamMouthForm"
"""Live2D's standard parameters: 0 shut to 1 open; -1 narrow, corners down, to 1 wide, corners up."""

OPEN_OF = {
    "sil": 0.0, "PP": 0.0, "FF": 0.1, "TH": 0.25, "DD": 0.2, "kk": 0.3, "CH": 0.15, "SS": 0.1, "nn": 0.25, "RR": 0.25,
    "aa": 1.0, "E": 0.65, "ih": 0.35, "oh": 0.7, "ou": 0.3,
}  # fmt: skip
FORM_OF = {
    "sil": 0.0, "PP": 0.0, "FF": 0.1, "TH": 0.1, "DD": 0.2, "kk": 0.1, "CH": -0.5, "SS": 0.4, "nn": 0.1, "RR": -0.4,
    "aa": 0.2, "E": 0.5, "ih": 0.8, "oh": -0.6, "ou": -1.0,
}  # fmt: skip
"""How far the lips are drawn apart, and how wide, for each viseme; judged by eye."""

_LINE = 0


def write(timeline: CueSheet, options: Options) -> str:
    fps, times, weights = sampled(timeline, options, FPS)
    tables = {OPEN: OPEN_OF, FORM: FORM_OF}
    segments = {
        name: _segments(times, weights @ np.array([table[viseme] for viseme in VISEMES], np.float32))
        for name, table in tables.items()
    }
    lines = sum(_lines(row) for row in segments.values())
    meta = {
        "Duration": max(round(timeline.duration, 3), math.ceil(times[-1] * 1000) / 1000),
        "Fps": fps,
        "Loop": False,
        "AreBeziersRestricted": True,
        "FadeInTime": 0.0,
        "FadeOutTime": 0.0,
        "CurveCount": len(segments),
        "TotalSegmentCount": lines,
        "TotalPointCount": lines + len(segments),
        "UserDataCount": 0,
        "TotalUserDataSize": 0,
    }
    curves = ",\n".join(
        f'    {{"Target": "Parameter", "Id": "{name}", "Segments": {json.dumps(row)}}}'
        for name, row in segments.items()
    )
    head = json.dumps({"Version": 3, "Meta": meta}, indent=2)[:-2]
    return f'{head},\n  "Curves": [\n{curves}\n  ]\n}}\n'


def _segments(times: NDArray[np.float64], values: NDArray[np.float32]) -> list[float]:
    """A curve as Cubism's flat list of straight lines, of which there is at least one."""
    rounded = np.round(values.astype(np.float64), 3) + 0.0  # no -0.0
    keys = np.flatnonzero(turns(rounded)).tolist()
    points = [(round(float(times[i]), 4), float(rounded[i])) for i in keys]
    if len(points) == 1:
        points.append((points[0][0] + 0.001, points[0][1]))
    flat = list(points[0])
    for t, value in points[1:]:
        flat += [_LINE, t, value]
    return flat


def _lines(segments: list[float]) -> int:
    return (len(segments) - 2) // 3


FORMATS = {
    "live2d": Format(".motion3.json", write, "Live2D: mouth open and mouth form, as a motion"),
}
