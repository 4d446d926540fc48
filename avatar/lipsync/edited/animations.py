"""Animations of 3D programs as curves: glTF and VRM's, Live2D's motions, USD's, MikuMikuDance's.

Only what moves a mouth is taken, by the names that our own files and avatars have: ARKit's, Oculus's, VRM's, MMD's.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync.edited.curves import of_curves
from avatar.lipsync.edited.numbers import number, objects
from avatar.lipsync.formats.live2d import FORM, OPEN
from avatar.lipsync.formats.vmd import FPS as MMD_FPS
from avatar.lipsync.formats.vmd import MORPHS
from avatar.lipsync.made import Made

Object = Mapping[str, object]
_Key = tuple[float, float]
"""Seconds, and a value."""

GLB, VMD = b"glTF", b"Vocaloid Motion Data 0002"
"""How the binary files begin."""

_MMD = dict(zip(MORPHS, ("aa", "ih", "ou", "ee", "oh", "PP"), strict=True))


def _of_keys(curves: Mapping[str, Sequence[_Key]], duration: float) -> Made:
    """Curves that each have keys of their own, joined by straight lines."""
    moving = {name: sorted(keys) for name, keys in curves.items() if keys}
    times = np.array(sorted({t for keys in moving.values() for t, _ in keys}))
    columns = [np.interp(times, *np.array(keys, np.float64).T) for keys in moving.values()]
    with np.errstate(over="ignore"):
        values = np.stack(columns, axis=1).astype(np.float32) if columns else np.zeros((0, 0), np.float32)
    return of_curves(times, list(moving), values, duration)


# --------------------------------------------------------------------------------------------------- Live2D, USD, MMD


def of_motion(data: Object, duration: float) -> Made:
    """Live2D's motion: ParamMouthOpenY and ParamMouthForm. Raises LipSyncError where they are not there."""
    found: dict[str, list[_Key]] = {}
    for curve in objects(data.get("Curves")):
        if curve.get("Id") in (OPEN, FORM) and isinstance(curve.get("Segments"), list):
            found[str(curve["Id"])] = _points(curve["Segments"])
    if OPEN not in found:
        raise LipSyncError(f"The motion has no curve {OPEN}", remedy="Give a motion of a mouth.")
    form = found.get(FORM) or [(0.0, 0.0)]
    wide, narrow = [(t, max(0.0, v)) for t, v in form], [(t, max(0.0, -v)) for t, v in form]
    return _of_keys({OPEN: found[OPEN], f"{FORM}+": wide, f"{FORM}-": narrow}, duration)


_COUNT_OF_SEGMENT = {0: 1, 1: 3, 2: 1, 3: 1}
"""Points of each kind of Cubism's segments: a line, a Bézier curve, a step and an inverse step."""


def _points(segments: object) -> list[_Key]:
    """The points at the ends of Cubism's segments; a curve between them is taken for a line."""
    flat = [number(value, "point") for value in segments] if isinstance(segments, list) else []
    points = [(flat[0], flat[1])] if len(flat) > 1 else []
    at = 2
    while at < len(flat):
        count = _COUNT_OF_SEGMENT.get(int(flat[at]), 0)
        if not count or at + 2 * count >= len(flat):
            raise LipSyncError("A curve of the motion breaks off", remedy="Export it again.")
        at += 1 + 2 * count
        points.append((flat[at - 2], flat[at - 1]))
    return points


_NAMES = re.compile(r"token\[\] blendShapes = \[([^\]]*)\]")
_SAMPLES = re.compile(r"blendShapeWeights\.timeSamples = \{([^}]*)\}")
_SAMPLE = re.compile(r"([-\d.eE+]+)\s*:\s*\[([^\]]*)\]")
_RATE = re.compile(r"timeCodesPerSecond = ([\d.]+)")


def of_usd(text: str, duration: float) -> Made:
    """USD's SkelAnimation: samples of blendShapeWeights. Raises LipSyncError where there are none."""
    names, samples, rate = _NAMES.search(text), _SAMPLES.search(text), _RATE.search(text)
    if names is None or samples is None:
        raise LipSyncError("The layer has no animation of blend shapes", remedy="Export it as .usda with one.")
    fps = number(rate[1], "frame rate") if rate else 24.0
    keys = [(number(t) / fps, [number(v, "weight") for v in row.split(",")]) for t, row in _SAMPLE.findall(samples[1])]
    called = re.findall(r'"([^"]*)"', names[1])
    if fps <= 0 or any(len(row) != len(called) for _, row in keys):
        raise LipSyncError("The samples are not all as long as their names", remedy="Export the layer again.")
    times = np.array([t for t, _ in keys])
    with np.errstate(over="ignore"):  # what is too large is refused with what is no number
        values = np.array([row for _, row in keys], np.float32)
    return of_curves(times, called, values, duration)


