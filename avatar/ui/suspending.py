"""Ctrl+Z: the program stops as every other does, and `fg` brings its screen back as it was."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Sequence
from typing import ClassVar, Generic

from textual.app import App
from textual.binding import Binding, BindingType

from avatar.ui.edge import EdgedApp, Result
from avatar.ui.jobs import has_shell, in_foreground, stop_job

NO_SHELL = "Ctrl+Z leads back to a shell, and this was not started from one that could bring it back."


class SuspendableApp(EdgedApp[Result], Generic[Result]):
    """An app that can be put into the background by the user."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", "Back to the shell", priority=True, show=False)
    ]
    _resting = False

    async def rest(self) -> None:
        """Called before it stops: be silent, and let nobody send what nobody reads."""

    def wake(self) -> None:
        """Called when it goes on, with the terminal its own again."""

    def tell(self, text: str) -> None:
        """Say something to the user."""

    def action_suspend_process(self) -> None:
        """Stop, where somebody can have it go on."""
        driver = self._driver
        if driver is None or not driver.can_suspend or self._resting:
            return
        if has_shell():
            self.run_worker(self._suspend(), exclusive=True)
        else:
            self.tell(NO_SHELL)

    async def _suspend(self) -> None:
        await self.rest()
        self._leave_and_return(stop_job)

    def continued(self) -> None:
        """Somebody else stopped it and has it go on: what its terminal has become by then is unknown."""
        self._leave_and_return(lambda: None if in_foreground() else stop_job())

    async def lend(self, command: Sequence[str]) -> bool:
        """Give the terminal to another program until that has ended; False where it can't be given."""
        driver = self._driver
        if driver is None or not driver.can_suspend or self._resting:
            return False
        await self.rest()
        self._leave_and_return(lambda: subprocess.run(command, check=False))
        return True

    def _leave_and_return(self, meanwhile: Callable[[], object]) -> None:
        driver = self._driver
        if driver is None or self._resting:
            return
        self._resting = True
        try:
            driver.suspend_application_mode()
            meanwhile()
            driver.resume_application_mode()
        finally:
            self._resting = False
        self.refresh(layout=True)
        self.screen.refresh(layout=True)
        self.wake()


class JobSignals:
    """What a driver does where somebody else stops the program, or has it go on: the app is asked, which can first
    bring to rest what makes no sense without a terminal. Apps that are not to be stopped take no notice.
    """

    _app: App[object]
    _loop: asyncio.AbstractEventLoop

    def _sigtstp_application(self, *_: object) -> None:
        if isinstance(self._app, SuspendableApp):
            self._loop.call_soon_threadsafe(self._app.action_suspend_process)

    def _sigcont_application(self, *_: object) -> None:
        if isinstance(self._app, SuspendableApp):
            self._loop.call_soon_threadsafe(self._app.continued)
