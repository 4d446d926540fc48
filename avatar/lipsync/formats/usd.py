"""USD (.usda): an animation of ARKit's blend shapes, or of Oculus's, and a small mouth that it moves.

A face of one's own moves when its `skel:animationSource` is `/Face/Lipsync`: blend shapes are matched by their names.
Time codes are frames. Source: OpenUSD's UsdSkel schemas (SkelRoot, Skeleton, BlendShape, SkelAnimation) and usda's
grammar.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats import animated
from avatar.lipsync.formats.animated import COLOUR, Animated
from avatar.lipsync.formats.base import CueSheet, Format, Options

_LAYER = """\
#usda 1.0
(
    defaultPrim = "Face"
    startTimeCode = 0
    endTimeCode = {last}
    timeCodesPerSecond = {fps:g}
    framesPerSecond = {fps:g}
    metersPerUnit = 1
    upAxis = "Y"
)

def SkelRoot "Face"
{{
    def SkelAnimation "Lipsync"
    {{
        uniform token[] blendShapes = [{names}]
        float[] blendShapeWeights.timeSamples = {{
{samples}
        }}
    }}

    def Skeleton "Skeleton" (
        prepend apiSchemas = ["SkelBindingAPI"]
    )
    {{
        uniform token[] joints = ["root"]
        uniform matrix4d[] bindTransforms = [{identity}]
        uniform matrix4d[] restTransforms = [{identity}]
        rel skel:animationSource = </Face/Lipsync>
    }}

    def Mesh "{mesh}" (
        prepend apiSchemas = ["SkelBindingAPI"]
    )
    {{
        uniform bool doubleSided = 1
        int[] faceVertexCounts = [{counts}]
        int[] faceVertexIndices = [{corners}]
        point3f[] points = [{points}]
        color3f[] primvars:displayColor = [{colour}]
        uniform token subdivisionScheme = "none"
        rel skel:skeleton = </Face/Skeleton>
        int[] primvars:skel:jointIndices = [0] (
            elementSize = 1
            interpolation = "constant"
        )
        float[] primvars:skel:jointWeights = [1] (
            elementSize = 1
            interpolation = "constant"
        )
        uniform token[] skel:blendShapes = [{names}]
        rel skel:blendShapeTargets = [{targets}]
{shapes}
    }}
}}
"""

_SHAPE = """
        def BlendShape "{name}"
        {{
            uniform vector3f[] offsets = [{offsets}]
            uniform int[] pointIndices = [{indices}]
        }}"""

_IDENTITY = "( (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1) )"


def arkits(timeline: CueSheet, options: Options) -> str:
    return _layer(animated.arkits(timeline, options))


def oculus(timeline: CueSheet, options: Options) -> str:
    return _layer(animated.oculus(timeline, options))


def _layer(mouth: Animated) -> str:
    rows = enumerate(np.round(mouth.weights, 4).tolist())
    return _LAYER.format(
        last=len(mouth.weights) - 1,
        fps=mouth.fps,
        names=", ".join(f'"{name}"' for name in mouth.names),
        samples=",\n".join(f"            {i}: [{', '.join(f'{value:.4g}' for value in row)}]" for i, row in rows),
        identity=_IDENTITY,
        mesh=animated.NAME,
        counts=", ".join("3" for _ in mouth.corners),
        corners=", ".join(map(str, mouth.corners.ravel().tolist())),
        points=_vectors(mouth.points),
        colour=_vectors([COLOUR]),
        targets=", ".join(f"</Face/{animated.NAME}/{name}>" for name in mouth.names),
        shapes="\n".join(
            _SHAPE.format(name=name, offsets=_vectors(moved), indices=", ".join(map(str, range(len(moved)))))
            for name, moved in zip(mouth.names, mouth.offsets, strict=True)
        ),
    )


def _vectors(rows: NDArray[np.float32] | Iterable[tuple[float, ...]]) -> str:
    return ", ".join(f"({', '.join(f'{value + 0.0:.4g}' for value in row)})" for row in rows)


FORMATS = {
    "usd": Format(".usda", arkits, "USD: a mouth's blend shapes, by ARKit's names, animated"),
    "usd-oculus": Format(".oculus.usda", oculus, "the same by Oculus's names"),
}
