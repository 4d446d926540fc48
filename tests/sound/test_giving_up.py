"""Which streams a player still waits for. They are stand-ins: no sound server dies at an exact moment of a start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from avatar.sound import player as players
from avatar.sound.player import CALL_LIMIT_S, HANGING, RETRY_S, SoundPlayer


@dataclass
class Stream:
    """A stream of which the test says how it fares."""

    since: float
    playing: bool = False
    heard: bool = False
    alive: bool = True
    is_lost: bool = False
    given_up: bool = False
    ending: float = 0.0
    ready: bool = False
    error: str | None = None
    notice: str = ""
    underruns: int = 0

    def lost(self, wall: float) -> bool:
        return self.is_lost

    def end(self, wall: float) -> None:
        self.ending = wall


@dataclass
class Opened:
    """All streams that a player has opened."""

    streams: list[Stream] = field(default_factory=list)

    def __call__(self, wanted: str, latency: float, wall: float, **_: Any) -> Stream:
        self.streams.append(Stream(wall))
        return self.streams[-1]

    @staticmethod
    def may_look_anew() -> bool:
        return True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    made = Opened()
    monkeypatch.setattr(players, "DeviceStream", made)
    return made


def lost(opened: Opened, *, heard: bool) -> SoundPlayer:
    """A player whose first stream, which was asked to play, is lost at second 1 and does not end."""
    player = SoundPlayer(lambda state, text: None)
    player.check(0.0)
    stream = opened.streams[0]
    stream.playing, stream.heard, stream.is_lost = True, heard, True
    player.check(1.0)
    return player


def test_a_stream_that_was_never_heard_is_not_waited_for(opened: Opened) -> None:
    player = lost(opened, heard=False)
    player.check(RETRY_S + 0.01)
    assert len(opened.streams) == 2


def test_one_that_was_heard_is_waited_for_until_it_ends(opened: Opened) -> None:
    player = lost(opened, heard=True)
    player.check(RETRY_S + 0.01)
    assert len(opened.streams) == 1
    opened.streams[0].alive = False
    player.check(RETRY_S + 0.02)
    assert len(opened.streams) == 2


def test_but_no_longer_than_a_call_may_take(opened: Opened) -> None:
    player = lost(opened, heard=True)
    player.check(1.0 + CALL_LIMIT_S - 0.01)
    assert len(opened.streams) == 1
    player.check(1.0 + CALL_LIMIT_S + 0.01)
    assert len(opened.streams) == 2


def test_with_so_many_that_hang_while_they_open_no_more_are_opened(opened: Opened) -> None:
    player = SoundPlayer(lambda state, text: None)
    wall = 0.0
    for _ in range(HANGING + 2):
        player.check(wall)
        wall += CALL_LIMIT_S + 0.1
        player.check(wall)
        wall += CALL_LIMIT_S + RETRY_S + 0.1
    assert len(opened.streams) == HANGING
