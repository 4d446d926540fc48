"""Rhubarb's own output for "Hi", from its README, to the letter."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.formats import CueSheet, Options, write_file
from avatar.lipsync.formats.rhubarb import TONGUE, letters_of, to_json, to_tsv, to_xml
from avatar.types import MouthTrack, Rung
from tests.lipsync.timelines import HI, held, spoken

TSV = "0.00\tX\n0.05\tD\n0.27\tC\n0.31\tB\n0.43\tX\n0.47\tX\n"
JSON = """{
  "metadata": {
    "soundFile": "C:\\\\av\\\\hi.wav",
    "duration": 0.47
  },
  "mouthCues": [
    { "start": 0.00, "end": 0.05, "value": "X" },
    { "start": 0.05, "end": 0.27, "value": "D" },
    { "start": 0.27, "end": 0.31, "value": "C" },
    { "start": 0.31, "end": 0.43, "value": "B" },
    { "start": 0.43, "end": 0.47, "value": "X" }
  ]
}
"""
XML = """<?xml version="1.0" encoding="utf-8"?>
<rhubarbResult>
  <metadata>
    <soundFile>C:\\av\\hi.wav</soundFile>
    <duration>0.47</duration>
  </metadata>
  <mouthCues>
    <mouthCue start="0.00" end="0.05">X</mouthCue>
    <mouthCue start="0.05" end="0.27">D</mouthCue>
    <mouthCue start="0.27" end="0.31">C</mouthCue>
    <mouthCue start="0.31" end="0.43">B</mouthCue>
    <mouthCue start="0.43" end="0.47">X</mouthCue>
  </mouthCues>
</rhubarbResult>
"""
WINDOWS = CueSheet(HI.track, HI.duration, "C:\\av\\hi.wav")
EMPTY = CueSheet(MouthTrack(np.zeros((0, 15), np.float32), Rung.LOUDNESS), 0.0, "e.wav")


def test_the_readmes_example_comes_out_to_the_letter() -> None:
    assert to_tsv(WINDOWS, Options()) == TSV
    assert to_json(WINDOWS, Options()) == JSON
    assert to_xml(WINDOWS, Options()) == XML


def test_an_empty_sound_has_one_cue_of_no_length() -> None:
    assert json.loads(to_json(EMPTY, Options()))["mouthCues"] == [{"start": 0.0, "end": 0.0, "value": "X"}]
    assert ET.fromstring(to_xml(EMPTY, Options()))[1][0].text == "X"
    assert to_tsv(EMPTY, Options()) == "0.00\tX\n"


def test_the_duration_is_cut_to_hundredths_and_the_last_cue_ends_there() -> None:
    timeline = CueSheet(HI.track, 0.4689, "hi.wav")
    data = json.loads(to_json(timeline, Options()))
    assert data["metadata"]["duration"] == 0.46
    assert data["mouthCues"][-1]["end"] == 0.46


def test_paths_with_quotes_tags_and_other_scripts_survive() -> None:
    name = '/tmp/a "b" <c> & é 声.wav'
    timeline = CueSheet(HI.track, HI.duration, name)
    assert json.loads(to_json(timeline, Options()))["metadata"]["soundFile"] == name
    assert ET.fromstring(to_xml(timeline, Options()))[0][0].text == name


def test_the_shape_at_rest_follows_the_extended_shapes() -> None:
    assert to_tsv(WINDOWS, Options(extended="G")).splitlines()[-1] == "0.47\tA"
    with pytest.raises(LipSyncError, match="Q"):
        to_tsv(WINDOWS, Options(extended="Q"))


THIS_THIN_BATH = spoken("This thin bath.", "ð ɪ s|θ ɪ n|b æ θ", "This thin bath")


def test_th_has_a_letter_where_it_is_asked_for() -> None:
    assert TONGUE not in {cue.value for cue in letters_of(THIS_THIN_BATH, Options())}
    shown = [cue for cue in letters_of(THIS_THIN_BATH, Options(extended="GHXT")) if cue.value == TONGUE]
    assert [(cue.start, cue.end) for cue in shown] == pytest.approx([(0.2, 0.3), (0.5, 0.6), (1.0, 1.1)])
    assert to_tsv(THIS_THIN_BATH, Options(extended="ghxt")).count("\tT\n") == 3


def test_a_brief_th_is_held_and_shut_lips_stay_shut() -> None:
    quick = letters_of(spoken("other", "ʌ ð ə", "other", each=0.02), Options(extended="GHXT"))
    (length,) = (cue.end - cue.start for cue in quick if cue.value == TONGUE)
    assert 0.04 - 1e-6 <= length <= 0.06
    slow = held(("sil", 0.1), ("TH", 0.2), ("PP", 0.3), ("aa", 0.5))
    assert [cue.value for cue in letters_of(slow, Options(extended="GHXT"))] == ["X", "T", "A", "D"]


def test_the_letter_for_th_moves_with_the_lead() -> None:
    shown = letters_of(THIS_THIN_BATH, Options(extended="GHXT", lead=0.1))
    assert next(cue.start for cue in shown if cue.value == TONGUE) == pytest.approx(0.1)


def test_letters_with_t_lie_side_by_side() -> None:
    shown = letters_of(THIS_THIN_BATH, Options(extended="GHXT"))
    assert all(a.end == b.start and a.value != b.value for a, b in pairwise(shown))
    assert (shown[0].start, shown[-1].end) == (0, letters_of(THIS_THIN_BATH, Options())[-1].end)


@pytest.mark.parametrize(
    ("extended", "letters"),
    [
        ("GHX", "XGHX"),
        ("ghx", "XGHX"),
        ("HX", "XAHX"),
        ("GX", "XGCX"),
        ("GH", "AGHA"),
        ("", "ACA"),
        ("ABCDEFX", "XACX"),
    ],
)
def test_letters_that_are_not_drawn_give_way_to_rhubarbs_basic_ones(extended: str, letters: str) -> None:
    """`getBasicShape` of animationRules.cpp: A for G and X, C for H."""
    timeline = held(("sil", 0.2), ("FF", 0.4), ("nn", 0.6), ("sil", 0.8))
    rows = [row.split("\t")[1] for row in to_tsv(timeline, Options(extended=extended)).splitlines()[:-1]]
    assert "".join(rows) == letters


def test_a_lead_moves_the_letters_and_a_hold_drops_the_brief() -> None:
    timeline = held(("sil", 0.2), ("aa", 0.26), ("sil", 0.5))
    assert to_tsv(timeline, Options(lead=0.1)) == "0.00\tX\n0.10\tD\n0.16\tX\n0.50\tX\n"
    assert to_tsv(timeline, Options(hold=0.08)) == "0.00\tX\n0.50\tX\n"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_file(tmp_path / "cues.json", to_json(HI, Options()))
    assert json.loads((tmp_path / "cues.json").read_text())["metadata"]["soundFile"] == HI.sound
    with pytest.raises(LipSyncError, match="can't be written"):
        write_file(tmp_path / "nowhere" / "cues.json", to_json(HI, Options()))
    assert [path.name for path in tmp_path.iterdir()] == ["cues.json"]


@pytest.mark.parametrize("options", [{"fps": 0.0}, {"fps": 2000.0}, {"hold": -0.1}, {"lead": 2.0}])
def test_impossible_options_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(LipSyncError):
        Options(**options)  # type: ignore[arg-type]
