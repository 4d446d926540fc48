"""Textual's driver for Unix terminals, with an Escape key that does not wait.

A lone escape byte may be the start of a key's sequence, so Textual waits `ESCDELAY` for the rest of it. But it looks at
the clock only when its `select` returns, every 100 ms (Textual 8.2, `LinuxDriver.run_input_thread`), and Escape is what
silences the character. Here `select` waits no longer than the sequence is waited for.
"""

from __future__ import annotations

import os
import selectors
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import constants

if TYPE_CHECKING:
    from textual.driver import Driver

IDLE_S = 0.1
"""Longest wait for input: how soon the thread notices that it should end."""


def driver_class() -> type[Driver] | None:
    """The driver to use; None leaves the choice to Textual (Windows, a driver named in the environment)."""
    if sys.platform == "win32" or constants.DRIVER is not None:
        return None
    return _quick_driver()


def _quick_driver() -> type[Driver]:
    from textual._parser import ParseError
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    class QuickEscapeDriver(LinuxDriver):
        """LinuxDriver with another loop around the same parser."""

        def run_input_thread(self) -> None:
            parser = XTermParser(self._debug)
            decode = getincrementaldecoder("utf-8")(errors="replace").decode
            with selectors.DefaultSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    waiting = parser._timeout_time is not None
                    if selector.select(constants.ESCAPE_DELAY if waiting else IDLE_S):
                        data = self._read()
                        if not data:
                            self._loop.call_soon_threadsafe(self._app.exit)
                            break
                        for event in parser.feed(decode(data)):
                            self.process_message(event)
                    for event in parser.tick():
                        self.process_message(event)
            with suppress(EOFError, ParseError):
                for _ in parser.feed(""):
                    pass

        def _read(self) -> bytes:
            """What was typed; nothing where the terminal is gone."""
            try:
                return os.read(self.fileno, 4096)
            except OSError:
                return b""

    return QuickEscapeDriver
