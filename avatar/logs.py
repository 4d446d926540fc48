"""Where what went wrong is written down: one log file a user, plain text, three kept."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from avatar import library

FORMAT = "%(asctime)s %(processName)s[%(process)d] %(levelname)s %(name)s: %(message)s"


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
    """Log to stderr: what child processes do, whose stderr is the log file already."""
    _use(logging.StreamHandler(sys.stderr), verbose)


def _use(handler: logging.Handler, verbose: bool) -> None:
    handler.setFormatter(logging.Formatter(FORMAT))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True)
    for chatty in ("asyncio", "urllib3", "gtts", "markdown_it", "phonemizer"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
