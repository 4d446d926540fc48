"""Language models in the user's folder: those of the catalogue, and any other in GGUF that the user brings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from avatar import library
from avatar.catalogue import gguf, shelf
from avatar.catalogue.entries import CatalogueEntry, CatalogueFile, catalogue
from avatar.errors import CatalogueError

KIND = "brain"
FOLDER = "brains"
"""Below the user's folder."""


def here() -> Mapping[str, Path]:
    """Name to file of all that lie in the user's folder: the catalogue's in its order, which is from small to large,
    then others.
    """
    found = {path.stem: path for path in sorted((library.user_dir() / FOLDER).glob("*.gguf"))}
    found = {name: path for name, path in found.items() if library.NAME.fullmatch(name) and path.is_file()}
    return {name: found[name] for name in [*(name for name in catalogue() if name in found), *found]}


def brought() -> tuple[CatalogueEntry, ...]:
    """What the user brought that the catalogue doesn't have. Raises CatalogueError where the list can't be read."""
    rows = shelf.read_list().items()
    return tuple(_again(name, row) for name, row in rows if row.kind == KIND and name not in catalogue())


def entry_for(name: str, path: Path) -> CatalogueEntry:
    """An entry for a file of the user's, by its own bytes. Raises CatalogueError where it is no model, or can't have
    that name.
    """
    if not library.NAME.fullmatch(name):
        raise CatalogueError(
            f"A model can't be called {name!r}", remedy="Use letters, digits, dots, hyphens and underscores."
        )
    if name in catalogue():
        raise CatalogueError(f"{name} is something else in the catalogue", remedy="Give it another name.")
    told = gguf.read(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return CatalogueEntry(
        name=name, kind=KIND, files=(CatalogueFile(f"{FOLDER}/{name}.gguf", told.size, digest),),
        licence=told.licence or "licence unknown: ask its maker", author=told.author or "its maker unknown",
        description=told.name or f"a model of the kind {told.architecture}", engine="llama", id=name,
        memory_mb=gguf.need_mb(told.size, told.token_bytes, 4096),
    )  # fmt: skip


def _again(name: str, row: shelf.Got) -> CatalogueEntry:
    """The entry of a row of the list."""
    files = []
    for path, digest in row.files.items():
        algorithm, _, value = digest.partition(":")
        lies = library.user_dir() / path
        size = lies.stat().st_size if lies.is_file() else 0
        files.append(CatalogueFile(path, size, value, "md5" if algorithm == "md5" else "sha256"))
    return CatalogueEntry(
        name=name, kind=row.kind, files=tuple(files), licence=row.licence, author=row.author,
        description=row.description, data=row.data, note=row.note, engine="llama", id=name,
    )  # fmt: skip