def of_vmd(content: bytes, duration: float) -> Made:
    """MikuMikuDance's morphs of the mouth. Raises LipSyncError where the file breaks off."""
    found: dict[str, list[_Key]] = {}
    try:
        (bones,) = struct.unpack_from("<I", content, 50)
        at = 54 + 111 * bones
        (count,) = struct.unpack_from("<I", content, at)
        for i in range(min(count, len(content) // 23)):
            raw, frame, value = struct.unpack_from("<15sIf", content, at + 4 + 23 * i)
            name = raw.partition(b"\0")[0].decode("shift-jis", "replace")
            if name in _MMD:
                found.setdefault(_MMD[name], []).append((frame / MMD_FPS, value))
    except struct.error as error:
        raise LipSyncError("The motion breaks off", remedy="Save it again.") from error
    return _of_keys(found, duration)


# --------------------------------------------------------------------------------------------------------------- glTF

_NUMBERS = {"SCALAR": 1, "VEC3": 3}
_FLOAT = 5126


def of_glb(content: bytes, duration: float) -> Made:
    """glTF's binary container: an object and the buffer that it points into. Raises LipSyncError for a damaged one."""
    try:
        (length,) = struct.unpack_from("<I", content, 12)
        scene: object = json.loads(content[20 : 20 + length])
    except (struct.error, ValueError, RecursionError) as error:
        raise LipSyncError("The glTF file is damaged", remedy="Export it again.") from error
    return of_gltf(scene if isinstance(scene, Mapping) else {}, duration, content[28 + length :])


def of_gltf(scene: Object, duration: float, binary: bytes = b"") -> Made:
    """Animations of morph targets by their names, and VRM's expressions. Raises LipSyncError where there are none."""
    buffer = binary or _inside(scene)
    curves: dict[str, list[_Key]] = {}
    expressions = _expressions(scene)
    for animation in objects(scene.get("animations")):
        samplers = objects(animation.get("samplers"))
        for channel in objects(animation.get("channels")):
            target, sampler = channel.get("target"), _at(samplers, channel.get("sampler"))
            if not isinstance(target, Mapping):
                continue
            node = target.get("node")
            names = _morphs(scene, node) if target.get("path") == "weights" else []
            if target.get("path") == "translation" and isinstance(node, int) and node in expressions:
                names = [expressions[node], "", ""]
            if names:
                times = _values(scene, buffer, sampler.get("input"))
                values = _values(scene, buffer, sampler.get("output")).reshape(-1, len(names))
                rows = zip(times.tolist(), values.tolist(), strict=False)
                for t, row in rows:
                    for name, value in zip(names, row, strict=True):
                        curves.setdefault(name, []).append((t, value))
    curves.pop("", None)
    return _of_keys(curves, duration)


def _at(rows: Sequence[Object], index: object) -> Object:
    if not isinstance(index, int) or not 0 <= index < len(rows):
        raise LipSyncError(f"The glTF file has no part {index!r} that it points to", remedy="Export it again.")
    return rows[index]


def _inside(scene: Object) -> bytes:
    """The first buffer, where it stands in the file itself."""
    uri = str((objects(scene.get("buffers")) or [{}])[0].get("uri", ""))
    if not uri.startswith("data:"):
        raise LipSyncError("The animation's numbers stand in another file", remedy="Export it as one file.")
    try:
        return base64.b64decode(uri.partition(",")[2], validate=True)
    except binascii.Error as error:
        raise LipSyncError("The glTF file's numbers are damaged", remedy="Export it again.") from error


def _values(scene: Object, buffer: bytes, accessor: object) -> NDArray[np.float32]:
    """The numbers of an accessor, in one row."""
    row = _at(objects(scene.get("accessors")), accessor)
    view = _at(objects(scene.get("bufferViews")), row.get("bufferView"))
    size = int(number(row.get("count"), "count")) * _NUMBERS.get(str(row.get("type")), 0)
    start = int(number(view.get("byteOffset", 0), "offset") + number(row.get("byteOffset", 0), "offset"))
    if row.get("componentType") != _FLOAT or size <= 0 or not 0 <= start <= len(buffer) - 4 * size:
        raise LipSyncError("The glTF file's numbers are not where it says", remedy="Export it again.")
    return np.frombuffer(buffer, "<f4", size, start)


def _morphs(scene: Object, node: object) -> list[str]:
    """The names of the morph targets of a node's mesh."""
    mesh = _at(objects(scene.get("meshes")), _at(objects(scene.get("nodes")), node).get("mesh"))
    extras = mesh.get("extras")
    names = extras.get("targetNames") if isinstance(extras, Mapping) else None
    return [str(name) for name in names] if isinstance(names, list) else []


def _expressions(scene: Object) -> dict[int, str]:
    """VRM's mouth expressions, by the nodes whose movement stands for them."""
    found: object = scene
    for key in ("extensions", "VRMC_vrm_animation", "expressions", "preset"):
        found = found.get(key) if isinstance(found, Mapping) else None
    rows = found.items() if isinstance(found, Mapping) else ()
    nodes = {str(name): row.get("node") for name, row in rows if isinstance(row, Mapping)}
    return {node: name for name, node in nodes.items() if isinstance(node, int)}
