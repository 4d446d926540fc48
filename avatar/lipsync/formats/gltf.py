"""glTF: curves as animations of a 3D model's blend shapes, and of a VRM avatar's expressions.

`gltf` and `gltf-arkit` are whole scenes in one text file: a small mouth (`animated.py`), whose morph targets bear the
names that avatars have, Oculus's `viseme_PP` or ARKit's `jawOpen`, and one animation of their weights. Source: glTF
2.0, sections 3.7.2.2 (morph targets), 3.11 (animations) and 3.6.2 (accessors).

`vrma` is VRM's animation file, for any VRM avatar: a binary glTF (section 4) in which each of the five mouth
expressions is a node, whose x is the expression's weight. There are no bones in it, so the body goes on doing what it
does. Source: VRMC_vrm_animation 1.0, "Expressions".
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync.formats import animated
from avatar.lipsync.formats.animated import Animated
from avatar.lipsync.formats.base import CueSheet, Format, Options, sampled
from avatar.lipsync.formats.curves import VRM, vrm

_FLOAT, _SHORT, _VERTICES, _INDICES = 5126, 5123, 34962, 34963
"""glTF's numbers for kinds of components and uses of buffer views."""

_GLB, _JSON, _BIN = b"glTF", 0x4E4F534A, 0x004E4942


_Object = dict[str, object]


class _Data:
    """The binary buffer, and the views and accessors that point into it."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.views: list[_Object] = []
        self.accessors: list[_Object] = []

    def add(
        self, values: NDArray[np.float32] | NDArray[np.uint16], kind: str, target: int = 0, *, bounds: bool = False
    ) -> int:
        """The index of a new accessor for `values`; `bounds`: with its least and greatest."""
        raw = values.tobytes()
        self.views.append({"buffer": 0, "byteOffset": len(self.bytes), "byteLength": len(raw)})
        if target:
            self.views[-1]["target"] = target
        self.bytes += raw + bytes(-len(raw) % 4)
        accessor: _Object = {
            "bufferView": len(self.views) - 1,
            "componentType": _FLOAT if values.dtype == np.float32 else _SHORT,
            "count": len(values) if kind == "VEC3" else values.size,
            "type": kind,
        }
        if bounds:
            rows = values.reshape(-1, 3 if kind == "VEC3" else 1)
            accessor |= {"min": rows.min(axis=0).tolist(), "max": rows.max(axis=0).tolist()}
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def scene(self, nodes: Sequence[_Object], animation: _Object, *, inside: bool, **more: object) -> _Object:
        """The whole glTF object, whose scene shows all nodes; `inside`: the buffer stands in it as a data URI."""
        buffer: _Object = {"byteLength": len(self.bytes)}
        if inside:
            buffer["uri"] = "data:application/octet-stream;base64," + base64.b64encode(self.bytes).decode()
        return {
            "asset": {"version": "2.0", "generator": "avatar lipsync"},
            "scene": 0,
            "scenes": [{"nodes": list(range(len(nodes)))}],
            "nodes": list(nodes),
            "animations": [animation],
            **more,
            "buffers": [buffer],
            "bufferViews": self.views,
            "accessors": self.accessors,
        }


def oculus(timeline: CueSheet, options: Options) -> str:
    return _morphs(animated.oculus(timeline, options))


def arkits(timeline: CueSheet, options: Options) -> str:
    return _morphs(animated.arkits(timeline, options))


def _morphs(mouth: Animated) -> str:
    """A scene with a mouth and the animation of its morph targets."""
    data = _Data()
    primitive = {
        "attributes": {"POSITION": data.add(mouth.points, "VEC3", _VERTICES, bounds=True)},
        "indices": data.add(mouth.corners, "SCALAR", _INDICES),
        "targets": [{"POSITION": data.add(moved, "VEC3", _VERTICES, bounds=True)} for moved in mouth.offsets],
        "material": 0,
    }
    mesh = {
        "name": animated.NAME,
        "primitives": [primitive],
        "weights": [0.0] * len(mouth.names),
        "extras": {"targetNames": list(mouth.names)},
    }
    at = data.add(mouth.times.astype(np.float32), "SCALAR", bounds=True)
    animation: _Object = {
        "name": "lipsync",
        "channels": [{"sampler": 0, "target": {"node": 0, "path": "weights"}}],
        "samplers": [{"input": at, "output": data.add(mouth.weights, "SCALAR"), "interpolation": "LINEAR"}],
    }
    dark = {
        "name": "mouth",
        "doubleSided": True,
        "pbrMetallicRoughness": {"baseColorFactor": [*animated.COLOUR, 1.0], "metallicFactor": 0.0},
    }
    scene = data.scene([{"name": animated.NAME, "mesh": 0}], animation, inside=True, meshes=[mesh], materials=[dark])
    return json.dumps(scene, indent=1) + "\n"


def vrma(timeline: CueSheet, options: Options) -> bytes:
    _, times, weights = sampled(timeline, options, animated.FPS)
    data = _Data()
    at = data.add(times.astype(np.float32), "SCALAR", bounds=True)
    samplers: list[_Object] = []
    channels: list[_Object] = []
    for i, column in enumerate(vrm(weights).clip(0, 1).T):
        moved = np.zeros((len(column), 3), np.float32)
        moved[:, 0] = column
        samplers.append({"input": at, "output": data.add(moved, "VEC3"), "interpolation": "LINEAR"})
        channels.append({"sampler": i, "target": {"node": 1 + i, "path": "translation"}})
    # UniVRM takes the nodes of expressions out and keeps the first node as the root
    nodes: list[_Object] = [{"name": name} for name in ("root", *VRM)]
    preset = {name: {"node": 1 + i} for i, name in enumerate(VRM)}
    animation: _Object = {"name": "lipsync", "channels": channels, "samplers": samplers}
    scene = data.scene(
        nodes,
        animation,
        inside=False,
        extensionsUsed=["VRMC_vrm_animation"],
        extensions={"VRMC_vrm_animation": {"specVersion": "1.0", "expressions": {"preset": preset}}},
    )
    return _glb(scene, bytes(data.bytes))


def _glb(scene: _Object, binary: bytes) -> bytes:
    """The binary container: a header and two chunks, each filled up to whole words."""
    text = json.dumps(scene, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<II", len(text), _JSON) + text + struct.pack("<II", len(binary), _BIN) + binary
    return _GLB + struct.pack("<II", 2, 12 + len(chunks)) + chunks


FORMATS = {
    "gltf": Format(".gltf", oculus, "glTF: a mouth's morph targets, by Oculus's names, animated"),
    "gltf-arkit": Format(".arkit.gltf", arkits, "the same by ARKit's names"),
    "vrma": Format(".vrma", vrma, "VRM's animation: the five mouth expressions"),
}
