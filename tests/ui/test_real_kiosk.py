"""The whole kiosk in a pty: what visitors and the system may do to its terminal."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

from tests.ui.terminal import Terminal, family
from tests.ui.test_real_chat import gone, restored

Open = Callable[..., Terminal]

ATTEMPTS = {
    "every control character": "".join(map(chr, range(1, 27))) + "\x1c\x1d\x1e\x1f\x7f",
    "function keys": "\x1bOP\x1bOQ\x1bOR\x1bOS" + "".join(f"\x1b[{number}~" for number in range(1, 35)),
    "the console's own": "\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E",
    "with Alt, Ctrl and Shift": "".join(f"\x1b{letter}" for letter in "qwxcz") + "\x1b[1;5P\x1b[1;3S\x1b[1;8D",
    "kitty's keys": "\x1b[99;5u\x1b[113;5u\x1b[122;5u\x1b[112;5u\x1b[57441u",
    "answers that nobody asked for": "\x1b[?1;2c\x1b[24;80R\x1b[?2026;2$y\x1b[I\x1b[O\x1b[I",
    "titles, clipboards, other screens": "\x1b]0;x\x07\x1b]52;c;bHM=\x07\x1bP+q544e\x1b\\\\\x1b[?1049l",
    "mice that are nowhere": "\x1b[<0;999;999M\x1b[<0;999;999m\x1b[<64;1;1M\x1b[<2;1;1M\x1b[<2;1;1m\x1b[M !!",
    "a paste": "\x1b[200~" + "; exit\n/quit $(reboot) `ls` \x1b[2J" * 1000 + "\x1b[201~",
    "a paste that never ends": "\x1b[200~rm -rf /",
}


@pytest.fixture
def kiosk(home: Path) -> Iterator[Open]:
    """Opens kiosks, and ends what is left of them."""
    terminals: list[Terminal] = []

    def open_(*arguments: str, controls: bool = True, **more: str) -> Terminal:
        env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}
        settings = ("--set", "kiosk.idle_s=3600", "--set", "kiosk.most_per_minute=120", "--set", "kiosk.pin=4839")
        terminals.append(Terminal([*settings, "kiosk", "--stage", "terminal", *arguments], env, controls=controls))
        terminals[-1].wait_for("Type a question")
        return terminals[-1]

    yield open_
    for terminal in terminals:
        terminal.close()


def still_there(terminal: Terminal) -> None:
    """It clears what is typed with Escape, shows what is typed then, and has not been started anew."""
    before = len(terminal.text)
    keys = cycle(("\x1b", "still here"))
    sent = 0.0

    def shown() -> bool:
        nonlocal sent
        if time.monotonic() - sent > 0.4:  # a hand's pace: what was begun and never ended is over by then
            sent = time.monotonic()
            terminal.send(next(keys))
        return "still here" in terminal.text[before:]

    terminal.wait_until(shown)
    assert terminal.process.poll() is None


def test_whatever_comes_from_the_keyboard_it_stays(kiosk: Open) -> None:
    terminal = kiosk()
    for keys in ATTEMPTS.values():
        terminal.send(keys)
        terminal.send("\x1b")
    still_there(terminal)
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_status() == 0
    assert restored(terminal)


def test_as_a_service_has_it_the_terminal_is_its_own_all_the_same(kiosk: Open) -> None:
    """Not its controlling one: no signal comes from it, and none is needed."""
    terminal = kiosk(controls=False, TERM="linux")
    terminal.send("\x03\x1a\x1c")
    still_there(terminal)
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_status() == 0


def test_where_its_terminal_is_gone_it_ends_for_whoever_starts_it_anew(kiosk: Open) -> None:
    terminal = kiosk()
    processes = family(terminal.process.pid)
    terminal.hang_up()
    terminal.exit_status()
    terminal.wait_until(gone(processes))
