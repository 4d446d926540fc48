"""Every format that is written is read back as the same mouth, or refused in words."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import LipSyncError
from avatar.lipsync.formats import FORMATS, CueSheet, Options, readers
from avatar.lipsync.formats.opening import opening
from avatar.lipsync.made import Made, lettered
from avatar.types import VISEMES
from tests.lipsync.timelines import MARY, held

ONE_WAY = {
    "vtt": "Subtitles tell words",
    "srt": "Subtitles tell words",
    "vtt-words": "Subtitles tell words",
    "srt-words": "Subtitles tell words",
    "svg": "A picture can't be read",
    "adobe-animate": "A script can't be read",
    "audacity-words": "is no sound",
}
"""Formats that are not read, and what is said instead."""

CURVES = {"ovr-csv", "ovr-json", "arkit-csv", "arkit-json", "vrm-csv", "vrm-json", "opening"}
ANIMATIONS = {"gltf", "gltf-arkit", "vrma", "live2d", "usd", "usd-oculus", "vmd"}

SAID = replace(MARY, track=lettered(Made(MARY.track, MARY.words, MARY.phones)).track)
ALL_SHAPES = held(
    *((viseme, (i + 1) * 0.25) for i, viseme in enumerate("sil PP SS E aa oh ou FF nn RR DD kk CH TH ih sil".split())),
    sound="/tmp/said.wav",
)


def written(name: str, timeline: CueSheet) -> bytes:
    content = FORMATS[name].write(timeline, Options())
    return content if isinstance(content, bytes) else content.encode()


def again(folder: Path, name: str, timeline: CueSheet) -> CueSheet:
    path = folder / ("cues" + FORMATS[name].ending)
    path.write_bytes(written(name, timeline))
    made = readers.read(path, timeline.duration)
    return CueSheet(made.track, timeline.duration, timeline.sound, timeline.text, made.words, made.phones)


def told(name: str, content: bytes) -> object:
    """What a file says of the mouth; speech marks of places in the text are left out, since the text isn't in it."""
    text = content.decode()
    if name == "polly":
        return [line for line in text.splitlines() if '"viseme"' in line]
    if name == "talkinghead":
        return {key: row for key, row in json.loads(text).items() if key.startswith("v")}
    return text


def columns(name: str, content: bytes) -> np.ndarray:
    """The numbers of a file of curves, shape (frames, curves)."""
    text = content.decode()
    if name.endswith("json"):
        return np.array(json.loads(text)["weightMat"])
    rows = list(csv.reader(text.splitlines()))[1:]
    return np.array([[float(cell) for cell in row[2 if name == "arkit-csv" else 1 :]] for row in rows])


@pytest.mark.parametrize("timeline", [SAID, ALL_SHAPES], ids=["words", "shapes"])
@pytest.mark.parametrize("name", sorted(FORMATS.keys() - ONE_WAY.keys() - CURVES - ANIMATIONS))
def test_what_was_written_is_read_and_written_again_the_same(name: str, timeline: CueSheet, tmp_path: Path) -> None:
    first = written(name, timeline)
    assert told(name, written(name, again(tmp_path, name, timeline))) == told(name, first)


@pytest.mark.parametrize("name", sorted(CURVES))
def test_curves_come_back_as_much_the_same_curves(name: str, tmp_path: Path) -> None:
    first, second = columns(name, written(name, MARY)), columns(name, written(name, again(tmp_path, name, MARY)))
    assert first.shape == second.shape
    assert np.abs(first - second).mean() < 0.02
    assert np.corrcoef(first.ravel(), second.ravel())[0, 1] > 0.97


@pytest.mark.parametrize("name", sorted(ANIMATIONS))
def test_animations_come_back_as_much_the_same_mouth(name: str, tmp_path: Path) -> None:
    """Those of few curves can't tell all visemes apart: how far the lips are open is what must come back."""
    read = again(tmp_path, name, MARY).track
    assert np.corrcoef(opening(read.weights), opening(MARY.track.weights))[0, 1] > 0.9
    shut = MARY.track.weights[:, VISEMES.index("PP")] > 0.99
    assert read.weights[shut][:, [VISEMES.index(viseme) for viseme in ("PP", "sil")]].sum(axis=1).mean() > 0.8


@pytest.mark.parametrize("name", sorted(ONE_WAY))
def test_what_is_not_read_says_so(name: str, tmp_path: Path) -> None:
    with pytest.raises(LipSyncError, match=ONE_WAY[name]) as caught:
        again(tmp_path, name, MARY)
    assert caught.value.remedy


def test_a_script_for_long_sound_says_so_too(tmp_path: Path) -> None:
    minutes = held(*((viseme, 0.1 * i) for i, viseme in enumerate(["aa", "SS"] * 600, 1)))
    with pytest.raises(LipSyncError, match=ONE_WAY["adobe-animate"]):
        again(tmp_path, "adobe-animate", minutes)
