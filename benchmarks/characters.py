"""What each character costs to load, pose, rig and paint, on one core.

    python -m benchmarks.characters [NAME ...]

Prints milliseconds of the thread's own time: the median and, because other work on the machine only ever adds, the
least. The first pose is the one after the scene has grown; the frame is as film takes it, blue first, and then turned
for who wants red first. Targets: load with all rasters at 1080p 400, pose 0.5, rig 2, mouth 1, a 1080p frame of a
speaking character 8.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from avatar import library
from avatar.character import rig
from avatar.character.loading import Character, load
from avatar.draw import Painter, paint_live, rasterise
from avatar.scene.pose import pose
from avatar.types import (
    VISEMES,
    CastMember,
    Clip,
    Entry,
    Mark,
    MouthTrack,
    Performance,
    Pose,
    Rung,
    Scene,
    Speech,
    Timed,
)

TIMES = 120
ENTRIES = 300
"""Clauses of the scene that is posed: as a long evening leaves them."""
HEADS = ("character", "load 1080p", "pose", "first pose", "rig", "mouth", "frame 1080p", "as RGBA")


def clause(seed: int) -> Performance:
    """A clause of noise: a mouth that never rests."""
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.full(len(VISEMES), 0.15), 300).astype(np.float32)
    words = tuple(Timed(number * 0.3, number * 0.3 + 0.25, "hello") for number in range(9))
    marks = (Mark("expression", "smile", 0.2), Mark("gesture", "wave", 0.8), Mark("emphasis", "hello", 1.2))
    speech = Speech(Clip.silence(3.0, 16_000), "Hello there?", "none", words=words)
    return Performance("who", speech, MouthTrack(weights, Rung.VOICE), marks)


def loaded(folder: Path) -> tuple[Character, float]:
    """A character with all its pictures at 1080p, and the milliseconds that took."""
    start = time.thread_time()
    character = load(folder)
    for key in rig.group_static_parts(character):
        rasterise(character, key, 1080 / character.canvas.height)
    return character, 1000 * (time.thread_time() - start)


def timed(work: Callable[[int], object]) -> str:
    return prepared(lambda number: lambda: work(number))


def prepared(make: Callable[[int], Callable[[], object]]) -> str:
    """What is made is timed, not the making."""
    taken = []
    for number in range(TIMES):
        work = make(number)
        start = time.thread_time()
        work()
        taken.append(1000 * (time.thread_time() - start))
    return f"{np.median(taken):.2f} ({min(taken):.2f})"


def measured(name: str, clauses: list[Performance]) -> tuple[str, ...]:
    character, load_ms = loaded(library.character(name))
    entries = tuple(Entry(3.5 * number, "who", clause) for number, clause in enumerate(clauses))
    scene = Scene((CastMember("who", name),), entries)
    middle = 3.5 * (ENTRIES // 2)

    growing = scene

    def at(number: int) -> Pose:
        return pose(scene, "who", middle + number / 30, character.acting)

    def grown(number: int) -> Callable[[], Pose]:
        nonlocal growing
        fresh = growing = growing.added(Entry(3.5 * (ENTRIES + number), "who", clauses[0]))
        return lambda: pose(fresh, "who", middle + number / 30, character.acting)

    poses = [at(number) for number in range(TIMES)]
    mouths = [
        [
            layer
            for layer in rig.build_layers(character, each)
            if isinstance(layer, rig.LiveLayer) and layer.key == "mouth"
        ]
        for each in poses
    ]
    painter = Painter(1920, 1080)
    scale = 1080 / character.canvas.height
    return (
        name,
        f"{load_ms:.0f}",
        timed(at),
        prepared(grown),
        timed(lambda number: rig.build_layers(character, poses[number])),
        timed(lambda number: [paint_live(layer, scale) for layer in mouths[number]]),
        timed(lambda number: painter.draw([(character, poses[number])])),
        timed(lambda number: painter.paint([(character, poses[number])])),
    )


def main() -> None:
    names = sys.argv[1:] or sorted(library.characters())
    clauses = [clause(seed) for seed in range(ENTRIES)]
    print("".join(f"{head:>16}" for head in HEADS))
    for name in names:
        print("".join(f"{value:>16}" for value in measured(name, clauses)), flush=True)


if __name__ == "__main__":
    main()
