"""Curves as the programs that import them read them."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest

from avatar.lipsync.formats import FORMATS, Options, curves
from avatar.lipsync.formats.opening import OPENING, opening
from avatar.types import VISEMES
from tests.lipsync.timelines import HI, MARY, held

LIVE_LINK_FACE = (
    "Timecode,BlendShapeCount,EyeBlinkLeft,EyeLookDownLeft,EyeLookInLeft,EyeLookOutLeft,EyeLookUpLeft,EyeSquintLeft,"
    "EyeWideLeft,EyeBlinkRight,EyeLookDownRight,EyeLookInRight,EyeLookOutRight,EyeLookUpRight,EyeSquintRight,EyeWideRight,"
    "JawForward,JawRight,JawLeft,JawOpen,MouthClose,MouthFunnel,MouthPucker,MouthRight,MouthLeft,MouthSmileLeft,"
    "MouthSmileRight,MouthFrownLeft,MouthFrownRight,MouthDimpleLeft,MouthDimpleRight,MouthStretchLeft,MouthStretchRight,"
    "MouthRollLower,MouthRollUpper,MouthShrugLower,MouthShrugUpper,MouthPressLeft,MouthPressRight,MouthLowerDownLeft,"
    "MouthLowerDownRight,MouthUpperUpLeft,MouthUpperUpRight,BrowDownLeft,BrowDownRight,BrowInnerUp,BrowOuterUpLeft,"
    "BrowOuterUpRight,CheekPuff,CheekSquintLeft,CheekSquintRight,NoseSneerLeft,NoseSneerRight,TongueOut,HeadYaw,HeadPitch,"
    "HeadRoll,LeftEyeYaw,LeftEyePitch,LeftEyeRoll,RightEyeYaw,RightEyePitch,RightEyeRoll"
)
"""The first line of the files that the Live Link Face app writes."""


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_arkit_csv_is_live_link_faces() -> None:
    text = curves.arkit_csv(MARY, Options(fps=60))
    assert text.splitlines()[0] == LIVE_LINK_FACE
    rows = rows_of(text)
    assert len(rows) == round(MARY.duration * 60)
    assert rows[0]["Timecode"] == "00:00:00:00.000"
    assert rows[75]["Timecode"] == "00:00:01:15.000"
    assert {row["BlendShapeCount"] for row in rows} == {"61"}
    assert all(0 <= float(row[name]) <= 1 for row in rows for name in ("JawOpen", "MouthClose", "MouthPucker"))


def test_arkits_jaw_opens_for_a_and_the_lips_shut_for_m() -> None:
    rows = rows_of(curves.arkit_csv(held(("PP", 0.5), ("aa", 1.0), ("ou", 1.5)), Options(fps=10)))
    shut, wide, round_ = rows[2], rows[7], rows[12]
    assert float(wide["JawOpen"]) > 0.5 > float(shut["JawOpen"])
    assert float(shut["MouthClose"]) >= float(shut["JawOpen"])
    assert float(shut["MouthPressLeft"]) > 0.3
    assert float(round_["MouthPucker"]) > 0.5


@pytest.mark.parametrize("name", ["ovr-json", "arkit-json", "vrm-json"])
def test_json_curves_have_audio2faces_layout(name: str) -> None:
    data = json.loads(FORMATS[name].write(MARY, Options(fps=30)))
    assert set(data) == {"exportFps", "trackPath", "numPoses", "numFrames", "facsNames", "weightMat"}
    assert data["exportFps"] == 30
    assert isinstance(data["exportFps"], int)
    assert data["numPoses"] == len(data["facsNames"])
    assert data["numFrames"] == len(data["weightMat"]) == round(MARY.duration * 30)
    assert all(len(row) == data["numPoses"] for row in data["weightMat"])
    assert min(map(min, data["weightMat"])) >= 0
    assert max(map(max, data["weightMat"])) <= 1.0001


def test_ovr_curves_are_the_weights_and_sum_to_one() -> None:
    rows = rows_of(curves.ovr_csv(MARY, Options(fps=100)))
    table = np.array([[float(row[name]) for name in VISEMES] for row in rows])
    assert np.allclose(table, MARY.track.weights, atol=1e-4)
    assert [row["seconds"] for row in rows[:3]] == ["0.0000", "0.0100", "0.0200"]


def test_vrm_has_its_five_expressions() -> None:
    assert list(rows_of(curves.vrm_csv(MARY, Options()))[0]) == ["seconds", "aa", "ih", "ou", "ee", "oh"]


def test_curves_keep_the_lips_lead_unless_told_otherwise() -> None:
    sil = VISEMES.index("sil")
    onset = {}
    for lead in (None, 0.0, 0.1):
        rows = rows_of(curves.ovr_csv(MARY, Options(fps=100, lead=lead)))
        onset[lead] = next(i for i, row in enumerate(rows) if float(row[VISEMES[sil]]) < 0.5)
    assert onset[0.0] - onset[None] == round(MARY.track.lead * 100)
    assert onset[0.0] - onset[0.1] == 10


@pytest.mark.parametrize("fps", [23.976, 29.97, 1.0, 1000.0])
def test_timecodes_of_odd_rates_tell_the_time(fps: float) -> None:
    rows = rows_of(curves.arkit_csv(MARY, Options(fps=fps)))
    for i, row in enumerate(rows):
        hours, minutes, seconds, frames = map(float, row["Timecode"].split(":"))
        assert hours * 3600 + minutes * 60 + seconds + frames / fps == pytest.approx(i / fps, abs=0.002)
        assert frames < fps + 0.001


def test_opening_is_widest_for_a_and_nothing_for_p() -> None:
    values = opening(np.eye(15, dtype=np.float32))
    assert values[VISEMES.index("aa")] == max(values) == 1
    assert values[VISEMES.index("PP")] == min(values) == 0
    assert OPENING["FF"] < OPENING["ih"]


def test_opening_csv_is_what_the_scorer_reads() -> None:
    text = FORMATS["opening"].write(HI, Options())
    assert text.startswith("seconds,opening\n")
    rows = np.loadtxt(io.StringIO(text), delimiter=",", ndmin=2, skiprows=1)
    assert rows.shape == (47, 2)
    assert rows[15, 1] > 0.9 > rows[1, 1]
