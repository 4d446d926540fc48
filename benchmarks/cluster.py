"""Films by a cluster: what handing out costs, how it grows, and a season whose workers are killed.

python -m benchmarks.cluster scheduler [--segments 10000]   segments of no work: the scheduler's own part
python -m benchmarks.cluster overhead                       a segment here against the same by a worker
python -m benchmarks.cluster scaling                        one worker against two
python -m benchmarks.cluster season [--episodes 20]         a season while a worker is killed each minute
python -m benchmarks.cluster model                          1,000 episodes of ten minutes on 10, 100 and 1,000 cores
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from avatar.config import Config, VoiceConfig
from avatar.film.encoders import ENCODERS, Task
from avatar.film.pictures import Pictures, Segment
from avatar.series import plan
from avatar.series.cluster.bundles import Bundle
from avatar.series.cluster.connecting import Cluster, connect
from avatar.series.cluster.crew import make_films
from avatar.series.cluster.pool import ClusterPool
from avatar.series.cluster.working import make_segment, wrap
from avatar.series.episodes import read_episodes
from avatar.series.filming import Crew, get_ready, make_film
from avatar.series.films import Records

CONFIG = Config(voice=VoiceConfig("en-gb"))
"""espeak-ng: what is measured is the film's part."""

LINES = (
    "I bought two chairs today.", "For whom?", "One is for me, and the other one is for whoever asks.",
    "I am asking.", "Then it is taken.", "By whom?", "By the question.", "That is no answer.", "It is a chair.",
)  # fmt: skip


def write_season(folder: Path, episodes: int, lines: int, size: str) -> Path:
    """A generated series: every episode another order of the same lines."""
    (folder / "episodes").mkdir(parents=True)
    text = (
        f"[cast]\nMAX = 'max'\nBEA = 'bea'\n[film]\nsizes = ['{size}']\nthumbnail = false\n[series]\nposter = false\n"
    )
    (folder / "series.toml").write_text(text, "utf-8")
    for number in range(1, episodes + 1):
        dice = random.Random(number)
        spoken = [f"{('MAX', 'BEA')[n % 2]}\n{dice.choice(LINES)}\n" for n in range(lines)]
        place = dice.choice(["LIVING ROOM", "COMEDY CLUB", "STUDIO"])
        half = len(spoken) // 2
        script = f"Title: Part {number}\n\nINT. {place} - DAY\n\n" + "\n".join(spoken[:half])
        script += "\n\nINT. STUDIO - DAY\n\n" + "\n".join(spoken[half:])
        (folder / "episodes" / f"{number:03d}.fountain").write_text(script, "utf-8")
    return folder


def nothing(number: int) -> int:
    """A segment of no work."""
    return number


def run_scheduler(options: argparse.Namespace) -> None:
    with connect("local:2") as cluster:
        client: Any = cluster.client
        client.gather(client.map(nothing, range(100), pure=False))
        begun = time.perf_counter()
        futures = client.map(nothing, range(options.segments), pure=False)
        client.gather(futures)
        took = time.perf_counter() - begun
    print(
        f"{options.segments:,} segments of no work, two workers: {took:.2f} s, "
        f"{1000 * took / options.segments:.2f} ms each"
    )


