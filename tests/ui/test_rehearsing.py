"""Rehearsing: the script beside the stage, its times, its problems, and what a save does."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from avatar.config import Config
from avatar.show import play
from avatar.show.sources import ScriptSource
from avatar.ui.rehearsing import Rehearsal, Wanted
from avatar.ui.widgets.script import ScriptView

SCRIPT = """\
Title: The Kettle
Cast:
    MAX = max
    BEA = bea

INT. STUDIO - DAY

MAX
I have bought a kettle that talks.

BEA
What does it say?

MAX
Nothing yet. It is waiting for a good moment.

[[laugh: 2]]

INT. LIVING ROOM - NIGHT

BEA
Has it spoken?

[[sfx: kazoo orchestra]]

MAX
It cleared its throat.
"""


class PlayerOnPaper:
    """Notes what it is asked, and tells what the test wants told."""

    def __init__(
        self, config: Config, source: ScriptSource, tell: Callable[[play.ShowEvent], None], **how: Any
    ) -> None:
        self.source, self.tell, self.how = source, tell, how
        self.asked: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **rest: self.asked.append((name, *args))

    def replace(self, source: ScriptSource, cue: int) -> None:
        before, self.source = self.source, source
        self.asked.append(("replace", source.directed.cues[cue]))
        before.close()

    def close(self) -> None:
        self.source.close()

    def at(self, text: str) -> play.At:
        """Where a line with this text is said."""
        stop = next(stop for stop in self.source.stops if text in stop.text)
        return play.At(self.source.at(stop.cue), stop.cue, stop.line, False, 1.0)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "kettle.fountain"
    path.write_text(SCRIPT)
    return path


Players = list[PlayerOnPaper]


def rehearsal(path: Path, players: Players) -> Rehearsal:
    def make(*args: Any, **rest: Any) -> PlayerOnPaper:
        players.append(PlayerOnPaper(*args, **rest))
        return players[-1]

    return Rehearsal(Config(), Wanted(path), make)  # type: ignore[arg-type]


async def until(pilot: Pilot[int], true: Callable[[], bool]) -> None:
    """Lets the app work until something holds."""
    for _ in range(600):
        if true():
            return
        await pilot.pause(0.02)
    raise AssertionError("it did not come to pass")


def shown(app: Rehearsal, where: str) -> str:
    return str(app.query_one(where, Static).visual)


def saved(path: Path, text: str) -> None:
    path.write_text(text)
    later = path.stat().st_mtime_ns + 5_000_000_000
    os.utime(path, ns=(later, later))


async def test_times_and_problems_are_read_before_anything_plays(script: Path) -> None:
    players: Players = []
    app = rehearsal(script, players)
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: bool(players))
        assert players[0].how["paused"]
        parts = shown(app, "#rehearsal-parts")
        assert "Studio" in parts
        assert "Living Room" in parts
        assert "in all" in parts
        assert "24: There is no sound" in shown(app, "#rehearsal-problem-list")


async def test_what_is_said_is_lit(script: Path) -> None:
    players: Players = []
    app = rehearsal(script, players)
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: bool(players))
        players[0].tell(players[0].at("What does it say"))
        await until(pilot, lambda: app.query_one(ScriptView).now == SCRIPT.splitlines().index("What does it say?") + 1)


async def test_keys_and_clicks_steer_the_play(script: Path) -> None:
    players: Players = []
    app = rehearsal(script, players)
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: bool(players))
        await pilot.press("space", "right", "left", "]", "[", "r", "c")
        await pilot.click(ScriptView, offset=(12, SCRIPT.splitlines().index("Has it spoken?")))
        asked = players[0].asked
        await until(pilot, lambda: any(each[0] == "seek" for each in asked))
        assert [each for each in asked if each[0] in ("pause", "line", "scene", "seek", "view")] == [
            ("pause",),
            ("line", 1),
            ("line", -1),
            ("scene", 1),
            ("scene", -1),
            ("view",),
            ("seek", next(stop.cue for stop in players[0].source.stops if stop.text == "Has it spoken?")),
        ]


async def test_a_save_is_played_from_the_line_that_was_being_said(script: Path) -> None:
    players: Players = []
    app = rehearsal(script, players)
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: bool(players))
        players[0].tell(players[0].at("Has it spoken"))
        await until(pilot, lambda: app.query_one(ScriptView).now > 18)
        saved(script, SCRIPT.replace("BEA\nWhat does", "BEA\nA kettle.\n\nMAX\nYes.\n\nBEA\nWhat does"))
        await until(pilot, lambda: any(each[0] == "replace" for each in players[0].asked))
        cue = next(each[1] for each in players[0].asked if each[0] == "replace")
        assert cue.text == "Has it spoken?"


@pytest.mark.parametrize("broken", ["", "\0\0\0", "Title: Nothing\n\nINT. HOUSE\n"])
async def test_a_broken_save_is_told_and_the_play_goes_on(script: Path, broken: str) -> None:
    players: Players = []
    app = rehearsal(script, players)
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: bool(players))
        saved(script, broken)
        await until(pilot, lambda: "goes on as it was before" in shown(app, "#rehearsal-notice"))
        assert not [each for each in players[0].asked if each[0] == "replace"]
        saved(script, SCRIPT + "\nBEA\nIt said good night.\n")
        await until(pilot, lambda: any(each[0] == "replace" for each in players[0].asked))
        assert shown(app, "#rehearsal-notice") == ""


def test_the_screen_of_a_rehearsal(script: Path, snap_compare: Callable[..., bool]) -> None:
    players: Players = []

    async def before(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: bool(players))
        players[0].tell(players[0].at("Nothing yet"))
        await until(pilot, lambda: app.query_one(ScriptView).now > 0)
        await pilot.pause()

    app = rehearsal(script, players)
    wait: Callable[[Pilot[int]], Awaitable[None]] = before
    assert snap_compare(app, terminal_size=(100, 34), run_before=wait)
