"""How fast films are made, how much memory that takes, and how far the mouth in the file is off the sound in it.

    python benchmarks/film.py [SHOW] [--to 60] [--workers N]     speed at 1080p30 and 720p30, peak memory
    python benchmarks/film.py --draft [--to 60]                  speed of a draft of 1080p30
    python benchmarks/film.py --sync                             words heard against mouths seen, from the file
    python benchmarks/film.py --bursts                           lips seen to part against bursts of P, from the file
    python benchmarks/film.py --hour [--to 600]                  memory while an hour is filmed, or a part of it

Speed is held against the H.264 encoder alone: the same codec, settings and segments, in as many processes at once, on
frames that lie ready in memory. All modules are compiled before, as an installed avatar has them. A machine that does
something else makes both slower; the processor times beside them tell the same story without that.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library, scenefile
from avatar.film.codecs import encoder, h264
from avatar.film.pictures import Pictures, Segment
from avatar.film.planes import Planes
from avatar.film.reel import Reel
from avatar.film.shape import FrameShape

SHOW = "the-goodbye-helpline"
SIZES = {"1080p": (1920, 1080, 2.0), "720p": (1280, 720, 3.5)}
"""Name to width, height and how often real time it should be filmed."""
RATIO = 0.75
FPS = 30
SAMPLED = 4
"""Segments that each process of the encoder alone encodes."""
AVATAR = [sys.executable, "-m", "avatar"]


class Cost(NamedTuple):
    """Seconds that something took."""

    wall: float
    cpu: float
    """Of all its processes together."""


# ------------------------------------------------------------------------------------------------- the encoder alone


def encode_alone(barrier: Any, results: Any, path: str, shape: FrameShape, firsts: list[int]) -> None:
    """A process that encodes segments which it has drawn before, all processes at the same time."""
    scene = scenefile.load(Path(path))
    pictures = Pictures(shape)
    reel = Reel.of(scene)
    reel.until(1e9)
    wall = cpu = 0.0
    for first in firsts:
        count = shape.segment
        window = reel.window(first / FPS, (first + count) / FPS)
        frames = [
            Planes(shape.width, shape.height).update(picture.pixels, None)
            for picture in pictures.of(Segment(0, first, count, window))
        ]
        context = encoder(h264(shape), shape)
        barrier.wait()
        start, used = time.perf_counter(), time.process_time()
        for place, frame in enumerate(frames):
            frame.pts, frame.time_base = place, Fraction(1, FPS)
            context.encode(frame)
        context.encode(None)
        wall += time.perf_counter() - start
        cpu += time.process_time() - used
    results.put((wall, cpu))


def alone(path: Path, shape: FrameShape, seconds: float, workers: int) -> Cost:
    """What the encoder alone would take for the whole film, by segments from all over it."""
    spawn = multiprocessing.get_context("spawn")
    barrier, results = spawn.Barrier(workers), spawn.Queue()
    most = max(1, int(seconds * FPS) // shape.segment - 1)
    spread = np.linspace(0, most - 1, min(most, SAMPLED * workers)).astype(int)
    firsts = [[int(number) * shape.segment for number in spread[place::workers]] for place in range(workers)]
    least = min(map(len, firsts))
    processes = [
        spawn.Process(target=encode_alone, args=(barrier, results, str(path), shape, mine[:least])) for mine in firsts
    ]
    for process in processes:
        process.start()
    found = [results.get() for _ in processes]
    for process in processes:
        process.join()
    filmed = least * shape.segment / FPS
    share = seconds / filmed
    # All encode at once, so together they make `workers` times as many seconds of film in that time.
    return Cost(share * float(np.mean([wall for wall, _ in found])) / workers, share * np.mean([c for _, c in found]))


# ------------------------------------------------------------------------------------------------------------ filming


class Memory(threading.Thread):
    """Watches what a process and all its children hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._done = threading.Event()
        self.seen: list[float] = []
        """MB, five times a second."""

    def run(self) -> None:
        while not self._done.wait(0.2):
            if held := sum(_held(pid) for pid in _family(self._pid)):
                self.seen.append(held / 1024)

    def stop(self) -> None:
        self._done.set()
        self.join()


def _family(pid: int) -> list[int]:
    found, left = [], [pid]
    while left:
        each = left.pop()
        found.append(each)
        for task in Path(f"/proc/{each}/task").glob("*"):
            try:
                left += map(int, (task / "children").read_text().split())
            except OSError:
                continue
    return found


def _held(pid: int) -> int:
    """kB that are a process's own, and its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def compiled(show: str, folder: Path) -> dict[str, str]:
    """An environment in which all modules lie compiled, as in an avatar that is installed: a second is filmed."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    command = [*AVATAR, "film", show, "-o", str(folder / "first.mp4"), "--draft", "--no-cache", "-q", "--to", "1"]
    filmed(command, env)
    return env