def one_segment(folder: Path, size: str) -> tuple[Task, Any, Segment]:
    """A real segment from the middle of a short film."""
    kept: list[tuple[Task, Any, Segment]] = []

    class Keeper:
        def __init__(self, task: Task, cast: Any, workers: int) -> None:
            self._made, self._pictures = (task, cast), Pictures(task.shape)
            self._task, self._held = task, []  # type: ignore[var-annotated]

        most = 1
        room = property(lambda self: not self._held)
        waiting = property(lambda self: len(self._held))

        def submit(self, segment: Segment) -> None:
            kept.append((*self._made, segment))
            self._held.append(segment)

        def next(self) -> tuple[int, list[Any]]:
            segment = self._held.pop()
            return segment.number, ENCODERS[self._task.kind](self._task, segment, self._pictures.of(segment))

        def close(self) -> None:
            pass

    series = plan.read(write_season(folder, 1, 8, size))
    (ready,) = get_ready(series, read_episodes(series))
    outcome = make_film(series, ready, ready.films[0], CONFIG, crew=Crew(make_pool=Keeper))
    assert not outcome.trouble, outcome.trouble
    return kept[len(kept) // 2]


def run_overhead(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        task, cast, segment = one_segment(Path(folder) / "season", options.size)
    pictures = Pictures(task.shape)
    data = wrap(segment)
    packets = ENCODERS[task.kind](task, segment, pictures.of(segment))
    size = sum(len(each.data) for each in packets)
    with connect("local:1") as cluster:
        pool = ClusterPool(cluster.client, task, cast)
        here, there = [], []
        for turn in range(options.turns + 1):
            begun = time.perf_counter()
            make_segment(data, task, Bundle("", b""))
            between = time.perf_counter()
            pool.submit(segment)
            pool.next()
            if turn:  # the first one reads the art
                here.append(between - begun)
                there.append(time.perf_counter() - between)
        pool.close()
    best = min(here), min(there)
    print(f"{options.size}, {segment.count} frames: {len(data):,} bytes sent, {size:,} bytes back")
    print(
        f"here {best[0]:.3f} s, by a worker {best[1]:.3f} s: {100 * (best[1] / best[0] - 1):+.1f} % "
        f"(best of {options.turns})"
    )


def film_by(cluster: Cluster, folder: Path) -> float:
    """Seconds that a season takes."""
    series = plan.read(folder)
    wishes = [(ready, film) for ready in get_ready(series, read_episodes(series)) for film in ready.films]
    begun = time.perf_counter()
    for outcome in make_films(series, wishes, CONFIG, cluster, lambda wanted, now: None):
        assert not outcome.trouble, outcome.trouble
    return time.perf_counter() - begun


def run_scaling(options: argparse.Namespace) -> None:
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder, connect(f"local:{workers}") as cluster:
            season = write_season(Path(folder) / "season", 4, 16, options.size)
            took = film_by(cluster, season)
            records = Records(season / "films")
            series = plan.read(season)
            wanted = [film for ready in get_ready(series, read_episodes(series)) for film in ready.films]
            length = sum(made.seconds for each in wanted if (made := records.find(each)))
        print(
            f"{workers} worker{'s' * (workers > 1)}: {length:.0f} s of film in {took:.1f} s, {length / took:.2f} times",
            flush=True,
        )


@contextmanager
def killing(cluster: Cluster, every: float) -> Iterator[list[int]]:
    """Kills a worker now and then; the processes that died."""
    over, dead = threading.Event(), list[int]()

    def kill() -> None:
        client: Any = cluster.client
        while not over.wait(every):
            pids = list(client.run(os.getpid).values())
            os.kill(pids[0], signal.SIGKILL)
            dead.append(pids[0])

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    try:
        yield dead
    finally:
        over.set()
        thread.join()


def run_season(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder, connect("local:2") as cluster:
        season = write_season(Path(folder) / "season", options.episodes, options.lines, options.size)
        with killing(cluster, options.every) as dead:
            took = film_by(cluster, season)
        series = plan.read(season)
        records = Records(season / "films")
        wanted = [film for ready in get_ready(series, read_episodes(series)) for film in ready.films]
        states = [records.find_state(each) for each in wanted]
        made = [records.find(each) for each in wanted]
        chapters = [each.chapters for each in made if each]
        print(
            f"{states.count('made')} of {len(wanted)} films, {sum(each.seconds for each in made if each):.0f} s at "
            f"{options.size} in {took:.0f} s; {len(dead)} workers killed; chapters {min(chapters)} to {max(chapters)}; "
            "length, sound and chapters of each read back"
        )


def run_model(options: argparse.Namespace) -> None:
    """The written model of docs/series.md, from constants measured by the other runs."""
    films, seconds, segment = 1000, 600.0, 4.0
    segments = films * seconds / segment
    work, client, scheduler = options.work, options.client, options.scheduler
    print(
        f"{segments:,.0f} segments; {work} s of a core, {1000 * client:.1f} ms of this program, "
        f"{1000 * scheduler:.2f} ms of the scheduler each"
    )
    for cores in (10, 100, 1000):
        parts = {
            "workers": segments * work / cores, "this program": segments * client, "scheduler": segments * scheduler,
            "network (1 Gbit/s)": segments * options.moved / 125e6,
        }  # fmt: skip
        first = max(parts, key=lambda name: parts[name])
        print(
            f"{cores:5} cores: "
            + ", ".join(f"{name} {value / 3600:.2f} h" for name, value in parts.items())
            + f"; first limit: {first}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("scheduler", "overhead", "scaling", "season", "model"))
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--size", default="720p")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--episodes", type=int, default=20)
    parser.add_argument("--lines", type=int, default=12)
    parser.add_argument("--every", type=float, default=60.0)
    parser.add_argument("--work", type=float, default=2.0, help="seconds of a core a segment")
    parser.add_argument("--client", type=float, default=0.02, help="seconds of this program a segment")
    parser.add_argument("--scheduler", type=float, default=0.0006, help="seconds of the scheduler a segment")
    parser.add_argument("--moved", type=float, default=400_000, help="bytes moved a segment")
    options = parser.parse_args()
    globals()[f"run_{options.what}"](options)


if __name__ == "__main__":
    main()
