"""Visitors without end, through the real kiosk on a virtual screen and sound card.

    python -m benchmarks.soak [--turns 5000] [--minutes 60] [--speed 20] [--faults 30] [--picture soak.png]

Simulated visitors type, touch, interrupt and walk away. With `--speed` above 1 the kiosk's own clock runs that many
times as fast while nothing is said (idle times, limits), and a few times as fast otherwise; the voice is quick, and
most visitors ask on before they have heard all: so thousands of turns fit into an hour. Processes, voice, window and
sound are real either way; at speed 1 visitors listen. `--faults N`: about every N seconds something is broken on
purpose, each kind as often as the others.

Ends after so many turns or minutes, whichever comes first. Prints a table of faults (how often, longest recovery, what
was lost) and what grew; the picture shows memory (proportional set size), descriptors, threads and processes over time.
The exit status is 1 where a turn got no reply, a mouth stood open with nothing to be heard, a recovery took over 3 s,
or anything grew too much.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from avatar import library, logs
from avatar.character.loading import load
from avatar.character.rig import frame_view
from avatar.config import Config, KioskConfig
from avatar.kiosk import layout
from benchmarks.breaking import CLOCK, Faults, Machine
from benchmarks.crowd import Heard, Sample, Tally, Visitors, sample, until
from tests import virtual

RECOVERY_S = 3.0
MAY_GROW = {"pss_mb": float("inf"), "private_mb": 10.0, "descriptors": 0.0, "threads": 0.0, "processes": 0.0}
"""By how much each may, after warming up."""
WARM = 0.2
"""Share of the samples that is warming up."""
SPOKEN_PACE = 4.0
"""How much faster than the real one the kiosk's clock is at most while something is said: what it then waits for takes
as long as it takes."""
OPEN = 0.02
"""Share of its place that has the colours of its inside where a mouth stands open."""
INSIDE = ("inside", "throat")
NEAR = 12
"""Steps of 255 by which a colour may be off."""


class Clock:
    """Monotonic seconds that go by quicker while nothing happens."""

    def __init__(self, speed: float) -> None:
        self._speed, self._t, self._last = speed, time.monotonic(), time.monotonic()
        self.busy: Callable[[], bool] = lambda: True

    def __call__(self) -> float:
        now = time.monotonic()
        self._t += (now - self._last) * (min(self._speed, SPOKEN_PACE) if self.busy() else self._speed)
        self._last = now
        return self._t + CLOCK["offset"]


class Mouth:
    """Looks at the screen for an open mouth."""

    def __init__(self, kiosk: Heard, machine: Machine, size: tuple[int, int], *, keeps: bool) -> None:
        self._keeps = keeps
        self._kiosk, self._machine, self._size = kiosk, machine, size
        self._character = load(library.character(kiosk.now.settled.character))

    def inside(self) -> float:
        """Share of the mouth's place that has the colour of the inside of a mouth, which no other part has."""
        width, height = self._size
        scale, _, _, _, left, top = frame_view(self._character, layout.place_character(self._kiosk.now), width, height)
        mouth = self._character.mouth
        assert mouth is not None
        x, y, half = mouth.anchor[0] * scale + left, mouth.anchor[1] * scale + top, mouth.width * scale * 0.6
        with virtual.Screen(self._machine.display) as screen:
            picture = screen.grab(width, height).astype(int)
        box = picture[round(y - half / 2) : round(y + half), round(x - half) : round(x + half)]
        near = [abs(box - list(bytes.fromhex(mouth.colours[name][1:]))).max(axis=2) < NEAR for name in INSIDE]
        return float(np.any(near, axis=0).mean()) if box.size else 0.0

    def open(self) -> bool:
        """Whether it stands open, and stays so."""
        for _ in range(3):
            if self.inside() < OPEN:
                return False
            time.sleep(0.1)
        if self._keeps:
            self._keep()
        return True

    def _keep(self) -> None:
        """A picture of it, to look into why."""
        from PIL import Image

        with virtual.Screen(self._machine.display) as screen:
            Image.fromarray(screen.grab(*self._size)).save(f"open-mouth-{time.monotonic():.0f}.png")


