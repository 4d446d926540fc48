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
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import constants

from avatar.ui.asking import drop_answers
from avatar.ui.suspending import JobSignals

if TYPE_CHECKING:
    from textual.driver import Driver

MOST_KEYS = 200
"""Keys in a second that `choose_unhurried_driver` takes in: ten times what a fast typist makes."""

IDLE_S = 0.1
"""Longest wait for input: how soon the thread notices that it should end."""


def choose_driver() -> type[Driver] | None:
    """The driver to use; None leaves the choice to Textual (Windows, a driver named in the environment)."""
    if sys.platform == "win32" or constants.DRIVER is not None:
        return None
    return _quick_driver()


def choose_unhurried_driver() -> type[Driver] | None:
    """The same for a terminal that anyone may type at: keys faster than a hand can type are dropped early.

    A paste that holds an escape sequence falls apart into as many keys as it has letters, and one that never ends takes
    in all that is typed after it (Textual 8.2, `XTermParser`).
    """
    quick = choose_driver()
    return _unhurried(quick) if quick is not None else None


def _unhurried(quick: type[Driver]) -> type[Driver]:
    from textual.events import Key
    from textual.message import Message

    class UnhurriedDriver(quick):  # type: ignore[misc, valid-type]
        """The driver with a limit; its one thread counts."""

        FORGETS = True
        _second, _keys = 0, 0

        def process_message(self, message: Message) -> None:
            if isinstance(message, Key):
                second = int(monotonic())
                self._keys = self._keys + 1 if second == self._second else 1
                self._second = second
                if self._keys > MOST_KEYS:
                    return
            super().process_message(message)

    return UnhurriedDriver


def _quick_driver() -> type[Driver]:
    from textual._parser import ParseError
    from textual._xterm_parser import XTermParser
    from textual.drivers.linux_driver import LinuxDriver

    class QuickEscapeDriver(JobSignals, LinuxDriver):
        """LinuxDriver with another loop around the same parser."""

        FORGETS: ClassVar[bool] = False
        """Whether a pause ends a paste or a sequence that was begun: the parser alone waits for its end for ever."""

        def run_input_thread(self) -> None:
            parser = XTermParser(self._debug)
            decode = getincrementaldecoder("utf-8")(errors="replace").decode
            with selectors.DefaultSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                fed = False
                while not self.exit_event.is_set():
                    waiting = parser._timeout_time is not None
                    if selector.select(constants.ESCAPE_DELAY if waiting else IDLE_S):
                        data = self._read()
                        if not data:
                            self._loop.call_soon_threadsafe(self._app.exit)
                            break
                        for event in parser.feed(drop_answers(decode(data))):
                            self.process_message(event)
                        fed = True
                    elif self.FORGETS and fed and not waiting:
                        parser, fed = XTermParser(self._debug), False
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
