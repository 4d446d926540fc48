"""Visitors without end, through the real kiosk on a virtual screen and sound card.

    python -m benchmarks.soak [--turns 200] [--minutes 60] [--speed 1] [--faults 30] [--seed 1] [--picture soak.png]

Simulated visitors type, touch, interrupt and walk away; `--speed` lets the kiosk's own clock (idle times, limits,
patience) run faster and keeps what is said short, so that thousands of turns fit into an hour. `--faults N`: about
every N seconds something is broken on purpose. Ends after so many turns or minutes, whichever comes first. Prints a
table of faults (how often, longest recovery) and what grew; the picture shows memory (proportional set size),
descriptors, threads and processes over time. The exit status is 1 where a turn got no reply, a recovery took over 3 s,
or anything grew too much.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from avatar import logs
from avatar.config import Config, KioskConfig
from avatar.kiosk import layout, state
from avatar.kiosk.loop import Kiosk
from avatar.kiosk.state import Mode
from avatar.stage import messages as staged
from tests import virtual

RECOVERY_S = 3.0
GROWTH_MB = 10.0
ANSWER_S = 20.0
"""Longest wait for the first sound of a reply before the turn counts as lost."""
WARM = 0.2
"""Share of the samples that is warming up."""
QUESTIONS = ("hi", "who are you", "tell me a joke", "xyzzy", "my name is Ann", "why?", "sing", "/quit", "2 + 2", "bye")


@dataclass
class Sample:
    """What all processes together hold."""

    at: float
    pss_mb: float
    descriptors: int
    threads: int
    processes: int


@dataclass
class Tally:
    """What happened."""

    turns: int = 0
    lost: int = 0
    interrupted: int = 0
    visits: int = 0
    recoveries: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    samples: list[Sample] = field(default_factory=list)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            after = path.read_text().rpartition(")")[2].split()
            children[int(after[1])].append(int(path.parent.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children[one]
    return found


def sample(began: float) -> Sample:
    pss, descriptors, threads, count = 0, 0, 0, 0
    for pid in family(os.getpid()):
        with contextlib.suppress(OSError, ValueError, StopIteration):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if pid != os.getpid() and b"avatar" not in command:
                continue  # the virtual screen and sound card are no part of it
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            pss += int(next(line for line in lines if line.startswith("Pss:")).split()[1])
            descriptors += len(list(Path(f"/proc/{pid}/fd").iterdir()))
            threads += len(list(Path(f"/proc/{pid}/task").iterdir()))
            count += 1
    return Sample(time.monotonic() - began, pss / 1024, descriptors, threads, count)


class Visitors:
    """One after the other before the kiosk."""

    def __init__(self, kiosk: Kiosk, tally: Tally, chance: random.Random, pace: float) -> None:
        self.kiosk, self.tally, self.chance, self.pace = kiosk, tally, chance, pace

    async def visit(self) -> None:
        """Comes, asks a few times, and walks away, mid-sentence now and then."""
        self.tally.visits += 1
        await self.pause(1.0)
        for _ in range(self.chance.randrange(1, 7)):
            await self.ask()
            if self.chance.random() < 0.2:
                self.tally.interrupted += 1
                await self.pause(0.5)  # the next question comes while this one is answered
            else:
                await until(lambda: not self.kiosk.now.talking, ANSWER_S * 3)
        if self.chance.random() < 0.3:
            await until(lambda: self.kiosk.now.mode is Mode.ATTRACT, 60.0)

    async def ask(self) -> None:
        """By touch or by keyboard; a turn without an answer is lost."""
        asked = self.kiosk.now.visit.questions
        self.tally.turns += 1
        if self.chance.random() < 0.5:
            self.touch(f"ask:{self.chance.randrange(4)}")
        else:
            for letter in self.chance.choice(QUESTIONS) + "\r":
                self.kiosk.from_stage(staged.Typed(letter))
        if not await until(lambda: self.kiosk.now.visit.questions > asked or bool(self.kiosk.now.remark), 5.0):
            self.tally.lost += 1
            return
        heard = await until(lambda: self.kiosk.now.mode in (Mode.SPEAKING, Mode.LISTENING), ANSWER_S)
        self.tally.lost += not heard

    def touch(self, widget: str) -> None:
        """The finger's way: down and up where the widget is shown."""
        rects = {each.id: each.rect for each in layout.laid_out(self.kiosk.now, self.kiosk.rules)}
        rect = rects.get(widget)
        x, y = (rect.x + rect.width / 2, rect.y + rect.height / 2) if rect else (self.chance.random(), 0.4)
        for down in (True, False):
            self.kiosk.from_stage(staged.Pointer(x, y, down))

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(self.chance.expovariate(1 / seconds) / self.pace)


async def until(holds: Callable[[], bool], longest: float) -> bool:
    end = time.monotonic() + longest
    while not holds():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True


