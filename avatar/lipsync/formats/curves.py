"""Curves: how much of each shape, frame by frame, at the times when the lips move (a little ahead of the sound).

OVR's 15 visemes, ARKit's 52 blendshapes and VRM's five vowels, as CSV or JSON. ARKit's CSV is Live Link Face's, which
Unreal and Blender's Faceit import; the JSON is that of Audio2Face's blendshape export (`facsNames`, `weightMat`), with
importers for Maya, Blender and Unreal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats.base import CueSheet, Format, Options, sampled
from avatar.types import VISEMES

FPS = 60.0

ARKIT = tuple(
    "eyeBlinkLeft eyeLookDownLeft eyeLookInLeft eyeLookOutLeft eyeLookUpLeft eyeSquintLeft eyeWideLeft eyeBlinkRight "
    "eyeLookDownRight eyeLookInRight eyeLookOutRight eyeLookUpRight eyeSquintRight eyeWideRight jawForward jawRight "
    "jawLeft jawOpen mouthClose mouthFunnel mouthPucker mouthRight mouthLeft mouthSmileLeft mouthSmileRight "
    "mouthFrownLeft mouthFrownRight mouthDimpleLeft mouthDimpleRight mouthStretchLeft mouthStretchRight mouthRollLower "
    "mouthRollUpper mouthShrugLower mouthShrugUpper mouthPressLeft mouthPressRight mouthLowerDownLeft "
    "mouthLowerDownRight mouthUpperUpLeft mouthUpperUpRight browDownLeft browDownRight browInnerUp browOuterUpLeft "
    "browOuterUpRight cheekPuff cheekSquintLeft cheekSquintRight noseSneerLeft noseSneerRight tongueOut".split()
)
"""Apple's 52 blendshapes in Live Link Face's order."""

HEAD = tuple(
    "HeadYaw HeadPitch HeadRoll LeftEyeYaw LeftEyePitch LeftEyeRoll RightEyeYaw RightEyePitch RightEyeRoll".split()
)
"""What Live Link Face writes after the blendshapes; a mouth leaves them at 0."""

# Each viseme's blendshapes; a name without a side stands for both. mouthClose closes the lips over an open jaw.
_ARKIT_OF = {
    "sil": "",
    "PP": "jawOpen .06 mouthClose .06 mouthPress .5 mouthRollLower .3 mouthRollUpper .3",
    "FF": "jawOpen .08 mouthRollLower .6 mouthUpperUp .25 mouthLowerDown .05 mouthShrugUpper .1",
    "TH": "jawOpen .16 mouthLowerDown .2 mouthUpperUp .15 tongueOut .35",
    "DD": "jawOpen .12 mouthLowerDown .25 mouthUpperUp .1 mouthStretch .1",
    "kk": "jawOpen .2 mouthLowerDown .2 mouthUpperUp .1",
    "CH": "jawOpen .1 mouthFunnel .5 mouthPucker .3 mouthLowerDown .2 mouthUpperUp .2",
    "SS": "jawOpen .05 mouthStretch .25 mouthLowerDown .25 mouthUpperUp .15 mouthSmile .1",
    "nn": "jawOpen .16 mouthLowerDown .2 mouthUpperUp .1",
    "RR": "jawOpen .14 mouthFunnel .35 mouthPucker .2 mouthLowerDown .1",
    "aa": "jawOpen .6 mouthLowerDown .3 mouthUpperUp .2",
    "E": "jawOpen .36 mouthStretch .25 mouthLowerDown .3 mouthUpperUp .2 mouthSmile .15",
    "ih": "jawOpen .2 mouthSmile .3 mouthStretch .25 mouthLowerDown .25 mouthUpperUp .15",
    "oh": "jawOpen .4 mouthFunnel .6 mouthPucker .2",
    "ou": "jawOpen .2 mouthFunnel .35 mouthPucker .7",
}

_VOWELS = {"ih": "I", "oh": "O", "ou": "U"}
OCULUS = tuple("viseme_" + _VOWELS.get(name, name) for name in VISEMES)
"""Oculus's blend shapes of our visemes, in the same order, as Ready Player Me and others name them."""

VRM = ("aa", "ih", "ou", "ee", "oh")
"""VRM 1.0's mouth expressions, in the specification's order."""

_VRM_OF = {
    "sil": "", "PP": "", "FF": "ih .15", "TH": "ih .2 aa .1", "DD": "ih .3", "kk": "aa .2 ih .1", "CH": "ou .4 ih .1",
    "SS": "ih .3 ee .2", "nn": "ih .2 aa .1", "RR": "ou .3 oh .2", "aa": "aa 1", "E": "ee .9 aa .1", "ih": "ih 1",
    "oh": "oh 1", "ou": "ou 1",
}  # fmt: skip


