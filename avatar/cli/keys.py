"""Keys of the terminal one by one, while something plays."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

NAMES = {
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left", "\x1b[5~": "pageup", "\x1b[6~": "pagedown",
    "\x1b[H": "home", "\x1b[1~": "home", "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left",
    "\x1bOH": "home", " ": "space", "\x1b": "escape", "\x03": "escape", "\xe0H": "up", "\xe0P": "down",
    "\x1b[1;2A": "shift+up", "\x1b[1;2B": "shift+down", "\x1b[1;2C": "shift+right", "\x1b[1;2D": "shift+left",
    "\t": "tab", "\x1b[Z": "shift+tab", "\x1a": "ctrl+z", "\x19": "ctrl+y", "\x1b[122;6u": "ctrl+shift+z",
    "\xe0M": "right", "\xe0K": "left", "\xe0I": "pageup", "\xe0Q": "pagedown", "\xe0G": "home",
}  # fmt: skip
"""What terminals send (xterm's and the Windows console's) to what the key is called."""


def named(typed: str) -> str:
    """What a key is called; letters are called what they are."""
    return NAMES.get(typed, typed)


@contextmanager
def keys(on_key: Callable[[str], None]) -> Iterator[bool]:
    """Calls `on_key` with each key's name, on a thread of its own; False where there is no terminal to type into."""
    if not sys.stdin.isatty():
        yield False
    elif sys.platform == "win32":
        with _windows(on_key):
            yield True
    else:
        with _posix(on_key):
            yield True


if sys.platform == "win32":

    @contextmanager
    def _windows(on_key: Callable[[str], None]) -> Iterator[None]:
        import msvcrt

        over = threading.Event()

        def read() -> None:
            while not over.wait(0.05):
                while msvcrt.kbhit():
                    typed = msvcrt.getwch()
                    on_key(named("\xe0" + msvcrt.getwch() if typed in ("\0", "\xe0") else typed))

        threading.Thread(target=read, name="keys", daemon=True).start()
        try:
            yield
        finally:
            over.set()

else:

    @contextmanager
    def _posix(on_key: Callable[[str], None]) -> Iterator[None]:
        import select
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        woken, waker = os.pipe()

        def read() -> None:
            while True:
                ready, _, _ = select.select([terminal, woken], [], [])
                if woken in ready:
                    return
                typed = os.read(terminal, 64).decode("utf-8", "replace")
                if not typed:
                    return
                for each in _split(typed):
                    on_key(named(each))

        tty.setcbreak(terminal)
        reader = threading.Thread(target=read, name="keys", daemon=True)
        reader.start()
        try:
            yield
        finally:
            os.write(waker, b"x")
            reader.join(1.0)
            with contextlib.suppress(termios.error):
                termios.tcsetattr(terminal, termios.TCSADRAIN, before)
            os.close(woken)
            os.close(waker)


def _split(typed: str) -> Iterator[str]:
    """Keys that came together, one by one."""
    while typed:
        sequence = next((each for each in sorted(NAMES, key=len, reverse=True) if typed.startswith(each)), typed[0])
        yield sequence
        typed = typed[len(sequence) :]