class Faults:
    """Breaks something, and measures how long until all is well."""

    def __init__(self, kiosk: Kiosk, tally: Tally, chance: random.Random, home: Path) -> None:
        self.kiosk, self.tally, self.chance, self.home = kiosk, tally, chance, home
        self.kinds: dict[str, Callable[[], Awaitable[None]]] = {
            "kill -9 of the stage": lambda: self.end("stage", signal.SIGKILL),
            "kill -9 of the performer": lambda: self.end("performer", signal.SIGKILL),
            "kill -9 of the engine": lambda: self.engine(signal.SIGKILL),
            "hang of the stage": lambda: self.end("stage", signal.SIGSTOP),
            "hang of the performer": lambda: self.end("performer", signal.SIGSTOP),
            "hang of the engine": lambda: self.engine(signal.SIGSTOP),
            "corrupt files in the home": self.corrupt,
            "clock jump": self.jump,
        }

    async def one(self) -> None:
        name = self.chance.choice(list(self.kinds))
        began = time.monotonic()
        await self.kinds[name]()
        self.tally.recoveries[name].append(time.monotonic() - began)

    async def end(self, which: str, how: signal.Signals) -> None:
        talk = self.kiosk.talk
        pid = talk.pids().get(which) if talk else None
        if talk is None or pid is None:
            return
        os.kill(pid, how)
        watch = self.kiosk.supervisor.watches[which]
        await until(lambda: watch.pid != pid and watch.well, 30.0)

    async def engine(self, how: signal.Signals) -> None:
        """Found among the performer's children; well again once something is heard."""
        talk = self.kiosk.talk
        below = family(talk.pids()["performer"])[1:] if talk and "performer" in talk.pids() else []
        for pid in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        await until(lambda: self.kiosk.now.mode is not Mode.THINKING, ANSWER_S)

    async def corrupt(self) -> None:
        for path in (*self.home.rglob("*.json"), *self.home.rglob("*.sqlite"), *self.home.rglob("*.sound")):
            with contextlib.suppress(OSError):
                path.write_bytes(os.urandom(200))

    async def jump(self) -> None:
        """The kiosk's clock goes back an hour, and forth again."""
        self.kiosk.happens(state.Tick())
        offset = CLOCK["offset"]
        CLOCK["offset"] = offset - 3600.0
        await asyncio.sleep(0.5)
        CLOCK["offset"] = offset


CLOCK = {"offset": 0.0}


async def soak(options: argparse.Namespace, home: Path) -> Tally:
    chance, tally = random.Random(options.seed), Tally()
    config = Config(kiosk=KioskConfig(most_per_minute=120, idle_s=20.0, attract_every_s=60.0))
    config = replace(config, voice=replace(config.voice, rate=2.0 if options.speed > 1 else 1.0))
    began = time.monotonic()
    kiosk = Kiosk(config, clock=lambda: began + (time.monotonic() - began) * options.speed + CLOCK["offset"])
    run = asyncio.create_task(kiosk.run())
    await until(lambda: kiosk.frames > 0 or run.done(), 60.0)
    print(f"first picture after {time.monotonic() - began:.1f} s", flush=True)
    end = began + options.minutes * 60
    visitors, faults = Visitors(kiosk, tally, chance, options.speed), Faults(kiosk, tally, random.Random(7), home)
    helpers = [asyncio.create_task(sampling(tally, began))]
    if options.faults:
        helpers.append(asyncio.create_task(breaking(faults, options.faults)))
    while tally.turns < options.turns and time.monotonic() < end and not run.done():
        await visitors.visit()
    for helper in helpers:
        helper.cancel()
    if run.done():
        run.result()
        raise SystemExit("the kiosk ended by itself")
    tally.samples.append(sample(began))
    kiosk.end()
    await run
    return tally


async def sampling(tally: Tally, began: float) -> None:
    while True:
        tally.samples.append(await asyncio.to_thread(sample, began))
        await asyncio.sleep(2.0)


async def breaking(faults: Faults, every: float) -> None:
    while True:
        await asyncio.sleep(faults.chance.uniform(0.5, 1.5) * every)
        await faults.one()


def report(tally: Tally) -> bool:
    """Prints it all; whether everything held."""
    print(
        f"{tally.turns} turns in {tally.visits} visits, {tally.interrupted} interrupted, {tally.lost} without a reply"
    )
    fine = tally.lost == 0
    for name, took in sorted(tally.recoveries.items()):
        print(f"  {name:<28} {len(took):4} times, longest recovery {max(took):5.1f} s")
        fine &= max(took) <= RECOVERY_S
    warm = tally.samples[int(len(tally.samples) * WARM) :]
    third = max(1, len(warm) // 3)
    first, last = warm[:third], warm[-third:]

    def middle(part: list[Sample], what: str) -> float:
        values = sorted(float(getattr(each, what)) for each in part)
        return values[len(values) // 2]

    for what, room in (("pss_mb", GROWTH_MB), ("descriptors", 0.0), ("threads", 0.0), ("processes", 0.0)):
        before, after = middle(first, what), middle(last, what)
        most = max(float(getattr(each, what)) for each in tally.samples)
        print(f"  {what:<12} {before:8.1f} -> {after:8.1f}  (most {most:.1f})")
        fine &= after - before <= room
    return fine


def picture(samples: list[Sample], path: Path) -> None:
    """Four curves over time."""
    from benchmarks.graph import Curve, graph

    rows: list[tuple[str, str]] = [("pss_mb", "PSS, MB"), ("descriptors", "descriptors"), ("threads", "threads")]
    rows.append(("processes", "processes"))
    curves = [Curve(title, [(each.at / 60, float(getattr(each, name))) for each in samples]) for name, title in rows]
    graph(curves, path, "minutes")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--speed", type=float, default=1.0, help="of the kiosk's clock")
    parser.add_argument("--faults", type=float, default=0.0, metavar="SECONDS", help="mean time between two; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--picture", type=Path, help="where to draw what was held over time")
    parser.add_argument("--size", default="1280x720", help="of the screen")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    with (
        virtual.virtual_display(width, height) as display,
        virtual.null_sink() as sink,
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
    ):
        os.environ.update({**sink.env, "DISPLAY": display, "AVATAR_HOME": folder, "XDG_RUNTIME_DIR": folder})
        logs.to_file()
        tally = asyncio.run(soak(options, Path(folder)))
    if options.picture:
        picture(tally.samples, options.picture)
    fine = report(tally)
    print("all held" if fine else "NOT ALL HELD")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
