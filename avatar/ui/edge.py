"""What the three apps do at their edge: no fault of a screen prints a traceback over the terminal or ends the talk."""

from __future__ import annotations

import logging
from typing import Generic, TypeVar

from textual import events
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.widget import MountError

from avatar import logs

Result = TypeVar("Result")

log = logging.getLogger(__name__)

GONE = (NoMatches, MountError, ScreenStackError)
"""What Textual raises for widgets that were taken down."""


class EdgedApp(App[Result], Generic[Result]):
    """An App whose faults end its screen, quietly: the caller looks at `fault` and starts it anew."""

    fault: Exception | None = None
    """What ended it; None where it ended as it should."""

    async def on_event(self, event: events.Event) -> None:
        """Keys that come while it is ending find no screen any more, over which Textual stumbles (8.2)."""
        if self.screen_stack or not isinstance(event, events.InputEvent | events.Paste):
            await super().on_event(event)

    def failed(self) -> None:
        """Called at a fault, while the screen still stands: keep here what should outlive it."""

    def _handle_exception(self, error: Exception) -> None:
        """Textual's one place for whatever nobody caught, in any widget, worker or timer.

        What is told while a screen is taken down, such as one more picture, misses widgets: that is no fault of it.
        """
        if not self.is_running and isinstance(error, GONE):
            log.info("told while the screen closed", exc_info=error)
            return
        if self.fault is None:
            self.fault = error
            log.error("a screen failed", exc_info=error)
            self.failed()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Ends the screen, and no more: Textual's own also prints the traceback, which by now is in the log."""
        self._close_messages_no_wait()


def tell_fault(error: BaseException) -> str:
    """A fault in a line."""
    what = f"Something went wrong that should not have ({type(error).__name__}). The log has the details"
    return f"{what}: {logs.path()}"
