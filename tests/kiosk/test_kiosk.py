"""The real kiosk on a virtual screen and a virtual sound card, touched and typed at as visitors do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from avatar import logs
from avatar.config import Config, KioskConfig, StageConfig
from avatar.errors import ConfigError
from avatar.kiosk import figures, layout
from avatar.kiosk.loop import Kiosk
from avatar.kiosk.state import Figure, Mode
from tests import virtual

pytestmark = [
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool isn't installed"),
    pytest.mark.usefixtures("display", "card"),
]

SIZE = (1280, 800)
LONGEST_S = 90.0


@asynccontextmanager
async def running(config: KioskConfig, speed: float = 1.0) -> AsyncIterator[Kiosk]:
    """A kiosk that shows its window; `speed`: of its own clock."""
    kiosk = Kiosk(Config(kiosk=config, stage=StageConfig(fps=12)), clock=lambda: time.monotonic() * speed)
    run = asyncio.create_task(kiosk.run())
    try:
        await until(lambda: run.done() or (kiosk.frames > 2 and kiosk.now.size == SIZE))
        if run.done():
            run.result()
        yield kiosk
    finally:
        kiosk.end()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(run, LONGEST_S)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONGEST_S):
        while not holds():  # noqa: ASYNC110  what it looks at knows no events
            await asyncio.sleep(0.02)


def contents(folder: Path) -> bytes:
    """Of all files in it."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def xdo(*words: object) -> None:
    process = await asyncio.create_subprocess_exec("xdotool", *map(str, words))
    assert await process.wait() == 0


async def press(kiosk: Kiosk, widget: str) -> None:
    """With a finger, in the middle of a widget."""
    await until(lambda: any(each.id == widget for each in layout.lay_out(kiosk.now, kiosk.rules)))
    rect = next(each.rect for each in layout.lay_out(kiosk.now, kiosk.rules) if each.id == widget)
    x, y = (rect.x + rect.width / 2) * SIZE[0], (rect.y + rect.height / 2) * SIZE[1]
    await xdo("mousemove", round(x), round(y), "click", 1)


async def test_a_visitor_is_answered_aloud_and_forgotten(card: virtual.Sink, home: Path) -> None:
    logs.to_file()
    async with running(KioskConfig(idle_s=10)) as kiosk:
        assert kiosk.now.figure == figures.measure_figure(kiosk.now.settled.character) != Figure()
        with card.recording() as heard:
            await press(kiosk, "ask:0")
            await until(lambda: kiosk.now.mode is Mode.SPEAKING)
            assert await asyncio.to_thread(heard.wait, lambda so_far: so_far.loudest > 2000, LONGEST_S)
        await until(lambda: kiosk.now.mode is Mode.LISTENING)
        await xdo("type", "--delay", 40, "xyzzy word")
        await until(lambda: kiosk.now.typed == "xyzzy word")
        await xdo("key", "BackSpace", "Return")
        await until(lambda: kiosk.now.visit.questions == 2)
        await until(lambda: "xyzzy wor" in {turn.text for turn in kiosk.session.turns} if kiosk.session else False)
        await until(lambda: kiosk.now.mode is Mode.ATTRACT)
        await until(lambda: kiosk.session is not None and kiosk.session.turns == ())
    kept = contents(home)
    assert b"xyzzy" not in kept, "what a visitor typed is in a file"


async def test_a_stage_that_is_killed_or_hangs_comes_back_and_says_its_sentence() -> None:
    async with running(KioskConfig(idle_s=3600)) as kiosk:
        assert kiosk.session is not None
        for signal_number in (signal.SIGKILL, signal.SIGSTOP):
            await press(kiosk, "ask:1")
            await until(lambda: kiosk.now.mode is Mode.SPEAKING)
            before, faults = kiosk.session.pids()["stage"], kiosk.now.fault_count
            os.kill(before, signal_number)
            await until(lambda was=before: kiosk.session is not None and kiosk.session.pids().get("stage", was) != was)  # type: ignore[misc]
            await until(lambda was=faults: kiosk.now.fault_count > was)  # type: ignore[misc]
            await until(lambda: kiosk.now.mode is Mode.LISTENING)


async def test_a_performer_that_hangs_is_replaced() -> None:
    async with running(KioskConfig(idle_s=3600)) as kiosk:
        assert kiosk.session is not None
        await press(kiosk, "ask:0")
        await until(lambda: kiosk.now.mode is Mode.LISTENING and not kiosk.now.talking)
        before = kiosk.session.pids()["performer"]
        os.kill(before, signal.SIGSTOP)
        await press(kiosk, "ask:1")
        await until(lambda: kiosk.session is not None and kiosk.session.pids()["performer"] != before)
        await until(lambda: kiosk.now.mode is Mode.SPEAKING)


