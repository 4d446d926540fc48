"""The clap test: its arithmetic, and the screen driven by keys over a scripted Session."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from avatar import library
from avatar.config import Config
from avatar.session import ReplyStarted, SpeechEnded, StageChanged, WordSpoken
from avatar.ui import clap, lookups
from avatar.ui.app import ChatApp
from avatar.ui.clap import Tapped
from avatar.ui.screens.clap import SPOKEN, ClapScreen
from avatar.ui.screens.settings import SettingsScreen, make_identifier
from tests.ui.conftest import MakeApp
from tests.ui.scripted import ScriptedSession

BEATS = [0.9 * number for number in range(10)]


def late(seconds: float, wobble: Sequence[float] = (0.03, -0.02, 0.0, 0.01, -0.03)) -> list[float]:
    return [beat + seconds + wobble[number % len(wobble)] for number, beat in enumerate(BEATS)]


def test_what_is_late_in_the_ear_alone_is_the_offset() -> None:
    heard, seen = clap.match_taps(BEATS, late(-0.05 + 0.2)), clap.match_taps(BEATS, late(-0.05))
    assert heard
    assert seen
    assert clap.find_offset_ms(heard, seen, 0.0) == pytest.approx(200, abs=1)
    assert clap.find_offset_ms(heard, seen, -30.0) == pytest.approx(170, abs=1)
    assert clap.find_offset_ms(seen, heard, 0.0) == pytest.approx(-200, abs=1)


def test_taps_beside_the_beat_are_left_out() -> None:
    found = clap.match_taps(BEATS, [*late(0.1)[:8], 3.14, 99.0])
    assert found is not None
    assert found.late == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize("taps", [[], [0.1], late(0.1)[:5]])
def test_too_few_taps_say_nothing(taps: list[float]) -> None:
    assert clap.match_taps(BEATS, taps) is None
    assert clap.match_taps(BEATS[:2], taps) is None


def test_the_offset_keeps_to_its_bounds() -> None:
    assert clap.find_offset_ms(Tapped(0.4, 0.0), Tapped(-0.4, 0.0), 900.0) == 1000.0


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def told(app: ChatApp, pilot: Pilot[int], *events: object) -> None:
    assert isinstance(app.session, ScriptedSession)
    app.session.tell(*events)  # type: ignore[arg-type]
    await pilot.pause()


async def row(app: ChatApp, pilot: Pilot[int], clock: Clock, seconds: float, begun: str) -> None:
    """One row of beats, tapped so many seconds late."""
    asked = app.session.asked  # type: ignore[attr-defined]
    assert asked[-1] == ("preview", SPOKEN)
    assert ("set_muted", begun == "seen") in asked[-3:]
    await told(app, pilot, WordSpoken(0, 5), SpeechEnded(), ReplyStarted())  # the end of what was said before
    start = clock.now
    for number in range(10):
        beat = start + 0.9 * number
        for at, what in sorted([(beat + 0.02, "beat"), (beat + seconds, "tap")]):
            clock.now = at
            if what == "beat":
                await told(app, pilot, WordSpoken(3 * number, 2, ago=0.02))
            else:
                await pilot.press("space")
    await told(app, pilot, SpeechEnded())


@pytest.fixture(autouse=True)
def no_lookups(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*arguments: object) -> bytes:
        return b""

    monkeypatch.setattr(lookups, "list_outputs", nothing)
    monkeypatch.setattr(lookups, "draw_thumbnail", nothing)


async def test_tapping_twice_finds_the_offset_and_saving_keeps_it_for_the_device(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(ClapScreen.__init__, "__defaults__", (clock,))
    app = make_app(sound__offset_ms="10")
    async with app.run_test(size=(100, 40)) as pilot:
        await told(app, pilot, StageChanged("window", "Kitchen [1]"))
        await app.chat.open_settings()
        await pilot.pause()
        settings = app.screen
        assert isinstance(settings, SettingsScreen)
        settings.query_one("#clap", Button).press()
        await pilot.pause()
        assert isinstance(app.screen, ClapScreen)
        await pilot.press("space")
        await pilot.pause()
        await row(app, pilot, clock, 0.14, "heard")
        await row(app, pilot, clock, -0.04, "seen")
        assert "180 ms after the lips" in str(app.screen.query_one("#clap-says", Static).content)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is settings
        assert settings.query_one(f"#{make_identifier('sound.offset_ms')}", Input).value == "190"
        settings.query_one("#save", Button).press()
        await pilot.pause()
        assert tomllib.loads(library.config_path().read_text()) == {"sound": {"offsets": {"Kitchen [1]": 190.0}}}
        applied = [each[1] for each in app.session.asked if each[0] == "apply"][-1]  # type: ignore[attr-defined]
        assert isinstance(applied, Config)
        assert applied.sound.offset_for("Kitchen [1]") == 190.0
        assert applied.sound.offset_for("Hall") == 10.0
        assert app.chat.status.offset_ms == 190.0


async def test_taps_without_a_beat_are_asked_for_again_and_escape_leaves_all_as_it_was(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await told(app, pilot, StageChanged("terminal", "Kitchen"))
        app.push_screen(ClapScreen(0.0))
        await pilot.pause()
        await pilot.press("space")
        await told(app, pilot, ReplyStarted(), *(WordSpoken(3 * n, 2) for n in range(10)), SpeechEnded())
        assert "did not follow" in str(app.screen.query_one("#clap-says", Static).content)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.chat
        assert app.session.asked[-1] == ("set_muted", False)  # type: ignore[attr-defined]


async def test_without_sound_or_lips_there_is_no_clap_test(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await told(app, pilot, StageChanged("none", "Kitchen"))
        await app.chat.open_settings()
        await pilot.pause()
        app.screen.query_one("#clap", Button).press()
        await pilot.pause()
        assert "lips to see" in str(app.screen.query_one("#settings-told", Static).content)
