"""What the face in the terminal costs: the chat and its stage, in a terminal of their own, while a character speaks.

    python -m benchmarks.face [--seconds 12] [--columns 120] [--rows 40] [--kinds blocks,kitty,sixel]

The terminal is a pty that answers as one with the graphics of that kind would. Prints pictures a second, kilobytes a
second, and the share of a core that each process takes. Targets: 15 pictures a second, a third of a core in all.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from avatar.ui.graphics import QUESTIONS, SAVE
from tests import virtual

TEXT = "Well, I could tell you about the time a penguin borrowed my bicycle, but you would never believe the ending. "
ANSWERS = {
    "blocks": b"\x1b[6;20;10t\x1b[?62;22c",
    "kitty": b"\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;22c",
    "sixel": b"\x1b[6;20;10t\x1b[?62;4;22c",
}
TICKS = os.sysconf("SC_CLK_TCK")
START_S = 30.0


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def children(pid: int) -> dict[str, int]:
    """Pids of the chat's own processes, by the module that they run."""
    found = {}
    for line in Path(f"/proc/{pid}/task").iterdir():
        for child in (line / "children").read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
            found[next((word for word in words if word.startswith("avatar.")), words[0])] = int(child)
    return found


class Terminal:
    """Reads all that is drawn, and answers what is asked at the start."""

    def __init__(self, env: dict[str, str], kind: str, columns: int, rows: int) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 10 * columns, 20 * rows))
        command = [sys.executable, "-m", "avatar", "chat", "--stage", "terminal", "--character", "juno"]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env,
                                        start_new_session=True)  # fmt: skip
        os.close(slave)
        self.pictures = self.size = 0
        self._tail = b""
        self._answer = ANSWERS[kind]

    def read(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.master], [], [], left)[0]:
                return
            data = os.read(self.master, 1 << 16)
            self.size += len(data)
            # A sequence may be cut by the end of a piece.
            text = self._tail + data
            self.pictures += text.count(SAVE.encode())
            self._tail = text[-1:]
            if self._answer and QUESTIONS.encode()[-4:] in text:
                os.write(self.master, self._answer)
                self._answer = b""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        # It can't end while nobody reads what it draws.
        while self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.read(0.1)
        os.close(self.master)


def measure(kind: str, options: argparse.Namespace, env: dict[str, str]) -> str:
    terminal = Terminal(env, kind, options.columns, options.rows)
    try:
        end = time.monotonic() + START_S
        while terminal.pictures < 5:
            terminal.read(0.2)
            if time.monotonic() > end:
                raise SystemExit(f"no face came within {START_S:g} s")
        rows = [f"{kind:8}"]
        for doing in ("idle", "speaking"):
            if doing == "speaking":
                terminal.type("/say " + TEXT * 8 + "\r")
                terminal.read(6.0)
            pids = {"chat": terminal.process.pid, "stage": children(terminal.process.pid)["avatar.stage"]}
            before = {name: cpu_seconds(pid) for name, pid in pids.items()}
            pictures, size, start = terminal.pictures, terminal.size, time.monotonic()
            terminal.read(options.seconds)
            taken = time.monotonic() - start
            percent = {name: 100 * (cpu_seconds(pid) - before[name]) / taken for name, pid in pids.items()}
            speed, rate = (terminal.pictures - pictures) / taken, (terminal.size - size) / taken / 1e3
            rows.append(
                f"{doing:>9} {speed:5.1f}/s {rate:6.0f}"
                f" kB/s  chat {percent['chat']:4.1f} %  stage {percent['stage']:4.1f} %"
            )
        return "  ".join(rows)
    finally:
        terminal.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--columns", type=int, default=120)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("--kinds", default="blocks,kitty,sixel")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, virtual.null_sink() as sink:
        env = {**os.environ, **sink.env, "AVATAR_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        env.pop("DISPLAY", None)
        for kind in options.kinds.split(","):
            print(measure(kind, options, env), flush=True)


if __name__ == "__main__":
    main()
