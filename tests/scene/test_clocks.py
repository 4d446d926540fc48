"""What idles begins anew with a clock: the same shot is the same picture wherever it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from avatar.character.acting import EXPRESSIONS, GESTURES, Acting
from avatar.character.swings import Cycle, Swing
from avatar.scene.clocks import idle_at
from avatar.scene.pose import pose
from avatar.types import CastMember, Entry, Mark, Scene
from tests.film.scenes import said

CAST = (CastMember("ANA", "blot"), CastMember("BEN", "gus"))
ACTING = replace(Acting(EXPRESSIONS, GESTURES), swings={"tail": Swing(0.7, 0.1)}, cycles={"ears": Cycle(5, 3.0)})
CLAUSE = said("ANA", "Is this what we have come to?", 1.6, (Mark("emphasis", "", 0.3), Mark("question", "", 1.0, 1.6)))
SHOT_S = 6.0


def shot(begin: float, name: str = "one") -> Scene:
    """A shot that begins there, in which ANA asks and BEN listens."""
    entries = (Entry(begin, "", Mark("clock", name)), Entry(begin + 0.7, "ANA", CLAUSE))
    return Scene(CAST, entries, seed=5)


def moments() -> list[float]:
    return [n / 7 for n in range(round(SHOT_S * 7))]


@pytest.mark.parametrize("who", ["ANA", "BEN"])
def test_a_shot_is_the_same_wherever_it_stands(who: str) -> None:
    early, late = shot(2.0), shot(1234.5)
    for t in moments():
        one, other = pose(early, who, 2.0 + t, ACTING), pose(late, who, 1234.5 + t, ACTING)
        for part in ("mouth", "eyes", "brows", "head", "body"):
            assert getattr(one, part) == pytest.approx(getattr(other, part), abs=1e-9), (part, t)
        assert one.swings == pytest.approx(other.swings)
        assert one.frames == other.frames


def test_two_shots_idle_differently() -> None:
    one, other = shot(0.0, "one"), shot(0.0, "two")
    assert any(pose(one, "BEN", t, ACTING).head != pose(other, "BEN", t, ACTING).head for t in moments())


def test_a_clock_counts_until_the_next() -> None:
    scene = shot(0.0).added(Entry(3.0, "", Mark("clock", "two")))
    assert idle_at(scene, "ANA", 2.9, 5).t == 2.9
    assert idle_at(scene, "ANA", 3.5, 5).t == 0.5
    assert idle_at(scene, "ANA", 3.5, 5).seed != idle_at(scene, "ANA", 2.9, 5).seed


def test_a_talk_has_one_clock() -> None:
    assert idle_at(Scene(CAST, seed=5), "ANA", 77.0, 5) == (5, 5, "ANA", 77.0)
