"""The kiosk in a terminal: the same loop as in the window, over a screen of cells that nobody can leave.

No key and no touch is handed on to Textual, so none of its bindings, menus or selections exists here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from textual import events, on
from textual.events import Event

from avatar.config import Config
from avatar.errors import ConfigError
from avatar.kiosk import state
from avatar.kiosk.loop import Kiosk
from avatar.kiosk.starting import start_anew
from avatar.ui import depth, graphics, themes
from avatar.ui.driver import choose_unhurried_driver
from avatar.ui.edge import EdgedApp
from avatar.ui.screens.kiosk import KioskScreen
from avatar.ui.widgets.face import Face

LONGEST_RUN = 4096
"""Letters that are held back until the next look at them; a paste of a megabyte is not taken in."""

STEPS = {"up": -1, "left": -1, "shift+tab": -1, "down": 1, "right": 1, "tab": 1}
"""Keys that go from one thing to be touched to the next."""

SPELLED = {"enter": "\r", "escape": "\x1b", "backspace": "\x7f", "delete": "\x7f", "ctrl+k": "\x0b", "ctrl+w": "\x17"}
"""Keys that the kiosk knows beside letters, as its window would send them."""

LONGEST_GOODBYE = 15.0

MakeKiosk = Callable[..., Kiosk]


class KioskApp(EdgedApp[int], inherit_bindings=False):
    """A Kiosk and its screen. `make` builds the Kiosk."""

    TITLE = "avatar"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, config: Config, make: MakeKiosk = Kiosk) -> None:
        """Raises ConfigError for settings that a kiosk can't use."""
        super().__init__(choose_unhurried_driver(), ansi_color=True if depth.has_few_colours() else None)
        environment = depth.restore_environment(self.no_color)
        self._wish = "light" if config.chat.theme == "light" else "dark"
        self._letters = ""
        self.face = KioskScreen(few_signs=environment.get("TERM", "") == "linux", depth=depth.find_depth(environment))
        self.kiosk = make(config, screen=self.face)
        self._run: asyncio.Task[int] | None = None
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.choose(self._wish, environment)

    async def on_mount(self) -> None:
        await self.push_screen(self.face)
        self._sized()
        self._run = asyncio.create_task(self.kiosk.run())
        self._run.add_done_callback(self._ended)

    def _ended(self, run: asyncio.Task[int]) -> None:
        """The kiosk ends, and its screen with it; `end` tells what it could not do."""
        self.exit(1 if run.cancelled() or run.exception() else run.result())

    async def end(self) -> None:
        """Waits for the kiosk's end. Raises what it ended by."""
        self.kiosk.end()
        if self._run:
            await asyncio.wait([self._run], timeout=LONGEST_GOODBYE)
            if self._run.done():
                self._run.result()

    # ---------------------------------------------------------------------------------------------- keys and fingers

    async def on_event(self, event: Event) -> None:
        """What visitors do goes to the kiosk and nowhere else."""
        if isinstance(event, events.Key):
            self._key(event)
        elif isinstance(event, events.Paste):
            self._type(event.text)
        elif isinstance(event, events.MouseEvent):
            self._finger(event)
        else:
            await super().on_event(event)

    def _key(self, event: events.Key) -> None:
        if event.key in STEPS:
            self.face.move(STEPS[event.key])
        elif event.key == "enter" and self.face.marked and not (self.kiosk.now.typed or self._letters):
            self.kiosk.happens(state.Touched(0.5, 0.5, self.face.marked))
            self.kiosk.happens(state.Lifted(self.face.marked))
            self.face.unmark()
        elif event.key in SPELLED:
            self._hand_on()
            self.kiosk.happens(state.Typed(SPELLED[event.key]))
        elif event.is_printable and event.character:
            self._type(event.character)

    def _type(self, text: str) -> None:
        """Letters that come at once are handed on at once."""
        self.face.unmark()
        if not self._letters:
            self.call_later(self._hand_on)
        self._letters += text[: max(0, LONGEST_RUN - len(self._letters))]

    def _hand_on(self) -> None:
        letters, self._letters = self._letters, ""
        if letters:
            self.kiosk.happens(state.Typed(letters))

    def _finger(self, event: events.MouseEvent) -> None:
        width, height = self.size
        if isinstance(event, events.MouseDown):
            self.face.unmark()
            x, y = (event.screen_x + 0.5) / max(1, width), (event.screen_y + 0.5) / max(1, height)
            self.kiosk.happens(state.Touched(x, y, self.face.at(event.screen_x, event.screen_y)))
        elif isinstance(event, events.MouseUp):
            self.kiosk.happens(state.Lifted(self.face.at(event.screen_x, event.screen_y)))

    # ------------------------------------------------------------------------------------------------------- sizes

    def on_resize(self) -> None:
        self._sized()

    def _sized(self) -> None:
        """Cells are about twice as high as wide."""
        self.kiosk.happens(state.Sized(self.size.width, 2 * self.size.height))

    @on(Face.Resized)
    def _face_resized(self, message: Face.Resized) -> None:
        self.kiosk.face(message.width, message.height)


def _leave_when_hung_up() -> None:
    """The terminal is gone: leave at once, for Textual blocks for ever on writing to it. The service that started
    the kiosk starts it anew; the other processes see the end of their pipes.
    """

    def leave(number: int, frame: Any) -> None:
        os._exit(128 + number)

    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, leave)


async def run(config: Config) -> int:
    """Runs the kiosk in this terminal; returns the exit status. Raises ConfigError where there is none."""
    if not (sys.__stdin__ and sys.__stdout__ and sys.__stdin__.isatty() and sys.__stdout__.isatty()):
        raise ConfigError("The kiosk with the terminal's face needs a terminal", remedy="Start it in one.")
    if sys.__stderr__ is not None and not sys.__stderr__.isatty():
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # Textual draws on stderr, which may go to a file
    os.environ.pop("TEXTUAL_ALLOW_SIGNALS", None)  # Ctrl+C and Ctrl+Z would be the system's again
    graphics.detect()  # before Textual reads from the terminal
    app = KioskApp(config)
    _leave_when_hung_up()
    try:
        await app.run_async()
    finally:
        with contextlib.suppress(asyncio.CancelledError):
            await app.end()
    if app.kiosk.wants_restart or app.fault:
        start_anew()
    return app.return_value if app.return_value is not None else app.return_code or 0
