"""Processes that start before it is known what is filmed, where pictures or lines are new for certain or probably.

What was filmed is remembered: options and script by their hash. Whoever films the same again finds most of it kept, and
needs no worker; after a change some are needed, and read their libraries while this program reads its own. So does the
process that speaks, where the script was not filmed before: as like as not it has a new line.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from avatar import children, library, logs
from avatar.film.workers import Worker, end_workers, start_workers
from avatar.keeping import KeptFolder

if TYPE_CHECKING:
    from avatar.cli.staying import Staying

LIMIT = 40_000
"""Bytes that remembering takes at most: some hundred films."""

UNDRAWN = (".wav",)
"""Endings of films without pictures."""

PERFORMER = "avatar.performer.process"
"""The module that speaks lines."""


class Foreseen:
    """Workers that have started; whoever takes them ends them."""

    def __init__(self, workers: list[Worker], names: tuple[str, ...], staying: Staying | None = None) -> None:
        self._workers, self._names, self._staying = workers, names, staying

    def take(self) -> list[Worker]:
        """Those that nobody took; then those that a first try at the film has given back."""
        taken, self._workers = self._workers, []
        return taken or (self._staying.take() if self._staying is not None else [])

    def remember(self) -> None:
        """This was filmed, and its segments and lines are kept."""
        filmed = open_filmed()
        for name in self._names:
            filmed.put(name, b"")


def open_filmed() -> KeptFolder:
    """Hashes of what was filmed."""
    return KeptFolder(library.cache_dir() / "filmed", LIMIT)


@contextmanager
def foresee(options: argparse.Namespace, staying: Staying | None = None) -> Iterator[Foreseen]:
    """Inside this, there are workers where the film that is asked for was not made before, and somebody to speak where
    its script was not filmed before; those that stayed from the film before come first."""
    filmed, name, script = open_filmed(), _name(options), _hash_script(options)
    count = 0 if not _draws(options) or filmed.has(name) else count_workers(options)
    workers = staying.take() if staying is not None else []
    foreseen = Foreseen(
        workers or (start_workers(count) if count else []), (name, script) if script else (name,), staying
    )
    if script and not filmed.has(script) and not (staying is not None and staying.speaks):
        children.ahead(PERFORMER, log_path=logs.path())
    try:
        yield foreseen
    finally:
        children.dismiss(PERFORMER)
        if left := foreseen.take():
            if staying is not None:
                staying.keep(left)
            else:
                end_workers(left)


def count_workers(options: argparse.Namespace) -> int:
    """How many processes draw."""
    return options.workers or os.cpu_count() or 1


def _draws(options: argparse.Namespace) -> bool:
    """Whether workers will draw, all by what they find where this program starts: a picture is lent to it later."""
    if options.output is None or options.still or options.sheet or options.picture:
        return False
    return options.workers >= 0 and options.output.suffix.lower() not in UNDRAWN


def _name(options: argparse.Namespace) -> str:
    """A hash of what is asked for, and of the file that it is in."""
    asked = sorted((key, str(value)) for key, value in vars(options).items() if not callable(value))
    told = hashlib.sha256(repr(asked).encode())
    path = Path(options.source or "")
    if path.is_file():
        told.update(path.read_bytes())
    return told.hexdigest()


def _hash_script(options: argparse.Namespace) -> str:
    """A hash of the script, whose lines are kept whatever it is filmed as; '' where there is none."""
    path = Path(options.source or "")
    if not is_show(options) or not path.is_file():
        return ""
    return hashlib.sha256(b"script " + path.read_bytes()).hexdigest()


def is_show(options: argparse.Namespace) -> bool:
    """Whether a script is filmed, whose lines are spoken."""
    return options.source is not None and Path(options.source).suffix.lower() != ".scene"
