"""USD's layers, read by the grammar of the one prim in them."""

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


def read_usda(text: str) -> Layer:
    """The one prim of a layer: its metadata, names of blend shapes, and weights by time code."""
    match = re.fullmatch(
        r'#usda 1\.0\n\((?P<head>.*?)\n\)\n\ndef SkelAnimation "Lipsync"\n\{\n'
        r"    uniform token\[\] blendShapes = \[(?P<names>.*?)\]\n"
        r"    float\[\] blendShapeWeights\.timeSamples = \{\n(?P<rows>.*?)\n    \}\n\}\n",
        text,
        re.DOTALL,
    )
    assert match
    head = dict(line.strip().split(" = ") for line in match["head"].strip().splitlines())
    names = [name.strip().strip('"') for name in match["names"].split(",")]
    samples = {}
    for row in match["rows"].split(",\n"):
        code, _, values = row.strip().partition(": ")
        samples[int(code)] = [float(value) for value in values.strip("[]").split(", ")]
    return Layer(head, names, samples)


@pytest.mark.parametrize("name", ["usd", "usd-oculus"])
@pytest.mark.parametrize("timeline", [MARY, *MOMENTS])
def test_usd_has_a_weight_for_each_blend_shape_at_each_time_code(name: str, timeline: CueSheet) -> None:
    layer = read_usda(text_of(name, timeline, Options(fps=24)))
    assert layer.head["defaultPrim"] == '"Lipsync"'
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
