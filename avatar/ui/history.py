"""What was typed before: walked with up and down, searched, and kept on disk for the next time."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from avatar import files

KEPT = 1000
"""Entries on disk and in hand."""

LONGEST = 20_000
"""Characters; a longer entry (something pasted) is not kept on disk."""


class History:
    """Typed lines, oldest first, with a place to walk from.

    `path` None keeps nothing on disk. A file that can't be read or written is as good as none: the chat goes on.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.entries: list[str] = _read(path) if path else []
        self._place = len(self.entries)
        self._draft = ""

    def add(self, entry: str) -> None:
        """Remember an entry, unless it repeats the last one, and go back to the end."""
        if entry.strip() and entry != (self.entries[-1] if self.entries else None):
            self.entries = [*self.entries, entry][-KEPT:]
            self._write()
        self._place, self._draft = len(self.entries), ""

    def back(self, current: str) -> str | None:
        """The entry before; None at the first one. `current` is what stands in the prompt: kept as a draft."""
        if self._place == len(self.entries):
            self._draft = current
        if self._place == 0:
            return None
        self._place -= 1
        return self.entries[self._place]

    def forward(self) -> str | None:
        """The entry after, at the end the draft; None beyond."""
        if self._place >= len(self.entries):
            return None
        self._place += 1
        return self._draft if self._place == len(self.entries) else self.entries[self._place]

    def search(self, words: str, most: int = 50) -> list[str]:
        """Entries that hold every one of the words, whatever the case, newest first, each once."""
        wanted = words.casefold().split()
        found = dict.fromkeys(
            entry for entry in reversed(self.entries) if all(word in entry.casefold() for word in wanted)
        )
        return list(found)[:most]

    def _write(self) -> None:
        if self.path is None:
            return
        lines = [json.dumps(entry, ensure_ascii=False) for entry in self.entries if len(entry) <= LONGEST]
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with files.replacing(self.path, 0o600) as file:
                file.write(("\n".join(lines) + "\n").encode())


def _read(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    entries: list[str] = []
    for line in lines[-KEPT:]:
        with contextlib.suppress(ValueError, RecursionError):
            entry = json.loads(line)
            if isinstance(entry, str):
                entries.append(entry)
    return entries
