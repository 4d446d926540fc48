"""Spine's JSON, as its runtimes' SkeletonJson reads it."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from avatar.lipsync.formats import CueSheet, Options, spine
from avatar.lipsync.formats.base import on_frames
from avatar.lipsync.shapes import MouthCue
from tests.lipsync.timelines import HI, MARY, held


def read(text: str) -> tuple[list[tuple[float, str]], list[str]]:
    """Times and attachments of the animation, and the attachments that there are; each name must be found."""
    root = json.loads(text)
    assert root["skeleton"]["spine"].startswith("4.")
    bones = [bone["name"] for bone in root["bones"]]
    slots = {slot["name"]: slot for slot in root["slots"]}
    assert all(slot["bone"] in bones for slot in slots.values())
    (skin,) = root["skins"]
    assert skin["name"] == "default"
    (animation,) = root["animations"].values()
    ((name, timelines),) = animation["slots"].items()
    assert set(timelines) == {"attachment"}
    there = skin["attachments"][name]
    assert slots[name]["attachment"] in there
    keys = [(key["time"], key["name"]) for key in timelines["attachment"]]
    assert {shape for _, shape in keys} <= set(there)
    assert all(a < b for (a, _), (b, _) in pairwise(keys))
    return keys, list(there)


def test_each_letter_is_an_attachment_from_its_frame_on() -> None:
    keys, there = read(spine.write(HI, Options(fps=100)))
    assert keys == [
        (0, "mouth_x"),
        (0.05, "mouth_d"),
        (0.27, "mouth_c"),
        (0.31, "mouth_b"),
        (0.43, "mouth_x"),
        (0.47, "mouth_x"),
    ]
    assert there == [f"mouth_{letter}" for letter in "abcdefghx"]


def test_keys_lie_on_spines_frames() -> None:
    keys, _ = read(spine.write(MARY, Options()))
    assert all(abs(t * 30 - round(t * 30)) < 0.01 for t, _ in keys[:-1])
    assert keys[-1][1] == "mouth_x"


def test_only_drawn_mouths_are_asked_for() -> None:
    _, there = read(spine.write(MARY, Options(extended="")))
    assert there == [f"mouth_{letter}" for letter in "abcdef"]


@pytest.mark.parametrize("timeline", [held(("sil", 0.5)), held(("aa", 0.01)), CueSheet(held(("aa", 0.01)).track, 0.0)])
def test_silence_and_moments(timeline: CueSheet) -> None:
    assert read(spine.write(timeline, Options()))[0]


def test_no_shape_is_lost_to_another_in_its_frame() -> None:
    ends = np.cumsum([(0.04, 0.04, 0.07)[i % 3] for i in range(100)]).tolist()
    fast = [MouthCue(start, end, "ADCB"[i % 4]) for i, (start, end) in enumerate(pairwise([0.0, *ends]))]
    for fps in (24, 25, 30):
        keys = on_frames(((cue.start, cue.value) for cue in fast), fps)
        assert [value for _, value in keys] == [cue.value for cue in fast]
        assert all(0 <= frame - cue.start * fps + 1 < 2 for (frame, _), cue in zip(keys, fast, strict=True))


def test_too_few_frames_stay_in_time() -> None:
    fast = [MouthCue(i * 0.04, (i + 1) * 0.04, "ADCB"[i % 4]) for i in range(100)]
    keys = on_frames(((cue.start, cue.value) for cue in fast), 5)
    assert all(a < b for (a, _), (b, _) in pairwise(keys))
    assert keys[-1][0] <= 4.0 * 5
