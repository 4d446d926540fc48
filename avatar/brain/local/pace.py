"""How fast each model was seen to be on this machine, and whether that keeps up with speech. Kept in the state folder,
for this processor and this library.
"""

from __future__ import annotations

import importlib.metadata
import json
import logging
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from avatar import files, library

log = logging.getLogger(__name__)

TOKENS_PER_WORD = 1.4
"""Of English, by the vocabularies in use, with its punctuation."""
WORDS_A_SECOND = 4.5
"""What a model must make to keep up: speech takes two and a half to three and a half, and the machine draws and speaks
meanwhile."""
SURE_AFTER = 3
"""Answers after which a slow model counts as slow: the first ones may have met a busy machine."""
ENOUGH = 6
"""Tokens that an answer must have to tell of speed."""

_LARGEST = 1 << 16
"""Bytes; a larger file is not ours."""


@dataclass(frozen=True)
class Pace:
    """What was seen of a model."""

    reads: float = 0.0
    """Tokens a second that it reads: the most that was seen."""
    makes: float = 0.0
    """Tokens a second that it makes: the most that was seen."""
    answers: int = 0
    """How many were timed, up to SURE_AFTER."""

    @property
    def words(self) -> float:
        """Words a second."""
        return self.makes / TOKENS_PER_WORD

    @property
    def too_slow(self) -> bool:
        """Whether it surely can't keep up with speech."""
        return self.answers >= SURE_AFTER and self.words < WORDS_A_SECOND


def of(path: Path) -> Pace:
    """What is known of a model's file."""
    row = _read().get(_key(path), {})
    try:
        return Pace(float(row["reads"]), float(row["makes"]), int(row["answers"]))
    except (KeyError, TypeError, ValueError):
        return Pace()


def note(path: Path, read: int, read_s: float, made: int, made_s: float) -> Pace:
    """A model answered: tokens and seconds. Returns what is known of it now."""
    before = of(path)
    if made < ENOUGH or made_s <= 0:
        return before
    reads = read / read_s if read >= ENOUGH and read_s > 0 else 0.0
    answers = min(SURE_AFTER, before.answers + 1)
    now = Pace(round(max(before.reads, reads), 2), round(max(before.makes, made / made_s), 2), answers)
    if now != before:
        _write({**_read(), _key(path): asdict(now)})
    return now


def _key(path: Path) -> str:
    """A file that is replaced by another counts as new."""
    size = path.stat().st_size if path.is_file() else 0
    return f"{path.stem} {size}"


def _path() -> Path:
    return library.state_dir() / "brains.json"


def _machine() -> str:
    try:
        version = importlib.metadata.version("xllamacpp")
    except importlib.metadata.PackageNotFoundError:
        version = ""
    return f"{platform.machine()} {os.cpu_count()} xllamacpp {version}"


def _read() -> dict[str, Any]:
    """Model to its row; what another processor or library was is forgotten."""
    try:
        if _path().stat().st_size > _LARGEST:
            return {}
        table = json.loads(_path().read_text("utf-8"))
        rows = table["models"] if table["machine"] == _machine() else {}
        return {str(name): row for name, row in rows.items() if isinstance(row, dict)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _write(rows: Mapping[str, Any]) -> None:
    try:
        _path().parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(_path(), durable=False) as file:
            file.write(json.dumps({"machine": _machine(), "models": rows}, indent=1).encode())
    except OSError as error:
        log.info("how fast a model is here is not kept: %s", error)
