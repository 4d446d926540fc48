"""A program as a job of the shell that started it: stopped by Ctrl+Z, brought back by `fg`."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

STOPPING_S = 0.05
"""Seconds within which a signal to oneself has stopped all threads."""


def has_shell() -> bool:
    """Whether a shell with job control started this program: without one nothing would ever have it go on."""
    if sys.platform == "win32":
        return False
    job, pid = os.getpgrp(), os.getpid()
    try:
        while os.getpgid(pid) == job:
            pid = os.getppid() if pid == os.getpid() else _parent(pid)
        return pid > 0 and os.getsid(pid) == os.getsid(0)
    except (OSError, ValueError):
        return False


def _parent(pid: int) -> int:
    """A process's parent, as Linux tells it. Raises OSError elsewhere."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def in_foreground() -> bool:
    """Whether the terminal is this program's just now."""
    if sys.platform == "win32" or sys.__stdin__ is None:
        return True
    try:
        return os.tcgetpgrp(sys.__stdin__.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return True


def stop_job() -> None:
    """Stops all processes of this job, as the terminal does at Ctrl+Z; returns when it is in the foreground again."""
    if sys.platform == "win32":
        return
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        os.killpg(0, signal.SIGTSTP)
        time.sleep(STOPPING_S)
        while not in_foreground():
            os.killpg(0, signal.SIGTTIN)
            time.sleep(STOPPING_S)
    finally:
        signal.signal(signal.SIGTSTP, before)


@contextlib.contextmanager
def as_job(put: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Within, `put` is called where the user would stop the job; it must stand being called at any moment.

    What is yielded then stops it, with the terminal's modes as they were here, and returns once it goes on.
    """
    if sys.platform == "win32":
        yield lambda: None
        return
    modes = _modes()

    def stop() -> None:
        ours = _modes()
        _set_modes(modes)
        stop_job()
        _set_modes(ours)

    before = signal.signal(signal.SIGTSTP, lambda *_: put())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGTSTP, before)


def _modes() -> list[Any] | None:
    """The terminal's modes; None where stdin is none."""
    import termios

    stdin = sys.__stdin__
    return termios.tcgetattr(stdin) if stdin is not None and stdin.isatty() else None


def _set_modes(modes: list[Any] | None) -> None:
    import termios

    if modes is not None and sys.__stdin__ is not None:
        termios.tcsetattr(sys.__stdin__, termios.TCSADRAIN, modes)
