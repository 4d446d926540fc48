"""No sequence of keys ends a screen: thousands at random, in bursts, at every screen there is."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from avatar.brain.base import Turn
from avatar.config import Config, KioskConfig
from avatar.kiosk import layout, state
from avatar.kiosk.machine import step
from avatar.session import ClauseStarted, Notice, ReplyEnded, ReplyStarted, ReplyText, SpeechEnded, StageChanged
from avatar.types import Scene
from avatar.ui import filming
from avatar.ui.app import ChatApp
from avatar.ui.edge import EdgedApp
from avatar.ui.kiosk import KioskApp
from avatar.ui.rehearsing import Rehearsal, Wanted
from avatar.ui.screens.chat import ChatScreen
from avatar.ui.screens.clap import ClapScreen
from avatar.ui.screens.pick import PickScreen
from avatar.ui.screens.secret import SecretScreen
from avatar.ui.screens.settings import SettingsScreen
from avatar.ui.widgets.prompt import Prompt
from tests.ui.conftest import MakeApp
from tests.ui.scripted import ScriptedSession
from tests.ui.test_rehearsing import PlayerOnPaper

BURSTS, LONGEST = 4, 50
"""Of keys in one run, and keys in one burst."""

LONGEST_S = 60.0

SCREENS = ("", "/settings", "/resume", "/brain key", "/settings clap", "ctrl+r", "ctrl+p")
"""Where a run begins: a command, or a key."""

NAMED = (
    *("enter", "escape") * 6, *("ctrl+r", "ctrl+p", "tab", "up", "down") * 3, "space", "shift+tab", "left", "right",
    "home", "end", "pageup", "pagedown", "backspace", "delete", "ctrl+j", "shift+enter", "alt+enter", "ctrl+a",
    "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x", "ctrl+v", "ctrl+z", "ctrl+y", "ctrl+home", "ctrl+end",
    "shift+left", "f1", "ctrl+shift+right", "f5", "f7", "f12", "insert", "ctrl+t", "ctrl+underscore", "ctrl+at",
)  # fmt: skip
"""Keys by name; those that people press fast come more often. Not among them: what leaves (Ctrl+C, D, Q)."""

TYPED = ("/", "/s", "/settings", "/brain key", "/model", "/resume", "/edit", "/voice ", "/clear", "hello", "*_`#[](1) ",
         "é漢\u0301🙂", "0", "-", "[bold]", "\x00")  # fmt: skip

ANSWER = (
    ReplyStarted(), ReplyText("Hello. **One** "), ClauseStarted("Hello. One two.", "voice", "en-gb"), ReplyText("two."),
    ReplyEnded("Hello. One two."), SpeechEnded(), Notice("a device came", "warning"),
    StageChanged("terminal", "a speaker"),
)  # fmt: skip


def burst(chance: random.Random) -> list[events.Key]:
    """Some keys, as a terminal sends them."""
    keys: list[events.Key] = []
    for _ in range(chance.randint(1, LONGEST)):
        if chance.random() < 0.25:
            keys += [events.Key(letter, letter) for letter in chance.choice(TYPED)]
        else:
            name = chance.choice(NAMED)
            keys.append(events.Key(name, {"enter": "\r", "space": " ", "tab": "\t"}.get(name)))
    return keys


async def pressed(app: EdgedApp[Any], chance: random.Random, happen: Callable[[], object]) -> None:
    """Bursts of keys, and now and then that the other side has something to say; a fault is raised by the pilot."""
    for number in range(BURSTS):
        for key in burst(chance):
            app.post_message(key)
        if chance.random() < 0.3:
            happen()
        if chance.random() < 0.1:
            app.post_message(events.Paste(chance.choice(TYPED)))
        if number % 30 == 29:
            size = Size(*chance.choice([(80, 24), (20, 6), (150, 50)]))
            app.post_message(events.Resize(size, size))
        await (asyncio.sleep(0) if chance.random() < 0.5 else caught_up(app))
    await caught_up(app)


async def caught_up(app: EdgedApp[Any]) -> None:
    """Until the app, its screen and whatever has the focus have done what was asked of them (or are gone by then)."""
    async with asyncio.timeout(LONGEST_S):
        for pump in (app, app.screen, app.focused, app, app.screen):
            done = asyncio.Event()
            if pump is not None and pump.call_later(done.set):
                while not done.is_set() and app.fault is None and (pump is app or pump.is_attached):  # noqa: ASYNC110
                    await asyncio.sleep(0.001)


@pytest.mark.parametrize("begin", SCREENS)
async def test_no_keys_end_the_chat(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch, begin: str) -> None:
    async def filmed(scene: Scene, path: Path) -> str:  # making one takes a process and seconds
        return ""

    monkeypatch.setattr(filming, "_filmed", filmed)
    monkeypatch.setattr(ChatScreen, "leave", lambda screen: None)  # the palette's /quit
    await chat_holds(make_app, begin, seed=1)


async def chat_holds(make_app: MakeApp, begin: str, seed: int) -> None:
    chance = random.Random(f"{begin} {seed}")
    app = make_app(brain__url="http://127.0.0.1:9/v1")
    told = app.session
    assert isinstance(told, ScriptedSession)
    told.turns = (Turn("user", "hi"), Turn("character", "```\ncode\n``` and **words**"))
    async with app.run_test() as pilot:
        app.keeper.keep(told.turns)
        told.tell(StageChanged("terminal", "a speaker"))
        told.answers = [*ANSWER]
        await opened(app, pilot, begin)
        await pressed(app, chance, lambda: told.tell(chance.choice(ANSWER)))
        for _ in range(9):
            app.post_message(events.Key("escape", None))
            await caught_up(app)
        assert app.screen is app.chat
        app.chat.query_one(Prompt).text = "are you there"
        await pilot.press("enter")
        await pilot.pause()
        assert ("say", "are you there") in told.asked  # the talk goes on


@pytest.mark.parametrize(
    "keys",
    [
        ("ctrl+r", "enter", "enter", "enter", "ctrl+p"),
        ("ctrl+p", "enter", "enter", "enter", "enter"),
        ("ctrl+r", "escape", "enter", "escape", "escape", "ctrl+p"),
        ("ctrl+p", "m", "u", "t", "e", "enter", "enter", "enter"),
    ],
)
async def test_a_screen_is_left_once(make_app: MakeApp, keys: tuple[str, ...]) -> None:
    """The second Enter comes before the first has taken the screen away; what it finds there then is not taken away."""
    app = make_app()
    told = app.session
    assert isinstance(told, ScriptedSession)
    async with app.run_test() as pilot:
        app.chat.query_one(Prompt).typed.add("what was typed")
        await pilot.press(keys[0])
        await pilot.pause()
        for name in keys[1:]:
            app.post_message(events.Key(name, "\r" if name == "enter" else name if len(name) == 1 else None))
        await caught_up(app)
        await pilot.pause()
        assert app.chat in app.screen_stack
        assert app.chat.query_one(Prompt).is_attached
        assert told.asked.count(("set_muted", True)) == ("m" in keys)


@pytest.mark.parametrize("kind", ["settings", "pick", "clap", "secret"])
async def test_a_screen_may_be_left_before_it_stands(make_app: MakeApp, kind: str) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        screen = {
            "settings": lambda: SettingsScreen(app.config),
            "pick": lambda: PickScreen("Title", lambda words: [], keys="", none=""),
            "clap": lambda: ClapScreen(0.0),
            "secret": lambda: SecretScreen("Title"),
        }[kind]()
        app.push_screen(screen)
        screen.dismiss()
        screen.dismiss()
        await pilot.pause()
        assert app.screen is app.chat


async def test_undo_takes_the_scrollbar_away(make_app: MakeApp) -> None:
    """The cursor is then on a line that is gone already."""
    app = make_app()
    async with app.run_test() as pilot:
        prompt = app.chat.query_one(Prompt)
        for line in range(30):
            prompt.insert(f"\n{line}" * (line or 1))
            prompt.history.checkpoint()
        await pilot.pause()
        await pilot.press("home", *["ctrl+underscore"] * 31)
        assert prompt.text == ""
        await pilot.press(*["ctrl+y"] * 31, *["ctrl+underscore"] * 31)
        assert prompt.text == ""


async def test_keys_that_come_while_it_ends_are_nothing(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test():
        app.exit()
        for name in ("a", "escape", "ctrl+p", "ctrl+r", "ctrl+d", "enter") * 20:
            app.post_message(events.Key(name, None))
            await asyncio.sleep(0)


async def opened(app: ChatApp, pilot: Pilot[int], begin: str) -> None:
    if begin.startswith("/"):
        command = begin.removesuffix(" clap")
        app.chat.query_one(Prompt).text = command
        await pilot.press("enter")
        await pilot.pause()
        if begin.endswith("clap"):
            await pilot.click("#clap")
    elif begin:
        await pilot.press(begin)
    await pilot.pause()


class KioskOnPaper:
    """The kiosk's states and its screen, without a voice, a stage or a conversation."""

    wants_restart = False

    def __init__(self, config: Config, *, screen: Any) -> None:
        self.rules = state.Rules.of(config.kiosk)
        self.now = state.begin(0.0, "en")
        self._screen, self._over, self._t = screen, asyncio.Event(), 0.0

    def happens(self, event: state.KioskEvent) -> None:
        self._t += 0.05
        self.now, _ = step(self.now, event, state.Now(self._t, 600), self.rules)
        widgets = layout.lay_out(self.now, self.rules)
        self._screen.show(
            self.now, widgets, state.dimmed(self.now, self.rules), layout.measure_shift(self.now, self.rules)
        )

    def face(self, width: int, height: int) -> None: ...

    async def run(self) -> int:
        await self._over.wait()
        return 0

    def end(self) -> None:
        self._over.set()


