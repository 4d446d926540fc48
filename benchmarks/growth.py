"""Whether the stage grows: 10,000 utterances and, between them, 100 changes of character, as fast as it can.

    python -m benchmarks.growth [--utterances 10000] [--changes 100] [--leaks]

The scene, the mixer, the poses and the picture painter are the stage's own, in this process; only the sound device is
left out, and the clock runs ahead. Prints resident MB and Python's own allocations as it goes; `--leaks` lists what
grew, by line. Fails where the second half grows by more than 4 MB.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

from avatar import library
from avatar.character.loading import load
from avatar.character.rig import group_static_parts
from avatar.draw import Painter, rasterise
from avatar.scene.pose import pose
from avatar.sound.clock import Clock
from avatar.sound.mix import Mixer
from avatar.stage.live import LiveScene
from avatar.types import CastMember, Performance, Scene
from benchmarks.characters import clause

STEP_S = 1.0
"""Seconds of the scene between two looks."""

ROOM_MB = 4.0


def resident_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Play:
    """A stage without a device: its clock is this object's own."""

    def __init__(self, name: str) -> None:
        self.wall = 0.0
        clock = Clock(0.0)
        self.mixer = Mixer(clock)
        self.live = LiveScene(self.mixer, clock, Scene((CastMember("who", name),)))
        self.clock = clock
        self.character = load(library.character(name))
        self.painter = Painter(160, 120)
        self.said = self.changed = 0

    def say(self, performance: Performance) -> None:
        """Says it to its end, looking once a second."""
        self.said += 1
        for event in self.live.perform(self.said, performance):
            raise SystemExit(f"refused: {event}")
        while self.live.speaking:
            self.mixer.mix(round(STEP_S * self.mixer.rate))
            self.wall += STEP_S
            self.live.tick(self.wall)
        posed = pose(self.live.scene, "who", self.clock.now(self.wall), self.character.acting)
        self.painter.paint([(self.character, posed)])

    def change(self, name: str) -> None:
        """Another character, all of it loaded anew."""
        self.changed += 1
        self.character = load(library.character(name))
        for key in group_static_parts(self.character):
            rasterise(self.character, key, 0.2)
        self.live.recast((CastMember("who", name),), None)


def told(play: Play, first: float) -> float:
    gc.collect()
    now = resident_mb()
    traced = tracemalloc.get_traced_memory()[0] / 1e6
    python = f", {traced:.2f} MB of Python's" if traced else ""
    done = f"{play.said:6} utterances, {play.changed:4} changes"
    print(f"{done}: {now:7.1f} MB resident ({now - first:+.1f}){python}", flush=True)
    return now


def grown(before: tracemalloc.Snapshot) -> None:
    for line in tracemalloc.take_snapshot().compare_to(before, "lineno")[:12]:
        print("   ", line)


def run(play: Play, options: argparse.Namespace) -> bool:
    """Says and changes everything; whether the second half has not grown."""
    names = sorted(library.characters())
    clauses = [replace(clause(seed), who="who") for seed in range(8)]
    # Every character once, so that what is kept of each is there before anything is compared.
    for name in names:
        play.change(name)
    play.changed = 0
    first = half = told(play, resident_mb())
    before = None
    for number in range(1, options.utterances + 1):
        play.say(clauses[number % len(clauses)])
        if number * options.changes // options.utterances > play.changed:
            play.change(names[play.changed % len(names)])
        if number % max(1, options.utterances // 20) == 0:
            now = told(play, first)
            if number <= options.utterances // 2:
                half = now
                before = tracemalloc.take_snapshot() if options.leaks else None
    if before is not None:
        grown(before)
    return resident_mb() - half <= ROOM_MB


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--utterances", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--leaks", action="store_true", help="list what grew; four times as slow")
    options = parser.parse_args()
    if options.leaks:
        tracemalloc.start(5)
    fine = run(Play(min(library.characters())), options)
    print("no growth" if fine else "IT GROWS")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
