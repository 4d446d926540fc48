"""Child processes of ours: started, ahead of their use if need be, asked, and ended. What runs in them calls
`avatar.processes.serve`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, BinaryIO, Generic, cast

from avatar.processes import GRACE_S, Came, Channel, Sent
from avatar.wire import Kinds

REAP_S = 10.0
"""How long a process that was killed may take to be gone: at once, but on a machine that has no time for it."""
_EARLY: dict[str, subprocess.Popen[bytes]] = {}
"""Children started by `ahead` that no `Child` has taken yet, by module."""


def ahead(module: str, *args: str, log_path: Path | None = None) -> None:
    """Start a child that will be asked for in a moment, so that its imports are done by then.

    The next `Child` of the module is this one; `args` may only tell it what to make ready. One that nobody asks for
    ends with this process.
    """
    if module not in _EARLY:
        _EARLY[module] = _started(module, args, log_path, {})


def dismiss(module: str) -> None:
    """End a child that was started ahead, and will not be asked for."""
    early = _EARLY.pop(module, None)
    if early is None:
        return
    with contextlib.suppress(OSError):
        early.kill()
    early.wait(REAP_S)
    for pipe in (early.stdin, early.stdout):
        if pipe is not None:
            pipe.close()


def _taken(module: str) -> subprocess.Popen[bytes] | None:
    early = _EARLY.pop(module, None)
    if early is None or early.poll() is None:
        return early
    for pipe in (early.stdin, early.stdout):
        if pipe is not None:
            pipe.close()
    return None


class Child(Generic[Came, Sent]):
    """A process of our own, running `python -m MODULE ARGS`, with a `Channel` to it."""

    def __init__(
        self,
        module: str,
        args: Sequence[str],
        gets: Kinds[Came],
        sends: Kinds[Sent],
        *,
        log_path: Path | None = None,
        env: dict[str, str] | None = None,
        on_message: Callable[[Came], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        """`log_path` takes its stderr; `env` is added to the environment; `on_end` is called once it is gone."""
        early = None if args or env else _taken(module)
        self._process = early or _started(module, args, log_path, env or {})
        self._on_end = on_end
        self._closing = False
        pipes = cast(BinaryIO, self._process.stdout), cast(BinaryIO, self._process.stdin)
        self.channel = Channel(*pipes, gets, sends, on_message, self._ended)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def ended(self, timeout: float) -> int | None:
        """Its exit code, once it has ended within `timeout` seconds; minus the signal's number where one ended it."""
        return self._process.returncode if self._reap(timeout) else None

    def send(self, message: Sent, urgent: bool = False) -> None:
        self.channel.send(message, urgent)

    def receive(self, timeout: float | None = None) -> Came | None:
        return self.channel.receive(timeout)

    def kill(self) -> None:
        """End it at once."""
        self._closing = True
        with contextlib.suppress(OSError):
            self._process.kill()
        self._reap(REAP_S)
        self.channel.close()
        self.channel.join()

    def dismiss(self) -> None:
        """Let it end by itself, once it has what was sent, while something else is done; `close` sees that it has."""
        self._closing = True
        self.channel.close()

    def close(self, timeout: float = GRACE_S + 0.5) -> None:
        """Let it end by itself (the end of its stdin tells it), and kill it after `timeout` seconds."""
        self._closing = True
        self.channel.close()
        if not self._reap(timeout):
            self.kill()
        self.channel.join()

    def _reap(self, timeout: float) -> bool:
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _ended(self) -> None:
        """Kill the process if it outlives its pipe, which broke or ended: nobody can reach it any more."""
        if not self._closing and not self._reap(0.2):
            with contextlib.suppress(OSError):
                self._process.kill()
            self._reap(REAP_S)
        if self._on_end and not self._closing:
            self._on_end()


def _started(
    module: str, args: Sequence[str], log_path: Path | None, env: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    home = str(Path(__file__).parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    stderr = _opened(log_path)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **env},
        start_new_session=True,
    )
    if not isinstance(stderr, int):
        stderr.close()
    return process


def _opened(path: Path | None) -> IO[bytes] | int:
    if path is None:
        return subprocess.DEVNULL
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    except OSError:
        return subprocess.DEVNULL
