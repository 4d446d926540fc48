"""The settings screen and the settings file."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Checkbox, Input, Select, Static

from avatar import config, library
from avatar.errors import ConfigError
from avatar.ui import lookups, settings_file
from avatar.ui.app import ChatApp
from avatar.ui.room import NO_SOUND
from avatar.ui.screens.settings import SettingsScreen, make_identifier
from avatar.ui.widgets.face import Face
from tests.ui.conftest import MakeApp
from tests.ui.scripted import ScriptedSession
from tests.ui.test_chat import typed

# ---- the file


@pytest.mark.parametrize(
    ("text", "key", "value", "result"),
    [
        ("", "sound.volume", 0.5, "[sound]\nvolume = 0.5\n"),
        ("[chat]\n", "sound.muted", True, "[chat]\n\n[sound]\nmuted = true\n"),
        ("[sound]\nvolume = 1  # loud\n", "sound.volume", 0.5, "[sound]\nvolume = 0.5  # loud\n"),
        ("[sound]\ndevice = 'a#b' # it\n", "sound.device", "c", '[sound]\ndevice = "c" # it\n'),
        ("[sound]\n\n[chat]\n", "sound.volume", 1.0, "[sound]\nvolume = 1.0\n\n[chat]\n"),
        (
            "[sound]\nvolume = 1.0\n",
            "sound.offsets",
            {"Hi [1]": 40.0},
            '[sound]\nvolume = 1.0\n\n[sound.offsets]\n"Hi [1]" = 40.0\n',
        ),
        (
            '[sound.offsets]\n"Hi [1]" = 40.0  # mine\n',
            "sound.offsets",
            {"Hi [1]": 10.0, "b": 2.5},
            '[sound.offsets]\n"Hi [1]" = 10.0  # mine\nb = 2.5\n',
        ),
        ("# mine\n[voice]\nrate = 1.2\n[sound]\nvolume=1\n", "voice.name", 'a"b', None),
    ],
)
def test_one_setting_changes_and_the_rest_stays(
    text: str, key: str, value: settings_file.Value, result: str | None
) -> None:
    new = settings_file.change_setting(text, key, value)
    if result is not None:
        assert new == result
    section, name = key.split(".")
    before, after = tomllib.loads(text), tomllib.loads(new)
    assert after[section].pop(name) == value
    before.setdefault(section, {}).pop(name, None)
    assert after == before
    assert all(line in new for line in text.splitlines() if line.startswith("#"))


def test_a_file_that_avatar_could_not_read_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[sound]\nvolume = 1.0\n")
    with pytest.raises(ConfigError):
        settings_file.save({"sound.volume": 7.0}, path)
    assert path.read_text() == "[sound]\nvolume = 1.0\n"
    assert list(tmp_path.glob("config*")) == [path]


# ---- the screen


async def opened(app: ChatApp, pilot: Pilot[int]) -> SettingsScreen:
    await app.chat.open_settings()
    await pilot.pause()
    assert isinstance(app.screen, SettingsScreen)
    return app.screen


def asked(app: ChatApp) -> list[tuple[object, ...]]:
    assert isinstance(app.session, ScriptedSession)
    return app.session.asked


@pytest.fixture(autouse=True)
def no_lookups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound devices and portraits as this test wants them; that they are found at all is tested below."""

    async def outputs() -> list[str]:
        return ["Loudspeaker [1]"]

    async def thumbnail(character: str, size: int) -> bytes:
        return b"\xff" * (size * size * 4)

    monkeypatch.setattr(lookups, "list_outputs", outputs)
    monkeypatch.setattr(lookups, "draw_thumbnail", thumbnail)


