"""A scene through windows: the same poses and pictures as the whole, without keeping the whole."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.film.reel import Reel
from avatar.scene.pose import pose
from avatar.scene.reading import read_at
from avatar.scene.staging import arrange
from avatar.types import Entry, Mark, Pose, Scene
from tests.film.scenes import CAST, said, tone

ACTING = Acting(EXPRESSIONS, GESTURES)
WIDTH_S = 4.0


@dataclass(frozen=True, eq=False)
class Step:
    entries: tuple[Entry, ...]
    start: float


def show(seconds: float, seed: int = 1) -> list[Step]:
    """A long show of everything that can happen."""
    dice = random.Random(seed)
    steps, t = [], 0.0
    steps.append(Step(tuple(Entry(0.0, m.who, Mark("enter", "")) for m in CAST), 0.0))
    clauses = {
        (who, n): said(who, "So this is what we have come to.", 0.8 + 0.4 * n, (
            Mark("expression", ["smile", "angry", "sad"][n], 0.1, None if n else 0.9, 0.6),
            Mark("look", "away", 0.4), Mark("gesture", "shrug", 0.2), Mark("emphasis", "this", 0.3, 0.5),
        ))
        for who in ("ANA", "BEN") for n in range(3)
    }  # fmt: skip
    while t < seconds:
        who = dice.choice(["ANA", "BEN"])
        entries = [Entry(t, who, clauses[who, dice.randrange(3)])]
        kind = dice.choice(["laugh", "state", "move", "set", "expression", "leave", "none", "none"])
        end = entries[0].end
        if kind == "laugh":
            entries.append(Entry(end, "", tone(1.5, rate=8000)))
        elif kind == "state":
            entries.append(Entry(t + 0.2, who, Mark("state", dice.choice(["thinking", "listening", "idle"]))))
        elif kind == "move":
            entries.append(Entry(t, who, Mark("move", dice.choice(["left", "right", "centre"]))))
        elif kind == "set":
            entries.append(Entry(t, "", Mark("set", dice.choice(["club", "plain"]))))
        elif kind == "expression":
            entries.append(Entry(t, "BEN", Mark("expression", "deadpan", strength=0.5)))
        elif kind == "leave":
            entries += [Entry(t, "BEN", Mark("exit", "")), Entry(end, "BEN", Mark("enter", "right"))]
        steps.append(Step(tuple(sorted(entries, key=lambda entry: entry.start)), t))
        t = end + dice.choice([0.1, 0.6, 45.0 if dice.random() < 0.2 else 2.0])
    return steps


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
