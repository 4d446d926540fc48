"""What the offline persona's replies cost: CPU milliseconds a reply, and memory, by character.

    python -m benchmarks.persona [--character NAME ...] [--against FOLDER]

Every character has the talks of `tests/brain` (strangers, transcripts, talks), in a process of its own; after each
fourth line it is asked on about what it has just said. With `--against`, a checkout of another commit
(`git worktree add FOLDER COMMIT`) has the same talks in turn, and replies are held against each other, byte by byte.
CPU time, unlike that of the wall, is much the same beside other work, and wholly so in proportion.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

ROOT = Path(__file__).parent.parent
TALKS = ROOT / "tests" / "brain"
ASKED_ON = ("why?", "what do you mean?", "who is that?", "go on", "really?")
EVERY = 4
"""Lines after which the character is asked on."""
AIMS = (15.0, 40.0)
"""CPU milliseconds of a reply, at the median and the 95th percentile."""


class Replies(NamedTuple):
    """What one character said in all talks."""

    said: list[str]
    first_ms: float
    """Of the first reply of all, which reads the character's files."""
    ms: list[float]
    """CPU time of each of the others."""
    memory_mb: float
    """By how much the process has grown."""


def lines_of(path: Path) -> list[str]:
    """What is typed in a talk."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    if path.parent.name == "talks":
        lines = [line[1:].strip() for line in lines if line.startswith(">")]
    typed: list[str] = []
    for number, line in enumerate(lines, 1):
        typed += [line, ASKED_ON[number // EVERY % len(ASKED_ON)]] if number % EVERY == 0 else [line]
    return typed


def resident_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def talk(folder: Path, typed: list[str]) -> list[tuple[str, float]]:
    """Replies to lines, each with its CPU milliseconds."""
    from avatar.brain import Setup, Turn
    from avatar.brain.persona import Persona
    from avatar.text import directions, vocabulary

    brain = Persona(Setup(folder, seed=3), lambda: datetime(2026, 3, 22, 15, 4))
    words, turns, found = vocabulary.of(folder), [], []
    for line in typed:
        turns.append(Turn("user", line))
        begun = time.process_time()
        reply = "".join([piece async for piece in brain.reply(tuple(turns)) if isinstance(piece, str)])
        found.append((reply, 1000 * (time.process_time() - begun)))
        turns.append(Turn("character", directions.strip(reply, words)))
    await brain.aclose()
    return found


def have_talks(name: str) -> Replies:
    """All talks with a character of the `avatar` that is imported."""
    import avatar
    import avatar.brain.persona  # its libraries are no part of what is measured

    before = resident_mb()
    folder = Path(avatar.__file__).parents[1] / "characters" / name
    paths = [path for part in ("strangers", "transcripts", "talks") for path in sorted((TALKS / part).glob("*.txt"))]
    found = [each for path in paths for each in asyncio.run(talk(folder, lines_of(path)))]
    said, ms = [reply for reply, _ in found], [each for _, each in found]
    return Replies(said, ms[0], ms[1:], resident_mb() - before)


def measured(name: str, root: Path) -> Replies:
    """The same by the checkout in `root`, in a process of its own."""
    command = [sys.executable, "-P", __file__, "--one", name]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(root)}  # as `avatar` runs
    run = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, cwd=root)
    return Replies(*json.loads(run.stdout))


def tell(name: str, which: str, found: Replies) -> None:
    median, late, latest = np.percentile(found.ms, [50, 95, 99])
    met = "met" if median <= AIMS[0] and late <= AIMS[1] else "MISSED"
    print(
        f"{name:6} {which:4} median {median:5.1f} ms   95th percentile {late:5.1f}   99th {latest:5.1f}"
        f"   mean {np.mean(found.ms):5.1f}   first {found.first_ms:5.0f}   of {len(found.said)}"
        f"   {found.memory_mb:5.1f} MB   {met}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--character", action="append", default=[])
    parser.add_argument("--against", type=Path, metavar="FOLDER")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        json.dump(have_talks(options.one), sys.stdout)
        return 0
    differ = 0
    for name in options.character or sorted(path.parent.name for path in (ROOT / "characters").glob("*/persona")):
        old = measured(name, options.against.resolve()) if options.against else None
        new = measured(name, ROOT)
        if old is not None:
            tell(name, "old", old)
        tell(name, "new", new)
        others = [each for each in zip(old.said, new.said, strict=True) if each[0] != each[1]] if old else []
        differ += len(others)
        for one, other in others[:3]:
            print(f"    {one!r}\n    {other!r}")
    if options.against:
        print(f"replies that differ: {differ}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
