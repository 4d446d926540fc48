"""The Textual app: holds the Session, passes its events to the chat's screen and the user's wishes to it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from avatar import config as configuration
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.session import FaceFrame, Notice, Session, SessionEvent
from avatar.session.crossing import Newest
from avatar.ui import commands, depth, graphics, hearing, slash, themes
from avatar.ui.driver import choose_driver
from avatar.ui.edge import tell_fault
from avatar.ui.keeping import Keeper
from avatar.ui.room import LONGEST_GOODBYE, MakeSession, Status, Wish
from avatar.ui.screens.chat import ChatScreen
from avatar.ui.screens.clap import ClapScreen
from avatar.ui.screens.dialog import DialogScreen
from avatar.ui.screens.pick import Choice, PickScreen
from avatar.ui.screens.settings import SettingsScreen
from avatar.ui.suspending import SuspendableApp
from avatar.ui.widgets.face import Face
from avatar.ui.widgets.prompt import Prompt

log = logging.getLogger(__name__)


FAULTS_S, MOST_FAULTS = 60.0, 3
"""A screen that fails more often than this within so many seconds is not begun again."""


@dataclass(frozen=True)
class Left:
    """What a screen that failed leaves to the next."""

    error: Exception
    session: Session
    keeper: Keeper
    begun: bool
    """Whether the session has been started."""
    status: Status | None = None
    """What was in use; None begins a bare screen, which does not show what was said either."""
    draft: str = ""


class ChatApp(SuspendableApp[int]):
    """The chat. `make` builds the Session: tests put a scripted one there, and only there."""

    TITLE = "avatar"
    ENABLE_COMMAND_PALETTE = False  # Textual's own ends the app where it is left while it still searches (8.2)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop the talking", priority=True, show=False),
        Binding("ctrl+c", "leave", "Leave", priority=True, show=False),
        Binding("ctrl+d", "end_of_input", "Leave", priority=True, show=False),
        Binding(hearing.KEY, "talk", "Talk instead of typing", priority=True, show=False),
        Binding("ctrl+p", "palette", "More commands", priority=True, show=False),
    ]

    @dataclass
    class Happened(Message):
        """The session tells something."""

        event: SessionEvent

    def __init__(
        self, config: Config, make: MakeSession = Session, *, resume: bool = False, after: Left | None = None
    ) -> None:
        """`resume`: go on with the last conversation with this character; `after`: with the one whose screen failed."""
        super().__init__(choose_driver(), ansi_color=True if depth.has_few_colours() else None)
        self.config = config
        self.resume = resume
        self.session = after.session if after else make(config)
        self._unsubscribe: Callable[[], None] = lambda: None
        self.keeper, self._keeper_trouble = (after.keeper, "") if after else _keeper(config)
        self._after = after
        self._begun = after is not None and after.begun
        self.left: Left | None = None
        self._keeping = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._newest: Newest[FaceFrame] = Newest()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.choose(config.chat.theme, depth.restore_environment(self.no_color))
        self.chat = ChatScreen()

    # ---- from the session

    def _tell(self, event: SessionEvent) -> None:
        if not isinstance(event, FaceFrame) or self._newest.put(event):
            self.post_message(self.Happened(event))

    async def on_chat_app_happened(self, message: Happened) -> None:
        event = message.event
        if isinstance(event, FaceFrame):
            event = self._newest.take(event)
        if isinstance(self.screen, ClapScreen):
            self.screen.happened(event)
        await self.chat.happened(event)

    def failed(self) -> None:
        """What the next screen should know of this one."""
        assert self.fault is not None
        self._unsubscribe()
        self.left = Left(self.fault, self.session, self.keeper, self._begun, *self.chat.state())

    # ---- to the session

    def on_mount(self) -> None:
        self.push_screen(self.chat)

    def begin(self) -> None:
        """The screen stands: hear the session, which may be talking already, and bring it up."""
        self._unsubscribe = self.session.subscribe(self._tell)
        self._begun = True
        self.ask(self._start)

    async def _start(self, session: Session) -> None:
        if self._after:
            await self.chat.take_up(self._after)
        if self._after and self._after.begun:
            return
        await session.start()
        session.keep_company()
        if self._keeper_trouble:
            await self.chat.remark(self._keeper_trouble, "warning")
        if self.resume and (kept := self.keeper.latest()):
            await self.chat.go_on(self.keeper.resume(kept.id))
            return
        if self.config.chat.greeting:
            await session.greet()

    def ask(self, wish: Wish) -> None:
        """Ask something of the Session without waiting for it; if it can't, the transcript says why."""
        task = asyncio.create_task(self._ask(wish))
        self._tasks.add(task)
        task.add_done_callback(self._asked)

    def _asked(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("unexpected", exc_info=error)
            self._tell(Notice(tell_fault(error), "error"))

    async def _ask(self, wish: Wish) -> None:
        try:
            await wish(self.session)
        except AvatarError as error:
            log.warning("the session refused", exc_info=error)
            await self.chat.remark(str(error), "error")

    def keep(self) -> None:
        """Write down what has been said by now."""
        self.ask(self._keep)

    async def _keep(self, session: Session) -> None:
        async with self._keeping:
            await asyncio.to_thread(self.keeper.keep, session.turns)

    def take_over(self, config: Config) -> None:
        """Settings changed: everything follows."""
        if config.chat.history != self.config.chat.history:
            self.keeper, self._keeper_trouble = _keeper(config)
        self.config = config
        self.keeper.character = config.character.name
        self.theme = themes.choose(config.chat.theme, depth.restore_environment(self.no_color))
        self.chat.settings_changed()
        self.ask(lambda session: session.apply(config))

    def set_setting(self, key: str, value: str) -> None:
        """Change a setting for this run."""
        self.config = configuration.override(self.config, key, value)
        self.keeper.character = self.config.character.name

    def use_theme(self, wish: str) -> None:
        """Dark or light, in as many colours as the terminal has."""
        self.theme = themes.choose(wish, depth.restore_environment(self.no_color))

    # ---- to the shell and back

    async def rest(self) -> None:
        """Silence; and no more pictures, which would pile up unread."""
        with contextlib.suppress(AvatarError):
            await self.session.stop()
        self.session.set_face(0, 0)

    def tell(self, text: str) -> None:
        self._tell(Notice(text, "information"))

    def wake(self) -> None:
        for face in self.chat.query(Face):
            face.come_back()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers: the slash commands that need nothing after them."""
        for command in slash.COMMANDS:
            if not command.needs:
                invocation = commands.Invocation(command, command.name, "")
                run = partial(self.chat.perform, invocation)
                yield SystemCommand(f"/{command.name}", command.summary, run)
        yield SystemCommand("Search what you typed", "Ctrl+R", self.chat.action_search_typed)

    # ---- keys

    def action_palette(self) -> None:
        """Ctrl+P: commands by what they are called or do."""
        if isinstance(self.screen, PickScreen) or not self.chat.is_mounted:
            return
        offered = list(self.get_system_commands(self.screen))

        def search(words: str) -> list[Choice]:
            wanted = words.casefold().split()
            rows = [Choice(str(at), each.title, each.help) for at, each in enumerate(offered)]
            return [row for row in rows if all(word in f"{row.text} {row.note}".casefold() for word in wanted)]

        async def picked(key: str | None) -> None:
            if key is not None and (done := offered[int(key)].callback()) is not None:
                await done

        keys, none = "Enter does it · Esc leaves", "There is no such command."
        self.push_screen(PickScreen("Commands", search, keys=keys, none=none), picked)

    def action_stop(self) -> None:
        """Esc: silence first, everything else after."""
        self.ask(lambda session: session.stop())
        if isinstance(self.screen, SettingsScreen):
            self.screen.leave()
            return
        if isinstance(self.screen, DialogScreen):
            self.screen.dismiss()
        elif self.chat.is_mounted:
            self.chat.query_one(Prompt).dismiss()

    def action_talk(self) -> None:
        """F4: listen to one thing that is said; again: that was all."""
        self.ask(hearing.push_to_talk)

    def action_leave(self) -> None:
        """Ctrl+C: copy where something is selected, else leave."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
            self.screen.clear_selection()
        else:
            self.exit()

    def action_end_of_input(self) -> None:
        """Ctrl+D: leave where nothing is typed, else delete the character under the cursor."""
        prompt = self.chat.query_one(Prompt) if self.chat.is_mounted else None
        if prompt is not None and (prompt.text or self.screen is not self.chat):
            prompt.action_delete_right()
        else:
            self.exit()


def _keeper(config: Config) -> tuple[Keeper, str]:
    """Where conversations are kept, and what to tell the user if that is nowhere."""
    character = config.character.name
    try:
        return Keeper(character, on=config.chat.history), ""
    except AvatarError as error:
        return Keeper(character, on=False), str(error)


def _leave_when_hung_up(app: ChatApp) -> None:
    """The terminal is gone: leave at once, for Textual blocks for ever on writing to it, and no loop runs any more.

    The children see the end of their pipes and follow.
    """

    def leave(number: int, frame: object) -> None:
        with contextlib.suppress(AvatarError):
            app.keeper.keep(app.session.turns)
        os._exit(128 + number)

    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, leave)


