"""Adobe Animate's script: what it holds, and what it does to a stage."""

from __future__ import annotations

import json
import re
from typing import Any

import dukpy
import pytest

from avatar.lipsync.formats import CueSheet, Options, adobe, animate
from tests.lipsync.timelines import HI, MARY, MOMENTS

STAGE = """
// A stage as developers-animatesdk-docs describes it: frames of one keyframe are one object, insertKeyframe copies it.
var item = {name: "Mouth", timeline: {frameCount: 14, layers: [
  {frames: LABELS.map(function (name, i) { return {name: name, startFrame: i}; })}]}};
function frame(start, first) {
  return {startFrame: start, elements: [{libraryItem: item, loop: "loop", firstFrame: first}]};
}
var one = frame(0, 0), layer = {frames: []};
for (var i = 0; i < 6; i++) layer.frames.push(one);
Object.defineProperty(layer, "frameCount", {get: function () { return layer.frames.length; }});
var timeline = {layers: [layer], currentLayer: 0, currentFrame: FIRST,
  insertFrames: function (count, all, at) {
    for (var i = 0; i < count; i++) layer.frames.splice(at, 0, layer.frames[at]);
  },
  insertKeyframe: function (at) {
    if (at >= layer.frames.length) throw new Error("no frame " + at);
    var old = layer.frames[at], made = frame(at, old.elements[0].firstFrame);
    for (var i = at; i < layer.frames.length && layer.frames[i] === old; i++) layer.frames[i] = made;
  }};
var mouth = {instanceType: "symbol", symbolType: "graphic", libraryItem: item};
var said = [];
function alert(text) { said.push(text); }
var fl = {getDocumentDOM: function () {
  return {frameRate: RATE, selection: SELECTED, getTimeline: function () { return timeline; }};
}};
SCRIPT
({said: said, frames: layer.frames.map(function (f) {
  return [f.startFrame, f.elements[0].firstFrame, f.elements[0].loop]; })});
"""

LABELS = ["Surprised", *reversed(adobe.NAMES[:12]), ""]


def run(script: str, *, labels: list[str] = LABELS, first: int = 0, rate: float = 25, selected: str = "[mouth]") -> Any:
    """What is told, and the stage's frames after the script, by an interpreter of nothing newer than ECMAScript 5."""
    page = STAGE.replace("LABELS", json.dumps(labels)).replace("FIRST", str(first)).replace("RATE", str(rate))
    return dukpy.evaljs(page.replace("SELECTED", selected).replace("SCRIPT", script))


@pytest.mark.parametrize("timeline", [HI, MARY, *MOMENTS])
def test_the_script_holds_each_change_in_seconds(timeline: CueSheet) -> None:
    script = animate.write(timeline, Options())
    names = json.loads(re.search(r"NAMES = (.*?);", script)[1])  # type: ignore[index]
    keys = json.loads(re.search(r"KEYS = (.*?);", script)[1])  # type: ignore[index]
    assert names == list(adobe.NAMES[:12])
    listed = [line.split("\t") for line in adobe.write(timeline, Options()).splitlines()]
    assert [(f"{seconds:.2f}", names[index]) for seconds, index in keys] == [tuple(row) for row in listed]


def test_the_mouth_gets_its_labelled_frames() -> None:
    frames = run(animate.write(HI, Options()))["frames"]
    assert [LABELS[first] for _, first, _ in frames] == [
        "Neutral",
        *["Ah"] * 5,
        "Uh",
        *["S"] * 3,
        "Neutral",
        "Neutral",
        "Neutral",
    ]
    assert {loop for *_, loop in frames} == {"single frame"}
    assert [start for start, *_ in frames] == [0, 1, 1, 1, 1, 1, 6, 7, 7, 7, 10, 11, 11]


def test_it_begins_at_the_playhead_and_takes_a_rate() -> None:
    script = animate.write(HI, Options(fps=100))
    frames = run(script, first=3)["frames"]
    assert [LABELS[first] for _, first, _ in frames[3:]] == [
        *["Neutral"] * 5, *["Ah"] * 22, *["Uh"] * 4, *["S"] * 12, *["Neutral"] * 5
    ]  # fmt: skip


def test_without_labels_the_order_counts() -> None:
    frames = run(animate.write(HI, Options()), labels=[""] * 14)["frames"]
    assert [adobe.NAMES[first] for _, first, _ in frames[:8]] == ["Neutral", *["Ah"] * 5, "Uh", "S"]


@pytest.mark.parametrize("selected", ["[]", "[mouth, mouth]", '[{instanceType: "symbol", symbolType: "movie clip"}]'])
def test_what_is_no_mouth_is_told(selected: str) -> None:
    done = run(animate.write(HI, Options()), selected=selected)
    assert "graphic symbol" in done["said"][0]
    assert len(done["frames"]) == 6