async def test_no_keys_end_the_kiosk() -> None:
    await kiosk_holds(seed=1)


async def kiosk_holds(seed: int) -> None:
    chance = random.Random(seed)
    kiosk = KioskConfig(pin="4711", buttons=("One?", "Two?"), languages=("en", "de"))
    app = KioskApp(Config(kiosk=kiosk), KioskOnPaper)  # type: ignore[arg-type]

    def happen() -> None:
        happened: list[state.KioskEvent] = [state.ReplyOver(), state.Tick()]
        app.kiosk.happens(chance.choice(happened))
        for letter in "kkk4711":  # the way to the staff screen
            app.post_message(events.Key("ctrl+k" if letter == "k" else letter, None if letter == "k" else letter))
        app.post_message(events.Key("enter", "\r"))

    async with app.run_test():
        await pressed(app, chance, happen)
        assert app.is_running
        await app.end()


async def test_no_keys_end_a_rehearsal(tmp_path: Path) -> None:
    await rehearsal_holds(tmp_path, seed=1)


async def rehearsal_holds(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    script = folder / "kettle.fountain"
    script.write_text("INT. STUDIO - DAY\n\nMAX\nA kettle.\n\nINT. ROOM - NIGHT\n\nBEA\nWell?\n")
    app = Rehearsal(Config(), Wanted(script), PlayerOnPaper)  # type: ignore[arg-type]

    async with app.run_test():
        for number in range(BURSTS):
            for key in burst(chance):
                if key.key not in ("escape", "q"):
                    app.post_message(key)
            await (asyncio.sleep(0) if number % 2 else caught_up(app))
        await caught_up(app)
        assert app.is_running
