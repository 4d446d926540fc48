"""Points placed by keys in a terminal that has no window, and what becomes of them when it is left."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from avatar import library
from avatar.character.loading import load
from avatar.character.still.points import FILE
from tests.studio.placed import PLACED, make_picture

PATIENCE_S = 60.0

TAB, RIGHT, SHIFT_DOWN, ESCAPE = "\t", "\x1b[C", "\x1b[1;2B", "\x1b"


class Terminal:
    """`avatar characters preview` in a terminal of 100 by 30."""

    def __init__(self, name: str) -> None:
        self._own, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        command = [sys.executable, "-m", "avatar", "characters", "preview", name, "--stage", "terminal"]
        env = os.environ | {"TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
        )
        os.close(theirs)
        self.said = ""

    def hears(self, pattern: str) -> None:
        """Reads on until it says that."""
        end = time.monotonic() + PATIENCE_S
        while not re.search(pattern, self.said):
            assert time.monotonic() < end, self.said[-2000:]
            if select.select([self._own], [], [], 1.0)[0]:
                try:
                    self.said += os.read(self._own, 1 << 16).decode("utf-8", "replace")
                except OSError:  # Linux: nobody has it open any more
                    assert re.search(pattern, self.said), self.said[-2000:]
        self.said = ""

    def types(self, keys: str) -> None:
        os.write(self._own, keys.encode())

    def ends(self) -> int:
        """Its status, once it has ended by itself."""
        end = time.monotonic() + PATIENCE_S
        while (status := self.process.poll()) is None:
            assert time.monotonic() < end
            if select.select([self._own], [], [], 0.1)[0]:
                try:
                    self.said += os.read(self._own, 1 << 16).decode("utf-8", "replace")
                except OSError:
                    break
        return self.process.wait(PATIENCE_S) if status is None else status

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE_S)
        os.close(self._own)


@pytest.fixture
def terminal() -> Iterator[Callable[[str], Terminal]]:
    started: list[Terminal] = []

    def start(name: str) -> Terminal:
        started.append(Terminal(name))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def folder() -> Path:
    return make_picture(library.user_dir() / "characters" / "otto")


def handles(folder: Path) -> dict[str, tuple[float, float]]:
    picture = load(folder).picture
    assert picture is not None
    return dict(picture.points.handles)


def test_keys_move_a_point_and_save_it(folder: Path, terminal: Callable[[str], Terminal]) -> None:
    running = terminal("otto")
    running.hears("1 of 12: left corner of the mouth")
    running.types(TAB)
    running.hears(r"2 of 12: right corner of the mouth \(150, 200\)")
    running.types(RIGHT + SHIFT_DOWN)
    running.hears(r"\(151, 210\)")
    running.types("s")
    running.hears("Saved into")
    assert handles(folder) == PLACED | {"mouth-right": (151.0, 210.0)}
    running.types(ESCAPE)
    assert running.ends() == 0
    assert not (folder / "points.unsaved.toml").exists()


def test_leaving_asks_and_saves_nothing_that_is_given_up(folder: Path, terminal: Callable[[str], Terminal]) -> None:
    running = terminal("otto")
    running.hears("1 of 12")
    running.types(RIGHT)
    running.hears(r"\(91, 200\)")
    running.types(ESCAPE)
    running.hears("Not saved: S saves and ends, D ends without")
    running.types("d")
    assert running.ends() == 0
    assert handles(folder) == PLACED
    assert [each.name for each in folder.iterdir() if each.name.startswith("points")] == [FILE]


def test_interrupting_twice_keeps_what_was_not_saved(folder: Path, terminal: Callable[[str], Terminal]) -> None:
    running = terminal("otto")
    running.hears("1 of 12")
    running.types(RIGHT)
    running.hears(r"\(91, 200\)")
    running.process.send_signal(signal.SIGINT)
    running.hears("Not saved: S saves")  # below the picture: by then it waits again
    running.process.send_signal(signal.SIGINT)
    assert running.ends() == 0
    assert handles(folder) == PLACED
    assert "mouth-left = [91.00, 200.00]" in (folder / "points.unsaved.toml").read_text()
