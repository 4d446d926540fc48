"""The Textual app: holds the Conversation, passes its events to the chat's screen and the user's wishes to it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from dataclasses import dataclass
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message

from avatar import config as configuration
from avatar.config import Config
from avatar.conversation import Conversation, Event
from avatar.errors import AvatarError
from avatar.ui import themes
from avatar.ui.driver import driver_class
from avatar.ui.room import LONGEST_GOODBYE, MakeConversation, Wish
from avatar.ui.screens.chat import ChatScreen
from avatar.ui.widgets.prompt import Prompt

log = logging.getLogger(__name__)


class ChatApp(App[int]):
    """The chat. `make` builds the Conversation: tests put a scripted one there, and only there."""

    TITLE = "avatar"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop the talking", priority=True, show=False),
        Binding("ctrl+c", "leave", "Leave", priority=True, show=False),
        Binding("ctrl+d", "end_of_input", "Leave", priority=True, show=False),
    ]

    @dataclass
    class Happened(Message):
        """The Conversation tells something."""

        event: Event

    def __init__(self, config: Config, make: MakeConversation = Conversation) -> None:
        super().__init__(driver_class(), ansi_color=True if themes.few_colours() else None)
        self.config = config
        self.conversation = make(config, self._tell)
        self._tasks: set[asyncio.Task[None]] = set()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.choose(config.chat.theme, self._environment())
        self.chat = ChatScreen()

    def _environment(self) -> dict[str, str]:
        """The environment as it was: Textual takes NO_COLOR out of it once it has seen it."""
        return {**os.environ, **({"NO_COLOR": "1"} if self.no_color else {})}

    # ---- from the conversation

    def _tell(self, event: Event) -> None:
        self.post_message(self.Happened(event))

    async def on_chat_app_happened(self, message: Happened) -> None:
        await self.chat.happened(message.event)

    # ---- to the conversation

    def on_mount(self) -> None:
        self.push_screen(self.chat)
        self.ask(self._start)

    async def _start(self, conversation: Conversation) -> None:
        await conversation.start()
        if self.config.chat.greeting:
            await conversation.greet()

    def ask(self, wish: Wish) -> None:
        """Ask something of the Conversation without waiting for it; if it can't, the transcript says why."""
        task = asyncio.create_task(self._ask(wish))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, wish: Wish) -> None:
        try:
            await wish(self.conversation)
        except AvatarError as error:
            log.warning("the conversation refused", exc_info=error)
            await self.chat.remark(str(error), "error")

    def set_setting(self, key: str, value: str) -> None:
        """Change a setting for this run."""
        self.config = configuration.override(self.config, key, value)

    def use_theme(self, wish: str) -> None:
        """Dark or light, in as many colours as the terminal has."""
        self.theme = themes.choose(wish, self._environment())

    # ---- keys

    def action_stop(self) -> None:
        """Esc: silence first, everything else after."""
        self.ask(lambda conversation: conversation.stop())
        if self.screen is not self.chat:
            self.screen.dismiss()
            return
        self.chat.query_one(Prompt).dismiss()

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
        prompt = self.chat.query_one(Prompt)
        if prompt.text or self.screen is not self.chat:
            prompt.action_delete_right()
        else:
            self.exit()


async def chat(config: Config, make: MakeConversation = Conversation) -> int:
    """Run the chat until the user leaves; returns the exit status. Nothing is left behind, whatever ends it."""
    if sys.__stderr__ is not None and not sys.__stderr__.isatty():
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # Textual draws on stderr, which may go to a file
    app = ChatApp(config, make)
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(NotImplementedError):  # Windows' loops have no signal handlers
                loop.add_signal_handler(number, app.exit, 128 + number)
    try:
        await app.run_async()
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(app.conversation.close(), LONGEST_GOODBYE)
    return app.return_value if app.return_value is not None else app.return_code or 0
