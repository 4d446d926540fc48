"""What of the catalogue lies in the user's folder, whole or damaged, and the list of whose it is.

The list, `licences.json` in that folder, says of everything that was got what it is, whose, under which licence, and
which files it brought: those alone are ever replaced or removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from avatar import files, library
from avatar.catalogue.entries import CatalogueEntry, CatalogueFile, catalogue
from avatar.errors import CatalogueError

LIST = "licences.json"

LARGEST_LIST = 4 << 20
"""Bytes; a longer list is not ours."""

SOON_HASHED = 16 << 20
"""Bytes of a file that the doctor takes the time to hash."""

BLOCK = 1 << 20


def place(file: CatalogueFile) -> Path:
    """Where a file lies, or would."""
    return library.user_dir() / file.path


def is_here(file: CatalogueFile) -> bool:
    """Whether the file is there with its size; its bytes are not looked at."""
    return _size(place(file)) == file.size


def is_whole(file: CatalogueFile, path: Path) -> bool:
    """Whether a path holds exactly this file, by its hash."""
    if _size(path) != file.size:
        return False
    digest = hashlib.new(file.algorithm, usedforsecurity=False)
    with path.open("rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
    return digest.hexdigest() == file.digest


def lacking(entry: CatalogueEntry) -> tuple[CatalogueFile, ...]:
    """The entry's files that are not here."""
    return tuple(file for file in entry.files if not is_here(file))


def here() -> tuple[CatalogueEntry, ...]:
    """Entries of which every file is here."""
    return tuple(entry for entry in catalogue().values() if not lacking(entry))


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


# ------------------------------------------------------------------------------------------------- the list of licences


@dataclass(frozen=True)
class Got:
    """A row of the list: what was got under a name."""

    kind: str
    description: str
    licence: str
    author: str
    data: str
    note: str
    files: Mapping[str, str]
    """Path below the user's folder to what its bytes were when it was put there, as `sha256:...`."""

    @classmethod
    def of(cls, entry: CatalogueEntry, more: Mapping[str, str]) -> Got:
        """The row of an entry. `more`: files that came besides its own."""
        own = {file.path: f"{file.algorithm}:{file.digest}" for file in entry.files}
        return cls(
            entry.kind, entry.description, entry.licence, entry.author, entry.data, entry.note, {**own, **more}
        )  # fmt: skip


def damaged() -> tuple[CatalogueEntry, ...]:
    """Entries of the list with a file that is gone, of another size or, where that is soon looked at, changed."""
    return tuple(entry for name in read_list() if (entry := catalogue().get(name)) and any(map(_is_bad, entry.files)))


def _is_bad(file: CatalogueFile) -> bool:
    return not is_here(file) or (file.size <= SOON_HASHED and not is_whole(file, place(file)))


def list_path() -> Path:
    return library.user_dir() / LIST


def read_list() -> dict[str, Got]:
    """Name to what was got. Raises CatalogueError where the list can't be read."""
    path = list_path()
    if not path.exists():
        return {}
    try:
        if path.stat().st_size > LARGEST_LIST:
            raise ValueError("it is too long")
        return {str(name): _row(row) for name, row in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CatalogueError(
            f"The list of what was got can't be read: {error}", where=path, remedy="Mend it, or move it away."
        ) from error


def _row(row: Any) -> Got:
    own = {str(path): str(digest) for path, digest in row["files"].items()}
    words = {key: str(row[key]) for key in ("kind", "description", "licence", "author", "data", "note")}
    return Got(files=own, **words)


def write_list(rows: Mapping[str, Got]) -> None:
    """Put the list in the place of the old one. Raises CatalogueError."""
    text = json.dumps({name: asdict(row) for name, row in sorted(rows.items())}, indent=1, ensure_ascii=False)
    try:
        list_path().parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(list_path()) as file:
            file.write(f"{text}\n".encode())
    except OSError as error:
        raise CatalogueError(
            f"The list of what was got can't be written: {error.strerror}", where=list_path(),
            remedy="Free some space, or open that folder.",
        ) from error  # fmt: skip