async def soak(options: argparse.Namespace, machine: Machine) -> tuple[Tally, list[Sample], Faults]:
    chance, tally, samples = random.Random(options.seed), Tally(), list[Sample]()
    settings = KioskConfig(most_per_minute=120, idle_s=20.0, attract_every_s=60.0, brain_patience_s=40.0)
    config = Config(kiosk=settings)
    config = replace(config, voice=replace(config.voice, rate=2.0 if options.speed > 1 else 1.0))
    clock, began = Clock(options.speed), time.monotonic()
    kiosk = Heard(config, clock=clock)
    clock.busy = lambda: kiosk.now.talking
    run = asyncio.create_task(kiosk.run())
    await until(lambda: kiosk.frames > 0 or run.done(), 60.0)
    print(f"first picture after {time.monotonic() - began:.1f} s", flush=True)
    visitors, faults = Visitors(kiosk, tally, chance, options.speed), Faults(kiosk, random.Random(7), machine)
    await until(faults.well, 20.0)
    mouth = Mouth(kiosk, machine, size(options), keeps=options.verbose)
    visitors.stays, visitors.looks = (lambda: faults.under_way), mouth.open
    helpers = [asyncio.create_task(sampling(samples, began)), asyncio.create_task(telling(tally, faults, began))]
    if options.faults:
        helpers.append(asyncio.create_task(breaking(faults, options)))
    end = began + options.minutes * 60
    while tally.turns < options.turns and time.monotonic() < end and not run.done():
        await visitors.visit()
    for helper in helpers:
        helper.cancel()
    if run.done():
        run.result()
        raise SystemExit("the kiosk ended by itself")
    samples.append(sample(began))
    kiosk.end()
    await run
    for fault in kiosk.now.faults if options.verbose else ():
        print("  kiosk:", fault)
    return tally, samples, faults


async def sampling(samples: list[Sample], began: float) -> None:
    while True:
        samples.append(await asyncio.to_thread(sample, began))
        await asyncio.sleep(2.0)


async def telling(tally: Tally, faults: Faults, began: float) -> None:
    """How far it is, now and then."""
    while True:
        await asyncio.sleep(60.0)
        minutes, broken = (time.monotonic() - began) / 60, sum(map(len, faults.took.values()))
        print(f"{minutes:5.1f} min: {tally.turns} turns, {len(tally.lost)} lost, {broken} faults", flush=True)


async def breaking(faults: Faults, options: argparse.Namespace) -> None:
    """Every kind, in another order each time round."""
    while True:
        names = [name for name in faults.kinds if options.only in name]
        faults.chance.shuffle(names)
        for name in names:
            await asyncio.sleep(faults.chance.uniform(0.5, 1.5) * options.faults)
            took = await faults.one(name)
            if options.verbose:
                print(f"  {name}: {took:.1f} s", flush=True)


def report(tally: Tally, samples: list[Sample], faults: Faults) -> bool:
    """Prints it all; whether everything held."""
    print(f"{tally.turns} turns in {tally.visits} visits, {tally.whole} replies heard to their end")
    print(f"{len(tally.lost)} without a reply, {tally.stuck} of {tally.looked} mouths that stood open in silence")
    for each in sorted(set(tally.lost)):
        print(f"  lost {tally.lost.count(each):3} times: {each}")
    fine = not tally.lost and not tally.stuck
    print(f"  {'fault':<32} times  longest recovery  turns lost")
    for name, took in sorted(faults.took.items()):
        lost = sum(each.endswith(f", {name}") for each in tally.lost)
        print(f"  {name:<32} {len(took):5}  {max(took):14.1f} s  {lost:10}")
        fine &= max(took) <= RECOVERY_S
    warm = samples[int(len(samples) * WARM) :]
    third = max(1, len(warm) // 3)
    for what, room in MAY_GROW.items():
        values = np.array([float(getattr(each, what)) for each in warm])
        before, after = float(np.median(values[:third])), float(np.median(values[-third:]))
        print(f"  {what:<12} {before:8.1f} -> {after:8.1f}  (most {max(getattr(each, what) for each in samples):.1f})")
        fine &= after - before <= room
    return fine


def picture(samples: list[Sample], path: Path) -> None:
    """What was held, over time."""
    from benchmarks.graph import Curve, graph

    rows: list[tuple[str, str]] = [("pss_mb", "PSS, MB"), ("private_mb", "private, MB"), ("descriptors", "descriptors")]
    rows += [("threads", "threads"), ("processes", "processes")]
    curves = [Curve(title, [(each.at / 60, float(getattr(each, name))) for each in samples]) for name, title in rows]
    graph(curves, path, "minutes")


def size(options: argparse.Namespace) -> tuple[int, int]:
    width, height = map(int, options.size.split("x"))
    return width, height


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--speed", type=float, default=1.0, help="of the kiosk's clock while nothing is said")
    parser.add_argument("--faults", type=float, default=0.0, metavar="SECONDS", help="mean time between two; 0: none")
    parser.add_argument("--only", default="", help="only faults whose names hold this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--picture", type=Path, help="where to draw what was held over time")
    parser.add_argument("--size", default="640x360", help="of the screen")
    parser.add_argument("--verbose", action="store_true", help="tell of every fault")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, ExitStack() as stack:
        machine = Machine(size(options), Path(folder) / "home", stack)
        names = {"DISPLAY": machine.display, "AVATAR_HOME": str(machine.home), "XDG_RUNTIME_DIR": folder}
        os.environ.update({**machine.sink.env, **names})
        logs.to_file()
        tally, samples, faults = asyncio.run(soak(options, machine))
        if options.verbose:
            print((machine.home / "state" / "avatar.log").read_text("utf-8", "replace")[-4000:])
    if options.picture:
        picture(samples, options.picture)
    fine = report(tally, samples, faults)
    print("all held" if fine else "NOT ALL HELD")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