async def test_no_key_of_the_keyboard_ends_it_or_leaves_the_screen(display: str) -> None:
    keys = [
        "alt+F4",
        "ctrl+q",
        "ctrl+w",
        "ctrl+c",
        "ctrl+alt+Delete",
        "ctrl+alt+t",
        "super",
        "alt+Tab",
        "alt+space",
        "F11",
    ]
    keys += ["Escape", "ctrl+z", "ctrl+d", "ctrl+alt+BackSpace", "Print", "Menu", "Tab", "ctrl+v", "shift+Insert"]
    keys += [f"F{number}" for number in range(1, 13)]
    held = ("ctrl", "alt", "super", "ctrl+shift", "alt+shift", "ctrl+alt", "ctrl+alt+shift")
    plain = [*"aceqstwxz1", "Escape", "Delete", "Tab", "Return", "BackSpace", "F1", "F4", "F12", "Home", "Print"]
    keys += [f"{modifier}+{key}" for modifier in held for key in plain]
    async with running(KioskConfig(idle_s=3600, pin="4839")) as kiosk:
        assert kiosk.session is not None
        before = kiosk.session.pids()
        with virtual.Screen(display) as screen:
            (window,) = [each for each in screen.windows() if screen.geometry(each)[2:4] == SIZE]
            await xdo("key", "--delay", 10, *keys)
            screen.press_close(window)
            await xdo("type", "--delay", 20, "still here")
            await until(lambda: kiosk.now.typed.endswith("still here"))
            assert screen.geometry(window)[:4] == (0, 0, *SIZE)
        assert kiosk.session.pids() == before
        assert kiosk.now.mode is not Mode.STAFF


@pytest.fixture
def dead_keys(display: str) -> Iterator[None]:
    """A keyboard that has them."""
    subprocess.run(["setxkbmap", "-layout", "us", "-variant", "intl"], check=True)
    yield
    subprocess.run(["setxkbmap", "-layout", "us"], check=True)


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
@pytest.mark.usefixtures("dead_keys")
async def test_dead_keys_make_letters_whatever_the_locale(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    async with running(KioskConfig(idle_s=3600, attract=())) as kiosk:
        await xdo("mousemove", 300, 300)
        dead = ("dead_acute", "e", "dead_diaeresis", "u", "dead_tilde", "n", "dead_circumflex", "A")
        async with asyncio.timeout(LONGEST_S):
            while kiosk.now.typed != "éüñÂ":  # on a machine that is busy enough a key that is pressed once repeats
                await xdo("key", "Escape")
                await until(lambda: not kiosk.now.typed)
                await xdo("key", "--delay", 40, *dead)
                await until(lambda: len(kiosk.now.typed) >= 4)


async def test_where_it_can_not_keep_anything_it_runs_all_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root file system that is read-only: every folder of its own refused."""
    nowhere = home / "file"
    nowhere.write_text("")
    monkeypatch.setenv("AVATAR_HOME", str(nowhere))
    logs.to_file()
    async with running(KioskConfig(idle_s=3600, store=True)) as kiosk:
        await press(kiosk, "ask:0")
        await until(lambda: kiosk.now.mode is Mode.SPEAKING)


@pytest.mark.parametrize("how", [("key", "a"), ("mousemove", 700, 300, "click", 1)], ids=["key", "touch"])
async def test_a_show_from_the_playlist_is_heard_until_someone_comes(card: virtual.Sink, how: tuple[object]) -> None:
    config = KioskConfig(playlist=("how-a-mouth-is-made",), playlist_every_s=60, attract=(), idle_s=3600)
    async with running(config, speed=10) as kiosk:
        with card.recording() as heard:
            await until(lambda: bool(kiosk.now.playing))
            assert await asyncio.to_thread(heard.wait, lambda so_far: so_far.loudest > 2000, LONGEST_S)
        await xdo(*how)
        await until(lambda: kiosk.now.visited)
        await until(lambda: not kiosk.showing)
        await until(lambda: kiosk.now.mode is Mode.LISTENING)
        assert kiosk.now.faults == () or not any("Play" in fault for fault in kiosk.now.faults)


def test_a_window_for_trying_ends_when_it_is_closed(display: str, home: Path) -> None:
    """The command itself."""
    command = [sys.executable, "-P", "-m", "avatar", "kiosk", "--windowed", "--volume", "0"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(command, env=env)
    try:
        with virtual.Screen(display) as screen:
            end = time.monotonic() + LONGEST_S
            window = None
            while window is None and process.poll() is None:
                assert time.monotonic() < end, "the window has not come"
                found = [each for each in screen.windows() if screen.geometry(each)[2:4] == (1280, 720)]
                window = found[0] if found else None
                time.sleep(0.02)
            assert window is not None
            while process.poll() is None:
                assert time.monotonic() < end, "the window has not gone"
                screen.press_close(window)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.5)
        assert process.wait(LONGEST_S) == 0
    finally:
        process.kill()
        process.wait()


def test_settings_that_are_wrong_are_refused_before_anything_opens(home: Path) -> None:
    for wrong in (KioskConfig(quiet=("night",)), KioskConfig(pin="1"), KioskConfig(blocked_words="/nowhere/words")):
        with pytest.raises(ConfigError, match=r"kiosk|blocked"):
            Kiosk(replace(Config(), kiosk=wrong))
