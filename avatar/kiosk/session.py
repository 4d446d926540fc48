"""One visitor: what of their typing counts, how often they may ask, and what is kept of it, which is nothing unless the
host wants it.
"""

from __future__ import annotations

import json
import logging
import os
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from avatar import files
from avatar.errors import ConfigError
from avatar.kiosk.blocking import Blocked

MINUTE_S = 60.0

LARGEST_LIST = 1 << 20
"""Bytes of a file of blocked words."""

MOST_KEPT = 5000
"""Files of visits in one folder; the oldest go first, whatever their age."""

_JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian, Hindi and emoji are written."""

log = logging.getLogger(__name__)


def clean_text(text: str, room: int) -> str:
    """What may be shown and answered of typed text: no control characters, none that turn the writing around, at most
    `room` characters; new lines and tabs count as spaces.
    """
    short = text[: 4 * room + 16]  # a megabyte is not looked at to its end
    plain = "".join(" " if letter in "\n\r\t" else letter for letter in short if _shown(letter))
    return unicodedata.normalize("NFC", plain)[: max(0, room)]


def _shown(letter: str) -> bool:
    return letter in "\n\r\t" or letter in _JOINERS or unicodedata.category(letter)[0] != "C"


# ------------------------------------------------------------------------------------------------------ how often


@dataclass(frozen=True)
class Visit:
    """What is known of the visitor who stands there."""

    asked: tuple[float, ...] = ()
    """When they asked within the last minute: monotonic seconds."""
    questions: int = 0

    def may_ask(self, now: float, most: int) -> bool:
        """Whether another question within this minute is not too many."""
        return sum(now - MINUTE_S < at <= now for at in self.asked) < most

    def with_question(self, now: float) -> Visit:
        kept = tuple(at for at in self.asked if now - MINUTE_S < at <= now)
        return replace(self, asked=(*kept, now), questions=self.questions + 1)


# ------------------------------------------------------------------------------------------------- blocked words


def read_blocked(path: str) -> Blocked:
    """The words in a file, one a line, `#` before a remark; none for ''. Raises ConfigError where it can't be read."""
    if not path:
        return Blocked(())
    where = Path(path).expanduser()
    try:
        if where.stat().st_size > LARGEST_LIST:
            raise ConfigError("The list of blocked words is over 1 MiB", where=where, remedy="One word a line will do.")
        lines = where.read_text("utf-8-sig").splitlines()
    except OSError as error:
        remedy = "Mend kiosk.blocked_words, or leave it empty."
        raise ConfigError(f"The blocked words can't be read: {error.strerror}", where=where, remedy=remedy) from error
    except UnicodeDecodeError as error:
        raise ConfigError("The blocked words are not UTF-8", where=where, remedy="Save the file as UTF-8.") from error
    return Blocked(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


# ------------------------------------------------------------------------------------------------------ keeping it


class Visits:
    """Where visits are kept, if the host wants that: one file each, written whole, deleted after some days."""

    def __init__(self, folder: Path, *, on: bool, days: int) -> None:
        self._folder, self._on, self._days = folder, on, days

    def keep(self, turns: Sequence[tuple[str, str]], now: float | None = None) -> None:
        """A visit that is over: (who, text) in order. A disk that refuses costs nothing but the record."""
        if not self._on or not turns:
            return
        at = time.time() if now is None else now
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(at))
        path = self._folder / f"{stamp}-{os.urandom(3).hex()}.json"
        table = {"at": round(at), "turns": [{"who": who, "text": text} for who, text in turns]}
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with files.replacing(path, 0o600) as file:
                file.write(json.dumps(table, ensure_ascii=False).encode("utf-8", "replace"))
        except OSError as error:
            log.warning("a visit can't be kept: %s", error.strerror)
        self.tidy(at)

    def tidy(self, now: float | None = None) -> int:
        """Deletes what is too old, or, with keeping off, all that there is; says how many went."""
        at = time.time() if now is None else now
        gone = 0
        try:
            found = sorted(self._folder.glob("*.json"), reverse=True)
        except OSError:
            return 0
        for number, path in enumerate(found):
            try:
                old = not self._on or number >= MOST_KEPT or at - path.stat().st_mtime > self._days * 86_400
                if old:
                    path.unlink()
                    gone += 1
            except OSError as error:
                log.warning("an old visit can't be deleted: %s", error.strerror)
        return gone