@lru_cache(maxsize=4)
def _matrix(names: tuple[str, ...], rows: tuple[tuple[str, str], ...]) -> NDArray[np.float32]:
    """Shape (15, names): how much of each name one viseme asks for."""
    matrix = np.zeros((len(VISEMES), len(names)), np.float32)
    for viseme, text in rows:
        parts = text.split()
        for name, amount in zip(parts[::2], parts[1::2], strict=True):
            for each in [name] if name in names else [name + "Left", name + "Right"]:
                matrix[VISEMES.index(viseme), names.index(each)] = float(amount)
    return matrix


def arkit(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Viseme weights, shape (frames, 15), as ARKit's blendshapes, shape (frames, 52), each 0 to 1."""
    return weights @ _matrix(ARKIT, tuple(_ARKIT_OF.items()))


def vrm(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Viseme weights, shape (frames, 15), as VRM's five, shape (frames, 5), each 0 to 1."""
    return weights @ _matrix(VRM, tuple(_VRM_OF.items()))


def ovr_csv(timeline: CueSheet, options: Options) -> str:
    return _csv(VISEMES, *sampled(timeline, options, FPS)[1:])


def vrm_csv(timeline: CueSheet, options: Options) -> str:
    _, times, weights = sampled(timeline, options, FPS)
    return _csv(VRM, times, vrm(weights))


def ovr_json(timeline: CueSheet, options: Options) -> str:
    fps, _, weights = sampled(timeline, options, FPS)
    return _json(VISEMES, fps, weights, timeline.sound)


def arkit_json(timeline: CueSheet, options: Options) -> str:
    fps, _, weights = sampled(timeline, options, FPS)
    return _json(ARKIT, fps, arkit(weights), timeline.sound)


def vrm_json(timeline: CueSheet, options: Options) -> str:
    fps, _, weights = sampled(timeline, options, FPS)
    return _json(VRM, fps, vrm(weights), timeline.sound)


def arkit_csv(timeline: CueSheet, options: Options) -> str:
    """Live Link Face's CSV: timecode, count, the blendshapes, and zeros for head and eyes."""
    fps, _, weights = sampled(timeline, options, FPS)
    head = ",".join(["Timecode", "BlendShapeCount", *(name[0].upper() + name[1:] for name in ARKIT), *HEAD])
    rest = ",0.000000" * len(HEAD)
    count = len(ARKIT) + len(HEAD)
    rows = [
        f"{_timecode(i, fps)},{count}," + ",".join(f"{value:.6f}" for value in row) + rest
        for i, row in enumerate(arkit(weights))
    ]
    return "\n".join([head, *rows]) + "\n"


def _timecode(frame: int, fps: float) -> str:
    """HH:MM:SS:FF.fff of a frame; at rates that are no whole number, the remainder goes into the fraction."""
    second, rest = divmod(round(frame / fps * 1e6), 1_000_000)
    of_second = rest / 1e6 * fps
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}:{of_second:06.3f}"


def _csv(names: Sequence[str], times: NDArray[np.float64], values: NDArray[np.float32]) -> str:
    lines = [",".join(["seconds", *names])]
    for t, row in zip(times, values, strict=True):
        lines.append(f"{t:.4f}," + ",".join(f"{value:.4f}" for value in row))
    return "\n".join(lines) + "\n"


def _json(names: Sequence[str], fps: float, values: NDArray[np.float32], sound: str) -> str:
    head = {
        "exportFps": int(fps) if fps == int(fps) else fps,
        "trackPath": sound,
        "numPoses": len(names),
        "numFrames": len(values),
        "facsNames": list(names),
    }
    rows = ",\n".join("    [" + ", ".join(f"{value:.4f}" for value in row) + "]" for row in values)
    return json.dumps(head, indent=2, ensure_ascii=False)[:-2] + f',\n  "weightMat": [\n{rows}\n  ]\n}}\n'


FORMATS = {
    "ovr-csv": Format(".ovr.csv", ovr_csv, "curves of the 15 OVR visemes"),
    "ovr-json": Format(".ovr.json", ovr_json, "the same, in Audio2Face's layout"),
    "arkit-csv": Format(".arkit.csv", arkit_csv, "curves of ARKit's blendshapes, as Live Link Face writes them"),
    "arkit-json": Format(".arkit.json", arkit_json, "the same, in Audio2Face's layout"),
    "vrm-csv": Format(".vrm.csv", vrm_csv, "curves of VRM's five mouths"),
    "vrm-json": Format(".vrm.json", vrm_json, "the same, in Audio2Face's layout"),
}
