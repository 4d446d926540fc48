"""A long scripted show, played live into a recorded sound card: underruns, gaps, drift, start, memory.

    python benchmarks/show.py [--minutes 20] [--json]

The shows that come with avatar are played one after the other, again and again, until the time is full: in a window of
a virtual screen, into a null sink that is recorded, their lines spoken while they play. Afterwards the same show is
performed once more without a stage; where each of its lines lies in the recording tells how late it was heard. A gap is
what the way from one line to the next took longer than in the script's own mix; drift is how much later the last line
was heard than the first, in seconds of the show.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library, scenefile
from avatar.config import Config, StageConfig
from avatar.show import lengths
from avatar.show.cues import Bookmark, Directed, Say
from avatar.show.directing import direct
from avatar.show.performing import LineSpeaker, perform, scene_of
from avatar.show.play import ShowEvent, ShowFinished, ShowNotice, ShowPlayer
from avatar.show.script import parse
from avatar.show.sources import ScriptSource
from avatar.types import Entry, Performance
from tests import virtual

RATE = 8_000
"""Hz at which sounds are compared: an eighth of a millisecond."""
WINDOW_S = 1.2
"""Seconds of a line that are looked for in the recording."""
SEARCH_S = 0.5
"""Seconds on either side of where it should be."""
SURE = 0.5
"""Correlation from which a line counts as found."""
ACT = "the-goodbye-helpline"
"""The act whose start is timed."""
LIT = 20.0
"""Mean brightness of a screen that shows a set, of 255."""
GAP_MS, DRIFT_MS, START_S = 150.0, 20.0, 2.0
"""Targets."""


@dataclass
class Result:
    """What was measured."""

    minutes: float
    lines: int
    found: int
    """Lines recognised in the recording."""
    start_s: float
    """From `avatar show play` to the first picture, its clock running: median of three, of a whole act."""
    underruns: int
    holds: int
    """Times that the show waited for a line."""
    largest_gap_ms: float
    drift_ms: float
    memory_mb: dict[str, tuple[float, ...]]
    """Of each process, through the show: proportional set size (what it shares counts by its share)."""
    frames: int
    late_frames: int
    notices: list[str]


def long_show(minutes: float) -> Directed:
    """The installed shows in a row, as often as it takes."""
    parts: list[tuple[str, str]] = []
    for path in library.shows().values():
        head, _, body = path.read_text("utf-8").partition("\n\n")
        cast = [line for line in head.splitlines() if line.startswith((" ", "\t")) and "=" in line]
        parts.append(("\n".join(cast), body))
    cast_lines = dict.fromkeys(line.strip() for cast, _ in parts for line in cast.splitlines())
    title = "Title: A long evening\nCast:\n" + "".join(f"    {line}\n" for line in cast_lines)
    text = title
    directed = direct(parse(text))
    while not directed.cues or lengths.estimate_starts(directed)[-1] < 60 * minutes:
        text += "".join(f"\n\n{body}\n" for _, body in parts)
        directed = direct(parse(text))
    starts = lengths.estimate_starts(directed)
    keep = next(index for index, start in enumerate(starts) if start >= 60 * minutes or index == len(starts) - 1)
    scenes: tuple[Bookmark, ...] = tuple(part for part in directed.scenes if part.cue < keep)
    return replace(directed, cues=directed.cues[:keep], scenes=scenes)


def memory_mb(pid: int) -> float:
    """Of a process: its proportional set size."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:")), 0.0)


def family(pid: int) -> dict[int, str]:
    """This process and its children, and theirs, with short names."""
    found = {pid: "player"}
    parents = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "cmdline").read_bytes().split(b"\0")
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1]), words
        except (OSError, ValueError, IndexError):
            continue
    grown = True
    while grown:
        grown = False
        for child, (parent, words) in parents.items():
            if parent in found and child not in found and b"-m" in words:
                found[child] = words[words.index(b"-m") + 1].decode().removeprefix("avatar.")
                grown = True
    return found


