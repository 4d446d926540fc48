"""Whole shows filmed for places, each read back to its last frame and sample.

    python -m benchmarks.places [PLACE ...] [--workers N] [--keep FOLDER]

For each place a show of its own is filmed whole by `avatar film --for PLACE`. Told are how long that took, how many
films it took until one fitted, and whatever of the file the place would not take. What is decoded has to be as long as
the file says, and the index of an MP4 has to be in front.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import av

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar.film.facts import read_facts, tell_size
from avatar.film.places import DESTINATIONS, find_faults

SHOWS = {"web": "waist-up", "discord": "nothing-left-over", "youtube": "the-goodbye-helpline"}
"""Place to the show that is filmed for it."""


class Decoded(NamedTuple):
    """What a player gets out of a file."""

    frames: int
    seconds: float
    """Of its sound."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", default=list(SHOWS), help=f"of {', '.join(SHOWS)} (default: all)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="folder for the films")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["AVATAR_HOME"] = str(Path(temporary) / "home")
        folder = options.keep or Path(temporary)
        taken = [film_for(name, folder, options.workers) for name in options.places]
        return 0 if all(taken) else 1


def film_for(name: str, folder: Path, workers: int) -> bool:
    """Films a show for a place and prints what came of it; whether the place takes it."""
    place = DESTINATIONS[name]
    path = folder / f"{name}{place.ending}"
    command = [sys.executable, "-m", "avatar", "film", SHOWS[name], "--for", name, "-o", str(path)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([*command, "--workers", str(workers)], stderr=subprocess.PIPE, text=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(done.stderr.strip())
    if done.returncode:
        print(f"{name}: FAILED")
        return False
    facts, decoded = read_facts(path), decode(path)
    films = 1 + done.stderr.count("another one is tried")
    print(f"{name}: {wall:.1f} s, {cpu:.1f} s cpu, {films} films, {tell_size(facts.weight)}, {facts.seconds:.2f} s")
    faults = find_faults(facts, place)
    if decoded.frames != facts.frames or abs(decoded.seconds - facts.seconds) > 0.05:
        faults.append(f"{decoded.frames} frames and {decoded.seconds:.2f} s of sound came out of it")
    if place.ending == ".mp4" and not index_first(path):
        faults.append("its index is behind what it is of")
    print(f"{name}: {'; '.join(faults) or 'taken'}", flush=True)
    return not faults


def decode(path: Path) -> Decoded:
    frames, samples, rate = 0, 0, 48_000
    with av.open(str(path)) as container:
        sounds = [stream for stream in container.streams if stream.type == "audio"]
        for frame in container.decode(container.streams.video[0], *sounds):
            if isinstance(frame, av.VideoFrame):
                frames += 1
            else:
                sound: Any = frame
                samples, rate = samples + sound.samples, sound.sample_rate
    return Decoded(frames, samples / rate)


def index_first(path: Path) -> bool:
    """Whether an MP4 can be played while it loads."""
    names = []
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size = int.from_bytes(head[:4], "big")
            names.append(head[4:])
            file.seek((size if size != 1 else int.from_bytes(file.read(8), "big") - 8) - 8, 1)
    return names.index(b"moov") < names.index(b"mdat")


if __name__ == "__main__":
    sys.exit(main())
