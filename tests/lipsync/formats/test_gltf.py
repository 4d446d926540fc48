"""glTF's and VRM's animations, read by a small strict reader written from their specifications."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.lipsync.formats import FORMATS, CueSheet, Options
from avatar.lipsync.formats.curves import ARKIT, OCULUS, VRM
from tests.lipsync.timelines import MARY, MOMENTS, SHOWN


def content(name: str, timeline: CueSheet, options: Options | None = None) -> Any:
    return FORMATS[name].write(timeline, options or Options())


class Gltf(NamedTuple):
    scene: dict[str, Any]
    buffer: bytes

    def accessor(self, index: int) -> NDArray[Any]:
        """An accessor's elements, after the rules of glTF 2.0, 3.6.2: alignment, length, min and max."""
        accessor = self.scene["accessors"][index]
        view = self.scene["bufferViews"][accessor["bufferView"]]
        width = {"SCALAR": 1, "VEC3": 3}[accessor["type"]]
        kind: Any = {5126: np.float32, 5123: np.uint16}[accessor["componentType"]]
        assert view["byteOffset"] % np.dtype(kind).itemsize == 0
        assert view["byteLength"] == accessor["count"] * width * np.dtype(kind).itemsize
        assert view["byteOffset"] + view["byteLength"] <= len(self.buffer) == self.scene["buffers"][0]["byteLength"]
        raw = self.buffer[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        values = np.frombuffer(raw, kind).reshape(-1, width)
        assert np.isfinite(values).all()
        if "min" in accessor:
            assert accessor["min"] == values.min(axis=0).tolist()
            assert accessor["max"] == values.max(axis=0).tolist()
        return values

    def times(self, sampler: dict[str, Any]) -> NDArray[Any]:
        """A sampler's times: scalar floats with bounds, not negative, strictly increasing (3.11)."""
        assert {"min", "max"} <= self.scene["accessors"][sampler["input"]].keys()
        assert sampler["interpolation"] == "LINEAR"
        times = self.accessor(sampler["input"])[:, 0]
        assert times[0] >= 0
        assert (np.diff(times) > 0).all()
        return times


def read_gltf(text: str) -> Gltf:
    scene = json.loads(text)
    assert scene["asset"]["version"] == "2.0"
    head, _, data = scene["buffers"][0]["uri"].partition(",")
    assert head == "data:application/octet-stream;base64"
    return Gltf(scene, base64.b64decode(data, validate=True))


def read_glb(raw: bytes) -> Gltf:
    """Section 4: header, a JSON chunk, a binary one, all in words of four bytes."""
    magic, version, length = struct.unpack_from("<4sII", raw)
    assert (magic, version, length) == (b"glTF", 2, len(raw))
    size, kind = struct.unpack_from("<I4s", raw, 12)
    assert (size % 4, kind) == (0, b"JSON")
    binary, kind = struct.unpack_from("<I4s", raw, 20 + size)
    assert (binary % 4, kind) == (0, b"BIN\0")
    assert 28 + size + binary == len(raw)
    scene = json.loads(raw[20 : 20 + size])
    assert "uri" not in scene["buffers"][0]
    return Gltf(scene, raw[28 + size :])


@pytest.mark.parametrize(("name", "names"), [("gltf", OCULUS), ("gltf-arkit", None)])
@pytest.mark.parametrize("timeline", [MARY, *MOMENTS])
def test_gltf_animates_the_weights_of_named_targets(
    name: str, names: tuple[str, ...] | None, timeline: CueSheet
) -> None:
    gltf = read_gltf(content(name, timeline))
    (animation,) = gltf.scene["animations"]
    (channel,), (sampler,) = animation["channels"], animation["samplers"]
    node = gltf.scene["nodes"][channel["target"]["node"]]
    mesh = gltf.scene["meshes"][node["mesh"]]
    (primitive,) = mesh["primitives"]
    listed = mesh["extras"]["targetNames"]
    assert channel["target"]["path"] == "weights"
    assert len(listed) == len(set(listed)) == len(primitive["targets"]) == len(mesh["weights"])
    assert names is None or tuple(listed) == names
    assert set(listed) <= {*OCULUS, *ARKIT}
    points = gltf.accessor(primitive["attributes"]["POSITION"])
    assert all(gltf.accessor(target["POSITION"]).shape == points.shape for target in primitive["targets"])
    assert gltf.accessor(primitive["indices"]).max() < len(points)
    times = gltf.times(sampler)
    weights = gltf.accessor(sampler["output"])
    assert len(weights) == len(times) * len(listed)
    assert 0 <= weights.min() <= weights.max() <= 1.0001
    assert times[-1] <= timeline.duration


def test_gltfs_weights_are_the_curves() -> None:
    gltf = read_gltf(content("gltf", MARY, Options(fps=100)))
    weights = gltf.accessor(gltf.scene["animations"][0]["samplers"][0]["output"]).reshape(-1, 15)
    assert np.allclose(weights, MARY.track.weights, atol=1e-6)


def test_the_small_mouth_of_a_gltf_opens_and_rounds() -> None:
    gltf = read_gltf(content("gltf", MARY))
    mesh = gltf.scene["meshes"][0]
    shut = gltf.accessor(mesh["primitives"][0]["attributes"]["POSITION"])
    shapes = {
        name.removeprefix("viseme_"): np.ptp(shut + gltf.accessor(target["POSITION"]), axis=0)
        for name, target in zip(mesh["extras"]["targetNames"], mesh["primitives"][0]["targets"], strict=True)
    }
    wide, high = ({name: size[axis] for name, size in shapes.items()} for axis in (0, 1))
    assert high["aa"] > 2 * high["I"] > 4 * high["PP"]
    assert wide["U"] < wide["O"] < wide["aa"] < wide["I"]


@pytest.mark.parametrize("timeline", [SHOWN, MARY, *MOMENTS])
def test_vrma_moves_each_expressions_node(timeline: CueSheet) -> None:
    gltf = read_glb(content("vrma", timeline))
    extension = gltf.scene["extensions"]["VRMC_vrm_animation"]
    assert gltf.scene["extensionsUsed"] == ["VRMC_vrm_animation"]
    assert extension["specVersion"] == "1.0"
    preset = extension["expressions"]["preset"]
    assert tuple(preset) == VRM
    (animation,) = gltf.scene["animations"]
    moved = {}
    for channel in animation["channels"]:
        assert channel["target"]["path"] == "translation"
        sampler = animation["samplers"][channel["sampler"]]
        values = gltf.accessor(sampler["output"])
        assert len(values) == len(gltf.times(sampler))
        assert not values[:, 1:].any()
        assert 0 <= values[:, 0].min() <= values[:, 0].max() <= 1
        moved[channel["target"]["node"]] = values[:, 0]
    assert set(moved) == {expression["node"] for expression in preset.values()}
    assert gltf.scene["scenes"][0]["nodes"][0] not in moved  # UniVRM keeps the first node and takes those away


def test_vrmas_expressions_are_those_of_the_sounds() -> None:
    gltf = read_glb(content("vrma", SHOWN, Options(fps=10)))
    rows = [gltf.accessor(sampler["output"])[:, 0] for sampler in gltf.scene["animations"][0]["samplers"]]
    at = {seconds: dict(zip(VRM, (row[round(seconds * 10)] for row in rows), strict=True)) for seconds in (0.7, 1.2)}
    assert max(at[0.7].values()) == 0
    assert max(at[1.2], key=lambda name: at[1.2][name]) == "aa"
    assert at[1.2]["aa"] == 1
