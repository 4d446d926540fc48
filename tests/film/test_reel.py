"""A scene through windows: the same poses and pictures as the whole, without keeping the whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.film.reel import Reel
from avatar.scene.pose import pose
from avatar.scene.reading import read_at
from avatar.scene.staging import arrange
from avatar.types import Entry, Mark, Pose, Scene
from tests.film.scenes import CAST, Step, show

ACTING = Acting(EXPRESSIONS, GESTURES)
WIDTH_S = 4.0


def values(seen: Pose) -> list[object]:
    plain = [getattr(seen, name) for name in seen.__dataclass_fields__]
    return [each.tolist() if isinstance(each, np.ndarray) else each for each in plain]


def windows(reel: Reel, end: float) -> Iterator[tuple[float, Scene]]:
    begin = 0.0
    while begin < end:
        reel.until(begin + WIDTH_S + 2.0)
        yield begin, reel.window(begin, begin + WIDTH_S)
        begin += WIDTH_S


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_poses_are_the_same_in_a_window_as_in_the_whole_scene(seed: int) -> None:
    steps = show(240.0, seed)
    entries = [entry for step in steps for entry in step.entries]
    whole = Scene(CAST, tuple(sorted(entries, key=lambda entry: entry.start)), seed=7)
    dice = random.Random(seed)
    for begin, window in windows(Reel(replace(whole, entries=()), steps), whole.duration):
        for t in [begin, *(begin + WIDTH_S * dice.random() for _ in range(3))]:
            assert arrange(window, t) == arrange(whole, t)
            assert read_at(window, t) == read_at(whole, t)
            for who in ("ANA", "BEN"):
                assert values(pose(window, who, t, ACTING)) == values(pose(whole, who, t, ACTING)), (who, t)


def test_a_long_show_is_not_kept() -> None:
    """What a window holds does not grow with the show: clauses of about half a minute, and small marks."""
    steps = [step for step in show(1200.0) if not any(_stages(entry) for entry in step.entries)]
    sizes = [len(window.entries) for _, window in windows(Reel(Scene(CAST), steps), steps[-1].start)]
    assert max(sizes[len(sizes) // 2 :]) <= max(sizes[: len(sizes) // 2]) * 1.5
    assert max(sizes) < 60


def _stages(entry: Entry) -> bool:
    return isinstance(entry.what, Mark) and entry.what.kind in ("move", "set", "enter", "exit")


def test_steps_are_asked_for_as_they_are_needed() -> None:
    """A show is performed while it is filmed: nobody waits for its end."""
    asked: list[float] = []

    def steps() -> Iterator[Step]:
        for step in show(300.0):
            asked.append(step.start)
            yield step

    reel = Reel(Scene(CAST), steps())
    reel.until(10.0)
    assert asked[-1] <= 60.0
    assert not reel.ended
    reel.until(float("inf"))
    assert reel.ended


def test_whoever_performs_may_go_once_no_more_is_wanted() -> None:
    gone = False

    def perform() -> Iterator[Step]:
        nonlocal gone
        try:
            yield from show(60.0)
        finally:
            gone = True

    reel = Reel(Scene(CAST), perform())
    reel.until(10.0)
    assert not gone
    reel.leave()
    assert gone
    assert reel.until(30.0) == []
