"""Which streams a player still waits for. They are stand-ins: no sound server dies at an exact moment of a start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from avatar.sound import player as players
from avatar.sound.player import CALL_LIMIT_S, HANGING, REST_S, RETRY_S, STAND_IN_S, Sounding, SoundPlayer


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


def playing(opened: Opened, wall: float = 0.0) -> SoundPlayer:
    """A player whose first stream plays from a wall time on."""
    player = SoundPlayer(lambda state, text: None)
    player.check(wall)
    opened.streams[0].playing = opened.streams[0].heard = True
    return player


def test_a_stream_that_is_opening_is_waited_for_as_long_as_a_call_may_take(opened: Opened) -> None:
    told: list[tuple[Sounding, str]] = []
    player = SoundPlayer(lambda state, text: told.append((state, text)))
    player.check(0.0)
    for wall in (0.1, 1.0, CALL_LIMIT_S):
        player.check(wall)
        assert player.state is Sounding.OPENING
    assert opened.streams[0].ending == 0.0
    # It is tried once more, since PortAudio may have missed a device, before anybody is told.
    player.check(CALL_LIMIT_S + 0.1)
    player.check(2 * CALL_LIMIT_S + 0.2)
    assert len(opened.streams) == 2
    assert told == []
    player.check(3 * CALL_LIMIT_S + 0.3)
    assert [state for state, _ in told] == [Sounding.STUCK]
    assert "does not answer" in told[0][1]


def test_one_that_refuses_is_told_with_its_reason_and_tried_again_later(opened: Opened) -> None:
    told: list[tuple[Sounding, str]] = []
    player = SoundPlayer(lambda state, text: told.append((state, text)))
    for number, wall in enumerate((0.0, 0.2)):
        player.check(wall)
        opened.streams[number].error = "there is no card"
        player.check(wall + 0.1)
        opened.streams[number].alive = False
    assert told == [(Sounding.GONE, "No sound: there is no card")]
    player.check(RETRY_S)
    assert len(opened.streams) == 2
    player.check(0.2 + RETRY_S + 0.01)
    assert len(opened.streams) == 3


def test_a_device_rests_once_nothing_was_heard_for_a_while_and_nobody_looks(opened: Opened) -> None:
    player = playing(opened, 100.0)
    player.check(101.0)
    player.idle = True
    player.check(101.0 + REST_S - 0.1)
    assert not player.resting
    player.check(101.0 + REST_S + 0.1)
    assert player.resting
    assert opened.streams[0].ending > 0
    player.check(200.0)
    assert len(opened.streams) == 1, "it stays shut"
    opened.streams[0].alive = False
    player.idle = False
    player.check(201.0)
    assert not player.resting
    assert len(opened.streams) == 2


def test_a_device_that_was_never_needed_rests_at_once(opened: Opened) -> None:
    player = SoundPlayer(lambda state, text: None)
    player.idle = True
    player.check(0.0)
    opened.streams[0].playing = True
    player.check(1.0)
    assert player.resting


def test_without_a_device_wanted_none_is_opened(opened: Opened) -> None:
    player = SoundPlayer(lambda state, text: None, device=None)
    for wall in (0.0, 10.0):
        player.check(wall)
    assert opened.streams == []


def test_the_wanted_device_is_looked_for_while_another_stands_in_and_nothing_is_to_be_heard(opened: Opened) -> None:
    player = playing(opened)
    opened.streams[0].notice = "The default device plays instead."
    player.check(STAND_IN_S + 1.0)
    assert opened.streams[0].ending == 0.0, "not while something may be heard"
    player.quiet = True
    player.check(STAND_IN_S - 0.1)
    assert opened.streams[0].ending == 0.0
    player.check(STAND_IN_S + 2.0)
    assert opened.streams[0].ending > 0.0


@pytest.mark.parametrize(("latency", "emptied"), [("low", False), ("safe", False), ("long", True)])
def test_only_a_long_buffer_is_emptied_for_what_is_to_be_heard_at_once(
    opened: Opened, latency: Literal["low", "safe", "long"], emptied: bool
) -> None:
    player = SoundPlayer(lambda state, text: None, latency=latency)
    player.check(0.0)
    opened.streams[0].playing = True
    with player.at_once():
        pass
    assert (opened.streams[0].ending > 0.0) == emptied
