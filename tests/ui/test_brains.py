"""Brains from the chat's side: `/brain`, `/model`, `/system`, the key; with a server on loopback."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import sys

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, Static

from avatar import installer, library
from avatar.ui import lookups
from avatar.ui.app import ChatApp
from avatar.ui.screens.secret import SecretScreen
from avatar.ui.screens.settings import SettingsScreen, make_identifier
from avatar.ui.widgets.prompt import Prompt
from tests.brain.loopback import says, serving
from tests.catalogue.making import make_gguf
from tests.ui.conftest import MakeApp
from tests.ui.test_chat import conversation, shown, typed

SECRET = "sk-very-secret-0123456789"


class Keyring:
    """Stands in for the desktop's, which tests must not touch."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, user: str) -> str | None:
        return self.kept.get((service, user))

    def set_password(self, service: str, user: str, key: str) -> None:
        self.kept[service, user] = key

    def delete_password(self, service: str, user: str) -> None:
        del self.kept[service, user]


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    made = Keyring()
    monkeypatch.setitem(sys.modules, "keyring", made)
    monkeypatch.delenv("AVATAR_API_KEY", raising=False)
    return made


@pytest.fixture(autouse=True)
def no_lookups(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*arguments: object) -> bytes:
        return b""

    monkeypatch.setattr(lookups, "list_outputs", nothing)
    monkeypatch.setattr(lookups, "draw_thumbnail", nothing)


async def until_shown(app: ChatApp, pilot: Pilot[int], text: str) -> None:
    async with asyncio.timeout(60):
        while text not in shown(app):
            await pilot.pause(0.02)


def applied(app: ChatApp) -> object:
    return [each[1] for each in conversation(app).asked if each[0] == "apply"][-1]


@pytest.mark.parametrize(
    ("typed_in", "told"),
    [
        ("localhost:11434", "/brain http://localhost:11434/v1"),
        ("192.168.1.20:8080/v1/", "/brain http://192.168.1.20:8080/v1"),
        ("ollama", "a server's URL, test, key, or thinking on or off"),
    ],
)
async def test_an_address_without_its_beginning_is_told_whole(make_app: MakeApp, typed_in: str, told: str) -> None:
    app = make_app()
    async with app.run_test(size=(110, 50)) as pilot:
        await typed(pilot, f"/brain {typed_in}")
        await until_shown(app, pilot, told)
        assert app.config.brain.name == "persona"


async def test_a_missing_library_is_told_when_the_server_is_chosen(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *rest: None if name == "openai" else find(name, *rest))
    app = make_app()
    async with app.run_test(size=(110, 50)) as pilot:
        await typed(pilot, "/brain http://127.0.0.1:9/v1")
        await until_shown(app, pilot, "The openai library is missing")
        assert installer.for_extra("llm") in shown(app)
        await typed(pilot, "/brain persona")
        await until_shown(app, pilot, "persona does the thinking now")
        assert shown(app).count("is missing") == 1


async def test_a_server_is_chosen_by_its_address_tested_and_its_models_listed(make_app: MakeApp) -> None:
    async with serving(says("Hi."), models=("small", "large-7b")) as server:
        app = make_app()
        async with app.run_test(size=(110, 50)) as pilot:
            await typed(pilot, f"/brain {server.url}")
            await until_shown(app, pilot, "does the thinking now")
            assert "It has no key" in shown(app)
            assert (app.config.brain.name, app.config.brain.url) == ("server", server.url)
            assert applied(app) == app.config
            await typed(pilot, "/brain test")
            await until_shown(app, pilot, f"It works: small at {server.url}")
            await typed(pilot, "/model")
            await until_shown(app, pilot, "large-7b")
            await typed(pilot, "/model 7b")
            await until_shown(app, pilot, "large-7b does the thinking now")
            assert app.config.brain.model == "large-7b"
            await typed(pilot, "/model huge")
            await until_shown(app, pilot, "no model 'huge'. It has: small, large-7b")
            await typed(pilot, "/brain")
            await until_shown(app, pilot, "model large-7b")
            await typed(pilot, "/brain persona")
            await until_shown(app, pilot, "persona does the thinking now")


async def test_a_server_that_is_not_there_is_told(make_app: MakeApp, unused_tcp_port: int) -> None:
    app = make_app()
    async with app.run_test(size=(110, 50)) as pilot:
        await typed(pilot, f"/brain http://127.0.0.1:{unused_tcp_port}/v1")
        await typed(pilot, "/brain test")
        await until_shown(app, pilot, "The server can't be reached")
        await typed(pilot, "/model")
        await until_shown(app, pilot, "Start it, or correct its address")


