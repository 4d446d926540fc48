"""Faces, gestures, looks, heads and brows where somebody put them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.edits.acting import acted, apply_marks, edited_marks
from avatar.edits.values import Span, TakeEdits
from avatar.scene.keying import Key, read_key, write_key
from avatar.scene.pose import pose
from avatar.types import CastMember, Clip, Entry, Mark, MouthTrack, Performance, Pose, Rung, Scene, Speech

ACTING = Acting(EXPRESSIONS, GESTURES)
REST = MouthTrack(np.eye(15, dtype=np.float32)[np.zeros(400, np.intp)], Rung.VOICE)
MARKS = (
    Mark("expression", "happy", 0.0),
    Mark("gesture", "wave", 0.5),
    Mark("emphasis", "", 0.6, 0.8),
    Mark("expression", "sad", 2.0),
)
SAID = Performance("bea", Speech(Clip.silence(4.0, 16000), "Well, hello there.", "x"), REST, MARKS)


def take(**tracks: tuple[Span, ...]) -> TakeEdits:
    return TakeEdits("", tracks=tracks)


def kinds(marks: tuple[Mark, ...], kind: str) -> list[tuple[float, str]]:
    return [(mark.start, mark.name) for mark in marks if mark.kind == kind]


def at(marks: tuple[Mark, ...], t: float) -> Pose:
    performance = Performance("bea", SAID.speech, SAID.mouth, marks)
    return pose(Scene((CastMember("bea", "bea"),), (Entry(0.0, "bea", performance),)), "bea", t, ACTING)


def test_without_edits_of_acting_nothing_changes() -> None:
    assert apply_marks(SAID, take(mouths=(Span(0.0, 1.0, "A"),))) is SAID


def test_a_face_takes_the_place_of_what_was_there_and_that_goes_on_after_it() -> None:
    marks = edited_marks(MARKS, take(expression=(Span(1.0, 1.5, "angry"),)))
    assert kinds(marks, "expression") == [(0.0, "happy"), (1.0, "angry"), (1.5, "happy"), (2.0, "sad")]
    later = edited_marks(MARKS, take(expression=(Span(1.5, 3.0, "angry"), Span(3.0, 3.5, ""))))
    assert kinds(later, "expression") == [(0.0, "happy"), (1.5, "angry"), (3.0, "neutral"), (3.5, "sad")]
    first = edited_marks((), take(expression=(Span(1.0, 1.5, "angry"),)))
    assert kinds(first, "expression") == [(1.0, "angry"), (1.5, "neutral")]


def test_a_gesture_is_taken_away_and_another_put_in() -> None:
    marks = edited_marks(MARKS, take(gesture=(Span(0.4, 0.9, ""), Span(2.0, 2.6, "shrug"))))
    assert kinds(marks, "gesture") == [(2.0, "shrug")]
    assert kinds(marks, "emphasis") == [(0.6, "")]


def test_a_look_ends_where_it_is_said_to() -> None:
    marks = edited_marks(MARKS, take(look=(Span(1.0, 2.0, "away"),)))
    assert [(mark.start, mark.end, mark.name) for mark in marks if mark.kind == "look"] == [(1.0, 2.0, "away")]


def test_a_head_is_where_its_keys_are_and_moves_between_them() -> None:
    marks = edited_marks((), take(head=(Span(1.0, 2.0, "0 12 0", "linear"), Span(2.0, 3.0, "20 -8 5"))))
    poses = {t: at(marks, t).head for t in (1.2, 1.5, 2.0, 2.5)}
    assert poses[1.5].pitch == pytest.approx(2.0, abs=1e-6)
    assert poses[1.5].yaw == pytest.approx(10.0, abs=1e-6)
    assert poses[2.5].roll == pytest.approx(5.0, abs=1e-6)
    assert poses[1.2].pitch > poses[1.5].pitch > poses[2.0].pitch
    assert at(marks, 0.9).head == at((), 0.9).head
    assert at(marks, 3.01).head == at((), 3.01).head


def test_a_head_comes_and_goes_without_a_jump() -> None:
    marks = edited_marks((), take(head=(Span(1.0, 2.0, "0 20 0"),)))
    heads = [at(marks, 0.9 + n * 0.01).head.pitch for n in range(120)]
    assert max(abs(a - b) for a, b in pairwise(heads)) < 2.5
    assert max(heads) == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("value", "wanted"), [("0.5", (0.5, 0.5, 0, 0)), ("0.5 -0.2", (0.5, 0.5, -0.2, -0.2)), ("1 0 0 -1", (1, 0, 0, -1))]
)
def test_brows_take_one_two_or_four_numbers(value: str, wanted: tuple[float, ...]) -> None:
    marks = edited_marks(MARKS, take(brows=(Span(1.0, 2.0, value),)))
    assert at(marks, 1.5).brows == pytest.approx(wanted)


def test_keys_hold_still_where_less_motion_is_wanted() -> None:
    marks = edited_marks((), take(head=(Span(1.0, 2.0, "0 20 0"),)))
    scene = Scene((CastMember("bea", "bea"),), (Entry(0.0, "bea", Performance("bea", SAID.speech, REST, marks)),))
    assert pose(scene, "bea", 1.5, ACTING, reduced_motion=True).head.pitch < 10.0


@pytest.mark.parametrize(
    "name", ["", "1|2", "a|b|in|", "1|2 3|in|", "1|2|bouncy|", "nan|1|in|io", "1e9|1|in|", "|" * 9]
)
def test_marks_that_are_no_keys_do_nothing(name: str) -> None:
    assert read_key(name) is None
    assert at((Mark("head", name, 1.0, 2.0),), 1.5).head == at((), 1.5).head


def test_keys_are_read_as_they_are_written() -> None:
    key = Key((1.0, -2.5), (0.0, 30.0), "in-out", True, False)
    assert read_key(write_key(key)) == key


def test_a_recording_s_acting_and_shots_stand_at_the_sound_s_times() -> None:
    scene = Scene((CastMember("bea", "bea"),), (Entry(0.0, "bea", SAID),))
    done = acted(scene, "bea", take(gesture=(Span(1.0, 2.0, "wave"),), camera=(Span(0.5, 1.5, "close bea"),)))
    added = [(entry.start, entry.who, entry.what) for entry in done.entries if isinstance(entry.what, Mark)]
    assert added == [
        (0.5, "bea", Mark("camera", "close", 0.0)),
        (1.0, "bea", Mark("gesture", "wave", 0.0, 1.0)),
        (1.5, "", Mark("camera", "wide", 0.0)),
    ]
