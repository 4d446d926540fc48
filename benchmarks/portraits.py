"""How long a photograph takes to become a talking film: one command, from the file to the film.

    python -m benchmarks.portraits [PICTURE] [--size 720p] [--fps 25] [--times 3]

The text lasts about ten seconds. A machine that does something else makes the wall clock slower; the processor time of
all processes beside it tells the same story without that: on two cores no film takes less than half of it.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "tests/studio/pictures/astronaut.jpg"
TEXT = (
    "Hello. I was a still picture for a good many years, and nobody ever asked me what I think. Now that I can talk, I"
    " would like to begin with the weather, and then come to the point."
)
TARGET = 15.0
"""Seconds on two cores."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("picture", nargs="?", type=Path, default=PICTURE)
    parser.add_argument("--size", default="720p")
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    walls, cpus, length = [], [], 0.0
    for _ in range(options.times):
        with tempfile.TemporaryDirectory() as folder:
            film = Path(folder) / "talk.mp4"
            command = [
                sys.executable,
                "-m",
                "avatar",
                "film",
                "--picture",
                str(options.picture),
                "--mine",
                "--text",
                TEXT,
            ]
            command += ["--size", options.size, "--fps", str(options.fps), "-q", "-o", str(film)]
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)
            walls.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            with av.open(str(film)) as container:
                length = float(container.duration or 0) / av.time_base
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"{options.picture.name}: {length:.1f} s of film, {options.size} at {options.fps} frames a second; {load}")
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    print(f"wall clock {wall:.1f} s (best {min(walls):.1f}; target {TARGET:.0f}), processors {cpu:.1f} s together")


if __name__ == "__main__":
    main()
