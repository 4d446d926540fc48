"""Any work over many items by a cluster, in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from avatar.errors import AvatarError
from avatar.series.cluster.connecting import Cluster
from avatar.series.cluster.pool import RETRIES, tell_gone

AHEAD = 4
"""Items in hand for each thread of the cluster."""


def map_by(cluster: Cluster) -> Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]:
    """What does work over items by a cluster's workers: results in order, few in hand at once.

    The work may read and write files where all of them see the same ones. An item whose worker died is done again.
    """

    def work_over(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        waiting: deque[Any] = deque()
        most = AHEAD * max(1, cluster.count_threads())
        for item in items:
            waiting.append(_send(cluster, work, item))
            if len(waiting) >= most:
                yield _take(waiting.popleft())
        while waiting:
            yield _take(waiting.popleft())

    return work_over


def _send(cluster: Cluster, work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return cluster.client.submit(work, item, pure=False, retries=RETRIES)
    except Exception as error:
        raise tell_gone(error) from error


def _take(future: Any) -> Any:
    try:
        result = future.result()
    except AvatarError:
        raise
    except Exception as error:
        raise tell_gone(error) from error
    future.release()
    return result
