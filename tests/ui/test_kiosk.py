"""The kiosk in a terminal: the real loop, performer and stage, typed and touched at through Textual's own events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from avatar.config import Config, KioskConfig
from avatar.kiosk.state import Mode
from avatar.ui.kiosk import KioskApp
from avatar.ui.widgets.plates import Plate

LONGEST_S = 90.0


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONGEST_S):
        while not holds():  # noqa: ASYNC110  what it looks at knows no events
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(config: KioskConfig, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[KioskApp, Pilot[int]]]:
    """A kiosk whose face is seen."""
    app = KioskApp(Config(kiosk=config))
    async with app.run_test(size=size) as pilot:
        try:
            await until(lambda: app.face.pictures > 2)
            yield app, pilot
        finally:
            await app.end()


def contents(folder: Path) -> bytes:
    """Of all files in it."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def type_in(app: KioskApp, text: str) -> None:
    for letter in text:
        app.post_message(events.Key(letter, letter))


def press(app: KioskApp, key: str) -> None:
    app.post_message(events.Key(key, None))


def plate(app: KioskApp, means: str) -> Plate:
    return next(each for each in app.face.query(Plate) if each.means == means)


def seen(app: KioskApp, means: str) -> bool:
    return any(each.means == means and each.is_on_screen for each in app.face.query(Plate))


async def touch(app: KioskApp, means: str) -> None:
    """With a finger, in the middle of a widget."""
    await until(lambda: seen(app, means))
    region = plate(app, means).region
    finger(app, region.x + region.width // 2, region.y + region.height // 2)


def finger(app: KioskApp, x: int, y: int) -> None:
    for kind in (events.MouseDown, events.MouseUp):
        app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))


async def test_a_visitor_is_answered_and_forgotten(home: Path) -> None:
    async with running(KioskConfig(idle_s=10)) as (app, _):
        kiosk = app.kiosk
        await touch(app, "ask:0")
        await until(lambda: kiosk.now.mode is Mode.SPEAKING)
        await until(lambda: seen(app, "caption"))
        await until(lambda: kiosk.now.mode is Mode.LISTENING)
        type_in(app, "xyzzy word")
        await until(lambda: kiosk.now.typed == "xyzzy word")
        press(app, "backspace")
        press(app, "enter")
        await until(lambda: kiosk.now.visit.questions == 2)
        await until(lambda: "xyzzy wor" in {turn.text for turn in kiosk.talk.turns} if kiosk.talk else False)
        await until(lambda: kiosk.now.mode is Mode.ATTRACT)
        await until(lambda: kiosk.talk is not None and kiosk.talk.turns == ())
    assert b"xyzzy" not in contents(home), "what a visitor typed is in a file"
