"""What workers of a cluster do. Each is a pure function of what it is sent: done twice, it gives the same bytes."""

from __future__ import annotations

import hashlib
import importlib.metadata
import pickle
import platform
import threading
import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from avatar import __version__, installer
from avatar.config import Config
from avatar.errors import AvatarError
from avatar.film.encoders import Task
from avatar.performer.messages import Mime, PerformClause, Performed, PerformFailed
from avatar.series.cluster.bundles import Bundle, knowing

LIBRARIES = ("av", "skia-python", "numpy", "onnxruntime", "ai-edge-litert")
"""Whose versions can change a film's bytes."""

LEVEL = 1
"""Of zlib: sound that nobody hears is nothing but zeros, and a level more is time."""


class Installation(NamedTuple):
    """What a machine has of all that a film depends on."""

    versions: tuple[tuple[str, str], ...]
    """Library to its version; '' where it is missing."""
    source: str
    """A hash of this program's own files."""
    processor: str
    film: bool
    """Whether it can make films."""


def describe() -> Installation:
    """This machine's installation."""
    versions = (("avatar", __version__), ("Python", ".".join(platform.python_version_tuple()[:2])))
    found = tuple((name, _version(name)) for name in LIBRARIES)
    return Installation((*versions, *found), hash_source(), _processor(), not installer.missing("film"))


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


@cache
def hash_source() -> str:
    """A hash of the program's own modules."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _processor() -> str:
    """The processor's model, as far as the system tells: nets may differ in the last bit between two."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith(("model name", "Model")):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


# ----------------------------------------------------------------------------------------------------------- segments


def wrap(thing: object) -> bytes:
    """Anything of ours as few bytes."""
    return zlib.compress(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL), LEVEL)


def unwrap(data: bytes) -> Any:
    """What `wrap` wrapped. For what this program's own client sent over the cluster's own connection alone: whoever may
    send work to a worker may have it do anything anyway."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301


_DRAWING = threading.Lock()
"""Pictures are not for several threads."""

_DRAWN = [""]
"""The bundle that was drawn with last: its art is read."""


def make_segment(wrapped: bytes, task: Task, bundle: Bundle) -> Any:
    """A segment drawn and encoded: what `film.pool` gives for it; (what, where, remedy) where it can't be made."""
    from avatar.film.segments.making import make, pictures_of

    try:
        with knowing(bundle), _DRAWING:
            if bundle.name != _DRAWN[0]:
                _DRAWN[0] = bundle.name
                pictures_of.cache_clear()
            return make(task, unwrap(wrapped))
    except AvatarError as error:
        return (error.what, error.where, error.remedy)


# -------------------------------------------------------------------------------------------------------------- lines


def perform_line(
    clause: PerformClause | Mime, config: Config, bundle: Bundle
) -> tuple[Performed | PerformFailed, list[str]]:
    """A line performed, and what the user should know."""
    from avatar.performer.process import mime, perform_clause
    from avatar.performer.tongues import Tongues

    told: list[str] = []
    with knowing(bundle), _SPEAKING:
        performer = _performer(wrap(config))
        if isinstance(clause, Mime):
            return mime(performer, clause), told
        return perform_clause(performer, config, clause, told.append, Tongues(told.append)), told


_SPEAKING = threading.Lock()
"""Engines speak one line after the other."""


@lru_cache(maxsize=2)
def _performer(config: bytes) -> Any:
    from avatar.performer.perform import Performer

    return Performer(unwrap(config))
