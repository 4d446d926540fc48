"""Engines in processes of their own, as in the program: libraries for speech don't share a process with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from avatar.speech.base import Request, SpokenSound
from avatar.speech.cache import Cache
from avatar.speech.child import EngineProcess
from avatar.speech.speaker import Speaker

Say = Callable[[Request], SpokenSound]


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def espeak() -> Iterator[Say]:
    """Says a Request with the real espeak-ng."""
    process = EngineProcess("espeak", None)
    yield lambda request: process.speak(request, 10.0, never)
    process.close()


@pytest.fixture
def notices() -> list[str]:
    """What a `speaker` told the user."""
    return []


@pytest.fixture
def speaker(notices: list[str]) -> Iterator[Speaker]:
    """A Speaker with the default settings that keeps sounds in memory only."""
    made = Speaker(notice=notices.append, cache=Cache())
    yield made
    made.close()
