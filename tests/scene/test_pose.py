"""A pose is a pure function of scene, time and seed, and it is alive."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.scene.pose import pose
from avatar.types import (
    VISEMES,
    CastMember,
    Clip,
    Entry,
    Mark,
    MouthTrack,
    Performance,
    Place,
    Pose,
    Rung,
    Scene,
    Speech,
    Timed,
)

ACTING = Acting(EXPRESSIONS, GESTURES)
CAST = (CastMember("ann", "juno", place=Place(0.3)), CastMember("bob", "juno", place=Place(0.7)))


def clause(viseme: str = "aa", seconds: float = 2.0, text: str = "Hello.", marks: tuple[Mark, ...] = ()) -> Performance:
    weights = np.zeros((int(seconds * 100), len(VISEMES)), np.float32)
    weights[:, VISEMES.index(viseme)] = 1.0
    speech = Speech(Clip.silence(seconds, 16_000), text, "v")
    return Performance("ann", speech, MouthTrack(weights, Rung.VOICE), marks)


def scene(*entries: Entry, seed: int = 3) -> Scene:
    return Scene(CAST, tuple(sorted(entries, key=lambda entry: entry.start)), seed=seed)


def flat(value: Pose) -> tuple[float, ...]:
    return (*value.mouth, *value.eyes, *value.brows, *value.head, *value.body, *value.left[1:], *value.right[1:])


def times(start: float, end: float, rate: float = 30.0) -> list[float]:
    return [start + index / rate for index in range(int((end - start) * rate))]


def test_the_same_time_gives_the_same_pose_whatever_was_asked_before() -> None:
    alone = flat(pose(scene(Entry(1.0, "ann", clause())), "ann", 1.7, ACTING))
    after_others = scene(Entry(1.0, "ann", clause()))
    for t in times(0.0, 5.0):
        pose(after_others, "ann", t, ACTING)
    assert flat(pose(after_others, "ann", 1.7, ACTING)) == alone


def test_seeds_differ() -> None:
    quiet = scene()
    assert flat(pose(quiet, "ann", 4.0, ACTING, seed=1)) != flat(pose(quiet, "ann", 4.0, ACTING, seed=2))


def test_the_mouth_is_open_while_speaking_and_shut_before_and_after() -> None:
    speaking = scene(Entry(1.0, "ann", clause("aa")))
    assert pose(speaking, "ann", 0.9, ACTING).mouth.jaw == pytest.approx(0.0, abs=1e-6)
    assert pose(speaking, "ann", 2.0, ACTING).mouth.jaw > 0.8
    assert pose(speaking, "ann", 3.5, ACTING).mouth.jaw == pytest.approx(0.0, abs=1e-6)


def test_nothing_jumps() -> None:
    marks = (Mark("expression", "laugh", 0.3), Mark("gesture", "wave", 0.2), Mark("emphasis", "hello", 0.5))
    busy = scene(Entry(1.0, "ann", clause("E", marks=marks)), Entry(4.0, "ann", clause("oh", text="Really?")))
    last = pose(busy, "ann", 0.0, ACTING)
    for t in times(0.0, 8.0, 240.0):
        now = pose(busy, "ann", t, ACTING)
        assert abs(now.head.roll - last.head.roll) < 0.8
        assert abs(now.head.pitch - last.head.pitch) < 0.8
        assert abs(now.head.y - last.head.y) < 0.01
        assert max(abs(a - b) for a, b in zip(now.brows, last.brows, strict=True)) < 0.08
        last = now


def test_an_expression_comes_and_holds() -> None:
    smiling = scene(Entry(0.0, "ann", Mark("expression", "smile")))
    assert pose(smiling, "ann", 6.0, ACTING).mouth.smile == pytest.approx(EXPRESSIONS["smile"].mouth.smile)


def test_an_expression_of_a_clause_fades_after_it() -> None:
    spoken = scene(Entry(0.0, "ann", clause(marks=(Mark("expression", "angry"),))))
    assert pose(spoken, "ann", 1.9, ACTING).mouth.smile < -0.5
    assert abs(pose(spoken, "ann", 9.0, ACTING).mouth.smile) < 0.05


def test_lips_close_for_m_in_a_smile() -> None:
    smiling = scene(Entry(0.0, "ann", clause("PP", marks=(Mark("expression", "smile"),))))
    mouth = pose(smiling, "ann", 1.0, ACTING).mouth
    assert mouth.closure == 1.0
    assert mouth.smile > 0.7


def test_blinks_come_as_often_as_peoples_and_close_the_eyes() -> None:
    quiet = scene()
    shut = [pose(quiet, "ann", t, ACTING).eyes.open_left < 0.3 for t in times(0.0, 120.0, 60.0)]
    count = sum(1 for before, now in pairwise(shut) if now and not before)
    assert 20 <= count <= 70
    starts = [index / 60 for index, (before, now) in enumerate(pairwise(shut)) if now and not before]
    gaps = np.diff(starts)
    assert gaps.std() > 0.5


def test_most_clauses_end_with_a_blink_and_no_other_comes_near_it() -> None:
    ended = 0
    for seed in range(60):
        spoken = scene(Entry(1.0, "ann", clause()), seed=seed)
        shut = [pose(spoken, "ann", t, ACTING).eyes.open_left < 0.3 for t in times(2.3, 3.65, 50.0)]
        with_end = [2.9 < 2.3 + index / 50 < 3.1 for index, (a, b) in enumerate(pairwise(shut)) if b and not a]
        if any(with_end):
            ended += 1
            assert len(with_end) == 1, seed
    assert 35 <= ended <= 58


def test_idle_life_does_not_repeat_within_a_minute() -> None:
    quiet = scene()
    minute = np.array([flat(pose(quiet, "ann", t, ACTING))[-18:] for t in times(0.0, 60.0, 10.0)])
    for lag in range(20, 400, 5):
        assert np.abs(minute[lag:] - minute[:-lag]).max() > 0.01


def test_a_stressed_word_moves_head_and_brows() -> None:
    plain = scene(Entry(1.0, "ann", clause()))
    stressed = scene(Entry(1.0, "ann", clause(marks=(Mark("emphasis", "hello", 0.6),))))
    before, after = pose(plain, "ann", 1.68, ACTING), pose(stressed, "ann", 1.68, ACTING)
    assert after.head.pitch - before.head.pitch > 2.0
    assert after.brows.raise_left - before.brows.raise_left > 0.2


def test_a_question_raises_the_brows_at_its_end() -> None:
    statement = pose(scene(Entry(0.0, "ann", clause(text="You do."))), "ann", 1.9, ACTING)
    question = pose(scene(Entry(0.0, "ann", clause(text="You do?"))), "ann", 1.9, ACTING)
    assert question.brows.raise_right - statement.brows.raise_right > 0.3


def test_the_one_who_listens_looks_at_the_one_who_talks() -> None:
    talk = scene(Entry(0.0, "bob", clause(seconds=4.0)))
    assert pose(talk, "ann", 2.0, ACTING).eyes.gaze_x > 0.3


def test_thinking_looks_away_and_listening_looks_here() -> None:
    thinking = scene(Entry(0.0, "ann", Mark("state", "thinking")))
    eyes = [pose(thinking, "ann", t, ACTING).eyes for t in times(1.0, 4.0)]
    assert np.mean([abs(each.gaze_x) + abs(each.gaze_y) for each in eyes]) > 0.5
    listening = scene(Entry(0.0, "ann", Mark("state", "listening")))
    eyes = [pose(listening, "ann", t, ACTING).eyes for t in times(1.0, 11.0)]
    assert np.mean([abs(each.gaze_x) + abs(each.gaze_y) for each in eyes]) < 0.2


def test_a_look_that_ends_is_over_when_it_has_ended() -> None:
    told = scene(Entry(2.0, "ann", Mark("look", "bob", 0.0, 1.5)))
    plain = scene()
    for t in (1.9, 4.5, 9.0):
        assert flat(pose(told, "ann", t, ACTING)) == pytest.approx(flat(pose(plain, "ann", t, ACTING)), abs=1e-6)
    there = pose(told, "ann", 3.0, ACTING)
    assert there.eyes.gaze_x > 0.5
    assert there.head.yaw - pose(plain, "ann", 3.0, ACTING).head.yaw > 2.0


@pytest.mark.parametrize(("name", "until"), [("away", 3.0), ("left", 60.0), ("audience", 60.0)])
def test_a_look_without_an_end_lasts_until_the_next_but_away_is_a_moment(name: str, until: float) -> None:
    told = scene(Entry(1.0, "ann", Mark("look", name)), seed=3)
    wandering = [pose(scene(), "ann", t, ACTING).eyes.gaze_x for t in times(until, until + 3.0)]
    after = [pose(told, "ann", t, ACTING).eyes.gaze_x for t in times(until, until + 3.0)]
    if name == "away":
        assert after == pytest.approx(wandering)
    else:
        assert np.ptp(after) < 1e-6 < np.ptp(wandering)
    assert pose(told, "ann", 1.5, ACTING).eyes.gaze_x == pytest.approx(0.0 if name == "audience" else -0.7)


def test_a_question_shows_with_its_last_words_and_outlasts_them() -> None:
    asks = scene(Entry(0.0, "ann", clause(seconds=3.0, marks=(Mark("question", "", 2.0, 3.0),))))
    tells = scene(Entry(0.0, "ann", clause(seconds=3.0, text="You do.", marks=(Mark("emphasis", "", 9.0),))))

    def raised(t: float) -> float:
        return pose(asks, "ann", t, ACTING).brows.raise_left - pose(tells, "ann", t, ACTING).brows.raise_left

    assert raised(1.75) == pytest.approx(0.0, abs=0.01), "it begins a little before its last words, and no sooner"
    whole = raised(2.5)
    assert raised(2.3) > 0.9 * whole > 0.3
    assert raised(3.15) > 0.9 * whole, "it waits for the answer"
    assert raised(4.2) == pytest.approx(0.0, abs=0.01)


def test_a_wave_shows_a_hand_and_takes_it_away() -> None:
    waving = scene(Entry(0.0, "ann", Mark("gesture", "wave")))
    middle = pose(waving, "ann", 0.8, ACTING).right
    assert middle.name == "open"
    assert middle.shown == 1.0
    assert pose(waving, "ann", 3.0, ACTING).right.shown == 0.0


def test_an_unknown_gesture_or_expression_does_nothing() -> None:
    odd = scene(Entry(0.0, "ann", Mark("gesture", "moonwalk")), Entry(0.0, "ann", Mark("expression", "sideways")))
    assert flat(pose(odd, "ann", 2.0, ACTING)) == flat(pose(scene(), "ann", 2.0, ACTING))


def test_breath_is_taken_before_a_clause() -> None:
    spoken = scene(Entry(5.0, "ann", clause(seconds=4.0)))
    assert pose(spoken, "ann", 5.0, ACTING).body.breath > 0.9
    assert pose(spoken, "ann", 8.9, ACTING).body.breath < 0.4


def test_reduced_motion_stills_the_head_but_not_the_mouth() -> None:
    marks = (Mark("gesture", "wave", 0.0), Mark("emphasis", "x", 0.5))
    busy = scene(Entry(0.0, "ann", clause("aa", 4.0, marks=marks)))

    def travel(still: bool) -> float:
        return float(np.ptp([pose(busy, "ann", t, ACTING, reduced_motion=still).head.roll for t in times(0, 4)]))

    assert travel(True) < 0.4 * travel(False)
    calm = pose(busy, "ann", 1.0, ACTING, reduced_motion=True)
    assert calm.mouth.jaw > 0.8
    assert calm.right.shown == 0.0


def test_sprite_shapes_are_held_long_enough() -> None:
    random = np.random.default_rng(1)
    weights = random.dirichlet(np.full(len(VISEMES), 0.2), 300).astype(np.float32)
    weights[:, VISEMES.index("PP")] = weights[:, VISEMES.index("FF")] = 0.0
    speech = Speech(Clip.silence(3.0, 16_000), "x", "v", words=(Timed(0.0, 1.0, "x"),))
    noisy = scene(Entry(0.0, "ann", Performance("ann", speech, MouthTrack(weights, Rung.VOICE))))
    shown = [pose(noisy, "ann", index / 100 + 0.001, ACTING).sprite for index in range(299)]
    changes = [index for index, (a, b) in enumerate(pairwise(shown)) if a != b]
    assert changes
    assert min(np.diff(changes)) >= 6


def test_no_cast_member_is_a_pose_at_rest() -> None:
    assert pose(scene(), "nobody", 1.0, ACTING).place == Place()


def test_a_scene_that_grew_is_acted_as_one_that_was_always_so() -> None:
    marks = (Mark("expression", "smile", 0.1), Mark("gesture", "nod", 0.2), Mark("emphasis", "x", 0.6))
    late = Entry(4.0, "ann", clause("E", marks=marks))
    early = Entry(0.5, "ann", clause("aa", text="Is it?"))
    other = Entry(7.0, "bob", clause("oh"))
    grown = Scene(CAST, seed=3)
    for entry in (late, early, other):
        grown = grown.added(entry)
        pose(grown, "ann", 5.0, ACTING)
    whole = Scene(CAST, (early, late, other), seed=3)
    for t in times(0.0, 10.0, 7.0):
        assert flat(pose(grown, "ann", t, ACTING)) == flat(pose(whole, "ann", t, ACTING))


def test_an_opening_that_was_heard_moves_the_jaw() -> None:
    def jaw(opening: float | None) -> float:
        said = clause("E")
        heard = None if opening is None else np.full(len(said.mouth.weights), opening, np.float32)
        said = replace(said, mouth=replace(said.mouth, opening=heard))
        return pose(scene(Entry(0.0, "ann", said)), "ann", 0.5, ACTING).mouth.jaw

    assert jaw(0.03) < jaw(0.09) < jaw(0.15)
    assert jaw(0.09) != jaw(None)
