"""Lines handed out to a cluster: what `performer.link` does with one process of this machine."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from avatar.config import Config
from avatar.performer.messages import Mime, PerformClause, PerformFailed, Told, Up
from avatar.series.cluster.pool import RETRIES, send_bundle
from avatar.series.cluster.working import perform_line
from avatar.types import CastMember

if TYPE_CHECKING:
    from distributed import Client, Future


SOONER = 1
"""Priority of lines, segments having 0: a film can't go on without its next line, and waits for no longer than a minute
for it, while many segments may stand before it."""


class ClusterLink:
    """Sends lines to workers and brings Performances back, each as soon as it is there."""

    def __init__(
        self,
        client: Client,
        cast: Sequence[CastMember],
        troubles: list[str],
        config: Config,
        on_message: Callable[[Up], None],
    ) -> None:
        """`troubles` gets why a line was not performed that somebody could have spoken."""
        self._client, self._config, self._tell, self._troubles = client, config, on_message, troubles
        self._bundle = send_bundle(client, cast)
        self._lock = threading.Lock()
        self._futures: set[Future] = set()

    def speak(self, message: PerformClause | Mime) -> None:
        """Have a line said; one Performed or PerformFailed comes for it."""
        try:
            future = self._client.submit(
                perform_line, message, self._config, self._bundle, pure=False, retries=RETRIES, priority=SOONER
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001  Dask's own errors for a connection that is gone are many
            self._fail(message.id, error)
            return
        with self._lock:
            self._futures.add(future)
        future.add_done_callback(lambda done: self._came(message.id, done))

    def _came(self, id_: int, future: Future) -> None:
        with self._lock:
            if future not in self._futures:
                return
            self._futures.discard(future)
        try:
            answer, told = future.result()
        except Exception as error:  # noqa: BLE001  likewise
            self._fail(id_, error)
            return
        for text in told:
            self._tell(Told(text))
        self._tell(answer)

    def _fail(self, id_: int, error: Exception) -> None:
        reason = f"The cluster gave up ({type(error).__name__}: {error})"
        self._troubles.append(reason)
        self._tell(PerformFailed(id_, reason))

    def close(self) -> None:
        """Lets go of the lines that nobody waits for any more."""
        with self._lock:
            futures, self._futures = list(self._futures), set()
        with contextlib.suppress(Exception):  # a scheduler that is gone has let go of everything
            self._client.cancel(futures, force=True)
            self._bundle.release()