class Watching:
    """Follows the play."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.notices: list[str] = []
        self.memory: dict[str, list[float]] = {}

    def __call__(self, event: ShowEvent) -> None:
        if isinstance(event, ShowNotice):
            self.notices.append(event.text)
        elif isinstance(event, ShowFinished):
            if event.error is not None:
                self.notices.append(str(event.error))
            self.over.set()

    def weigh(self) -> None:
        """Takes down what every process weighs now."""
        for pid, name in family(os.getpid()).items():
            self.memory.setdefault(name, []).append(round(memory_mb(pid), 1))


@contextmanager
def recorded(sink: virtual.Sink, path: Path) -> Iterator[None]:
    """What the sink plays, into a file: a reader that shares this process's time would lose some of it."""
    command = ["parec", "--raw", "--format=s16le", f"--rate={virtual.RATE}", "--channels=1"]
    with path.open("wb") as file:
        process = subprocess.Popen(
            [*command, "--device=avatar.monitor"],
            env=os.environ | dict(sink.env),
            stdout=file,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not path.stat().st_size:
                time.sleep(0.02)
            yield
        finally:
            process.terminate()
            process.wait(10)


def played(config: Config, directed: Directed, sink: virtual.Sink) -> tuple[Result, NDArray[np.int16]]:
    """Plays the show; the recording at 48 kHz."""
    recording = sink.folder / "recording"
    with recorded(sink, recording):
        source = ScriptSource(config, directed)
        watching = Watching()
        player = ShowPlayer(config, source, watching)
        while not watching.over.wait(10.0):
            watching.weigh()
            print(
                f"\r{lengths.clock(player.position)} of {lengths.clock(source.total)} ",
                end="",
                file=sys.stderr,
            )
        player.measure()
        end = time.monotonic() + 5
        while player.measured is None and time.monotonic() < end:
            time.sleep(0.05)
        minutes, holds, underruns = source.total / 60, player.holds, player.underruns
        measured = player.measured
        player.close()
        time.sleep(0.5)
    memory = {name: tuple(weights) for name, weights in watching.memory.items()}
    result = Result(
        minutes, 0, 0, 0.0, underruns, holds, 0.0, 0.0, memory,
        measured.frames if measured else 0, measured.late if measured else 0, watching.notices,
    )  # fmt: skip
    return result, np.fromfile(recording, np.int16)


def started(display: str, name: str) -> float:
    """Seconds from the command to the first picture of a show; before it the window is black."""
    command = [sys.executable, "-m", "avatar", "show", "play", name]
    with virtual.Screen(display) as screen:
        while screen.grab(1280, 720).mean() >= LIT:  # the window of the time before is still closing
            time.sleep(0.01)
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        with virtual.Screen(display) as screen:
            while screen.grab(1280, 720).mean() < LIT and process.poll() is None:
                time.sleep(0.01)
            return time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(20)


def slow(samples: NDArray[np.int16], rate: int) -> NDArray[np.float32]:
    """At RATE."""
    step = rate // RATE
    return samples[: len(samples) // step * step].reshape(-1, step).mean(axis=1, dtype=np.float32) / np.float32(32768)


def lateness(mix: NDArray[np.float32], heard: NDArray[np.float32], starts: list[float]) -> list[tuple[float, float]]:
    """Of each line that is recognised: its second in the show, and how much later it lies in the recording."""
    offset = first_offset(mix, heard)
    found: list[tuple[float, float]] = []
    for start in starts:
        wanted = mix[round(start * RATE) : round((start + WINDOW_S) * RATE)]
        low = round((start + offset - SEARCH_S) * RATE)
        region = heard[max(0, low) : round((start + offset + WINDOW_S + SEARCH_S) * RATE)]
        place, sure = best(wanted, region)
        if sure >= SURE:
            late = (max(0, low) + place) / RATE - start
            offset = late
            found.append((start, late))
    return found


def first_offset(mix: NDArray[np.float32], heard: NDArray[np.float32]) -> float:
    """Where the show begins in the recording: its first ten seconds of sound, looked for in the first minute."""
    begin = int(np.flatnonzero(np.abs(mix) > 0.02)[0])
    place, _ = best(mix[begin : begin + 10 * RATE], heard[: 60 * RATE])
    return (place - begin) / RATE


def best(wanted: NDArray[np.float32], region: NDArray[np.float32]) -> tuple[int, float]:
    """Where a sound lies in a longer one, and how alike they are there, 0 to 1."""
    count = len(wanted)
    if len(region) < count or not wanted.any():
        return 0, 0.0
    size = 1 << (len(region) + count).bit_length()
    spectrum = np.fft.rfft(region, size) * np.conj(np.fft.rfft(wanted, size))
    scores = np.fft.irfft(spectrum, size)[: len(region) - count + 1]
    sums = np.concatenate([[0.0], np.cumsum(region.astype(np.float64) ** 2)])
    power = np.sqrt(np.maximum(sums[count:] - sums[:-count], 1e-9)) * float(np.linalg.norm(wanted))
    alike = scores / power
    place = int(np.argmax(alike))
    return place, float(alike[place])


def performed_again(config: Config, directed: Directed) -> tuple[NDArray[np.float32], list[float]]:
    """The show's own mix, and when its lines begin."""
    entries: list[Entry] = []
    with LineSpeaker(config, directed) as speak:
        for step in perform(directed, speak):
            entries += step.entries
    starts = [entry.start for entry in entries if isinstance(entry.what, Performance)]
    scene = scene_of(directed, tuple(sorted(entries, key=lambda entry: entry.start)))
    return slow(scenefile.to_sound(scene, 48_000).samples, 48_000), sorted(starts)


def measure(minutes: float) -> Result:
    """Everything."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["AVATAR_HOME"] = home
        config = Config(stage=StageConfig(width=1280, height=720))
        directed = long_show(minutes)
        with virtual.virtual_display(1280, 720) as display, virtual.null_sink() as sink:
            os.environ |= {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", **sink.env}
            start = sorted(started(display, ACT) for _ in range(3))[1]
            result, samples = played(config, directed, sink)
            result.start_s = start
        mix, starts = performed_again(config, directed)
        found = lateness(mix, slow(samples, virtual.RATE), starts)
    late = [each for _, each in found]
    gaps = [after - before for before, after in pairwise(late)]
    result.lines, result.found = sum(isinstance(cue, Say) for cue in directed.cues), len(found)
    result.largest_gap_ms = 1e3 * max(gaps, default=0.0)
    result.drift_ms = 1e3 * (late[-1] - late[0]) if late else float("nan")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20.0, help="length of the show (default: 20)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    result = measure(options.minutes)
    print(file=sys.stderr)
    if options.json:
        print(json.dumps(asdict(result)))
    else:
        print(f"show of {result.minutes:.1f} minutes, {result.found} of {result.lines} lines found in the recording")
        print(f"start {result.start_s:.2f} s, {result.underruns} underruns, waited {result.holds} times for a line")
        print(f"largest gap beyond the script {result.largest_gap_ms:.1f} ms, drift {result.drift_ms:.1f} ms")
        for name, weights in result.memory_mb.items():
            quarters = " ".join(f"{weights[place * (len(weights) - 1) // 4]:.0f}" for place in range(5))
            print(f"memory of {name}: {quarters} MB, from quarter to quarter")
        print(f"{result.frames} frames shown, {result.late_frames} left out")
        for notice in result.notices:
            print(f"notice: {notice}")
    good = (
        result.underruns == 0
        and result.largest_gap_ms <= GAP_MS
        and abs(result.drift_ms) <= DRIFT_MS
        and result.start_s <= START_S
    )
    print("within the targets" if good else "NOT within the targets", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
