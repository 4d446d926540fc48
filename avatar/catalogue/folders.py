"""The catalogue's files from what the user has: a folder with the files or the packages, or one such file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from avatar.catalogue.entries import CatalogueFile, Member
from avatar.errors import CatalogueError

DEEPEST = 5
"""Folders within folders that are looked through."""

MOST_SEEN = 20_000
"""Files that are looked at before a folder is given up."""


class Offered:
    """What lies in a folder, or beside a file, that the user named."""

    def __init__(self, origin: Path) -> None:
        """Raises CatalogueError where there is nothing, or far too much."""
        if not origin.exists():
            raise CatalogueError("There is no such file or folder", where=origin)
        self._only = None if origin.is_dir() else origin
        self._paths = tuple(_beside(origin) if self._only else _below(origin))

    def plain(self, file: CatalogueFile) -> Iterator[Path]:
        """What may be that file itself, by its name and size; a file that was named may be called anything."""
        named = {file.name, *file.names}
        for path in self._paths:
            if (path.name in named or path == self._only) and path.stat().st_size == file.size:
                yield path

    def package(self, member: Member) -> Path | None:
        """The package of a member."""
        stem = rf"{re.sub('[-_.]+', '[-_.]+', member.name)}[-_]{re.escape(member.version)}"
        whole = re.compile(stem + {"python": r"-[\w.-]+\.whl", "npm": r"\.tgz"}[member.client], re.IGNORECASE)
        return next((path for path in self._paths if whole.fullmatch(path.name)), None)


def _beside(origin: Path) -> Iterator[Path]:
    """A file, and those in its folder: a voice's settings lie beside it, a package's other parts too."""
    yield origin
    yield from (path for path in sorted(origin.parent.iterdir()) if path != origin and path.is_file())


def _below(folder: Path) -> Iterator[Path]:
    seen = 0
    for root, folders, names in os.walk(folder):
        if len(Path(root).relative_to(folder).parts) >= DEEPEST:
            folders.clear()
        folders.sort()
        seen += len(names)
        if seen > MOST_SEEN:
            raise CatalogueError(
                f"The folder holds over {MOST_SEEN:,} files", where=folder, remedy="Name the one that they lie in."
            )
        yield from (path for name in sorted(names) if (path := Path(root, name)).is_file())
