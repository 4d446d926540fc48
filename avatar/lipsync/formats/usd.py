"""USD (.usda): curves as a SkelAnimation of ARKit's blend shapes, or of Oculus's: Omniverse, Maya, Houdini, Blender.

A face whose `skel:animationSource` points at it moves: blend shapes are matched by their names. Time codes are frames.
Source: OpenUSD's UsdSkel schema, SkelAnimation (`blendShapes`, `blendShapeWeights`), and usda's grammar.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats.base import CueSheet, Format, Options, sampled
from avatar.lipsync.formats.curves import ARKIT, MOVING, OCULUS, arkit

FPS = 60.0

PRIM = "Lipsync"


def arkits(timeline: CueSheet, options: Options) -> str:
    fps, _, weights = sampled(timeline, options, FPS)
    return _layer(MOVING, fps, arkit(weights)[:, [ARKIT.index(name) for name in MOVING]])


def oculus(timeline: CueSheet, options: Options) -> str:
    fps, _, weights = sampled(timeline, options, FPS)
    return _layer(OCULUS, fps, weights)


def _layer(names: Sequence[str], fps: float, weights: NDArray[np.float32]) -> str:
    """A layer with one animation; `weights`, shape (frames, names)."""
    listed = ", ".join(f'"{name}"' for name in names)
    rows = ",\n".join(
        f"        {frame}: [{', '.join(f'{value:.4g}' for value in row)}]"
        for frame, row in enumerate(np.round(weights, 4).tolist())
    )
    return (
        f'#usda 1.0\n(\n    defaultPrim = "{PRIM}"\n    startTimeCode = 0\n'
        f"    endTimeCode = {len(weights) - 1}\n"
        f"    timeCodesPerSecond = {fps:g}\n    framesPerSecond = {fps:g}\n)\n\n"
        f'def SkelAnimation "{PRIM}"\n{{\n    uniform token[] blendShapes = [{listed}]\n'
        f"    float[] blendShapeWeights.timeSamples = {{\n{rows}\n    }}\n}}\n"
    )


FORMATS = {
    "usd": Format(".usda", arkits, "USD: an animation of ARKit's blend shapes"),
    "usd-oculus": Format(".oculus.usda", oculus, "the same of Oculus's blend shapes"),
}
