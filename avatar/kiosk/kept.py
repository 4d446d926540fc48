"""What outlives a restart: the staff's few choices on disk, and how often it was started lately in memory."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
from dataclasses import asdict
from pathlib import Path

from avatar import files, library
from avatar.kiosk.state import Settled

STARTS = 5
"""After so many starts within `WITHIN_S` seconds the next one is in safe mode."""

WITHIN_S = 180.0

log = logging.getLogger(__name__)


def folder() -> Path:
    return library.state_dir() / "kiosk"


def read_settled(default: Settled) -> Settled:
    """The staff's choices as they left them; `default` where no file can be read."""
    try:
        table = json.loads((folder() / "staff.json").read_text("utf-8"))
        volume, character, shows = float(table["volume"]), str(table["character"]), bool(table["shows"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return default
    known = character if character in library.characters() else default.character
    return Settled(volume if 0.0 <= volume <= 1.0 else default.volume, known, shows)


def keep_settled(choice: Settled) -> None:
    """Keeps it; where the disk can't be written it holds until the next start."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with files.replacing(folder() / "staff.json") as file:
            file.write(json.dumps(asdict(choice)).encode())
    except OSError as error:
        log.warning("the staff's settings can't be kept: %s", error.strerror)


def started_too_often() -> bool:
    """Whether this start is one of many in a row; remembered where a power cut forgets it."""
    path = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / f"avatar-kiosk-{os.getuid()}.json"
    now = time.monotonic()
    starts: list[float] = []
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError, OverflowError):
        starts = [float(at) for at in json.loads(path.read_text())][-20:]
    recent = [at for at in starts if 0 <= now - at < WITHIN_S] + [now]
    with contextlib.suppress(OSError), files.replacing(path, 0o600) as file:
        file.write(json.dumps(recent).encode())
    return len(recent) > STARTS


def forget_starts() -> None:
    """The staff asked for it: such a start does not count."""
    path = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / f"avatar-kiosk-{os.getuid()}.json"
    with contextlib.suppress(OSError):
        path.unlink()
