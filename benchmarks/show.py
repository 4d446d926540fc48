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
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library, scenefile
from avatar.config import Config, SoundConfig, StageConfig
from avatar.show import lengths
from avatar.show.cues import Directed, Part, Say
from avatar.show.directing import direct
from avatar.show.performing import Speaking, performed, scene_of
from avatar.show.play import At, Event, Notice, Over, Player
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
    """From the wish to play to the show's clock running: processes, window, sound, first lines."""
    underruns: int
    holds: int
    """Times that the show waited for a line."""
    largest_gap_ms: float
    drift_ms: float
    stage_mb: tuple[float, float]
    """Memory of the stage after a quarter of the show, and at its end."""
    self_mb: tuple[float, float]
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
    while not directed.cues or lengths.estimated(directed)[-1] < 60 * minutes:
        text += "".join(f"\n\n{body}\n" for _, body in parts)
        directed = direct(parse(text))
    starts = lengths.estimated(directed)
    keep = next(index for index, start in enumerate(starts) if start >= 60 * minutes or index == len(starts) - 1)
    scenes: tuple[Part, ...] = tuple(part for part in directed.scenes if part.cue < keep)
    return replace(directed, cues=directed.cues[:keep], scenes=scenes)


def memory_mb(pid: int | None) -> float:
    """Of a process, resident."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Watching:
    """Follows the play."""

    def __init__(self, total: float) -> None:
        self.total = total
        self.began: float | None = None
        self.over = threading.Event()
        self.notices: list[str] = []
        self.early: tuple[float, float] | None = None
        self.player: Player | None = None

    def __call__(self, event: Event) -> None:
        if isinstance(event, At) and event.t > 0.0:
            self.began = self.began or time.perf_counter()
            if self.early is None and event.t > self.total / 4 and self.player is not None:
                self.early = (memory_mb(self.player.pid), memory_mb(os.getpid()))
        elif isinstance(event, Notice):
            self.notices.append(event.text)
        elif isinstance(event, Over):
            if event.error is not None:
                self.notices.append(str(event.error))
            self.over.set()


def played(config: Config, directed: Directed, display: str, sink: virtual.Sink) -> tuple[Result, NDArray[np.int16]]:
    """Plays the show; the recording at 48 kHz."""
    os.environ |= {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1", **sink.env}
    with sink.recording() as recording:
        asked = time.perf_counter()
        source = ScriptSource(config, directed)
        watching = Watching(source.total)
        player = watching.player = Player(config, source, watching)
        while not watching.over.wait(5.0):
            print(f"\r{lengths.clock(player.position)} of {lengths.clock(source.total)} ", end="", file=sys.stderr)
        player.measure()
        end = time.monotonic() + 5
        while player.measured is None and time.monotonic() < end:
            time.sleep(0.05)
        late = (memory_mb(player.pid), memory_mb(os.getpid()))
        minutes, holds, underruns = source.total / 60, player.holds, player.underruns
        measured = player.measured
        player.close()
        time.sleep(0.5)
        samples = recording.samples
    early = watching.early or late
    result = Result(
        minutes, 0, 0, (watching.began or asked) - asked, underruns, holds, 0.0, 0.0, (early[0], late[0]),
        (early[1], late[1]), measured.frames if measured else 0, measured.late if measured else 0, watching.notices,
    )  # fmt: skip
    return result, samples


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
    with Speaking(config, directed) as speak:
        for step in performed(directed, speak):
            entries += step.entries
    starts = [entry.start for entry in entries if isinstance(entry.what, Performance)]
    scene = scene_of(directed, tuple(sorted(entries, key=lambda entry: entry.start)))
    return slow(scenefile.to_sound(scene, 48_000).samples, 48_000), sorted(starts)


def measure(minutes: float) -> Result:
    """Everything."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["AVATAR_HOME"] = home
        config = Config(stage=StageConfig(width=1280, height=720), sound=SoundConfig(latency="safe"))
        directed = long_show(minutes)
        with virtual.virtual_display(1280, 720) as display, virtual.null_sink() as sink:
            result, samples = played(config, directed, display, sink)
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
        print(f"stage {result.stage_mb[0]:.0f} MB after a quarter, {result.stage_mb[1]:.0f} MB at the end; "
              f"player {result.self_mb[0]:.0f} and {result.self_mb[1]:.0f} MB")  # fmt: skip
        print(f"{result.late_frames} of {result.frames} frames late")
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
