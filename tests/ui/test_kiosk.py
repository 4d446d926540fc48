"""The kiosk in a terminal: the real loop, performer and stage, typed and touched at through Textual's own events."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from textual import events
from textual.pilot import Pilot

from avatar.config import Config, KioskConfig
from avatar.kiosk import layout
from avatar.kiosk.loop import Kiosk
from avatar.kiosk.state import Mode, Rules, Settled, Touched, begin
from avatar.kiosk.words import WORDS
from avatar.ui.kiosk import LONGEST_RUN, KioskApp
from avatar.ui.screens.kiosk import arrange
from avatar.ui.widgets.face import draw_numbered_row, number_sixteen
from avatar.ui.widgets.plates import Plate

LONGEST_S = 90.0


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONGEST_S):
        while not holds():  # noqa: ASYNC110  what it looks at knows no events
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(
    config: KioskConfig, size: tuple[int, int] = (80, 24), speed: float = 1.0
) -> AsyncIterator[tuple[KioskApp, Pilot[int]]]:
    """A kiosk whose face is seen; `speed`: of its own clock."""
    app = KioskApp(Config(kiosk=config), partial(Kiosk, clock=lambda: time.monotonic() * speed))
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
        await until(lambda: "xyzzy wor" in {turn.text for turn in kiosk.session.turns} if kiosk.session else False)
        await until(lambda: kiosk.now.mode is Mode.ATTRACT)
        await until(lambda: kiosk.session is not None and kiosk.session.turns == ())
    assert b"xyzzy" not in contents(home), "what a visitor typed is in a file"


async def test_no_key_leads_out() -> None:
    held = ("", "ctrl+", "alt+", "shift+", "super+", "ctrl+shift+", "ctrl+alt+", "ctrl+alt+shift+")
    names = (*"acdehpqrswxyz1", "escape", "delete", "tab", "enter", "home", "pageup", "insert", "backspace")
    names += tuple(f"f{number}" for number in range(1, 25))
    async with running(KioskConfig(idle_s=3600, pin="4839", attract=())) as (app, _):
        assert app.kiosk.session is not None
        before = app.kiosk.session.pids()
        for modifier in held:
            for name in names:
                if modifier + name != "enter":
                    app.post_message(events.Key(modifier + name, name if len(modifier + name) == 1 else None))
        press(app, "escape")
        type_in(app, "still here")
        await until(lambda: app.kiosk.now.typed == "still here")
        assert app.kiosk.now.mode is not Mode.STAFF
        assert app.kiosk.session.pids() == before
        assert app.screen is app.face
        assert app.is_running
        assert app.focused is None


async def test_a_megabyte_of_anything_is_a_short_question() -> None:
    bomb = "\x1b]52;c;aGk=\x07\x1b[2J/quit\x00\u202eexit " * 40_000
    async with running(KioskConfig(idle_s=3600, longest_text=50, attract=())) as (app, _):
        app.post_message(events.Paste(bomb))
        await until(lambda: len(app.kiosk.now.typed) == 50)
        assert app.kiosk.now.typed.isprintable()
        assert app.kiosk.now.remark
        press(app, "escape")
        await until(lambda: not app.kiosk.now.typed)
        for letter in "x" * (2 * LONGEST_RUN):
            app._type(letter)
        await until(lambda: app.kiosk.now.typed == "x" * 50)


async def test_those_without_a_finger_choose_with_arrows() -> None:
    async with running(KioskConfig(idle_s=3600, attract=())) as (app, _):
        press(app, "down")
        press(app, "down")
        await until(lambda: app.face.marked == "ask:1")
        press(app, "enter")
        await until(lambda: app.kiosk.now.visit.questions == 1)
        await until(lambda: app.face.marked == "")


async def test_letters_are_touched_in_the_visitors_language() -> None:
    config = KioskConfig(idle_s=3600, attract=(), languages=("en", "de"), volume_buttons=True)
    async with running(config) as (app, _):
        await touch(app, "do:language")
        await until(lambda: app.kiosk.now.language == "de")
        await touch(app, "do:field")
        await touch(app, "key:shift")
        await until(lambda: seen(app, "key:Ü"))
        await touch(app, "key:Ü")
        await touch(app, "key:b")
        await until(lambda: app.kiosk.now.typed == "Üb")
        before = app.kiosk.now.settled.volume
        await touch(app, "do:quieter")
        await until(lambda: app.kiosk.now.settled.volume < before)
        await touch(app, "do:send")
        await until(lambda: app.kiosk.now.visit.questions == 1)


async def test_the_staff_come_in_by_the_corners_and_by_keys() -> None:
    async with running(KioskConfig(idle_s=3600, attract=(), pin="4839")) as (app, _):
        for x, y in ((0, 0), (79, 0), (79, 23), (0, 23)):
            finger(app, x, y)
        await until(lambda: app.kiosk.now.mode is Mode.PIN)
        for digit in "1111":
            await touch(app, f"pin:{digit}")
        await touch(app, "pin:enter")
        await until(lambda: app.kiosk.now.guard.failures == 1)
        assert app.kiosk.now.mode is Mode.PIN
        await touch(app, "pin:leave")
        await until(lambda: app.kiosk.now.mode is Mode.ATTRACT)
        for _ in range(3):
            press(app, "ctrl+k")
        await until(lambda: app.kiosk.now.mode is Mode.PIN)
        type_in(app, "4839")
        press(app, "enter")
        await until(lambda: app.kiosk.now.mode is Mode.STAFF)
        await touch(app, "staff:quieter")
        await until(lambda: app.kiosk.now.settled.volume < 1.0)
        await touch(app, "staff:restart")
        await until(lambda: app.kiosk.wants_restart)


async def test_a_show_from_the_playlist_is_seen_until_someone_comes() -> None:
    config = KioskConfig(playlist=("how-a-mouth-is-made",), playlist_every_s=60, attract=(), idle_s=3600)
    async with running(config, speed=10) as (app, _):
        await until(lambda: app.kiosk.showing)
        await until(lambda: not seen(app, "ask:0"))
        shown = app.face.pictures
        await until(lambda: app.face.pictures > shown + 5)
        type_in(app, "a")
        await until(lambda: app.kiosk.now.visited and not app.kiosk.showing)
        await until(lambda: seen(app, "ask:0"))
        shown = app.face.pictures
        await until(lambda: app.face.pictures > shown)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_stage_that_ends_or_hangs_comes_back_to_the_terminal(number: signal.Signals) -> None:
    async with running(KioskConfig(idle_s=3600, attract=())) as (app, _):
        talk = app.kiosk.session
        assert talk is not None
        await touch(app, "ask:1")
        await until(lambda: app.kiosk.now.mode is Mode.SPEAKING)
        before = talk.pids()["stage"]
        os.kill(before, number)
        await until(lambda: talk.pids().get("stage", before) != before)
        await until(lambda: app.kiosk.now.fault_count > 0)
        shown = app.face.pictures
        await until(lambda: app.face.pictures > shown)
        await until(lambda: app.kiosk.now.mode is Mode.LISTENING)
        assert app.kiosk.mode == "terminal"
        assert not app.kiosk.supervisor.reopen(app.kiosk.mode, "terminal", 1e9)


async def test_in_quiet_hours_all_is_dark_until_somebody_comes() -> None:
    async with running(KioskConfig(idle_s=3600, quiet=("00:00-24:00",), greeting=False)) as (app, _):
        await until(lambda: seen(app, "asleep"))
        await until(lambda: not seen(app, "ask:0"))
        app.face.picture(2, 1, bytes([200, 200, 200, 255] * 2))
        shown = app.face.query_one("#face")
        dark = np.asarray(shown._picture)  # type: ignore[attr-defined]
        assert dark[..., :3].max() < 100
        press(app, "space")
        finger(app, 40, 12)
        await until(lambda: seen(app, "ask:0"))


def every_screen() -> list[tuple[str, tuple[object, ...]]]:
    """All that the kiosk may show, by name."""
    rules = Rules.of(KioskConfig(pin="4839", languages=("en", "de"), volume_buttons=True), ("bolt", "juno"))
    found = []
    for language in WORDS:
        for mode in Mode:
            for keyboard in (False, True):
                state = begin(0.0, language, Settled(character="juno")).into(mode)
                state = state.__class__(
                    **{
                        **state.__dict__,
                        "keyboard": keyboard,
                        "caption": "Hello",
                        "remark": "Wait",
                        "typed": "Hi",
                        "faults": ("a", "b"),
                        "size": (80, 48),
                    }
                )
                found.append((f"{language} {mode} {keyboard}", layout.lay_out(state, rules)))
    return found


def test_every_widget_of_the_kiosk_has_its_place() -> None:
    grounds = ("panel", "dim")
    for name, widgets in every_screen():
        there = sorted(each.id for each in widgets if each.kind not in grounds)  # type: ignore[attr-defined]
        put = sorted(each.id for rack in arrange(widgets).values() for each in rack)  # type: ignore[arg-type]
        assert put == there, name


def test_sixteen_colours_show_a_face_on_an_even_ground() -> None:
    """What lies behind a letter has the console's first eight only; the sets' bright grounds are one of them."""
    ground = np.full((8, 12, 3), (211, 220, 216), np.uint8)
    assert np.unique(number_sixteen(ground)).tolist() == [7]
    noise = np.random.default_rng(1).integers(0, 256, (40, 60, 3)).astype(np.uint8)
    numbers = number_sixteen(noise)
    assert numbers.max() > 7
    assert numbers[1::2].max() < 8
    (cell,) = draw_numbered_row(number_sixteen(np.zeros((2, 1, 3), np.uint8)))
    assert cell.text == " "


async def test_everything_wanders_against_burn_in() -> None:
    async with running(KioskConfig(idle_s=3600, attract=())) as (app, _):
        app.kiosk.happens(Touched(0.5, 0.5))
        room = app.face.query_one("#room")
        places = set()
        for step in range(8):
            now = replace(app.kiosk.now, t=60.0 * step)
            app.face.show(now, (), 0.0, layout.measure_shift(now, app.kiosk.rules))
            places.add(str(room.styles.offset))
        assert len(places) > 2


@pytest.mark.parametrize("size", [(80, 24), (100, 37), (160, 50), (60, 50)])
async def test_all_that_can_be_touched_is_to_be_seen(size: tuple[int, int]) -> None:
    """And nothing lies over anything else: the middle of each is its own."""
    six = (
        "Who are you?",
        "Tell me a joke",
        "What can you do?",
        "Are you a robot?",
        "Who lived here?",
        "How old is it?",
    )
    config = KioskConfig(idle_s=3600, attract=(), pin="4839", languages=("en", "ru"), volume_buttons=True, buttons=six)
    async with running(config, size) as (app, _):

        async def all_there(kinds: tuple[str, ...]) -> None:
            def there() -> bool:
                wanted = [
                    each.id
                    for each in layout.lay_out(app.kiosk.now, app.kiosk.rules)
                    if each.id.split(":")[0] in kinds and each.kind in ("button", "key", "field")
                ]
                plates = {each.means: each.region for each in app.face.query(Plate)}
                return bool(wanted) and all(
                    each in plates
                    and app.face.at(plates[each].x + plates[each].width // 2, plates[each].y + plates[each].height // 2)
                    == each
                    for each in wanted
                )

            await until(there)

        await all_there(("ask", "do"))
        await touch(app, "do:language")
        await touch(app, "do:field")
        await until(lambda: app.kiosk.now.keyboard)
        await all_there(("key", "do"))
        app.kiosk.happens(Touched(0.5, 0.5))
        for _ in range(3):
            press(app, "ctrl+k")
        await until(lambda: app.kiosk.now.mode is Mode.PIN)
        await all_there(("pin",))
        type_in(app, "4839")
        press(app, "enter")
        await until(lambda: app.kiosk.now.mode is Mode.STAFF)
        await all_there(("staff",))