def filmed(command: list[str], env: dict[str, str] | None = None) -> tuple[Cost, list[float]]:
    """Runs a command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env)
    memory = Memory(process.pid)
    memory.start()
    if process.wait():
        raise SystemExit(f"failed: {' '.join(command)}")
    wall = time.perf_counter() - start
    memory.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, used), memory.seen


def speed(options: argparse.Namespace, folder: Path) -> bool:
    """Prints how fast a show is filmed; whether that is fast enough."""
    workers = options.workers or os.cpu_count() or 1
    baked = folder / "show.scene"
    subprocess.run([*AVATAR, "show", "bake", options.show, "-o", str(baked)], check=True, stdout=subprocess.DEVNULL)
    whole = scenefile.load(baked).duration
    seconds = min(options.to or whole, whole)
    print(f"{options.show}, {seconds:.0f} s at {FPS} frames a second, {workers} processes; x: times real time")
    print(f"{'':7}{'encoder alone':>22}{'film':>22}{'ratio':>8}{'of cpu':>8}{'memory':>10}")
    fine, env = True, compiled(options.show, folder)
    for name, (width, height, wanted) in SIZES.items():
        shape = FrameShape(width, height, FPS)
        bare = alone(baked, shape, seconds, workers)
        out = folder / f"{name}.mp4"
        command = [*AVATAR, "film", options.show, "-o", str(out), "--size", name, "--fps", str(FPS), "-q", "--no-cache"]
        made, memory = filmed([*command, "--to", f"{seconds:.3f}", "--workers", str(workers)], env)
        ratio, of_cpu = bare.wall / made.wall, bare.cpu * 1.0 / made.cpu
        rows = [f"{seconds / cost.wall:6.2f} x {cost.cpu:7.1f} s cpu" for cost in (bare, made)]
        print(f"{name:7}{rows[0]}{rows[1]}{ratio:8.2f}{of_cpu:8.2f}{max(memory):7.0f} MB")
        fine &= ratio >= RATIO and seconds / made.wall >= wanted
    print(f"target: {RATIO} of the encoder, 2 x at 1080p, 3.5 x at 720p: {'met' if fine else 'MISSED'}")
    return fine


DRAFT = 6.0
"""Times real time at which a draft of 1080p30 should be filmed."""


def drafted(options: argparse.Namespace, folder: Path) -> bool:
    """Prints how fast a show is filmed with `--draft`; whether that is fast enough."""
    seconds = options.to or 60.0
    command = [*AVATAR, "film", options.show, "-o", str(folder / "draft.mp4"), "--draft", "--no-cache", "-q"]
    env = compiled(options.show, folder)
    made, memory = filmed([*command, "--to", str(seconds), "--workers", str(options.workers)], env)
    print(f"draft: {seconds / made.wall:.2f} x real time, {made.cpu:.1f} s cpu, {max(memory):.0f} MB")
    fine = seconds / made.wall >= DRAFT
    print(f"target: {DRAFT:g} x: {'met' if fine else 'MISSED'}")
    return fine


def hour(folder: Path, seconds: float) -> bool:
    """Prints what memory an hour of talk takes, or less of it; whether it stays flat."""
    script = library.show(SHOW).read_text("utf-8")
    head, _, body = script.partition("\n\n")
    long = folder / "hour.fountain"
    long.write_text(head + "\n\n" + "\n\n".join([body] * 40), "utf-8")
    command = [*AVATAR, "film", str(long), "-o", str(folder / "hour.mp4"), "--size", "160x90", "--fps", "24"]
    made, memory = filmed([*command, "--to", str(seconds), "-q"])
    quarters = [max(part) for part in np.array_split(np.array(memory), 4)]
    held = ", ".join(f"{each:.0f}" for each in quarters)
    print(f"{seconds / 60:.0f} minutes in {made.wall / 60:.1f} minutes; MB at most in each quarter: {held}")
    flat = quarters[3] < 1.1 * quarters[0]
    print(f"target: flat: {'met' if flat else 'MISSED'}")
    return flat


# ---------------------------------------------------------------------------------------------------- sound and mouth

WORDS = "Pa. Pie. Pot. Pack. Pop. Part. Pipe. Pocket. Pattern. Papa. Popcorn. Pilot. Package. Parking. Pottery. Palm."
"""They begin with a burst of the lips: the sound begins as they part."""
WHO = "juno"
SIDE = 640
BEGUN = 0.05
"""Share of a wide open mouth's dark from which on it counts as open."""


def sync(folder: Path) -> bool:
    """Prints how far mouths seen in a film are off words heard in it; whether that is within a frame."""
    fine = False
    for fps in (24, FPS, 60):
        path = folder / f"words{fps}.mp4"
        command = [*AVATAR, "film", "--text", WORDS, "--character", WHO, "--voice", "en-gb", "-o", str(path), "-q"]
        subprocess.run([*command, "--size", f"{SIDE}x{SIDE}", "--fps", str(fps), "--reduced-motion"], check=True)
        frames, samples, rate = read(path)
        heard, seen = onsets(samples, rate), openings(frames) / fps
        pairs = np.array([1000 * (seen[np.abs(seen - t).argmin()] - t) for t in heard])
        pairs = pairs[np.abs(pairs) < 200]
        median, (low, high) = float(np.median(pairs)), np.percentile(pairs, [10, 90])
        print(f"{fps} frames a second: mouth after sound {median:+.1f} ms ({low:+.1f} to {high:+.1f}; {len(pairs)} of "
              f"{len(heard)} words)")  # fmt: skip
        if fps == FPS:
            fine = abs(median) <= 1000 / fps and len(pairs) >= 12
    print(f"target: within a frame at {FPS} a second at the median: {'met' if fine else 'MISSED'}")
    return fine


