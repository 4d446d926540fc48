"""What editing feels like: from a key to the changed mouth in the window, and pictures a second while the mouse scrubs.

    python -m benchmarks.editing keys [--times 60]
    python -m benchmarks.editing scrub [--seconds 6]

The editor runs in a pty with its stage's window on a virtual screen, and that screen is read again and again. Targets:
50 ms at the 95th percentile, 30 pictures a second.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests import virtual
from tests.ui.terminal import Terminal

KEYS_MS, PICTURES = 50.0, 30.0
"""Targets."""
SIDE = 480
"""Pixels of the window's side."""
COLUMNS, ROWS = 120, 40
SPEECH = Path(os.environ.get("AVATAR_DATA", Path(__file__).parent.parent.parent / "shared" / "data")) / "ljspeech_mini"
SETTLED_S = 1.0
"""Seconds after which a picture that no more is asked for stands still."""


class Box(NamedTuple):
    """A part of the screen."""

    left: int
    top: int
    width: int
    height: int


class Editor:
    """The program in its terminal, and its window."""

    def __init__(self, terminal: Terminal, screen: virtual.Screen) -> None:
        self.terminal, self.screen = terminal, screen
        self.box = Box(0, 0, SIDE, SIDE)

    def look(self) -> NDArray[np.uint8]:
        left, top, width, height = self.box
        return self.screen.grab(width, height, left, top)

    def press(self, keys: str, wait_s: float = SETTLED_S) -> NDArray[np.uint8]:
        self.terminal.send(keys)
        time.sleep(wait_s)
        return self.look()

    def until_it_changes(self, before: NDArray[np.uint8], most_s: float = 2.0) -> float:
        """The time at which the picture is another."""
        end = time.perf_counter() + most_s
        while (now := time.perf_counter()) < end:
            if (self.look() != before).any():
                return time.perf_counter()
        raise SystemExit(f"the picture did not change within {most_s} s (at {now:.1f})")


@contextmanager
def editor(recording: Path, folder: Path, *more: str) -> Iterator[Editor]:
    with virtual.virtual_display(SIDE, SIDE) as display, virtual.Screen(display) as screen:
        env = {**os.environ, "DISPLAY": display, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        env |= {"AVATAR_HOME": str(folder / "home"), "PULSE_SERVER": "none"}
        size = ["--set", f"stage.width={SIDE}", "--set", f"stage.height={SIDE}"]
        command = ["edit", str(recording), "--stage", "window", "--mute", "--reduced-motion", *size, *more]
        terminal = Terminal(command, env, COLUMNS, ROWS)
        try:
            terminal.wait_for("all keys")
            found = Editor(terminal, screen)
            terminal.wait_until(lambda: found.look().std() > 20, "no window came")
            time.sleep(2)
            yield found
        finally:
            terminal.close()


def a_minute(folder: Path, minutes: float = 1.0) -> tuple[Path, Path]:
    """Real speech of that length, and its text."""
    rows = [line.split("|") for line in (SPEECH / "metadata.csv").read_text().splitlines()]
    pieces: list[NDArray[np.float64]] = []
    text: list[str] = []
    rate, count = 0, 0
    while count < minutes * 60 * (rate or 1):
        name, *_, said = rows[len(text) % len(rows)]
        samples, rate = soundfile.read(SPEECH / "audio" / f"{name}.opus")
        pieces += [samples, np.zeros(int(rate * 0.3))]
        text.append(said)
        count += len(samples) + int(rate * 0.3)
    recording, dialog = folder / "talk.wav", folder / "talk.txt"
    soundfile.write(recording, np.concatenate(pieces), rate)
    dialog.write_text("\n".join(text) + "\n")
    return recording, dialog


def keys(folder: Path, times: int) -> bool:
    recording, dialog = a_minute(folder)
    taken = []
    with editor(recording, folder, "-d", str(dialog)) as there:
        there.press("n")
        shut, wide = there.press("a"), there.press("d")
        changed = np.argwhere((shut != wide).any(axis=2))
        (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0) + 1
        there.box = Box(int(left), int(top), int(right - left), int(bottom - top))
        for number in range(times):
            before = there.look()
            begun = time.perf_counter()
            there.terminal.send("ad"[number % 2])
            taken.append((there.until_it_changes(before) - begun) * 1000)
            time.sleep(0.25 + 0.013 * (number % 7))
    values = np.array(taken)
    worst = float(np.percentile(values, 95))
    fine = worst <= KEYS_MS
    print(
        f"key to changed picture: median {np.median(values):.1f} ms, 95th percentile {worst:.1f}, worst "
        f"{values.max():.1f}, of {len(values)}; target {KEYS_MS:g}: {'met' if fine else 'MISSED'}"
        f" (load {os.getloadavg()[0]:.1f})"
    )
    return fine


def scrub(folder: Path, seconds: float) -> bool:
    """The mouse is dragged to and fro over speech, 120 moves a second."""
    recording, dialog = a_minute(folder)
    with editor(recording, folder, "-d", str(dialog)) as there:
        row = ROWS - 10
        there.terminal.send(f"\x1b[<0;20;{row}M")
        time.sleep(0.5)
        there.box = Box(0, SIDE // 3, SIDE, SIDE // 2)
        end, moves, pictures, last = time.perf_counter() + seconds, 0, 0, there.look()
        begun = time.perf_counter()
        while (now := time.perf_counter()) < end:
            if now - begun > moves / 120:
                moves += 1
                column = 20 + abs((moves * 3) % 180 - 90)
                there.terminal.send(f"\x1b[<32;{column};{row}M")
            picture = there.look()
            if (picture != last).any():
                pictures, last = pictures + 1, picture
        there.terminal.send(f"\x1b[<0;20;{row}m")
    rate = pictures / seconds
    fine = rate >= PICTURES
    print(
        f"scrubbing: {rate:.1f} different pictures a second; target {PICTURES:g}: {'met' if fine else 'MISSED'}"
        f" (load {os.getloadavg()[0]:.1f})"
    )
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["keys", "scrub"])
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=6.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        fine = keys(Path(name), options.times) if options.what == "keys" else scrub(Path(name), options.seconds)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
