"""Live2D's motions, read as CubismSpecs describes them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest

from avatar.lipsync.formats import CueSheet, Options, live2d
from tests.lipsync.timelines import MARY, MOMENTS, SHOWN, held


class Motion(NamedTuple):
    meta: dict[str, Any]
    curves: dict[str, list[tuple[float, float]]]


def read_motion(text: str) -> Motion:
    """A motion of straight lines as CubismSpecs' motion3.json and its schema say."""
    data = json.loads(text)
    assert set(data) == {"Version", "Meta", "Curves"}
    assert data["Version"] == 3
    meta = data["Meta"]
    curves: dict[str, list[tuple[float, float]]] = {}
    for curve in data["Curves"]:
        assert set(curve) == {"Target", "Id", "Segments"}
        assert curve["Target"] == "Parameter"
        flat = curve["Segments"]
        points = [(flat[0], flat[1])]
        for at in range(2, len(flat), 3):
            kind, t, value = flat[at : at + 3]
            assert kind == 0
            points.append((t, value))
        assert all(a[0] < b[0] for a, b in pairwise(points))
        curves[curve["Id"]] = points
    assert meta["CurveCount"] == len(curves)
    assert meta["TotalSegmentCount"] == sum(len(points) - 1 for points in curves.values())
    assert meta["TotalPointCount"] == sum(map(len, curves.values()))
    assert meta["TotalSegmentCount"] >= len(curves)
    assert all(points[-1][0] <= meta["Duration"] for points in curves.values())
    return Motion(meta, curves)


@pytest.mark.parametrize("timeline", [MARY, SHOWN, *MOMENTS])
def test_live2d_gets_a_motion_that_its_counts_describe(timeline: CueSheet) -> None:
    motion = read_motion(live2d.write(timeline, Options()))
    assert list(motion.curves) == ["ParamMouthOpenY", "ParamMouthForm"]
    assert (motion.meta["FadeInTime"], motion.meta["FadeOutTime"]) == (0, 0)
    assert all(0 <= value <= 1 for _, value in motion.curves["ParamMouthOpenY"])
    assert all(-1 <= value <= 1 for _, value in motion.curves["ParamMouthForm"])


def test_live2ds_mouth_opens_for_a_and_narrows_for_u() -> None:
    curves = read_motion(live2d.write(SHOWN, Options(fps=50))).curves
    shut, open_, wide, narrow, teeth = (
        [float(np.interp(t, *zip(*curves[name], strict=True))) for name in curves]
        for t in (0.75, 1.25, 1.75, 2.25, 2.75)
    )
    assert shut == [0, 0]
    assert open_[0] == 1 > wide[0] > teeth[0] > 0
    assert wide[1] > 0.5
    assert narrow[1] == -1


def test_a_level_curve_has_no_keys_within() -> None:
    assert len(read_motion(live2d.write(held(("sil", 5.0)), Options())).curves["ParamMouthOpenY"]) == 2
