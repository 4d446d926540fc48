"""Dances: extremes on the beat, moves that pass into each other, stops, and dancers of every kind."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from avatar import scenefile
from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.character.dances import MOVES
from avatar.character.loading import load
from avatar.scene.dancing import Step, dance_at, read_step
from avatar.scene.pose import pose
from avatar.scene.timeline import build_timeline
from avatar.types import CastMember, Entry, Mark, Place, Pose, Scene

ACTING = Acting(EXPRESSIONS, GESTURES)
CAST = (CastMember("ANN", "juno"),)
BEAT = 0.5
CHARACTERS = Path(__file__).parents[2] / "characters"


def danced(*marks: tuple[str, float, float], strength: float = 1.0) -> Scene:
    """Somebody who dances: name, start and end of each mark."""
    entries = (Entry(start, "ANN", Mark("dance", name, 0.0, end - start, strength)) for name, start, end in marks)
    return Scene(CAST, tuple(entries))


def motion(scene: Scene, t: float, acting: Acting = ACTING) -> np.ndarray:
    """Head, body and hands, one after the other."""
    found, _ = dance_at(build_timeline(scene, "ANN").dances, t, acting)
    return np.array([*found.head, *found.body, *found.left[1:], *found.right[1:]])


@pytest.mark.parametrize("step", [Step("bob", 16), Step("sway", 8, 4, True), Step("bob", 2, 3, held=True)])
def test_the_name_of_a_step_says_it(step: Step) -> None:
    assert read_step(str(step)) == step


def test_a_name_that_says_nothing_is_the_plain_move() -> None:
    assert read_step("moonwalk 4").move == "bob"
    assert read_step("").beats == 1


@pytest.mark.parametrize("name", MOVES)
def test_sides_and_lows_are_reached_on_beats(name: str) -> None:
    """Where something is farthest to a side, or lowest, a beat is: to a hundredth of one. Up is between beats."""
    move = MOVES[name]
    beats = np.arange(-1, 2 * move.beats, 1 / 200)
    for channel in move.rows:
        values = np.array([move.at(beat)[channel] for beat in beats])
        if channel in ("body.y", "body.squash", "head.y", "head.pitch"):
            found = turns(values)
        elif channel in ("body.x", "body.lean", "head.x", "head.roll", "head.yaw"):
            found = np.concatenate([turns(values), turns(-values)])
        else:
            continue
        assert len(found), channel
        away = np.abs(beats[found] - np.round(beats[found]))
        assert away.max() < 0.01, (channel, beats[found])


def turns(values: np.ndarray) -> np.ndarray:
    """Where values go up no more, and then go down."""
    steps = np.sign(np.round(np.diff(values), 12))
    moving = np.flatnonzero(steps)
    return np.array([b for a, b in pairwise(moving) if steps[a] > 0 > steps[b]])


def test_a_move_goes_on_without_a_jump() -> None:
    scene = danced(("bob 8", 1.0, 5.0), ("clap 8 from 1", 5.0, 9.0), ("spin 8 mirrored", 9.0, 13.0))
    times = np.arange(0.0, 14.0, 0.002)
    moved = np.stack([motion(scene, t) for t in times])
    most = np.abs(np.diff(moved, axis=0)).max(axis=0)
    heads_and_shifts = most[[0, 1, 5, 6, 9]]
    assert heads_and_shifts.max() < 0.004
    assert most.max() < 0.5  # degrees in two thousandths of a second
    assert not moved[0].any()
    assert not moved[-1].any()


def test_who_dances_at_all_is_on_the_beat_in_the_whole_pose() -> None:
    """With sway, breath and glances on top the head is lowest within 20 ms of the beats."""
    scene = danced(("bob 32", 1.0, 17.0))
    times = np.arange(4.5, 10.0, 0.005)
    low = np.array([pose(scene, "ANN", t, ACTING).body.y for t in times])
    for beat in np.arange(5.0, 9.6, BEAT):
        near = np.abs(times - beat) < BEAT / 2
        assert abs(times[near][low[near].argmax()] - beat) <= 0.02


def test_a_stop_is_stood_still() -> None:
    scene = danced(("sway 4", 1.0, 3.0), ("sway 4 from 4 held", 3.0, 6.0), ("sway 4 from 4", 6.0, 8.0))
    held = np.stack([motion(scene, t) for t in np.arange(3.0, 5.2, 0.05)])
    assert np.ptp(held, axis=0).max() < 1e-9
    assert np.abs(held).max() > 0


def test_the_mirror_image_goes_the_other_way() -> None:
    one, other = danced(("sway 8", 1.0, 5.0)), danced(("sway 8 mirrored", 1.0, 5.0))
    np.testing.assert_allclose(motion(one, 2.0)[0], -motion(other, 2.0)[0])
    np.testing.assert_allclose(motion(one, 2.0)[1], motion(other, 2.0)[1])


def test_calm_ones_dance_smaller_and_who_is_one_piece_nods() -> None:
    scene = danced(("clap 8", 1.0, 5.0))
    lively, calm = (np.abs(motion(scene, 2.5, replace(ACTING, energy=energy))) for energy in (1.4, 0.6))
    assert calm[6] < lively[6]
    found, _ = dance_at(build_timeline(scene, "ANN").dances, 2.0, replace(ACTING, nods=True))
    assert found.head.pitch > 3
    assert (found.body.x, found.left.shown) == (0, 0)


def test_the_shipped_cast_has_all_of_itself_to_dance_with() -> None:
    for folder in sorted(path for path in CHARACTERS.iterdir() if (path / "character.toml").exists()):
        assert not load(folder).acting.nods, folder.name


def test_who_wants_little_motion_sees_nobody_dance() -> None:
    scene = danced(("head-bang 8", 1.0, 5.0))

    def still(t: float) -> Pose:
        return pose(scene, "ANN", t, ACTING, reduced_motion=True)

    assert max(abs(still(t).head.pitch) for t in np.arange(1.0, 5.0, 0.05)) < 1.5


def test_a_body_is_never_a_line() -> None:
    scene = danced(("spin 8", 1.0, 5.0))
    widths = [1 + motion(scene, t)[10] for t in np.arange(1.0, 5.0, 0.001)]
    assert min(map(abs, widths)) > 0.03
    assert min(widths) < -0.9


def test_a_dance_is_kept_in_files(tmp_path: Path) -> None:
    scene = danced(("step-touch 8 from 4 mirrored", 1.0, 5.0), strength=0.7)
    scenefile.save(tmp_path / "dance.scene", scene)
    again = scenefile.load(tmp_path / "dance.scene")
    assert all(np.array_equal(motion(scene, t), motion(again, t)) for t in np.arange(0.0, 6.0, 0.1))


def test_odd_beats_do_no_harm() -> None:
    for name, end in (("bob 9999", 1.001), ("bob 1", 60.0), ("lean 0", 2.0), ("bob 4", 1.0)):
        scene = danced((name, 1.0, end))
        for t in np.arange(0.0, 3.0, 0.05):
            assert all(math.isfinite(value) for value in motion(scene, t))


def test_whoever_dances_moves_on_the_beat_or_not_at_all() -> None:
    """Neither sway nor nods on stressed words, nor a head that goes with the eyes, with the jaw or to a partner."""
    dance = Entry(0.0, "A", Mark("dance", "bob 40", 0.0, 20.0, 0.4))
    others = [
        Entry(at, "A", mark)
        for at in np.arange(4.1, 8.0, 0.7)
        for mark in (Mark("emphasis", "", 0.0, 0.3), Mark("look", "B", 0.0, 0.5))
    ]
    cast = (CastMember("A", "a", place=Place(0.3)), CastMember("B", "b", place=Place(0.7)))
    acting = ACTING
    for t in np.arange(4.0, 8.0, 0.05):
        alone = pose(Scene(cast, (dance,), seed=1), "A", float(t), acting)
        busy = pose(Scene(cast, (dance, *others), seed=2), "A", float(t), acting)
        assert busy.head == alone.head
        assert busy.body._replace(breath=0.0) == alone.body._replace(breath=0.0)
        again = pose(Scene(cast, (dance,), seed=1), "A", float(t) + 0.5, acting)
        assert again.head.pitch == pytest.approx(alone.head.pitch, abs=1e-6)
