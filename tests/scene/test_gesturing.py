"""Gestures carry mouth and eyes, and what is said is said all the same."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar.character.accord import ACCORD
from avatar.character.acting import EXPRESSIONS, GESTURES, Acting, Gesture, GestureFace, GestureKey
from avatar.character.loading import load
from avatar.errors import CharacterError
from avatar.scene.gesturing import Motion
from avatar.scene.pose import hold_gesture, pose
from avatar.types import (
    VISEMES,
    CastMember,
    Clip,
    Entry,
    Mark,
    Mouth,
    MouthTrack,
    Performance,
    Pose,
    Rung,
    Scene,
    Speech,
)
from tests.draw.drawing import CHARACTERS, TOML, box, shipped

ACTING = Acting(EXPRESSIONS, GESTURES)
CAST = (CastMember("ann", "juno"),)


def spoken(viseme: str, seconds: float = 4.0) -> Performance:
    weights = np.zeros((int(seconds * 100), len(VISEMES)), np.float32)
    weights[:, VISEMES.index(viseme)] = 1.0
    return Performance("ann", Speech(Clip.silence(seconds, 16_000), "", "v"), MouthTrack(weights, Rung.VOICE))


def acted(gesture: str, mood: str, t: float, *, viseme: str = "", acting: Acting = ACTING, still: bool = False) -> Pose:
    """Someone in a mood who begins a gesture at 2 s, perhaps holding a sound, `t` seconds after that."""
    entries = [Entry(0.0, "ann", Mark("expression", mood))]
    entries += [Entry(0.0, "ann", spoken(viseme))] if viseme else []
    entries += [Entry(2.0, "ann", Mark("gesture", gesture))] if gesture else []
    return pose(Scene(CAST, tuple(entries), seed=3), "ann", 2.0 + t, acting, reduced_motion=still)


@pytest.mark.parametrize("mood", ["neutral", "smile", "laugh", "wink"])
def test_a_facepalm_does_not_smile(mood: str) -> None:
    face = acted("facepalm", mood, 1.2)
    assert face.mouth.smile < -0.2
    assert face.mouth.jaw == 0.0
    assert (face.eyes.open_left, face.eyes.open_right) == (0.0, 0.0)
    after = acted("facepalm", mood, 2.4)
    assert after.mouth == acted("", mood, 2.4).mouth


def test_whoever_waves_or_claps_is_glad_and_whoever_shrugs_is_not() -> None:
    assert acted("wave", "neutral", 1.0).mouth.smile > 0.3
    assert acted("applause", "neutral", 1.0).mouth.smile > 0.5
    assert acted("shrug", "smile", 0.7).mouth.smile < 0.0
    assert acted("wave", "sad", 1.0).mouth.smile < acted("wave", "neutral", 1.0).mouth.smile


@pytest.mark.parametrize("gesture", GESTURES)
@pytest.mark.parametrize("viseme", ["PP", "FF", "TH", "aa", "ou"])
def test_a_gesture_leaves_speech_to_the_lips(gesture: str, viseme: str) -> None:
    middle = GESTURES[gesture].duration / 2
    said, plain = (
        acted(gesture, "neutral", middle, viseme=viseme).mouth,
        acted("", "neutral", middle, viseme=viseme).mouth,
    )
    for what in ("jaw", "rounding", "closure", "bite", "teeth", "tongue"):
        assert getattr(said, what) == pytest.approx(getattr(plain, what), abs=1e-6), what


@pytest.mark.parametrize("gesture", GESTURES)
def test_mouth_and_eyes_come_and_go_without_a_jump(gesture: str) -> None:
    """Nothing crosses its range in less than 0.15 s, and nothing is left of a gesture after it."""
    end = GESTURES[gesture].duration
    times = [index / 60 for index in range(-6, int(60 * end) + 12)]
    mouths = [acted(gesture, "laugh", t).mouth for t in times]
    gazes = [acted(gesture, "neutral", t, still=False).eyes.gaze_x for t in times]
    usual = [acted("", "neutral", t).eyes.gaze_x for t in times]
    for before, after in pairwise(mouths):
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 0.25
    moved = [a - b for a, b in zip(gazes, usual, strict=True)]
    assert max(abs(b - a) for a, b in pairwise(moved)) < 0.15
    assert mouths[-1] == acted("", "laugh", times[-1]).mouth


@pytest.mark.parametrize("name", sorted(folder.name for folder in CHARACTERS.iterdir() if folder.is_dir()))
def test_every_gesture_of_the_cast_has_a_face_that_begins_and_ends_with_the_moods(name: str) -> None:
    for gesture, moves in shipped(name).acting.gestures.items():
        keys = moves.keys
        assert keys[0].face.share == keys[-1].face.share == 0.0, gesture
        if gesture in ACCORD:  # who talks with their hands doesn't pull a face at each word
            continue
        assert max(key.face.share for key in keys) >= 0.4, gesture


def test_eyes_stay_on_the_partner_while_the_head_shakes() -> None:
    for t in (0.18, 0.42, 0.66):
        moved = Motion.of(GESTURES["shake"], t, 1.0)
        assert moved.head.yaw * moved.face.eyes.gaze_x < 0.0


def test_with_reduced_motion_the_face_is_the_moods() -> None:
    assert acted("facepalm", "smile", 1.2, still=True).mouth == acted("", "smile", 1.2, still=True).mouth


def test_the_last_of_two_gestures_has_the_face_and_shares_never_exceed_one() -> None:
    glad, dismayed = Motion.of(GESTURES["applause"], 1.0, 1.0), Motion.of(GESTURES["facepalm"], 1.2, 1.0)
    assert glad.plus(dismayed).face.mouth.smile == pytest.approx(dismayed.face.mouth.smile)
    both = dismayed.plus(glad).face
    assert both.share == pytest.approx(1.0)
    assert dismayed.face.mouth.smile < both.mouth.smile < glad.face.mouth.smile
    assert Motion().plus(glad).face == glad.face


def test_a_face_that_fades_in_keeps_its_form() -> None:
    """Half way to a smile the share is half, not the smile: else it would be halved twice."""
    smiling = GestureFace(1.0, Mouth(smile=1.0))
    gesture = Gesture((GestureKey(0.0), GestureKey(1.0, face=smiling), GestureKey(2.0)))
    early = Motion.of(gesture, 0.5, 1.0).face
    assert 0.0 < early.share < 1.0
    assert early.mouth.smile == pytest.approx(1.0)


def test_a_mouth_made_of_pictures_shows_the_gestures_own() -> None:
    blot = shipped("blot").acting
    for gesture in blot.gestures.values():
        assert gesture.shape in ("", *(layer.shape for layer in shipped("blot").layers))
    wanted = blot.gestures["facepalm"].shape
    assert wanted not in ("", blot.expressions["laugh"].shape)
    assert acted("facepalm", "laugh", 1.2, acting=blot).shape == wanted
    assert acted("facepalm", "laugh", 2.6, acting=blot).shape == blot.expressions["laugh"].shape
    assert acted("facepalm", "laugh", 1.2, viseme="aa", acting=blot).shape == blot.sprites["aa"]
    assert hold_gesture(blot, "facepalm").shape == wanted


FACED = """
[[gestures.salute.keys]]
at = 0.0
[[gestures.salute.keys]]
at = 0.4
face = { mouth = { smile = -0.2 }, eyes = { gaze_y = -0.4 } }
[[gestures.salute.keys]]
at = 0.8
face = { share = 0.5 }
[[gestures.salute.keys]]
at = 1.2
"""


def test_a_characters_file_gives_its_gestures_a_face(tmp_path: Path) -> None:
    keys = load(box(tmp_path / "box", TOML + FACED)).acting.gestures["salute"].keys
    assert [key.face.share for key in keys] == [0.0, 1.0, 0.5, 0.0]
    assert (keys[1].face.mouth.smile, keys[1].face.eyes.gaze_y, keys[1].face.eyes.open_left) == (-0.2, -0.4, 1.0)


@pytest.mark.parametrize("face", ["{ smile = 1 }", "{ share = 2 }", "{ mouth = { grin = 1 } }", "3"])
def test_a_face_that_makes_no_sense_is_refused(tmp_path: Path, face: str) -> None:
    with pytest.raises(CharacterError):
        load(box(tmp_path / "box", TOML + FACED.replace("{ share = 0.5 }", face)))
