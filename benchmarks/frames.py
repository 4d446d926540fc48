"""Frames of the stage's window: how many are late, what they cost, and how much memory it takes.

    python benchmarks/frames.py [--width 1280] [--height 720] [--fps 60] [--seconds 10] [--characters juno,...]

Opens the real stage on a virtual screen (Xvfb, software GL) with a null sink, lets every character speak while a
Textual app in this process streams text as the chat does, and asks the stage what its frames cost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library
from avatar.config import Config, StageConfig
from avatar.performer.perform import Line, Performer
from avatar.stage.link import Stage
from avatar.stage.messages import Event, Measured, Ready, Started
from avatar.types import CastMember, Performance
from tests import virtual

TEXT = "Well, I could tell you about the time a penguin borrowed my bicycle, but you would never believe the ending!"
LATE_PERCENT = 5.0
OWN_MS = 3.0
MEMORY_MB = 260.0


class Row(NamedTuple):
    """One character's figures."""

    who: str
    frames: int
    fps: float
    late_percent: float
    own_ms: float
    own_p99_ms: float
    gl_ms: float
    memory_mb: float
    underruns: int

    @property
    def fine(self) -> bool:
        return self.late_percent <= LATE_PERCENT and self.own_ms <= OWN_MS and self.memory_mb <= MEMORY_MB


class Inbox:
    """Events, waited for."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._changed = threading.Condition()

    def __call__(self, event: Event) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def wait(self, kind: type, timeout: float = 30.0) -> Event:
        """Takes out the first event of a kind."""
        with self._changed:
            if not self._changed.wait_for(lambda: any(isinstance(event, kind) for event in self._events), timeout):
                raise SystemExit(f"no {kind.__name__} came from the stage within {timeout:g} s")
            event = next(event for event in self._events if isinstance(event, kind))
            self._events.remove(event)
            return event


def streaming(stop: threading.Event) -> None:
    """A chat that gets 20 pieces of text a second, drawn by Textual into nothing."""
    from textual.app import App, ComposeResult
    from textual.containers import VerticalScroll
    from textual.widgets import Markdown

    class Chat(App[None]):
        def compose(self) -> ComposeResult:
            with VerticalScroll():
                yield Markdown()

    async def run() -> None:
        app = Chat()
        async with app.run_test(size=(100, 40)):
            text = ""
            while not stop.is_set():
                text = (text + " and another word")[-1500:]
                await app.query_one(Markdown).update(text)
                await asyncio.sleep(0.05)

    asyncio.run(run())


def speech(who: str, seconds: float) -> list[Performance]:
    """Enough real sentences of a character."""
    performer = Performer(Config())
    try:
        voice = library.voice_for("en") or next(iter(map(library.voice, library.voices())))
        first = performer.perform(Line(TEXT, who, voice))
    finally:
        performer.close()
    return [first] * (int(seconds / first.duration) + 2)


def measure(options: argparse.Namespace, who: str, env: dict[str, str], log: Path) -> Row:
    config = Config(stage=StageConfig(mode="window", width=options.width, height=options.height, fps=options.fps))
    said = speech(who, options.seconds)
    inbox = Inbox()
    stage = Stage(config, inbox, cast=[CastMember(who, who)], log_path=log, env=env)
    try:
        ready = inbox.wait(Ready)
        if not isinstance(ready, Ready) or ready.mode != "window":
            raise SystemExit(f"no window: {ready}\n{log.read_text()}")
        for number, performance in enumerate(said, 1):
            stage.perform(number, performance)
        inbox.wait(Started)
        # The first second still fills caches that live as long as the window.
        time.sleep(1.0)
        stage.measure()
        inbox.wait(Measured)
        time.sleep(options.seconds)
        stage.measure()
        measured = inbox.wait(Measured)
        assert isinstance(measured, Measured)
        memory = memory_mb(stage.pid)
    finally:
        stage.close()
    slots = measured.seconds * options.fps
    return Row(
        who,
        measured.frames,
        measured.frames / measured.seconds,
        100 * measured.late / slots,
        float(np.median(measured.own_ms)),
        float(np.percentile(measured.own_ms, 99)),
        float(np.median(measured.gl_ms)),
        memory,
        measured.underruns,
    )


def memory_mb(pid: int | None) -> float:
    """Proportional set size of a process."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--fps", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--characters", default=",".join(library.characters()))
    parser.add_argument("--no-chat", action="store_true", help="leave out the app that streams text meanwhile")
    options = parser.parse_args()
    stop = threading.Event()
    with (
        tempfile.TemporaryDirectory() as folder,
        virtual.virtual_display(options.width, options.height) as display,
        virtual.null_sink() as sink,
    ):
        chat = threading.Thread(target=streaming, args=(stop,), daemon=True)
        if not options.no_chat:
            chat.start()
        env = {**sink.env, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"}
        rows = [measure(options, who, env, Path(folder) / "stage.log") for who in options.characters.split(",")]
        stop.set()
        if chat.is_alive():
            chat.join(10)
    print(f"{options.width} x {options.height} at {options.fps} fps, software GL, {os.cpu_count()} cores")
    print("character    frames    fps   late %   own ms  p99 ms    GL ms   PSS MB  underruns")
    for row in rows:
        missed = "" if row.fine else "MISSED"
        print(
            f"{row.who:10} {row.frames:8} {row.fps:6.1f} {row.late_percent:8.2f} {row.own_ms:8.2f}"
            f" {row.own_p99_ms:7.2f} {row.gl_ms:8.2f} {row.memory_mb:8.0f} {row.underruns:10}  {missed}"
        )
    print(f"targets: late <= {LATE_PERCENT:g} %, own <= {OWN_MS:g} ms, PSS <= {MEMORY_MB:g} MB")
    return 0 if all(row.fine for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
