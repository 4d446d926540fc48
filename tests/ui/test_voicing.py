"""/voice: choosing, listing what can be got, getting it while the talk goes on; the same in the settings."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Select, Static

from avatar import library
from avatar.ui import slash, voicing
from avatar.ui.screens.settings import make_identifier
from tests.ui.conftest import MakeApp
from tests.ui.test_chat import conversation, shown, typed
from tests.ui.test_settings import asked, opened

BRINGS = """
import pathlib, sys
for percent in range(0, 101, 10):
    print(f"af_heart.bin {percent:3} % of 27 MB from the package kokoro-js", file=sys.stderr, flush=True)
folder = pathlib.Path(sys.argv[1]) / "voices"
folder.mkdir(parents=True)
(folder / "kokoro-heart.toml").write_text('engine = "espeak"\\nid = "en"\\nlanguage = "de-DE"\\n')
"""
WAITS = """
import pathlib, sys, time
try:
    pathlib.Path(sys.argv[1], "begun").touch()
    time.sleep(600)
except KeyboardInterrupt:
    pathlib.Path(sys.argv[1], "interrupted").touch()
"""


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < deadline
        await pilot.pause(0.05)


def stand_in(monkeypatch: pytest.MonkeyPatch, code: str) -> Path:
    """A command that gets a voice in its own way; returns the folder that it is given."""
    home = library.user_dir()
    home.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(voicing, "command", lambda wish: (sys.executable, "-c", code, str(home)))
    return home


async def test_a_voice_is_got_while_the_talk_goes_on(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, BRINGS)
    app = make_app()
    async with app.run_test(size=(120, 50)) as pilot:
        await typed(pilot, "/voice get kokoro-heart")
        await typed(pilot, "And what else?")
        assert ("say", "And what else?") in conversation(app).asked
        await until(pilot, lambda: "It is here" in shown(app))
        text = shown(app)
        assert "Apache-2.0" in text
        assert [f"{percent} % of 27 MB" in text for percent in (10, 30, 50, 80, 100)] == [
            False,
            True,
            True,
            True,
            False,
        ]
        await typed(pilot, "/voice kokoro-heart")
        await until(pilot, lambda: ("set_voice", "kokoro-heart") in conversation(app).asked)


async def test_what_is_not_here_is_not_chosen(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(120, 50)) as pilot:
        await typed(pilot, "/voice kokoro-heart")
        await until(pilot, lambda: "/voice get kokoro-heart gets it" in shown(app))
        assert "set_voice" not in [each[0] for each in conversation(app).asked]
        await typed(pilot, "/voice get kokoro-haert")
        await until(pilot, lambda: "Did you mean 'kokoro-heart'" in shown(app))


async def test_without_a_network_it_says_so(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real command, which has nowhere to go."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    app = make_app()
    async with app.run_test(size=(200, 50)) as pilot:
        await typed(pilot, "/voice get hibari-emma")
        await until(pilot, lambda: "could not be got" in shown(app))
        assert "huggingface.co can't be reached" in shown(app)
        assert "--from FOLDER" in shown(app)


async def test_a_download_ends_with_the_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which cancels what is still going on when it ends."""
    home = stand_in(monkeypatch, WAITS)

    async def told(text: str) -> None:
        raise AssertionError(text)

    getting = asyncio.create_task(voicing.get(voicing.Wish(("kokoro-heart",)), told))
    while not (home / "begun").exists():
        assert not getting.done()
        await asyncio.sleep(0.02)
    getting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await getting
    assert (home / "interrupted").exists()


async def test_the_list_tells_what_could_be_got(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(120, 150)) as pilot:
        await typed(pilot, "/voice")
        await until(pilot, lambda: "more can be got: /voice get de" in shown(app))
        text = shown(app)
        assert "voices of espeak: en-gb, en-gb-bright" in text
        assert "kokoro" not in text  # nothing that is not here


def test_a_folder_can_be_named_that_has_it(tmp_path: Path) -> None:
    wish = voicing.read_wish(f'kokoro-heart de --from "{tmp_path}/my voices"')
    assert wish == voicing.Wish(("kokoro-heart", "de"), f"{tmp_path}/my voices")
    words = voicing.command(wish)
    assert words[3:] == (
        "avatar",
        "voices",
        "get",
        "--from",
        f"{tmp_path}/my voices",
        "--yes",
        "--",
        "kokoro-heart",
        "de",
    )
    assert voicing.read_wish("--from ~/voices").names == ()
    assert voicing.read_wish("a --from ~/v").origin == str(Path.home() / "v")


async def test_what_a_folder_lacks_is_told(make_app: MakeApp, tmp_path: Path) -> None:
    """The real command."""
    app = make_app()
    async with app.run_test(size=(200, 50)) as pilot:
        await typed(pilot, f"/voice get hibari-emma --from {tmp_path}")
        await until(pilot, lambda: "is not in what --from names" in shown(app))
        await typed(pilot, "/voice get")
        await until(pilot, lambda: "Which one?" in shown(app))


def test_names_to_get_are_completed() -> None:
    assert (
        slash.COMMANDS.complete("/voice kokoro-b") == []
    )  # which Enter would take: nobody gets a voice by choosing one
    found = {each.text: each.summary for each in slash.COMMANDS.complete("/voice get kokoro-i")}
    assert set(found) == {f"/voice get kokoro-{name}" for name in ("isabella", "it", "it-man")}
    assert "Apache-2.0" in found["/voice get kokoro-isabella"]


async def test_the_settings_get_a_voice_and_let_it_be_heard_in_its_language(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch, BRINGS)
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        screen = await opened(app, pilot)
        screen.query_one(f"#{make_identifier('voice.name')}", Select).value = "kokoro-heart"
        await pilot.pause()
        screen.query_one("#save", Button).press()
        await pilot.pause()
        assert "is not here yet. Hear gets it" in str(screen.query_one("#settings-told", Static).content)
        screen.query_one("#hear", Button).press()
        await until(pilot, lambda: ("preview", "So klingt meine Stimme. Eins, zwei, drei.") in asked(app))


async def test_devices_that_are_found_while_the_program_ends_stop_nothing(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test(size=(100, 36)) as pilot:
        screen = await opened(app, pilot)
        select = screen.query_one(f"#{make_identifier('ears.device')}", Select)
        await select.query_one("SelectOverlay").remove()
        screen._offer("ears.device", ["Yeti"])
        screen._offer("sound.device", ["Speakers"])
        other = screen.query_one(f"#{make_identifier('sound.device')}", Select)
        assert "Speakers" in [value for _, value in other._options]
