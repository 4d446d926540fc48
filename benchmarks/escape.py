"""How long the character is still heard after Escape: the real chat in a pty, its sound recorded on a null sink.

    python -m benchmarks.escape [TIMES]

Counted from the byte sent into the pty to the last loud sample, the recorder's own delay included: an upper bound.
Target: 120 ms. Not in the tests, for a busy machine is no fault.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile

import numpy as np

from tests import virtual
from tests.ui.terminal import Terminal

LOUD = 200
TEXT = "/say " + "nine hundred and ninety nine, ninety nine, nine hundred and ninety nine; " * 8 + "\r"


def one(terminal: Terminal, sink: virtual.Sink) -> float:
    """Milliseconds of sound after Escape."""
    with sink.recording() as recording:
        terminal.send(TEXT)
        recording.wait(lambda found: loud_s(found.samples) > 1.5, 30)
        before = len(recording.samples)
        terminal.send("\x1b")
        recording.wait(lambda found: len(found.samples) > before + virtual.RATE, 10)
        after = np.flatnonzero(np.abs(recording.samples[before:].astype(np.int32)) > LOUD)
    return 1000.0 * (after[-1] + 1) / virtual.RATE if len(after) else 0.0


def loud_s(samples: np.ndarray) -> float:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > LOUD)
    return float(loud[-1] - loud[0]) / virtual.RATE if len(loud) else 0.0


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with virtual.null_sink() as sink, tempfile.TemporaryDirectory() as home:
        env = {**os.environ, **sink.env, "TERM": "xterm-256color", "COLORTERM": "truecolor", "AVATAR_HOME": home}
        terminal = Terminal(["--stage", "none", "--set", "chat.greeting=false"], env)
        try:
            terminal.wait_for("no picture")
            found = sorted(one(terminal, sink) for _ in range(times))
        finally:
            terminal.close()
    print(f"sound after Escape, {times} times: median {statistics.median(found):.0f} ms, most {found[-1]:.0f} ms")


if __name__ == "__main__":
    main()