PLOSIVES = "Pa. Pie. Pot. Pay. Pea. Paw. Pat."


def part(folder: Path) -> bool:
    """Prints when lips are first seen to part, against the bursts that are heard; whether at most half a frame late."""
    fine = True
    for voice in ("en-gb", "juno"):
        for fps in (24, 25, 30, 60):
            path = folder / f"bursts{voice}{fps}.mp4"
            command = [*AVATAR, "film", "--text", PLOSIVES, "--character", WHO, "--voice", voice, "-o", str(path), "-q"]
            subprocess.run([*command, "--size", f"{SIDE}x{SIDE}", "--fps", str(fps), "--reduced-motion"], check=True)
            frames, samples, rate = read(path)
            late = np.array([1000 * (first_parted(frames, t, fps) / fps - t) for t in onsets(samples, rate)])
            print(f"{voice}, {fps} frames a second: lips are seen to part after the burst {np.median(late):+.0f} ms "
                  f"({late.min():+.0f} to {late.max():+.0f} of {len(late)})")  # fmt: skip
            fine = fine and late.max() <= 500 / fps
    print(f"target: nowhere later than half a frame: {'met' if fine else 'MISSED'}")
    return fine


PARTED = 0.4
"""Share of the way from pressed lips to the vowel from which on they are seen to be parted."""


def first_parted(frames: NDArray[np.uint8], burst: float, fps: int) -> int:
    """Number of the frame in which lips that were pressed before a burst, at that second, are first seen apart."""
    pressed, vowel = (frames[round((burst + away) * fps)].astype(int) for away in (-0.05, 0.1))
    whole = np.abs(vowel - pressed).mean()
    numbers = range(round((burst - 0.05) * fps), round((burst + 0.1) * fps) + 1)
    return next(n for n in numbers if np.abs(frames[n].astype(int) - pressed).mean() >= PARTED * whole)


def read(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.float32], int]:
    """The decoded frames, RGB, of the lower middle of the picture; the decoded sound, and its rate."""
    import av

    frames, parts, rate = [], [], 0
    with av.open(str(path)) as container:
        for frame in container.decode():
            if isinstance(frame, av.VideoFrame):
                frames.append(frame.to_ndarray(format="rgb24")[_mouth()])
            else:
                rate = frame.sample_rate
                parts.append(frame.to_ndarray()[0])
    return np.stack(frames), np.concatenate(parts), rate


def _mouth() -> tuple[slice, slice]:
    """Rows and columns around the mouth."""
    from avatar.character.loading import load
    from avatar.character.rig import frame_view
    from avatar.scene.staging import find_place

    character = load(library.character(WHO))
    assert character.mouth is not None
    scale, _, _, _, left, top = frame_view(character, find_place("centre", 1.0), SIDE, SIDE)
    x, y = character.mouth.anchor[0] * scale + left, character.mouth.anchor[1] * scale + top
    half = character.mouth.width * scale * 0.5
    return slice(round(y - half * 0.5), round(y + half * 1.2)), slice(round(x - half), round(x + half))


def onsets(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Seconds at which it becomes loud after a silence."""
    hop = rate // 500
    power = np.sqrt(np.square(samples[: len(samples) // hop * hop].reshape(-1, hop)).mean(axis=1))
    loud = np.nonzero(power > 0.03 * power.max())[0]
    return np.array([at * hop / rate for n, at in enumerate(loud) if n == 0 or at - loud[n - 1] > 50])


def openings(frames: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Where the dark of the mouth begins to show: frames, with their fraction, since frames are samples of a motion."""
    dark = (frames.astype(int).sum(axis=3) < 3 * 75).mean(axis=(1, 2))
    rest = np.median(dark[:3])
    least = rest + BEGUN * (np.percentile(dark, 95) - rest)
    opened = dark > least
    begun = [n for n in range(2, len(opened)) if opened[n] and not opened[n - 1] and not opened[n - 2]]
    return np.array([n - (dark[n] - least) / (dark[n] - dark[n - 1]) for n in begun])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("show", nargs="?", default=SHOW)
    parser.add_argument("--to", type=float, help="seconds of the show; all of it")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--draft", action="store_true")
    parser.add_argument("--sync", action="store_true")
    parser.add_argument("--bursts", action="store_true")
    parser.add_argument("--hour", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the films")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        if options.draft:
            return 0 if drafted(options, folder) else 1
        if options.sync:
            return 0 if sync(folder) else 1
        if options.bursts:
            return 0 if part(folder) else 1
        if options.hour:
            return 0 if hour(folder, options.to or 3600.0) else 1
        return 0 if speed(options, folder) else 1


if __name__ == "__main__":
    sys.exit(main())
