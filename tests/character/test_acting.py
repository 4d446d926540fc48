"""What moods and gestures have in common, whoever acts them and however large."""

from __future__ import annotations

from itertools import pairwise

import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES, NEEDED, Acting
from avatar.types import Arm, Body, Brows, Head, Mouth

ONE_SIDED = {"smirk", "thinking", "bored", "wink", "embarrassed"}
"""Moods that are on one side of the face by nature."""


@pytest.mark.parametrize("name", GESTURES)
def test_a_gesture_moves_both_brows_alike(name: str) -> None:
    """One brow alone is a mood's."""
    for key in GESTURES[name].keys:
        assert key.brows.raise_left == key.brows.raise_right
        assert key.brows.tilt_left == key.brows.tilt_right


@pytest.mark.parametrize("name", GESTURES)
def test_a_gesture_begins_and_ends_at_rest(name: str) -> None:
    first, *_, last = GESTURES[name].keys
    for key in (first, last):
        assert (key.head, key.body, key.brows, key.shut, key.face.share) == (Head(), Body(), Brows(), 0.0, 0.0)
        assert key.left.shown == key.right.shown == 0.0
    assert first.at == 0.0
    assert first.left == first.right == Arm()


@pytest.mark.parametrize("name", GESTURES)
def test_no_part_of_a_gesture_is_a_jerk_or_a_freeze(name: str) -> None:
    steps = [after.at - before.at for before, after in pairwise(GESTURES[name].keys)]
    assert all(0.1 <= step <= 1.0 for step in steps)
    assert GESTURES[name].duration < 2.5


@pytest.mark.parametrize("name", GESTURES)
def test_hands_move_as_a_pair_or_one_alone(name: str) -> None:
    """Two hands do the same, one the other's mirror image."""
    for key in GESTURES[name].keys:
        if key.left.name and key.right.name:
            assert key.left.name == key.right.name
            assert (key.left.y, key.left.shown) == (key.right.y, key.right.shown)
            assert (key.left.x, key.left.angle) == (-key.right.x, -key.right.angle)


@pytest.mark.parametrize("name", sorted(EXPRESSIONS.keys() - ONE_SIDED))
def test_a_mood_is_the_same_on_both_sides_unless_it_is_one_sided_by_nature(name: str) -> None:
    mood = EXPRESSIONS[name]
    assert mood.mouth.skew == 0.0
    assert mood.eyes.open_left == mood.eyes.open_right
    assert mood.brows.raise_left == mood.brows.raise_right
    assert mood.brows.tilt_left == mood.brows.tilt_right


def test_the_neutral_face_changes_nothing() -> None:
    neutral = EXPRESSIONS["neutral"]
    assert (neutral.mouth, neutral.brows, neutral.head, neutral.body) == (Mouth(), Brows(), Head(), Body())
    assert (neutral.eyes.open_left, neutral.eyes.open_right, neutral.eyes.squint) == (1.0, 1.0, 0.0)


def test_whoever_says_nothing_of_their_temperament_is_like_most_people() -> None:
    usual = Acting(EXPRESSIONS, GESTURES)
    assert (usual.energy, usual.blinks) == (1.0, 1.0)
    assert set(NEEDED) <= set(usual.expressions)
