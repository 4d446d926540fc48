"""Timelines that are asked for by several threads at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from avatar.scene import timeline
from avatar.types import CastMember, Entry, Mark, Scene


@pytest.fixture
def _hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_hasty")
def test_more_people_than_are_remembered_may_be_looked_at_together() -> None:
    names = [f"somebody {number}" for number in range(3 * timeline._REMEMBERED)]
    cast = tuple(CastMember(name, "juno") for name in names)

    def waves(number: int) -> int:
        name = names[number % len(names)]
        scene = Scene(cast, tuple(Entry(float(i), name, Mark("gesture", "wave")) for i in range(number % 7)))
        return len(timeline.build_timeline(scene, name).gestures.cues)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(waves, range(4000))) == [number % 7 for number in range(4000)]
