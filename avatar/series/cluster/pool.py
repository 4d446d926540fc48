"""Segments handed out to a cluster and taken back in order: what `film.pool.Pool` is for one machine."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import math
import statistics
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from avatar.errors import FilmError
from avatar.film.encoders import Task
from avatar.film.pictures import Segment
from avatar.series.cluster.bundles import Bundle, pack
from avatar.series.cluster.working import make_segment, wrap
from avatar.types import CastMember

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 2
"""Segments in hand for each thread of the cluster: the one that is worked on and the next."""

LEAST = 4
"""Segments in hand at least: workers may come yet."""

COUNT_EVERY_S = 2.0
"""Seconds between looks at how many workers there are."""

SLOW = 4.0
"""A segment that takes so many times as long as the median is given to a second worker."""

PATIENCE_S = 20.0
"""Seconds that a segment may take before anybody wonders."""

ALONE_S = 300.0
"""Seconds without any worker after which no more are waited for; clusters that rent machines take some minutes."""

LOOK_S = 2.0
"""Seconds between looks at who is there, while a segment is waited for."""

RETRIES = 3
"""Times that a segment is done again whose worker died."""

_SERIAL = itertools.count()


@dataclass
class _Handed:
    """A segment in somebody's hands."""

    number: int
    arguments: tuple[Any, ...]
    futures: list[Future] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    since: float = field(default_factory=time.monotonic)


class ClusterPool:
    """Give it segments with `submit` while there is `room`; take results with `next`. Close it in the end."""

    def __init__(self, client: Client, task: Task, cast: tuple[CastMember, ...]) -> None:
        self._client = client
        self._task = task
        self._bundle = send_bundle(client, cast)
        self._order: deque[_Handed] = deque()
        self._took: deque[float] = deque(maxlen=50)
        self._threads, self._counted = 1, -COUNT_EVERY_S
        self._alone = math.inf
        """Second at which there was no worker any more; infinity while there is one."""

    @property
    def most(self) -> int:
        """Segments that it may have in hand."""
        return max(LEAST, AHEAD * self._count())

    @property
    def room(self) -> bool:
        """Whether a segment can be taken."""
        return len(self._order) < self.most

    @property
    def waiting(self) -> int:
        """Segments submitted whose results were not taken."""
        return len(self._order)

    def submit(self, segment: Segment) -> None:
        handed = _Handed(segment.number, (wrap(segment), self._task, self._bundle))
        handed.futures.append(self._give(handed))
        self._order.append(handed)

    def next(self) -> tuple[int, list[Any]]:
        """Number and result of the earliest segment whose result was not taken. Raises FilmError."""
        handed = self._order[0]
        answer = self._wait(handed)
        self._order.popleft()
        self._took.append(time.monotonic() - handed.since)
        for future in handed.futures:
            future.release()
        if isinstance(answer, tuple):
            raise FilmError(answer[0], where=answer[1], remedy=answer[2])
        return handed.number, answer

    def close(self) -> None:
        """Lets go of what is not done."""
        futures = [future for handed in self._order for future in handed.futures]
        self._order.clear()
        with contextlib.suppress(Exception):  # a scheduler that is gone has let go of everything
            self._client.cancel(futures, force=True)
            self._bundle.release()

    def _give(self, handed: _Handed) -> Future:
        name = hashlib.sha256(handed.arguments[0]).hexdigest()[:16]
        key = f"avatar-segment-{name}-{next(_SERIAL)}"
        try:
            future = self._client.submit(make_segment, *handed.arguments, key=key, pure=False, retries=RETRIES)
        except Exception as error:
            raise tell_gone(error) from error
        future.add_done_callback(lambda done: handed.done.set())
        return future

    def _wait(self, handed: _Handed) -> Any:
        """The answer of whoever is first; a segment that takes too long is given to somebody else besides."""
        begun = time.monotonic()
        while not handed.done.wait(LOOK_S):
            self._look()
            if len(handed.futures) == 1 and time.monotonic() - begun > self._patience():
                handed.futures.append(self._give(handed))
        done = next((each for each in handed.futures if each.status == "finished"), handed.futures[0])
        return _result(done)

    def _look(self) -> None:
        """Raises FilmError where all workers have left for good."""
        now = time.monotonic()
        self._alone = math.inf if self._count() else min(self._alone, now)
        if now - self._alone > ALONE_S:
            remedy = "Begin again when workers are there: what was finished is kept."
            raise FilmError(f"No worker has been there for {ALONE_S / 60:.0f} minutes", remedy=remedy)

    def _patience(self) -> float:
        return max(PATIENCE_S, SLOW * statistics.median(self._took)) if self._took else 3 * PATIENCE_S

    def _count(self) -> int:
        if time.monotonic() - self._counted >= COUNT_EVERY_S:
            try:
                self._threads = sum(self._client.nthreads().values())
            except Exception as error:
                raise tell_gone(error) from error
            self._counted = time.monotonic()
        return self._threads


def send_bundle(client: Client, cast: Iterable[CastMember]) -> Future:
    """The cast's characters, on their way to whoever needs them. Raises FilmError."""
    bundle = pack(dict.fromkeys(member.character for member in cast))
    try:
        # A task and no scattered data: should the worker that holds it die, it is there again.
        return client.submit(hold, bundle, key=f"avatar-cast-{bundle.name or 'own'}", pure=True)
    except Exception as error:
        raise tell_gone(error) from error


def hold(bundle: Bundle) -> Bundle:
    """A bundle, at a worker."""
    return bundle


def _result(future: Future) -> Any:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        remedy = "Give the workers more memory, or film in a smaller --size."
        raise FilmError(f"Every worker that made this segment died: {error}", remedy=remedy) from error
    except Exception as error:
        raise tell_gone(error) from error


def tell_gone(error: Exception) -> FilmError:
    """What a cluster's own error says to who films."""
    remedy = "Begin again when it is back: what was finished is kept."
    return FilmError(f"The cluster gave up ({type(error).__name__}: {error})", remedy=remedy)