async def test_saving_takes_over_and_writes_only_what_changed(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        screen = await opened(app, pilot)
        screen.query_one(f"#{make_identifier('voice.name')}", Select).value = "en-us"
        screen.query_one(f"#{make_identifier('sound.volume')}", Input).value = "0.5"
        screen.query_one(f"#{make_identifier('stage.captions')}", Checkbox).value = True
        screen.query_one(f"#{make_identifier('chat.theme')}", Select).value = "light"
        await pilot.pause()
        screen.query_one("#save", Button).press()
        await pilot.pause()
        assert app.screen is app.chat
        written = tomllib.loads(library.config_path().read_text())
        assert written == {
            "voice": {"name": "en-us"}, "sound": {"volume": 0.5}, "stage": {"captions": True},
            "chat": {"theme": "light"},
        }  # fmt: skip
        assert app.theme == "avatar-light"
        applied = [each[1] for each in asked(app) if each[0] == "apply"]
        assert isinstance(applied[-1], config.Config)
        assert applied[-1].voice.name == "en-us"
        assert app.chat.status.volume == 0.5


async def test_a_voice_is_heard_before_it_is_chosen_and_cancel_takes_it_back(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        before = app.config
        screen = await opened(app, pilot)
        screen.query_one(f"#{make_identifier('voice.name')}", Select).value = "en-us"
        await pilot.pause()
        screen.query_one("#hear", Button).press()
        await pilot.pause()
        assert [each[0] for each in asked(app)][-2:] == ["apply", "preview"]
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.chat
        assert asked(app)[-1] == ("apply", before) or ("apply", before) in asked(app)
        assert not library.config_path().exists()


@pytest.mark.parametrize(
    ("device", "muted", "told"),
    [(NO_SOUND, False, "no sound device here"), ("Speakers", True, "The sound is off"), ("Speakers", False, "")],
)
async def test_why_a_voice_is_not_heard_is_told(make_app: MakeApp, device: str, muted: bool, told: str) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        app.set_setting("sound.muted", str(muted).lower())
        screen = await opened(app, pilot)
        app.chat.changed(sound=device)
        screen.query_one("#hear", Button).press()
        await pilot.pause()
        assert asked(app)[-1][0] == "preview"
        text = str(screen.query_one("#settings-told", Static).content)
        assert told in text
        assert bool(text) == bool(told)


async def test_it_opens_by_command_and_leaves_by_escape(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        await typed(pilot, "/settings")
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.chat


async def test_a_value_that_can_not_be_is_told_and_not_saved(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        screen = await opened(app, pilot)
        screen.query_one(f"#{make_identifier('sound.volume')}", Input).value = "7"
        await pilot.pause()
        screen.query_one("#save", Button).press()
        await pilot.pause()
        assert app.screen is screen
        assert "0 to 1" in str(screen.query_one("#settings-told", Static).content)
        assert not library.config_path().exists()


async def test_the_brain_is_tested(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        screen = await opened(app, pilot)
        screen.query_one("#test", Button).press()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "It works" in str(screen.query_one("#settings-told", Static).content)


async def test_devices_and_the_portrait_are_looked_up(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        screen = await opened(app, pilot)
        await app.workers.wait_for_complete()
        await pilot.pause()
        select = screen.query_one(f"#{make_identifier('sound.device')}", Select)
        select.value = "Loudspeaker [1]"
        assert screen.changes() == {"sound.device": "Loudspeaker [1]"}
        assert screen.query_one("#portrait", Face).render_line(5).text.strip(" ") == ""
        assert screen.query_one("#portrait", Face)._pixels is not None


async def test_it_fits_a_small_terminal(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(60, 20)) as pilot:
        screen = await opened(app, pilot)
        for name in ("#save", "#cancel"):
            assert screen.region.contains_region(screen.query_one(name).region)


# ---- looking up, for real


async def test_a_thumbnail_is_a_picture_of_the_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    pixels = await lookups.draw_thumbnail("juno", 24)
    assert len(pixels) == 24 * 24 * 4
    assert len({pixels[at : at + 4] for at in range(0, len(pixels), 4)}) > 50
    assert await lookups.draw_thumbnail("nobody-i-know", 24) == b""
    assert await lookups.list_outputs() == []


async def test_what_is_looked_up_may_come_after_it_was_left(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Devices take their time where a machine is busy, and people are quick."""
    left = asyncio.Event()

    async def late() -> list[str]:
        await left.wait()
        return ["a device"]

    monkeypatch.setattr(lookups, "list_outputs", late)
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen = SettingsScreen(app.config)
        await app.push_screen(screen)
        await screen.query_one("#settings").remove()  # as it goes, before the screen itself
        left.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.fault is None
