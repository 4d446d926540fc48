"""USD's layers, read by the grammar of what is in them and the bindings that UsdSkel asks for."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pytest

from avatar.lipsync.formats import FORMATS, CueSheet, Options
from avatar.lipsync.formats.curves import ARKIT, arkit
from tests.lipsync.timelines import MARY, MOMENTS


def text_of(name: str, timeline: CueSheet, options: Options) -> str:
    text = FORMATS[name].write(timeline, options)
    assert isinstance(text, str)
    return text


class Layer(NamedTuple):
    head: dict[str, str]
    names: list[str]
    samples: dict[int, list[float]]


def block(text: str, head: str) -> str:
    """What stands between the braces after a prim's head."""
    _, found, rest = text.partition(head)
    assert found, head
    start = rest.index("{")
    depth = 0
    for at in range(start, len(rest)):
        depth += {"{": 1, "}": -1}.get(rest[at], 0)
        if not depth:
            return rest[start + 1 : at]
    raise AssertionError(f"{head} has no end")


def listed(text: str, attribute: str) -> list[str]:
    """The elements of an array, which may be tuples."""
    match = re.search(rf"(?:^|\s){re.escape(attribute)} = \[(.*?)\]$", text, re.MULTILINE)
    assert match, attribute
    return [part.strip(' "') for part in re.split(r",\s*(?![^()]*\))", match[1])]


def read_usda(text: str) -> Layer:
    """The layer's metadata, and names and weights of its SkelAnimation; the mouth must be bound to it (UsdSkel)."""
    assert text.startswith("#usda 1.0\n(\n")
    metadata = text[text.index("(") + 1 : text.index("\n)\n")]
    head = dict(line.strip().split(" = ") for line in metadata.strip().splitlines())
    root = block(text, 'def SkelRoot "Face"')
    animation = block(root, 'def SkelAnimation "Lipsync"')
    names = listed(animation, "uniform token[] blendShapes")
    samples = {}
    for row in block(animation, "float[] blendShapeWeights.timeSamples =").strip().split(",\n"):
        code, _, values = row.strip().partition(": ")
        samples[int(code)] = [float(value) for value in values.strip("[]").split(", ")]
    assert "rel skel:animationSource = </Face/Lipsync>" in block(root, 'def Skeleton "Skeleton"')
    mesh = block(root, 'def Mesh "Wolf3D_Head"')
    assert "rel skel:skeleton = </Face/Skeleton>" in mesh
    points = listed(mesh, "point3f[] points")
    corners = list(map(int, listed(mesh, "int[] faceVertexIndices")))
    assert sum(map(int, listed(mesh, "int[] faceVertexCounts"))) == len(corners)
    assert sorted(set(corners)) == list(range(len(points)))
    assert listed(mesh, "uniform token[] skel:blendShapes") == names
    assert listed(mesh, "rel skel:blendShapeTargets") == [f"</Face/Wolf3D_Head/{name}>" for name in names]
    for name in names:
        shape = block(mesh, f'def BlendShape "{name}"')
        assert len(listed(shape, "uniform vector3f[] offsets")) == len(points)
        assert listed(shape, "uniform int[] pointIndices") == [str(i) for i in range(len(points))]
    return Layer(head, names, samples)


@pytest.mark.parametrize("name", ["usd", "usd-oculus"])
@pytest.mark.parametrize("timeline", [MARY, *MOMENTS])
def test_usd_has_a_weight_for_each_blend_shape_at_each_time_code(name: str, timeline: CueSheet) -> None:
    layer = read_usda(text_of(name, timeline, Options(fps=24)))
    assert layer.head["defaultPrim"] == '"Face"'
    assert layer.head["timeCodesPerSecond"] == layer.head["framesPerSecond"] == "24"
    assert (layer.head["startTimeCode"], layer.head["endTimeCode"]) == ("0", str(len(layer.samples) - 1))
    assert list(layer.samples) == list(range(max(1, int(np.ceil(timeline.duration * 24 - 1e-6)))))
    assert all(len(row) == len(layer.names) for row in layer.samples.values())
    assert all(0 <= value <= 1 for row in layer.samples.values() for value in row)


def test_usds_weights_are_the_curves() -> None:
    layer = read_usda(text_of("usd", MARY, Options(fps=100)))
    columns = [ARKIT.index(name) for name in layer.names]
    assert np.allclose(list(layer.samples.values()), arkit(MARY.track.weights)[:, columns], atol=2e-4)
    left_out = np.delete(arkit(np.eye(15, dtype=np.float32)), columns, axis=1)
    assert not left_out.any()
