"""A cluster as the crew of a season: several films at once, each as far as the workers have room."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial

from avatar.config import Config
from avatar.keeping import KeptFolder
from avatar.series.cluster.connecting import Cluster
from avatar.series.cluster.lines import ClusterLink
from avatar.series.cluster.pool import ClusterPool
from avatar.series.filming import Crew, Outcome, ReadyEpisode, Tell, make_film
from avatar.series.films import WantedFilm
from avatar.series.plan import Series

THREADS_A_FILM = 6
"""Threads of a cluster that one film keeps busy: more, and it waits for its own beginning to be performed."""

MOST_AT_ONCE = 16
"""Films at once: each has its sound and its segments in this program's memory."""

Wish = tuple[ReadyEpisode, WantedFilm]


def make_crew(cluster: Cluster, kept: KeptFolder | None) -> Crew:
    """A cluster as who speaks, draws and encodes for one film."""
    troubles: list[str] = []
    return Crew(
        make_pool=lambda task, cast, workers: ClusterPool(cluster.client, task, cast),
        make_link=lambda directed: partial(ClusterLink, cluster.client, directed.cast, troubles),
        kept=kept,
        troubles=troubles,
    )


def make_films(
    series: Series,
    wishes: Sequence[Wish],
    config: Config,
    cluster: Cluster,
    tell: Tell,
    kept: KeptFolder | None = None,
    check: Callable[[], None] = lambda: None,
) -> Iterator[Outcome]:
    """The films, each as soon as it is there, several at once. `check` is called now and then, and may raise."""
    todo = list(reversed(wishes))
    running: set[Future[Outcome]] = set()
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="film") as threads:
        while todo or running:
            room = min(MOST_AT_ONCE, max(1, math.ceil(cluster.count_threads() / THREADS_A_FILM)))
            while todo and len(running) < room:
                ready, wanted = todo.pop()
                running.add(
                    threads.submit(make_film, series, ready, wanted, config, crew=make_crew(cluster, kept), tell=tell)
                )
            done, running = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
            check()
            yield from (each.result() for each in done)
