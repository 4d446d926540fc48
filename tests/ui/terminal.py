"""The real program in a real pseudo-terminal: keys go in, what it draws comes out."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from avatar.text.inert import ESCAPES

PATIENCE_S = 90.0
"""How long to wait for what must come: far longer than it takes, since a busy machine is no fault."""


class Terminal:
    """A program in a pty of its own, in a session of its own."""

    def __init__(
        self,
        arguments: list[str],
        env: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        controls: bool = True,
        command: Sequence[str] = (sys.executable, "-m", "avatar"),
    ) -> None:
        """`controls`: whether the terminal is the program's own, as a shell gives it; a service has it as a file."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.modes = termios.tcgetattr(slave)
        self._slave = slave
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdin=slave, stdout=slave, stderr=slave, env=dict(env), start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controls else None,
        )  # fmt: skip
        self._seen = bytearray()
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(self._master, 65536):
                with self._news:
                    self._seen += data
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()

    @property
    def raw(self) -> bytes:
        """All that was drawn so far."""
        with self._news:
            return bytes(self._seen)

    @property
    def text(self) -> str:
        """All that was drawn so far, without control sequences, runs of blanks as one."""
        return " ".join(ESCAPES.sub(" ", self.raw.decode("utf-8", "replace")).split())

    def wait_for(self, pattern: str, after: int = 0) -> str:
        """Wait until the text after a place matches; returns the match. Fails with what is there instead."""
        found: list[str] = []

        def seen() -> bool:
            match = re.search(pattern, self.text[after:])
            found[:] = [match[0]] if match else []
            return bool(match)

        self.wait_until(seen, f"{pattern!r} was not drawn")
        return found[0]

    def wait_until(self, condition: Callable[[], bool], otherwise: str = "it never came true") -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            with self._news:
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{otherwise}; the end of what was: {self.text[-1500:]}")
                self._news.wait(min(left, 0.1))

    def send(self, keys: str) -> None:
        left = keys.encode()
        while left:
            left = left[os.write(self._master, left) :]

    def signal(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def hang_up(self) -> None:
        """The terminal's window is closed."""
        os.close(self._slave)
        self._slave = -1
        os.close(self._master)
        self._master = -1

    def exit_status(self) -> int:
        """Wait for the end."""
        return self.process.wait(PATIENCE_S)

    @property
    def now_modes(self) -> list[object]:
        return list(termios.tcgetattr(self._slave))

    def close(self) -> None:
        for pid in family(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        for descriptor in (self._slave, self._master):
            if descriptor >= 0:
                with contextlib.suppress(OSError):
                    os.close(descriptor)


def family(pid: int) -> list[int]:
    """A process and all that come from it, by /proc; those that are zombies left out."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = stat.read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return [each for each in found if Path(f"/proc/{each}").exists()]
