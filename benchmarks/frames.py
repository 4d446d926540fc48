"""Frames of the stage's window: how many are late, what they cost, and how much memory it takes.

    python -m benchmarks.frames --all
    python -m benchmarks.frames --cuts
    python -m benchmarks.frames [--width 1280] [--height 720] [--fps 60] [--seconds 10] [--characters juno,...]

Opens the real stage on a virtual screen (Xvfb, software GL) with a null sink, lets every character speak while a
Textual app in this process streams text as the chat does, and asks the stage what its frames cost. With `--all`, at
1280 x 720 with 60 frames a second and at 1920 x 1080 with 30, and then what an idle and a minimised window take. With
`--cuts` each character is measured twice, as it stands and with a cut or a push of the camera every two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library
from avatar.config import Config, StageConfig
from avatar.performer.perform import Performer, SpokenLine
from avatar.stage.link import Stage
from avatar.stage.messages import Measured, Ready, StageEvent, Started
from avatar.text.directions import Marked
from avatar.types import CastMember, Mark, Performance
from tests import virtual

TEXT = "Well, I could tell you about the time a penguin borrowed my bicycle, but you would never believe the ending!"
LATE_PERCENT = 5.0
OWN_MS = 2.0
IDLE_FPS = 30.5
IDLE_PERCENT = 10.0
"""Of a core, own time before the graphics calls."""
HIDDEN_PERCENT = 1.0
"""Of a core, the whole process."""
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
    stalls: str
    """Frames whose own or graphics time stands out, as number and milliseconds: what a stumble came from."""

    @property
    def fine(self) -> bool:
        return self.late_percent <= LATE_PERCENT and self.own_ms <= OWN_MS and self.memory_mb <= MEMORY_MB


class Inbox:
    """Events, waited for."""

    def __init__(self) -> None:
        self._events: list[StageEvent] = []
        self._changed = threading.Condition()

    def __call__(self, event: StageEvent) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def wait(self, kind: type, timeout: float = 30.0) -> StageEvent:
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
        voice = library.voice_for("en", "espeak") or next(iter(map(library.voice, library.voices())))
        first = performer.perform(SpokenLine(Marked(TEXT), who, voice))
    finally:
        performer.close()
    return [first] * (int(seconds / first.duration) + 2)


class Size(NamedTuple):
    """A window."""

    width: int
    height: int
    fps: int


BOTH = (Size(1280, 720, 60), Size(1920, 1080, 30))


def opened(size: Size, who: str, env: dict[str, str], log: Path, inbox: Inbox) -> Stage:
    config = Config(stage=StageConfig(mode="window", width=size.width, height=size.height, fps=size.fps))
    stage = Stage(config, inbox, cast=[CastMember(who, who)], log_path=log, env=env)
    ready = inbox.wait(Ready)
    if not isinstance(ready, Ready) or ready.mode != "window":
        raise SystemExit(f"no window: {ready}\n{log.read_text()}")
    return stage


def measured(stage: Stage, inbox: Inbox, seconds: float) -> Measured:
    stage.measure()
    inbox.wait(Measured)
    time.sleep(seconds)
    stage.measure()
    found = inbox.wait(Measured)
    assert isinstance(found, Measured)
    return found


def standing_out(times: Sequence[float]) -> list[str]:
    usual = float(np.median(times)) if times else 0.0
    return [f"{number}: {each:.0f}" for number, each in enumerate(times) if each > max(8.0, 4 * usual)]


EVERY_S = 2.0
"""Seconds between cuts."""


def cut(stage: Stage, who: str, seconds: float) -> None:
    """Have the camera cut for so long."""
    for number in range(int(seconds / EVERY_S) + 4):
        shot = ("wide", "push", "medium", "close")[number % 4]
        lasts = EVERY_S if shot == "push" else None
        stage.express(Mark("camera", shot, 0.0, lasts), who, at=number * EVERY_S)


def measure(size: Size, seconds: float, who: str, env: dict[str, str], log: Path, *, cuts: bool = False) -> Row:
    said = speech(who, seconds)
    inbox = Inbox()
    stage = opened(size, who, env, log, inbox)
    try:
        for number, performance in enumerate(said, 1):
            stage.perform(number, performance)
        inbox.wait(Started)
        if cuts:
            cut(stage, who, seconds)
        # The first second still fills caches that live as long as the window.
        time.sleep(1.0)
        found = measured(stage, inbox, seconds)
        memory = memory_mb(stage.pid)
    finally:
        stage.close()
    return Row(
        f"{who}, cut" if cuts else who,
        found.frames,
        found.frames / found.seconds,
        100 * found.late / (found.seconds * size.fps),
        float(np.median(found.own_ms)),
        float(np.percentile(found.own_ms, 99)),
        float(np.median(found.gl_ms)),
        memory,
        found.underruns,
        ", ".join([*standing_out(found.own_ms), *standing_out(found.gl_ms)][:6]),
    )


def cpu_seconds(pid: int | None) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resting(who: str, display: str, env: dict[str, str], log: Path, seconds: float = 8.0) -> bool:
    """Prints what a window takes in which nobody speaks, and one that is minimised; whether that is little enough."""
    from avatar.sound.player import REST_S

    inbox = Inbox()
    stage = opened(BOTH[0], who, env, log, inbox)
    try:
        time.sleep(3.0)
        idle = measured(stage, inbox, seconds)
        own = sum(idle.own_ms) / idle.seconds / 10
        with virtual.Screen(display) as screen:
            screen.hide(screen.windows()[-1], hidden=True)
            time.sleep(REST_S + 1.5)
            before = cpu_seconds(stage.pid)
            time.sleep(seconds)
            hidden = 100 * (cpu_seconds(stage.pid) - before) / seconds
    finally:
        stage.close()
    fine = idle.frames / idle.seconds <= IDLE_FPS and own <= IDLE_PERCENT and hidden <= HIDDEN_PERCENT
    print(
        f"{who}: idle {idle.frames / idle.seconds:.1f} fps, {own:.1f} % of a core of own time;"
        f" minimised {hidden:.2f} % of a core in all  {'' if fine else 'MISSED'}"
    )
    return fine


def memory_mb(pid: int | None) -> float:
    """Proportional set size of a process."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def table(size: Size, rows: list[Row]) -> None:
    print(f"{size.width} x {size.height} at {size.fps} fps, software GL, {os.cpu_count()} cores")
    print("character    frames    fps   late %   own ms  p99 ms    GL ms   PSS MB  underruns  stand out")
    for row in rows:
        missed = "" if row.fine else "MISSED"
        print(
            f"{row.who:10} {row.frames:8} {row.fps:6.1f} {row.late_percent:8.2f} {row.own_ms:8.2f}"
            f" {row.own_p99_ms:7.2f} {row.gl_ms:8.2f} {row.memory_mb:8.0f} {row.underruns:10}  {missed:6} {row.stalls}"
        )
    print(f"targets: late <= {LATE_PERCENT:g} %, own <= {OWN_MS:g} ms, PSS <= {MEMORY_MB:g} MB", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--fps", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--characters", default=",".join(library.characters()))
    parser.add_argument("--all", action="store_true", help="both sizes, and what idle and minimised windows take")
    parser.add_argument("--cuts", action="store_true", help="each character without and with cuts of the camera")
    parser.add_argument("--no-chat", action="store_true", help="leave out the app that streams text meanwhile")
    options = parser.parse_args()
    sizes = BOTH if options.all else (Size(options.width, options.height, options.fps),)
    names = options.characters.split(",")
    stop = threading.Event()
    fine = True
    with (
        tempfile.TemporaryDirectory() as folder,
        virtual.virtual_display(sizes[-1].width, sizes[-1].height) as display,
        virtual.null_sink() as sink,
    ):
        chat = threading.Thread(target=streaming, args=(stop,), daemon=True)
        if not options.no_chat:
            chat.start()
        env = {**sink.env, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"}
        log = Path(folder) / "stage.log"
        for size in sizes:
            ways = (False, True) if options.cuts else (False,)
            rows = [measure(size, options.seconds, who, env, log, cuts=way) for who in names for way in ways]
            fine &= all(row.fine for row in rows)
            table(size, rows)
        if options.all:
            fine &= resting(names[0], display, env, log)
        stop.set()
        if chat.is_alive():
            chat.join(10)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
