"""glTF: curves as animations of a 3D model's blend shapes, and of a VRM avatar's expressions.

`gltf` and `gltf-arkit` are whole scenes in one text file: a small mouth, whose morph targets bear the names that
avatars have (Oculus's `viseme_PP` or ARKit's `jawOpen`), and one animation of their weights. A viewer shows the mouth
speak; programs take the animation for a head of their own, target by target, by these names. Source: glTF 2.0, sections
3.7.2.2 (morph targets), 3.11 (animations) and 3.6.2 (accessors).

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

from avatar.lipsync.formats.base import CueSheet, Format, Options, sampled
from avatar.lipsync.formats.curves import ARKIT, MOVING, OCULUS, VRM, arkit, vrm
from avatar.types import VISEMES

FPS = 60.0
"""Keys a second. VRM's specification thinks 30 enough; lips are shut for 30 ms, which 30 keys a second may miss."""

NODE = "Wolf3D_Head"
"""The animated node: what Ready Player Me calls the head that has these morph targets."""

# How much higher and wider each blend shape makes the small mouth that a viewer shows; both sides together.
_LOOKS = {
    "jawOpen": (1.0, 0.0), "mouthClose": (-1.0, 0.0), "mouthFunnel": (0.15, -0.35), "mouthPucker": (0.0, -0.5),
    "mouthStretch": (0.0, 0.3), "mouthSmile": (0.0, 0.3), "mouthLowerDown": (0.3, 0.0), "mouthUpperUp": (0.2, 0.0),
}  # fmt: skip
_WIDE, _HIGH, _THIN = 0.025, 0.02, 0.001
"""Metres: half the mouth's width, half its height when open, half its height when shut."""
_CORNERS = 24

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
    _, times, weights = sampled(timeline, options, FPS)
    looks = _looks(arkit(np.eye(len(VISEMES), dtype=np.float32)))
    return _morphs(OCULUS, looks, times, weights)


def arkits(timeline: CueSheet, options: Options) -> str:
    _, times, weights = sampled(timeline, options, FPS)
    columns = [ARKIT.index(name) for name in MOVING]
    looks = _looks(np.eye(len(ARKIT), dtype=np.float32))[columns]
    return _morphs(MOVING, looks, times, arkit(weights)[:, columns])


def _looks(shapes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shape (rows, 2): how much higher and wider the mouth is for each row of ARKit's 52."""
    table = np.zeros((len(ARKIT), 2), np.float32)
    for name, look in _LOOKS.items():
        sides = [name] if name in ARKIT else [name + "Left", name + "Right"]
        table[[ARKIT.index(side) for side in sides]] = np.array(look) / len(sides)
    return shapes @ table


def _morphs(
    names: Sequence[str], looks: NDArray[np.float32], times: NDArray[np.float64], weights: NDArray[np.float32]
) -> str:
    """A scene with a mouth and the animation of its morph targets; `weights`, shape (times, names)."""
    data = _Data()
    angles = np.arange(_CORNERS) * (2 * np.pi / _CORNERS)
    rim = np.stack([np.cos(angles), np.sin(angles), np.zeros(_CORNERS)], axis=1)
    ring = np.concatenate([np.zeros((1, 3)), rim]).astype(np.float32)
    order = np.arange(_CORNERS)
    corners = np.stack([np.zeros_like(order), 1 + order, 1 + (order + 1) % _CORNERS], axis=1).astype(np.uint16)
    shut = np.array([_WIDE, _THIN, 0], np.float32)
    primitive = {
        "attributes": {"POSITION": data.add(ring * shut, "VEC3", _VERTICES, bounds=True)},
        "indices": data.add(corners, "SCALAR", _INDICES),
        "targets": [
            {
                "POSITION": data.add(
                    ring * np.array([wider * _WIDE, higher * _HIGH, 0], np.float32), "VEC3", _VERTICES, bounds=True
                )
            }
            for higher, wider in looks.tolist()
        ],
        "material": 0,
    }
    mesh = {
        "name": NODE,
        "primitives": [primitive],
        "weights": [0.0] * len(names),
        "extras": {"targetNames": list(names)},
    }
    at = data.add(times.astype(np.float32), "SCALAR", bounds=True)
    shares = data.add(np.ascontiguousarray(weights, np.float32), "SCALAR")
    animation: _Object = {
        "name": "lipsync",
        "channels": [{"sampler": 0, "target": {"node": 0, "path": "weights"}}],
        "samplers": [{"input": at, "output": shares, "interpolation": "LINEAR"}],
    }
    dark = {
        "name": "mouth",
        "doubleSided": True,
        "pbrMetallicRoughness": {"baseColorFactor": [0.35, 0.05, 0.07, 1.0], "metallicFactor": 0.0},
    }
    scene = data.scene([{"name": NODE, "mesh": 0}], animation, inside=True, meshes=[mesh], materials=[dark])
    return json.dumps(scene, indent=1) + "\n"


def vrma(timeline: CueSheet, options: Options) -> bytes:
    _, times, weights = sampled(timeline, options, FPS)
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
