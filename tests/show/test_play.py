"""Shows played on a real stage: heard, seen, steered, and going on when the stage dies."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.config import Config, SoundConfig, StageConfig
from avatar.draw import backdrop
from avatar.errors import ShowError
from avatar.show.cues import Say
from avatar.show.directing import direct
from avatar.show.performing import PerformedCue
from avatar.show.play import At, Opened, ShowFinished, ShowPlayer
from avatar.show.script import parse
from avatar.show.sources import BakedSource, ScriptSource, ShowSource
from avatar.types import Entry, Mark
from tests import virtual
from tests.show.plays import BEA_HZ, MAX_HZ, Plays, Watcher, baked
from tests.stage.playing import clause, until

WIDTH, HEIGHT = 640, 360

SCRIPT = """\
Title: Small
Audience: none
Cast:
    MAX = max
    BEA = bea

INT. STUDIO - DAY

MAX
One.

BEA
Two.

INT. COMEDY CLUB - NIGHT

MAX
Three.
"""


def config(mode: str = "none") -> Config:
    stage = StageConfig(mode=mode, width=WIDTH, height=HEIGHT, reduced_motion=True)  # type: ignore[arg-type]
    return Config(stage=stage, sound=SoundConfig(latency="safe"))


@pytest.fixture
def plays() -> Iterator[Plays]:
    opened: list[ShowPlayer] = []

    def make(source: ShowSource, mode: str = "none", **how: object) -> tuple[ShowPlayer, Watcher]:
        watcher = Watcher()
        opened.append(ShowPlayer(config(mode), source, watcher, **how))  # type: ignore[arg-type]
        return opened[-1], watcher

    yield make
    for player in opened:
        player.close()


def strength(samples: NDArray[np.int16], hertz: float) -> float:
    """How loud a tone is in the loudest half second of a recording."""
    count = virtual.RATE // 2
    parts = samples[: len(samples) // count * count].reshape(-1, count) / 32768
    wave = np.exp(-2j * np.pi * hertz * np.arange(count) / virtual.RATE)
    return float(np.abs(parts @ wave).max()) * 2 / count if len(parts) else 0.0


def on_set(screen: virtual.Screen, name: str) -> bool:
    """Whether the window shows that set, judged by its upper corners, where nobody stands."""
    corner = np.s_[4 : HEIGHT // 12, 4 : WIDTH // 24, :3]
    seen = screen.grab(WIDTH, HEIGHT)[corner].astype(int)
    return float(np.abs(seen - backdrop(name, WIDTH, HEIGHT)[corner]).mean()) < 4


def someone(screen: virtual.Screen, name: str, side: slice) -> bool:
    """Whether somebody stands on that side of the set."""
    where = np.s_[HEIGHT // 3 : HEIGHT * 3 // 4, side, :3]
    seen = screen.grab(WIDTH, HEIGHT)[where].astype(int)
    apart = np.abs(seen - backdrop(name, WIDTH, HEIGHT)[where]).max(axis=2)
    return float((apart > 40).mean()) > 0.3


LEFT, RIGHT = slice(WIDTH // 5, WIDTH * 2 // 5), slice(WIDTH * 3 // 5, WIDTH * 4 // 5)


def test_a_show_is_heard_and_seen(tmp_path: Path, display: str, sink: virtual.Sink, plays: Plays) -> None:
    with virtual.Screen(display) as screen, sink.recording() as recording:
        player, watcher = plays(BakedSource(baked(tmp_path / "two.scene")), "window")
        watcher.wait(At, lambda at: at.t > 0.8)
        player.pause(True)
        until(lambda: on_set(screen, "studio"), "the first set")
        until(lambda: someone(screen, "studio", LEFT), "MAX in the studio")
        assert not someone(screen, "studio", RIGHT)
        player.pause(False)
        watcher.wait(At, lambda at: at.t > 3.2)
        player.pause(True)
        until(lambda: on_set(screen, "club"), "the second set")
        until(lambda: someone(screen, "club", RIGHT), "BEA in the club")
        assert not someone(screen, "club", LEFT)
        player.pause(False)
        watcher.wait(ShowFinished)
        assert recording.wait(lambda heard: strength(heard.samples, BEA_HZ) > 0.1)
        assert strength(recording.samples, MAX_HZ) > 0.1
        assert strength(recording.samples, 0.5 * (MAX_HZ + BEA_HZ)) < 0.02
    assert watcher.of(ShowFinished) == [ShowFinished()]
    times = [at.t for at in watcher.of(At)]
    assert times == sorted(times)


def test_lines_of_a_script_are_spoken_in_order(plays: Plays) -> None:
    source = ScriptSource(config(), direct(parse(SCRIPT)))
    _, watcher = plays(source, speed=2.0)
    watcher.wait(ShowFinished)
    cues = source.directed.cues
    said = [cues[cue].text for cue in watcher.heard() if cue < len(cues) and isinstance(cues[cue], Say)]  # type: ignore[union-attr]
    assert said == ["One.", "Two.", "Three."]
    assert source.speaking.problems == []
    assert source.total == pytest.approx(watcher.of(At)[-1].t, abs=0.5)


def test_pause_holds_the_time_and_speed_is_told(tmp_path: Path, plays: Plays) -> None:
    player, watcher = plays(BakedSource(baked(tmp_path / "two.scene")), paused=True)
    watcher.wait(Opened)
    until(lambda: watcher.of(At)[-1].paused, "the pause")
    player.speed(9.0)
    player.pause()
    assert watcher.wait(At, lambda at: at.t > 0.5).speed == 2.0
    player.pause()
    at = watcher.wait(At, lambda at: at.paused and at.t > 0.5)
    seen = len(watcher.events)
    player.speed(0.5)
    assert watcher.wait(At, lambda at: at.speed == 0.5, since=seen).t == pytest.approx(at.t, abs=0.3)
    assert watcher.of(ShowFinished) == []
    player.speed(2.0)
    player.pause()
    watcher.wait(ShowFinished)


def test_lines_and_scenes_can_be_gone_to(tmp_path: Path, plays: Plays) -> None:
    source = BakedSource(baked(tmp_path / "two.scene"))
    assert [part.name for part in source.scenes] == ["Studio", "Club"]
    assert [stop.text for stop in source.stops] == ["I am first.", "I am second.", "I am back."]
    player, watcher = plays(source, paused=True)
    watcher.wait(Opened)

    def after(what: str, steps: int, t: float) -> None:
        seen = len(watcher.events)
        getattr(player, what)(steps)
        watcher.wait(At, lambda at: at.t == pytest.approx(t, abs=0.2), since=seen)

    after("line", 1, 2.5)
    after("line", 1, 6.5)
    after("line", 5, 6.5)
    after("line", -1, 2.5)
    after("scene", -1, 0.0)
    after("scene", 1, 2.5)
    after("seek", 0, 0.0)
    after("seek", source.stops[2].cue, 6.5)
    player.pause(False)
    watcher.wait(ShowFinished)
    seen = len(watcher.events)
    player.restart()
    watcher.wait(At, lambda at: 0.0 < at.t < 1.0, since=seen)


def test_going_to_the_middle_finds_the_stage_as_it_then_is(
    tmp_path: Path, display: str, card: virtual.Sink, plays: Plays
) -> None:
    source = BakedSource(baked(tmp_path / "two.scene"))
    with virtual.Screen(display) as screen:
        _, watcher = plays(source, "window", cue=source.stops[1].cue, paused=True)
        watcher.wait(Opened)
        until(lambda: on_set(screen, "club"), "the set of the second scene")
        until(lambda: someone(screen, "club", RIGHT), "BEA")
        assert not someone(screen, "club", LEFT)


def test_a_show_goes_on_from_its_line_when_the_stage_dies(tmp_path: Path, plays: Plays) -> None:
    player, watcher = plays(BakedSource(baked(tmp_path / "two.scene")))
    at = watcher.wait(At, lambda at: at.t > 3.2)
    seen = len(watcher.events)
    pid = player.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert watcher.wait(At, since=seen + 1, such=lambda at: at.t <= 2.6).cue == at.cue
    watcher.wait(ShowFinished)
    assert player.pid != pid
    assert watcher.of(At)[-1].t > 7.5


def test_a_line_that_kills_the_stage_twice_is_left_out(tmp_path: Path, plays: Plays) -> None:
    source = BakedSource(baked(tmp_path / "two.scene"))
    player, watcher = plays(source)
    for _ in range(2):
        seen = len(watcher.events)
        watcher.wait(At, lambda at: at.cue == source.stops[0].cue and at.t > 0.6, since=seen)
        pid = player.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        until(lambda: player.pid not in (None, pid), "another stage")  # noqa: B023  called at once
    watcher.wait(ShowFinished)
    assert source.stops[1].cue in watcher.heard()


def test_a_show_that_can_not_go_on_says_why(tmp_path: Path, plays: Plays) -> None:
    source = BakedSource(baked(tmp_path / "two.scene"))
    whole = source.steps

    def broken(cue: int) -> Iterator[object]:
        yield next(iter(whole(cue)))
        raise ZeroDivisionError("the script ate itself")

    source.steps = broken  # type: ignore[method-assign, assignment]
    _, watcher = plays(source)
    error = watcher.wait(ShowFinished).error
    assert isinstance(error, ShowError)
    assert "ate itself" in str(error)


def test_another_version_takes_over_at_its_line(plays: Plays) -> None:
    first = ScriptSource(config(), direct(parse(SCRIPT)))
    player, watcher = plays(first, paused=True)
    watcher.wait(Opened)
    second = ScriptSource(config(), direct(parse(replace_line(SCRIPT))))
    stop = next(stop for stop in second.stops if stop.text == "Four.")
    player.replace(second, stop.cue)
    player.pause(False)
    watcher.wait(ShowFinished)
    heard = watcher.heard()
    assert stop.cue in heard
    assert "Three." in [second.directed.cues[cue].text for cue in heard if cue < len(second.directed.cues)  # type: ignore[union-attr]
                        and isinstance(second.directed.cues[cue], Say)]  # fmt: skip


def replace_line(text: str) -> str:
    return text.replace("Two.", "Four.")


def test_other_times_follow_from_what_is_known() -> None:
    directed = direct(parse(SCRIPT))
    source = ScriptSource(config(), directed)
    try:
        guessed = source.total
        for step in source.steps(0):
            assert source.at(step.cue) == (step.start if step.cue < len(directed.cues) else step.t)
        assert source.total == step.t
        assert step.t == pytest.approx(guessed, abs=2.0)
    finally:
        source.close()


class Bridged(BakedSource):
    """A show whose second step is not ready until bridges of a second each were asked for so often."""

    def __init__(self, path: Path, bridges: int) -> None:
        super().__init__(path)
        self._left, self._ready = bridges, threading.Event()
        self._t = 1.0

    def steps(self, cue: int) -> Iterator[PerformedCue]:
        opening = Entry(0.0, "", Mark("set", "studio"))
        yield PerformedCue(0, 1, 0.0, self._t, (opening,), self._bridge)
        assert self._ready.wait(60)
        yield PerformedCue(0, 1, self._t, self._t + 1.5, (Entry(self._t, "MAX", clause(1.5, "Me.", "MAX", MAX_HZ)),))

    def _bridge(self) -> PerformedCue | None:
        if not self._left:
            self._ready.set()
            return None
        self._left -= 1
        if not self._left:
            self._ready.set()
        self._t += 1.0
        return PerformedCue(0, 1, self._t - 1.0, self._t, (), self._bridge)


def test_where_a_step_is_late_the_source_bridges_the_time(tmp_path: Path, plays: Plays) -> None:
    player, watcher = plays(Bridged(baked(tmp_path / "two.scene"), 2))
    watcher.wait(ShowFinished)
    assert player.holds == 0
    assert watcher.of(At)[-1].t == pytest.approx(4.5, abs=0.4)


def test_where_it_can_not_the_show_waits(tmp_path: Path, plays: Plays) -> None:
    player, watcher = plays(Bridged(baked(tmp_path / "two.scene"), 0))
    watcher.wait(ShowFinished)
    assert player.holds == 1
    assert watcher.of(At)[-1].t == pytest.approx(2.5, abs=0.4)
