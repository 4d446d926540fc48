"""Films by a cluster: what handing out costs, how it grows, and a season whose workers are killed.

python -m benchmarks.cluster scheduler [--segments 10000]   segments of no work: the scheduler's own part
python -m benchmarks.cluster overhead                       a segment here against the same by a worker
python -m benchmarks.cluster scaling                        one worker against two, and what a segment costs whom
python -m benchmarks.cluster season [--episodes 20]         a season while a worker is killed each minute
python -m benchmarks.cluster model                          1,000 episodes of ten minutes on 10, 100 and 1,000 cores

Scheduler and workers are processes of their own, so that what each of them takes is known in seconds of a processor,
which other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import psutil

from avatar.config import Config, VoiceConfig
from avatar.film.encoders import ENCODERS, Task
from avatar.film.pictures import Pictures, Segment
from avatar.film.segments.making import make
from avatar.series import plan
from avatar.series.cluster.connecting import Cluster, connect
from avatar.series.cluster.crew import make_films
from avatar.series.cluster.lines import ClusterLink
from avatar.series.cluster.pool import ClusterPool
from avatar.series.cluster.working import wrap
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


class Spent(NamedTuple):
    """Seconds of a processor."""

    program: float
    scheduler: float
    workers: float

    def since(self, before: Spent) -> Spent:
        return Spent(*(now - then for now, then in zip(self, before, strict=True)))

    def each(self, count: float) -> Spent:
        return Spent(*(part / count for part in self))

    def without(self, idle: Spent, seconds: float) -> Spent:
        """Without what was taken for nothing; `idle`: a second."""
        return self.since(Spent(*(part * seconds for part in idle)))


class Hands(NamedTuple):
    """A cluster whose scheduler and workers are processes of their own."""

    cluster: Cluster
    scheduler: psutil.Process
    workers: list[psutil.Process]

    def spent(self) -> Spent:
        """What all of them took so far, with the voices that they started."""
        own = psutil.Process().cpu_times()
        workers = sum(_seconds(each) for one in self.workers for each in (one, *one.children(recursive=True)))
        return Spent(own.user + own.system, _seconds(self.scheduler), workers)


def _rest(hands: Hands, seconds: float = 20.0) -> Spent:
    """What is taken a second while nothing is handed out."""
    before, begun = hands.spent(), time.perf_counter()
    time.sleep(seconds)
    return hands.spent().since(before).each(time.perf_counter() - begun)


def _seconds(process: psutil.Process) -> float:
    taken = process.cpu_times()
    return taken.user + taken.system


@contextmanager
def start(workers: int) -> Iterator[Hands]:
    """A scheduler and so many workers of one thread on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"
        usual = ("--scheduler-file", str(file), "--no-dashboard")
        tool = (sys.executable, "-m", "distributed.cli")
        head = (f"{tool[2]}.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *usual)
        hand = (f"{tool[2]}.dask_worker", "--nthreads", "1", "--no-nanny", "--local-directory", folder, *usual)
        begun = [subprocess.Popen([*tool[:2], *each], stderr=subprocess.DEVNULL) for each in (head, *[hand] * workers)]
        try:
            while not file.exists() or not file.read_text():
                time.sleep(0.1)
            with connect(json.loads(file.read_text())["address"]) as cluster:
                client: Any = cluster.client
                client.wait_for_workers(workers)
                scheduler, *others = (psutil.Process(each.pid) for each in begun)
                yield Hands(cluster, scheduler, others)
        finally:
            for each in reversed(begun):
                each.terminate()
            for each in begun:
                each.wait()


def nothing(number: int, sent: bytes, back: int) -> bytes:
    """A segment of no work, as large as one."""
    return bytes(back)


def run_scheduler(options: argparse.Namespace) -> None:
    """As `ClusterPool` hands them out: one by one, few in hand at once."""
    with start(2) as hands:
        client: Any = hands.cluster.client
        idle = _rest(hands)
        for sent, back in ((0, 0), (options.sent, options.back)):
            data = os.urandom(sent)
            futures: deque[Any] = deque()
            client.submit(nothing, -1, data, back, pure=False).result()
            before, begun = hands.spent(), time.perf_counter()
            for number in range(options.segments):
                futures.append(client.submit(nothing, number, data, back, pure=False))
                if len(futures) >= options.hand:
                    futures.popleft().result()
            client.gather(list(futures))
            took = time.perf_counter() - begun
            spent = hands.spent().since(before).without(idle, took).each(options.segments)
            print(
                f"{options.segments:,} segments of no work, {sent:,} bytes there and {back:,} back, two workers: "
                f"{1000 * spent.scheduler:.2f} ms of the scheduler, {1000 * spent.program:.2f} of this program, "
                f"{1000 * spent.workers:.2f} of workers each; {took:.1f} s in all",
                flush=True,
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
    (ready,) = get_ready(series, read_episodes(series), CONFIG)
    outcome = make_film(series, ready, ready.films[0], CONFIG, crew=Crew(make_pool=Keeper))
    assert not outcome.trouble, outcome.trouble
    return kept[len(kept) // 2]


def run_overhead(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        task, cast, segment = one_segment(Path(folder) / "season", options.size)
    sent = len(wrap(segment))
    size = sum(len(each.data) for each in make(task, segment))
    with start(1) as hands:
        pool = ClusterPool(hands.cluster.client, task, cast)
        pool.submit(segment)
        pool.next()  # it has read the art by now
        shares = []
        for _ in range(options.turns):
            one = hands.spent()
            make(task, segment)
            two = hands.spent()
            pool.submit(segment)
            pool.next()
            three = hands.spent()
            here, there = sum(two.since(one)), sum(three.since(two))
            shares.append((here, there))
        pool.close()
    here, there = (sum(each[number] for each in shares) / len(shares) for number in (0, 1))
    best = tuple(min(each[number] for each in shares) for number in (0, 1))
    print(f"{options.size}, {segment.count} frames: {sent:,} bytes sent, {size:,} bytes back")
    print(
        f"{options.turns} turns: {here:.3f} s of a processor here, {there:.3f} by a worker with all that hands it out: "
        f"{100 * (there / here - 1):+.1f} %; the least of each {best[0]:.3f} and {best[1]:.3f}: "
        f"{100 * (best[1] / best[0] - 1):+.1f} %"
    )


def film_by(cluster: Cluster, folder: Path) -> float:
    """Seconds that a season takes."""
    series = plan.read(folder)
    wishes = [(ready, film) for ready in get_ready(series, read_episodes(series), CONFIG) for film in ready.films]
    begun = time.perf_counter()
    for outcome in make_films(series, wishes, CONFIG, cluster, lambda wanted, now: None):
        assert not outcome.trouble, outcome.trouble
    return time.perf_counter() - begun


class Counted(NamedTuple):
    """What was handed out."""

    segments: int
    lines: int
    sent: int
    """Bytes of segments."""
    back: int


@contextmanager
def counting() -> Iterator[list[Counted]]:
    """What pools and links of this program hand out meanwhile; the one entry is there at the end."""
    lock, seen = threading.Lock(), dict.fromkeys(Counted._fields, 0)
    found: list[Counted] = []
    submit, after, speak = ClusterPool.submit, ClusterPool.next, ClusterLink.speak

    def note(**more: int) -> None:
        with lock:
            for name, value in more.items():
                seen[name] += value

    def submitted(self: ClusterPool, segment: Segment) -> None:
        note(segments=1, sent=len(wrap(segment)))
        submit(self, segment)

    def took(self: ClusterPool) -> tuple[int, list[Any]]:
        answer = after(self)
        note(back=sum(len(each.data) for each in answer[1]))
        return answer

    def spoke(self: ClusterLink, message: Any) -> None:
        note(lines=1)
        speak(self, message)

    with patch.multiple(ClusterPool, submit=submitted, next=took), patch.object(ClusterLink, "speak", spoke):
        yield found
    found.append(Counted(**seen))


def run_scaling(options: argparse.Namespace) -> None:
    walls = {}
    for workers in (1, 2, 1, 2)[: 2 * options.turns]:
        with tempfile.TemporaryDirectory() as folder, start(workers) as hands, counting() as counted:
            season = write_season(Path(folder) / "season", 4, options.lines, options.size)
            idle, before = _rest(hands), hands.spent()
            took = film_by(hands.cluster, season)
            spent = hands.spent().since(before).without(idle, took)
            records = Records(season / "films")
            series = plan.read(season)
            ready = get_ready(series, read_episodes(series), CONFIG)
            wanted = [film for each in ready for film in each.films]
            length = sum(made.seconds for each in wanted if (made := records.find(each)))
        walls.setdefault(workers, []).append(took)
        (handed,) = counted
        each = spent.each(handed.segments)
        print(
            f"{workers} worker{'s' * (workers > 1)}: {length:.0f} s of film, {handed.segments} segments of "
            f"{length / handed.segments:.2f} s, {handed.lines} lines in {took:.1f} s; a segment with its lines takes "
            f"{each.workers:.3f} s of a worker, {1000 * each.program:.1f} ms of this program and "
            f"{1000 * each.scheduler:.1f} of the scheduler; {handed.sent / handed.segments:,.0f} bytes there, "
            f"{handed.back / handed.segments:,.0f} back",
            flush=True,
        )
    print(f"two workers: {min(walls[1]) / min(walls[2]):.2f} times as fast as one")


@contextmanager
def killing(cluster: Cluster, every: float) -> Iterator[list[int]]:
    """Kills a worker now and then; the processes that died."""
    over, dead = threading.Event(), list[int]()

    def kill() -> None:
        client: Any = cluster.client
        while not over.wait(every):
            if pids := list(client.run(os.getpid).values()):  # on a busy machine none may be back yet
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
        wanted = [film for ready in get_ready(series, read_episodes(series), CONFIG) for film in ready.films]
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
    films, seconds = 1000, 600.0
    segments = films * seconds / options.length
    print(
        f"{segments:,.0f} segments of {options.length} s; each takes {options.work} s of a core, "
        f"{1000 * options.client:.1f} ms of this program, {1000 * options.scheduler:.1f} ms of the scheduler and "
        f"{options.sent + options.back:,} bytes, which the scheduler takes and gives"
    )
    program = segments * options.client / options.programs
    for cores in (10, 100, 1000):
        parts = {
            "workers": segments * options.work / cores,
            "this program": program,
            "scheduler": segments * options.scheduler,
            "its network (1 Gbit/s each way)": segments * (options.sent + options.back) / 125e6,
        }
        first = max(parts, key=lambda name: parts[name])
        print(
            f"{cores:5} cores: "
            + ", ".join(f"{name} {value / 3600:.2f} h" for name, value in parts.items())
            + f"; first limit: {first}, {segments * options.work / cores / parts[first]:.0%} of the cores are busy"
        )
    limits = {"this program": options.client / options.programs, "scheduler": options.scheduler}
    print("; ".join(f"{name} keeps {options.work / value:,.0f} cores busy" for name, value in limits.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("scheduler", "overhead", "scaling", "season", "model"))
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--size", default="720p")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--episodes", type=int, default=20)
    parser.add_argument("--lines", type=int, default=12)
    parser.add_argument("--every", type=float, default=60.0)
    parser.add_argument("--hand", type=int, default=16, help="segments of no work in hand at once")
    parser.add_argument("--length", type=float, default=2.63, help="seconds of film a segment")
    parser.add_argument("--work", type=float, default=1.35, help="seconds of a core a segment, with its lines")
    parser.add_argument("--client", type=float, default=0.11, help="seconds of this program a segment")
    parser.add_argument("--programs", type=int, default=1, help="how many programs film, each some of the episodes")
    parser.add_argument("--scheduler", type=float, default=0.0093, help="seconds of the scheduler a segment")
    parser.add_argument("--sent", type=int, default=10_000, help="bytes of a segment on its way to a worker")
    parser.add_argument("--back", type=int, default=310_000, help="bytes of a segment made")
    options = parser.parse_args()
    globals()[f"run_{options.what}"](options)


if __name__ == "__main__":
    main()