async def test_the_model_gets_instructions_of_its_own(make_app: MakeApp) -> None:
    app = make_app(brain__name="server")
    async with app.run_test(size=(110, 50)) as pilot:
        await typed(pilot, "/system Speak like a pirate.")
        assert applied(app).brain.instructions == "Speak like a pirate."  # type: ignore[attr-defined]
        await typed(pilot, "/system")
        await until_shown(app, pilot, "after who it plays: Speak like a pirate.")
        await typed(pilot, "/system off")
        assert app.config.brain.instructions == ""


async def test_a_key_is_asked_for_unseen_and_goes_into_the_keyring_alone(
    make_app: MakeApp, keyring: Keyring, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    app = make_app(brain__url="https://api.example.org/v1")
    async with app.run_test(size=(110, 50)) as pilot:
        await typed(pilot, "/brain key")
        assert isinstance(app.screen, SecretScreen)
        app.screen.query_one(Input).insert(SECRET, 0)
        await pilot.pause()
        assert SECRET not in "".join(strip.text for strip in app.screen._compositor.render_strips())
        await pilot.press("enter")
        await until_shown(app, pilot, "The key is in the keyring")
        assert keyring.kept == {("avatar", "api.example.org"): SECRET}
        assert ("renew_brain",) in conversation(app).asked
        await typed(pilot, "/brain")
        await until_shown(app, pilot, "Its key comes from the keyring")
        await typed(pilot, f"/brain key {SECRET}")
        await until_shown(app, pilot, "A key is not typed here")
        assert SECRET not in shown(app)
        assert all(SECRET not in entry for entry in app.chat.query_one(Prompt).typed.entries)
        await typed(pilot, "/brain key")
        await pilot.press("enter")
        await until_shown(app, pilot, "holds no key for it any more")
    assert keyring.kept == {}
    assert SECRET not in caplog.text
    assert not [p for p in library.user_dir().rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


async def test_without_a_keyring_the_variable_is_named(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    app = make_app()
    async with app.run_test(size=(110, 50)) as pilot:
        await typed(pilot, "/brain key")
        app.screen.query_one(Input).insert(SECRET, 0)
        await pilot.press("enter")
        await until_shown(app, pilot, "Set the environment variable AVATAR_API_KEY instead")


async def test_the_settings_screen_asks_the_server_for_its_models_and_keeps_the_key(
    make_app: MakeApp, keyring: Keyring
) -> None:
    async with serving(says("Hi."), models=("small", "large-7b")) as server:
        app = make_app()
        async with app.run_test(size=(110, 50)) as pilot:
            await app.chat.open_settings()
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, SettingsScreen)
            screen.query_one(f"#{make_identifier('brain.url')}", Input).value = server.url
            screen.query_one("#set-key", Input).value = SECRET
            await pilot.pause()
            screen.query_one("#models", Button).press()
            async with asyncio.timeout(60):
                while app.screen is screen or not any(each.option_count for each in app.screen.query(OptionList)):
                    await pilot.pause(0.02)
            assert app.screen.query_one(OptionList).option_count == 2
            await pilot.press("7", "enter")
            await pilot.pause()
            assert app.screen is screen
            assert screen.query_one(f"#{make_identifier('brain.model')}", Input).value == "large-7b"
            screen.query_one("#save", Button).press()
            await pilot.pause()
            assert app.screen is app.chat, str(screen.query_one("#settings-told", Static).content)
            written = library.config_path().read_text()
            assert "large-7b" in written
            assert SECRET not in written
            assert keyring.kept == {("avatar", "127.0.0.1"): SECRET}


async def test_a_model_of_this_machine_is_chosen_by_its_name(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(110, 50)) as pilot:
        await typed(pilot, "/brain local")
        await until_shown(app, pilot, "local does the thinking now")
        await until_shown(app, pilot, "There is no model here yet")
        await typed(pilot, "/model")
        await until_shown(app, pilot, "There is no model here: avatar get brain lists some")
        for name in ("small", "large"):
            make_gguf(library.user_dir() / "brains" / f"{name}.gguf")
        await typed(pilot, "/model huge")
        await until_shown(app, pilot, "This machine has no model 'huge'. It has: large, small")
        await typed(pilot, "/model small")
        await until_shown(app, pilot, "small does the thinking now")
        assert (app.config.brain.name, app.config.brain.model) == ("local", "small")
        await typed(pilot, "/brain")
        await until_shown(app, pilot, "Models on this machine, for local: large, small")
        await typed(pilot, "/brain server")
        await until_shown(app, pilot, "server does the thinking now")
        assert (app.config.brain.name, app.config.brain.model) == ("server", "")  # it would not know that one