async def _run(app: ChatApp, headless: bool) -> None:
    """One screen, until it is left or fails."""
    loop = asyncio.get_running_loop()
    _leave_when_hung_up(app)
    for name in ("SIGINT", "SIGTERM", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(NotImplementedError):  # Windows' loops have no signal handlers
                loop.add_signal_handler(number, app.exit, 128 + number)
    await app.run_async(headless=headless)


async def chat(config: Config, make: MakeSession = Session, *, resume: bool = False, headless: bool = False) -> int:
    """Run the chat until the user leaves; returns the exit status. Nothing is left behind, whatever ends it.

    A fault of the screen is told in a line on the next one, and the talk goes on. Raises AvatarError where it fails
    again and again.
    """
    if sys.__stderr__ is not None and not sys.__stderr__.isatty():
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # Textual draws on stderr, which may go to a file
    graphics.detect(pictures=config.stage.mode in ("auto", "terminal"))  # before Textual reads from the terminal
    app = ChatApp(config, make, resume=resume)
    failed: list[float] = []
    try:
        await _run(app, headless)
        while app.fault is not None and app.left is not None:
            failed = [at for at in failed if time.monotonic() - at < FAULTS_S] + [time.monotonic()]
            if len(failed) > MOST_FAULTS:
                remedy = "What was said is kept: avatar chat --resume goes on with it."
                raise AvatarError(tell_fault(app.fault), remedy=remedy) from app.fault
            after = app.left if len(failed) == 1 else replace(app.left, status=None)  # the bare screen: less can fail
            app = ChatApp(app.config, make, after=after)
            await _run(app, headless)
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(app.session.close(), LONGEST_GOODBYE)
        with contextlib.suppress(AvatarError):
            app.keeper.keep(app.session.turns)
    return app.return_value if app.return_value is not None else app.return_code or 0
