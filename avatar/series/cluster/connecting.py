"""A cluster of workers: found or started, and held against this installation before it gets any work."""

from __future__ import annotations

import importlib
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avatar.errors import ConfigError, FilmError
from avatar.series.cluster.working import Installation, describe

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 10.0
"""Seconds within which a scheduler answers."""

LEAVE_S = 5.0
"""Seconds within which a scheduler lets go of us."""

WORKER_S = 60.0
"""Seconds within which the first worker comes; clusters that rent machines take a minute or so."""

MOST_LOCAL = 256
"""Workers of `local:N`."""

MOST_ADAPTED = 1000
"""Workers that an adaptive cluster may grow to."""

INSTALL = "pip install 'talking-avatar[film,cluster]'"


@dataclass(frozen=True)
class Cluster:
    """A cluster that is ready for work."""

    client: Client
    told: tuple[str, ...] = ()
    """What the user should know of its workers."""

    def count_threads(self) -> int:
        """Threads of all workers that there are now; 0 where the scheduler is gone, which films tell themselves."""
        try:
            return sum(self.client.nthreads().values())
        except Exception:  # noqa: BLE001  Dask's own errors for a connection that is gone are many
            return 0


@contextmanager
def connect(address: str, tell: Callable[[str], None] = lambda text: None) -> Iterator[Cluster]:
    """A cluster by its address: `tcp://HOST:PORT` of a scheduler, `local:N` for N workers of this machine, or
    `PACKAGE.CLASS` of a cluster that Dask's own configuration describes.

    Raises ConfigError for what is no address, FilmError where nobody answers, no worker comes, or one of them has
    another version than this program.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in our own words
    with ExitStack() as opened:
        client = _client(address, opened)
        opened.callback(_close, client)
        try:
            tell("waiting for workers")
            client.wait_for_workers(1, timeout=WORKER_S)
            found = dict(client.run(describe))
        except (TimeoutError, OSError) as error:
            remedy = "Start one: dask worker HOST:PORT --nthreads 1."
            raise FilmError("No worker came", where=address, remedy=remedy) from error
        except Exception as error:
            raise _strange(error, address) from error
        yield Cluster(client, compare(found, describe()))


def _close(client: Client) -> None:
    """Leave a cluster, should it be there or not."""
    with suppress(Exception):
        client.close(timeout=LEAVE_S)


def _client(address: str, opened: ExitStack) -> Client:
    from distributed import Client

    local = re.fullmatch(r"local:(\d{1,6})", address)
    if local and not 1 <= int(local[1]) <= MOST_LOCAL:
        raise ConfigError(f"{address} is not possible", remedy=f"Use local:1 to local:{MOST_LOCAL}.")
    if local:
        return Client(opened.enter_context(_local(int(local[1]))), timeout=CONNECT_S, set_as_default=False)
    if re.fullmatch(r"[\w.]+\.\w+", address) and not address.replace(".", "").isdecimal():
        return Client(opened.enter_context(_configured(address)), timeout=CONNECT_S, set_as_default=False)
    if not re.match(r"(tcp|tls|ws|wss|ucx)://", address):
        remedy = "Use tcp://HOST:PORT, local:4, or a class as dask_jobqueue.SLURMCluster."
        raise ConfigError(f"{address!r} is no cluster", remedy=remedy)
    try:
        return Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError) as error:
        remedy = "Start one with `dask scheduler`, and workers with `dask worker HOST:PORT --nthreads 1`."
        raise FilmError("No scheduler answers", where=address, remedy=remedy) from error
    except ValueError as error:
        raise ConfigError(f"{address!r} is no address", remedy="Use tcp://HOST:PORT.") from error


def _local(count: int) -> Any:
    from distributed import LocalCluster

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Port", module="distributed")  # another cluster here has its usual one
        return LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
            silence_logs=logging.CRITICAL, memory_limit=0,
        )  # fmt: skip


def _configured(name: str) -> Any:
    """A cluster of the user's own Dask configuration, which grows and shrinks with the work."""
    module, _, kind = name.rpartition(".")
    try:
        cluster = getattr(importlib.import_module(module), kind)()
        cluster.adapt(minimum=1, maximum=MOST_ADAPTED)
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"There is no cluster {name!r}", remedy=f"Install what has it: {error}.") from error
    except Exception as error:  # another library's, and its user's configuration
        what = f"This cluster can't be started: {type(error).__name__}: {error}"
        raise FilmError(what, where=name, remedy="Check Dask's own configuration.") from error
    return cluster


def _strange(error: Exception, address: str) -> FilmError:
    """Where workers can't even say what they have: they lack this program."""
    remedy = f"Each worker needs it: {INSTALL}."
    return FilmError(f"The workers can't run avatar ({type(error).__name__}: {error})", where=address, remedy=remedy)


def compare(found: Mapping[str, Installation], ours: Installation) -> tuple[str, ...]:
    """What is worth knowing of the workers. Raises FilmError for one whose films could differ from ours."""
    for address, theirs in found.items():
        if not theirs.film:
            remedy = f"Install it there: {INSTALL}."
            raise FilmError("This worker lacks what films are made with", where=address, remedy=remedy)
        for (name, here), (_, there) in zip(ours.versions, theirs.versions, strict=True):
            if here != there:
                what = f"This worker has {name} {there or '(none)'}, and here is {here or 'none'}"
                raise FilmError(what, where=address, remedy="Give all machines the same versions.")
        if ours.source != theirs.source:
            what = "This worker has avatar of the same number, but not the same program"
            raise FilmError(what, where=address, remedy="Install the same files on all machines.")
    kinds = Counter(each.processor for each in (*found.values(), ours))
    if len(kinds) > 1:
        listing = ", ".join(sorted(kinds))
        return (f"processors of several kinds ({listing}): what nets speak may differ in its last bit",)
    return ()
