"""The log: one plain text file per user, of which the last three are kept.

`got_over` is for the few places that go on after a bug, so that no bug stays unseen.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from avatar import library

FORMAT = "%(asctime)s %(processName)s[%(process)d] %(levelname)s %(name)s: %(message)s"

STRICT = "AVATAR_STRICT"
"""Environment variable: where it is set, `got_over` raises every bug again. The tests set it."""

_MET: set[tuple[str, str]] = set()
"""Every bug that has been logged: what was being done, and where in the code it failed."""

_HUSHING = threading.RLock()


_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, and halves of letters: names in a log are others' business, and `cat` would do what they say."""


class _Plain(logging.Formatter):
    """Writes lines in which every letter that would act on a terminal is an escape."""

    def format(self, record: logging.LogRecord) -> str:
        return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", super().format(record))


def path() -> Path:
    """The log file; `avatar doctor` prints it."""
    return library.state_dir() / "avatar.log"


def to_file(verbose: bool = False) -> None:
    """Log to the user's log file; where that can't be written, nowhere, since logging must never stop the talk."""
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            path(), maxBytes=1 << 20, backupCount=2, encoding="utf-8", delay=True
        )
        path().touch()
    except OSError:
        handler = logging.NullHandler()
    _use(handler, verbose)


def to_stderr(verbose: bool = False) -> None:
    """Log to stderr. For child processes, whose stderr is the log file already."""
    _use(logging.StreamHandler(sys.stderr), verbose)


def _use(handler: logging.Handler, verbose: bool) -> None:
    handler.setFormatter(_Plain(FORMAT))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True)
    for chatty in ("asyncio", "urllib3", "gtts", "markdown_it", "phonemizer"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def got_over(log: logging.Logger, doing: str, bug: Exception) -> None:
    """Log a programming error that a fallback makes good: once for each place, with its traceback.

    Call it where the error is caught. Raises `bug` again where AVATAR_STRICT is set.
    """
    if os.environ.get(STRICT):
        raise bug
    place = place_of(bug)
    if (doing, place) not in _MET:
        _MET.add((doing, place))
        log.error("a bug in %s (%s)", doing, place, exc_info=bug)


@contextmanager
def hushed() -> Iterator[None]:
    """Keep stderr silent within the block: some libraries write to it directly, past Python and every setting.

    One thread at a time: a second one would save the first one's silence as if it were stderr, and restore that.
    """
    with _HUSHING:
        try:
            kept = os.dup(2)
        except OSError:  # there is no stderr (a windowed program)
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)


def place_of(error: Exception) -> str:
    """File and line that an error was raised in; '' for one that was never raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
